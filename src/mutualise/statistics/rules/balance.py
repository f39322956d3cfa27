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


def balance(body: str, people: Headcount) -> Headcount:
    """The headcount itself, once its parts are seen to add up (or are not all given).

    Raises UnbalancedHeadcount.
    """
    if people.hires is None or people.leavers is None:
        return people
    gap = people.organic_change - people.hires + people.leavers
    if gap:
        raise UnbalancedHeadcount(body, gap)
    return people
