"""Every change of a register of members as a line: when, of what kind, about whom, what, why and by whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mutualise.governance.presenters.history import membership_words, particulars_words
from mutualise.governance.queries.changes import ERASED, SHARE_CLASS_ADDED, Written
from mutualise.governance.rules.days import spoken
from mutualise.governance.rules.directors import CHOSEN_LABELS, Chosen
from mutualise.governance.rules.register_changes import KIND_LABELS, Kind
from mutualise.governance.rules.statutory import FORM_LABELS, VOTES_LABELS, LegalForm, Votes
from mutualise.govuk.figures import counted

COLUMNS = (
    "recorded_at", "kind", "member", "name", "other_member", "what", "change", "reason", "recorded_by",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One change in words. `members` are the numbers it is about: none, one, or two who traded shares."""

    at: datetime
    kind: str
    members: tuple[int, ...]
    what: str
    change: str
    reason: str
    by: str

    def as_row(self, names: Mapping[int, str]) -> dict[str, object]:
        """The cells of a download, under COLUMNS."""
        first, other = (*self.members, None, None)[:2]
        return {
            "recorded_at": self.at, "kind": self.kind, "member": first,
            "name": names.get(first, "") if first else "", "other_member": other,
            "what": self.what, "change": self.change, "reason": self.reason, "recorded_by": self.by,
        }  # fmt: skip


def lines_of(found: Iterable[Written], classes: Mapping[tuple[str, str], str]) -> Iterator[Line]:
    """Each change as a line, in the order given; `classes` as `queries.changes.classes_by_code`."""
    for each in found:
        if each.kind in (Kind.CLASSES, Kind.ERASURE):
            yield _from_the_trail(each, classes)
        else:
            yield _from_a_row(each)


def _from_the_trail(each: Written, classes: Mapping[tuple[str, str], str]) -> Line:
    entry = each.row
    if entry.event == ERASED:
        members: tuple[int, ...] = (entry.detail["number"],)
        what, reason = "Particulars erased", str(entry.detail.get("reason", ""))
    else:
        code = entry.detail["code"]
        sort = "shares" if entry.event == SHARE_CLASS_ADDED else "members"
        members, reason = (), ""
        what = f"Class of {sort} added: {classes.get((entry.event, code), code)}"
    return Line(each.at, KIND_LABELS[each.kind], members, what, "New", reason, str(entry.by or ""))


def _from_a_row(each: Written) -> Line:
    row = each.row
    change = row.get_change_display() if hasattr(row, "change") else "New"
    return Line(
        each.at, KIND_LABELS[each.kind], _members(each.kind, row), _WHAT[each.kind](row), change,
        row.reason, str(row.recorded_by or ""),
    )  # fmt: skip


def _members(kind: Kind, row: Any) -> tuple[int, ...]:
    if kind in (Kind.MEMBERSHIP, Kind.PARTICULARS):
        found = [row.member]
    elif kind is Kind.SHARES:
        found = [row.source_member, row.target_member]
    elif kind in (Kind.DIRECTORS, Kind.TIES):
        found = [row.director.member]
    else:
        found = []
    return tuple(each.number for each in found if each is not None)


def _shares(row: Any) -> str:
    what = f"{row.quantity:,} × {row.share_class} on {spoken(row.on)}"
    if row.source_member is None:
        return f"Allotted to member {row.target_member.number}: {what}"
    if row.target_member is None:
        return f"Withdrawn or cancelled, of member {row.source_member.number}: {what}"
    return (
        f"Transferred from member {row.source_member.number} to member "
        f"{row.target_member.number}: {what}"
    )


def _term(row: Any) -> str:
    text = f"{row.director.name}, {CHOSEN_LABELS[Chosen(row.chosen)].lower()}"
    if row.constituency:
        text += f" ({row.constituency})"
    return f"{text}, in office {_span(row)}" + (f". {row.by_what}" if row.by_what else "")


def _tie(row: Any) -> str:
    return f"{row.director.name}: {row.nature}, {_span(row)}"


def _form(row: Any) -> str:
    text = f"{FORM_LABELS[LegalForm(row.form)]}, {VOTES_LABELS[Votes(row.votes)].lower()}, {_span(row)}"
    if row.guarantee_pence is not None:
        text += f". Guarantee: £{row.guarantee_pence // 100}.{row.guarantee_pence % 100:02d}"
    return text


def _headcount(row: Any) -> str:
    return f"{counted(row.employees, 'employee')} on {spoken(row.on)}, from {row.read_from}"


def _span(row: Any) -> str:
    """from 5 January 2026 until 1 September 2026"""
    until = f" until {spoken(row.valid_until)}" if row.valid_until else ""
    return f"from {spoken(row.valid_from)}{until}"


_WHAT: dict[Kind, Callable[[Any], str]] = {
    Kind.MEMBERSHIP: membership_words,
    Kind.PARTICULARS: particulars_words,
    Kind.SHARES: _shares,
    Kind.DIRECTORS: _term,
    Kind.TIES: _tie,
    Kind.FORM: _form,
    Kind.HEADCOUNT: _headcount,
}
