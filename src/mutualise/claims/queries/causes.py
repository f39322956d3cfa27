"""Why a claim changed: the rows recorded since it was last checked that it depends on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from mutualise.claims.queries.resolve import asked
from mutualise.claims.rules.measured import ClaimReference
from mutualise.evidence.queries.subject import Told, told_of
from mutualise.register.queries.changes import changes_since
from mutualise.statistics.queries.figure import rows_behind

SHOWN = 20


def causes_since(reference: ClaimReference, since: datetime) -> list[dict[str, Any]]:
    """Each row with its reference, what was done, the editor's reason, what the row it replaced
    said (empty where it replaced none) and when; at most SHOWN of them, oldest first."""
    measure, put = asked(reference)
    behind = rows_behind(measure, put)
    found = [
        {
            "reference": row.reference,
            "what": f"{row.subject}: {row.kind} {row.qualifier} {row.value.normalize():f} {row.unit}",
            "change": row.change,
            "at": row.recorded_at.isoformat(),
        }
        for row in behind
        if row.recorded_at > since
    ]
    found += [
        {
            "reference": row.reference,
            "what": f"{row.subject}: {row.kind} {row.qualifier} {row.value.normalize():f} {row.unit}",
            "change": row.ended_by,
            "at": row.known_until.isoformat() if row.known_until else "",
        }
        for row in behind
        if row.known_until and row.known_until > since and row.ended_by == "WITHDRAWAL"
    ]
    found = _newest(found)
    recorded, withdrawn = told_of({cause["reference"] for cause in found})
    for cause in found:
        of = withdrawn if cause["change"] == "WITHDRAWAL" else recorded
        told = of.get(cause["reference"], Told("", ""))
        cause["reason"], cause["was"] = told.reason, told.was
    if measure.population:
        found += changes_since(since)
    return _newest(found)


def _newest(causes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(causes, key=lambda cause: str(cause["at"]))[-SHOWN:]
