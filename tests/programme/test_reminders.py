"""Who is reminded of what: owners of risks, officers of late steps, mutuals of an answer; and what a
team corrects of its objectives."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.actions import delivery, people, reminders
from mutualise.programme.actions.confirmations import ask
from mutualise.programme.models import (
    Baseline,
    CaseMember,
    Letter,
    Message,
    Milestone,
    Objective,
    Recusal,
    Risk,
)
from mutualise.programme.queries.confirmations import Due
from mutualise.programme.rules.states import State
from tests.filled import filled
from tests.programme.builders import (
    case_at,
    give_objectives_and_baseline,
    holder,
    signed_in,
    stranger,
)

pytestmark = pytest.mark.django_db


def letters_of(template: str) -> list[str]:
    return list(
        Letter.objects.filter(template=template).order_by("pk").values_list("to", flat=True)
    )


def test_the_owner_of_a_risk_is_reminded_on_its_day_and_weekly_until_it_is_looked_at():
    lead, owner, today = stranger(), stranger(), clock.today()
    case = case_at(State.DELIVERING, lead=lead)
    risk = Risk.objects.create(
        case=case, title="R", likelihood=1, impact=1, owner=owner, mitigation="M", review_on=today,
        recorded_by=lead,
    )  # fmt: skip
    assert reminders.remind(today - timedelta(days=1)) == 0
    assert reminders.remind(today) == 1
    assert reminders.remind(today + timedelta(days=6)) == 0
    assert reminders.remind(today + timedelta(days=7)) == 1
    given = {"title": "R", "likelihood": 1, "impact": 1, "owner": owner.pk, "mitigation": "M",
             "review_on": today + timedelta(days=90), "reason": "Looked at"}  # fmt: skip
    delivery.change_risk(case=case, by=lead, old=risk, given=given)
    assert reminders.remind(today + timedelta(days=14)) == 0
    assert letters_of("reminder_risk") == [owner.email] * 2
    for letter in Letter.objects.filter(template="reminder_risk"):
        assert letter.body.startswith(f"You own this risk of {case.team}: R.\n")


def test_a_risk_whose_owner_has_left_is_told_to_the_lead_and_given_another_owner():
    lead, owner, today = stranger(), stranger(), clock.today()
    case = case_at(State.DELIVERING, lead=lead)
    there = CaseMember.objects.create(case=case, person=owner, part="COLLEAGUE")
    risk = Risk.objects.create(
        case=case, title="R", likelihood=2, impact=2, owner=owner, mitigation="M", review_on=today,
        recorded_by=lead,
    )  # fmt: skip
    people.remove_member(case=case, by=lead, member=there)
    reminders.remind(today)
    assert letters_of("reminder_risk") == [lead.email]
    letter = Letter.objects.get(template="reminder_risk")
    assert "You own this risk" not in letter.body
    assert "Nobody who may be written to owns this risk" in letter.body
    assert "Give it another owner." in letter.body
    assert letter.reason == "A risk to look at again, which nobody who may be written to owns"
    client, address = signed_in(lead), f"/support/cases/{case.reference}/risks/{risk.pk}/"
    page = client.post(address, filled(client.get(address)) | {"reason": "Looked at"})
    assert "Select who owns it" in page.content.decode()


def test_a_risk_an_officer_owns_stays_theirs_when_the_team_changes_it():
    lead, officer = stranger(), holder(Role.PROGRAMME_OFFICER)
    case = case_at(State.DELIVERING, lead=lead)
    risk = Risk.objects.create(
        case=case, title="R", likelihood=2, impact=2, owner=officer, mitigation="M",
        review_on=clock.today(), recorded_by=officer,
    )  # fmt: skip
    client, address = signed_in(lead), f"/support/cases/{case.reference}/risks/{risk.pk}/"
    sent = filled(client.get(address)) | {"reason": "Looked at"}
    assert client.post(address, sent).status_code == 302
    assert Risk.objects.known_at(None).get(case=case).owner == officer
    old = Risk.objects.known_at(None).get(case=case)
    given = {"title": "R", "likelihood": 1, "impact": 1, "owner": lead.pk, "mitigation": "M",
             "review_on": clock.today() - timedelta(days=1), "reason": "Looked at"}  # fmt: skip
    with pytest.raises(delivery.Refused, match="day to come"):
        delivery.change_risk(case=case, by=lead, old=old, given=given)
    delivery.change_risk(case=case, by=lead, old=old, given=given | {"closed_on": clock.today()})


def test_officers_hear_once_of_a_step_late_for_a_week_save_those_to_whom_the_case_is_closed():
    lead, officer, recused = stranger(), holder(Role.PROGRAMME_OFFICER), holder(Role.PROGRAMME_OFFICER)  # fmt: skip
    case = case_at(State.DELIVERING, lead=lead)
    due = clock.today()
    Milestone.objects.create(case=case, step="OPTIONS", starts=due, due=due, recorded_by=lead)
    Recusal.objects.create(person=recused, case=case, origin="DECLARED", words="A relative")
    for days in (1, 6, 7, 8, 14, 21):
        reminders.remind(due + timedelta(days=days))
    assert letters_of("reminder_officer") == [officer.email]


def test_a_mutual_that_has_not_answered_is_asked_twice_more_with_the_same_link():
    lead = stranger()
    case = case_at(State.LAUNCHED, lead=lead)
    ask(Due(case, 6))
    link = Letter.objects.get(template="confirmation_asked").body.partition("/support/confirm/")[2][
        :20
    ]
    today = clock.today()
    for days in (13, 14, 15, 28, 42, 100):
        reminders.remind(today + timedelta(days=days))
    again = Letter.objects.filter(template="reminder_outcome")
    assert again.count() == 2
    assert all(link in letter.body for letter in again)


def test_a_team_sees_its_values_while_drafting_and_corrects_an_objective_with_its_trail():
    lead = stranger()
    case = case_at(State.DRAFTING, lead=lead)
    give_objectives_and_baseline(case)
    old, client = Objective.objects.get(case=case), signed_in(lead)
    home = f"/support/cases/{case.reference}/"
    page = client.get(home).content.decode()
    assert "7 days an employee a year" in page
    assert "Annual report" in page
    form = client.get(f"{home}objectives/{old.pk}/")
    sent = filled(form) | {"target_value": "6", "reason": "Agreed with the union"}
    assert client.post(f"{home}objectives/{old.pk}/", sent).status_code == 302
    new = Objective.objects.known_at(None).get(case=case)
    assert (new.target_value, new.replaces, new.reason) == (6, old, "Agreed with the union")
    assert "Before: 9 to 7" in client.get(f"{home}objectives/{new.pk}/").content.decode()


def test_a_figure_a_colleague_recorded_meanwhile_is_not_written_over():
    lead = stranger()
    case = case_at(State.DRAFTING, lead=lead)
    client, address = signed_in(lead), f"/support/cases/{case.reference}/baseline/add/"
    stale = filled(client.get(address)) | {
        "kind": "COST", "value": "5", "unit": "GBP", "read_from": "Mine", "reason": "Mine is right",
        "as_at-day": "1", "as_at-month": "4", "as_at-year": "2026",
    }  # fmt: skip
    give_objectives_and_baseline(case)
    refused = client.post(address, stale)
    assert refused.status_code == 422
    assert "recorded this figure meanwhile" in refused.content.decode()
    assert Baseline.objects.filter(case=case, kind="COST").count() == 1


def test_the_file_of_everything_held_has_mentions_save_in_cases_closed_to_the_person():
    person, other = stranger(), stranger()
    case, closed = case_at(lead=other), case_at(lead=other)
    for each in (case, closed):
        Message.objects.create(case=each, by=other, text=f"Ask {person.email}", to_team=True)
    Recusal.objects.create(person=person, case=closed, origin="DECLARED", words="A relative")
    found = json.loads(signed_in(person).get("/your-data.json").content)
    assert [each["text"] for each in found["programme.mentions"]] == [f"Ask {person.email}"]
    assert case.reference in found["programme.mentions"][0]["where"]
