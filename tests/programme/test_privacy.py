"""What is held on a person can be taken away and erased; what was counted stays."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from typer.testing import CliRunner

from mutualise.accounts.actions import ErasureRefused
from mutualise.accounts.models import Person
from mutualise.accounts.permissions import NotAllowed
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.actions import application, letters
from mutualise.programme.actions.people import ask_to_lead
from mutualise.programme.actions.privacy import erase, erase_what_is_past
from mutualise.programme.models import (
    Answer,
    Assignment,
    CaseMember,
    Diagnostic,
    Letter,
    Recusal,
)
from mutualise.programme.queries.cases import state_of
from mutualise.programme.queries.privacy import held, past_keeping
from mutualise.programme.rules.states import State
from mutualise.web.cli.commands import app
from tests.programme.builders import award_of, case_at, holder, signed_in, stranger
from tests.programme.test_recusal_crawler import everything

pytestmark = pytest.mark.django_db
NAME, ADDRESS = "Zebulon Quartermaine", "zq@unlikely-council.test"
FIGURES = ("/support/figures.json", "/support/fund.json", "/awards.json")


@pytest.fixture
def lead():
    return Person.objects.create_user(ADDRESS)


@pytest.fixture
def written(lead):
    """A launched case whose lead wrote answers, messages and letters with their name in them."""
    case = case_at(State.DRAFTING, lead=lead, team=f"Team of {NAME}")
    application.save_answer(case=case, by=lead, question="services", over=0,
                            text=f"Ask {NAME}, {ADDRESS.upper()}.")  # fmt: skip
    application.send_message(case=case, by=lead, text=f"Yours, {NAME.upper()}", to_team=True)
    letters.write("message", to=ADDRESS, case=case, reason=f"To {ADDRESS}", key="one")
    return case


def ended(case, state: State = State.WITHDRAWN) -> None:
    from mutualise.programme.actions.stages import move

    assert state is State.WITHDRAWN
    move("withdraw", case=case, by=case.members.get().person, code="OTHER", words="No time")


def figures(client) -> list[object]:
    found = [client.get(address).json() for address in FIGURES]
    return [{k: v for k, v in each.items() if k in ("rows", "grants")} for each in found]


def test_after_an_erasure_a_crawl_finds_no_trace_and_every_figure_is_as_before(
    client, lead, written
):
    award_of(case_at(State.DELIVERING), 5_000_00)
    ended(written)
    officer, owner = holder(Role.PROGRAMME_OFFICER), holder(Role.FINANCE_OFFICER)
    before = figures(client)
    lines = signed_in(officer).get("/programme.json").json()["rows"]
    values = [("", {"reference": written.reference})]
    told = everything(officer, written, values)
    assert any(ADDRESS in text for text in told.values())
    assert any(NAME in text for text in told.values())

    assert erase(person=lead, by=None, name=NAME) == []
    for person in (officer, owner):
        for address, text in everything(person, written, values).items():
            assert NAME.casefold() not in text.casefold(), address
            assert ADDRESS.casefold() not in text.casefold(), address
    assert figures(client) == before
    after = signed_in(officer).get("/programme.json").json()["rows"]
    assert [row["state"] for row in after] == [row["state"] for row in lines]
    assert not in_any_table(ADDRESS)
    assert not in_any_table(NAME)


def in_any_table(text: str) -> list[str]:
    """Every text column of the whole database that still holds the words."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
            for column in [described[0] for described in cursor.description]:
                cursor.execute(
                    f'SELECT COUNT(*) FROM "{table}" WHERE LOWER(CAST("{column}" AS TEXT)) LIKE %s',
                    [f"%{text.casefold()}%"],
                )
                if cursor.fetchone()[0]:
                    found.append(f"{table}.{column}")
    return found


