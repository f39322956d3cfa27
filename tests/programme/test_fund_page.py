"""The fund's page, its download and the ledger say the same, to the penny."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from datetime import date
from decimal import Decimal
from html import unescape

import pytest

from mutualise.accounts.rules.roles import Role
from mutualise.programme.actions import fund
from mutualise.programme.models import Account, Budget
from mutualise.programme.rules.money import pence_of
from mutualise.programme.rules.states import State
from tests.programme.builders import (
    account,
    award_of,
    budget_of,
    case_at,
    holder,
    order_of,
    post,
    signed_in,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 2)


def tables_of(page: str) -> dict[str, list[list[str]]]:
    """Every table of a page by its caption: its rows as texts."""
    found = {}
    for table in re.findall(r"<table.*?</table>", page, re.DOTALL):
        caption = text_of(re.search(r"<caption[^>]*>(.*?)</caption>", table, re.DOTALL)[1])
        rows = re.findall(r"<tr[^>]*>(.*?)</tr>", table, re.DOTALL)
        found[caption] = [
            [text_of(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
            for row in rows
        ]
    return found


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def rows_of(client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(address).content.decode("utf-8-sig"))))


def pence(text: str) -> int:
    return int(Decimal(text) * 100)


@pytest.fixture
def money():
    """A fund with three budgets and money at every stage, none of it a round sum."""
    payer = holder(Role.FINANCE_OFFICER)
    legal = budget_of(100_000_07, 2026)
    of = legal.fund
    spare = account("UNALLOCATED", of)
    whole = account("AVAILABLE", of, legal)
    post("ALLOCATION", whole, spare, 60_000_04)
    others = [
        Budget.objects.create(
            fund=of, code=f"{of.code}-{n}", name=f"Budget {n}", year=year, lot=lot
        )
        for n, (year, lot) in enumerate([(2026, "LEGAL"), (2026, "LEGAL"), (2027, "")])
    ]
    for budget, amount in zip(others, (10_000_01, 10_000_02, 30_000_00), strict=True):
        post("ALLOCATION", spare, account("AVAILABLE", of, budget), amount)
    award = award_of(case_at(State.DELIVERING), 9_999_99, others[0])
    order = order_of(award, pence=5_000_33)
    fund.call_off(order, payer)
    for n, amount in enumerate((1_111_11, 2_222_22)):
        fund.accrue(award=award, order=order, amount_pence=amount, by=payer, on=DAY, words="Accepted",
                    key=f"a{n}")  # fmt: skip
    fund.pay(award=award, order=order, amount_pence=1_500_01, by=payer, on=DAY, reference="P",
             key="p")  # fmt: skip
    award_of(case_at(State.DELIVERING), 3_333_33, others[2], kind="GRANT")
    return of


def test_the_page_of_the_fund_shows_what_its_download_says_to_the_penny(client, money):
    shown = tables_of(client.get("/support/fund/").content.decode())["Where the money stands"]
    rows = rows_of(client, "/support/fund.csv")
    kinds = ("total", "available", "committed", "ordered", "accrued", "paid", "lapsed")
    assert [row[0] for row in shown[1:]] == [
        *(row["budget"] for row in rows[:-1]), "Not yet in a budget", "Whole fund",
    ]  # fmt: skip
    del shown[-2]
    for cells, row in zip(shown[1:], rows, strict=True):
        assert [pence_of(cell) for cell in cells[1:]] == [pence(row[kind]) for kind in kinds]


def test_the_totals_of_the_fund_are_the_sums_of_the_ledgers_postings(client, money):
    held: dict[str, int] = defaultdict(int)
    kind_of = dict(Account.objects.values_list("code", "kind"))
    for row in rows_of(signed_in(holder(Role.FINANCE_OFFICER)), "/programme/fund.csv"):
        held[kind_of[row["to"]].lower()] += pence(row["amount"])
        held[kind_of[row["from"]].lower()] -= pence(row["amount"])
    whole = rows_of(client, "/support/fund.csv")[-1]
    names = ("unallocated", "available", "committed", "ordered", "accrued", "paid", "lapsed")
    assert {name: pence(whole[name]) for name in names} == {name: held[name] for name in names}
    assert pence(whole["total"]) == -held["authority"] == money.ceiling_pence


def test_budgets_are_shown_by_year_and_lot_and_add_up(client, money):
    tables = tables_of(client.get("/support/fund/").content.decode())
    rows = tables["Budgets by year and lot"][1:]
    assert [row[:2] for row in rows] == [
        ["2026 to 2027", "All lots"], ["2026 to 2027", "Legal"], ["2027 to 2028", "All lots"],
    ]  # fmt: skip
    amounts = [[pence_of(cell) for cell in row[2:]] for row in rows]
    assert amounts[1] == [20_000_03, 9_999_99 - 1_500_01, 1_500_01, 10_000_04, 0]
    for allocated, *parts in amounts:
        assert allocated == sum(parts)
    whole = rows_of(client, "/support/fund.csv")[-1]
    assert sum(row[0] for row in amounts) == pence(whole["total"]) - pence(whole["unallocated"])
    assert sum(row[2] for row in amounts) == pence(whole["paid"])
    [order] = tables["Advice in work orders, by year of the budget and lot"][1:]
    assert order == ["2026 to 2027", "Legal", "£5,000.33", "£1,500.01"]


def test_what_was_given_back_of_an_order_is_not_ordered_any_more(client, money):
    order = Account.objects.filter(kind="ORDERED").get().order
    fund.release(award=order.award, by=holder(Role.PROGRAMME_OFFICER), words="Rest", order=order)
    tables = tables_of(client.get("/support/fund/").content.decode())
    [row] = tables["Advice in work orders, by year of the budget and lot"][1:]
    assert row[2] == "£3,333.33"
