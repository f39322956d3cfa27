"""Why a claim changed: the rows recorded since it was last checked that it depends on, those the
figure is computed from and those that state it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mutualise.claims.queries.resolve import asked, statements_behind
from mutualise.claims.rules.measured import ClaimReference
from mutualise.evidence.queries.subject import Told, told_of, value_text
from mutualise.evidence.rules.kinds import label_of
from mutualise.evidence.rules.parts import said, whole_of
from mutualise.register.queries.changes import changes_since
from mutualise.register.queries.kin import names_of
from mutualise.statistics.queries.figure import rows_behind
from mutualise.statistics.rules.readings import Row

SHOWN = 20


def causes_since(reference: ClaimReference, since: datetime) -> list[dict[str, Any]]:
    """Each row with its reference, what was done, the editor's reason, what the row it replaced
    said (empty where it replaced none) and when; at most SHOWN of them, oldest first."""
    measure, put = asked(reference)
    rows = [*rows_behind(measure, put), *statements_behind(measure, put)]
    # A stated figure is its own statement; each row is told once.
    behind = list({row.reference: row for row in rows}.values())
    done = [(row, row.change, row.recorded_at) for row in behind if row.recorded_at > since]
    done += [
        (row, row.ended_by, row.known_until)
        for row in behind
        if row.known_until and row.known_until > since and row.ended_by == "WITHDRAWAL"
    ]
    done = sorted(done, key=lambda each: each[2])[-SHOWN:]
    names = names_of({whole_of(row.subject) for row, _, _ in done})
    recorded, withdrawn = told_of({row.reference for row, _, _ in done})
    found = []
    for row, change, at in done:
        told = (withdrawn if change == "WITHDRAWAL" else recorded).get(row.reference, Told("", ""))
        found.append(
            {
                "reference": row.reference,
                "what": _what(row, names),
                "change": change,
                "at": at.isoformat(),
                "reason": told.reason,
                "was": told.was,
            }
        )
    if measure.population:
        found += changes_since(since)
    return sorted(found, key=lambda cause: str(cause["at"]))[-SHOWN:]


def _what(row: Row, names: Mapping[str, str]) -> str:
    """A row of evidence as a reader knows it: "MyCSP: employees (headcount), more than 500 people"."""
    label = label_of(row.kind)
    return f"{said(row.subject, names)}: {label[0].lower()}{label[1:]}, {value_text(row)}"
