"""Work orders and competitions of a case: what was bought, worked, handed in, owed and paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum

from mutualise.chronicle import clock
from mutualise.programme.models import (
    Account,
    Case,
    Competition,
    CompetitionWithdrawal,
    Output,
    Posting,
    Quote,
    Supplier,
    TimeEntry,
    WorkOrder,
)
from mutualise.programme.queries.cases import state_of
from mutualise.programme.queries.viewing import Viewing
from mutualise.programme.rules.advice import LOTS, days_of
from mutualise.programme.rules.money import pounds
from mutualise.programme.rules.states import State
from mutualise.programme.rules.support import KINDS


@dataclass(frozen=True)
class OrderLine:
    """An order with its money in pence and its days, planned and worked."""

    order: WorkOrder
    left: int
    owed: int
    paid: int
    worked: Decimal
    waiting: int

    @property
    def lot(self) -> str:
        return LOTS[self.order.lot]

    @property
    def over(self) -> bool:
        """Whether more days were worked than planned."""
        return self.worked > self.order.days

    @property
    def given_back(self) -> int:
        """What went back to the award when the order was finished."""
        return self.order.price_pence - self.left - self.owed - self.paid

    @property
    def state(self) -> str:
        if self.waiting:
            return "An output waits for the team"
        if self.left:
            return "At work"
        return "Owed" if self.owed else "Finished"


def order_called(orders: QuerySet[WorkOrder], reference: str) -> WorkOrder | None:
    related = ("award__case", "award__budget__fund", "supplier")
    return orders.select_related(*related).filter(reference=reference).first()


def order_of(case: Case, reference: str) -> WorkOrder | None:
    return order_called(WorkOrder.objects.filter(award__case=case), reference)


def lines(orders: Sequence[WorkOrder]) -> list[OrderLine]:
    """The orders with their money and days, in the order given."""
    if not orders:
        return []
    money: dict[tuple[int, str], int] = {
        (order, kind): pence
        for order, kind, pence in Account.objects.filter(order__in=orders).values_list(
            "order", "kind", "balance_pence"
        )
    }
    known = TimeEntry.objects.known_at(None).filter(order__in=orders)
    minutes = dict(known.values_list("order").annotate(all=Sum("minutes")))
    waiting = Output.objects.filter(order__in=orders, state="HANDED_IN")
    held = dict(waiting.values_list("order").annotate(all=Sum("price_pence")))
    return [
        OrderLine(
            order, money.get((order.pk, "ORDERED"), 0), money.get((order.pk, "ACCRUED"), 0),
            money.get((order.pk, "PAID"), 0), days_of(minutes.get(order.pk, 0)),
            held.get(order.pk, 0),
        )
        for order in orders
    ]  # fmt: skip


def line(order: WorkOrder) -> OrderLine:
    return lines([order])[0]


def payments(order: WorkOrder) -> int:
    """How many payments of an order were recorded or reversed."""
    return Posting.objects.filter(
        Q(source__order=order) | Q(target__order=order), kind=Posting.Kind.PAYMENT
    ).count()


def orders_of(case: Case) -> Sequence[WorkOrder]:
    found = WorkOrder.objects.filter(award__case=case)
    return list(found.select_related("supplier", "award__case", "quote").order_by("pk"))


def competitions_of(case: Case) -> Sequence[Competition]:
    found = Competition.objects.filter(award__case=case).select_related("withdrawal")
    return list(found.order_by("-pk"))


def competition(case: Case, number: int) -> Competition | None:
    return Competition.objects.filter(award__case=case, pk=number).first()


def buys(case: Case) -> bool:
    """Whether advice is bought for a case now: not after its launch, nor after its support stopped."""
    return state_of(case) is State.DELIVERING


def is_closed(row: Competition) -> bool:
    return row.closes_at <= clock.now()


def quotes_of(row: Competition) -> Sequence[Quote]:
    """The offers, cheapest first; none before the competition closes."""
    if not is_closed(row):
        return []
    found = Quote.objects.filter(competition=row).select_related("supplier", "order")
    return list(found.order_by("price_pence", "pk"))


def quote_of(row: Competition, number: int) -> Quote | None:
    return next((each for each in quotes_of(row) if each.pk == number), None)


def chosen(row: Competition) -> WorkOrder | None:
    return WorkOrder.objects.filter(quote__competition=row).first()


def withdrawn(row: Competition) -> CompetitionWithdrawal | None:
    return CompetitionWithdrawal.objects.filter(competition=row).first()


def silent(row: Competition, firms: Sequence[Supplier]) -> list[Supplier]:
    """Those of the suppliers that have made no offer in a competition."""
    made = set(Quote.objects.filter(competition=row).values_list("supplier", flat=True))
    return [each for each in firms if each.pk not in made]


def made_offers(offers: QuerySet[Quote]) -> list[tuple[Quote, str]]:
    """Offers with what became of each, newest first."""
    related = ("supplier", "competition__award__case", "competition__withdrawal", "order")
    rows = offers.select_related(*related).order_by("-pk")
    placed = dict(
        WorkOrder.objects.filter(quote__competition__in=rows.values("competition")).values_list(
            "quote__competition", "quote"
        )
    )
    return [(row, _became(row, placed.get(row.competition_id))) for row in rows]


def _became(row: Quote, placed: int | None) -> str:
    if placed == row.pk:
        return "Chosen"
    if placed is not None:
        return "Another offer was chosen"
    if hasattr(row.competition, "withdrawal"):
        return "The competition was withdrawn"
    return "Waits for a decision" if is_closed(row.competition) else "Sealed until it closes"


def unanswered(case: Case, lot: str, days: Decimal) -> bool:
    """Whether a competition of the case on the lot, for so many days or more, closed without an
    offer. One that was withdrawn asked nobody to the end."""
    closed = Competition.objects.filter(
        award__case=case, lot=lot, days__gte=days, closes_at__lte=clock.now(), quotes=None,
        withdrawal=None,
    )  # fmt: skip
    return closed.exists()


def called_off_directly(case: Case, lot: str) -> int:
    """Pence ordered for the case on the lot without a competition, less what was given back."""
    orders = list(WorkOrder.objects.filter(award__case=case, lot=lot, method="DIRECT"))
    return sum(each.left + each.owed + each.paid for each in lines(orders))


def time_of(order: WorkOrder) -> Sequence[TimeEntry]:
    """Time worked on the order as it is known now, newest first."""
    found = TimeEntry.objects.known_at(None).filter(order=order).select_related("adviser")
    return list(found.order_by("-on", "-pk"))


def outputs_of(order: WorkOrder) -> Sequence[Output]:
    return list(Output.objects.filter(order=order).select_related("document").order_by("-pk"))


def output_of(case: Case, number: int) -> Output | None:
    found = Output.objects.filter(order__award__case=case, pk=number)
    return found.select_related("order__award__case", "order__supplier", "document").first()


def panel(seen: Viewing) -> dict[str, Any]:
    """What a case's page says of its advice; empty where the award buys none."""
    award = seen.award
    bought = award is not None and KINDS[award.kind].in_kind
    orders = orders_of(seen.case) if bought else []
    outputs: dict[int, list[Output]] = {order.pk: [] for order in orders}
    for output in Output.objects.filter(order__in=orders).order_by("-pk") if orders else ():
        outputs[output.order_id].append(output)
    by_competition = {order.quote.competition_id: order for order in orders if order.quote}
    competing = competitions_of(seen.case) if bought else []
    return {
        "bought": bought,
        "orders": [(each, outputs[each.order.pk]) for each in lines(orders)],
        "competitions": [
            (row, is_closed(row), by_competition.get(row.pk), hasattr(row, "withdrawal"))
            for row in competing
        ],
        "lots": LOTS,
        "pounds": pounds,
        "officer": seen.officer,
        "team": seen.team,
        "open": bought and seen.state is State.DELIVERING,
    }
