"""A case moves only as the table of stages says, whoever asks and however."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from mutualise.accounts.permissions import NotAllowed
from mutualise.accounts.rules.roles import Role
from mutualise.programme.actions.cases import open_enquiry
from mutualise.programme.actions.stages import MovedMeanwhile, ReasonMissing, move
from mutualise.programme.models import Case, CaseEvent
from mutualise.programme.queries import guards
from mutualise.programme.rules.guards import GuardsUnmet
from mutualise.programme.rules.stages import BY_NAME, TRANSITIONS, Actor, Guard, NotPermitted
from mutualise.programme.rules.states import State
from tests.programme.builders import case_at, give_objectives_and_baseline, holder, stranger

pytestmark = pytest.mark.django_db


def state_of(case) -> str:
    return Case.objects.with_state().get(pk=case.pk).state


def test_an_enquiry_has_a_reference_a_lead_and_a_first_event():
    lead = stranger()
    case = open_enquiry(
        by=lead, team="Library service", service="Libraries", sector="Culture",
        region="london", parent_body="London Borough of Exampleton",
    )  # fmt: skip
    assert case.reference == f"PSM-{case.pk:04d}"
    assert state_of(case) == State.ENQUIRY
    assert case.members.get().person == lead
    assert case.parent_key == "london borough exampleton"


def test_officer_invites_an_application_and_team_cannot():
    case = case_at(State.ENQUIRY)
    with pytest.raises(NotAllowed):
        move("invite", case=case, by=case.members.get().person)
    move("invite", case=case, by=holder(Role.PROGRAMME_OFFICER))
    assert state_of(case) == State.DRAFTING


@pytest.mark.parametrize(
    "step", [t for t in TRANSITIONS if t.coded or t.worded], ids=lambda t: t.name
)
def test_a_step_that_needs_a_reason_is_refused_without(step):
    case = case_at(next(iter(step.sources)))
    by = {
        Actor.TEAM: lambda: case.members.get().person,
        Actor.DECISION_MAKER: lambda: holder(Role.DECISION_MAKER),
    }.get(step.actors[0], lambda: holder(Role.PROGRAMME_OFFICER))()
    with pytest.raises(ReasonMissing):
        move(
            step.name, case=case, by=by, code="OTHER", words=" ",
            follows=Actor.SYSTEM in step.actors,
        )  # fmt: skip


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("step", list(BY_NAME))
def test_a_step_from_a_state_that_is_not_its_own_is_refused(step, state):
    if state in BY_NAME[step].sources:
        return
    with pytest.raises(NotPermitted):
        move(step, case=case_at(state), by=holder(Role.PROGRAMME_OFFICER), words="x", code="OTHER")


def test_the_database_itself_refuses_a_step_outside_the_table():
    case = case_at(State.ENQUIRY)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseEvent.objects.create(
            case=case, number=2, name="award", source="ENQUIRY", target="AWARDED"
        )


def test_two_steps_at_once_get_one_number_and_one_is_refused():
    case, officer = case_at(State.ENQUIRY), holder(Role.PROGRAMME_OFFICER)
    move("invite", case=case, by=officer, seen=1)
    with pytest.raises(MovedMeanwhile):
        move("decline", case=case, by=officer, code="OTHER", words="x", seen=1)


def test_no_award_without_objectives_and_a_dated_baseline(monkeypatch):
    case = case_at(State.DECIDING)
    for guard in (Guard.DECIDED_BY_ANOTHER, Guard.SUBSIDY_WITHIN_LIMIT):
        monkeypatch.setitem(guards.CHECKS, guard, lambda *_: True)
    with pytest.raises(GuardsUnmet) as refusal:
        move("award", case=case, by=holder(Role.DECISION_MAKER), words="Good")
    assert "objective" in str(refusal.value)
    assert "baseline" in str(refusal.value)
    give_objectives_and_baseline(case)
    move("award", case=case, by=holder(Role.DECISION_MAKER), words="Good")
    assert state_of(case) == State.AWARDED
