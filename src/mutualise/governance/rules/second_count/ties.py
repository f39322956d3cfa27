"""Ties: looking back for a difference, then the lot."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

Votes = Mapping[int, int]


class LotNeeded(Exception):
    """The rule calls for a lot between candidates and no order of lots was given."""

    def __init__(self, tied: Collection[int]) -> None:
        self.tied = tuple(sorted(tied))
        names = ", ".join(str(candidate) for candidate in self.tied)
        super().__init__(f"A lot is needed between candidates {names}; give the order of lots.")


class Ties:
    """Breaks ties and keeps a note of each: at which stage, between whom, who, and by what."""

    def __init__(self, lots: Sequence[int] | None, names: Sequence[str] = ()) -> None:
        self.lots = None if lots is None else list(lots)
        self.names = list(names)
        self.notes: list[dict[str, object]] = []

    def telling(self, who: int) -> tuple[int, str, int]:
        """In which order equals who are elected together are told, since no rule gives them one.

        As the lot was drawn; those it did not draw come after, by name. Between two of one name, and
        where no names were given, by number. Nothing is decided by it.
        """
        lots = self.lots or []
        name = self.names[who - 1] if self.names else ""
        return (lots.index(who) if who in lots else len(lots)), name, who

    def choose(
        self, tied: Collection[int], points: Iterable[Votes], *, highest: bool, stage: int
    ) -> int:
        """One of the tied: with the highest (or lowest) vote at the first of the points that tells.

        `points` are in the order the rule looks at them: latest first for "the most recent
        preceding stage", earliest first for "the earliest point". If several share that highest
        vote, the points that follow tell between them. If no point does, the lot decides: it falls
        on whoever of the tied comes first in the order of lots, whose surplus is then transferred
        or who is excluded ("the candidate on whom the lot falls", rules 50(1)(b) and 51(13)(b) of
        the Northern Ireland rules). Raises LotNeeded.
        """
        left = narrow(tied, points, max if highest else min)
        how = "an earlier difference"
        if len(left) > 1:
            left, how = [self._by_lot(left)], "lot"
        if len(tied) > 1:
            self.notes.append(
                {"stage": stage, "tied": sorted(tied), "chosen": left[0], "by": how}
            )  # fmt: skip
        return left[0]

    def _by_lot(self, tied: Sequence[int]) -> int:
        """Whoever was not drawn comes last, which tells nothing if that is more than one."""
        drawn = [candidate for candidate in self.lots or () if candidate in tied]
        if not drawn or len(tied) - len(drawn) > 1:
            raise LotNeeded(tied)
        return drawn[0]


def narrow(
    tied: Collection[int], points: Iterable[Votes], pick: Callable[[Iterable[int]], int]
) -> list[int]:
    """Those of the tied who are still level after looking at every point in turn."""
    left = sorted(tied)
    for votes in points:
        if len(left) == 1:
            break
        best = pick(votes[candidate] for candidate in left)
        left = [candidate for candidate in left if votes[candidate] == best]
    return left


def highest_together(
    among: Collection[int], votes: Votes, points: Iterable[Votes],
    room: Callable[[list[int]], bool], draw: Callable[[list[int]], int],
) -> list[int]:  # fmt: skip
    """The highest of some candidates, those who stay level at every point together; where there is
    no room for all of these, the one that `draw` takes of them."""
    most = max(votes[who] for who in among)
    best = narrow([who for who in among if votes[who] == most], points, max)
    return best if len(best) == 1 or room(best) else [draw(best)]
