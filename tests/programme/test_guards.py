"""Each guard, when taken away, lets something wrong through that the test named here sees."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps

from mutualise.accounts.actions import invite as give_role
from mutualise.accounts.rules.roles import Role
from mutualise.programme.actions.stages import move
from mutualise.programme.models import Assessment, Assignment, CaseEvent, Score
from mutualise.programme.queries import guards
from mutualise.programme.rules.guards import UNMET, GuardsUnmet
from mutualise.programme.rules.scoring import CRITERIA
from mutualise.programme.rules.stages import BY_NAME, TRANSITIONS, Actor, Guard
from tests.architecture.test_routes import routes
from tests.programme.builders import case_at, holder

pytestmark = pytest.mark.django_db
PAIRS = [(step.name, guard) for step in TRANSITIONS for guard in step.guards]


# The law once more, written out: a guard taken off the table of stages is missed here.
LAW = {
    "invite": {"ENQUIRY_CONFIRMED"},
    "lapse": {"NOBODY_CONFIRMED"},
    "submit": {"APPLICATION_COMPLETE", "SPONSOR_CERTIFIED"},
    "accept": {"ELIGIBILITY_CHECKED"},
    "agree": {"TWO_ASSESSMENTS", "ASSESSORS_AGREE"},
    "disagree": {"TWO_ASSESSMENTS", "ASSESSORS_DISAGREE"},
    "moderate": {"MODERATED_BY_ANOTHER"},
    "pass_check": {"CHECKED_BY_ANOTHER"},
    "return_to_assessors": {"CHECKED_BY_ANOTHER"},
    "award": {"OBJECTIVES_MEASURABLE", "BASELINE_DATED", "DECIDED_BY_ANOTHER", "SUBSIDY_WITHIN_LIMIT"},
    "defer": {"DECIDED_BY_ANOTHER"},
    "refuse": {"DECIDED_BY_ANOTHER"},
    "uphold_appeal": {"DECIDED_BY_ANOTHER"},
    "dismiss_appeal": {"DECIDED_BY_ANOTHER"},
    "appeal": {"NOT_APPEALED_BEFORE"},
    "apply_again": {"APPEAL_SPENT"},
    "accept_offer": {"SUBSIDY_CONFIRMED", "SUBSIDY_WITHIN_LIMIT"},
    "launch": {"LAUNCH_STEPS_DONE"},
    "stop": {"NO_OPEN_ORDERS"},
    "withdraw": {"APPEAL_IS_THE_TEAMS"},
}  # fmt: skip


def test_no_guard_is_taken_off_the_table_of_stages():
    assert {t.name: set(t.guards) for t in TRANSITIONS if t.guards} == LAW


def test_there_is_no_admin_to_go_round_the_stages():
    assert not apps.is_installed("django.contrib.admin")
    assert not [address for address, _ in routes() if "admin" in address]


def test_every_guard_is_checked_and_has_words():
    assert set(guards.CHECKS) == set(UNMET) == set(Guard)


def assessed(case, person, scores=(3, 3)):
    """Two finished assessments, the first by `person`."""
    for number, mark in enumerate(scores):
        who = person if number == 0 else holder(Role.ASSESSOR)
        row = Assignment.objects.create(case=case, assessor=who, due="2026-12-01", assigned_by=who)
        done = Assessment.objects.create(assignment=row, recommendation="AWARD", words="x")
        for criterion in CRITERIA:
            Score.objects.create(assessment=done, criterion=criterion.code, score=mark, reasons="x")


def breaks(guard: Guard, case, person) -> None:
    """Put the case in the one condition the guard is there to stop."""
    if guard is Guard.ENQUIRY_CONFIRMED:
        case.members.update(joined_at=None)
    took_part = (Guard.MODERATED_BY_ANOTHER, Guard.CHECKED_BY_ANOTHER, Guard.DECIDED_BY_ANOTHER)
    if guard in took_part:
        assessed(case, person)
    elif guard is Guard.ASSESSORS_AGREE:
        assessed(case, holder(Role.ASSESSOR), (0, 4))
    elif guard is Guard.ASSESSORS_DISAGREE:
        assessed(case, holder(Role.ASSESSOR), (3, 3))
    elif guard is Guard.NOT_APPEALED_BEFORE:
        last = CaseEvent.objects.filter(case=case).latest("number").number
        for n, (name, source, target) in enumerate(
            [("appeal", "REFUSED", "APPEALED"), ("dismiss_appeal", "APPEALED", "REFUSED")], 1
        ):
            CaseEvent.objects.create(case=case, number=last + n, name=name, source=source,
                                     target=target, words="x", code="OTHER")  # fmt: skip
    elif guard is Guard.SUBSIDY_WITHIN_LIMIT:
        from mutualise.programme.models import Assistance

        Assistance.objects.create(case=case, giver="A", given_on="2026-05-01", amount_pence=315_000_01)  # fmt: skip
    elif guard is Guard.APPEAL_IS_THE_TEAMS:
        last = CaseEvent.objects.filter(case=case).latest("number").number
        CaseEvent.objects.create(case=case, number=last + 1, name="appeal", source="REFUSED",
                                 target="APPEALED", words="x")  # fmt: skip
        case.members.update(joined_at=None)
        give_role(email=person.email, role=Role.PROGRAMME_OFFICER, valid_from=date(2014, 1, 1))
    elif guard is Guard.NO_OPEN_ORDERS:
        from mutualise.programme.actions import fund
        from tests.programme.builders import award_of, order_of

        order = order_of(award_of(case, 500_00), pence=100_00)
        fund.call_off(order, person)


@pytest.mark.parametrize(("name", "guard"), PAIRS, ids=[f"{n}-{g}" for n, g in PAIRS])
def test_without_its_guard_the_step_goes_through_and_with_it_it_is_refused(
    name, guard, monkeypatch
):
    step = BY_NAME[name]
    case = case_at(next(iter(step.sources)))
    team = Actor.TEAM in step.actors
    role = Role.DECISION_MAKER if Actor.DECISION_MAKER in step.actors else Role.PROGRAMME_OFFICER
    person = case.members.get().person if team else holder(role)
    breaks(guard, case, person)
    for other in step.guards:
        if other is not guard:
            monkeypatch.setitem(guards.CHECKS, other, lambda *_: True)
    deed = {"case": case, "by": person, "words": "x", "code": "OTHER",
            "follows": Actor.SYSTEM in step.actors}  # fmt: skip
    with pytest.raises(GuardsUnmet) as refusal:
        move(name, **deed)
    assert refusal.value.reasons == [UNMET[guard]]
    monkeypatch.setitem(guards.CHECKS, guard, lambda *_: True)
    move(name, **deed)


@pytest.mark.parametrize(("name", "guard"), PAIRS, ids=[f"{n}-{g}" for n, g in PAIRS])
def test_a_guard_that_always_allows_makes_the_test_above_fail(name, guard, monkeypatch):
    monkeypatch.setitem(guards.CHECKS, guard, lambda *_: True)
    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
        test_without_its_guard_the_step_goes_through_and_with_it_it_is_refused(
            name, guard, monkeypatch
        )
