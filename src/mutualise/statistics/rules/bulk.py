"""Readings made from columns of plain numbers, batch after batch, as a database gives them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace

import numpy as np

from mutualise.evidence.rules.units import FOREIGN
from mutualise.statistics.rules import days
from mutualise.statistics.rules.amounts import Ints
from mutualise.statistics.rules.readings import (
    CHANGES,
    QUALIFIERS,
    Columns,
    Readings,
    quality_number,
)

# Columns that number words, and where the words are.
WORDS = {
    "subject": "subjects", "kind": "kinds", "area": "areas", "base": "bases", "source": "sources",
}  # fmt: skip


class _Words:
    """Words numbered as they come, then in order of the alphabet, so that equal evidence gives
    equal columns."""

    def __init__(self) -> None:
        self.numbers: dict[object, int] = {}

    def encode(self, words: Sequence[object]) -> Ints:
        numbers = self.numbers
        for word in set(words):
            numbers.setdefault(word, len(numbers))
        return np.fromiter(map(numbers.__getitem__, words), dtype=np.int64, count=len(words))

    def settle(self, column: Ints) -> tuple[list[str], Ints]:
        names = sorted(str(word) for word in self.numbers)
        place = {name: at for at, name in enumerate(names)}
        moved = np.array([place[str(word)] for word in self.numbers], dtype=np.int64)
        return names, moved[column] if len(moved) else column


def readings_of(
    batches: Iterable[Sequence[Sequence[object]]],
    *,
    replaced: Sequence[tuple[int, int, str]],
    sources: Sequence[tuple[int, str, int]],
) -> Readings:
    """Readings from batches of columns: subject, kind, amount in ten-thousandths, qualifier, first
    and last day as ordinals, area, quality, base, base count, population count, number of the
    source, moment of recording, digest, why it was recorded, number of the row, unit. Days and counts not known are 0 and -1,
    moments are microseconds since 1970.

    `replaced` gives rows that no longer stand with the moment since when and why; `sources` number, code
    and day of publication.
    """
    words = {at: _Words() for at in (0, 1, 3, 6, 7, 8, 14, 16)}
    parts: list[list[Ints]] = [[] for _ in range(17)]
    for batch in batches:
        for at, column in enumerate(batch):
            if at in words:
                parts[at].append(words[at].encode(column))
            elif at == 13:
                parts[at].append(np.array(column, dtype="S64"))
            else:
                parts[at].append(np.array(column, dtype=np.int64))
    empty = [np.zeros(0, dtype="S64" if at == 13 else np.int64) for at in range(17)]
    whole = [np.concatenate(each) if each else empty[at] for at, each in enumerate(parts)]
    subjects, subject = words[0].settle(whole[0])
    kinds, kind = words[1].settle(whole[1])
    areas, area = words[6].settle(whole[6])
    bases, base = words[8].settle(whole[8])
    codes, source, published = _sources(whole[11], sources)
    known_until, ended_by = _ended(whole[15], replaced)
    columns = Columns(
        subject=subject.astype(np.int32),
        kind=kind.astype(np.int16),
        amount=whole[2],
        qualifier=_numbered(whole[3], [QUALIFIERS.index(str(w)) for w in words[3].numbers]),
        valid_from=whole[4].astype(np.int32),
        valid_until=whole[5].astype(np.int32),
        area=area.astype(np.int16),
        quality=_numbered(whole[7], [quality_number(str(w)) for w in words[7].numbers]),
        base=base.astype(np.int16),
        base_count=whole[9],
        population_count=whole[10],
        source=source.astype(np.int32),
        source_published=published.astype(np.int32),
        recorded_at=whole[12],
        known_until=known_until,
        digest=whole[13],
        change=_numbered(whole[14], [CHANGES.index(str(w)) for w in words[14].numbers]),
        ended_by=ended_by,
        foreign=_numbered(whole[16], [str(w) in FOREIGN for w in words[16].numbers]).astype(
            np.bool_
        ),
    )
    return Readings(
        columns, subjects=subjects, kinds=kinds, areas=areas, bases=bases, sources=codes
    )


def joined(earlier: Readings, later: Readings) -> Readings:
    """Both one after the other, as `readings_of` gives them when it reads them at once."""
    merged: dict[str, Ints] = {}
    names: dict[str, list[str]] = {}
    for column, words in WORDS.items():
        sides = [(side.columns, getattr(side, words)) for side in (earlier, later)]
        names[words] = sorted({*sides[0][1], *sides[1][1]})
        place = {name: at for at, name in enumerate(names[words])}
        merged[column] = np.concatenate(
            [_moved(getattr(columns, column), [place[w] for w in mine]) for columns, mine in sides]
        )
    for each in fields(Columns):
        if each.name not in merged:
            both = [getattr(side.columns, each.name) for side in (earlier, later)]
            merged[each.name] = np.concatenate(both)
    return Readings(Columns(**merged), **names)


def ended(readings: Readings, rows: Ints, replaced: Sequence[tuple[int, int, str]]) -> Readings:
    """The readings with those ended that `replaced` names by number, as in `readings_of`; `rows`
    are the numbers of all."""
    known_until, ended_by = _ended(rows, replaced)
    now = known_until != days.NEVER
    columns = readings.columns
    return readings.holding(
        replace(
            columns,
            known_until=np.where(now, known_until, columns.known_until),
            ended_by=np.where(now, ended_by, columns.ended_by),
        )
    )


def _moved(column: Ints, places: list[int]) -> Ints:
    return np.array(places, dtype=column.dtype)[column] if len(column) else column


def _numbered(column: Ints, numbers: list[int]) -> Ints:
    return np.array(numbers, dtype=np.int8)[column] if numbers else column.astype(np.int8)


def _sources(column: Ints, sources: Sequence[tuple[int, str, int]]) -> tuple[list[str], Ints, Ints]:
    """Codes in order of the alphabet, and for each reading its source's place and day."""
    used = set(np.unique(column).tolist())
    mine = [row for row in sources if row[0] in used]
    codes = sorted({code for _, code, _ in mine})
    place = {code: at for at, code in enumerate(codes)}
    size = max(used, default=0) + 1
    places, published = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    for number, code, day in mine:
        places[number], published[number] = place[code], day
    return codes, places[column], published[column]


def _ended(rows: Ints, replaced: Sequence[tuple[int, int, str]]) -> tuple[Ints, Ints]:
    """Until when each row is known, and the number of why it was ended."""
    until = np.full(len(rows), days.NEVER, dtype=np.int64)
    why = np.zeros(len(rows), dtype=np.int8)
    if replaced and len(rows):
        numbers = np.array([number for number, _, _ in replaced], dtype=np.int64)
        moments = np.array([moment for _, moment, _ in replaced], dtype=np.int64)
        changes = np.array([CHANGES.index(change) for _, _, change in replaced], dtype=np.int8)
        at = np.searchsorted(rows, numbers)
        there = (at < len(rows)) & (rows[np.minimum(at, len(rows) - 1)] == numbers)
        until[at[there]], why[at[there]] = moments[there], changes[there]
    return until, why
