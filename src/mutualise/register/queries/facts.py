"""Everything recorded about the bodies of the register, as it was known at a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import F, Model

from mutualise.chronicle.models import Change
from mutualise.register import models
from mutualise.register.rules.facts import (
    DETAILS,
    Control,
    DateRange,
    Decision,
    Earlier,
    Event,
    Facts,
    Holding,
    Named,
)

TABLES: tuple[Any, ...] = (
    models.Entry,
    models.Name,
    models.Identifier,
    models.LifeEvent,
    models.Stake,
    models.ControlFact,
    models.Verdict,
)


def version() -> str:
    """Changes whenever a row is added anywhere in the register; rows are never changed."""
    parts = " UNION ALL ".join(
        f"SELECT {number} AS n, COALESCE(MAX(id), 0) AS latest FROM {table._meta.db_table}"
        for number, table in enumerate(TABLES)
    )
    with connection.cursor() as cursor:
        cursor.execute(parts)
        found = dict(cursor.fetchall())
    return "-".join(str(found[number]) for number in range(len(TABLES)))


def all_facts(known_at: datetime | None = None) -> tuple[Facts, ...]:
    """Facts of every body in the register, in order of code, as known at a moment."""
    return _all_facts(version(), settled(known_at))


def facts_of(code: str, known_at: datetime | None = None) -> Facts | None:
    """Facts of one body, or None when the register did not hold it then."""
    return facts_by_code(known_at).get(code)


def facts_by_code(known_at: datetime | None = None) -> dict[str, Facts]:
    return _by_code(version(), settled(known_at))


@lru_cache(maxsize=64)
def _by_code(register_version: str, known_at: datetime | None) -> dict[str, Facts]:
    return {facts.organisation: facts for facts in _all_facts(register_version, known_at)}


# 2,000 bodies are about 10 MB of facts; 64 moments cover the date controls of a busy hour.
@lru_cache(maxsize=64)
def _all_facts(register_version: str, known_at: datetime | None) -> tuple[Facts, ...]:
    events = _grouped(models.LifeEvent, known_at, _event)
    holdings = _grouped(models.Stake, known_at, _holding)
    control = _grouped(models.ControlFact, known_at, _control)
    decisions = _grouped(models.Verdict, known_at, _decision)
    names = _grouped(models.Name, known_at, _named)
    entries = _rows(models.Entry, known_at)
    earlier = _earlier(entries)
    return tuple(
        Facts(
            organisation=row["organisation__code"],
            **{name: row[name] for name in DETAILS},
            names=tuple(names[row["organisation__code"]]),
            earlier=earlier.get(row["organisation__code"], ()),
            events=tuple(events[row["organisation__code"]]),
            holdings=tuple(holdings[row["organisation__code"]]),
            control=tuple(control[row["organisation__code"]]),
            decisions=tuple(decisions[row["organisation__code"]]),
        )
        for row in entries
    )


def _earlier(entries: Sequence[dict[str, Any]]) -> dict[str, tuple[Earlier, ...]]:
    """What entries said before they were brought up to date, by code, oldest first."""
    changed = [row for row in entries if row["valid_from"]]
    codes = [row["organisation__code"] for row in changed]
    rows: Any = models.Entry.objects.filter(organisation__code__in=codes).values() if codes else ()
    by_number = {row["id"]: row for row in rows}
    return {row["organisation__code"]: _versions(row, by_number) for row in changed}


def _versions(row: dict[str, Any], by_number: dict[int, dict[str, Any]]) -> tuple[Earlier, ...]:
    found: list[Earlier] = []
    until, at = row["valid_from"], row
    while until and (older := by_number.get(at["replaces_id"])):
        # A correction stands in the place of what was wrong; only news leaves what was true before.
        if at["change"] == Change.UPDATE:
            found.append(Earlier(until, **{name: older[name] for name in DETAILS}))
            until = older["valid_from"]
        at = older
    return tuple(reversed(found))


def _rows(table: type[Model], known_at: datetime | None) -> list[dict[str, Any]]:
    known = table.objects.known_at(known_at)  # type: ignore[attr-defined]
    return list(
        known.order_by("organisation__code", "id").values(
            *[f.attname for f in table._meta.concrete_fields],
            "organisation__code",
            source_code=F("source__code"),
        )
    )


def _grouped(table: type[Model], known_at: datetime | None, make: Any) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = defaultdict(list)
    for row in _rows(table, known_at):
        groups[row["organisation__code"]].append(make(row))
    return groups


def _named(row: dict[str, Any]) -> Named:
    return Named(
        name=row["name"],
        kind=row["kind"],
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
        source=row["source_code"],
    )


def _event(row: dict[str, Any]) -> Event:
    when = DateRange(row["earliest"], row["latest"]) if row["earliest"] else None
    return Event(
        kind=row["kind"],
        when=when,
        detail=row["detail"],
        source=row["source_code"],
        locator=row["locator"],
        successor=row["successor"],
    )


def _holding(row: dict[str, Any]) -> Holding:
    return Holding(
        on=row["valid_from"],
        instrument=row["instrument"],
        holder=row["holder"],
        share=row["share"],
        source=row["source_code"],
        locator=row["locator"],
    )


def _control(row: dict[str, Any]) -> Control:
    return Control(
        kind=row["kind"],
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
        share=row["share"],
        wording=row["wording"],
        source=row["source_code"],
        locator=row["locator"],
    )


def _decision(row: dict[str, Any]) -> Decision:
    return Decision(
        definition=row["definition"],
        outcome=row["outcome"],
        decided_for=row["decided_for"],
        reasons=row["reasons"],
        recorded_at=row["recorded_at"],
        source=row["source_code"],
    )


def moments_of_change() -> list[datetime]:
    """Every moment at which something was recorded in the register, oldest first."""
    return list(_moments(version()))


@lru_cache(maxsize=2)
def _moments(register_version: str) -> tuple[datetime, ...]:
    found = {
        moment
        for table in TABLES
        for moment in table.objects.values_list("recorded_at", flat=True).distinct()
    }
    return tuple(sorted(found))


def settled(known_at: datetime | None) -> datetime | None:
    """The moment of the last change by `known_at`: None when nothing was recorded since, so that
    questions between two changes share one answer."""
    moments = moments_of_change()
    if known_at is None or not moments or known_at >= moments[-1]:
        return None
    return max((moment for moment in moments if moment <= known_at), default=known_at)
