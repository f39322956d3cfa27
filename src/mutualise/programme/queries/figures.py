"""What a minister is told of the programme, read from its events and its ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Max, Q, QuerySet, Sum
from django.utils import timezone

from mutualise.evidence.rules.areas import NATIONS, REGIONS
from mutualise.programme.models import (
    Award,
    Case,
    CaseEvent,
    Confirmation,
    Fund,
    Posting,
    WorkOrder,
)
from mutualise.programme.queries.confirmations import counted_achievements
from mutualise.programme.queries.fund import position
from mutualise.programme.rules.advice import LOTS
from mutualise.programme.rules.funnel import Passed, Stage, funnel, shares, stops
from mutualise.programme.rules.publication import Counted, Part, days_to_award, parts
from mutualise.programme.rules.reasons import REASON_LABELS, Reason
from mutualise.programme.rules.stages import FIRST_ROUND, NEW_ROUND
from mutualise.programme.rules.states import STATE_LABELS, State
from mutualise.programme.rules.threesixty import PublishedAward

# Where a case can be: the regions of England, and the nations but England as a whole.
PLACES = [area.slug for area in (*REGIONS, *NATIONS) if area.slug != "england"]


@dataclass(frozen=True)
class Figures:
    """The programme as at the end of a day. Money in pence. `demonstration` says it is made up."""

    on: date
    demonstration: bool
    stages: Sequence[Stage]
    stopped: Sequence[tuple[str, str, int]]
    awarded_pence: int
    paid_pence: int
    by_kind: Sequence[tuple[str, int, int]]
    by_lot: Sequence[tuple[str, int, int]]
    by_sector: Sequence[tuple[str, int, int]]
    by_region: Sequence[tuple[str, int, int]]
    ordered_pence: int
    ordered_small_pence: int
    confirmed: int
    disputed: int
    unanswered: int
    # Objectives with a confirmed outcome, and those of them that reached their target.
    objectives: tuple[int, int] = (0, 0)

    @property
    def launched(self) -> int:
        return self.stages[-1].reached

    @property
    def cost_a_launch_pence(self) -> int | None:
        """What was paid in all, for every case, over launches: whole pence, rounded down."""
        return self.paid_pence // self.launched if self.launched else None


def shown_is_demonstration() -> bool:
    """Made-up cases are shown only while there is no real one."""
    return not Case.objects.filter(demonstration=False).exists()


def figures(on: date, *, demonstration: bool) -> Figures:
    """The figures as at the end of `on`, of the real cases or of the demonstration's."""
    end = _end_of(on)
    passed = _passed(end, demonstration=demonstration)
    awards = _awards(end, demonstration)
    money = _money(end, demonstration)
    amounts = [(a, money["awarded"].get(a.pk, 0)) for a in awards]
    orders = _orders(end, demonstration=demonstration)
    answered = Confirmation.objects.filter(case__demonstration=demonstration, sent_at__lt=end)
    return Figures(
        on=on,
        demonstration=demonstration,
        stages=funnel(passed),
        stopped=[
            (STATE_LABELS[state], REASON_LABELS[Reason(code)] if code else "", number)
            for state, code, number in stops(passed)
        ],
        awarded_pence=sum(pence for _, pence in amounts),
        paid_pence=sum(money["paid"].values()),
        by_kind=shares([(Award.Kind(a.kind).label, pence) for a, pence in amounts]),
        by_lot=shares([(LOTS[order.lot], order.price_pence) for order in orders]),
        by_sector=shares([(a.case.sector, pence) for a, pence in amounts]),
        by_region=shares([(a.case.region, pence) for a, pence in amounts]),
        ordered_pence=sum(order.price_pence for order in orders),
        ordered_small_pence=sum(order.price_pence for order in orders if order.supplier.small),
        confirmed=answered.filter(confirmed=True, answered_at__lt=end).count(),
        disputed=answered.filter(confirmed=False, answered_at__lt=end).count(),
        unanswered=answered.filter(Q(answered_at=None) | Q(answered_at__gte=end)).count(),
        objectives=counted_achievements(end, demonstration=demonstration),
    )


def counted(on: date) -> Counted | None:
    """What the record of the real programme says at the end of a day; None while it has no case
    and no fund. Made-up cases and funds are never in it."""
    real = Fund.objects.filter(demonstration=False)
    if shown_is_demonstration() and not real.exists():
        return None
    found = figures(on, demonstration=False)
    lines = [position(fund, on).whole for fund in real]
    reached = {stage.state: stage.reached for stage in found.stages}
    return Counted(
        ceiling=sum(fund.ceiling_pence for fund in real if fund.opens_on <= on),
        promised=sum(line.promised for line in lines),
        paid=sum(line["PAID"] for line in lines),
        enquiries=reached[State.ENQUIRY],
        applications=reached[State.SUBMITTED],
        awards=reached[State.AWARDED],
        awarded=found.awarded_pence,
        days_to_award=days_to_award(_passed(_end_of(on), demonstration=False)),
        ordered=found.ordered_pence,
        ordered_small=found.ordered_small_pence,
        confirmed_launches=_confirmed_launches(_end_of(on)),
        orders=_orders(_end_of(on), demonstration=False).count(),
        parts=_parts(_end_of(on)),
        stages=[(each.state, each.days) for each in found.stages if each.days is not None],
        stops=_stops(_passed(_end_of(on), demonstration=False)),
        objectives=found.objectives,
    )


