"""Who was at a meeting, in person and by proxy."""

from __future__ import annotations

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
from mutualise.governance.queries.electorate import electorate
from mutualise.governance.queries.notices import proxies_close
from mutualise.governance.rules.days import spoken
from mutualise.governance.rules.meeting_steps import State


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
    electors = electorate(meeting.register.code, found.day_of(meeting))
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
def record_attendance(*, meeting: Meeting, by: Any, numbers: list[int]) -> int:
    """Record members present in person; those recorded already stay. How many were new.

    Raises NotAllowed, or Refused naming every number that is no member who may vote.
    """
    locked(meeting, by, State.NOTICED, State.OPEN)
    if clock.today() < found.day_of(meeting):
        raise Refused(None, "Attendance is recorded on the day of the meeting.")
    electors = electorate(meeting.register.code, found.day_of(meeting))
    strangers = [str(number) for number in numbers if number not in electors]
    if strangers:
        listed = ", ".join(strangers[:10])
        raise Refused("numbers", f"No member may vote with these numbers: {listed}. Correct them.")
    here = {row.member_number for row in found.attendances_of(meeting)}
    new = [number for number in dict.fromkeys(numbers) if number not in here]
    for number in new:
        Attendance.objects.create(
            meeting=meeting, member_number=number, recorded_by=by, recorded_at=clock.now()
        )
    audit.record("governance.attendance", by=by, subject=meeting.reference, added=len(new))
    return len(new)


@transaction.atomic
def remove_attendance(*, meeting: Meeting, by: Any, number: int, reason: str) -> None:
    """Take back a member entered as present by mistake. Raises NotAllowed or Refused."""
    locked(meeting, by, State.NOTICED, State.OPEN)
    old = Attendance.objects.known_at(None).filter(meeting=meeting, member_number=number).first()
    if old is None:
        raise Refused("number", f"Member {number} is not recorded as present.")
    if not reason.strip():
        raise Refused("reason", "Say why: the reason stays in the record.")
    Attendance.objects.create(
        meeting=meeting, member_number=number, replaces=old, change=Change.WITHDRAWAL,
        reason=reason.strip(), withdrawn=True, recorded_by=by, recorded_at=clock.now(),
    )  # fmt: skip
    audit.record("governance.attendance.remove", by=by, subject=meeting.reference, member=number)
