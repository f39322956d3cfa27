"""The lists of the programme's staff say the same as CSV and as JSON."""

from __future__ import annotations

import pytest

from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.actions.fund import accrue
from mutualise.programme.rules.states import State
from tests.programme.builders import award_of, budget_of, case_at, holder, order_of, signed_in
from tests.same_in_each_form import same_in_each_form

pytestmark = pytest.mark.django_db
# By whom each list is opened.
CLOSED = {
    "programme": Role.PROGRAMME_OFFICER,
    "programme/letters": Role.PROGRAMME_OFFICER,
    "programme/suppliers": Role.PROGRAMME_OFFICER,
    "programme/training": Role.PROGRAMME_OFFICER,
    "library": Role.PROGRAMME_OFFICER,
    "programme/fund": Role.FINANCE_OFFICER,
    "programme/fund/forecast": Role.FINANCE_OFFICER,
    "programme/fund/owed": Role.FINANCE_OFFICER,
}


@pytest.mark.parametrize(("question", "role"), list(CLOSED.items()))
def test_a_list_of_the_staff_says_the_same_in_each_form(question, role):
    case_at(State.ENQUIRY, team="=Like a formula")
    award = award_of(case_at(State.AWARDED), 1_234_56, budget_of(9_999_99))
    order_of(award)
    accrue(award=award, amount_pence=12_34, by=holder(Role.FINANCE_OFFICER), on=clock.today(),
           words="Due", key="due")  # fmt: skip
    rows = same_in_each_form(signed_in(holder(role)), question)
    assert rows or question in ("programme/letters", "programme/training", "library")


@pytest.mark.parametrize("question", ["programme/fund", "programme/fund/owed", "support/fund"])
def test_without_a_fund_its_lists_are_data_without_rows(question):
    assert same_in_each_form(signed_in(holder(Role.FINANCE_OFFICER)), question) == []
