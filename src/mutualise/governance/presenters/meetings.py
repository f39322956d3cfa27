"""Meetings and resolutions in words and rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from mutualise.governance.queries import meetings as found
from mutualise.governance.queries.sittings import day_of
from mutualise.governance.rules.days import spoken
from mutualise.governance.rules.meeting_steps import LABELS, State

COLUMNS = (
    "meeting", "held_on", "resolution", "title", "kind", "votes_for", "against", "abstained",
    "spoiled", "entitled", "result", "result_in_words", "file_by", "filed_on",
)  # fmt: skip


def stands(state: State, *, adjourned: bool) -> str:
    """Where a meeting stands; an adjourned one that has not gone on yet says so."""
    return "Adjourned" if adjourned and state is State.NOTICED else LABELS[state]


def moment(when: datetime) -> str:
    """A moment as it is read aloud, here."""
    local = timezone.localtime(when)
    return f"{local:%H:%M} on {spoken(local.date())}"


def resolution(row: Any) -> dict[str, Any]:
    """What a page shows of one resolution."""
    return {
        "row": row,
        "kind": found.kind_of(row),
        "counts": list(found.counts_of(row).values()),
        "declared": found.declaration_of(row),
        "filing": found.filing_of(row),
    }


def rows(meetings: Iterable[Any], written: Iterable[Any]) -> list[dict[str, object]]:
    """One row a resolution, with its integers; no names of members."""
    lines = []
    for meeting in meetings:
        lines += [_row(each, meeting) for each in found.resolutions_of(meeting)]
        lines += [
            _row(each.resolution, meeting) | {"result": "withdrawn", "result_in_words": each.words}
            for each in found.withdrawn_from(meeting)
        ]
    return lines + [_row(each, None) for each in written]


def _row(row: Any, meeting: Any) -> dict[str, object]:
    count = found.counts_of(row).get("")
    declared, filing = found.declaration_of(row), found.filing_of(row)
    # Decided before an adjournment: on the day of that sitting.
    sat_on = (declared.decided_on if declared else day_of(meeting)) if meeting else None
    return {
        "meeting": meeting.reference if meeting else "in writing",
        "held_on": sat_on or row.circulated_on,
        "resolution": row.reference,
        "title": row.title,
        "kind": row.kind,
        "votes_for": count.votes_for if count else None,
        "against": count.against if count else None,
        "abstained": count.abstained if count else None,
        "spoiled": count.spoiled if count else None,
        "entitled": count.eligible if count else row.eligible,
        "result": declared.verdict if declared else "",
        "result_in_words": declared.words if declared else "",
        "file_by": declared.file_by if declared else None,
        "filed_on": filing.filed_on if filing else None,
    }
