"""Observations as columns: one million readings that a mask over integers can search.

A `Readings` is built once from rows. Methods ask it for the readings of one kind, and those for
the figures known at a moment (`figures.py`), so asking the same question at forty recording dates
sorts nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from mutualise.evidence.rules.units import FOREIGN
from mutualise.statistics.rules import days
from mutualise.statistics.rules.amounts import Flags, Ints, scaled

QUALIFIERS = ("=", "~", ">", ">=", "<", "<=")
# Worst first, so that the last row of a sorted run is the best. 0 is a quality nobody knows.
QUALITIES = ("", "CLAIMED", "STATED", "OBSERVED", "RETURNED", "FILED", "AUDITED")

# Why a row was recorded, and why one was ended by another; "" where it was not ended.
CHANGES = ("", "NEW", "UPDATE", "CORRECTION", "WITHDRAWAL")


class Row(NamedTuple):
    """One observation as recorded: what it says, and when we knew it.

    `value` is in `unit`; `valid_until` is not included; `known_until` is the moment a later row
    replaced or withdrew this one (None: it stands), and `ended_by` says why (UPDATE, CORRECTION
    or WITHDRAWAL).
    """

    reference: str
    subject: str
    kind: str
    qualifier: str
    value: Decimal
    unit: str
    valid_from: date | None
    valid_until: date | None
    area: str
    quality: str
    base: str
    base_count: int | None
    population_count: int | None
    source: str
    source_published: date | None
    locator: str
    note: str
    digest: str
    recorded_at: datetime
    known_until: datetime | None = None
    change: str = "NEW"
    ended_by: str = ""


def was_known(row: Row, moment: datetime | None) -> bool:
    """Whether a row stood at a moment; None is now."""
    if moment is None:
        return row.known_until is None
    return row.recorded_at <= moment and (row.known_until is None or moment < row.known_until)


@dataclass(frozen=True)
class Columns:
    """Readings side by side: every column has one entry a reading. `foreign` marks money that is not
    in pounds."""

    subject: Ints
    kind: Ints
    amount: Ints
    qualifier: Ints
    valid_from: Ints
    valid_until: Ints
    area: Ints
    quality: Ints
    base: Ints
    base_count: Ints
    population_count: Ints
    source: Ints
    source_published: Ints
    recorded_at: Ints
    known_until: Ints
    digest: Ints
    change: Ints
    ended_by: Ints
    foreign: Flags

    def __len__(self) -> int:
        return len(self.subject)

    def take(self, which: Ints | Flags | slice) -> Columns:
        return Columns(*(getattr(self, each.name)[which] for each in fields(self)))

    def known_at(self, moment: int | None) -> Flags:
        """Which readings were known at `moment` (microseconds); None means what stands now."""
        if moment is None:
            standing: Flags = self.known_until == days.NEVER
            return standing
        known: Flags = (self.recorded_at <= moment) & (self.known_until > moment)
        return known


class Readings:
    """All readings, with the words their numbers stand for. Never changed once built."""

    def __init__(
        self,
        columns: Columns,
        *,
        subjects: Sequence[str],
        kinds: Sequence[str],
        areas: Sequence[str],
        bases: Sequence[str],
        sources: Sequence[str],
    ) -> None:
        self.columns = columns
        self.subjects, self.kinds = tuple(subjects), tuple(kinds)
        self.areas, self.bases, self.sources = tuple(areas), tuple(bases), tuple(sources)
        self._subject_index = {code: at for at, code in enumerate(self.subjects)}
        self._kind_index = {code: at for at, code in enumerate(self.kinds)}
        self._by_kind: dict[str, Columns] = {}
        self._edges: Ints | None = None
        self._order: Ints | None = None
        self.prepared: dict[tuple[object, ...], object] = {}

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Readings:
        """Build the columns from rows (or plain tuples in the order of `Row`), in any order.

        Undated rows are left out: they are shown with the evidence but can never be used.
        Raises FigureTooFine and MomentWithoutZone.
        """
        dated = [row for row in rows if row[6] is not None and row[7] is not None]
        column = [list(each) for each in zip(*dated, strict=True)] or [[] for _ in Row._fields]
        at = {name: column[place] for place, name in enumerate(Row._fields)}
        subjects, subject = _encoded(at["subject"])
        kinds, kind = _encoded(at["kind"])
        areas, area = _encoded(at["area"])
        bases, base = _encoded(at["base"])
        sources, source = _encoded(at["source"])
        columns = Columns(
            subject=np.array(subject, dtype=np.int32),
            kind=np.array(kind, dtype=np.int16),
            amount=np.array([scaled(each) for each in at["value"]], dtype=np.int64),
            qualifier=np.array([QUALIFIERS.index(each) for each in at["qualifier"]], dtype=np.int8),
            valid_from=_ordinals(at["valid_from"]),
            valid_until=_ordinals(at["valid_until"]),
            area=np.array(area, dtype=np.int16),
            quality=np.array([quality_number(each) for each in at["quality"]], dtype=np.int8),
            base=np.array(base, dtype=np.int16),
            base_count=_counts(at["base_count"]),
            population_count=_counts(at["population_count"]),
            source=np.array(source, dtype=np.int32),
            source_published=_ordinals(at["source_published"]),
            recorded_at=_moments(at["recorded_at"]),
            known_until=_moments(at["known_until"]),
            digest=np.array(at["digest"], dtype="S64"),
            change=np.array([CHANGES.index(each) for each in at["change"]], dtype=np.int8),
            ended_by=np.array([CHANGES.index(each) for each in at["ended_by"]], dtype=np.int8),
            foreign=np.array([each in FOREIGN for each in at["unit"]], dtype=np.bool_),
        )
        return cls(
            columns, subjects=subjects, kinds=kinds, areas=areas, bases=bases, sources=sources
        )

    def __len__(self) -> int:
        return len(self.columns)

    def of_kind(self, kind: str) -> Columns:
        """The readings of one kind, in order of subject. Kept, because every method asks again."""
        if kind not in self._by_kind:
            self._by_kind[kind] = self._cut(kind)
        return self._by_kind[kind]

    def of_subject(self, kind: str, subject: str) -> Columns:
        """The readings of one kind for one subject."""
        table = self.of_kind(kind)
        number = self._subject_index.get(subject, -1)
        first, last = np.searchsorted(table.subject, [number, number + 1])
        return table.take(slice(int(first), int(last)))

    def about(self, kinds: Sequence[str], *subjects: str) -> Readings:
        """The readings of some kinds alone, of some subjects or of all."""
        numbers = [self._kind_index[kind] for kind in kinds if kind in self._kind_index]
        which: Flags = np.isin(self.columns.kind, numbers)
        if subjects:
            which &= np.isin(self.columns.subject, self.locate(subjects))
        return self.holding(self.columns.take(which))

    def holding(self, columns: Columns) -> Readings:
        """Other columns under the same words."""
        return Readings(
            columns, subjects=self.subjects, kinds=self.kinds, areas=self.areas,
            bases=self.bases, sources=self.sources,
        )  # fmt: skip

    def locate(self, codes: Sequence[str]) -> Ints:
        """The number of each subject, -1 where nothing at all was ever recorded of it."""
        find = self._subject_index.get
        return np.array([find(code, -1) for code in codes], dtype=np.int64)

    def _cut(self, kind: str) -> Columns:
        if self._order is None or self._edges is None:
            by_kind_and_subject = np.lexsort((self.columns.subject, self.columns.kind))
            self._order = by_kind_and_subject
            numbers = np.arange(len(self.kinds) + 1)
            self._edges = np.searchsorted(self.columns.kind[by_kind_and_subject], numbers)
        number = self._kind_index.get(kind)
        if number is None:
            return self.columns.take(slice(0, 0))
        return self.columns.take(self._order[self._edges[number] : self._edges[number + 1]])


def _encoded(words: list[str]) -> tuple[list[str], list[int]]:
    # Numbered in order of the alphabet, so that equal evidence gives equal columns.
    names = sorted(set(words))
    number = {word: at for at, word in enumerate(names)}
    return names, [number[word] for word in words]


def quality_number(word: str) -> int:
    """The place of a quality in `QUALITIES`, worst first; 0 for one nobody knows."""
    return QUALITIES.index(word) if word in QUALITIES else 0


def _ordinals(column: list[date | None]) -> Ints:
    return np.array([each.toordinal() if each else days.NO_DAY for each in column], dtype=np.int32)


def _counts(column: list[int | None]) -> Ints:
    return np.array([-1 if each is None else each for each in column], dtype=np.int64)


def _moments(column: list[datetime | None]) -> Ints:
    moments = [days.NEVER if each is None else days.microseconds(each) for each in column]
    return np.array(moments, dtype=np.int64)
