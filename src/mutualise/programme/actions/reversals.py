"""Undoing a posting of the ledger by one the other way, and owing again what was undone in error; all stay
(ADR 0080, ADR 0082)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from mutualise.accounts.models import Person
from mutualise.accounts.permissions import NotAllowed, check_holds
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.actions.fund import PostingRefused, lock_recipient, post, unless
from mutualise.programme.models import Account, Case, Posting
from mutualise.programme.queries.awards import headroom_of, left_from_day, money_of
from mutualise.programme.queries.fund import held_from_day, key_again, not_owed_again
from mutualise.programme.queries.support import kept_for
from mutualise.programme.queries.visible import is_closed_to
from mutualise.programme.rules.annuality import return_fault
from mutualise.programme.rules.ledger import debt_fault, reversal_day_fault, reversal_fault
from mutualise.programme.rules.money import pounds


@transaction.atomic
def reverse(*, posting: Posting, by: Person, words: str, on: date | None = None) -> Posting:
    """Undo a posting by one the other way, which counts from the day `on`; None: from the posting's own
    day, for it was never so.

    Raises NotAllowed, PostingRefused or FundExhausted.
    """
    check_holds(by, Role.FINANCE_OFFICER)
    award = posting.target.award or posting.source.award
    if award and is_closed_to(by, award.case):
        raise NotAllowed("The case is closed to you.")
    if not words.strip():
        raise PostingRefused("Say why: the reason stays in the ledger.")
    unless(reversal_fault(posting.kind, of_order=posting.source.order_id is not None))
    if posting.kind == "RELEASE" and posting.source.award:
        lock_recipient(posting.source.award.case)
    if posting.reverses_id or Posting.objects.filter(reverses=posting).exists():
        raise PostingRefused("This posting is reversed already, or is itself a reversal.")
    _check_day(posting, on or posting.on)
    _check_limit(posting)
    return post(
        posting.kind, posting.target, posting.source, posting.amount_pence, by=by, on=on or posting.on,
        words=words.strip(), key=f"reverse-{posting.pk}", reverses=posting,
    )  # fmt: skip


@transaction.atomic
def owe_again(*, posting: Posting, by: Person, words: str, on: date) -> Posting:
    """Owe again, since the day `on`, what a reversal undid of training places or of a mentor's day: who came
    and the day stay recorded, and are not recorded twice.

    Raises NotAllowed, PostingRefused or FundExhausted.
    """
    check_holds(by, Role.FINANCE_OFFICER)
    award = posting.target.award
    if award is None or is_closed_to(by, award.case):
        raise NotAllowed("The case is closed to you.")
    Case.objects.select_for_update().get(pk=award.case_id)
    if not words.strip():
        raise PostingRefused("Say why: the reason stays in the ledger.")
    unless(not_owed_again(posting))
    if not posting.on <= on <= clock.today():
        raise PostingRefused(
            f"The debt was of {posting.on:%-d %B %Y}. It is owed again since that day, a later one or today."
        )
    free = money_of(award).committed - kept_for(award)
    if posting.amount_pence > free:
        raise PostingRefused(
            f"{pounds(posting.amount_pence)} is to be owed, and the award has {pounds(max(free, 0))} that is not "
            "kept for other places or days. Give those back, or have the award varied first."
        )
    unless(debt_fault(on, left_from_day(award, posting.amount_pence)))
    return post(
        "ACCRUAL", posting.source, posting.target, posting.amount_pence, by=by, on=on,
        words=f"{posting.words}. Owed again: {words.strip()}", key=key_again(posting),
    )  # fmt: skip


def _check_day(posting: Posting, on: date) -> None:
    """No past day shows an account with less than nothing, and no budget more than its year allowed."""
    # Both stay as they are found until the posting is made; locked in the order the database locks them.
    both = Account.objects.filter(pk__in=(posting.source_id, posting.target_id))
    list(both.select_for_update().order_by("pk"))
    stands = held_from_day(posting.target, posting.amount_pence)
    unless(reversal_day_fault(on, posting.on, stands, clock.today()))
    budget = posting.source.budget
    if budget and on > posting.on and posting.kind in ("ALLOCATION", "RELEASE", "YEAR_END"):
        unless(return_fault(budget.year, budget.fund.opens_on, budget.fund.closes_on, on))


def _check_limit(posting: Posting) -> None:
    """What was released of an award counts again when that is undone (Subsidy Control Act 2022, s.36)."""
    award = posting.source.award
    if posting.kind == "RELEASE" and award and headroom_of(award.case) < posting.amount_pence:
        raise PostingRefused(
            "With this the recipient would pass the limit on minimal financial assistance."
        )
