"""What the page of an election offers to those who run it, what it waits for, and what it says of its keys."""

from __future__ import annotations

import html

import pytest
from django.test import Client

from mutualise.accounts.actions import InvitationRefused, invite
from mutualise.accounts.models import RoleHolding
from mutualise.accounts.permissions import NotAllowed
from mutualise.accounts.rules.roles import Role
from mutualise.governance.actions import counting, elections, paper_votes, roll, trustees
from mutualise.governance.rules.ballot_box import seals
from mutualise.governance.rules.election_stages import GuardsUnmet
from tests.governance.election_builders import (
    LONG_AGO,
    called,
    counted,
    mutual,
    nominated,
    open_election,
    quick_keys,
    vote,
    with_roll,
)
from tests.governance.sealed_builders import Device
from tests.programme.builders import signed_in

pytestmark = pytest.mark.django_db
DECLARE = "steps/declare/"
WORKED_OUT = "can be worked out by"


@pytest.fixture(autouse=True)
def _keys(monkeypatch, settings, tmp_path):
    settings.VAR = tmp_path
    quick_keys(monkeypatch)


def desk(person, election) -> str:
    page = signed_in(person).get(f"/run-elections/{election.reference}/")
    return " ".join(html.unescape(page.content.decode()).split())


def test_the_result_can_be_declared_once_the_report_is_signed_and_till_then_that_is_waited_for():
    body, election, codes = open_election()
    vote(codes["1"], 1)
    vote(codes["13"], 1, 4)
    counted(body, election)
    for person in (body.scrutineer, body.secretary):
        page = desk(person, election)
        assert DECLARE not in page
        assert "Next: “Declare the result”. The scrutineer must sign the report first." in page
    counting.sign(election=election, by=body.scrutineer)
    assert DECLARE in desk(body.scrutineer, election)
    told = desk(body.secretary, election)
    assert DECLARE not in told and "Next: “Declare the result”. The scrutineer does this." in told
    counting.declare(election=election, by=body.scrutineer)
    assert "Next: " not in desk(body.secretary, election)


def test_a_closed_poll_waits_for_its_trustees_and_its_clerks_in_words():
    body, election, codes = open_election()
    vote(codes["1"], 1)
    roll.mark_paper(
        entry=election.contests.get(code="nurses").roll.get(member_number="2"), by=body.clerks[0]
    )
    trustees.close_poll(election=election, by=body.scrutineer)
    with pytest.raises(GuardsUnmet, match="All three trustees"):
        elections.move("unseal", election=election, by=body.scrutineer)
    early = signed_in(body.scrutineer).get(f"/run-elections/{election.reference}/steps/unseal/")
    assert "All three trustees must have opened their layer" in early.content.decode()
    assert 'type="submit" class="govuk-button"' not in early.content.decode()
    page = desk(body.scrutineer, election)
    assert "steps/unseal/" not in page and "All three trustees must have opened their layer" in page
    trustees.open_with_demonstration_keys(election=election, by=body.scrutineer)
    assert "steps/unseal/" in desk(body.scrutineer, election)
    ready = signed_in(body.scrutineer).get(f"/run-elections/{election.reference}/steps/unseal/")
    assert 'type="submit" class="govuk-button"' in ready.content.decode()
    elections.move("unseal", election=election, by=body.scrutineer)
    nurses = election.contests.get(code="nurses")
    paper_votes.read_sheet(contest=nurses, by=body.clerks[0], sheet=1, ranking=[1])
    page = desk(body.scrutineer, election)
    assert (
        f"{election.reference}/count/" not in page
        and "Two clerks must agree on every paper" in page
    )
    paper_votes.read_sheet(contest=nurses, by=body.clerks[1], sheet=1, ranking=[1])
    assert f"{election.reference}/count/" in desk(body.scrutineer, election)


