"""Which fund the public sees, and what a finance officer finds before there is one."""

from __future__ import annotations

from datetime import date

import pytest

from mutualise.accounts.rules.roles import Role
from mutualise.programme.actions import fund
from mutualise.programme.ingest.extract import amount
from mutualise.programme.models import Case
from mutualise.programme.queries import figures
from mutualise.programme.rules.money import NotMoney
from mutualise.programme.rules.states import State
from tests.programme.builders import budget_of, case_at, holder, signed_in

pytestmark = pytest.mark.django_db
TO_ITS_EVIDENCE = "/figures/programme-fund-ceiling/?at="


def made_up_fund():
    return fund.open_fund(
        by=holder(Role.FINANCE_OFFICER), code="made-up", name="Made-up fund", ceiling_pence=1_00,
        opens_on=date(2026, 4, 1), closes_on=date(2029, 3, 31), demonstration=True,
    )  # fmt: skip


def test_the_amounts_of_the_only_real_fund_lead_to_the_figures_published_of_it(client):
    made_up_fund()
    budget_of(1_000_00)
    assert TO_ITS_EVIDENCE in client.get("/support/fund/").content.decode()


def test_of_two_real_funds_neither_leads_to_figures_that_add_up_both(client):
    first, second = budget_of(1_000_00).fund, budget_of(2_000_00).fund
    for address in ("/support/fund/", f"/support/fund/?fund={first.code}", f"/support/fund/?fund={second.code}"):  # fmt: skip
        page = client.get(address).content.decode()
        assert TO_ITS_EVIDENCE not in page
        assert "£" in page


def test_made_up_money_is_not_shown_beside_a_real_fund(client):
    assert made_up_fund().name in client.get("/support/fund/").content.decode()
    budget_of(1_000_00)
    assert "Made-up fund" not in client.get("/support/fund/").content.decode()
    assert client.get("/support/fund/?fund=made-up").status_code == 404
    assert client.get("/support/fund.csv?fund=made-up").status_code == 404


def test_a_finance_officer_without_a_fund_is_led_to_opening_one():
    page = signed_in(holder(Role.FINANCE_OFFICER)).get("/programme/fund/owed/")
    assert page.status_code == 200
    assert "/programme/fund/open/" in page.content.decode()


@pytest.mark.parametrize("text", ["(-50.00)", "-50.00-", "(−50.00)"])
def test_an_amount_that_is_negative_twice_is_not_taken_for_a_payment(text):
    with pytest.raises(NotMoney, match="negative twice"):
        amount(text)


def test_public_figures_are_made_anew_when_a_row_comes_in_below_the_newest():
    newest = case_at(State.ENQUIRY, pk=10_000)
    before = figures.version()
    fields = {name: getattr(newest, name) for name in ("service", "sector", "region")}
    Case.objects.create(pk=9_999, reference="PSM-BELOW", team="Late", **fields)
    assert figures.version() != before
