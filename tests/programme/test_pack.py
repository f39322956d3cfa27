"""The decision pack holds what everybody said and what an award leaves, on the page and in the PDF."""

from __future__ import annotations

from datetime import date

import pytest

from mutualise.accounts.rules.roles import Role
from mutualise.programme.actions import assessment
from mutualise.programme.models import Assessment, Assignment, Budget, ModeratedScore, Score
from mutualise.programme.rules.scoring import CRITERIA, MOST
from mutualise.programme.rules.states import State
from mutualise.programme.views import decisions
from tests.programme.builders import award_of, budget_of, case_at, holder, signed_in, stranger

pytestmark = pytest.mark.django_db


@pytest.fixture
def apart():
    """A case in moderation: the assessors are far apart on the first criterion and on no other."""
    case = case_at(State.MODERATING)
    for first in (0, MOST):
        asked = Assignment.objects.create(
            case=case, assessor=stranger(), due=date(2027, 1, 1), assigned_by=stranger()
        )
        done = Assessment.objects.create(
            assignment=asked, recommendation="AWARD", words="Worth it", amount_pence=40_000_00
        )
        for place, criterion in enumerate(CRITERIA):
            score = 3 if place else first
            Score.objects.create(
                assessment=done, criterion=criterion.code, score=score, reasons="So"
            )
    return case


@pytest.mark.parametrize("scores", [{}, {"VALUE": (3, "As both said")}])
def test_moderation_settles_what_the_assessors_are_apart_on(apart, scores):
    with pytest.raises(assessment.Wrong, match="every criterion"):
        assessment.moderate(
            case=apart, by=holder(Role.PROGRAMME_OFFICER), scores=scores, words="Settled"
        )
    assert not ModeratedScore.objects.exists()
    assert apart.events.order_by("number").last().target == State.MODERATING


def test_the_pack_has_the_moderator_the_checker_and_the_fund_before_and_after(apart, monkeypatch):
    moderator, checker = holder(Role.PROGRAMME_OFFICER), holder(Role.PROGRAMME_OFFICER)
    budget = budget_of(1_000_000_00)
    award_of(case_at(), 200_000_00, budget)
    # No award can be made from a budget whose year is over, so none is shown before and after one.
    Budget.objects.create(fund=budget.fund, code="old", name="Old", year=budget.year - 1)
    settled = {CRITERIA[0].code: (2, "Between the two")}
    assessment.moderate(case=apart, by=moderator, scores=settled, words="We read page 3 together")
    assessment.decide("pass_check", case=apart, by=checker, words="Reasons match the scores")
    address = f"/programme/cases/{apart.reference}/pack"
    client = signed_in(holder(Role.DECISION_MAKER))
    page = client.get(f"{address}/").text
    given = {}
    monkeypatch.setattr(decisions, "pdf", lambda template, data: given.update(data) or b"%PDF")
    assert client.get(f"{address}.pdf").status_code == 200
    for words in ("We read page 3 together", "Reasons match the scores"):
        assert words in page
        assert words in [said for _, said in given["said"]]
    assert given["budgets"] == [[budget.name, "£800,000", "£760,000"]]
    assert given["funds"] == [{
        "name": budget.fund.name,
        "rows": [["Promised", "£200,000", "£240,000"], ["Free", "£800,000", "£760,000"],
                 ["Ceiling", "£1,000,000", "£1,000,000"]],
    }]  # fmt: skip
    assert all(amount in page for _, *pair in given["funds"][0]["rows"] for amount in pair)
