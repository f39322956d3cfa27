"""Every step of a case is refused to everybody it is not for."""

from __future__ import annotations

from datetime import date

import pytest

from mutualise.accounts.permissions import NotAllowed
from mutualise.accounts.rules.roles import Role
from mutualise.programme.actions.stages import ReasonMissing, move
from mutualise.programme.models import Assignment, CaseEvent
from mutualise.programme.queries import guards
from mutualise.programme.rules.stages import FIRST_ROUND, TRANSITIONS, Actor, Guard
from tests.programme.builders import case_at, holder, stranger

pytestmark = pytest.mark.django_db


def everybody(case) -> dict[str, tuple[object, set[Actor]]]:
    """One person of each kind there is, and as what each may act on the case."""
    assessor = holder(Role.ASSESSOR)
    Assignment.objects.create(
        case=case, assessor=assessor, due=date(2100, 1, 1), assigned_by=stranger(),
        no_conflict_at="2026-01-01T00:00Z",
    )  # fmt: skip
    return {
        "nobody known": (None, set()),
        "a stranger": (stranger(), set()),
        "the team": (case.members.get().person, {Actor.TEAM}),
        "another team": (case_at().members.get().person, set()),
        "an officer": (holder(Role.PROGRAMME_OFFICER), {Actor.OFFICER, Actor.CHECKER}),
        "a decision maker": (holder(Role.DECISION_MAKER), {Actor.DECISION_MAKER}),
        "a finance officer": (holder(Role.FINANCE_OFFICER), set()),
        "an assessor": (assessor, set()),
        "an adviser": (holder(Role.ADVISER, "first-law"), set()),
        "a register editor": (holder(Role.REGISTER_EDITOR), set()),
    }


@pytest.mark.parametrize(
    "step", [each for each in TRANSITIONS if each.name != FIRST_ROUND], ids=lambda each: each.name
)
def test_a_step_is_refused_to_everybody_it_is_not_for(step, monkeypatch):
    for guard in Guard:
        monkeypatch.setitem(guards.CHECKS, guard, lambda *_: True)
    case = case_at(next(iter(step.sources)))
    before = CaseEvent.objects.filter(case=case).count()
    refused = {}
    for who, (person, actors) in everybody(case).items():
        if not actors & set(step.actors):
            with pytest.raises(NotAllowed, match="You may not take the step"):
                move(step.name, case=case, by=person, words="x", code="OTHER")
            refused[who] = person
    assert "a stranger" in refused
    assert CaseEvent.objects.filter(case=case).count() == before


@pytest.mark.parametrize("code", ["", "BECAUSE"])
def test_a_stop_needs_a_reason_of_the_list_beside_its_words(code):
    case, officer = case_at(), holder(Role.PROGRAMME_OFFICER)
    with pytest.raises(ReasonMissing, match="from the list"):
        move("decline", case=case, by=officer, code=code, words="It is too early")
