"""Two independent assessments stand behind a decision, also after an assessor finds a conflict."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.actions.assessment import (
    assign,
    decide,
    declare_interest,
    declare_none,
    hand_in,
    moderate,
    recuse,
)
from mutualise.programme.actions.awards import make_award
from mutualise.programme.actions.conflicts import record_found
from mutualise.programme.models import Award, Letter
from mutualise.programme.queries.assessment import assessments, possible_assessors
from mutualise.programme.queries.cases import state_of
from mutualise.programme.rules.scoring import CODES
from mutualise.programme.rules.stages import NotPermitted
from mutualise.programme.rules.states import State
from tests.programme.builders import (
    at_work,
    budget_of,
    case_at,
    give_objectives_and_baseline,
    holder,
    member_of,
    signed_in,
    stranger,
)
from tests.programme.test_guards import assessed

pytestmark = pytest.mark.django_db


def read(case, officer, assessor) -> None:
    row = assign(case=case, by=officer, assessor=assessor, due=clock.today() + timedelta(days=9))
    declare_none(assignment=row, by=assessor)
    hand_in(assignment=row, by=assessor, scores=dict.fromkeys(CODES, (3, "Good")),
            recommendation="REFUSE", words="Not yet")  # fmt: skip


@pytest.mark.parametrize(
    "state", [State.MODERATING, State.CHECKING, State.DECIDING, State.DEFERRED]
)
def test_a_conflict_found_after_assessing_has_the_undecided_case_assessed_anew(state):
    case, officer = case_at(state), holder(Role.PROGRAMME_OFFICER)
    mine, another = holder(Role.ASSESSOR), holder(Role.ASSESSOR)
    assessed(case, mine)
    recuse(case=case, by=mine, words="My sister works there")
    assert state_of(case) is State.ASSESSING
    assert assessments(case) == []
    assert mine not in [person for person, _ in possible_assessors(case)]
    for assessor in (another, holder(Role.ASSESSOR)):
        read(case, officer, assessor)
    assert state_of(case) is State.CHECKING
    page = signed_in(officer).get(f"/programme/cases/{case.reference}/").content.decode()
    assert "of an earlier round" in page
    team = signed_in(case.members.get().person).get(f"/support/cases/{case.reference}/")
    assert "Two assessors read the application anew" in team.content.decode()
    assert "sister" not in team.content.decode()


def colleague_joins(case, domain: str) -> None:
    """Somebody with that employer joins the team: a conflict with whoever shares it, found and not declared."""
    person = stranger()
    person.email = f"sponsor@{domain}"
    person.save()
    member_of(case, person, part="SPONSOR")


def told(template: str = "assessed_anew") -> set[str]:
    return set(Letter.objects.filter(template=template).values_list("to", flat=True))


def test_the_other_assessor_and_who_asks_assessors_are_told_that_it_begins_anew():
    case, mine, officer = (
        case_at(State.DECIDING),
        holder(Role.ASSESSOR),
        holder(Role.PROGRAMME_OFFICER),
    )
    assessed(case, mine)
    (other,) = [
        a.assignment.assessor for a in assessments(case) if a.assignment.assessor_id != mine.pk
    ]
    recuse(case=case, by=mine, words="My sister works there")
    assert told() == {other.email, officer.email}
    for letter in Letter.objects.all():
        assert "sister" not in letter.body and mine.email not in letter.body


@pytest.mark.parametrize("deed", ["pass_check", "defer", "refuse", "award", "moderate"])
def test_no_deed_rests_on_an_assessor_of_whom_a_conflict_was_found(deed):
    state = {"pass_check": State.CHECKING, "moderate": State.MODERATING}.get(deed, State.DECIDING)
    case, budget = case_at(state), budget_of(100_00)
    tied, officer = at_work("a@exampleshire.gov.uk", Role.ASSESSOR), holder(Role.PROGRAMME_OFFICER)
    given = {"case": case, "by": holder(Role.DECISION_MAKER), "words": "x"}
    if deed in ("pass_check", "moderate"):
        given["by"] = officer
    give_objectives_and_baseline(case)
    assessed(case, tied)
    colleague_joins(case, "exampleshire.gov.uk")
    deeds = {
        "award": lambda: make_award(
            **given, kind="GRANT", budget=budget, amount_pence=50_00, purpose="Advice"
        ),
        "moderate": lambda: moderate(**given, scores=dict.fromkeys(CODES, (2, "x"))),
    }
    with pytest.raises(NotPermitted, match="cannot count any more"):
        deeds.get(deed, lambda: decide(deed, **given, code="OTHER"))()
    assert state_of(case) is State.ASSESSING and assessments(case) == []
    assert not Award.objects.exists()
    assert tied.email not in told()


@pytest.mark.parametrize("way", ["found at night", "interest declared"])
def test_a_conflict_of_an_assessor_has_the_case_assessed_anew_before_anybody_decides(way):
    case, tied = case_at(State.DECIDING), at_work("a@exampleshire.gov.uk", Role.ASSESSOR)
    assessed(case, tied)
    if way == "found at night":
        colleague_joins(case, "exampleshire.gov.uk")
        record_found()
    else:
        declare_interest(by=tied, kind="FAMILY", organisation=case.parent_body,
                         valid_from=clock.today(), valid_until=None)  # fmt: skip
    assert state_of(case) is State.ASSESSING and assessments(case) == []


def test_a_decision_on_two_assessments_without_a_conflict_is_made():
    case = case_at(State.DECIDING)
    assessed(case, at_work("a@exampleshire.gov.uk", Role.ASSESSOR))
    colleague_joins(case, "othershire.gov.uk")
    decide("refuse", case=case, by=holder(Role.DECISION_MAKER), words="No", code="OTHER")
    assert state_of(case) is State.REFUSED


def test_of_two_assessments_the_first_in_conflict_a_third_person_gives_another():
    case, officer = case_at(State.ASSESSING), holder(Role.PROGRAMME_OFFICER)
    read(case, officer, at_work("a@exampleshire.gov.uk", Role.ASSESSOR))
    colleague_joins(case, "exampleshire.gov.uk")
    read(case, officer, holder(Role.ASSESSOR))
    assert state_of(case) is State.ASSESSING
    read(case, officer, holder(Role.ASSESSOR))
    assert state_of(case) is State.CHECKING


def test_a_decision_stands_whatever_is_found_of_an_assessor_afterwards():
    case = case_at(State.AWARDED)
    assessed(case, at_work("a@exampleshire.gov.uk", Role.ASSESSOR))
    colleague_joins(case, "exampleshire.gov.uk")
    record_found()
    assert state_of(case) is State.AWARDED and len(assessments(case)) == 2


@pytest.mark.parametrize("state", [State.REFUSED, State.AWARDED, State.WITHDRAWN])
def test_a_conflict_found_after_the_decision_leaves_the_case_where_it_stands(state):
    case, assessor = case_at(state), holder(Role.ASSESSOR)
    assessed(case, assessor)
    recuse(case=case, by=assessor, words="I will work there")
    assert state_of(case) is state


def test_a_conflict_of_somebody_who_did_not_assess_moves_no_case():
    case = case_at(State.DECIDING)
    assessed(case, holder(Role.ASSESSOR))
    recuse(case=case, by=holder(Role.DECISION_MAKER), words="A relative")
    assert state_of(case) is State.DECIDING
