"""What officers read of a budget whose year is over, and of how much of an application is answered."""

from __future__ import annotations

import pytest

from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.models import Answer
from mutualise.programme.rules.application import QUESTIONS
from mutualise.programme.rules.forecast import financial_year
from mutualise.programme.rules.states import State
from tests.programme.builders import budget_of, case_at, holder, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("years", "over"), [(-1, True), (0, False)])
def test_a_budget_whose_year_is_over_is_marked_and_takes_no_money(years, over):
    budget = budget_of(100_00, financial_year(clock.today()) + years)
    client = signed_in(holder(Role.FINANCE_OFFICER))
    page = client.get("/programme/fund/").content.decode()
    assert ("Year over" in page) is over
    assert ("Close the year" in page) is over
    given = {"amount": "1", "words": "More"}
    refused = client.post(f"/programme/fund/budgets/{budget.code}/allocate/", given)
    assert refused.status_code == 422
    assert ("whose year is not over" in refused.content.decode()) is over


def test_a_case_says_how_many_questions_are_answered():
    case = case_at(State.SUBMITTED)
    client = signed_in(holder(Role.PROGRAMME_OFFICER))

    def said() -> str:
        return client.get(f"/programme/cases/{case.reference}/").content.decode()

    number = len(QUESTIONS)
    assert f"{number} of {number} questions are not answered." in said()
    for each in QUESTIONS[1:]:
        Answer.objects.create(
            case=case, question=each.key, number=1, text="Yes", by=case.members.get().person
        )
    assert f"1 of {number} questions is not answered." in said()
    Answer.objects.create(
        case=case, question=QUESTIONS[0].key, number=1, text="Yes", by=case.members.get().person
    )
    assert f"All {number} questions are answered." in said()
