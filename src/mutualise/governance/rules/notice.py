"""The notice of election as it is hashed: what nobody may change once nominations are open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mutualise.governance.rules.ballot_box.canonical import as_bytes, digest
from mutualise.governance.rules.election_timetable import Kind, Timetable
from mutualise.governance.rules.nominations import Seats
from mutualise.governance.rules.seats import After


@dataclass(frozen=True)
class ContestNotice:
    """One contest as the notice states it."""

    code: str
    title: str
    constituency: str
    seats: Seats


def notice_of(
    *, reference: str, organisation: str, title: str, rule: str, rule_text: str, kind: Kind,
    days: Timetable, contests: Sequence[ContestNotice], after: After,
) -> bytes:  # fmt: skip
    """The notice as canonical JSON; `rule_text` is the whole text of the counting rule, hashed in
    by its SHA-256."""
    content: dict[str, Any] = {
        "contests": [
            {
                "category": each.seats.category, "code": each.code,
                "constituency": each.constituency, "places": each.seats.places,
                "reserved": each.seats.reserved, "title": each.title,
            }
            for each in contests
        ],
        "days": {
            name: getattr(days, name).isoformat()
            for name in ("notice_on", "nominations_close_on", "withdrawals_until", "opens_on", "closes_on")
        },
        "election": reference,
        "vacancies": after.vacancies,
        "organisation": organisation,
        "rule": rule,
        "rule_sha256": digest(rule_text.encode()).hex(),
        "term_begins_on": after.term_begins_on.isoformat() if after.term_begins_on else "",
        "term_ends_on": after.term_ends_on.isoformat() if after.term_ends_on else "",
        "timetable": kind.value,
        "title": title,
    }  # fmt: skip
    return as_bytes(content)
