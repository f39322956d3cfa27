"""Each deed of an election is refused to whoever it is not for, and at another stage than its own."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager

import pytest
from django.contrib.auth.models import AnonymousUser

from mutualise.accounts.permissions import NotAllowed
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.governance.actions import (
    elections,
    nominations,
    objections,
    roll,
    roll_amendments,
    trustees,
)
from mutualise.governance.actions.elections import ElectionRefused
from mutualise.governance.models import Member, Nomination
from mutualise.governance.queries import election_guards
from mutualise.governance.queries.roll import reader_signed_in
from mutualise.governance.rules.election_stages import GuardsUnmet
from mutualise.governance.rules.nominations import NominationUnfit, Seats
from mutualise.governance.rules.notice import ContestNotice
from tests.governance.election_builders import (
    TWO,
    called,
    mutual,
    nominated,
    person,
    quick_keys,
    stand,
    today_only,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _keys(monkeypatch, settings, tmp_path):
    quick_keys(monkeypatch)
    settings.VAR = settings.MEDIA_ROOT = tmp_path


@contextmanager
def refused(words: str, error: type[Exception] = ElectionRefused):
    with pytest.raises(error, match=words):
        yield


def test_only_the_secretary_of_the_body_calls_an_election_that_can_be_held():
    body = mutual()
    for nobody in (body.scrutineer, person(Role.COMPANY_SECRETARY, "another")):
        with pytest.raises(NotAllowed):
            called(body, by=nobody)
    with refused("counting rule"):
        called(body, rule="borda")
    with refused("at least one contest"):
        called(body, ())
    with refused("same short name"):
        called(body, (TWO[0], TWO[0]))
    with refused("40 places", NominationUnfit):
        called(body, (ContestNotice("nurses", "Nurses", "nurses", Seats(0)),))
    with refused("published today"):
        days = today_only()
        called(
            body, days=days.__class__(clock.today() - dt.timedelta(days=1), *[clock.today()] * 4)
        )


def test_nominations_are_entered_decided_and_withdrawn_once_by_whom_they_are_for():
    body = mutual()
    election = called(body)
    first = election.contests.get(code="nurses")
    given = {"contest": first, "by": body.secretary, "member_number": "1", "name": "Member 1"}
    for nobody in (body.clerks[0], body.scrutineer):
        with pytest.raises(NotAllowed):
            nominations.nominate(**given | {"by": nobody})
    with refused("at most 300", NominationUnfit):
        nominations.nominate(**given, statement="word " * 301)
    with refused("JPEG or PNG", NominationUnfit):
        nominations.nominate(**given, photograph=b"GIF89a")
    with refused("smaller than 2MB", NominationUnfit):
        nominations.nominate(**given, photograph=b"\xff\xd8\xff" + bytes(2_000_000))
    row = nominations.nominate(**given)
    with refused("nominated in this contest already", NominationUnfit):
        nominations.nominate(**given)
    with refused("every nomination is valid", GuardsUnmet):
        elections.move("close_nominations", election=election, by=body.secretary)
    with refused("Say why the nomination"):
        nominations.decide(nomination=row, by=body.secretary, valid=False)
    nominations.decide(nomination=row, by=body.secretary, valid=True)
    with refused("decided already"):
        nominations.decide(nomination=row, by=body.secretary, valid=True)
    with refused("Say how and when"):
        nominations.withdraw(nomination=row, by=body.secretary, words=" ")
    nominations.withdraw(nomination=row, by=body.secretary, words="By letter.")
    with refused("withdrawn already"):
        nominations.withdraw(nomination=row, by=body.secretary, words="By letter.")
    elections.move("close_nominations", election=election, by=body.secretary)
    with refused("not open"):
        nominations.nominate(**given | {"member_number": "2"})
    with refused("decided before they close"):
        nominations.decide(nomination=row, by=body.secretary, valid=True)


def test_a_contest_has_at_most_forty_candidates(monkeypatch):
    body = mutual()
    contest = called(body).contests.get(code="nurses")
    monkeypatch.setattr(nominations, "MOST_CANDIDATES", 2)
    for number in (1, 2):
        stand(body, contest, number)
    with refused("at most 2 candidates", NominationUnfit):
        stand(body, contest, 3)


def test_the_roll_its_codes_and_its_objections_are_for_those_who_run_the_election():
    body = mutual()
    election = called(body)
    stranger = person(Role.SCRUTINEER, "another")
    nominated(body, election)
    with refused("needs a poll", GuardsUnmet):
        elections.move("declare_uncontested", election=election, by=body.scrutineer)
    early = {"election": election, "by": body.secretary, "channel": "LETTER"}
    said = {"election": election, "kind": "OMITTED", "about": "Member 98", "reason": "By post."}
    with refused("."):
        roll.issue_codes(**early)
    with refused("."):
        objections.enter_objection(by=body.secretary, **said)
    roll.freeze(election=election, by=body.secretary)
    for nobody in (body.clerks[0], stranger):
        with pytest.raises(NotAllowed):
            roll.issue_codes(**early | {"by": nobody})
    with pytest.raises(NotAllowed):
        objections.enter_objection(by=stranger, **said)
    for field in ("about", "reason"):
        with refused("who it is about"):
            objections.enter_objection(by=body.secretary, **said | {field: " "})
    with refused("missing or an entry is wrong"):
        objections.enter_objection(by=body.secretary, **said | {"kind": "OTHER"})
    made = objections.enter_objection(by=body.secretary, **said)
    answer = {"objection": made, "outcome": "ACCEPTED", "reason": "Admitted in May."}
    for nobody in (body.secretary, stranger):
        with pytest.raises(NotAllowed):
            objections.decide_objection(by=nobody, **answer)
    with refused("accept or refuse"):
        objections.decide_objection(by=body.scrutineer, **answer | {"outcome": "MAYBE"})
    with refused("reason in words"):
        objections.decide_objection(by=body.scrutineer, **answer | {"reason": " "})
    member = Member.objects.get(register__organisation=body.organisation, number=1)
    put = {"objection": made, "number": str(member.number)}
    with refused("."):
        roll_amendments.amend_roll(by=body.scrutineer, **put)
    objections.decide_objection(by=body.scrutineer, **answer)
    with pytest.raises(NotAllowed):
        roll_amendments.amend_roll(by=body.secretary, **put)
    entry = election.contests.get(code="nurses").roll.get(member_number="1")
    with refused("."):
        roll.mark_paper(entry=entry, by=body.clerks[0])
    with pytest.raises(NotAllowed):
        roll.mark_paper(entry=entry, by=person(Role.ELECTION_CLERK, "another"))
    with pytest.raises(NotAllowed):
        roll.issue_again(entry=entry, by=body.clerks[0])
    with refused("trustees", GuardsUnmet):
        trustees.open_poll(election=election, by=body.scrutineer)


def test_a_poll_is_held_only_where_a_contest_needs_one_and_nobody_signed_out_reads_the_roll():
    body = mutual()
    election = called(body)
    stand(body, election.contests.get(code="nurses"), 1)
    assert election_guards.awaited("close_nominations", election) == []
    elections.move("close_nominations", election=election, by=body.secretary)
    with refused("declare it without a poll", GuardsUnmet):
        elections.move("freeze_roll", election=election, by=body.secretary)
    with refused("No result is possible", GuardsUnmet):
        elections.move("declare_uncontested", election=election, by=body.scrutineer)
    assert Nomination.objects.count() == 1
    staff = person(Role.SCRUTINEER, body.organisation.code)
    assert reader_signed_in(election, staff) is not None
    staff.is_active = False
    assert reader_signed_in(election, staff) is None
    assert reader_signed_in(election, AnonymousUser()) is None
