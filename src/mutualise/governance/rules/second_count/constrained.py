"""Least and most numbers from sets of candidates, beside any rule with transfers: guard and doom.

Method: I. D. Hill, "STV with constraints", Voting Matters 9 (1998). Here every set of candidates
that could still fill the places is written out and looked at, one by one: slow, and plain to see.
What follows from it for each rule stands in docs/decisions/0071.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import combinations
from math import comb

# From these candidates at least so many and at most so many (None: no limit) are to be elected.
Limit = tuple[frozenset[int], int, int | None]

MOST_SETS = 500_000


class NoFeasibleSet(ValueError):
    """No set of candidates fills the places within the limits, or there are too many to look at."""


class Limits:
    """What the limits of a contest leave open; without any, everything."""

    def __init__(self, seats: int, limits: Collection[Limit] = ()) -> None:
        self.seats, self.limits = seats, tuple(limits)
        self.known: dict[tuple[frozenset[int], frozenset[int]], list[frozenset[int]]] = {}

    def ways(self, elected: Iterable[int], continuing: Iterable[int]) -> list[frozenset[int]]:
        """Every set of the continuing that fills the places left within the limits; may be none."""
        chosen, left = frozenset(elected), frozenset(continuing)
        key = chosen, left
        if key not in self.known:
            number = min(self.seats - len(chosen), len(left))
            if comb(len(left), number) > MOST_SETS:
                raise NoFeasibleSet("There are too many ways to fill the places to look at each.")
            self.known[key] = [
                way
                for way in map(frozenset, combinations(sorted(left), number))
                if self._within(way | chosen)
            ]
        return self.known[key]

    def _within(self, chosen: frozenset[int]) -> bool:
        return all(
            least <= len(chosen & among) and (most is None or len(chosen & among) <= most)
            for among, least, most in self.limits
        )

    def check(self, continuing: Iterable[int]) -> None:
        """Raises NoFeasibleSet where nothing can be within the limits."""
        if self.limits and not self.ways((), continuing):
            raise NoFeasibleSet("No set of candidates fills the places within the limits.")

    def doomed(self, elected: Iterable[int], continuing: Collection[int]) -> set[int]:
        """Those of the continuing who are in no set."""
        if not self.limits:
            return set()
        return set(continuing).difference(*self.ways(elected, continuing))

    def guarded(self, elected: Iterable[int], continuing: Collection[int]) -> set[int]:
        """Those who are in every set."""
        ways = self.ways(elected, continuing) if self.limits else []
        return set(frozenset.intersection(*ways)) if ways else set()

    def may_be_excluded(self, elected: Iterable[int], continuing: Collection[int]) -> set[int]:
        """The doomed go first; the guarded do not go at all."""
        chosen = list(elected)
        return self.doomed(chosen, continuing) or set(continuing) - self.guarded(chosen, continuing)

    def all_of(
        self, group: Collection[int], elected: Collection[int], continuing: Collection[int]
    ) -> bool:
        """Whether everybody of a group can be elected together."""
        if len(elected) + len(group) > self.seats:
            return False
        return not self.limits or bool(self.ways([*elected, *group], set(continuing) - set(group)))

    def without(
        self, group: Collection[int], elected: Collection[int], continuing: Collection[int]
    ) -> bool:
        """Whether the places can be filled when a group has gone."""
        return not self.limits or bool(self.ways(elected, set(continuing) - set(group)))
