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
from typing import Any

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


class Table:
    """The papers of a poll and the piles of its candidates (pile 0: non-transferable)."""

    def __init__(self, poll: Poll, trace: bool = False) -> None:
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
        self.cursor = np.arange(len(matrix), dtype=np.intp) * self.width - 1
        self.piles: list[list[Parcel]] = [[] for _ in range(len(poll.candidates) + 1)]

    def shut(self, candidate: int) -> None:
        """From now on papers pass over this candidate."""
        self.open[candidate] = False

    def all_rows(self) -> Rows:
        """Every row, for the first sorting."""
        return np.arange(len(self.counts), dtype=np.intp)

    def move(self, rows: Rows) -> list[tuple[int, Rows, int]]:
        """Move each row on to its next open preference: (candidate or 0, rows, papers) each."""
        if not len(rows):
            return []
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
        return self._split(rows, choice)

    def _split(self, rows: Rows, choice: npt.NDArray[Any]) -> list[tuple[int, Rows, int]]:
        order = np.argsort(choice, kind="stable")
        rows = rows[order]
        sizes = np.bincount(choice, minlength=1)
        ends = np.cumsum(sizes)
        weights = self.counts[rows]
        return [
            (int(each), rows[ends[each] - sizes[each] : ends[each]],
             int(weights[ends[each] - sizes[each] : ends[each]].sum()))
            for each in np.flatnonzero(sizes)
        ]  # fmt: skip

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
