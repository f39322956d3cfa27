"""Every dated observation as columns of plain numbers and words, in batches.

A million rows made into dates, decimals and moments one by one take ten times as long as the sum
they are wanted for. Here the database itself gives whole numbers: days as ordinals, moments as
microseconds since 1970 in UTC, values in ten-thousandths.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import connection

BATCH = 50_000
COLUMNS = (
    "subject", "kind", "amount", "qualifier", "valid_from", "valid_until", "area", "quality",
    "base", "base_count", "population_count", "source", "recorded_at", "digest", "change",
    "row", "unit",
)  # fmt: skip

# A value has at most 15 digits (checked on the way in), which SQLite's 8-byte floats hold; its
# whole part and its ten-thousandths are taken apart, as their product by 10,000 may not fit.
SQLITE = {
    "amount": "CAST(o.value AS INTEGER) * 10000"
    " + CAST(ROUND((o.value - CAST(o.value AS INTEGER)) * 10000) AS INTEGER)",
    "day": "CAST(julianday({0}) - 1721424.5 AS INTEGER)",
    "moment": "CAST(strftime('%%s', {0}) AS INTEGER) * 1000000"
    " + CAST(substr(substr({0}, 21) || '000000', 1, 6) AS INTEGER)",
}
POSTGRESQL = {
    "amount": "(o.value * 10000)::bigint",
    "day": "({0} - DATE '0001-01-01') + 1",
    "moment": "(EXTRACT(EPOCH FROM {0}) * 1000000)::bigint",
}


def newest() -> int:
    """The number of the newest row: rows are only ever added, one writer after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(MAX(o.id), 0) FROM evidence_observation o", [])
        return int(cursor.fetchone()[0])


def batches(after: int, upto: int) -> Iterator[Sequence[Sequence[object]]]:
    """Columns in the order of `COLUMNS`, batch after batch, oldest row first, of the rows numbered
    from `after`, not included, to `upto`."""
    way = _way()
    question = (
        f"SELECT o.subject, o.measure, {way['amount']}, o.qualifier, "
        f"{way['day'].format('o.valid_from')}, {way['day'].format('o.valid_until')}, o.area, "
        "o.quality, o.base, COALESCE(o.base_count, -1), COALESCE(o.population_count, -1), "
        f"o.source_id, {way['moment'].format('o.recorded_at')}, o.digest, o.change, o.id, o.unit "
        "FROM evidence_observation o WHERE NOT o.withdrawn AND o.valid_from IS NOT NULL "
        "AND o.valid_until IS NOT NULL AND o.id > %s AND o.id <= %s ORDER BY o.id"
    )
    with connection.cursor() as cursor:
        cursor.execute(question, [after, upto])
        while rows := cursor.fetchmany(BATCH):
            yield list(zip(*rows, strict=True))


def replaced(after: int, upto: int) -> list[tuple[int, int, str]]:
    """Rows replaced or withdrawn by the rows numbered from `after`, not included, to `upto`: their
    numbers, each with the moment that was recorded and what kind of change it was."""
    moment = _way()["moment"].format("o.recorded_at")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT o.replaces_id, {moment}, o.change FROM evidence_observation o "
            "WHERE o.replaces_id IS NOT NULL AND o.id > %s AND o.id <= %s ORDER BY o.replaces_id",
            [after, upto],
        )
        return list(cursor.fetchall())


def sources() -> list[tuple[int, str, int]]:
    """Every source's number, code and day of publication as an ordinal (0 where not known)."""
    day = _way()["day"].format("s.published_on")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT s.id, s.code, COALESCE({day}, 0) FROM evidence_source s", [])
        return list(cursor.fetchall())


def _way() -> dict[str, str]:
    return SQLITE if connection.vendor == "sqlite" else POSTGRESQL
