"""What has happened in a case: its steps, and between them what the sponsor said of the application."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mutualise.programme.models import CaseEvent, Certification
from mutualise.programme.rules.reasons import REASON_LABELS, Reason
from mutualise.programme.rules.stages import BY_NAME, is_internal


@dataclass(frozen=True)
class Happened:
    """One line of a case's history; `who` is for the staff."""

    at: datetime
    what: str
    who: str
    reason: str
    words: str


def history(
    events: Sequence[CaseEvent], answers: Sequence[Certification], *, staff: bool
) -> list[Happened]:
    """Newest first. The team is not told what was said among the staff."""
    steps = [
        Happened(
            each.at, BY_NAME[each.name].label, each.by.email if each.by else "",
            REASON_LABELS[Reason(each.code)] if each.code else "",
            each.words if staff or not is_internal(each.name) else "",
        )
        for each in events
    ]  # fmt: skip
    said = [
        Happened(
            each.at, f"Sponsor: {each.get_outcome_display().lower()}", each.signed, "", each.words
        )
        for each in answers
    ]
    return sorted([*said, *steps], key=lambda line: line.at, reverse=True)
