"""Everything about one body for its page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from mutualise.register import models
from mutualise.register.queries.definitions import definitions
from mutualise.register.queries.facts import TABLES
from mutualise.register.rules.assessment import Assessment, assess
from mutualise.register.rules.facts import Facts


def organisation_exists(code: str) -> bool:
    return models.Organisation.objects.filter(code=code).exists()


def entry_of(code: str, known_at: datetime | None = None) -> models.Entry | None:
    return (
        models.Entry.objects.known_at(known_at)
        .filter(organisation__code=code)
        .select_related("source", "organisation")
        .first()
    )


def verdicts_of(facts: Facts, on: date) -> list[Assessment]:
    """The verdict under every definition, oldest definition first."""
    return [assess(definition, facts, on) for definition in definitions().values()]


def names_of(code: str, known_at: datetime | None = None) -> list[models.Name]:
    known = models.Name.objects.known_at(known_at).filter(organisation__code=code)
    return list(known.select_related("source").order_by("valid_from", "id"))


def identifiers_of(code: str, known_at: datetime | None = None) -> list[models.Identifier]:
    known = models.Identifier.objects.known_at(known_at).filter(organisation__code=code)
    return list(known.order_by("scheme", "identifier"))


def corrections_of(code: str, known_at: datetime | None = None) -> list[dict[str, Any]]:
    """Every row recorded by a moment that replaced or withdrew another, newest first."""
    found = [
        {
            "what": table._meta.verbose_name,
            "change": row.get_change_display(),
            "reason": row.reason,
            "at": row.recorded_at,
        }
        for table in TABLES
        for row in table.objects.filter(organisation__code=code).exclude(replaces=None)
        if known_at is None or row.recorded_at <= known_at
    ]
    return sorted(found, key=lambda each: each["at"], reverse=True)
