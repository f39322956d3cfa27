"""The company secretary enters in the register of directors those an election chose, and publishes
what that does to the seats of the board."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from mutualise.accounts.models import Person
from mutualise.chronicle import clock
from mutualise.evidence.actions import election_report_source
from mutualise.governance.actions.directors import begin_term, end_term, withdraw_term
from mutualise.governance.actions.elections import ElectionRefused
from mutualise.governance.actions.members import locked, note
from mutualise.governance.actions.ratios import publish_ratios
from mutualise.governance.models import DirectorTerm, Election, Seating
from mutualise.governance.queries.elections import ending_of
from mutualise.governance.queries.members import register_of
from mutualise.governance.queries.published import published
from mutualise.governance.queries.seats import (
    Seat,
    declared_on,
    declared_report,
    member_of,
    seats_filled_by,
    sitting_terms,
)
from mutualise.governance.rules.days import spoken


@transaction.atomic
def enter_elected(*, election: Election, by: Person) -> list[DirectorTerm]:
    """Begin the term of everybody a declared election chose who can take office, once each, and
    publish the ratios of that day with the election's report as the source of the seats.

    Somebody who cannot take office yet is left out and can be entered later. The change of seats
    reopens verdicts as any other does. Raises NotAllowed, ElectionRefused, RegisterRefused or
    AlreadyRecorded.
    """
    register = register_of(election.organisation.code)
    if register is None:
        raise ElectionRefused("This body keeps no register of members here.")
    register = locked(by, register)
    declared = held_as_declared(election)
    seats = seats_filled_by(election)
    ready = [each for each in seats if each.ready]
    if not ready:
        raise ElectionRefused(_why_none(seats))
    terms = [take_seat(by, register, each, f"declared on {spoken(declared)}") for each in ready]
    publish_seats(by, election, ready[0].begins)
    return terms


def held_as_declared(election: Election) -> date:
    """Hold an election until the transaction ends, and the day its result was declared.

    Asked once the election is held: it may have been declared void since a page was opened. An action
    that holds the register too takes that first. Raises ElectionRefused where no result stands.
    """
    Election.objects.select_for_update().get(pk=election.pk)
    declared = declared_on(election)
    if declared is None:
        raise ElectionRefused(
            "Places are filled once the result is declared, and only while it stands. See the "
            "public page of this election."
        )
    return declared


def _why_none(seats: list[Seat]) -> str:
    blocked = [
        f"{each.nomination.name}: {' '.join(each.obstacles)}" for each in seats if each.obstacles
    ]
    return " ".join(blocked) or "Everybody elected is entered already."


def take_seat(by: Person, register: Any, seat: Seat, how: str) -> DirectorTerm:
    """Begin the term of one seat; for an action that has locked the register."""
    reference = seat.nomination.contest.election.reference
    term = begin_term(
        by=by, register=register, name=seat.nomination.name, chosen=seat.chosen, on=seat.begins,
        term_ends_on=seat.ends, by_what=f"Election {reference}, {how}",
        member=member_of(seat.nomination), constituency=seat.constituency,
    )  # fmt: skip
    Seating.objects.create(nomination=seat.nomination, term=term, at=clock.now(), by=by)
    note("seat.taken", by, register, election=reference, director=term.director_id)
    return term


@transaction.atomic
def end_void_terms(*, election: Election, by: Person, on: date) -> list[DirectorTerm]:
    """End the terms of all who took office by an election that is void now, and publish the ratios.

    `on` is the first day they are directors no longer; the term of somebody who took office on that very day is
    withdrawn, as it lasted none. The seats of that day rest on the register of
    directors, as the report stands no more. Raises NotAllowed, ElectionRefused, RegisterRefused or
    NoLongerStands.
    """
    register = register_of(election.organisation.code)
    if register is None:
        raise ElectionRefused("This body keeps no register of members here.")
    register = locked(by, register)
    Election.objects.select_for_update().get(pk=election.pk)
    ending = ending_of(election)
    sitting = sitting_terms(election) if ending and ending.name == "void" else []
    if not ending or not sitting:
        raise ElectionRefused("Nobody sits by an election that was declared void.")
    if on > clock.today():
        raise ElectionRefused(
            "Choose today or an earlier day: the ratios of it are published.", "on"
        )
    newest = max(sitting, key=lambda each: each[1].valid_from)
    if on < newest[1].valid_from:
        began = spoken(newest[1].valid_from)
        raise ElectionRefused(
            f"{newest[0].name} took office on {began}. Choose that day or a later one.", "on"
        )
    void_on = spoken(timezone.localdate(ending.at))
    reason = f"Election {election.reference} was declared void on {void_on}."
    ended = [
        end_term(by=by, term=term, on=on, reason=reason)
        if on > term.valid_from
        else withdraw_term(by=by, term=term, reason=reason)
        for _, term in sitting
    ]
    publish_days(by, election, on, None)
    return ended


def publish_seats(by: Person, election: Election, on: date) -> None:
    """Publish the ratios of the day the seats changed, with the declared report as their source."""
    publish_days(by, election, on, report_source(by, election))


def publish_days(by: Person, election: Election, on: date, source: Any) -> None:
    """Publish the ratios of a day, and again those of later published days."""
    code = election.organisation.code
    later = {each.on for each in published(register_of(code)) if each.on > on}
    for day in sorted({on, *later}):
        publish_ratios(by=by, organisation=code, on=day, seats_from=source)


def report_source(by: Person, election: Election) -> Any:
    """The declared report as a source: its address and the hash of its content."""
    _, sha256 = declared_report(election)
    made_up = " (demonstration)" if election.demonstration else ""
    return election_report_source(
        by=by, organisation=election.organisation.code, election=election.reference,
        title=f"Report of election {election.reference}: {election.title}{made_up}",
        url=settings.SITE + reverse("election-report", kwargs={"reference": election.reference}),
        on=declared_on(election) or clock.today(), sha256=sha256,
    )  # fmt: skip
