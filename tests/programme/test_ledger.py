"""What the database itself refuses of the ledger."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from mutualise.programme.models import Account
from mutualise.programme.rules.ledger import ROUTES
from mutualise.programme.rules.states import State
from tests.programme.builders import account, award_of, budget_of, case_at, post

pytestmark = pytest.mark.django_db


def balance(found: Account) -> int:
    return Account.objects.get(pk=found.pk).balance_pence


def test_a_commitment_moves_money_from_the_budget_to_the_award():
    budget = budget_of(1_000_00)
    award = award_of(case_at(State.AWARDED), 400_00, budget)
    assert balance(account("AVAILABLE", budget.fund, budget)) == 600_00
    assert balance(account("COMMITTED", budget.fund, budget, award)) == 400_00


def test_an_account_begins_empty():
    budget = budget_of(1_00)
    with pytest.raises(DatabaseError, match="kept from its postings"), transaction.atomic():
        Account.objects.create(
            code="made-up", kind="AVAILABLE", fund=budget.fund, budget=budget, balance_pence=1
        )


def test_the_last_pound_cannot_be_committed_twice():
    budget = budget_of(1_00)
    award_of(case_at(), 1_00, budget)
    with pytest.raises(IntegrityError, match="account_not_below_its_floor"), transaction.atomic():
        award_of(case_at(), 1, budget)


def test_the_fund_cannot_be_opened_past_its_ceiling():
    fund = budget_of(500_00).fund
    with pytest.raises(IntegrityError), transaction.atomic():
        post("OPENING", account("AUTHORITY", fund), account("UNALLOCATED", fund), 1)


def test_money_moves_only_on_the_routes_and_within_one_fund():
    budget, other = budget_of(500_00), budget_of(500_00)
    available = account("AVAILABLE", budget.fund, budget)
    for kind, target in [
        ("PAYMENT", account("PAID", budget.fund, budget)),
        ("YEAR_END", account("AVAILABLE", other.fund, other)),
    ]:
        with pytest.raises(DatabaseError, match="no such posting"), transaction.atomic():
            post(kind, available, target, 1_00)


def test_a_reversal_moves_the_same_back_and_once():
    budget = budget_of(500_00)
    spare = account("UNALLOCATED", budget.fund)
    available = account("AVAILABLE", budget.fund, budget)
    there = post("ALLOCATION", available, spare, 100_00)
    with pytest.raises(DatabaseError, match="same amount back"), transaction.atomic():
        post("ALLOCATION", spare, available, 50_00, reverses=there)
    post("ALLOCATION", spare, available, 100_00, reverses=there)
    with pytest.raises(IntegrityError), transaction.atomic():
        post("ALLOCATION", spare, available, 100_00, reverses=there)
    assert balance(available) == 500_00


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE programme_account SET balance_pence = balance_pence + 1",
        "UPDATE programme_account SET floor_pence = -1 WHERE kind = 'AUTHORITY'",
        "DELETE FROM programme_account",
    ],
)
def test_nobody_changes_a_balance_by_hand(statement):
    budget_of(500_00)
    with pytest.raises(DatabaseError, match="postings alone"), transaction.atomic(), connection.cursor() as cursor:  # fmt: skip
        cursor.execute(statement)


def test_the_migration_has_the_routes_of_the_rules():
    from importlib import import_module

    assert import_module("mutualise.programme.migrations.0002_triggers").ROUTES == ROUTES
