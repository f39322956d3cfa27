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

    def __init__(self, lots: Sequence[int] | None) -> None:
        self.lots = None if lots is None else list(lots)
        self.notes: list[dict[str, object]] = []

    def choose(
        self, tied: Collection[int], points: Iterable[Votes], *, highest: bool, stage: int
    ) -> int:
        """One of the tied: with the highest (or lowest) vote at the first of the points that tells.

        `points` are in the order the rule looks at them: latest first for "the most recent
        preceding stage", earliest first for "the earliest point". If several share that highest
        vote, the points that follow tell between them. If no point does, the lot decides: the
        candidate earlier in the order of lots is preferred, so is taken when the highest is
        sought, and is not the one excluded when the lowest is sought. Raises LotNeeded.
        """
        left = narrow(tied, points, max if highest else min)
        how = "an earlier difference"
        if len(left) > 1:
            left, how = [self._by_lot(left, highest)], "lot"
        if len(tied) > 1:
            self.notes.append(
                {"stage": stage, "tied": sorted(tied), "chosen": left[0], "by": how}
            )  # fmt: skip
        return left[0]

    def _by_lot(self, tied: Sequence[int], highest: bool) -> int:
        if self.lots is None or any(candidate not in self.lots for candidate in tied):
            raise LotNeeded(tied)
        return (min if highest else max)(tied, key=self.lots.index)


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