def test_an_erased_person_cannot_sign_in_and_their_address_is_free(lead, written):
    ended(written)
    client = signed_in(lead)
    assert client.get("/your-data/").status_code == 200
    erase(person=lead, by=None)
    assert client.get("/your-data/").status_code == 302
    assert not Person.objects.filter(email__iexact=ADDRESS).exists()
    with pytest.raises(ErasureRefused, match="already"):
        erase(person=lead, by=None)


def in_team(case, part: str, email: str, **more: object) -> CaseMember:
    person = Person.objects.create_user(email)
    return CaseMember.objects.create(case=case, person=person, part=part, **more)


def test_an_open_case_goes_on_with_a_colleague_when_its_lead_is_erased(lead, written):
    in_team(written, "COLLEAGUE", "invited@unlikely-council.test", joined_at=None)
    first = in_team(written, "COLLEAGUE", "first@unlikely-council.test")
    in_team(written, "COLLEAGUE", "second@unlikely-council.test")
    client, before = signed_in(lead), figures(signed_in(lead))
    page = client.get("/your-data/erase/").text
    assert f"You lead {written.reference}. first@unlikely-council.test leads it after you" in page
    assert client.post("/your-data/erase/", {"name": NAME, "sure": "on"}).status_code == 302
    assert not in_any_table(ADDRESS)
    now = written.members.get(part="LEAD", left_at=None)
    assert (now.person, state_of(written)) == (first.person, State.DRAFTING)
    assert Letter.objects.filter(to=first.person.email, reason="The case was handed over").exists()
    assert signed_in(first.person).get(f"/support/cases/{written.reference}/").status_code == 200
    assert figures(signed_in(first.person)) == before


def test_an_open_case_without_a_colleague_waits_for_a_lead_that_an_officer_asks(lead, written):
    officer = holder(Role.PROGRAMME_OFFICER)
    in_team(written, "SPONSOR", "chief@unlikely-council.test")
    assert (
        "a programme officer asks somebody to lead it"
        in signed_in(lead).get("/your-data/erase/").text
    )
    erase(person=lead, by=None, name=NAME)
    assert not in_any_table(ADDRESS)
    assert state_of(written) is State.DRAFTING
    assert Letter.objects.get(to=officer.email).template == "no_lead"
    client, file = signed_in(officer), f"/programme/cases/{written.reference}/"
    assert "Nobody leads the case" in client.get(file).text
    sponsor = client.post(f"{file}lead/", {"email": "chief@unlikely-council.test"})
    assert "A sponsor cannot lead" in sponsor.text
    assert client.post(f"{file}lead/", {"email": "wrong@unlikely-council.test"}).status_code == 302
    assert client.post(f"{file}lead/", {"email": "new@unlikely-council.test"}).status_code == 302
    new = Person.objects.get(email="new@unlikely-council.test")
    assert "Join the team of" in signed_in(new).get("/support/cases/").text
    for person in (new, Person.objects.get(email="wrong@unlikely-council.test")):
        joined = signed_in(person).post(f"/support/cases/{written.reference}/people/join/")
        assert joined.status_code == (302 if person == new else 404)
    assert written.members.get(part="LEAD", left_at=None).person == new
    assert "Nobody leads the case" not in client.get(file).text
    assert "has a lead" in client.post(f"{file}lead/", {"email": "x@unlikely-council.test"}).text


def test_a_colleague_leads_at_once_when_an_officer_asks_them(lead, written):
    officer = holder(Role.PROGRAMME_OFFICER)
    erase(person=lead, by=None)
    member = in_team(written, "COLLEAGUE", "colleague@unlikely-council.test")
    ask_to_lead(case=written, by=officer, email=member.person.email)
    assert written.members.get(left_at=None).part == "LEAD"
    with pytest.raises(NotAllowed):
        ask_to_lead(case=written, by=member.person, email="x@unlikely-council.test")


