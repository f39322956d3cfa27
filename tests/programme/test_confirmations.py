"""What a launched mutual says of its support, months later."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from mutualise.programme.actions.confirmations import ask
from mutualise.programme.actions.privacy import erase
from mutualise.programme.models import Confirmation, Letter, Objective
from mutualise.programme.queries.confirmations import Due, counted_achievements
from mutualise.programme.rules.states import State
from tests.filled import filled
from tests.programme.builders import case_at, give_objectives_and_baseline, signed_in, stranger

pytestmark = pytest.mark.django_db


def test_the_question_can_be_answered_after_the_lead_it_was_sent_to_was_erased(client):
    lead = stranger()
    case = case_at(State.LAUNCHED, lead=lead)
    ask(Due(case, 6))
    link = re.search(r"/support/confirm/\S+/", Letter.objects.get(case=case).body)[0]
    erase(person=lead, by=None)
    sent = filled(client.get(link)) | {"confirmed": "yes", "counterfactual": "LATER"}
    assert client.post(link, sent).status_code == 302
    answered = Confirmation.objects.get(case=case)
    assert answered.confirmed
    assert answered.answered_by == lead
    assert "person-" not in answered.answered_by.email


def asked_of(case, months: int = 6) -> str:
    ask(Due(case, months))
    body = Letter.objects.filter(case=case).order_by("-pk").first().body
    return re.search(r"/support/confirm/\S+/", body)[0]


def test_a_mutual_gives_the_value_it_reached_and_only_what_it_confirms_is_counted(client):
    end = timezone.now() + timedelta(days=1)
    case = case_at(State.LAUNCHED, lead=stranger())
    give_objectives_and_baseline(case)
    goal = Objective.objects.get(case=case)
    link = asked_of(case)
    sent = filled(client.get(link)) | {"confirmed": "yes", "counterfactual": "LATER"}
    sent |= {f"value-{goal.pk}": "6.5", f"helped-{goal.pk}": "yes"}
    half = client.post(link, sent)
    assert half.status_code == 422
    assert "Give the value, the day and your answer, or none" in half.content.decode()
    early = {f"on-{goal.pk}-day": "1", f"on-{goal.pk}-month": "1", f"on-{goal.pk}-year": "2020"}
    refused = client.post(link, sent | early)
    assert refused.status_code == 422
    assert "The day must be between" in refused.content.decode()
    assert counted_achievements(end, demonstration=False) == (0, 0)
    assert client.post(link, sent | early | {f"on-{goal.pk}-year": "2026", f"on-{goal.pk}-month": "10"}).status_code == 302  # fmt: skip
    assert counted_achievements(end, demonstration=False) == (1, 1)
    assert "6.5 days an employee a year on 1 October 2026" in client.get(link).content.decode()
    # Twelve months on it disputes: its last word counts.
    again = asked_of(case, 12)
    later = filled(client.get(again)) | {"confirmed": "yes", "counterfactual": "ANYWAY"}
    later |= {f"value-{goal.pk}": "8", f"helped-{goal.pk}": "no", f"on-{goal.pk}-day": "2",
              f"on-{goal.pk}-month": "11", f"on-{goal.pk}-year": "2026"}  # fmt: skip
    assert client.post(again, later).status_code == 302
    assert counted_achievements(end, demonstration=False) == (0, 0)
    page = signed_in(case.members.get().person).get(f"/support/cases/{case.reference}/")
    assert "6.5 days an employee a year" in page.content.decode()


def test_a_value_in_a_disputed_answer_is_not_counted(client):
    case = case_at(State.LAUNCHED, lead=stranger())
    give_objectives_and_baseline(case)
    goal, link = Objective.objects.get(case=case), asked_of(case)
    sent = filled(client.get(link)) | {
        "confirmed": "no",
        "counterfactual": "LATER",
        "words": "Wrong",
    }
    sent |= {f"value-{goal.pk}": "6", f"helped-{goal.pk}": "yes", f"on-{goal.pk}-day": "2",
             f"on-{goal.pk}-month": "11", f"on-{goal.pk}-year": "2026"}  # fmt: skip
    assert client.post(link, sent).status_code == 302
    end = timezone.now() + timedelta(days=1)
    assert counted_achievements(end, demonstration=False) == (0, 0)


def test_an_officer_does_not_read_the_link_by_which_the_mutual_answers(client):
    from mutualise.accounts.rules.roles import Role
    from tests.programme.builders import holder

    link = asked_of(case_at(State.LAUNCHED, lead=stranger()))
    officer, letter = signed_in(holder(Role.PROGRAMME_OFFICER)), Letter.objects.get()
    page = officer.get(f"/programme/letters/{letter.pk}/").content.decode()
    assert "the link is for the addressee alone" in page
    assert link not in page
    assert link in letter.body


def test_an_outcome_confirmed_at_first_counts_no_more_once_the_last_answer_disputes_it(client):
    """Also where that answer says nothing of the objective itself."""
    case = case_at(State.LAUNCHED, lead=stranger())
    give_objectives_and_baseline(case)
    goal, link, end = Objective.objects.get(case=case), asked_of(case), timezone.now() + timedelta(days=1)  # fmt: skip
    first = filled(client.get(link)) | {
        "confirmed": "yes", "counterfactual": "NOT_AT_ALL", f"value-{goal.pk}": "6", f"helped-{goal.pk}": "yes",
        f"on-{goal.pk}-day": "2", f"on-{goal.pk}-month": "11", f"on-{goal.pk}-year": "2026",
    }  # fmt: skip
    assert client.post(link, first).status_code == 302
    assert counted_achievements(end, demonstration=False) == (1, 1)
    link = asked_of(case, 12)
    last = {"confirmed": "no", "counterfactual": "ANYWAY", "words": "It would have come anyway"}
    assert client.post(link, filled(client.get(link)) | last).status_code == 302
    assert counted_achievements(end, demonstration=False) == (0, 0)
    page = signed_in(case.members.get().person).get(f"/support/cases/{case.reference}/").text
    assert (
        "Not counted" in page and ">Confirmed<" not in page.partition("What was reached after")[2]
    )


def test_the_public_reads_what_mutuals_say_would_have_happened_without_the_support(client):
    first, second = case_at(State.LAUNCHED), case_at(State.LAUNCHED)
    for case, chosen, months in ((first, "LATER", 6), (first, "ANYWAY", 12), (second, "ANYWAY", 6)):
        link = asked_of(case, months)
        sent = filled(client.get(link)) | {"confirmed": "yes", "counterfactual": chosen}
        assert client.post(link, sent).status_code == 302
    rows = client.get("/support/figures.json").json()["rows"]
    said = {row["item"]: row["number"] for row in rows if row["section"] == "without the support"}
    assert said["It would have happened anyway"] == 2 and said["It would have happened later"] == 0
    page = client.get("/support/figures/").text.partition("without the support, as each")[2]
    assert "It would have happened anyway" in page and "happened later" not in page
