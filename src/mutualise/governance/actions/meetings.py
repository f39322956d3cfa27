"""Calling, holding and ending a meeting, one deed a function.

Each deed asks whether the person is the body's secretary, locks the meeting, asks the rules,
writes and records, in one transaction; after a refusal nothing has changed.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from mutualise.accounts import actions as audit
from mutualise.accounts.permissions import check_holds
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.governance.models import (
    Meeting,
    MeetingEvent,
    MemberRegister,
    Minutes,
    Resolution,
    TakenOff,
)
from mutualise.governance.queries import meetings as found
from mutualise.governance.queries.electorate import electorate, form_of
from mutualise.governance.queries.kinds import kind_called, own_kinds
from mutualise.governance.queries.sittings import day_of, present_at, sitting_of
from mutualise.governance.rules.days import spoken
from mutualise.governance.rules.meeting_steps import SENTENCES, State, after
from mutualise.governance.rules.meetings import (
    NOTICE,
    Form,
    body_check,
    channel_check,
    quorum_check,
)
from mutualise.governance.rules.own_majority import CODE
from mutualise.governance.rules.resolution_kinds import Channel, Kind


class Refused(Exception):
    """The deed is not done; `field` names what to mend, and the message says how."""

    def __init__(self, field: str | None, message: str) -> None:
        super().__init__(message)
        self.field = field


def check_secretary(by: Any, organisation: str) -> None:
    """Raises NotAllowed unless the person is company secretary of this very body today."""
    check_holds(by, Role.COMPANY_SECRETARY, organisation=organisation)


@transaction.atomic
def call_meeting(
    *, register: MemberRegister, by: Any, kind: str, starts_at: datetime, place: str,
    joining: str = "", own_notice_days: int = 0, quorum: int = 2,
) -> Meeting:  # fmt: skip
    """Call a meeting; nothing is sent yet. Raises NotAllowed or Refused."""
    check_secretary(by, register.code)
    form = form_of(register.code, clock.today())
    if starts_at <= clock.now():
        raise Refused("on", "The meeting must be in the future.")
    if not place.strip():
        raise Refused("place", "Say where the meeting is held. For one held online, say so.")
    if quorum < 1:
        raise Refused("quorum", "A quorum is at least one person.")
    if NOTICE[form].own and not own_notice_days:
        words = "Enter the clear days of notice your rules ask for: no Act names them."
        raise Refused("own_notice_days", words)
    MemberRegister.objects.select_for_update().get(pk=register.pk)
    if twin := found.called_alike(register.code, starts_at, place.strip()):
        raise Refused("on", f"{twin} is called for this time and place already.")
    meeting = Meeting.objects.create(
        reference=found.next_reference(Meeting, "M", clock.today().year),
        register=register, kind=kind, form=form.value, starts_at=starts_at,
        place=place.strip(), joining=joining.strip(), own_notice_days=own_notice_days,
        quorum=quorum, at=clock.now(), by=by,
    )  # fmt: skip
    step("call", meeting=meeting, by=by)
    return meeting


def step(name: str, *, meeting: Meeting, by: Any, words: str = "") -> MeetingEvent:
    """Write one step of a meeting, in the caller's transaction. Raises Refused or NotThisStep."""
    events = found.events_of(meeting)
    source = events[-1].target if events else ""
    target = after(name, source)
    try:
        with transaction.atomic():
            event = MeetingEvent.objects.create(
                meeting=meeting, number=len(events) + 1, name=name, source=source,
                target=target.value, at=clock.now(), by=by, words=words,
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(None, "Somebody else changed the meeting meanwhile. Look again.") from error
    audit.record(f"governance.meeting.{name}", by=by, subject=meeting.reference, words=words)
    return event


def locked(meeting: Meeting, by: Any, *states: State) -> State:
    """Lock a meeting for its secretary; its state, which must be one of `states`.

    Raises NotAllowed or Refused.
    """
    check_secretary(by, meeting.register.code)
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    state = found.state_of(meeting)
    if state not in states:
        raise Refused(None, f"This cannot be done now: {SENTENCES[state]}.")
    return state


@transaction.atomic
def propose(
    *, meeting: Meeting, by: Any, kind: str, title: str, text: str,
    special_notice_on: date | None = None, confirms: Resolution | None = None,
) -> Resolution:  # fmt: skip
    """Put a resolution on the agenda before notice is given. Raises NotAllowed or Refused."""
    locked(meeting, by, State.CALLED)
    if confirms is not None:
        _check_confirms(meeting, confirms)
        kind, title, text = confirms.kind, confirms.title, confirms.text
    asked = _kind_for(meeting, kind)
    for check in (body_check(asked, Form(meeting.form)), channel_check(asked, Channel.MEETING)):
        if not check.holds:
            raise Refused("kind", f"{check.words}.")
    if not title.strip() or not text.strip():
        raise Refused("text", "Give the resolution a title and its full text.")
    for other in found.resolutions_of(meeting):
        if (other.kind, other.title, other.text) == (kind, title.strip(), text.strip()):
            raise Refused("text", f"{other.reference} on this agenda has the same title and text.")
    resolution = Resolution.objects.create(
        reference=found.next_reference(Resolution, "R", clock.today().year),
        register=meeting.register, meeting=meeting, confirms=confirms, kind=kind,
        kind_version=asked.version, title=title.strip(), text=text.strip(),
        special_notice_on=special_notice_on, at=clock.now(), by=by,
    )  # fmt: skip
    audit.record(
        "governance.resolution.propose", by=by, subject=resolution.reference,
        meeting=meeting.reference, kind=kind,
    )  # fmt: skip
    return resolution


def _kind_for(meeting: Meeting, kind: str) -> Kind:
    """A kind that is shipped, or one of the body's own that stands. Raises Refused or KindUnknown."""
    if kind.startswith(CODE) and kind not in own_kinds(meeting.register):
        raise Refused("kind", "This majority is not one of the body’s own rules, or was withdrawn.")
    return kind_called(kind)


@transaction.atomic
def take_off(*, resolution: Resolution, by: Any, words: str) -> None:
    """Take a resolution off the agenda before notice is given, or withdraw it after.

    Whoever moves it may withdraw it until the meeting begins; from then on it is the meeting's, and goes with
    the meeting's leave alone, not by a ruling of the chair. Raises NotAllowed or Refused.
    """
    if resolution.meeting is None:
        raise Refused(None, "A written resolution is on no agenda.")
    state = locked(resolution.meeting, by, State.CALLED, State.NOTICED, State.OPEN)
    if state is State.NOTICED and found.was_held(resolution.meeting):
        raise Refused(
            None, "The meeting has begun, so it alone can agree to this, once it goes on."
        )
    if found.counts_of(resolution):
        raise Refused(None, "Votes on it are recorded: declare its result.")
    if not words.strip():
        raise Refused("words", "Say why: the reason stays in the record.")
    if TakenOff.objects.filter(resolution=resolution).exists():
        raise Refused(None, "It is off the agenda already.")
    TakenOff.objects.create(resolution=resolution, words=words.strip(), at=clock.now(), by=by)
    audit.record("governance.resolution.take_off", by=by, subject=resolution.reference)


def _check_confirms(meeting: Meeting, first: Resolution) -> None:
    Resolution.objects.select_for_update().get(pk=first.pk)
    declared = found.declaration_of(first)
    opens = declared.second_from if declared else None
    closes = declared.second_until if declared else None
    if first.register_id != meeting.register_id or opens is None or closes is None:
        raise Refused("confirms", "This resolution does not wait for a second meeting.")
    if not opens <= day_of(meeting) <= closes:
        raise Refused(
            "confirms",
            f"The second meeting must be from {spoken(opens)} to {spoken(closes)}. Cancel this "
            "one and call it for such a day.",
        )
    if found.put_to_second(first):
        raise Refused("confirms", "A second meeting was called for this resolution already.")


@transaction.atomic
def open_meeting(*, meeting: Meeting, by: Any) -> None:
    """Open the meeting once it is quorate. Raises NotAllowed, Refused or NotThisStep."""
    locked(meeting, by, State.NOTICED)
    sitting = sitting_of(meeting)
    if clock.now() < sitting.starts_at:
        raise Refused(None, "The meeting cannot open before the time in its notice.")
    electors = electorate(meeting.register.code, day_of(meeting))
    quorum = quorum_check(present_at(meeting, electors), sitting.quorum, len(electors))
    if not quorum.holds:
        raise Refused(None, f"{quorum.words} ({quorum.section}). Record who is present first.")
    step("open", meeting=meeting, by=by, words=f"{quorum.words} ({quorum.section}).")


@transaction.atomic
def close_meeting(*, meeting: Meeting, by: Any) -> None:
    """Close the meeting once every resolution is declared. Raises NotAllowed or Refused."""
    locked(meeting, by, State.OPEN)
    undecided = [r.title for r in found.resolutions_of(meeting) if not found.declaration_of(r)]
    if undecided:
        raise Refused(None, f"Declare the result first of: {'; '.join(undecided)}.")
    step("close", meeting=meeting, by=by)


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, by: Any, words: str) -> None:
    """Cancel a meeting that is not open. Raises NotAllowed, Refused or NotThisStep."""
    locked(meeting, by, State.CALLED, State.NOTICED)
    if not words.strip():
        raise Refused("words", "Say why: the reason stays in the record.")
    step("cancel", meeting=meeting, by=by, words=words.strip())


