"""A mutual with members, and an election brought to any stage by the deeds people do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import count
from typing import Any

from mutualise.accounts.actions import invite
from mutualise.accounts.models import Person
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.governance.actions import counting, elections, nominations, roll, trustees, voting
from mutualise.governance.models import (
    Constituency,
    Contest,
    Election,
    Member,
    MemberRegister,
    Membership,
    Nomination,
    Particulars,
)
from mutualise.governance.rules.ballot_box import tokens
from mutualise.governance.rules.election_timetable import Kind, Timetable
from mutualise.governance.rules.nominations import Seats
from mutualise.governance.rules.notice import ContestNotice
from mutualise.register.models import Organisation

LONG_AGO = dt.date(2014, 1, 1)
_numbers = count(1)
CLASSES = {"nurses": "Nurses", "others": "All other staff"}


@dataclass
class Mutual:
    """A body with two classes of members, and the people who run its elections."""

    organisation: Organisation
    secretary: Person
    scrutineer: Person
    clerks: list[Person]


def person(role: Role, organisation: str) -> Person:
    return invite(
        email=f"{role.value.lower()}-{next(_numbers)}@example.org", role=role,
        organisation=organisation, valid_from=LONG_AGO,
    )  # fmt: skip


def mutual(*, nurses: int = 12, others: int = 12, body: Organisation | None = None) -> Mutual:
    """A mutual whose members are numbered from 1, nurses first."""
    body = body or Organisation.objects.create(code=f"mutual-{next(_numbers)}")
    register = MemberRegister.objects.create(organisation=body)
    number = count(1)
    for code, size in (("nurses", nurses), ("others", others)):
        each = Constituency.objects.create(
            register=register, code=code, name=CLASSES[code], kind="STAFF"
        )
        members = Member.objects.bulk_create(
            [Member(register=register, number=next(number)) for _ in range(size)], 500
        )
        Particulars.objects.bulk_create(
            [
                Particulars(
                    member=member, name=f"Member {member.number}", valid_from=LONG_AGO,
                    email=f"member-{member.number}@example.org" if member.number % 2 else "",
                    address=f"{member.number} Sample Street",
                )
                for member in members
            ], 500,
        )  # fmt: skip
        Membership.objects.bulk_create(
            [
                Membership(
                    register=register, member=member, constituency=each, employee=True,
                    valid_from=LONG_AGO,
                )
                for member in members
            ], 500,
        )  # fmt: skip
    return Mutual(
        body, person(Role.COMPANY_SECRETARY, body.code), person(Role.SCRUTINEER, body.code),
        [person(Role.ELECTION_CLERK, body.code) for _ in range(3)],
    )  # fmt: skip


def today_only() -> Timetable:
    """Own rules: everything on one day, as at a members' meeting."""
    return Timetable(*[clock.today()] * 5)


TWO = (
    ContestNotice("nurses", "Nurses’ director", "nurses", Seats(1)),
    ContestNotice("others", "Other staff directors", "others", Seats(2, 1, "night worker")),
)


def called(body: Mutual, contests: Any = TWO, **more: Any) -> Election:
    given = {
        "by": body.secretary, "organisation": body.organisation, "name": "A mutual",
        "title": "Election of staff directors", "rule": "scottish", "kind": Kind.AT_A_MEETING,
        "days": today_only(), "contests": contests, "demonstration": True,
    }  # fmt: skip
    return elections.call(**(given | more))


def stand(body: Mutual, contest: Contest, number: int, *, in_category: bool = False) -> Nomination:
    made = nominations.nominate(
        contest=contest, by=body.secretary, member_number=str(number), name=f"Member {number}",
        statement="I would listen.", in_category=in_category,
        handed_in_on=contest.election.notice_on,
    )  # fmt: skip
    nominations.decide(nomination=made, by=body.secretary, valid=True)
    return made


def nominated(body: Mutual, election: Election) -> None:
    """Three nurses and four others stand, one of the others a night worker."""
    for contest in election.contests.order_by("code"):
        numbers = (1, 2, 3) if contest.code == "nurses" else (13, 14, 15, 16)
        for number in numbers:
            stand(body, contest, number, in_category=number == 16)
    elections.move("close_nominations", election=election, by=body.secretary)


def with_roll(body: Mutual, election: Election) -> dict[str, str]:
    """Freeze the roll and issue letters; the code of each member by number."""
    roll.freeze(election=election, by=body.secretary)
    letters = roll.issue_codes(election=election, by=body.secretary, channel="LETTER")
    return {each.number: each.code for each in letters}


def opened(body: Mutual, election: Election) -> str:
    trustees.name_demonstration_trustees(election=election, by=body.scrutineer)
    return trustees.open_poll(election=election, by=body.scrutineer)


def open_election(body: Mutual | None = None) -> tuple[Mutual, Election, dict[str, str]]:
    """An election whose poll is open, and the code of each member by number."""
    body = body or mutual()
    election = called(body)
    nominated(body, election)
    codes = with_roll(body, election)
    opened(body, election)
    return body, election, codes


def vote(code: str, *ranking: int) -> tuple[Any, str]:
    """An assisted vote; the receipt and the check code."""
    permission = voting.hand_out_assisted(code)
    sealed, check = voting.seal_assisted(permission, ranking)
    turn = voting.next_counter(permission.contest, permission.token)
    return voting.cast(permission, counter=turn, sealed=sealed), check


def counted(body: Mutual, election: Election) -> None:
    """Close, unseal with demonstration keys, and count."""
    trustees.close_poll(election=election, by=body.scrutineer)
    trustees.open_with_demonstration_keys(election=election, by=body.scrutineer)
    elections.move("unseal", election=election, by=body.scrutineer)
    counting.count(election=election, by=body.scrutineer)


_make_key = tokens.new_issuer_key
_keys: list[Any] = []


def quick_keys(monkeypatch: Any) -> None:
    """Issuing keys of a size that is made quickly, and made once for all tests of a process; size and
    making are not what these tests are about. No test gets a key twice."""
    given = count()

    def next_key() -> Any:
        number = next(given)
        if number == len(_keys):
            _keys.append(_make_key())
        return _keys[number]

    monkeypatch.setattr(tokens, "KEY_BITS", 1024)
    monkeypatch.setattr(tokens, "new_issuer_key", next_key)
