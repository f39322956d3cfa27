"""What the programme's figures are counted from, as at a moment: steps of cases, awards, orders, money."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.utils import timezone

from mutualise.programme.models import Award, Case, CaseEvent, CaseMember, Posting, WorkOrder
from mutualise.programme.rules.funnel import Passed
from mutualise.programme.rules.stages import FIRST_ROUND, NEW_ROUND
from mutualise.programme.rules.states import State


def passed_by(end: datetime, *, demonstration: bool) -> list[Passed]:
    """The steps of cases by then. An enquiry nobody had confirmed is none yet."""
    joined = CaseMember.objects.filter(case=OuterRef("case"), joined_at__lt=end)
    rows = CaseEvent.objects.filter(Exists(joined), at__lt=end, case__demonstration=demonstration)
    listed = rows.order_by("case_id", "number")
    rounds: Counter[int] = Counter()
    found = []
    for case, name, target, at, code in listed.values_list(
        "case_id", "name", "target", "at", "code"
    ):
        rounds[case] += name in (FIRST_ROUND, NEW_ROUND)
        found.append(Passed(case, State(target), at, code, rounds[case]))
    return found


def unconfirmed_by(end: datetime, *, demonstration: bool) -> int:
    """How many enquiries nobody had confirmed by then, whether they still wait or ended."""
    joined = CaseMember.objects.filter(case=OuterRef("pk"), joined_at__lt=end)
    cases = Case.objects.filter(opened_at__lt=end, demonstration=demonstration)
    return cases.filter(~Exists(joined)).count()


def orders_by(end: datetime, *, demonstration: bool) -> QuerySet[WorkOrder]:
    return WorkOrder.objects.filter(
        placed_at__lt=end, award__case__demonstration=demonstration
    ).select_related("supplier")


def awards_by(end: datetime, *, demonstration: bool) -> QuerySet[Award]:
    return Award.objects.filter(
        decided_at__lt=end, case__demonstration=demonstration
    ).select_related("case")


def money_by(end: datetime | None, *, demonstration: bool) -> dict[str, dict[int, int]]:
    """Pence by award: what stands awarded after variations and releases, and what was paid. Each posting
    counts from its own day, as in the position of the fund."""
    postings = Posting.objects.all()
    if end is not None:
        postings = postings.filter(on__lte=timezone.localdate(end))
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


def end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))


def ordered_by(end: datetime) -> dict[int, int]:
    """Pence by work order: what was called off for it, less what it gave back to its award."""
    postings = Posting.objects.filter(at__lt=end)
    into = postings.filter(target__kind="ORDERED", source__kind="COMMITTED")
    back = postings.filter(source__kind="ORDERED", target__kind="COMMITTED")
    called_off, given_back = (
        dict(rows.values_list(f"{side}__order").annotate(total=Sum("amount_pence")))
        for rows, side in ((into, "target"), (back, "source"))
    )
    return _less(called_off, given_back)
