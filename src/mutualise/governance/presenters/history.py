"""The history of a member in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mutualise.chronicle.models import Change
from mutualise.governance import models
from mutualise.governance.rules.membership import ENDED_LABELS, Ended
from mutualise.governance.rules.mobile import spoken_mobile


@dataclass(frozen=True)
class Told:
    """One thing that was written: a sentence, and what can be done about the row, if it stands."""

    at: datetime
    by: str
    text: str
    reason: str
    correct: int | None = None
    undo: int | None = None


def history(member: models.Member, rows: list[dict[str, Any]]) -> list[Told]:
    """Every row as a sentence, in the order given."""
    replaced = {each["row"].replaces_id for each in rows if each["what"] == "Membership"}
    undone = {each["row"].replaces_id for each in rows if each["what"] == "Shares"}
    told = []
    for each in rows:
        row, by = each["row"], str(each["by"] or "")
        if each["what"] == "Membership":
            stands = row.pk not in replaced and not row.withdrawn
            told.append(
                Told(each["at"], by, membership_words(row), _why(row), row.pk if stands else None)
            )
        elif each["what"] == "Shares":
            stands = row.pk not in undone and not row.withdrawn
            told.append(
                Told(
                    each["at"],
                    by,
                    _shares(member, row),
                    _why(row),
                    None,
                    row.pk if stands else None,
                )
            )
        else:
            told.append(Told(each["at"], by, particulars_words(row), row.reason))
    return told


def _why(row: Any) -> str:
    return "" if row.change == Change.NEW else f"{row.get_change_display()}: {row.reason}"


def membership_words(row: models.Membership) -> str:
    """In Nurses, an employee, from 5 January 2026 until 1 October 2026 (moved to another class)"""
    who = "an employee" if row.employee else "not an employee"
    text = f"In {row.constituency}, {who}, from {_day(row.valid_from)}"
    if row.withdrawn:
        text = f"Withdrawn: {text}"
    if row.valid_until:
        text += f" until {_day(row.valid_until)} ({ENDED_LABELS[Ended(row.ended)].lower()})"
    return text


def _shares(member: models.Member, row: models.ShareMovement) -> str:
    what = f"{row.quantity} × {row.share_class} on {_day(row.on)}"
    if row.withdrawn:
        return f"Withdrawn: {what}"
    if row.target_member_id == member.pk:
        source = row.source_member
        return f"Received {what}" + (f" from member {source.number}" if source else ", allotted")
    target = row.target_member
    return f"Gave {what}" + (
        f" to member {target.number}" if target else ", withdrawn or cancelled"
    )


def particulars_words(row: models.Particulars) -> str:
    """What is known of a member from a day, or that it was erased."""
    if row.erased_at:
        return f"Particulars from {_day(row.valid_from)}, erased"
    known = [row.name, row.employee_number, row.email, row.address, spoken_mobile(row.mobile)]
    return f"From {_day(row.valid_from)}: " + ", ".join(each for each in known if each)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
