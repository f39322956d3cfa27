"""The evidence as columns and the populations of the register, kept between questions.

A process keeps one set of columns, for the newest version of the evidence: a million readings
take about 150 MB (17 columns of 4 to 64 bytes). Rows recorded since are read and put behind them.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from threading import Lock

import numpy as np

from mutualise.evidence.queries import bulk, columns
from mutualise.register.queries import facts as register
from mutualise.register.queries.population import population as members_of
from mutualise.statistics.rules.amounts import Ints
from mutualise.statistics.rules.bulk import ended, joined, readings_of
from mutualise.statistics.rules.population import Member, Population
from mutualise.statistics.rules.readings import Readings

_reading = Lock()
ROW = bulk.COLUMNS.index("row")


@dataclass(frozen=True)
class _Kept:
    """The readings of the rows up to number `newest`; `rows` has the number of each."""

    newest: int
    readings: Readings
    rows: Ints


_kept: list[_Kept] = []


def version() -> str:
    """Changes whenever a fact is recorded, in the evidence or in the register."""
    return f"{columns.version()}.{register.version()}"


def readings() -> Readings:
    """Every observation, as columns."""
    with _reading:
        newest = bulk.newest()
        if not _kept or newest != _kept[0].newest:
            # A number lower than the one kept means another record: a copy was put back.
            kept = _kept[0] if _kept and _kept[0].newest < newest else None
            _kept[:] = [_read(kept, newest)]
        return _kept[0].readings


def forget() -> None:
    """Read everything again at the next question, as after a change of database."""
    _kept.clear()


def _read(kept: _Kept | None, newest: int) -> _Kept:
    after = kept.newest if kept else 0
    replaced, numbers = bulk.replaced(after, newest), [np.zeros(0, dtype=np.int64)]

    def numbered() -> Iterator[Sequence[Sequence[object]]]:
        for batch in bulk.batches(after, newest):
            numbers.append(np.array(batch[ROW], dtype=np.int64))
            yield batch

    # Nothing read here refers to anything else; looking for cycles among it takes a third longer.
    gc.disable()
    try:
        found = readings_of(numbered(), replaced=replaced, sources=bulk.sources())
    finally:
        gc.enable()
    rows = np.concatenate(numbers)
    if kept is None:
        return _Kept(newest, found, rows)
    earlier = ended(kept.readings, kept.rows, replaced)
    return _Kept(newest, joined(earlier, found), np.concatenate([kept.rows, rows]))


def population(definition: str, on: date, known_at: datetime | None = None) -> Population:
    """Who is in, and who is unclear, under a definition on a day as known at a moment."""
    if not definition:
        return Population.of("", on, ())
    return _population(register.version(), definition, on, register.settled(known_at))


@lru_cache(maxsize=512)
def _population(
    register_version: str, definition: str, on: date, known_at: datetime | None
) -> Population:
    found = members_of(definition, on, known_at)
    return Population.of(
        definition,
        on,
        (Member(*row) for row in found.rows),
        closures=found.closures,
        body_years=found.body_years,
    )
