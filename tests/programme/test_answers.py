"""Answers saved while they are written: what the page's script is told, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from mutualise.chronicle import clock
from mutualise.programme.actions.application import Wrong, record_objective
from mutualise.programme.models import Answer, CaseEvent, CaseMember, Objective
from mutualise.programme.queries.application import at_rest, versions
from mutualise.programme.rules.states import State
from tests.programme.builders import case_at, signed_in, stranger

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return stranger()


@pytest.fixture
def case(lead):
    return case_at(State.DRAFTING, lead=lead)


def save(person, case, text: str, over: object = 0, question: str = "services"):
    address = f"/support/cases/{case.reference}/answers/{question}/"
    client = signed_in(person) if person else Client()
    return client.post(
        address, {"text": text, "over": over}, headers={"Accept": "application/json"}
    )


def colleague_of(case):
    person = stranger()
    CaseMember.objects.create(case=case, person=person, part="COLLEAGUE")
    return person


def test_a_draft_saved_while_it_is_written_is_a_version_and_says_when(lead, case):
    with clock.at(clock.now().replace(year=2026, month=1, day=5, hour=14, minute=5)):
        first = save(lead, case, "Nursing in two towns")
    assert (first.status_code, first.json()) == (200, {"over": 1, "at": "14:05"})
    assert save(lead, case, "Nursing in three towns", over=1).json()["over"] == 2
    assert [row.text for row in versions(case, "services")] == [
        "Nursing in three towns", "Nursing in two towns",
    ]  # fmt: skip


def test_the_same_text_again_makes_no_version_and_gives_the_number_that_stands(lead, case):
    save(lead, case, "Nursing")
    assert save(lead, case, "Nursing ", over=1).json()["over"] == 1
    assert Answer.objects.filter(case=case).count() == 1


def test_a_stale_page_is_told_whose_text_stands_and_writes_over_nothing(lead, case):
    other = colleague_of(case)
    save(lead, case, "The lead's words")
    late = save(other, case, "The colleague's words")
    assert late.status_code == 409
    told = late.json()
    assert (told["over"], told["by"], told["text"]) == (1, str(lead), "The lead's words")
    assert [row.text for row in versions(case, "services")] == ["The lead's words"]
    assert save(other, case, "Both our words", over=told["over"]).json()["over"] == 2


def test_somebody_with_two_pages_open_is_told_it_was_they(lead, case):
    save(lead, case, "First page")
    assert save(lead, case, "Second page").json()["by"] == "You, on another page,"


@pytest.mark.parametrize(
    ("text", "over", "said"),
    [  # A message is looked for where the words are the product's own.
        ("word " * 251, 0, "Your answer has 251 words. Use 250 or fewer."),
        ("x" * 20_001, 0, "20000 characters or fewer"),
        ("Words", "", None),
        ("Words", "-1", None),
        ("Words", "a page", None),
        ("Words", 7, "Open the question again."),
        ("Words\x00", 0, None),
    ],
)
def test_what_cannot_be_saved_is_said_and_changes_nothing(lead, case, text, over, said):
    answer = save(lead, case, text, over)
    assert answer.status_code == 422
    assert (said or " ") in answer.json()["message"]
    assert not Answer.objects.filter(case=case).exists()


def test_nothing_is_saved_once_the_application_is_submitted(lead):
    case = case_at(State.SUBMITTED, lead=lead)
    answer = save(lead, case, "Too late")
    assert answer.status_code == 422
    assert "between the invitation and its submission" in answer.json()["message"]
    assert not Answer.objects.filter(case=case).exists()


def test_somebody_elses_case_and_an_unknown_question_are_no_page(lead, case):
    outsider = stranger()
    case_at(State.DRAFTING, lead=outsider)
    assert save(outsider, case, "Theirs").status_code == 404
    assert save(None, case, "Nobody's").status_code == 302
    assert save(lead, case, "Words", question="nonsense").status_code == 404
    assert not Answer.objects.filter(case=case).exists()


def test_versions_fold_what_one_person_saved_while_writing_on(lead, case):
    other, start = colleague_of(case), clock.now()
    for number, (who, minutes) in enumerate(
        [(lead, 0), (lead, 3), (lead, 9), (other, 10), (lead, 11), (lead, 40)]
    ):
        with clock.at(start + timedelta(minutes=minutes)):
            save(who, case, f"Text {number}", over=number)
    kept = [row.number for row in at_rest(versions(case, "services"))]
    assert kept == [6, 5, 4, 3]
    address = f"/support/cases/{case.reference}/answers/services/versions/"
    page = signed_in(lead).get(address).content.decode()
    assert "Show all 6 versions" in page
    assert "Text 1" not in page
    assert "Text 1" in signed_in(lead).get(address + "?every=yes").content.decode()


def test_the_team_reads_what_the_programme_said_but_not_what_moderators_and_checkers_said():
    lead = stranger()
    case = case_at(State.CHECKING, lead=lead)
    CaseEvent.objects.create(
        case=case, number=98, name="pass_check", source="CHECKING", target="DECIDING",
        words="Between ourselves", by=lead,
    )  # fmt: skip
    address = f"/support/cases/{case.reference}/"
    for page in (address, f"/support/cases/{case.reference}.json"):
        assert "Between ourselves" not in signed_in(lead).get(page).content.decode()
    CaseEvent.objects.create(
        case=case, number=99, name="refuse", source="DECIDING", target="REFUSED", code="OTHER",
        words="Say more of pensions", by=lead,
    )  # fmt: skip
    page = signed_in(lead).get(address).content.decode()
    assert page.index("What the programme said") < page.index("Say more of pensions")
    closed = signed_in(lead).get(f"{address}answers/services/", follow=True)
    assert "not open for writing now" in closed.content.decode()
    future = Objective(
        text="T", unit="days", start_value=9, start_on=date(2999, 1, 1), target_value=7,
        target_on=date(2999, 2, 1),
    )  # fmt: skip
    with pytest.raises(Wrong, match="must not be in the future"):
        record_objective(case=case_at(State.DRAFTING, lead=lead), by=lead, row=future)
