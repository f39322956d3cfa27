"""What a programme says of itself: one figure counted from its own record."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class ProgrammeFigure:
    """A figure of a kind of evidence in its unit; `locator` says where it can be seen. `part` is
    empty for the whole, or names one part of it as `rules.parts` writes it."""

    kind: str
    value: Decimal
    unit: str
    locator: str
    part: str = ""
