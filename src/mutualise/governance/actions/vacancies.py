"""A place falls vacant: the secretary records it, the scrutineer finds who fills it by the notice's
rule, and the secretary enters them."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from mutualise.accounts import actions as audit
from mutualise.accounts.models import Person
from mutualise.chronicle import clock
from mutualise.governance.actions.counting import lot_by_hand, lot_from
from mutualise.governance.actions.directors import end_term
from mutualise.governance.actions.elections import ElectionRefused
from mutualise.governance.actions.members import RegisterRefused, locked, note
from mutualise.governance.actions.seats import held_as_declared, publish_seats, take_seat
from mutualise.governance.actions.trustees import demonstration_secret
from mutualise.governance.models import (
    Contest,
    DirectorTerm,
    Filling,
    Nomination,
    Vacancy,
)
from mutualise.governance.queries.counts import contested_of, last_count
from mutualise.governance.queries.elections import check_scrutineer
from mutualise.governance.queries.members import register_of
from mutualise.governance.queries.seats import after_of, current_term, seat_of
from mutualise.governance.queries.vacancies import (
    PapersMissing,
    holders_of,
    last_filling,
    papers_kept,
    places_of,
    vacancies_of,
)
from mutualise.governance.rules.beside_the_count import lot_mattered, lot_used, told
from mutualise.governance.rules.days import spoken
from mutualise.governance.rules.seats import VACANCY_LABELS, Vacancies
from mutualise.governance.rules.two_programs import NO_LOT, LotNeeded, ProgramStopped
from mutualise.governance.rules.vacancies import (
    CAUSE_LABELS,
    Cause,
    Filled,
    Places,
    countback,
    next_in_line,
)


@dataclass(frozen=True)
class ByHand:
    """A lot drawn by hand, as it was written down: the order, who saw it, and why not the secret."""

    order: str
    witnesses: str
    reason: str


@transaction.atomic
def record_vacancy(*, nomination: Nomination, on: date, cause: Cause, by: Person) -> Vacancy:
    """Record that somebody an election chose left the place, and end their term if it runs still.

    Raises NotAllowed, ElectionRefused, RegisterRefused or NoLongerStands.
    """
    election = nomination.contest.election
    register = register_of(election.organisation.code)
    if register is None:
        raise ElectionRefused("This body keeps no register of members here.")
    register = locked(by, register)
    declared = held_as_declared(election)
    if nomination.pk not in {each.pk for each in holders_of(election)}:
        raise ElectionRefused("They hold no place of this election.", "nomination")
    if on > clock.today():
        raise ElectionRefused("A place is vacant from the day it was left, not before.", "on")
    if on < declared:
        raise ElectionRefused("The result was declared after that day.", "on")
    term = seat_of(nomination).term
    now = current_term(term) if term else None
    if now is not None and now.valid_until is None:
        end_term(by=by, term=now, on=on, reason=CAUSE_LABELS[cause])
    made: Vacancy = Vacancy.objects.create(
        nomination=nomination, on=on, cause=cause.value, at=clock.now(), by=by
    )
    note("seat.vacant", by, register, election=election.reference, vacancy=made.pk)
    return made


@transaction.atomic
def find_successor(
    *, vacancy: Vacancy, by: Any, unavailable: Set[int] = frozenset(), secret: str = "",
    drawn: ByHand | None = None,
) -> Filling:  # fmt: skip
    """Find who fills a vacant place, by the way the notice states, and keep what was found.

    `unavailable` are the numbers of candidates who cannot or do not wish to serve; when whoever was
    found declines, find again with them among these. `secret` opens the lot committed at opening,
    where a countback needs one; `drawn` is instead a lot drawn by hand before witnesses. Raises NotAllowed or ElectionRefused.
    """
    contest = vacancy.nomination.contest
    election = contest.election
    check_scrutineer(by, election)
    held_as_declared(election)
    before = last_filling(vacancy)
    if before is not None and before.winner is not None:
        _check_declined(before.winner, unavailable)
    way = after_of(election).vacancies
    places = _places_without(vacancy, contest, frozenset(unavailable))
    if way == Vacancies.COUNTBACK:
        found, lot = _counted_back(contest, places, secret, drawn)
    elif way == Vacancies.NEXT:
        found, lot = _next(contest, places), NO_LOT
    else:
        said = VACANCY_LABELS[Vacancies(way)] if way else "nothing"
        raise ElectionRefused(
            f"The notice of this election says of a vacancy: {said}. Nobody is found from its papers."
        )
    counts = found.counts
    made: Filling = Filling.objects.create(
        vacancy=vacancy, number=before.number + 1 if before else 1, way=way,
        unavailable=sorted(unavailable), why=found.why,
        winner=contest.nominations.get(number=found.winner) if found.winner else None,
        first=told(counts.first, False) if counts else {}, second=counts.second if counts else {},
        lots=dict(lot) if counts and lot_used(counts.first) else dict(NO_LOT), at=clock.now(), by=by,
    )  # fmt: skip
    audit.record("governance.vacancy.successor", by=by, subject=election.reference,
                 vacancy=vacancy.pk, filling=made.number)  # fmt: skip
    return made


def _check_declined(winner: Nomination, unavailable: Set[int]) -> None:
    """Somebody found already stands unless they decline, and for good once they took the seat."""
    if seat_of(winner).term is not None:
        raise ElectionRefused(f"{winner.name} took the place. It is not vacant.")
    if winner.number not in unavailable:
        raise ElectionRefused(
            f"{winner.name} was found for this place. If they decline, tick their name."
        )


def _places_without(vacancy: Vacancy, contest: Contest, unavailable: frozenset[int]) -> Places:
    """The places of a contest as if nobody had been found for this vacancy yet."""
    places = places_of(contest, unavailable)
    before = last_filling(vacancy)
    found = {before.winner.number} if before and before.winner else set()
    return Places(places.sitting - found, places.left, unavailable)


def _counted_back(
    contest: Contest, places: Places, secret: str, drawn: ByHand | None
) -> tuple[Filled, Mapping[str, Any]]:
    """What the papers say, and the lot with whether it mattered where it was used."""
    if contest.election.demonstration and not secret and not drawn:
        secret = demonstration_secret(contest.election)
    lot = (
        lot_by_hand(contest, drawn.order, drawn.witnesses, drawn.reason, places.gone)
        if drawn
        else lot_from(contest, secret)
    )
    try:
        papers = papers_kept(contest)
        found = countback(
            contested_of(contest), papers, places, lot["numbers"], lot.get("seed", "")
        )
    except PapersMissing as missing:
        raise ElectionRefused(str(missing)) from missing
    except LotNeeded as need:
        field = f"drawn_{contest.code}" if drawn else "secret"
        raise ElectionRefused(str(need), field) from need
    except ProgramStopped as stopped:
        raise ElectionRefused(str(stopped)) from stopped
    if found.counts and found.contest and lot_used(found.counts.first):
        lot = {**lot, "mattered": lot_mattered(found.contest, papers, in_full=False)}
    return found, lot


def _next(contest: Contest, places: Places) -> Filled:
    count = last_count(contest)
    if count is None:
        raise ElectionRefused("There was no poll in this contest, so nobody came next.")
    return next_in_line(contested_of(contest), count.first, places)


@transaction.atomic
def enter_successor(*, vacancy: Vacancy, by: Person) -> DirectorTerm:
    """Enter in the register of directors who was found for a place, and publish the seats anew.

    Raises NotAllowed, ElectionRefused, RegisterRefused or AlreadyRecorded.
    """
    election = vacancy.nomination.contest.election
    register = register_of(election.organisation.code)
    if register is None:
        raise RegisterRefused("This body keeps no register of members here.")
    register = locked(by, register)
    held_as_declared(election)
    [vacant] = [each for each in vacancies_of(election) if each.vacancy.pk == vacancy.pk]
    if vacant.seat is None or vacant.filling is None:
        raise ElectionRefused("Nobody has been found for this place yet.")
    if not vacant.seat.ready:
        why = " ".join(vacant.seat.obstacles) or "They are entered already."
        raise ElectionRefused(why)
    way = "by countback" if vacant.filling.way == Vacancies.COUNTBACK else "as the next candidate"
    term = take_seat(by, register, vacant.seat, f"{way} of {spoken(vacant.seat.begins)}")
    publish_seats(by, election, vacant.seat.begins)
    return term
