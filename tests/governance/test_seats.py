"""From a declared result to seats on the board, to evidence in the register, to a verdict."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from mutualise.accounts.actions import invite
from mutualise.accounts.permissions import NotAllowed
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.evidence.models import Source
from mutualise.governance.actions import counting, directors, elections, members, ratios, seats
from mutualise.governance.models import Constitution, DirectorTerm, Membership
from mutualise.governance.queries.members import register_of
from mutualise.governance.rules.directors import Chosen
from mutualise.governance.rules.membership import Ended
from mutualise.governance.rules.seats import After, TermUnfit
from mutualise.register.actions import record_verdict
from mutualise.register.actions.launch import Launch, record_launch
from mutualise.register.queries.definitions import definitions
from mutualise.register.queries.facts import facts_of
from mutualise.register.rules.assessment import assess
from mutualise.register.rules.facts import Answer
from tests.governance.election_builders import (
    LONG_AGO,
    called,
    counted,
    mutual,
    opened,
    quick_keys,
    stand,
    vote,
    with_roll,
)
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _keys(monkeypatch, settings, tmp_path):
    settings.VAR = tmp_path
    quick_keys(monkeypatch)


def launched(code: str):
    """A body the programme launched years ago, so that a change of control is a change."""
    officer = invite(email="officer@example.org", role=Role.PROGRAMME_OFFICER, valid_from=LONG_AGO)
    return record_launch(
        by=officer,
        launch=Launch(
            code=code, name="A staff mutual", legal_form="CIC limited by guarantee",
            sector="community health", region="london", nation="england", parent_body="A trust",
            launched_on=dt.date(2015, 4, 1), supported_from=None, scheme="", identifier="",
            case="C-1", url="", demonstration=False,
        ),
    )  # fmt: skip


def body(**more):
    """A mutual in the public register whose directors a partner named, as published a year ago.

    Votes go by share and nobody holds one, so that the seats alone decide.
    """
    made = mutual(body=launched("staff-mutual"), **more)
    register = register_of("staff-mutual")
    Constitution.objects.create(
        register=register, form="CIC_GUARANTEE", votes="SHARE", valid_from=LONG_AGO
    )
    a_year_ago = clock.today() - dt.timedelta(days=365)
    for number in (1, 2):
        directors.begin_term(by=made.secretary, register=register, name=f"Founder {number}",
                             chosen=Chosen.PARTNER, on=a_year_ago)  # fmt: skip
    ratios.publish_ratios(by=made.secretary, organisation="staff-mutual", on=a_year_ago)
    return made


BALLOTS = (("13", (1, 3)), ("14", (1,)), ("15", (3, 1)), ("16", (3,)), ("17", (2, 1)))


def declared(made, stood=(14, 15, 16), ballots=BALLOTS, **more):
    """An election by which members 1, 14 and 16 are chosen, declared."""
    election = called(made, demonstration=True, **more)
    for contest in election.contests.order_by("code"):
        for number in (1, 2) if contest.code == "nurses" else stood:
            stand(made, contest, number, in_category=number == 16)
    elections.move("close_nominations", election=election, by=made.secretary)
    codes = with_roll(made, election)
    opened(made, election)
    for number in ("1", "2", "3"):
        vote(codes[number], 1)
    for number, ranking in ballots:
        vote(codes[number], *ranking)
    counted(made, election)
    counting.sign(election=election, by=made.scrutineer)
    counting.declare(election=election, by=made.scrutineer)
    return election


def verdict(code: str):
    return assess(definitions()[code], facts_of("staff-mutual"), clock.today())


def entered(made, election):
    return seats.enter_elected(election=election, by=made.secretary)


def test_the_elected_become_directors_with_the_election_as_what_chose_them():
    made = body()
    ends = clock.today() + dt.timedelta(days=1000)
    election = declared(made, after=After(None, ends, "COUNTBACK"))
    terms = entered(made, election)
    assert [each.director.member.number for each in terms] == [1, 14, 16]
    assert {each.chosen for each in terms} == {"EMPLOYEES"}
    assert {each.constituency.code for each in terms} == {"nurses", "others"}
    assert {each.term_ends_on for each in terms} == {ends}
    assert {each.valid_from for each in terms} == {clock.today()}
    assert all(election.reference in each.by_what for each in terms)


def test_nobody_is_entered_twice():
    made = body()
    election = declared(made)
    entered(made, election)
    with pytest.raises(elections.ElectionRefused, match="entered already"):
        entered(made, election)
    assert DirectorTerm.objects.filter(chosen="EMPLOYEES").count() == 3


def test_before_the_declaration_nobody_is_entered_and_only_the_secretary_enters():
    made = body()
    election = called(made)
    with pytest.raises(elections.ElectionRefused, match="once the result is declared"):
        entered(made, election)
    with pytest.raises(NotAllowed):
        seats.enter_elected(election=election, by=made.scrutineer)


def test_a_term_that_has_not_begun_is_not_entered():
    made = body()
    later = clock.today() + dt.timedelta(days=30)
    election = declared(made, after=After(later))
    with pytest.raises(elections.ElectionRefused, match="The term begins on"):
        entered(made, election)
    noon = dt.datetime.combine(later, dt.time(12), dt.UTC)
    with clock.at(noon):
        assert {each.valid_from for each in entered(made, election)} == {later}


def test_whoever_left_or_sits_already_is_named_and_left_out_until_it_is_mended():
    made = body()
    register = register_of("staff-mutual")
    election = declared(made)
    found = {each.number: each for each in register.members.all()}
    members.cease(by=made.secretary, member=found[14], on=clock.today(), ended=Ended.RESIGNED)
    sitting = directors.begin_term(
        by=made.secretary, register=register, name="Member 16", member=found[16],
        chosen=Chosen.BOARD, on=clock.today() - dt.timedelta(days=9),
    )  # fmt: skip
    page = secretarys(made).get(f"/run-elections/{election.reference}/seats/").content.decode()
    assert "They are not a member on" in page
    assert "They are a director already" in page
    assert [each.director.member.number for each in entered(made, election)] == [1]
    directors.end_term(by=made.secretary, term=sitting, on=clock.today(), reason="Elected now")
    assert [each.director.member.number for each in entered(made, election)] == [16]
    assert Membership.objects.known_at(None).filter(member=found[14]).get().ended == "RESIGNED"


def test_the_seats_reach_the_register_with_the_declared_report_as_their_source():
    made = body()
    election = declared(made)
    entered(made, election)
    stakes = {
        (each.instrument, each.holder): each
        for each in facts_of("staff-mutual").holdings
        if each.on == clock.today()
    }
    employees = stakes["board-seats", "employees"]
    assert str(employees.share) == "60.000"
    source = Source.objects.get(code=employees.source)
    assert source.url.endswith(f"/elections/{election.reference}/report/")
    assert source.sha256 == election.report.sha256
    assert {each.kind: each.source for each in facts_of("staff-mutual").control} == {
        "staff-directors": source.code
    }
    assert set(stakes) == {("board-seats", "employees"), ("board-seats", "partner")}


def test_a_change_of_seats_reopens_the_verdict_until_an_editor_decides(editor, client):
    made = body()
    assert verdict("PA-33").outcome is Answer.DOES_NOT_MEET
    assert verdict("PA-33").reopened is None
    election = declared(made)
    assert verdict("DCMS-2019").reopened is None, "a declaration alone changes no seat"
    entered(made, election)
    for code in ("PA-33", "DCMS-2019"):
        assert verdict(code).reopened.on == clock.today()
        assert verdict(code).outcome is Answer.UNCLEAR
    page = client.get("/register/staff-mutual/").content.decode()
    assert "reopened the verdict on this body" in page
    assert "employees 60%, partner 40%" in page
    source = Source.objects.get(kind="election report")
    record_verdict(by=editor, organisation=made.organisation, definition="PA-33",
                   outcome=Answer.MEETS, decided_for=clock.today(), source=source,
                   reasons="Employees choose three of five directors.")  # fmt: skip
    assert verdict("PA-33").outcome is Answer.MEETS
    assert verdict("PA-33").reopened is None
    assert verdict("DCMS-2019").reopened is not None, "each definition is decided on its own"


def test_the_limb_on_control_changes_when_it_is_read_again():
    made = body()
    limb = {each.limb.code: each for each in verdict("PA-33").limbs}["PA-33/c"]
    assert limb.answer is Answer.DOES_NOT_MEET
    election = unopposed(made)
    entered(made, election)
    limb = {each.limb.code: each for each in verdict("PA-33").limbs}["PA-33/c"]
    assert limb.answer is Answer.MEETS
    assert any("Employees hold 60%" in reason for reason in limb.reasons)


def unopposed(made):
    """An election with as many candidates as places, declared without a poll."""
    from mutualise.governance.rules.nominations import Seats
    from mutualise.governance.rules.notice import ContestNotice

    three = (ContestNotice("nurses", "Nurses’ directors", "nurses", Seats(3)),)
    election = called(made, contests=three)
    for number in (1, 2, 3):
        stand(made, election.contests.get(), number)
    elections.move("close_nominations", election=election, by=made.secretary)
    elections.move("declare_uncontested", election=election, by=made.scrutineer)
    return election


def test_a_later_day_that_was_published_without_them_is_published_again():
    made = body()
    election = declared(made)
    with clock.at(clock.now() + dt.timedelta(days=1)):
        directors.begin_term(by=made.secretary, register=register_of("staff-mutual"), name="New",
                             chosen=Chosen.BOARD, on=clock.today())  # fmt: skip
        ratios.publish_ratios(by=made.secretary, organisation="staff-mutual", on=clock.today())
        entered(made, election)
    seats_on = sorted(
        (each.on, str(each.share))
        for each in facts_of("staff-mutual").holdings
        if each.instrument == "board-seats" and each.holder == "employees"
    )
    assert [share for _, share in seats_on[-2:]] == ["60.000", "50.000"]


def test_a_term_in_the_notice_must_be_possible():
    made = body()
    for after in (After(clock.today() - dt.timedelta(days=1)), After(None, clock.today())):
        with pytest.raises(TermUnfit):
            called(made, after=after)


def secretarys(made):
    client = Client()
    sign_in(client, made.secretary)
    return client


def test_the_page_previews_the_board_asks_for_the_check_and_enters_once():
    made = body()
    election = declared(made)
    client, address = secretarys(made), f"/run-elections/{election.reference}/seats/"
    text = client.get(address).content.decode()
    assert "<strong>0 of 2 seats</strong>" in text
    assert "<strong>3 of 5 seats</strong>" in text
    assert client.post(address, {}).status_code == 422
    assert DirectorTerm.objects.filter(chosen="EMPLOYEES").count() == 0
    assert client.post(address, {"checked": "on"}).status_code == 302
    assert client.post(address, {"checked": "on"}).status_code == 422
    assert DirectorTerm.objects.filter(chosen="EMPLOYEES").count() == 3
    public = client.get(f"/elections/{election.reference}/").content.decode()
    assert "Member 16 took office on" in public
    other = invite(email="other@example.org", role=Role.COMPANY_SECRETARY, organisation="mycsp",
                   valid_from=LONG_AGO)  # fmt: skip
    stranger = Client()
    sign_in(stranger, other)
    assert stranger.get(address).status_code == 404
