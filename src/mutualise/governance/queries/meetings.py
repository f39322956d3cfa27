"""Meetings and written resolutions of one body, with what stands in them now."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.utils import timezone

from mutualise.chronicle.models import Change
from mutualise.governance.models import (
    Attendance,
    Declaration,
    Filing,
    Meeting,
    MeetingEvent,
    Minutes,
    Notice,
    Proxy,
    Resolution,
    VoteCount,
)
from mutualise.governance.queries.kinds import kind_called
from mutualise.governance.rules.meeting_steps import State
from mutualise.governance.rules.meetings import Present
from mutualise.governance.rules.resolution_kinds import Kind


def meetings_of(organisation: str) -> QuerySet[Meeting]:
    """Meetings of a body, the latest first, each with its `state`."""
    last = MeetingEvent.objects.filter(meeting=OuterRef("pk")).order_by("-number")
    found = Meeting.objects.filter(register__organisation_id=organisation)
    return found.annotate(state=Subquery(last.values("target")[:1])).order_by("-starts_at", "-pk")


def meeting_called(organisation: str, reference: str) -> Meeting | None:
    return meetings_of(organisation).filter(reference=reference.upper()).first()


def state_of(meeting: Meeting) -> State:
    last = MeetingEvent.objects.filter(meeting=meeting).order_by("-number").first()
    return State(last.target) if last else State.CALLED


def events_of(meeting: Meeting) -> list[MeetingEvent]:
    return list(meeting.events.select_related("by").order_by("number"))


def next_number(meeting: Meeting) -> int:
    return (meeting.events.aggregate(most=Max("number"))["most"] or 0) + 1


def day_of(meeting: Meeting) -> date:
    """The day of the meeting where it is held."""
    return timezone.localtime(meeting.starts_at).date()


def notice_of(meeting: Meeting) -> Notice | None:
    return Notice.objects.filter(meeting=meeting).first()


def proxies_of(meeting: Meeting) -> list[Proxy]:
    """Proxies that stand, by member number."""
    return list(Proxy.objects.known_at(None).filter(meeting=meeting).order_by("member_number"))


def attendances_of(meeting: Meeting) -> list[Attendance]:
    """Members present in person, by member number."""
    found = Attendance.objects.known_at(None).filter(meeting=meeting)
    return list(found.order_by("member_number"))


def present_at(meeting: Meeting) -> list[Present]:
    """Everybody who counts for the quorum: members in person, and proxies.

    A proxy who is a member counts only when that member is present; one who is named is taken to
    be present, as the secretary records proxies that came.
    """
    here = {row.member_number for row in attendances_of(meeting)}
    found = [Present(str(number), str(number)) for number in sorted(here)]
    for proxy in proxies_of(meeting):
        if proxy.holder_name:
            found.append(
                Present(f"name:{proxy.holder_name.casefold()}", str(proxy.member_number), False)
            )
        elif proxy.holder_number in here:
            found.append(Present(str(proxy.holder_number), str(proxy.member_number), False))
    return found


def resolutions_of(meeting: Meeting) -> list[Resolution]:
    found = meeting.resolutions.select_related("confirms", "filing").order_by("pk")
    return list(found)


def written_of(organisation: str) -> QuerySet[Resolution]:
    """Written resolutions of a body, the latest first."""
    found = Resolution.objects.filter(register__organisation_id=organisation, meeting=None)
    return found.order_by("-circulated_on", "-pk")


def resolution_called(organisation: str, reference: str) -> Resolution | None:
    found = Resolution.objects.select_related("meeting", "confirms")
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
        resolution__register__organisation_id=organisation,
        second_from__isnull=False,
        resolution__confirmed_by=None,
    )
    return [row.resolution for row in waiting.select_related("resolution").order_by("pk")]


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