def _stops(passed: Sequence[Passed]) -> list[tuple[str, int]]:
    """Stopped cases by every coded reason there is, none left out because no case had it."""
    number: Counter[str] = Counter(dict.fromkeys(Reason, 0))
    for _, code, cases in stops(passed):
        if code:
            number[code] += cases
    return sorted(number.items())


def _parts(end: datetime) -> list[Part]:
    """Real awards by kind, sector and region, and real work orders by lot."""
    money = _money(end, demonstration=False)["awarded"]
    awards = [(a, money.get(a.pk, 0)) for a in _awards(end, demonstration=False)]
    cases = Case.objects.filter(demonstration=False, opened_at__lt=end)
    sectors = cases.order_by("sector").values_list("sector", flat=True).distinct()
    orders = _orders(end, demonstration=False)
    return [
        *parts("kind", Award.Kind.values, [(a.kind, pence) for a, pence in awards]),
        *parts("sector", sectors, [(a.case.sector, pence) for a, pence in awards]),
        *parts("region", PLACES, [(a.case.region, pence) for a, pence in awards]),
        *parts("lot", LOTS, [(order.lot, order.price_pence) for order in orders]),
    ]


def _confirmed_launches(end: datetime) -> int:
    """Launched cases whose mutual's last answer by then confirms the outcome."""
    answered = Confirmation.objects.filter(
        case__demonstration=False, answered_at__lt=end, case__events__target=State.LAUNCHED
    ).order_by("answered_at", "pk")
    last = dict(answered.values_list("case", "confirmed"))
    return sum(1 for confirmed in last.values() if confirmed)


def _passed(end: datetime, *, demonstration: bool) -> list[Passed]:
    rows = CaseEvent.objects.filter(at__lt=end, case__demonstration=demonstration)
    listed = rows.order_by("case_id", "number")
    rounds: Counter[int] = Counter()
    found = []
    for case, name, target, at, code in listed.values_list(
        "case_id", "name", "target", "at", "code"
    ):
        rounds[case] += name in (FIRST_ROUND, NEW_ROUND)
        found.append(Passed(case, State(target), at, code, rounds[case]))
    return found


def published_awards(*, demonstration: bool) -> list[PublishedAward]:
    """Awards that were accepted, oldest first: an offer is published once it is taken up."""
    taken = CaseEvent.objects.filter(name="accept_offer").values("case_id")
    awards = (
        Award.objects.filter(case__in=taken, case__demonstration=demonstration)
        .select_related("case__organisation", "budget__fund")
        .annotate(changed_at=Max("case__events__at"))
        .order_by("decided_at", "pk")
    )
    money = _money(None, demonstration)
    return [_published(award, money) for award in awards]


def _published(award: Any, money: dict[str, dict[int, int]]) -> PublishedAward:
    case, body = award.case, award.case.organisation
    name = body.code if body else case.parent_body
    return PublishedAward(
        reference=case.reference,
        team=case.team,
        service=case.service,
        purpose=award.purpose,
        kind=award.kind,
        kind_label=Award.Kind(award.kind).label,
        awarded_pence=money["awarded"].get(award.pk, 0),
        paid_pence=money["paid"].get(award.pk, 0),
        awarded_on=timezone.localdate(award.decided_at),
        parent_body=case.parent_body,
        recipient_id=f"mutualise-{body.code}" if body else f"mutualise-parent-{case.reference}",
        recipient_name=case.team if body else name,
        region=case.region,
        fund_code=award.budget.fund.code,
        fund_name=award.budget.fund.name,
        changed_at=award.changed_at,
    )


def _orders(end: datetime, *, demonstration: bool) -> QuerySet[WorkOrder]:
    return WorkOrder.objects.filter(
        placed_at__lt=end, award__case__demonstration=demonstration
    ).select_related("supplier")


def _awards(end: datetime, demonstration: bool) -> QuerySet[Award]:
    return Award.objects.filter(
        decided_at__lt=end, case__demonstration=demonstration
    ).select_related("case")


def _money(end: datetime | None, demonstration: bool) -> dict[str, dict[int, int]]:
    """Pence by award: what stands awarded after variations and releases, and what was paid."""
    postings = Posting.objects.all() if end is None else Posting.objects.filter(at__lt=end)
    into = _by_award(postings, "target", ("COMMITTED",), "AVAILABLE", demonstration)
    back = _by_award(postings, "source", ("COMMITTED",), "AVAILABLE", demonstration)
    paid = _by_award(postings, "target", ("PAID",), "ACCRUED", demonstration)
    unpaid = _by_award(postings, "source", ("PAID",), "ACCRUED", demonstration)
    return {"awarded": _less(into, back), "paid": _less(paid, unpaid)}


def _by_award(
    postings: QuerySet[Posting], side: str, kinds: tuple[str, ...], other: str, demonstration: bool
) -> dict[int, int]:
    across = "source" if side == "target" else "target"
    rows = (
        postings.filter(
            **{
                f"{side}__kind__in": kinds,
                f"{across}__kind": other,
                f"{side}__award__case__demonstration": demonstration,
            }
        )
        .values_list(f"{side}__award")
        .annotate(total=Sum("amount_pence"))
    )
    return {award: int(total) for award, total in rows}


def _less(one: dict[int, int], other: dict[int, int]) -> dict[int, int]:
    return {award: pence - other.get(award, 0) for award, pence in one.items()}


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))
