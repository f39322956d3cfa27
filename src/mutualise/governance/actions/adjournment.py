"""Adjourning a meeting: the same business goes on at another time, and members can be told of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from mutualise.chronicle import clock
from mutualise.governance.actions import notices
from mutualise.governance.actions.meetings import Refused, locked, step
from mutualise.governance.models import Adjournment, Meeting
from mutualise.governance.queries import meetings as found
from mutualise.governance.queries.electorate import electorate
from mutualise.governance.queries.sittings import day_of, present_at, sitting_of
from mutualise.governance.rules.adjournment import adjournment_check
from mutualise.governance.rules.days import spoken
from mutualise.governance.rules.meeting_steps import State
from mutualise.governance.rules.meetings import Check, quorum_check


@transaction.atomic
def adjourn(
    *, meeting: Meeting, by: Any, starts_at: datetime, place: str, quorum: int, words: str,
    joining: str = "", tell: bool = False,
) -> Adjournment:  # fmt: skip
    """Put off a meeting whose time has come, for want of a quorum or by its own will.

    `words` say why; `quorum` is that of the adjourned meeting, as the articles or rules have it.
    Proxies stand; who is present is recorded anew. `tell` writes the new time to everybody who may vote
    on that day; `mutualise mail` sends it. Raises NotAllowed or Refused.
    """
    state = locked(meeting, by, State.NOTICED, State.OPEN)
    now = sitting_of(meeting)
    if clock.now() < now.starts_at:
        raise Refused(None, "The meeting has not begun. Cancel it, and call it for another day.")
    if state is State.NOTICED:
        electors = electorate(meeting.register.code, day_of(meeting))
        if quorum_check(present_at(meeting, electors), now.quorum, len(electors)).holds:
            raise Refused(None, "A quorum is present. Open the meeting first.")
    allowed = _check_time(meeting, starts_at, tell)
    if not place.strip():
        raise Refused("place", "Say where the meeting goes on.")
    if quorum < 1:
        raise Refused("quorum", "A quorum is at least one person.")
    if not words.strip():
        raise Refused("words", "Say why: the reason stays in the record.")
    row = Adjournment.objects.create(
        meeting=meeting, starts_at=starts_at, place=place.strip(), joining=joining.strip(),
        quorum=quorum, words=words.strip(), at=clock.now(), by=by,
    )  # fmt: skip
    to = timezone.localtime(starts_at)
    step(
        "adjourn", meeting=meeting, by=by,
        words=f"To {to:%H:%M} on {spoken(to.date())}, {place.strip()}. {words.strip()}",
    )  # fmt: skip
    if tell:
        notices.tell_of_adjournment(row=row, by=by, allowed=allowed)
    return row


def _check_time(meeting: Meeting, starts_at: datetime, tell: bool) -> Check:
    """What lets the meeting go on at this time. Raises Refused."""
    if starts_at <= clock.now():
        raise Refused("on", "The meeting goes on at a time in the future.")
    to = timezone.localdate(starts_at)
    allowed = adjournment_check(clock.today(), to, notices.given_on() if tell else None)
    if not allowed.holds:
        raise Refused("on", f"{allowed.words}.")
    for resolution in found.resolutions_of(meeting):
        declared = found.declaration_of(resolution)
        counts = found.counts_of(resolution)
        # The separate meeting of a class that had its quorum stands while others are adjourned.
        of_classes_alone = found.kind_of(resolution).class_quorum and "" not in counts
        if declared is None and counts and not of_classes_alone:
            raise Refused(None, f"Declare the result first of: {resolution.title}.")
        first = found.declaration_of(resolution.confirms) if resolution.confirms else None
        if declared or first is None or first.second_until is None:
            continue
        if to > first.second_until:
            last = spoken(first.second_until)
            raise Refused("on", f"“{resolution.title}” must be confirmed by {last}.")
    return allowed
