"""Elections: which there are, where each stands, who may act in it, and who stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from mutualise.accounts.permissions import NotAllowed, check_holds, holds, organisations_of
from mutualise.accounts.rules.roles import Role
from mutualise.governance.models import (
    Contest,
    Election,
    ElectionEvent,
    Nomination,
    NominationDecision,
    Particulars,
    RollEntry,
)
from mutualise.governance.rules.election_stages import DECLARING, ENDINGS, Actor, State
from mutualise.governance.rules.election_timetable import Kind, Timetable
from mutualise.governance.rules.nominations import Candidate, Seats, needs_poll

STAFF = (Role.COMPANY_SECRETARY, Role.SCRUTINEER, Role.ELECTION_CLERK)


def called(reference: str) -> Election | None:
    return Election.objects.select_related("organisation").filter(reference=reference).first()


def all_elections() -> Sequence[Election]:
    """Every election, newest first."""
    return list(Election.objects.select_related("organisation").order_by("-pk"))


def elections_for(person: Any) -> Sequence[Election]:
    """The elections of the organisations somebody acts for, newest first."""
    codes = {code for role in STAFF for code in organisations_of(person, role)}
    return [each for each in all_elections() if each.organisation.code in codes]


def last_event(election: Election) -> ElectionEvent | None:
    return ElectionEvent.objects.filter(election=election).order_by("-number").first()


def states_of(elections: Sequence[Election]) -> dict[int, State]:
    """The state of each of many elections, by its key."""
    rows = ElectionEvent.objects.filter(election__in=elections).order_by("number")
    return {key: State(target) for key, target in rows.values_list("election_id", "target")}


def event_called(election: Election, name: str) -> ElectionEvent | None:
    """The last step of a name; None when it was not made."""
    return ElectionEvent.objects.filter(election=election, name=name).order_by("-number").first()


def ending_of(election: Election) -> ElectionEvent | None:
    """The step that cancelled an election or declared it void, with its words; None for others."""
    last = last_event(election)
    return last if last and last.name in ENDINGS else None


def is_public(ending: ElectionEvent) -> bool:
    """Whether whoever wrote the words of an ending was told that everybody would read them; those of
    cancellations made before there was such a page stay with those who run the election."""
    return ending.name == "void" or bool(ending.detail.get("public"))


def was_declared(election: Election) -> bool:
    """Whether a result was declared once, with or without a poll; also where it was set aside since."""
    return declaration_of(election) is not None


def declaration_of(election: Election) -> ElectionEvent | None:
    """The step that declared the result, with or without a poll; also where it was set aside since."""
    return ElectionEvent.objects.filter(election=election, name__in=DECLARING).first()


def state_of(election: Election) -> State | None:
    last = last_event(election)
    return State(last.target) if last else None


def timetable_of(election: Election) -> tuple[Timetable, Kind]:
    """The days of an election as they stand: those of its notice, and the last day as it was extended."""
    days, kind = notice_timetable(election)
    extended = event_called(election, "extend")
    if extended is None:
        return days, kind
    return replace(days, closes_on=date.fromisoformat(extended.detail["until"])), kind


def closes_on(election: Election) -> date:
    """The last day of its poll as it stands."""
    return timetable_of(election)[0].closes_on


def notice_timetable(election: Election) -> tuple[Timetable, Kind]:
    """The days as the notice has them; asks the database nothing."""
    days = Timetable(
        election.notice_on, election.nominations_close_on, election.withdrawals_until,
        election.opens_on, election.closes_on,
    )  # fmt: skip
    return days, Kind(election.timetable)


def actors_of(person: Any, election: Election) -> frozenset[Actor]:
    """In which capacities the person may move the election today: never as secretary and scrutineer both."""
    code = election.organisation.code
    found = set()
    if holds(person, Role.COMPANY_SECRETARY, organisation=code):
        found.add(Actor.SECRETARY)
    elif holds(person, Role.SCRUTINEER, organisation=code):
        found.add(Actor.SCRUTINEER)
    return frozenset(found)


def stands_in(person: Any, election: Election, *, undecided: bool = False) -> bool:
    """Whether somebody is a candidate: the member register has the address of their account beside a
    candidate, now or at any time. `undecided`: also one whose nomination nobody has decided on."""
    numbers = [
        each.nomination.member_number
        for contest in contests_of(election)
        for each in nominations_of(contest)
        if each.standing or (undecided and not each.decision)
    ]
    return Particulars.objects.filter(
        member__register__organisation=election.organisation, member__number__in=numbers,
        email__iexact=person.email,
    ).exists()  # fmt: skip


def check_decides(person: Any, election: Election) -> None:
    """Raises NotAllowed unless the person may decide on nominations and enter withdrawals: the company
    secretary or the scrutineer, where they are not nominated themselves."""
    if not actors_of(person, election):
        raise NotAllowed(
            "Only the company secretary or the scrutineer of this body decides on nominations."
        )
    if stands_in(person, election, undecided=True):
        raise NotAllowed(
            "You are nominated in this election, so you do not decide on its nominations. Its scrutineer decides, or "
            "another company secretary of the body."
        )


def check_scrutineer(person: Any, election: Election) -> None:
    """Raises NotAllowed unless the person is scrutineer of the organisation, and neither its company
    secretary nor a candidate: what takes two of them is no check where one person is both."""
    code = election.organisation.code
    check_holds(person, Role.SCRUTINEER, organisation=code)
    if holds(person, Role.COMPANY_SECRETARY, organisation=code):
        raise NotAllowed(
            "You are the company secretary of this body, so you cannot act as its scrutineer. Ask for somebody "
            "else to be made scrutineer."
        )
    if stands_in(person, election):
        raise NotAllowed(
            "You stand in this election, so you cannot act as its scrutineer. Ask for somebody else to be "
            "made scrutineer."
        )


def is_clerk(person: Any, election: Election) -> bool:
    """Whether the person deals with paper votes here: an election clerk, and neither secretary nor scrutineer."""
    code = election.organisation.code
    others = (Role.COMPANY_SECRETARY, Role.SCRUTINEER)
    return holds(person, Role.ELECTION_CLERK, organisation=code) and not any(
        holds(person, role, organisation=code) for role in others
    )


def check_clerk(person: Any, election: Election) -> None:
    """Raises NotAllowed unless the person may deal with paper votes: who keeps the roll could mark names that
    do not vote, and who reads the result could write the sheets it is read from."""
    check_holds(person, Role.ELECTION_CLERK, organisation=election.organisation.code)
    if not is_clerk(person, election):
        raise NotAllowed(
            "You are the company secretary or the scrutineer of this body, so you cannot deal with paper "
            "votes as a clerk. Ask for somebody else to be made election clerk."
        )


def is_staff(person: Any, election: Election) -> bool:
    """Whether the person is secretary, scrutineer or clerk of the organisation."""
    return any(holds(person, role, organisation=election.organisation.code) for role in STAFF)


def check_staff(person: Any, election: Election) -> None:
    """Raises NotAllowed unless the person is secretary, scrutineer or clerk of the organisation."""
    if not is_staff(person, election):
        raise NotAllowed("Only those who run this election may do this.")


def contests_of(election: Election) -> Sequence[Contest]:
    return list(Contest.objects.filter(election=election).order_by("code"))


def polled_of(election: Election) -> list[Contest]:
    """The contests with more candidates than places; the others are filled without a poll."""
    return [each for each in contests_of(election) if needs_poll(seats_of(each), standing(each))]


def contest_called(election: Election, code: str) -> Contest | None:
    return Contest.objects.filter(election=election, code=code).first()


def seats_of(contest: Contest) -> Seats:
    return Seats(contest.seats, contest.reserved, contest.category)


@dataclass(frozen=True)
class Stands:
    """A nomination with what was decided on it; `decision` is empty while undecided."""

    nomination: Nomination
    decision: str
    words: str

    @property
    def standing(self) -> bool:
        return self.decision == NominationDecision.Kind.VALID


def nominations_of(contest: Contest) -> list[Stands]:
    """Everybody nominated in a contest, by number. A withdrawal comes after everything else."""
    rows = (
        Nomination.objects.filter(contest=contest).prefetch_related("decisions").order_by("number")
    )
    found = []
    for row in rows:
        decided = {each.kind: each for each in row.decisions.all()}
        for kind in ("WITHDRAWN", "INVALID", "VALID"):
            if kind in decided:
                found.append(Stands(row, kind, decided[kind].words))
                break
        else:
            found.append(Stands(row, "", ""))
    return found


def standing(contest: Contest) -> list[Candidate]:
    """The candidates votes may be given to, by number."""
    return [
        Candidate(each.nomination.number, each.nomination.name, each.nomination.in_category)
        for each in nominations_of(contest)
        if each.standing
    ]


def box_name(contest: Contest) -> str:
    """What the box of a contest is called: the only thing the two sides share."""
    return f"{contest.election.reference}/{contest.code}"


def roll_of(contest: Contest) -> Sequence[RollEntry]:
    rows = RollEntry.objects.in_force().filter(contest=contest)
    return list(rows.order_by("name", "member_number"))


def secretary_of(person: Any) -> list[str]:
    """Codes of the organisations the person is company secretary of."""
    return organisations_of(person, Role.COMPANY_SECRETARY)