def test_an_assessor_finishes_first(lead, written):
    assessor = holder(Role.ASSESSOR)
    Assignment.objects.create(case=case_at(State.ASSESSING), assessor=assessor, due=date(2026, 12, 1), assigned_by=lead)  # fmt: skip
    with pytest.raises(ErasureRefused, match="assessment to do"):
        erase(person=assessor, by=None)


def test_a_register_editor_is_kept_with_the_register(editor):
    with pytest.raises(ErasureRefused, match="register"):
        erase(person=editor, by=None)


def test_what_somebody_calls_themselves_changes_no_text_of_other_peoples_cases(lead, written):
    theirs = case_at(State.DRAFTING, lead=(other := stranger()), team="Annual planning team")
    said = "Ann plans the annual round"
    application.save_answer(case=theirs, by=other, question="services", over=0, text=said)
    application.send_message(case=written, by=lead, text=said, to_team=True)
    ended(written)
    erase(person=lead, by=None, name="Ann")
    theirs.refresh_from_db()
    assert (theirs.team, Answer.objects.get(case=theirs).text) == ("Annual planning team", said)
    assert written.messages.latest("pk").text == "[erased] plans the annual round"


def test_an_invitation_nobody_took_up_lets_no_name_out_of_a_case(lead):
    case = case_at(State.DRAFTING, team="Health team")
    CaseMember.objects.create(case=case, person=lead, part="COLLEAGUE", joined_at=None)
    erase(person=lead, by=None, name="Health")
    case.refresh_from_db()
    assert case.team == "Health team"


def test_an_address_within_a_longer_one_is_another_persons(lead, written):
    said = f"Ask also a.{ADDRESS}, and {ADDRESS}."
    message = application.send_message(case=written, by=lead, text=said, to_team=True)
    other = case_at(State.DRAFTING, lead=(theirs := stranger()))
    kept = application.send_message(case=other, by=theirs, text=f"a.{ADDRESS}", to_team=True)
    assert f"a.{ADDRESS}" not in [row["text"] for row in held(lead).get("programme.mentions", [])]
    ended(written)
    erase(person=lead, by=None)
    message.refresh_from_db()
    kept.refresh_from_db()
    assert message.text == f"Ask also a.{ADDRESS}, and [erased]."
    assert kept.text == f"a.{ADDRESS}"


def test_a_mention_in_the_permanent_record_is_told(lead, written):
    from mutualise.programme.actions.stages import move

    move("withdraw", case=written, by=lead, code="OTHER", words=f"{NAME} has left")
    assert erase(person=lead, by=None, name=NAME) == [
        f"case event {written.events.latest('pk').pk}"
    ]


def test_a_person_reads_takes_away_and_erases_what_is_held(lead, written):
    ended(written)
    client = signed_in(lead)
    assert "Answer" in client.get("/your-data/").content.decode()
    found = client.get("/your-data.json").json()
    assert found["about"]["licence"].startswith("For you alone")
    assert found["accounts.Person"][0]["email"] == ADDRESS
    assert NAME in found["programme.Answer"][0]["text"]
    assert found["programme.Letter"][0]["subject"]
    assert "password" not in json.dumps(found)
    assert client.post("/your-data/erase/", {"name": NAME}).status_code == 422
    assert client.post("/your-data/erase/", {"name": "x", "sure": "on"}).status_code == 422
    assert Person.objects.filter(email=ADDRESS).exists()
    done = client.post("/your-data/erase/", {"name": NAME, "sure": "on"}, follow=True)
    assert "is erased, and you are signed out" in done.content.decode()
    assert not in_any_table(ADDRESS)


def test_a_letter_kept_back_since_its_case_was_closed_is_not_in_the_file_of_its_reader(written):
    officer = holder(Role.PROGRAMME_OFFICER)
    for key in ("kept-back", "sent"):
        letters.write("message", to=officer.email, case=written, reason="A message", key=key)
    Letter.objects.filter(key="sent").update(sent_at=clock.now())
    Recusal.objects.create(person=officer, case=written, origin="FOUND", ground="BODY", words="Tie")
    letters.send_due()
    assert Letter.objects.get(key="kept-back").sent_at is None
    found = signed_in(officer).get("/your-data.json").json()
    assert [row["sent_at"] is None for row in found["programme.Letter"]] == [False]


