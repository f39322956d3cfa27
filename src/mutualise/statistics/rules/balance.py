"""The headcount identity: end = start + transfers in - transfers out + hires - leavers.

Staff who came with a transferred service (TUPE) were employed before, elsewhere: they are no
additional jobs. The identity must hold wherever all its parts are given, to the last person.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


class UnbalancedHeadcount(ValueError):
    """The parts of a body's headcount do not add up; `gap` is by how many people."""

    def __init__(self, body: str, gap: Fraction) -> None:
        more = "more" if gap > 0 else "fewer"
        super().__init__(
            f"{body}: the end headcount is {abs(gap)} {more} than start, transfers, hires and "
            "leavers give; correct the return before it counts."
        )
        self.body, self.gap = body, gap


@dataclass(frozen=True)
class Headcount:
    """People at both ends of a window, and who came and went in between.

    `hires` and `leavers` are None where the body did not give them.
    """

    start: Fraction
    end: Fraction
    transferred_in: Fraction = Fraction(0)
    transferred_out: Fraction = Fraction(0)
    hires: Fraction | None = None
    leavers: Fraction | None = None

    @property
    def stock_change(self) -> Fraction:
        return self.end - self.start

    @property
    def transfers(self) -> Fraction:
        """Net of people who moved with a service."""
        return self.transferred_in - self.transferred_out

    @property
    def organic_change(self) -> Fraction:
        """Jobs that a transfer does not explain."""
        return self.stock_change - self.transfers

    @property
    def gap(self) -> Fraction:
        """People at the end whom the other parts do not give; 0 where some part is not given."""
        if self.hires is None or self.leavers is None:
            return Fraction(0)
        return self.organic_change - self.hires + self.leavers


def balance(body: str, least: Headcount, most: Headcount | None = None) -> None:
    """See that the parts of a headcount add up. Where they are ranges, `least` has every part at
    the end that makes the gap smallest and `most` at the one that makes it largest, and only a gap
    that no value between them closes is refused.

    Raises UnbalancedHeadcount.
    """
    lowest, highest = least.gap, (most or least).gap
    if lowest > 0 or highest < 0:
        raise UnbalancedHeadcount(body, lowest if lowest > 0 else highest)
