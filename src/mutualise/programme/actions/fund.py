"""Money of the fund: every deed is one posting between two accounts, made once for its key."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import DatabaseError, IntegrityError, transaction

from mutualise.accounts import actions as audit
from mutualise.accounts.models import Person
from mutualise.accounts.permissions import check_holds
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.models import Account, Award, Budget, Case, Fund, Posting, WorkOrder
from mutualise.programme.queries.awards import of_the_same_recipient
from mutualise.programme.queries.fund import held_from_day
from mutualise.programme.rules.advice import LOTS
from mutualise.programme.rules.annuality import (
    allocation_fault,
    budget_fault,
    closing_fault,
    growth_fault,
)
from mutualise.programme.rules.ledger import account_code, payment_fault
from mutualise.programme.rules.money import pounds

REMEDIES = {
    "COMMITTED": "Ask for no more than that, or vary the award first.",
    "ORDERED": "Ask for no more than that.",
    "ACCRUED": "Pay no more than is owed.",
}


class FundExhausted(Exception):
    """The account money should come from has less than was asked; nothing was posted."""

    def __init__(self, account: Account, asked: int) -> None:
        self.available = account.balance_pence - account.floor_pence
        super().__init__(
            f"{account.said} has {pounds(self.available)}; {pounds(asked)} was asked. "
            + REMEDIES.get(account.kind, "Ask for less, or move money there first.")
        )


class PostingRefused(Exception):
    """The posting cannot stand; the message says why and what to do."""


@transaction.atomic
def open_fund(
    *, by: Person, code: str, name: str, ceiling_pence: int, opens_on: date, closes_on: date,
    demonstration: bool = False,
) -> Fund:  # fmt: skip
    """Open a fund with its ceiling granted and not yet in a budget. Raises NotAllowed."""
    check_holds(by, Role.FINANCE_OFFICER)
    if ceiling_pence <= 0 or closes_on <= opens_on:
        raise PostingRefused("A fund needs a ceiling over nothing, and closes after it opens.")
    try:
        with transaction.atomic():
            fund = Fund.objects.create(
                code=code, name=name, ceiling_pence=ceiling_pence, opens_on=opens_on,
                closes_on=closes_on, demonstration=demonstration,
            )  # fmt: skip
    except IntegrityError as error:
        raise PostingRefused(f"There is a fund with the code {code} already.") from error
    granted = _account("AUTHORITY", fund, floor=-ceiling_pence)
    post("OPENING", granted, _account("UNALLOCATED", fund), ceiling_pence, by=by,
          words="Ceiling of the fund", key=f"opening-{code}")  # fmt: skip
    return fund


@transaction.atomic
def add_budget(*, by: Person, fund: Fund, code: str, name: str, year: int, lot: str = "") -> Budget:
    """Add a budget, empty, for one lot or (lot "") for any. Raises NotAllowed or PostingRefused."""
    check_holds(by, Role.FINANCE_OFFICER)
    if lot and lot not in LOTS:
        raise PostingRefused("There is no such lot. Choose one from the list.")
    unless(budget_fault(year, fund.opens_on, fund.closes_on))
    try:
        with transaction.atomic():
            made = Budget.objects.create(fund=fund, code=code, name=name, year=year, lot=lot)
    except IntegrityError as error:
        raise PostingRefused(f"There is a budget with the code {code} already.") from error
    audit.record("programme.budget.added", by=by, subject=fund.code, budget=code)
    return made


@transaction.atomic
def allocate(*, by: Person, budget: Budget, pence: int, words: str, key: str) -> Posting:
    """Put money of the fund into a budget; take it back with a negative amount.

    Raises NotAllowed, FundExhausted, or PostingRefused for a budget whose year is over.
    """
    check_holds(by, Role.FINANCE_OFFICER)
    if pence > 0:
        unless(allocation_fault(budget.year, clock.today()))
    spare, mine = _account("UNALLOCATED", budget.fund), _account("AVAILABLE", budget.fund, budget)
    ends = (spare, mine) if pence > 0 else (mine, spare)
    return post("ALLOCATION", *ends, abs(pence), by=by, words=words, key=key)


@transaction.atomic
def close_year(*, by: Person, budget: Budget, into: Budget | None, words: str, key: str) -> Posting:
    """At a year end, carry what is free in a budget into another, or let it lapse.

    Raises NotAllowed, or PostingRefused before the year ends and where nothing is free.
    """
    check_holds(by, Role.FINANCE_OFFICER)
    unless(closing_fault(budget.year, clock.today(), into.year if into else None))
    mine = _account("AVAILABLE", budget.fund, budget)
    target = (
        _account("AVAILABLE", into.fund, into) if into else _account("LAPSED", budget.fund, budget)
    )
    if (made := Posting.objects.filter(key=key, source=mine, target=target).first()) is not None:
        return made
    if not mine.balance_pence:
        raise PostingRefused("Nothing is free in this budget: there is nothing to close.")
    return post("YEAR_END", mine, target, mine.balance_pence, by=by, words=words, key=key)


def commit(*, award: Award, by: Person) -> Posting:
    """Set the award's amount aside in its budget; called by the award's own action."""
    free = _account("AVAILABLE", award.budget.fund, award.budget)
    return post("COMMITMENT", free, _of(award, "COMMITTED"), award.amount_pence, by=by,
                 words="Award", key=f"award-{award.pk}")  # fmt: skip


@transaction.atomic
def vary(*, award: Award, amount_pence_change: int, by: Person, words: str, key: str) -> Posting:
    """Make an award larger or, with a negative change, smaller.

    Raises NotAllowed, FundExhausted, or PostingRefused when more is asked after the budget's year.
    """
    check_holds(by, Role.DECISION_MAKER)
    if amount_pence_change > 0:
        of = award.budget
        unless(growth_fault(of.year, of.fund.opens_on, of.fund.closes_on, clock.today()))
    free = _account("AVAILABLE", award.budget.fund, award.budget)
    held = _of(award, "COMMITTED")
    ends = (free, held) if amount_pence_change > 0 else (held, free)
    return post("VARIATION", *ends, abs(amount_pence_change), by=by, words=words, key=key)


def call_off(order: WorkOrder, by: Person) -> Posting:
    """Set the price of a work order aside from its award. Raises FundExhausted."""
    return post(
        "CALL_OFF", _of(order.award, "COMMITTED"), _of(order.award, "ORDERED", order),
        order.price_pence, by=by, words=f"Work order {order.reference}",
        key=f"order-{order.pk}", reference=order.reference,
    )  # fmt: skip


def accrue(
    *, award: Award, amount_pence: int, by: Any, on: date, words: str, key: str,
    order: WorkOrder | None = None,
) -> Posting:  # fmt: skip
    """Owe for accepted work or a grant that fell due. Raises FundExhausted."""
    source = _of(award, "ORDERED", order) if order else _of(award, "COMMITTED")
    return post("ACCRUAL", source, _of(award, "ACCRUED", order), amount_pence, by=by,
                 words=words, key=key, on=on)  # fmt: skip


@transaction.atomic
def pay(
    *, award: Award, amount_pence: int, by: Person, on: date, reference: str, key: str,
    order: WorkOrder | None = None,
) -> Posting:  # fmt: skip
    """Record a payment made of what is owed, with the finance system's reference.

    Raises NotAllowed, FundExhausted, or PostingRefused without a reference or on an impossible day.
    """
    check_holds(by, Role.FINANCE_OFFICER)
    if not reference.strip():
        raise PostingRefused("Give the reference of the payment in the finance system.")
    owed = _of(award, "ACCRUED", order)
    paid = _of(award, "PAID", order)
    if not Posting.objects.filter(key=key).exists():
        unless(payment_fault(on, held_from_day(owed, amount_pence), clock.today()))
    return post("PAYMENT", owed, paid, amount_pence,
                 by=by, words="Payment", key=key, on=on, reference=reference.strip())  # fmt: skip


def release(*, award: Award, by: Any, words: str, order: WorkOrder | None = None) -> Posting | None:
    """Give back what an order, or an award, did not use. None when nothing is left."""
    source = _of(award, "ORDERED", order) if order else _of(award, "COMMITTED")
    target = (
        _of(award, "COMMITTED") if order else _account("AVAILABLE", award.budget.fund, award.budget)
    )
    if not source.balance_pence:
        return None
    number = Posting.objects.filter(kind="RELEASE", source=source).count() + 1
    return post("RELEASE", source, target, source.balance_pence, by=by, words=words,
                 key=f"release-{source.pk}-{number}")  # fmt: skip


def post(
    kind: str, source: Account, target: Account, pence: int, *, by: Any, words: str, key: str,
    on: date | None = None, reference: str = "", reverses: Posting | None = None,
) -> Posting:  # fmt: skip
    """Make a posting once: the same key again gives the posting that was made."""
    if not words.strip():
        raise PostingRefused("Say what it is for: the reason stays in the ledger.")
    if pence <= 0:
        raise PostingRefused("The amount must be more than nothing.")
    try:
        with transaction.atomic():
            made = Posting.objects.create(
                kind=kind, source=source, target=target, amount_pence=pence,
                on=on or clock.today(), at=clock.now(), by=by, words=words.strip(),
                reference=reference, key=key, reverses=reverses,
            )  # fmt: skip
    except IntegrityError as error:
        again = Posting.objects.filter(key=key).first()
        if again and (again.source_id, again.target_id, again.amount_pence) == (
            source.pk, target.pk, pence,
        ):  # fmt: skip
            return again
        if "account_not_below_its_floor" in str(error):
            raise FundExhausted(Account.objects.get(pk=source.pk), pence) from error
        raise PostingRefused(
            "The ledger refused this posting. Look at the ledger again."
        ) from error
    except DatabaseError as error:
        raise PostingRefused(f"The ledger refused this posting: {error}.") from error
    audit.record(
        f"programme.ledger.{kind.lower()}", by=by, subject=source.fund.code, posting=made.pk
    )
    return made


def lock_recipient(case: Case) -> None:
    """Every case whose assistance counts with this one's, so that two awards at once are added up."""
    list(of_the_same_recipient(case).select_for_update().order_by("pk").values_list("pk"))


def unless(fault: str | None) -> None:
    """Refuse with the fault a rule found, if any. Raises PostingRefused."""
    if fault:
        raise PostingRefused(fault)


def _of(award: Award, kind: str, order: WorkOrder | None = None) -> Account:
    return _account(kind, award.budget.fund, award.budget, award, order)


def _account(
    kind: str, fund: Fund, budget: Budget | None = None, award: Award | None = None,
    order: WorkOrder | None = None, *, floor: int = 0,
) -> Account:  # fmt: skip
    code = account_code(
        kind, fund=fund.code, budget=budget.code if budget else "",
        award=award.case.reference if award else "", order=order.reference if order else "",
    )  # fmt: skip
    owner = {"kind": kind, "fund": fund, "budget": budget, "award": award, "order": order}
    return Account.objects.get_or_create(code=code, defaults=owner | {"floor_pence": floor})[0]
