"""When and where a meeting sits now, who is there, and whose votes that makes."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from mutualise.governance.models import Adjournment, Attendance, Meeting, Proxy
from mutualise.governance.rules.meetings import CHAIR, Present


@dataclass(frozen=True)
class Sitting:
    """One sitting of a meeting. `since` is when it was adjourned to; None for the first."""

    starts_at: datetime
    place: str
    joining: str
    quorum: int
    since: datetime | None = None


def adjournments_of(meeting: Meeting) -> list[Adjournment]:
    return list(meeting.adjournments.order_by("pk"))


def sitting_of(meeting: Meeting) -> Sitting:
    """The sitting that is to come, is under way, or was the last."""
    last = meeting.adjournments.order_by("pk").last()
    row: Meeting | Adjournment = last or meeting
    since = last.at if last else None
    return Sitting(row.starts_at, row.place, row.joining, row.quorum, since)


def day_of(meeting: Meeting) -> date:
    """The day of the sitting where it is held."""
    return timezone.localtime(sitting_of(meeting).starts_at).date()


def proxies_of(meeting: Meeting) -> list[Proxy]:
    """Proxies that stand, by member number."""
    return list(Proxy.objects.known_at(None).filter(meeting=meeting).order_by("member_number"))


def attendances_of(meeting: Meeting, *, as_proxy: bool = False) -> list[Attendance]:
    """Members present in person at this sitting, by number; or those a named proxy came for."""
    rows = Attendance.objects.known_at(None).filter(meeting=meeting, as_proxy=as_proxy)
    if since := sitting_of(meeting).since:
        rows = rows.filter(recorded_at__gt=since)
    return list(rows.order_by("member_number"))


def present_at(meeting: Meeting, among: Container[int]) -> list[Present]:
    """Everybody who counts for a quorum of those `among`: members in person, and proxies who are there.

    The chair, as proxy, is there already and makes no further person.
    """
    here = {row.member_number for row in attendances_of(meeting)}
    came_for = {row.member_number for row in attendances_of(meeting, as_proxy=True)}
    found = [Present(str(number), str(number)) for number in sorted(here)]
    for proxy in proxies_of(meeting):
        stands_for = str(proxy.member_number)
        if proxy.holder_number in here:
            found.append(Present(str(proxy.holder_number), stands_for, False))
        elif proxy.member_number in came_for and proxy.holder_name != CHAIR:
            found.append(Present(f"name:{proxy.holder_name.casefold()}", stands_for, False))
    return [each for each in found if int(each.for_member) in among]


def in_person_at(meeting: Meeting, among: Container[int]) -> set[int]:
    """Numbers of the members present in person, of those `among` whom votes are counted."""
    return {row.member_number for row in attendances_of(meeting) if row.member_number in among}


def stood_for_at(meeting: Meeting, among: Container[int]) -> dict[str, set[int]]:
    """The absent members each proxy who is there stands for, of those `among`, by who the proxy is."""
    here = {row.member_number for row in attendances_of(meeting)}
    came_for = {row.member_number for row in attendances_of(meeting, as_proxy=True)}
    found: dict[str, set[int]] = {}
    for proxy in proxies_of(meeting):
        there = (
            proxy.holder_number in here
            or proxy.holder_name == CHAIR
            or proxy.member_number in came_for
        )
        if there and proxy.member_number in among and proxy.member_number not in here:
            who = str(proxy.holder_number or proxy.holder_name.casefold())
            found.setdefault(who, set()).add(proxy.member_number)
    return found


def represented_at(meeting: Meeting, among: Container[int]) -> set[int]:
    """Numbers of the members present in person or by a proxy who is there, of those `among`."""
    return in_person_at(meeting, among).union(*stood_for_at(meeting, among).values())


def earlier_sittings(meeting: Meeting) -> list[tuple[Adjournment, int]]:
    """Each adjournment, the first first, with how many members were present in person till then."""
    found, since = [], None
    for row in adjournments_of(meeting):
        present = Attendance.objects.known_at(None).filter(
            meeting=meeting, as_proxy=False, recorded_at__lte=row.at
        )
        found.append((row, (present.filter(recorded_at__gt=since) if since else present).count()))
        since = row.at
    return found
