"""Who was at a meeting, in person and by proxy."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from mutualise.accounts import actions as audit
from mutualise.chronicle import clock
from mutualise.chronicle.models import Change
from mutualise.governance.actions.meetings import Refused, locked
from mutualise.governance.models import Attendance, Meeting, Proxy
from mutualise.governance.queries import meetings as found
from mutualise.governance.queries.invited import voters_at
from mutualise.governance.queries.notices import proxies_close
from mutualise.governance.queries.sittings import (
    attendances_of,
    day_of,
    proxies_of,
    sitting_of,
)
from mutualise.governance.rules.days import spoken
from mutualise.governance.rules.meeting_steps import State
from mutualise.governance.rules.meetings import CHAIR


@transaction.atomic
def appoint_proxy(
    *, meeting: Meeting, by: Any, member: int, received_at: datetime, holder: int | None = None,
    holder_name: str = "", instructions: str = "",
) -> Proxy:  # fmt: skip
    """Record who stands for a member; a later appointment takes the place of an earlier one.

    An appointment is refused as late only inside the 48 hours before the meeting, working days
    counted (section 327). Raises NotAllowed or Refused.
    """
    locked(meeting, by, State.NOTICED)
    electors = voters_at(meeting)
    for field, number in (("member", member), ("holder", holder)):
        if number is not None and number not in electors:
            raise Refused(field, f"No member with number {number} may vote on that day.")
    if (holder is not None) == bool(holder_name.strip()):
        words = "Give the proxy's member number, or the name of a proxy who is no member."
        raise Refused("holder", words)
    if holder == member:
        raise Refused("holder", "A member cannot be their own proxy.")
    until = proxies_close(meeting)
    if received_at > until:
        said = f"{timezone.localtime(until):%H:%M} on {spoken(timezone.localdate(until))}"
        raise Refused("received_on", f"Proxies had to be received by {said}.")
    old = Proxy.objects.known_at(None).filter(meeting=meeting, member_number=member).first()
    proxy = Proxy.objects.create(
        meeting=meeting, member_number=member, holder_number=holder,
        holder_name=holder_name.strip(), received_at=received_at,
        instructions=instructions.strip(), recorded_by=by, recorded_at=clock.now(),
        **found.replacing(old, "A later appointment"),
    )  # fmt: skip
    audit.record("governance.proxy", by=by, subject=meeting.reference, member=member)
    return proxy


@transaction.atomic
def withdraw_proxy(*, meeting: Meeting, by: Any, member: int, reason: str) -> None:
    """Take back a proxy whose member withdrew it before the sitting began (section 330).

    Raises NotAllowed or Refused.
    """
    locked(meeting, by, State.NOTICED)
    old = Proxy.objects.known_at(None).filter(meeting=meeting, member_number=member).first()
    if old is None:
        raise Refused("member", f"Member {member} has no proxy at this meeting.")
    if clock.now() >= sitting_of(meeting).starts_at:
        raise Refused(
            None, "A proxy is withdrawn before the meeting begins, and its time has come."
        )
    if not reason.strip():
        raise Refused("reason", "Say why: the reason stays in the record.")
    Proxy.objects.create(
        meeting=meeting, member_number=member, holder_number=old.holder_number,
        holder_name=old.holder_name, received_at=old.received_at, replaces=old,
        change=Change.WITHDRAWAL, reason=reason.strip(), withdrawn=True, recorded_by=by,
        recorded_at=clock.now(),
    )  # fmt: skip
    audit.record("governance.proxy.withdraw", by=by, subject=meeting.reference, member=member)


@transaction.atomic
def record_attendance(
    *, meeting: Meeting, by: Any, numbers: list[int], proxies_for: list[int] | None = None
) -> int:
    """Record members present in person, and members for whom a proxy came who is no member.

    Those recorded already stay. How many were new. Raises NotAllowed, or Refused naming every
    number that is no member who may vote or has no such proxy.
    """
    locked(meeting, by, State.NOTICED, State.OPEN)
    if clock.today() < day_of(meeting):
        raise Refused(None, "Attendance is recorded on the day of the meeting.")
    electors = voters_at(meeting)
    _check_known("numbers", numbers, electors, "No member may vote with these numbers")
    named = {row.member_number for row in proxies_of(meeting) if row.holder_name not in ("", CHAIR)}
    strange = "No proxy who is no member is recorded for these numbers"
    _check_known("proxies_for", proxies_for or (), named, strange)
    if not numbers and not proxies_for:
        raise Refused("numbers", "Enter the numbers of those present.")
    new = [(number, False) for number in numbers] + [(number, True) for number in proxies_for or ()]
    here = {
        (row.member_number, as_proxy)
        for as_proxy in (False, True)
        for row in attendances_of(meeting, as_proxy=as_proxy)
    }
    new = [each for each in dict.fromkeys(new) if each not in here]
    for number, as_proxy in new:
        Attendance.objects.create(
            meeting=meeting, member_number=number, as_proxy=as_proxy, recorded_by=by,
            recorded_at=clock.now(),
        )  # fmt: skip
    audit.record("governance.attendance", by=by, subject=meeting.reference, added=len(new))
    return len(new)


def _check_known(field: str, numbers: Iterable[int], known: Container[int], strange: str) -> None:
    """Raises Refused naming the numbers that are not known, ten at most."""
    strangers = [str(number) for number in numbers if number not in known]
    if strangers:
        raise Refused(field, f"{strange}: {', '.join(strangers[:10])}. Correct them.")


@transaction.atomic
def remove_attendance(*, meeting: Meeting, by: Any, number: int, reason: str) -> None:
    """Take back a member, or the proxy who came for one, entered as present by mistake.

    Raises NotAllowed or Refused.
    """
    locked(meeting, by, State.NOTICED, State.OPEN)
    rows = attendances_of(meeting) + attendances_of(meeting, as_proxy=True)
    old = next((row for row in rows if row.member_number == number), None)
    if old is None:
        raise Refused("number", f"Member {number} is not recorded as present.")
    if not reason.strip():
        raise Refused("reason", "Say why: the reason stays in the record.")
    Attendance.objects.create(
        meeting=meeting, member_number=number, as_proxy=old.as_proxy, replaces=old,
        change=Change.WITHDRAWAL,
        reason=reason.strip(), withdrawn=True, recorded_by=by, recorded_at=clock.now(),
    )  # fmt: skip
    audit.record("governance.attendance.remove", by=by, subject=meeting.reference, member=number)
