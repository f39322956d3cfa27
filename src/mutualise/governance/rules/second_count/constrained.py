"""The Scottish rule with least and most numbers from sets of candidates: guard and doom.

Method: I. D. Hill, "STV with constraints", Voting Matters 9 (1998). Here every set of candidates
that could still fill the places is written out and looked at, one by one: slow, and plain to see.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import combinations
from math import comb

from mutualise.governance.rules.second_count.papers import Result
from mutualise.governance.rules.second_count.scottish import ScottishCount
from mutualise.governance.rules.second_count.sheet import Sheet

# From these candidates at least so many and at most so many (None: no limit) are to be elected.
Limit = tuple[frozenset[int], int, int | None]

MOST_SETS = 500_000


class NoFeasibleSet(ValueError):
    """No set of candidates fills the places within the limits, or there are too many to look at."""


class ConstrainedScottishCount(ScottishCount):
    """Who is in every feasible set is guarded; who is in none is doomed."""

    def __init__(
        self, standing: Sequence[int], seats: int, papers: dict[tuple[int, ...], int],
        lots: Sequence[int] | None, sheet: Sheet, limits: Collection[Limit],
    ) -> None:  # fmt: skip
        self.limits = tuple(limits)
        self.known: dict[tuple[frozenset[int], frozenset[int]], list[frozenset[int]]] = {}
        super().__init__(standing, seats, papers, lots, sheet)

    def run(self) -> Result:
        """As the Scottish rule. Raises NoFeasibleSet."""
        self._feasible()
        return super().run()

    def _feasible(self) -> list[frozenset[int]]:
        """Every set of continuing candidates that fills the places within the limits."""
        key = frozenset(self.elected), frozenset(self.continuing)
        if key not in self.known:
            number = min(self.seats - len(self.elected), len(self.continuing))
            if comb(len(self.continuing), number) > MOST_SETS:
                raise NoFeasibleSet("There are too many ways to fill the places to look at each.")
            ways = map(frozenset, combinations(sorted(self.continuing), number))
            self.known[key] = [way for way in ways if self._within_limits(way.union(self.elected))]
        if not self.known[key]:
            raise NoFeasibleSet("No set of candidates fills the places within the limits.")
        return self.known[key]

    def _within_limits(self, chosen: frozenset[int]) -> bool:
        return all(
            least <= len(chosen & among) and (most is None or len(chosen & among) <= most)
            for among, least, most in self.limits
        )

    def _doomed(self) -> set[int]:
        return self.continuing.difference(*self._feasible())

    def _elect(self, whom: list[int]) -> None:
        """One at a time, most votes first: each election may doom the next."""
        for who in self._in_order(whom):
            if self.vacancies and who not in self._doomed():
                super()._elect([who])

    def _may_be_excluded(self) -> set[int]:
        """The doomed go first; the guarded do not go at all."""
        return self._doomed() or self.continuing - frozenset.intersection(*self._feasible())
