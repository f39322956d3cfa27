"""Seats an election fills: who is elected, who took office, and what stands in the way of the rest."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from mutualise.chronicle import clock
from mutualise.governance.models import Contest, DirectorTerm, Election, Nomination, Office, Seating
from mutualise.governance.queries.constituents import constituent
from mutualise.governance.queries.elections import contests_of, declaration_of, state_of
from mutualise.governance.queries.members import register_of
from mutualise.governance.queries.ratios import ratios_of, terms_on
from mutualise.governance.queries.report import report_of, signed_report
from mutualise.governance.rules.ballot_box.canonical import as_bytes, digest
from mutualise.governance.rules.directors import Chosen
from mutualise.governance.rules.election_stages import State
from mutualise.governance.rules.membership import Kind
from mutualise.governance.rules.ratios import Shares, seats_of
from mutualise.governance.rules.seats import After, Elect, begins_on, chosen_by, obstacles


@dataclass(frozen=True)
class Seat:
    """Somebody elected: the term they would have, the one they have, or why they cannot have it."""

    nomination: Nomination
    begins: date
    ends: date | None
    chosen: Chosen
    constituency: Any
    term: DirectorTerm | None
    obstacles: tuple[str, ...]

    @property
    def ready(self) -> bool:
        return self.term is None and not self.obstacles


@dataclass(frozen=True)
class Board:
    """The seats of the board by who chose them, before and after everybody ready is entered."""

    before: Shares
    after: Shares
    staying: tuple[DirectorTerm, ...]


def after_of(election: Election) -> After:
    """What the notice says of the time after the result; elections called before it could are silent."""
    row = Office.objects.filter(election=election).first()
    return After(row.term_begins_on, row.term_ends_on, row.vacancies) if row else After()


def declared_on(election: Election) -> date | None:
    """The day a result that stands was declared, with or without a poll."""
    if state_of(election) is not State.DECLARED:
        return None
    event = declaration_of(election)
    return timezone.localdate(event.at) if event else None


def declared_report(election: Election) -> tuple[dict[str, Any], str]:
    """What was declared and its hash: the signed report, or the record where there was no poll."""
    signed = signed_report(election)
    if signed:
        return signed.content, signed.sha256
    content = report_of(election)
    return content, digest(as_bytes(content)).hex()


def elected_numbers(election: Election) -> dict[str, list[int]]:
    """Numbers of the elected by the code of their contest, in order of election."""
    content, _ = declared_report(election)
    return {each["code"]: [number for number, _ in each["elected"]] for each in content["contests"]}


def seats_filled_by(election: Election) -> list[Seat]:
    """Everybody the declaration elected, by contest, in order of election; empty before it."""
    if declared_on(election) is None:
        return []
    elected = elected_numbers(election)
    found = []
    for contest in contests_of(election):
        rows = {each.number: each for each in Nomination.objects.filter(contest=contest)}
        found += [seat_of(rows[number]) for number in elected.get(contest.code, ())]
    return found


def seat_of(nomination: Nomination, begins: date | None = None) -> Seat:
    """The seat of somebody elected; from `begins` where they fill a vacancy."""
    contest = nomination.contest
    after, declared = after_of(contest.election), declared_on(contest.election)
    first = begins or begins_on(after, declared or clock.today())
    of_class = class_of(contest)
    kind = Kind(of_class.kind) if of_class else None
    seating = Seating.objects.select_related("term__director").filter(nomination=nomination).first()
    blocked = () if seating else tuple(
        obstacles(_elect(nomination, first), begins=first, ends=after.term_ends_on,
                  today=clock.today())
    )  # fmt: skip
    return Seat(nomination, first, after.term_ends_on, chosen_by(kind), of_class,
                seating.term if seating else None, blocked)  # fmt: skip


def seatings_of(election: Election) -> list[tuple[Nomination, DirectorTerm]]:
    """Who took office by an election and the term as it stands today, also where it is void now."""
    rows = Seating.objects.filter(nomination__contest__election=election).order_by("pk")
    return [
        (each.nomination, current_term(each.term))
        for each in rows.select_related("nomination", "term__director")
    ]


def sitting_still(election: Election) -> list[Nomination]:
    """Those who took office by an election and whose term, as it was entered, still runs."""
    return [nomination for nomination, _ in sitting_terms(election)]


def sitting_terms(election: Election) -> list[tuple[Nomination, DirectorTerm]]:
    """The same, each with the term."""
    today = clock.today()
    return [
        (nomination, term)
        for nomination, term in seatings_of(election)
        if not term.withdrawn and (term.valid_until is None or term.valid_until > today)
    ]


def void_but_sitting(organisation: str) -> list[Election]:
    """The elections of a body that were declared void while somebody they seated sits still."""
    rows = Election.objects.filter(organisation__code=organisation, events__name="void")
    return [each for each in rows.order_by("pk") if sitting_still(each)]


def class_of(contest: Contest) -> Any:
    """The class of members that elects in a contest; None where every member does."""
    register = register_of(contest.election.organisation.code)
    if register is None or not contest.constituency:
        return None
    return register.constituencies.filter(code=contest.constituency).first()


def member_of(nomination: Nomination) -> Any:
    register = register_of(nomination.contest.election.organisation.code)
    return (
        register.members.filter(number=int(nomination.member_number)).first() if register else None
    )


def _elect(nomination: Nomination, day: date) -> Elect:
    contest, member = nomination.contest, member_of(nomination)
    number = nomination.member_number
    anywhere = Contest(election=contest.election, constituency="")
    in_office = (
        DirectorTerm.objects.known_at(None).filter(director__member=member, valid_until=None)
        if member else DirectorTerm.objects.none()
    ).first()  # fmt: skip
    return Elect(
        member=constituent(anywhere, number, day) is not None,
        of_class=constituent(contest, number, day) is not None,
        in_office_since=in_office.valid_from if in_office else None,
    )


def board_with(election: Election, seats: list[Seat]) -> Board | None:
    """The board on the first day of the terms, before and after those ready are entered."""
    register = register_of(election.organisation.code)
    if register is None or not seats:
        return None
    day = seats[0].begins
    before = ratios_of(register, day).seats
    terms = terms_on(register, day)
    new = [each.chosen for each in seats if each.ready]
    classes = Counter(each.constituency.pk for each in seats if each.ready and each.constituency)
    staying = tuple(each for each in terms if each.constituency_id in classes)
    return Board(before, seats_of([*(Chosen(each.chosen) for each in terms), *new]), staying)


def current_term(term: DirectorTerm) -> DirectorTerm:
    """The last row about a term as it was first entered: it may have ended, been corrected or withdrawn."""
    rows = DirectorTerm.objects.select_related("director")
    while later := rows.filter(replaces=term).first():
        term = later
    return term