def test_nobody_reads_what_is_held_on_another(lead, written, client):
    assert client.get("/your-data.json").status_code == 302
    text = signed_in(holder(Role.PROGRAMME_OFFICER)).get("/your-data.json").content.decode()
    assert ADDRESS not in text


def test_the_command_exports_and_erases_and_says_no(lead, written):
    run = CliRunner().invoke
    assert json.loads(run(app, ["person", ADDRESS, "--export"]).stdout)["programme.Answer"]
    for wrong in ([ADDRESS], [ADDRESS, "--export", "--erase"], ["nobody@example.org", "--export"],
                  [ADDRESS, "--erase", "--name", "Z"]):  # fmt: skip
        assert run(app, ["person", *wrong]).exit_code == 2, wrong
    told = run(app, ["person", ADDRESS, "--erase", "--name", NAME])
    assert told.exit_code == 0
    assert f"They led {written.reference}: it has no lead now" in told.stdout
    assert not in_any_table(ADDRESS)


@pytest.mark.parametrize(("awarded", "years"), [(False, 2), (True, 7)])
def test_people_are_kept_as_long_as_their_case_needs_them(awarded, years):
    with clock.at(datetime(2024, 6, 3, 12, tzinfo=UTC)):
        case = case_at(State.LAUNCHED if awarded else State.DECLINED)
        if awarded:
            award_of(case, 100_00)
        open_case = case_at()
        Diagnostic.objects.create(token_sha256="a" * 64)
    person = CaseMember.objects.get(case=case).person
    ends = date(2025 + years, 4, 1) if awarded else date(2024 + years, 6, 3)
    assert past_keeping(ends - timedelta(days=1)) == []
    assert past_keeping(ends) == [person]
    with clock.at(datetime(ends.year, ends.month, ends.day, 12, tzinfo=UTC)):
        assert erase_what_is_past(ends) == 1
        assert erase_what_is_past(ends) == 0
    assert not Diagnostic.objects.exists()
    assert CaseMember.objects.get(case=open_case).person.is_active


def test_a_role_that_ended_keeps_nobody_longer_than_their_case():
    with clock.at(datetime(2024, 6, 3, 12, tzinfo=UTC)):
        people = [CaseMember.objects.get(case=case_at(State.DECLINED)).person for _ in range(3)]
    past, still, editor = people
    for person, role, until in (
        (past, Role.REPRESENTATIVE, date(2025, 1, 1)), (still, Role.REPRESENTATIVE, None),
        (editor, Role.REGISTER_EDITOR, date(2025, 1, 1)),
    ):  # fmt: skip
        person.holdings.create(role=role.value, organisation="a-mutual", valid_from=date(2024, 1, 1),
                               valid_until=until)  # fmt: skip
    assert past_keeping(date(2026, 6, 3)) == [past]


def test_a_request_to_assess_that_lapsed_with_its_case_holds_up_no_erasure(lead):
    assessor, case = holder(Role.ASSESSOR), case_at(State.ASSESSING, lead=lead)
    Assignment.objects.create(case=case, assessor=assessor, due=date(2026, 12, 1), assigned_by=lead)
    with pytest.raises(ErasureRefused, match="assessment to do"):
        erase(person=assessor, by=None)
    ended(case)
    erase(person=assessor, by=None)
    assessor.refresh_from_db()
    assert not assessor.is_active


def test_the_page_names_what_is_held_in_plain_words():
    lead = stranger()
    case_at(State.DRAFTING, lead=lead)
    page = signed_in(lead).get("/your-data/").content.decode()
    assert "Steps you took in a case" in page
    assert "CaseEvent" not in page
