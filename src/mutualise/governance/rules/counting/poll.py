"""What goes into a count: the candidates, the places and the voting papers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

import numpy as np
import numpy.typing as npt

Paper = tuple[int, tuple[int, ...]]  # how many papers, and the ranking they bear
MOST_PAPERS = 2**62  # sums of papers are kept in 64-bit integers; more is refused
MOST_CELLS = 2**29  # rankings times their length: more would need gigabytes
MOST_CANDIDATES = 2**16 - 2


class PollUnfit(ValueError):
    """The parts of a poll do not fit together; the message says which and what to do."""


class Papers(Sequence[Paper]):
    """Voting papers, grouped or one by one, read like a tuple of (papers, ranking).

    Held as a matrix of small integers: row r bears `counts[r]` papers with the ranking
    `ranks[r]`, candidates numbered from 1, padded with 0. The last column is always 0, so that a
    reader who runs off the end of a ranking meets a 0 and not the next row.
    """

    __slots__ = ("counts", "ranks")

    def __init__(self, counts: npt.NDArray[np.int64], ranks: npt.NDArray[Any]) -> None:
        self.counts, self.ranks = counts, ranks

    @classmethod
    def of(cls, rows: Iterable[Paper]) -> Papers:
        """The papers of `rows`. Raises PollUnfit where a row is not (positive count, ranking)."""
        listed = [(int(number), tuple(ranking)) for number, ranking in rows]
        for number, ranking in listed:
            if number < 1 or number >= MOST_PAPERS:
                raise PollUnfit(f"A row of papers has the count {number}; it must be 1 or more.")
            if any(not 1 <= int(choice) <= MOST_CANDIDATES for choice in ranking):
                raise PollUnfit(f"A ranking has a number that is no candidate: {ranking}.")
            if len(set(ranking)) != len(ranking):
                raise PollUnfit(f"A ranking names a candidate twice: {ranking}.")
        longest = max((len(ranking) for _, ranking in listed), default=0)
        highest = max((max(ranking) for _, ranking in listed if ranking), default=0)
        if len(listed) * (longest + 1) > MOST_CELLS:
            raise PollUnfit(
                f"{len(listed):,} different rankings of up to {longest:,} candidates are more than "
                "this program can hold."
            )
        kind: Any = np.uint8 if highest < 256 else np.uint16
        ranks = np.zeros((len(listed), longest + 1), dtype=kind)
        for row, (_, ranking) in enumerate(listed):
            ranks[row, : len(ranking)] = ranking
        return cls(np.array([number for number, _ in listed], dtype=np.int64), ranks)

    @property
    def total(self) -> int:
        """How many papers there are, blank ones included. Summed in halves, so never overflows."""
        high, low = self.counts >> 31, self.counts & (2**31 - 1)
        return (int(high.sum()) << 31) + int(low.sum())

    def __len__(self) -> int:
        return len(self.counts)

    def _row(self, at: int) -> Paper:
        return int(self.counts[at]), tuple(int(each) for each in self.ranks[at] if each)

    @overload
    def __getitem__(self, at: int) -> Paper: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Paper, ...]: ...
    def __getitem__(self, at: int | slice) -> Paper | tuple[Paper, ...]:
        if isinstance(at, slice):
            return tuple(self._row(each) for each in range(*at.indices(len(self))))
        return self._row(at)

    def __iter__(self) -> Iterator[Paper]:
        for number, ranking in zip(self.counts.tolist(), self.ranks.tolist(), strict=True):
            yield number, tuple(each for each in ranking if each)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"Papers({self.total} in {len(self)} rows)"


@dataclass(frozen=True)
class Poll:
    """One contest, ready to count.

    `candidates` are names, numbered from 1 in this order. `papers` are grouped rankings,
    `(papers, (first preference, second, …))`. `withdrawn` candidates are passed over on every
    paper. `notes` say what the reader did with papers that were not plain. `rejected` papers had
    no clear first preference.

    Raises PollUnfit.
    """

    candidates: tuple[str, ...]
    seats: int
    papers: Sequence[Paper]
    withdrawn: frozenset[int] = frozenset()
    title: str = ""
    notes: tuple[str, ...] = field(default=(), compare=False)
    rejected: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        number = len(self.candidates)
        if not 1 <= number <= MOST_CANDIDATES:
            raise PollUnfit(f"There are {number} candidates; there must be at least one.")
        if self.seats < 1:
            raise PollUnfit(f"There are {self.seats} places to fill; there must be at least one.")
        if not isinstance(self.papers, Papers):
            object.__setattr__(self, "papers", Papers.of(self.papers))
        object.__setattr__(self, "withdrawn", frozenset(self.withdrawn))
        if any(not 1 <= each <= number for each in self.withdrawn):
            raise PollUnfit(f"A withdrawn candidate is not among the {number} candidates.")
        ranks = self.matrix.ranks
        if ranks.size and int(ranks.max()) > number:
            raise PollUnfit(f"A paper names candidate {int(ranks.max())} of only {number}.")
        if self.matrix.total >= MOST_PAPERS:
            raise PollUnfit("There are more papers than this program can add up exactly (2^62).")

    @property
    def matrix(self) -> Papers:
        """The papers as a matrix."""
        assert isinstance(self.papers, Papers)  # noqa: S101 - made so above
        return self.papers

    @property
    def standing(self) -> tuple[int, ...]:
        """The numbers of the candidates who have not withdrawn."""
        return tuple(
            each for each in range(1, len(self.candidates) + 1) if each not in self.withdrawn
        )

    def name(self, candidate: int) -> str:
        """The name of a candidate, by number."""
        return self.candidates[candidate - 1]

    def with_seats(self, seats: int) -> Poll:
        """The same poll for another number of places."""
        return Poll(
            self.candidates, seats, self.papers, self.withdrawn, self.title, self.notes, self.rejected
        )  # fmt: skip
