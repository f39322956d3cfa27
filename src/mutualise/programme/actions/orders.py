"""Buying advice for a team: competitions, offers, work orders, and what an order did not use."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from mutualise.accounts import actions as audit
from mutualise.accounts.permissions import NotAllowed
from mutualise.accounts.queries import holders_of
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.actions import fund, letters
from mutualise.programme.actions.suppliers import Wrong
from mutualise.programme.models import (
    Award,
    Case,
    Competition,
    CompetitionWithdrawal,
    Posting,
    Quote,
    Supplier,
    WorkOrder,
)
from mutualise.programme.queries.awards import money_of
from mutualise.programme.queries.choosing import choice, direct_order_fault, lot_fault
from mutualise.programme.queries.orders import (
    buys,
    chosen,
    is_closed,
    line,
    quotes_of,
    withdrawn,
)
from mutualise.programme.queries.suppliers import codes_in, may_serve, rates_of
from mutualise.programme.queries.support import kept_for
from mutualise.programme.queries.visible import (
    check_officer,
    competitions_for,
    firms_for,
    may_advise,
)
from mutualise.programme.rules.advice import (
    LOTS,
    closing_fault,
    lone_offer_fault,
    price_fault,
)
from mutualise.programme.rules.money import pounds
from mutualise.programme.rules.stages import NotPermitted
from mutualise.programme.rules.support import KINDS


@transaction.atomic
def place_order(
    *, award: Award, by: Any, supplier: Supplier, lot: str, scope: str, days: Decimal,
    price_pence: int, reason: str, due: date,
) -> WorkOrder:  # fmt: skip
    """Call off advice directly from one supplier, and set its price aside from the award.

    Raises NotAllowed, NotPermitted, Wrong or FundExhausted; then nothing has changed.
    """
    _check(award, by)
    fault = direct_order_fault(award.case, lot, days, price_pence)
    if fault:
        raise Wrong("price", fault)
    if not reason.strip():
        raise Wrong("reason", "Say why this supplier.")
    return _order(award, by, supplier, lot, scope, days, price_pence, due,
                  method="DIRECT", method_reason=reason.strip())  # fmt: skip


@transaction.atomic
def open_competition(
    *, award: Award, by: Any, lot: str, brief: str, days: Decimal, closes_on: date
) -> Competition:
    """Ask every supplier of a lot without a tie for an offer, open to the end of a day.

    Raises NotAllowed, NotPermitted or Wrong.
    """
    _check(award, by)
    fault = closing_fault(clock.today(), closes_on)
    if fault:
        raise Wrong("closes_on", fault)
    _check_lot(award, lot)
    asked = list(may_serve(lot, award.case))
    if not asked:
        raise Wrong("lot", f"No supplier on the lot {LOTS[lot]} may work for this team.")
    closes = timezone.make_aware(datetime.combine(closes_on, time(23, 59, 59)))
    made = Competition.objects.create(
        award=award, lot=lot, brief=brief.strip(), days=days, opened_at=clock.now(), opened_by=by,
        closes_at=closes,
    )  # fmt: skip
    audit.record("programme.competition.opened", by=by, subject=award.case.reference, row=made.pk)
    for person in holders_of(Role.ADVISER, codes_in(*asked)):
        if competitions_for(person).filter(pk=made.pk).exists():
            letters.write(
                "competition", to=person.email, reason="A competition on their lot", number=made.pk,
                case=award.case, lot=LOTS[lot], closes=closes_on,
                key=f"competition-{made.pk}-{person.pk}",
            )  # fmt: skip
    return made


@transaction.atomic
def make_offer(
    *, competition: Competition, by: Any, supplier: Supplier, days: Decimal, price_pence: int,
    proposal: str,
) -> Quote:  # fmt: skip
    """A supplier's one offer; nobody at the programme reads it before the competition closes.

    Raises NotAllowed, NotPermitted or Wrong.
    """
    if not competitions_for(by).filter(pk=competition.pk).exists():
        raise NotAllowed("Only an adviser of a supplier on the lot may make an offer.")
    if supplier not in firms_for(by, competition):
        raise Wrong("supplier", "Choose a supplier of yours that is on the lot and has no tie.")
    if is_closed(competition):
        raise NotPermitted("The competition has closed.")
    if not buys(competition.award.case):
        raise NotPermitted(
            "No more advice is bought for this team. The competition will be withdrawn."
        )
    fault = price_fault(price_pence, days, rates_of(supplier, competition.lot))
    if fault:
        raise Wrong("price", fault)
    try:
        with transaction.atomic():
            made = Quote.objects.create(
                competition=competition, supplier=supplier, days=days, price_pence=price_pence,
                proposal=proposal.strip(), by=by, at=clock.now(),
            )  # fmt: skip
    except IntegrityError as error:
        raise Wrong("supplier", f"{supplier} has made its offer. It stands as it is.") from error
    audit.record("programme.offer.made", by=by, subject=supplier.code, competition=competition.pk)
    return made


@transaction.atomic
def choose_offer(*, quote: Quote, by: Any, reason: str, due: date, fair: str = "") -> WorkOrder:
    """Place the order of a competition with one of its offers, for its days and price. Those who
    made the others are told. `fair` says what shows the price of a lone offer to be fair.

    Raises NotAllowed, NotPermitted, Wrong or FundExhausted.
    """
    asked = quote.competition
    _check(asked.award, by)
    if not is_closed(asked):
        raise NotPermitted("The competition is still open.")
    if chosen(asked):
        raise NotPermitted("The order of this competition is placed already.")
    if withdrawn(asked):
        raise NotPermitted("The competition was withdrawn.")
    if not reason.strip():
        raise Wrong("reason", "Say why this offer. Price alone is not the only reason.")
    offers = quotes_of(asked)
    fault = lone_offer_fault(len(offers), may_serve(asked.lot, asked.award.case).count(), fair)
    if fault:
        raise Wrong("fair", fault)
    if len(offers) == 1 and fair.strip():
        reason = f"{reason.strip()}\n\nThe only offer. {fair.strip()}"
    made = _order(
        asked.award, by, quote.supplier, asked.lot, f"{asked.brief}\n\n{quote.proposal}",
        quote.days, quote.price_pence, due, method="COMPETITION", method_reason=reason.strip(),
        quote=quote,
    )  # fmt: skip
    for other in offers:
        if other.pk != quote.pk:
            letters.write(
                "offer_not_chosen", to=other.by.email, reason="Another offer was chosen",
                case=asked.award.case, lot=LOTS[asked.lot], key=f"offer-{other.pk}-not-chosen",
            )  # fmt: skip
    return made


@transaction.atomic
def withdraw_competition(*, competition: Competition, by: Any, words: str) -> CompetitionWithdrawal:
    """End a competition without an order; whoever could answer or did is told why.

    Raises NotAllowed, NotPermitted or Wrong.
    """
    case = competition.award.case
    check_officer(by, case)
    Award.objects.select_for_update().get(pk=competition.award_id)
    if chosen(competition):
        raise NotPermitted("The order of this competition is placed already.")
    if withdrawn(competition):
        raise NotPermitted("The competition was withdrawn already.")
    if not words.strip():
        raise Wrong("words", "Say why: the suppliers are told.")
    told = [person for person in holders_of(Role.ADVISER, codes_in(*may_serve(competition.lot, case)))
            if competitions_for(person).filter(pk=competition.pk).exists()]  # fmt: skip
    made = CompetitionWithdrawal.objects.create(
        competition=competition, words=words.strip(), ended_by=by, ended_at=clock.now()
    )
    audit.record(
        "programme.competition.withdrawn", by=by, subject=case.reference, row=competition.pk
    )
    offered = [quote.by for quote in competition.quotes.select_related("by")]
    for person in {*told, *(each for each in offered if may_advise(each, case))}:
        letters.write(
            "competition_withdrawn", to=person.email, reason="A competition was withdrawn",
            case=case, lot=LOTS[competition.lot], words=words.strip(),
            key=f"competition-{competition.pk}-withdrawn-{person.pk}",
        )  # fmt: skip
    return made


@transaction.atomic
def finish_order(*, order: WorkOrder, by: Any, words: str) -> Posting | None:
    """End an order and give what it did not use back to its award.

    Raises NotAllowed, NotPermitted or Wrong.
    """
    check_officer(by, order.award.case)
    WorkOrder.objects.select_for_update().get(pk=order.pk)
    if not words.strip():
        raise Wrong("words", "Say why the rest is not needed.")
    now = line(order)
    if now.waiting:
        raise NotPermitted("An output waits for the team. It is accepted or disputed first.")
    if not now.left:
        raise NotPermitted("The order has nothing left: it is finished.")
    posting = fund.release(award=order.award, by=by, words=words.strip(), order=order)
    audit.record("programme.order.finished", by=by, subject=order.reference)
    return posting


def _check(award: Award, by: Any) -> None:
    check_officer(by, award.case)
    # The case first: a stop holds it too, so that none comes between its state and the order.
    Case.objects.select_for_update().get(pk=award.case_id)
    Award.objects.select_for_update().get(pk=award.pk)
    if not KINDS[award.kind].in_kind:
        raise NotPermitted("This award is paid to the team: it buys no advice.")
    if not buys(award.case):
        raise NotPermitted(
            "Advice is bought between the team’s acceptance of its award and the launch."
        )


def _check_lot(award: Award, lot: str) -> None:
    fault = lot_fault(award, lot)
    if fault:
        raise Wrong("lot", fault)


def _order(
    award: Award, by: Any, supplier: Supplier, lot: str, scope: str, days: Decimal,
    price_pence: int, due: date, **method: Any,
) -> WorkOrder:  # fmt: skip
    _check_lot(award, lot)
    found = choice(supplier, award.case, lot, days, price_pence)
    if found.fault:
        raise Wrong(found.field, found.fault)
    kept, left = kept_for(award), money_of(award).committed
    if kept and price_pence > left - kept:
        raise Wrong(
            "price", f"{pounds(kept)} of the {pounds(left)} left is kept for places or a mentor."
        )
    advisers = list(holders_of(Role.ADVISER, codes_in(supplier)))
    if due <= clock.today():
        raise Wrong("due", "The day it is due must be in the future.")
    made = WorkOrder.objects.create(
        reference=_next_reference(award), award=award, supplier=supplier, lot=lot,
        scope=scope.strip(), days=days, price_pence=price_pence, due=due, placed_by=by,
        placed_at=clock.now(), **method,
    )  # fmt: skip
    fund.call_off(made, by)
    audit.record(
        "programme.order.placed", by=by, subject=award.case.reference, order=made.reference
    )
    for person in advisers:
        letters.write(
            "order_placed", to=person.email, case=award.case, order=made, lot=LOTS[lot],
            reason="A work order of their supplier", key=f"order-{made.pk}-{person.pk}",
        )  # fmt: skip
    return made


def _next_reference(award: Award) -> str:
    """The award is locked, so that two orders placed at once are numbered one after the other."""
    return f"{award.case.reference}-{WorkOrder.objects.filter(award=award).count() + 1:02d}"
