"""The evidence as columns and the populations of the register, kept between questions.

A process keeps one set of columns, for the newest version of the evidence: a million readings
take about 150 MB (16 columns of 4 to 64 bytes). It is made again when a row is added.
"""

from __future__ import annotations

import gc
from datetime import date, datetime
from functools import lru_cache
from threading import Lock

from mutualise.evidence.queries import bulk, columns
from mutualise.register.queries import facts as register
from mutualise.register.queries.population import population as members_of
from mutualise.statistics.rules.bulk import readings_of
from mutualise.statistics.rules.population import Member, Population
from mutualise.statistics.rules.readings import Readings

_reading = Lock()


def version() -> str:
    """Changes whenever a fact is recorded, in the evidence or in the register."""
    return f"{columns.version()}.{register.version()}"


def readings() -> Readings:
    """Every observation, as columns."""
    with _reading:
        return _readings(columns.version())


@lru_cache(maxsize=1)
def _readings(evidence_version: int) -> Readings:
    # Nothing read here refers to anything else; looking for cycles among it takes a third longer.
    gc.disable()
    try:
        return readings_of(bulk.batches(), replaced=bulk.replaced(), sources=bulk.sources())
    finally:
        gc.enable()


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
