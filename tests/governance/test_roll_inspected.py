"""The frozen roll, looked at and objected to by the members on it until the poll opens."""

from __future__ import annotations

import pytest
from django.test import Client

from mutualise.accounts.actions import invite
from mutualise.accounts.rules.roles import Role
from mutualise.governance.actions import counting, objections, roll, trustees, voting
from mutualise.governance.actions.elections import ElectionRefused
from mutualise.governance.actions.roll_amendments import amend_roll
from mutualise.governance.models import (
    Member,
    MemberRegister,
    Membership,
    Objection,
    RollEntry,
    RollMark,
)
from mutualise.governance.queries import stored
from mutualise.governance.queries.archive import archive_of
from mutualise.governance.queries.roll import fixed_hash
from mutualise.governance.rules.ballot_box import verification
from mutualise.governance.rules.ballot_box.archive import unpacked
from mutualise.governance.rules.ballot_box.recount import ENGINES
from mutualise.governance.rules.election_stages import GuardsUnmet
from tests.governance.election_builders import (
    LONG_AGO,
    called,
    counted,
    mutual,
    nominated,
    opened,
    person,
    quick_keys,
    vote,
    with_roll,
)
from tests.programme.builders import signed_in
from tests.rules.governance.ballot_box_archives import changed

pytestmark = pytest.mark.django_db
WRONG = {"send": "yes", "kind": "ENTRY", "about": "Member 2, number 2", "reason": "She has left."}


@pytest.fixture(autouse=True)
def _keys(monkeypatch, settings, tmp_path):
    settings.VAR = tmp_path
    quick_keys(monkeypatch)


@pytest.fixture
def frozen():
    """A mutual, its election with a frozen roll, and the code of each member by number."""
    body = mutual()
    election = called(body)
    nominated(body, election)
    return body, election, with_roll(body, election)


def told(answer) -> str:
    return answer.content.decode()


def test_a_member_looks_at_the_roll_with_their_code_and_marks_nothing(frozen):
    _, election, codes = frozen
    client, address = Client(), f"/elections/{election.reference}/roll/"
    assert "look at the roll" in told(client.get(f"/elections/{election.reference}/"))
    page = told(client.post(address, {"code": codes["13"].lower()}))
    own = RollEntry.objects.get(contest__election=election, member_number="13")
    assert "You are on the roll" in page and own.leaf in page and "24 names" in page
    one = told(client.post(address, {"code": codes["13"], "q": "Member 24"}))
    assert "1 name" in one and "Member 24" in one and "Member 23<" not in one
    by_class = told(client.post(address, {"code": codes["13"], "contest": "nurses"}))
    assert "12 names" in by_class
    assert not RollMark.objects.made().exists() and not client.session.keys()


def test_the_roll_is_closed_to_the_world_and_to_a_code_of_another_election(frozen):
    body, election, codes = frozen
    other = called(body)
    nominated(body, other)
    elsewhere = with_roll(body, other)
    address = f"/elections/{election.reference}/roll/"
    for given in ({}, {"code": ""}, {"code": "0000-0000-0000-0000"}, {"code": elsewhere["1"]}):
        answer = Client().post(address, given)
        assert answer.status_code == 422 and "Member 1" not in told(answer)
    assert "Member 1" not in told(Client().get(address))
    stranger = person(Role.COMPANY_SECRETARY, "another-body")
    assert "Member 1" not in told(signed_in(stranger).get(address))
    newer = roll.issue_again(
        entry=RollEntry.objects.get(contest__election=election, member_number="1"),
        by=body.secretary,
    )
    assert Client().post(address, {"code": codes["1"]}).status_code == 422
    assert Client().post(address, {"code": newer.code}).status_code == 200
    assert "Member 1" in told(signed_in(body.scrutineer).get(address))


def test_a_member_left_off_the_roll_signs_in_and_objects(frozen):
    body, election, _ = frozen
    register = MemberRegister.objects.get(organisation=body.organisation)
    late = Member.objects.create(register=register, number=99)
    late.particulars.create(name="Member 99", valid_from=LONG_AGO, email="late@example.org")
    Membership.objects.create(
        register=register, member=late, employee=True, valid_from=LONG_AGO,
        constituency=register.constituencies.get(code="nurses"),
    )  # fmt: skip
    client = signed_in(
        invite(email="Late@example.org", role=Role.REPRESENTATIVE,
               organisation=body.organisation.code, valid_from=LONG_AGO)
    )  # fmt: skip
    address = f"/elections/{election.reference}/roll/"
    assert "You are member 99 and are not on this roll" in told(client.get(address))
    empty = client.post(f"{address}objection/", {"send": "yes"})
    assert empty.status_code == 422
    given = {"send": "yes", "kind": "OMITTED", "about": "Member 99", "reason": "I joined in May."}
    for _ in range(2):
        assert "Your objection is entered" in told(client.post(f"{address}objection/", given))
    made = Objection.objects.get()
    assert (made.objector, made.kind, made.outcome) == ("99", "OMITTED", "")


