"""Every observation at once, in the order of columns the statistics room reads.

Reading a million rows through model instances takes ten times as long as through a cursor, so
this one query is written in SQL.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from mutualise.evidence.models import Observation, Source
from mutualise.evidence.queries.bulk import newest

SELECT = """
SELECT o.id, o.subject, o.measure, o.qualifier, o.value, o.unit, o.valid_from, o.valid_until,
       o.area, o.quality, o.base, o.base_count, o.population_count, s.code, s.published_on,
       o.locator, o.note, o.digest, o.recorded_at, later.recorded_at, o.change,
       COALESCE(later.change, '')
FROM evidence_observation o
JOIN evidence_source s ON s.id = o.source_id
LEFT JOIN evidence_observation later ON later.replaces_id = o.id
WHERE {where}
ORDER BY o.id
"""


def version() -> int:
    """The number of the newest row of evidence: rows are only ever added."""
    source = Source.objects.order_by("-id").values_list("id", flat=True).first() or 0
    return newest() + source


def rows(kinds: tuple[str, ...] = (), *subjects: str) -> Iterator[tuple[Any, ...]]:
    """Dated and undated observations, withdrawals apart, as tuples in the order of
    `statistics.rules.readings.Row`; all of them, or those of some kinds and of some subjects."""
    where: list[str] = ["NOT o.withdrawn"]
    values: list[str] = []
    if kinds:
        where.append(f"o.measure IN ({', '.join(['%s'] * len(kinds))})")
        values += kinds
    if subjects:
        where.append(f"o.subject IN ({', '.join(['%s'] * len(subjects))})")
        values += subjects
    yield from _read(" AND ".join(where), values)


def _read(where: str, values: list[str]) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(SELECT.format(where=where), values)
        convert = _from_sqlite if connection.vendor == "sqlite" else _from_postgresql
        while batch := cursor.fetchmany(10_000):
            yield from map(convert, batch)


def moments(kinds: tuple[str, ...], *subjects: str) -> list[datetime]:
    """When observations of some kinds, of some subjects or all, were recorded; each moment once."""
    found = Observation.objects.filter(measure__in=kinds)
    if subjects:
        found = found.filter(subject__in=subjects)
    return sorted(found.values_list("recorded_at", flat=True).distinct())


def standing(kinds: tuple[str, ...], *subjects: str) -> int:
    """How many observations of some kinds, of some subjects or all, are recorded."""
    found = Observation.objects.filter(measure__in=kinds)
    return (found.filter(subject__in=subjects) if subjects else found).count()


def with_digests(digests: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    """The observations with these digests, standing or not, as `rows` gives them."""
    for start in range(0, len(digests), BATCH):
        part = digests[start : start + BATCH]
        where = f"NOT o.withdrawn AND o.digest IN ({', '.join(['%s'] * len(part))})"
        yield from _read(where, list(part))


# SQLite takes at most 999 values in one question in its oldest builds.
BATCH = 900


def _from_postgresql(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return (f"obs-{row[0]}", *row[1:])


def _from_sqlite(row: tuple[Any, ...]) -> tuple[Any, ...]:
    # SQLite keeps numbers as 8-byte floats; values are checked on the way in to have at most 15
    # digits, which survive that, and quantising gives back the decimal that was recorded.
    value = Decimal(str(row[4])).quantize(FOUR_PLACES)
    recorded_at, known_until = row[18].replace(tzinfo=UTC), row[19]
    if known_until is not None:
        known_until = known_until.replace(tzinfo=UTC)
    return (f"obs-{row[0]}", *row[1:4], value, *row[5:18], recorded_at, known_until, *row[20:])


FOUR_PLACES = Decimal("0.0001")
