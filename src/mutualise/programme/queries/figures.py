"""What a minister is told of the programme, read from its events and its ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.text import slugify

from mutualise.accounts.models import AuditEntry
from mutualise.evidence.queries.subject import parts_known
from mutualise.programme.models import (
    Achievement,
    Award,
    Case,
    CaseEvent,
    Confirmation,
    Fund,
    Posting,
    WorkOrder,
)
from mutualise.programme.queries.confirmations import (
    confirmed_cases,
    counted_achievements,
    without_support,
)
from mutualise.programme.queries.counting import (
    awards_by,
    end_of,
    money_by,
    orders_by,
    passed_by,
    unconfirmed_by,
)
from mutualise.programme.queries.crossed import awards_on_lots, parts_at, spellings
from mutualise.programme.queries.fund import position
from mutualise.programme.rules.advice import LOTS
from mutualise.programme.rules.funnel import Passed, Stage, funnel, shares, stops
from mutualise.programme.rules.publication import IN_PARTS, SUBJECT, Counted, days_to_award
from mutualise.programme.rules.reasons import REASON_LABELS, Reason
from mutualise.programme.rules.states import STATE_LABELS, State
from mutualise.programme.rules.threesixty import PublishedAward
from mutualise.register.queries.kin import called


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
    by_award_lot: Sequence[tuple[str, int, int]]
    by_sector: Sequence[tuple[str, int, int]]
    by_region: Sequence[tuple[str, int, int]]
    ordered_pence: int
    ordered_small_pence: int
    confirmed: int
    disputed: int
    unanswered: int
    # Enquiries nobody had confirmed, counted here alone.
    unconfirmed: int = 0
    # Objectives with a confirmed outcome, and those of them that reached their target.
    objectives: tuple[int, int] = (0, 0)
    # Launched cases whose mutual's last answer confirms the outcome.
    confirmed_launches: int = 0
    # What mutuals last said would have happened without the support, and how many of them.
    without_support: Sequence[tuple[str, int]] = ()

    @property
    def launched(self) -> int:
        return self.stages[-1].reached

    @property
    def cost_a_launch_pence(self) -> int | None:
        """What was paid in all, for every case, over launches: whole pence, rounded down."""
        return self.paid_pence // self.launched if self.launched else None

    @property
    def cost_confirmed_pence(self) -> int | None:
        """The same over launches that the mutual confirmed: the cost a claim can rest on."""
        return self.paid_pence // self.confirmed_launches if self.confirmed_launches else None


def version() -> str:
    """Changes whenever a figure may: with every step, posting, order, award and answer, and with any
    deed in the audit trail, such as a corrected sector."""
    tables: tuple[Any, ...] = (
        Case, CaseEvent, Posting, WorkOrder, Award, Confirmation, Achievement, AuditEntry,
    )  # fmt: skip
    # On PostgreSQL a row may come in after one of a higher number, which only their count tells.
    told = [each.objects.aggregate(newest=Max("pk"), number=Count("pk")) for each in tables]
    answered = Confirmation.objects.exclude(answered_at=None).count()
    return ".".join(map(str, [*(value or 0 for row in told for value in row.values()), answered]))


def shown_is_demonstration() -> bool:
    """Made-up cases are shown only while there is no real one."""
    return not Case.objects.filter(demonstration=False).exists()


def figures(on: date, *, demonstration: bool) -> Figures:
    """The figures as at the end of `on`, of the real cases or of the demonstration's."""
    end = end_of(on)
    passed = passed_by(end, demonstration=demonstration)
    awards = awards_by(end, demonstration=demonstration)
    money = money_by(end, demonstration=demonstration)
    amounts = [(a, money["awarded"].get(a.pk, 0)) for a in awards]
    spelt, on_lots = spellings(), awards_on_lots(end, money["awarded"], demonstration=demonstration)
    orders = orders_by(end, demonstration=demonstration)
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
        by_award_lot=shares(
            [(LOTS[lot], pence) for lots in on_lots.values() for lot, pence in lots.items()]
        ),
        by_sector=shares([(spelt[a.case.sector], pence) for a, pence in amounts]),
        by_region=shares([(a.case.region, pence) for a, pence in amounts]),
        ordered_pence=sum(order.price_pence for order in orders),
        ordered_small_pence=sum(order.price_pence for order in orders if order.supplier.small),
        confirmed=answered.filter(confirmed=True, answered_at__lt=end).count(),
        disputed=answered.filter(confirmed=False, answered_at__lt=end).count(),
        unanswered=answered.filter(Q(answered_at=None) | Q(answered_at__gte=end)).count(),
        unconfirmed=unconfirmed_by(end, demonstration=demonstration),
        objectives=counted_achievements(end, demonstration=demonstration),
        confirmed_launches=len(confirmed_cases(end, demonstration=demonstration)),
        without_support=without_support(end, demonstration=demonstration),
    )


def counted(on: date) -> Counted | None:
    """What the record of the real programme says at the end of a day; None while it has no case
    and no fund. Made-up cases and funds are never in it."""
    real = Fund.objects.filter(demonstration=False)
    if shown_is_demonstration() and not real.exists():
        return None
    found, end = figures(on, demonstration=False), end_of(on)
    passed = passed_by(end, demonstration=False)
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
        days_to_award=days_to_award(passed),
        ordered=found.ordered_pence,
        ordered_small=found.ordered_small_pence,
        confirmed_launches=found.confirmed_launches,
        orders=orders_by(end, demonstration=False).count(),
        parts=parts_at(end, passed),
        stages=found.stages,
        stops=_stops(passed),
        objectives=found.objectives,
    )


def on_record(*, demonstration: bool) -> dict[str, dict[str, list[str]]] | None:
    """The parts of the published figures that stand on record, by measure and dimension; None for
    a demonstration, which is never published."""
    if demonstration:
        return None
    return {measure: parts_known(measure, SUBJECT) for measure in IN_PARTS}


def _stops(passed: Sequence[Passed]) -> list[tuple[str, int]]:
    """Stopped cases by every coded reason there is, none left out because no case had it."""
    number: Counter[str] = Counter(dict.fromkeys(Reason, 0))
    for _, code, cases in stops(passed):
        if code:
            number[code] += cases
    return sorted(number.items())


def published_awards(*, demonstration: bool) -> list[PublishedAward]:
    """Awards that were accepted, oldest first: an offer is published once it is taken up."""
    taken = CaseEvent.objects.filter(name="accept_offer").values("case_id")
    awards = (
        Award.objects.filter(case__in=taken, case__demonstration=demonstration)
        .select_related("case__organisation", "budget__fund")
        .annotate(changed_at=Max("case__events__at"))
        .order_by("decided_at", "pk")
    )
    money = money_by(None, demonstration=demonstration)
    bodies = called({a.case.organisation.code for a in awards if a.case.organisation})
    return [_published(award, money, bodies) for award in awards]


def _published(
    award: Any, money: dict[str, dict[int, int]], bodies: dict[str, tuple[str, str]]
) -> PublishedAward:
    case, body = award.case, award.case.organisation
    name, number = bodies[body.code] if body else (case.parent_body, "")
    # Awards to teams of one parent body have one recipient, so that they can be added up.
    ours = f"mutualise-{body.code}" if body else f"mutualise-parent-{slugify(case.parent_key)}"
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
        recipient_id=number or ours,
        recipient_name=name,
        region=case.region,
        fund_code=award.budget.fund.code,
        fund_name=award.budget.fund.name,
        changed_at=award.changed_at,
    )
