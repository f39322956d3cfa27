"""Group training and mentoring: their records, and their cost drawn from the award in its kind."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from mutualise.accounts import actions as audit
from mutualise.accounts.permissions import NotAllowed, check_holds
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.govuk.figures import counted, day
from mutualise.programme.actions import fund, letters
from mutualise.programme.actions.suppliers import Wrong
from mutualise.programme.models import (
    Attendance,
    Award,
    BookingRelease,
    Case,
    Mentor,
    MentorEnd,
    MentoringDay,
    SessionCancellation,
    TrainingBooking,
    TrainingSession,
)
from mutualise.programme.queries.awards import money_of
from mutualise.programme.queries.cases import members_of, state_of
from mutualise.programme.queries.support import (
    cancelled,
    days_used,
    free_places,
    kept_for,
    mentor_ended,
    standing_bookings,
)
from mutualise.programme.queries.visible import actors_of, check_officer
from mutualise.programme.rules.money import pounds
from mutualise.programme.rules.stages import Actor, NotPermitted
from mutualise.programme.rules.states import State

# What was promised before the launch may be used, and is owed for, after it.
USED = (State.DELIVERING, State.LAUNCHED)


@transaction.atomic
def arrange_session(
    *, by: Any, title: str, venue: str, on: date, places: int, place_pence: int,
    demonstration: bool = False,
) -> TrainingSession:  # fmt: skip
    """Arrange a session of training for several teams. Raises NotAllowed or Wrong."""
    check_holds(by, Role.PROGRAMME_OFFICER)
    if on <= clock.today():
        raise Wrong("on", "The day must be in the future.")
    same = TrainingSession.objects.filter(title=title.strip(), on=on, venue=venue.strip())
    if same.exists():
        raise Wrong("title", "This session is arranged already: same title, day and place.")
    made = TrainingSession.objects.create(
        title=title.strip(), venue=venue.strip(), on=on, places=places, place_pence=place_pence,
        demonstration=demonstration, arranged_by=by, arranged_at=clock.now(),
    )  # fmt: skip
    audit.record("programme.training.arranged", by=by, subject=made.title, session=made.pk)
    return made


@transaction.atomic
def keep_places(*, award: Award, by: Any, session: TrainingSession, places: int) -> TrainingBooking:
    """Keep places of a session for a team, as many as are free and the award pays for.

    Raises NotAllowed, NotPermitted or Wrong.
    """
    _check(award, by, "TRAINING", Actor.OFFICER)
    TrainingSession.objects.select_for_update().get(pk=session.pk)
    if session.demonstration != award.case.demonstration or session.on < clock.today():
        raise Wrong("session", "Choose a session that is still to come.")
    if cancelled(session):
        raise Wrong("session", "This session is cancelled. Choose another.")
    free = free_places(session)
    if places > free:
        raise Wrong("places", f"The session has {counted(free, 'place')} left.")
    left = money_of(award).committed - kept_for(award)
    cost = places * session.place_pence
    if cost > left:
        raise Wrong("places", f"They cost {pounds(cost)}, and the award has {pounds(left)} left.")
    if standing_bookings().filter(session=session, award=award).exists():
        raise Wrong("session", "The team has places at this session already.")
    made = TrainingBooking.objects.create(
        session=session, award=award, places=places, kept_by=by, kept_at=clock.now()
    )
    audit.record("programme.training.kept", by=by, subject=award.case.reference, booking=made.pk)
    return made


@transaction.atomic
def note_attendance(*, booking: TrainingBooking, by: Any, came: int) -> Attendance:
    """Record how many came; the places kept are owed for, whoever came, since they were held free.

    Raises NotAllowed, NotPermitted, Wrong or FundExhausted.
    """
    _check(booking.award, by, "TRAINING", Actor.OFFICER, *USED)
    if booking.session.on > clock.today():
        raise NotPermitted("The session has not been held yet.")
    if not standing_bookings().filter(pk=booking.pk).exists():
        raise NotPermitted("The session was cancelled, or these places were given back.")
    if came > booking.places:
        raise Wrong("came", f"The team kept {counted(booking.places, 'place')}.")
    try:
        with transaction.atomic():
            made = Attendance.objects.create(
                booking=booking, came=came, noted_by=by, noted_at=clock.now()
            )
    except IntegrityError as error:
        raise NotPermitted("Somebody has recorded who came already.") from error
    fund.accrue(
        award=booking.award, amount_pence=booking.places * booking.session.place_pence, by=by,
        on=clock.today(), words=f"{counted(booking.places, 'place')} at {booking.session.title}, {day(booking.session.on)}",
        key=f"training-{booking.pk}",
    )  # fmt: skip
    audit.record("programme.training.held", by=by, subject=booking.award.case.reference, came=came)
    return made


@transaction.atomic
def agree_mentor(
    *, award: Award, by: Any, name: str, body: str, days: Decimal, day_rate_pence: int
) -> Mentor:
    """Agree a mentor with a team, for at most so many days at a rate.

    Raises NotAllowed, NotPermitted or Wrong.
    """
    _check(award, by, "MENTORING", Actor.OFFICER)
    if days * 2 != int(days * 2):
        raise Wrong("days", "Days are whole or half, like 4 or 4.5.")
    if day_rate_pence % 2:
        raise Wrong(
            "day_rate_pence",
            "Half a day at this rate would have half a penny. Write a rate with an even number of pence.",
        )
    left, cost = money_of(award).committed - kept_for(award), int(days * day_rate_pence)
    if cost > left:
        raise Wrong("days", f"They cost {pounds(cost)}, and the award has {pounds(left)} left.")
    if award.mentors.filter(name=name.strip(), body=body.strip(), end=None).exists():
        raise Wrong("name", "This mentor is agreed already.")
    made = Mentor.objects.create(
        award=award, name=name.strip(), body=body.strip(), days=days,
        day_rate_pence=day_rate_pence, agreed_by=by, agreed_at=clock.now(),
    )  # fmt: skip
    audit.record("programme.mentor.agreed", by=by, subject=award.case.reference, mentor=made.pk)
    return made


@transaction.atomic
def use_day(*, mentor: Mentor, by: Any, on: date, half_days: int, words: str) -> MentoringDay:
    """The team records a half or whole day its mentor gave; it is owed for at the mentor's rate.

    Raises NotAllowed, NotPermitted, Wrong or FundExhausted.
    """
    _check(mentor.award, by, "MENTORING", Actor.TEAM, *USED)
    if mentor_ended(mentor):
        raise NotPermitted("The work of this mentor has ended.")
    if not timezone.localdate(mentor.agreed_at) <= on <= clock.today():
        raise Wrong("on", "The day must be between the agreement and today.")
    if days_used(mentor) + Decimal(half_days) / 2 > mentor.days:
        raise Wrong("half_days", f"All that was agreed, {counted(mentor.days, 'day')}, is used.")
    if not words.strip():
        raise Wrong("words", "Say what the mentor did.")
    try:
        with transaction.atomic():
            made = MentoringDay.objects.create(
                mentor=mentor, on=on, half_days=half_days, words=words.strip(), noted_by=by,
                noted_at=clock.now(),
            )  # fmt: skip
    except IntegrityError as error:
        raise Wrong("on", "This day is recorded already.") from error
    fund.accrue(
        award=mentor.award, amount_pence=mentor.day_rate_pence * half_days // 2, by=by,
        on=clock.today(), words=f"Mentoring on {on:%-d %B %Y}", key=f"mentoring-{made.pk}",
    )  # fmt: skip
    audit.record("programme.mentoring.used", by=by, subject=mentor.award.case.reference, on=str(on))
    return made


@transaction.atomic
def cancel_session(*, session: TrainingSession, by: Any, words: str) -> SessionCancellation:
    """Say that a session is not held. Its places are given back, so nothing is owed for them, and
    everybody of the teams that had some is told why.

    Raises NotAllowed, NotPermitted or Wrong.
    """
    check_holds(by, Role.PROGRAMME_OFFICER)
    TrainingSession.objects.select_for_update().get(pk=session.pk)
    if not words.strip():
        raise Wrong("words", "Say why: the teams are told.")
    if cancelled(session):
        raise NotPermitted("The session was cancelled already.")
    if Attendance.objects.filter(booking__session=session).exists():
        raise NotPermitted("Who came is recorded: the session was held.")
    bookings = list(standing_bookings().filter(session=session).select_related("award__case"))
    made = SessionCancellation.objects.create(
        session=session, words=words.strip(), ended_by=by, ended_at=clock.now()
    )
    for booking in bookings:
        _tell_team(booking, words.strip(), whole=True)
    audit.record("programme.training.cancelled", by=by, subject=session.title, session=session.pk)
    return made


@transaction.atomic
def release_places(*, booking: TrainingBooking, by: Any, words: str) -> BookingRelease:
    """Give the places of a team at a session back before it is held; the team is told why.

    Raises NotAllowed, NotPermitted or Wrong.
    """
    case = booking.award.case
    check_officer(by, case)
    TrainingSession.objects.select_for_update().get(pk=booking.session_id)
    if not words.strip():
        raise Wrong("words", "Say why: the team is told.")
    if not standing_bookings().filter(pk=booking.pk, attendance=None).exists():
        raise NotPermitted("These places were given back already, or who came is recorded.")
    if booking.session.on <= clock.today():
        raise NotPermitted("The session has been held. Record who came.")
    made = BookingRelease.objects.create(
        booking=booking, words=words.strip(), ended_by=by, ended_at=clock.now()
    )
    _tell_team(booking, words.strip(), whole=False)
    audit.record("programme.training.released", by=by, subject=case.reference, booking=booking.pk)
    return made


@transaction.atomic
def end_mentor(*, mentor: Mentor, by: Any, words: str) -> MentorEnd:
    """End the work of a mentor; days not used are free in the award again.

    Raises NotAllowed, NotPermitted or Wrong.
    """
    case = mentor.award.case
    check_officer(by, case)
    Case.objects.select_for_update().get(pk=case.pk)
    if not words.strip():
        raise Wrong("words", "Say why: the reason stays in the record.")
    if mentor_ended(mentor):
        raise NotPermitted("The work of this mentor has ended already.")
    made = MentorEnd.objects.create(
        mentor=mentor, words=words.strip(), ended_by=by, ended_at=clock.now()
    )
    audit.record("programme.mentor.ended", by=by, subject=case.reference, mentor=mentor.pk)
    return made


def _tell_team(booking: TrainingBooking, words: str, *, whole: bool) -> None:
    case = booking.award.case
    for member in members_of(case):
        letters.write(
            "training_cancelled", to=member.person.email, case=case, session=booking.session,
            whole=whole, words=words, key=f"training-{booking.pk}-ended-{member.person_id}",
            reason="A session was cancelled" if whole else "Places at a session were given back",
        )  # fmt: skip


def _check(
    award: Award, by: Any, kind: str, actor: Actor, *states: State
) -> None:  # fmt: skip
    if actor not in actors_of(by, award.case):
        who = "the team" if actor is Actor.TEAM else "a programme officer"
        raise NotAllowed(f"Only {who} to whom the case is open may do this.")
    Case.objects.select_for_update().get(pk=award.case_id)
    if award.kind != kind:
        raise NotPermitted("The award is of another kind.")
    if state_of(award.case) not in (states or (State.DELIVERING,)):
        raise NotPermitted(
            "Support is given between the team’s acceptance of its award and the launch."
        )
