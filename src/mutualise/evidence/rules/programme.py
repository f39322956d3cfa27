"""What a programme says of itself: one figure counted from its own record."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from mutualise.evidence.rules.parts import AND, REST


@dataclass(frozen=True)
class ProgrammeFigure:
    """A figure of a kind of evidence in its unit; `locator` says where it can be seen. `part` is
    empty for the whole, or names one part of it as `rules.parts` writes it."""

    kind: str
    value: Decimal
    unit: str
    locator: str
    part: str = ""

    @property
    def on_change(self) -> bool:
        """Whether it is recorded only when it changed: there are many parts by several dimensions,
        and a figure holds until another is stated."""
        return AND in self.part or self.part == REST
