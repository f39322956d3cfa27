"""Why a claim changed: the rows recorded since it was last checked that it depends on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from mutualise.claims.queries.resolve import asked
from mutualise.claims.rules.measured import ClaimReference
from mutualise.register.queries.changes import changes_since
from mutualise.statistics.queries.figure import rows_behind

SHOWN = 20


def causes_since(reference: ClaimReference, since: datetime) -> list[dict[str, Any]]:
    """Each row with its reference, what was done, why and when; at most SHOWN of them."""
    measure, put = asked(reference)
    found = [
        {
            "reference": row.reference,
            "what": f"{row.subject}: {row.kind} {row.qualifier} {row.value.normalize():f} {row.unit}",
            "change": row.change,
            "at": row.recorded_at.isoformat(),
        }
        for row in rows_behind(measure, put)
        if row.recorded_at > since
    ]
    found += [
        {
            "reference": row.reference,
            "what": f"{row.subject}: {row.kind}",
            "change": row.ended_by,
            "at": row.known_until.isoformat() if row.known_until else "",
        }
        for row in rows_behind(measure, put)
        if row.known_until and row.known_until > since and row.ended_by == "WITHDRAWAL"
    ]
    if measure.population:
        found += changes_since(since)
    return sorted(found, key=lambda cause: str(cause["at"]))[-SHOWN:]
