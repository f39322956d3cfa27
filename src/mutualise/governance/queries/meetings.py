"""Meetings and written resolutions of one body, with what stands in them now."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from mutualise.chronicle.models import Change
from mutualise.governance.models import (
    Adjournment,
    Declaration,
    Filing,
    Meeting,
    MeetingEvent,
    Minutes,
    Notice,
    Resolution,
    TakenOff,
    VoteCount,
)
from mutualise.governance.queries.kinds import kind_called
from mutualise.governance.rules.meeting_steps import State
from mutualise.governance.rules.resolution_kinds import Kind


def meetings_of(organisation: str) -> QuerySet[Meeting]:
    """Meetings of a body, the latest first, each with its `state` and when it `sits_at`."""
    last = MeetingEvent.objects.filter(meeting=OuterRef("pk")).order_by("-number")
    found = Meeting.objects.filter(register__organisation_id=organisation)
    later = Adjournment.objects.filter(meeting=OuterRef("pk")).order_by("-pk")
    sits_at = Coalesce(Subquery(later.values("starts_at")[:1]), "starts_at")
    found = found.annotate(state=Subquery(last.values("target")[:1]), sits_at=sits_at)
    return found.order_by("-sits_at", "-pk")


def called_alike(organisation: str, starts_at: datetime, place: str) -> Meeting | None:
    """A meeting of a body that is called, and not cancelled, for this very time and place."""
    same = meetings_of(organisation).filter(starts_at=starts_at, place=place)
    return next((each for each in same if state_of(each) is not State.CANCELLED), None)


def meeting_called(organisation: str, reference: str) -> Meeting | None:
    return meetings_of(organisation).filter(reference=reference.upper()).first()


def state_of(meeting: Meeting) -> State:
    last = MeetingEvent.objects.filter(meeting=meeting).order_by("-number").first()
    return State(last.target) if last else State.CALLED


def events_of(meeting: Meeting) -> list[MeetingEvent]:
    return list(meeting.events.select_related("by").order_by("number"))


def was_held(meeting: Meeting) -> bool:
    """Whether it was opened once: then it may have decided something, also where it did not go on."""
    return meeting.events.filter(name="open").exists()


def next_number(meeting: Meeting) -> int:
    return (meeting.events.aggregate(most=Max("number"))["most"] or 0) + 1


def notice_of(meeting: Meeting) -> Notice | None:
    return Notice.objects.filter(meeting=meeting).first()


def resolutions_of(meeting: Meeting) -> list[Resolution]:
    """The agenda, without what was taken off it."""
    found = meeting.resolutions.filter(taken_off=None).select_related("confirms", "filing")
    return list(found.order_by("pk"))


def withdrawn_from(meeting: Meeting) -> list[TakenOff]:
    """What members had notice of and was withdrawn since, with the reasons; `resolution` is the text."""
    notice = notice_of(meeting)
    if notice is None:
        return []
    rows = TakenOff.objects.filter(resolution__meeting=meeting, at__gte=notice.sent_at)
    return list(rows.select_related("resolution").order_by("resolution"))


def withdrawn_by_meeting(row: TakenOff) -> bool:
    """Whether the meeting had begun, so that it went with the meeting's leave."""
    opened = MeetingEvent.objects.filter(meeting=row.resolution.meeting, name="open")
    return opened.filter(at__lte=row.at).exists()


def written_of(organisation: str) -> QuerySet[Resolution]:
    """Written resolutions of a body, the latest first."""
    found = Resolution.objects.filter(register__organisation_id=organisation, meeting=None)
    return found.order_by("-circulated_on", "-pk")


def circulating(asked: Resolution, today: date) -> Resolution | None:
    """An undecided written resolution of the body with the same kind, title and text, in its time."""
    same = written_of(asked.register.code).filter(
        kind=asked.kind, title=asked.title, text=asked.text, lapses_on__gte=today
    )
    return same.filter(declarations=None).first()


def resolution_called(organisation: str, reference: str) -> Resolution | None:
    """A resolution of a body that was not taken off an agenda, or None."""
    found = Resolution.objects.filter(taken_off=None).select_related("meeting", "confirms")
    return found.filter(register__organisation_id=organisation, reference=reference.upper()).first()


def kind_of(resolution: Resolution) -> Kind:
    return kind_called(resolution.kind)


def counts_of(resolution: Resolution) -> dict[str, VoteCount]:
    """Counts that stand, by class; the key "" is everybody."""
    found = VoteCount.objects.known_at(None).filter(resolution=resolution).order_by("of_class")
    return {row.of_class: row for row in found}


def declaration_of(resolution: Resolution) -> Declaration | None:
    return Declaration.objects.known_at(None).filter(resolution=resolution).first()


def minutes_of(meeting: Meeting) -> Minutes | None:
    return Minutes.objects.known_at(None).filter(meeting=meeting).first()


def to_confirm(organisation: str) -> list[Resolution]:
    """Resolutions a first meeting passed that wait for a second one."""
    waiting = Declaration.objects.known_at(None).filter(
        resolution__register__organisation_id=organisation, second_from__isnull=False
    )
    rows = waiting.select_related("resolution").order_by("pk")
    return [row.resolution for row in rows if not put_to_second(row.resolution)]


def put_to_second(first: Resolution) -> bool:
    """Whether a second meeting has this resolution on its agenda, or decided it before it was cancelled."""
    rows = first.confirmed_by.filter(taken_off=None).select_related("meeting")
    return any(
        state_of(row.meeting) is not State.CANCELLED or declaration_of(row) is not None
        for row in rows
        if row.meeting
    )


def all_to_file() -> Any:
    """Passed resolutions of every body that must be filed and are not, the first due first."""
    found = Declaration.objects.known_at(None).filter(
        file_by__isnull=False, resolution__filing=None
    )
    return found.select_related("resolution__register").order_by("file_by", "pk")


def to_file(organisation: str) -> list[Declaration]:
    """Those of one body, each with `reminded`, the moment of its last reminder that left."""
    found = all_to_file().filter(resolution__register__organisation_id=organisation)
    return list(found.annotate(reminded=Max("reminders__sent_at")))


def filing_of(resolution: Resolution) -> Filing | None:
    return Filing.objects.filter(resolution=resolution).first()


def next_reference(table: type[Any], letter: str, year: int) -> str:
    """The next reference of a year, such as M-2026-014."""
    stem = f"{letter}-{year}-"
    last = table.objects.filter(reference__startswith=stem).order_by("reference").last()
    return f"{stem}{int(last.reference.rsplit('-', 1)[1]) + 1 if last else 1:04d}"


def replacing(old: Any, reason: str) -> dict[str, Any]:
    """What a later row says about the one it replaces; nothing where there is none."""
    return {"replaces": old, "change": Change.UPDATE, "reason": reason} if old else {}