@pytest.mark.parametrize("own", [0, 1, 3])
def test_a_demonstration_says_that_its_keys_can_be_worked_out_only_where_they_can(own):
    body = mutual()
    election = called(body)
    nominated(body, election)
    codes = with_roll(body, election)
    for number in range(1, own + 1):
        key = seals.public_key(bytes([number]) * 32).hex()
        trustees.name_trustee(
            election=election, by=body.scrutineer, number=number, title="Own", public_key=key
        )
    trustees.name_demonstration_trustees(election=election, by=body.scrutineer)
    trustees.open_poll(election=election, by=body.scrutineer)
    page = desk(body.scrutineer, election)
    assert "This election is made up" in page
    assert ("Its trustees’ keys can be worked out by this platform" in page) is (own == 0)
    assert ("Two of its trustees’ keys can be worked out" in page) is (own == 1)
    assert (WORKED_OUT in page) is (own < 3)
    paper = Client().post("/vote/", {"code": codes["1"]}).content.decode()
    assert "This election is made up" in paper
    assert ("not secret from whoever runs it" in paper) is (own == 0)
    assert Device(codes["2"]).begin()["keys_here"] is (own == 0)
    trustees.close_poll(election=election, by=body.scrutineer)
    assert ("steps/demonstration-unseal/" in desk(body.scrutineer, election)) is (own == 0)


@pytest.mark.parametrize("demonstration", [True, False])
def test_the_count_page_says_what_becomes_of_a_first_count(demonstration):
    body = mutual()
    election = called(body, demonstration=demonstration)
    page = signed_in(body.scrutineer).get(f"/run-elections/{election.reference}/count/")
    text = page.content.decode()
    assert ("nothing is kept" in text) is not demonstration
    assert ("the count is kept" in text) is demonstration


def test_nobody_is_clerk_of_a_body_and_its_secretary_or_scrutineer():
    body, other = mutual(), mutual()
    pairs = (
        (body.clerks[0], Role.SCRUTINEER), (body.clerks[0], Role.COMPANY_SECRETARY),
        (body.scrutineer, Role.ELECTION_CLERK), (body.secretary, Role.ELECTION_CLERK),
    )  # fmt: skip
    for one, role in pairs:
        with pytest.raises(InvitationRefused, match="one checks the other"):
            invite(email=one.email, role=role, organisation=body.organisation.code, valid_from=LONG_AGO)  # fmt: skip
    invite(email=body.clerks[0].email, role=Role.SCRUTINEER, organisation=other.organisation.code,
           valid_from=LONG_AGO)  # fmt: skip


def test_whoever_was_made_clerk_beside_another_role_touches_no_paper_vote():
    body, election, codes = open_election()
    vote(codes["1"], 1)
    for one in (body.secretary, body.scrutineer):
        RoleHolding.objects.create(person=one, role=Role.ELECTION_CLERK, valid_from=LONG_AGO,
                                   organisation=body.organisation.code)  # fmt: skip
    nurses = election.contests.get(code="nurses")
    entry = nurses.roll.get(member_number="2")
    for one in (body.secretary, body.scrutineer):
        assert "An envelope came" not in desk(one, election)
        with pytest.raises(NotAllowed, match="cannot deal with paper votes"):
            roll.mark_paper(entry=entry, by=one)
    assert "An envelope came" in desk(body.clerks[0], election)
    roll.mark_paper(entry=entry, by=body.clerks[0])
    trustees.close_poll(election=election, by=body.scrutineer)
    with pytest.raises(NotAllowed, match="cannot deal with paper votes"):
        paper_votes.read_sheet(contest=nurses, by=body.scrutineer, sheet=1, ranking=[1])


def test_a_clerk_who_read_sheets_and_became_scrutineer_does_not_read_the_result_of_that_election():
    body, election, codes = open_election()
    vote(codes["1"], 1)
    nurses = election.contests.get(code="nurses")
    roll.mark_paper(entry=nurses.roll.get(member_number="2"), by=body.clerks[0])
    trustees.close_poll(election=election, by=body.scrutineer)
    for clerk in body.clerks[:2]:
        paper_votes.read_sheet(contest=nurses, by=clerk, sheet=1, ranking=[1])
    trustees.open_with_demonstration_keys(election=election, by=body.scrutineer)
    elections.move("unseal", election=election, by=body.scrutineer)
    body.clerks[0].holdings.filter(role=Role.ELECTION_CLERK).update(role=Role.SCRUTINEER)
    with pytest.raises(GuardsUnmet, match="read its paper sheets as a clerk"):
        counting.count(election=election, by=body.clerks[0])
    counting.count(election=election, by=body.scrutineer)
