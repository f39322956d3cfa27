"""Everything about one body for its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mutualise.chronicle.models import Change
from mutualise.register import models
from mutualise.register.queries.definitions import definitions
from mutualise.register.queries.facts import TABLES, facts_of
from mutualise.register.rules.assessment import Assessment, assess
from mutualise.register.rules.facts import Facts
from mutualise.register.rules.life import StatusOn, SupportOn, status_on, support_on
from mutualise.register.rules.past import on_the_day, until


@dataclass(frozen=True)
class BodyOn:
    """One body as it was on a day: what had happened by then, its status and verdicts."""

    facts: Facts
    status: StatusOn
    support: SupportOn
    verdicts: tuple[Assessment, ...]
    identifiers: tuple[models.Identifier, ...]


def organisation_exists(code: str) -> bool:
    return models.Organisation.objects.filter(code=code).exists()


def body_on(code: str, day: date, known_at: datetime | None = None) -> BodyOn | None:
    """A body as at a day, as known at a moment; None when the register did not hold it then."""
    known = facts_of(code, known_at)
    if known is None:
        return None
    # Whether it was trading, and what it meets, is read from all that is known, as in a count.
    then = on_the_day(known, day)
    status = status_on(then, day)
    return BodyOn(
        until(known, day),
        status,
        support_on(then, day, status.status),
        tuple(assess(each, then, day) for each in definitions().values()),
        tuple(identifiers_of(code, day, known_at)),
    )


def entry_of(code: str, known_at: datetime | None = None) -> models.Entry | None:
    return (
        models.Entry.objects.known_at(known_at)
        .filter(organisation__code=code)
        .select_related("source", "organisation")
        .first()
    )


def entry_on(code: str, day: date, known_at: datetime | None = None) -> models.Entry | None:
    """The row of the entry that says what the body was on the day."""
    at = row = entry_of(code, known_at)
    start = row.valid_from if row else None
    while at and start and day < start:
        older: Any = at.replaces
        if older and at.change == Change.UPDATE:
            row, start = older, older.valid_from
        at = older
    return row


def identifiers_of(
    code: str, day: date, known_at: datetime | None = None
) -> list[models.Identifier]:
    """Its numbers on the day; one without days is taken to hold on any."""
    known = models.Identifier.objects.known_at(known_at).filter(organisation__code=code)
    return [
        each
        for each in known.select_related("source").order_by("scheme", "identifier")
        if (each.valid_from is None or each.valid_from <= day)
        and (each.valid_until is None or day < each.valid_until)
    ]


def corrections_of(code: str, day: date, known_at: datetime | None = None) -> list[dict[str, Any]]:
    """Every row recorded by a moment that replaced or withdrew another, newest first; those about
    what began after the day are left out."""
    found = [
        {
            "what": table._meta.verbose_name,
            "change": row.get_change_display(),
            "reason": row.reason,
            "at": row.recorded_at,
        }
        for table in TABLES
        for row in table.objects.filter(organisation__code=code).exclude(replaces=None)
        if (known_at is None or row.recorded_at <= known_at) and _began(row) <= day
    ]
    return sorted(found, key=lambda each: each["at"], reverse=True)


def _began(row: Any) -> date:
    for name in ("valid_from", "earliest", "decided_for"):
        if (day := getattr(row, name, None)) is not None:
            return day  # type: ignore[no-any-return]
    return date.min
