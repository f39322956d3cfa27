"""Piles of papers on the counting table: who holds which papers, and moving them on.

Fast because only the papers that move are touched: a paper is a row of the matrix with a cursor at
the preference where it rests, a pile is a list of parcels, and a parcel is rows of one value. The
number of papers in a parcel is added up in 64-bit integers (Poll refuses more than they hold);
votes are that number times the value, in Python's unbounded integers or fractions. There is no
rounding here and nothing can overflow.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from mutualise.governance.rules.counting.poll import Poll

Amount = int | Fraction
Rows = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Parcel:
    """Papers that arrived together at one value. `papers` is how many the rows stand for."""

    value: Amount
    rows: Rows
    papers: int
    batch: int = 0

    @property
    def votes(self) -> Amount:
        return self.papers * self.value


class Diverged(Exception):
    """A replayed count moved papers that the first count did not move."""


_Key = tuple[tuple[int, ...], bytes]
Split = list[tuple[int, Rows, int]]


class Table:
    """The papers of a poll and the piles of its candidates (pile 0: non-transferable).

    A table can replay another: the same rows moved past the same closed candidates go the same way, so
    a second count of the same papers (in exact fractions) need not look at a paper again. It raises
    Diverged where it would move something else.
    """

    def __init__(self, poll: Poll, trace: bool = False, replay: Table | None = None) -> None:
        matrix = poll.matrix
        self.width = matrix.ranks.shape[1]
        self.flat = np.ascontiguousarray(matrix.ranks).reshape(-1)
        self.counts = matrix.counts
        self.rested: npt.NDArray[np.bool_] | None = (
            np.zeros(len(self.flat), dtype=bool) if trace else None
        )
        # May papers still go to this candidate? 0 stands for the end of a ranking: always open.
        self.open = np.zeros(len(poll.candidates) + 1, dtype=bool)
        self.open[[0, *poll.standing]] = True
        self.piles: list[list[Parcel]] = [[] for _ in range(len(poll.candidates) + 1)]
        self.replaying = replay is not None
        self.all_rows: Rows
        # The rows moved are kept with the result, so that their identities stay theirs.
        self.moved: dict[_Key, tuple[Split, list[Rows]]] = replay.moved if replay else {}
        if replay:
            self.all_rows = replay.all_rows
            return
        self.all_rows = np.arange(len(matrix), dtype=np.intp)
        self.cursor = self.all_rows * self.width - 1

    def shut(self, candidate: int) -> None:
        """From now on papers pass over this candidate."""
        self.open[candidate] = False

    def move(self, parts: list[Rows]) -> Split:
        """Move each row on to its next open preference: (candidate or 0, rows, papers) each."""
        key = (tuple(id(each) for each in parts), self.open.tobytes())
        if self.replaying:
            if key not in self.moved:
                raise Diverged
            return self.moved[key][0]
        split = self._move(parts[0] if len(parts) == 1 else np.concatenate(parts))
        self.moved[key] = (split, parts)
        return split

    def _move(self, rows: Rows) -> Split:
        cursor = self.cursor[rows] + 1
        choice = self.flat[cursor]
        waiting = np.flatnonzero(~self.open[choice])
        while len(waiting):
            cursor[waiting] += 1
            now = self.flat[cursor[waiting]]
            choice[waiting] = now
            waiting = waiting[~self.open[now]]
        self.cursor[rows] = cursor
        if self.rested is not None:
            self.rested[cursor] = True
        order = np.argsort(choice, kind="stable")
        rows = rows[order]
        weights = self.counts[rows]
        split, start = [], 0
        for each, size in enumerate(np.bincount(choice).tolist()):
            if size:
                stop = start + size
                split.append((each, rows[start:stop], int(weights[start:stop].sum())))
                start = stop
        return split

    def take(self, candidate: int) -> list[Parcel]:
        """Lift the whole pile of a candidate off the table."""
        lifted, self.piles[candidate] = self.piles[candidate], []
        return lifted

    def sufficient(self) -> list[tuple[int, tuple[int, ...]]]:
        """Per row: the papers, and only the preferences they rested with (needs trace)."""
        assert self.rested is not None  # noqa: S101 - only asked of a traced count
        kept = np.where(self.rested, self.flat, 0).reshape(-1, self.width)
        return [
            (number, tuple(each for each in ranking if each))
            for number, ranking in zip(self.counts.tolist(), kept.tolist(), strict=True)
        ]