def test_the_scrutineer_decides_every_objection_before_the_poll_and_the_report_says_so(frozen):
    body, election, codes = frozen
    address, home = (
        f"/elections/{election.reference}/roll/",
        f"/run-elections/{election.reference}/",
    )
    client = Client()
    client.post(f"{address}objection/", WRONG | {"code": codes["5"]})
    assert Client().post(f"{address}objection/", WRONG).status_code == 422, "no code"
    by_staff = {"kind": "OMITTED", "about": "Member 98", "reason": "Told me by telephone."}
    assert signed_in(body.secretary).post(f"{home}objections/", by_staff).status_code == 302
    with pytest.raises(GuardsUnmet, match="objection"):
        opened(body, election)
    first, second = Objection.objects.order_by("pk")
    decision = {"outcome": "REFUSED", "reason": "The register has no such leaving."}
    at_desk = signed_in(body.scrutineer)
    assert (
        signed_in(body.secretary).post(f"{home}objections/{first.pk}/", decision).status_code == 403
    )
    assert at_desk.post(f"{home}objections/{first.pk}/", {"outcome": "REFUSED"}).status_code == 422
    assert at_desk.post(f"{home}objections/{first.pk}/", decision).status_code == 302
    again = at_desk.post(f"{home}objections/{first.pk}/", decision | {"outcome": "ACCEPTED"})
    assert "decided already" in told(again)
    accepted = {"outcome": "ACCEPTED", "reason": "Admitted after the cut-off in error."}
    at_desk.post(f"{home}objections/{second.pk}/", accepted)
    mine = told(client.post(address, {"code": codes["5"]}))
    assert "Refused:" in mine and "no such leaving" in mine and "telephone" not in mine
    trustees.open_poll(election=election, by=body.scrutineer)
    assert client.post(address, {"code": codes["5"]}).status_code == 404
    vote(codes["1"], 1)
    vote(codes["13"], 1)
    counted(body, election)
    counting.sign(election=election, by=body.scrutineer)
    counting.declare(election=election, by=body.scrutineer)
    report = told(Client().get(f"/elections/{election.reference}/report/"))
    assert "An entry on the roll is wrong. Refused: The register has no such leaving." in report
    assert "Somebody is missing from the roll. Accepted: Admitted after" in report
    assert "telephone" not in report and "Member 98" not in report


def joined_late(body, number: int, name: str):
    """A member whom the secretary admits after the freeze, with effect from long ago."""
    register = MemberRegister.objects.get(organisation=body.organisation)
    late = Member.objects.create(register=register, number=number)
    late.particulars.create(name=name, valid_from=LONG_AGO, email="")
    Membership.objects.create(
        register=register, member=late, employee=True, valid_from=LONG_AGO,
        constituency=register.constituencies.get(code="nurses"),
    )  # fmt: skip


def accepted(body, election, kind="OMITTED"):
    made = objections.enter_objection(
        election=election, by=body.secretary, kind=kind, about="One member", reason="As told."
    )
    objections.decide_objection(
        objection=made, by=body.scrutineer, outcome="ACCEPTED", reason="The register had it late."
    )
    return made


def test_an_accepted_objection_puts_the_roll_right_before_the_poll_and_everything_agrees(frozen):
    body, election, codes = frozen
    nurses = election.contests.get(code="nurses")
    frozen_hash, salts = fixed_hash(nurses), dict(nurses.roll.values_list("pk", "salt"))
    made = accepted(body, election)
    desk = signed_in(body.scrutineer)
    address = f"/run-elections/{election.reference}/objections/{made.pk}/roll/"
    assert "corrects the register first" in told(desk.post(address, {"number": "98"}))
    joined_late(body, 98, "Member 98")
    joined_late(body, 97, "Member 97")
    assert signed_in(body.secretary).post(address, {"number": "98"}).status_code == 403
    assert desk.post(address, {"number": "98"}).status_code == 302
    assert "already" in told(desk.post(address, {"number": "97"})), "one objection, one change"
    off = accepted(body, election, "ENTRY")
    register = MemberRegister.objects.get(organisation=body.organisation)
    membership = Membership.objects.get(member__register=register, member__number=1)
    Membership.objects.create(
        register=register, member=membership.member, employee=True, valid_from=LONG_AGO,
        constituency=register.constituencies.get(code="others"), replaces=membership,
        change="CORRECTION", reason="She never was a nurse.",
    )  # fmt: skip
    first, second = amend_roll(objection=off, number="1", by=body.scrutineer)
    assert (first.removed.member_number, second.added.member_number) == ("1", "1")
    assert nurses.roll.in_force().count() == 12 and fixed_hash(nurses) != frozen_hash
    assert dict(nurses.roll.filter(pk__in=salts).values_list("pk", "salt")) == salts
    assert (
        Client().post(f"/elections/{election.reference}/roll/", {"code": codes["1"]}).status_code
        == 422
    )
    with pytest.raises(voting.VoteRefused):
        vote(codes["1"], 1)
    codes |= {each.number: each.code for each in roll.issue_codes(
        election=election, by=body.secretary, channel="LETTER")}  # fmt: skip
    assert {"98", "1"} <= set(codes)
    opened(body, election)
    with pytest.raises(ElectionRefused, match="until the poll opens"):
        amend_roll(objection=made, number="97", by=body.scrutineer)
    assert made.amendments.count() == 1
    vote(codes["98"], 1)
    vote(codes["1"], 1)
    counted(body, election)
    counting.sign(election=election, by=body.scrutineer)
    counting.declare(election=election, by=body.scrutineer)
    report = told(Client().get(f"/elections/{election.reference}/report/"))
    assert "one member was added" in report and "one member was taken off" in report
    assert frozen_hash in report and "Member 98" not in report
    public = told(Client().get(f"/elections/{election.reference}/"))
    assert "The register had it late." in public and fixed_hash(nurses) in public
    files = unpacked(archive_of(election))
    checks = verification.verify(files, engines=ENGINES)
    assert verification.holds(checks)
    assert any("put right 2 times" in each.words for each in checks)
    assert stored.faults_of(election) == []

    def forged(content):
        content["earlier"][0]["sha256"] = "0" * 64

    wrong = verification.verify(changed(files, "nurses/roll.json", forged), engines=ENGINES)
    assert "hash of version 1" in next(each for each in wrong if each.name == "roll").faults[0]
