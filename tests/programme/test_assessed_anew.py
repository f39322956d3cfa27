"""Two independent assessments stand behind a decision, also after an assessor finds a conflict."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.actions.assessment import assign, declare_none, hand_in, recuse
from mutualise.programme.queries.assessment import assessments, possible_assessors
from mutualise.programme.queries.cases import state_of
from mutualise.programme.rules.scoring import CODES
from mutualise.programme.rules.states import State
from tests.programme.builders import case_at, holder, signed_in
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