@transaction.atomic
def write_minutes(
    *, meeting: Meeting, by: Any, text: str, signed_on: date | None = None, signed_as: str = ""
) -> Minutes:
    """Keep a draft of the minutes, or the signed text, after which none is taken; also of a meeting that
    was held, adjourned, and cancelled before it went on.

    Records are kept for ten years (section 355); signed by the chair they are evidence of what
    happened (section 356). Raises NotAllowed or Refused.
    """
    state = locked(meeting, by, State.CLOSED, State.CANCELLED)
    if state is State.CANCELLED and not found.was_held(meeting):
        raise Refused(None, f"This cannot be done now: {SENTENCES[state]}, and it was never held.")
    old = found.minutes_of(meeting)
    if old is not None and old.signed_on:
        raise Refused(None, "The minutes are signed and do not change any more.")
    if not text.strip():
        raise Refused("text", "Write the minutes.")
    if signed_on and not day_of(meeting) <= signed_on <= clock.today():
        raise Refused("signed_on", "Minutes are signed on or after the day of the meeting.")
    if signed_on and not signed_as.strip():
        raise Refused("signed_as", "Say who signed, such as chair of the meeting.")
    row = Minutes.objects.create(
        meeting=meeting, text=text.strip(), signed_on=signed_on, signed_as=signed_as.strip(),
        recorded_by=by, recorded_at=clock.now(),
        **found.replacing(old, "Signed" if signed_on else "A later draft"),
    )  # fmt: skip
    what = "sign" if signed_on else "draft"
    audit.record(f"governance.minutes.{what}", by=by, subject=meeting.reference)
    return row
