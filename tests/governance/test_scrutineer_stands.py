"""A candidate is no scrutineer of the election they stand in, and decides on no nomination in it."""

from __future__ import annotations

import datetime as dt

import pytest

from mutualise.accounts.permissions import NotAllowed
from mutualise.accounts.rules.roles import Role
from mutualise.governance.actions import counting, elections, members, nominations, roll, trustees
from mutualise.governance.models import Member, Nomination
from mutualise.governance.rules.election_stages import GuardsUnmet
from tests.governance.election_builders import (
    called,
    mutual,
    nominated,
    opened,
    person,
    quick_keys,
    vote,
    with_roll,
)
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
NEITHER = "neither the company secretary of the organisation nor a candidate"


@pytest.fixture(autouse=True)
def _keys(monkeypatch, settings, tmp_path):
    quick_keys(monkeypatch)
    settings.VAR = tmp_path


def put_up(body, number, email):
    """The address of somebody's account stands beside a member, as it did some time ago."""
    member = Member.objects.get(register__organisation=body.organisation, number=number)
    for address, since in ((email, 2015), ("now@example.org", 2016)):
        members.describe(
            by=body.secretary, member=member, on=dt.date(since, 1, 1), reason="Told us",
            about={"name": f"Member {number}", "email": address},
        )  # fmt: skip


def test_a_scrutineer_who_stands_opens_no_poll_and_names_no_trustee():
    body = mutual()
    put_up(body, 1, body.scrutineer.email.upper())
    election = called(body)
    nominated(body, election)
    roll.freeze(election=election, by=body.secretary)
    with pytest.raises(NotAllowed, match="You stand in this election"):
        trustees.name_demonstration_trustees(election=election, by=body.scrutineer)
    other = person(Role.SCRUTINEER, body.organisation.code)
    trustees.name_demonstration_trustees(election=election, by=other)
    with pytest.raises(GuardsUnmet, match=NEITHER):
        trustees.open_poll(election=election, by=body.scrutineer)
    trustees.open_poll(election=election, by=other)


def test_nor_closes_counts_signs_or_declares_where_another_opened():
    body = mutual()
    candidate = person(Role.SCRUTINEER, body.organisation.code)
    put_up(body, 13, candidate.email)
    election = called(body)
    nominated(body, election)
    codes = with_roll(body, election)
    opened(body, election)
    vote(codes["2"], 1)
    vote(codes["14"], 2, 1)
    with pytest.raises(GuardsUnmet, match=NEITHER):
        trustees.close_poll(election=election, by=candidate)
    trustees.close_poll(election=election, by=body.scrutineer)
    trustees.open_with_demonstration_keys(election=election, by=body.scrutineer)
    with pytest.raises(GuardsUnmet, match=NEITHER):
        elections.move("unseal", election=election, by=candidate)
    elections.move("unseal", election=election, by=body.scrutineer)
    with pytest.raises(GuardsUnmet, match=NEITHER):
        counting.count(election=election, by=candidate)
    counting.count(election=election, by=body.scrutineer)
    with pytest.raises(NotAllowed, match="You stand in this election"):
        counting.sign(election=election, by=candidate)
    counting.sign(election=election, by=body.scrutineer)
    with pytest.raises(GuardsUnmet, match=NEITHER):
        counting.declare(election=election, by=candidate)


def test_a_secretary_who_is_nominated_decides_on_nobody_and_the_scrutineer_does(client):
    body = mutual()
    put_up(body, 1, body.secretary.email)
    election = called(body)
    first = election.contests.get(code="nurses")
    for number in ("2", "1"):
        nominations.nominate(
            contest=first, by=body.secretary, member_number=number, name=f"Member {number}"
        )
    rival, own = Nomination.objects.order_by("number")
    for each in (rival, own):
        with pytest.raises(NotAllowed, match="You are nominated in this election"):
            nominations.decide(nomination=each, by=body.secretary, valid=False, words="No.")
    for nobody in (body.clerks[0], person(Role.COMPANY_SECRETARY, "another")):
        with pytest.raises(NotAllowed, match="Only the company secretary or the scrutineer"):
            nominations.decide(nomination=rival, by=nobody, valid=True)
    desk = f"/run-elections/{election.reference}/"
    page = sign_in(client, body.secretary).get(desk).content.decode()
    assert "You are nominated here" in page
    assert "Decide on the nomination" not in page
    page = sign_in(client, body.scrutineer).get(desk).content.decode()
    assert "Decide on the nomination of Member 2" in page
    at = f"{desk}contests/nurses/nominations/1/"
    assert client.post(at, {"decision": "valid"}).status_code == 302
    nominations.decide(nomination=own, by=body.scrutineer, valid=True)
    with pytest.raises(NotAllowed, match="You are nominated in this election"):
        nominations.withdraw(nomination=rival, by=body.secretary, words="So they say.")
    nominations.withdraw(nomination=own, by=body.scrutineer, words="By letter.")
    nominations.withdraw(nomination=rival, by=body.secretary, words="By letter.")
