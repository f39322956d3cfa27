"""The fund over time, its forecast, and its payments beside the finance system's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Min, QuerySet, Sum

from mutualise.programme.models import (
    Account,
    Award,
    Budget,
    ExtractLine,
    Fund,
    Posting,
    WorkOrder,
)
from mutualise.programme.queries.fund import budgets_of, postings
from mutualise.programme.rules.forecast import Forecast, Promise, forecast
from mutualise.programme.rules.ledger import owed_since
from mutualise.programme.rules.reconciliation import Entry, Pair, key_of, reconcile
from mutualise.programme.rules.support import KINDS


@dataclass(frozen=True)
class Extract:
    """One uploaded file: its digest, when it came, what its lines sum to in pence, and the days of the
    first and the last of its payments."""

    sha256: str
    at: datetime
    lines: int
    pence: int
    first: date
    last: date


def forecasts(fund: Fund) -> list[tuple[Budget, Forecast]]:
    """Each budget of the fund with its forecast to the end of its own year."""
    held: dict[tuple[int, str], int] = {}
    promised: dict[int, list[Promise]] = {}
    rows = Account.objects.filter(fund=fund).exclude(budget=None)
    for row in rows.select_related("award", "order"):
        if row.kind == "COMMITTED" and row.award:
            promised.setdefault(row.budget_id or 0, []).append(
                Promise(row.balance_pence, row.award.finish_by)
            )
        elif row.kind == "ORDERED" and row.order:
            promised.setdefault(row.budget_id or 0, []).append(
                Promise(row.balance_pence, row.order.due)
            )
        key = (row.budget_id or 0, row.kind)
        held[key] = held.get(key, 0) + row.balance_pence
    return [
        (
            budget,
            forecast(
                paid=held.get((budget.pk, "PAID"), 0), owed=held.get((budget.pk, "ACCRUED"), 0),
                promised=promised.get(budget.pk, ()),
                available=held.get((budget.pk, "AVAILABLE"), 0), year=budget.year,
            ),
        )
        for budget in budgets_of(fund)
    ]  # fmt: skip


@dataclass(frozen=True)
class Owed:
    """Pence owed under an award (order None) or one of its work orders; `since` is the day of the oldest
    of it that is unpaid."""

    award: Award
    order: WorkOrder | None
    since: date | None
    pence: int

    @property
    def payee(self) -> str:
        """The supplier of an order, the team that is paid itself, or nobody the ledger knows."""
        if self.order is not None:
            return self.order.supplier.name
        return "" if KINDS[self.award.kind].in_kind else self.award.case.team

    @property
    def what(self) -> str:
        return f"Work order {self.order.reference}" if self.order else KINDS[self.award.kind].label


def owed(fund: Fund, cases: QuerySet[Any]) -> list[Owed]:
    """What is owed and not paid under awards of cases that are among `cases`, the oldest first."""
    rows = Account.objects.filter(
        fund=fund, kind="ACCRUED", balance_pence__gt=0, award__case__in=cases.values("pk")
    ).select_related("award__case", "order__supplier")
    debts: dict[int, list[tuple[date, int]]] = {}
    made = Posting.objects.filter(
        kind="ACCRUAL", target__in=rows.values("pk"), reverses=None, reversed_by=None
    )
    for account, on, pence in made.values_list("target", "on", "amount_pence"):
        debts.setdefault(account, []).append((on, pence))
    found = [
        Owed(
            row.award,
            row.order,
            owed_since(debts.get(row.pk, ()), row.balance_pence),
            row.balance_pence,
        )
        for row in rows
        if row.award
    ]
    return sorted(found, key=lambda each: (each.since or date.min, each.award.case.reference))


def extracts(fund: Fund) -> Sequence[Extract]:
    """Every extract kept for the fund, newest first."""
    rows = (
        ExtractLine.objects.filter(fund=fund)
        .values("file_sha256")
        .annotate(
            at=Max("uploaded_at"),
            lines=Count("pk"),
            pence=Sum("amount_pence"),
            first=Min("on"),
            last=Max("on"),
        )
        .order_by("-at", "file_sha256")
    )
    return [
        Extract(r["file_sha256"], r["at"], r["lines"], r["pence"], r["first"], r["last"])
        for r in rows
    ]


def lines_of(fund: Fund, sha256: str) -> list[Entry]:
    rows = ExtractLine.objects.filter(fund=fund, file_sha256=sha256).order_by("line")
    # Plain values here and below: to make an object of each of 10,000 rows takes longer than to compare them.
    named = rows.values_list("line", "reference", "on", "amount_pence", "payee")
    return [Entry(*row) for row in named]


def reconciled(fund: Fund, entries: Sequence[Entry]) -> list[Pair]:
    """Payments of the ledger in the days an extract covers, or under one of its references,
    beside the extract's lines. A payment that was reversed is left out with its reversal."""
    named = {key_of(each.reference) for each in entries}
    first, last = covers(entries)
    stands = _payments(fund).filter(reversed_by=None).order_by("pk")
    ours = [
        Entry(pk, reference, on, pence)
        for pk, reference, on, pence in stands.values_list("pk", "reference", "on", "amount_pence")
        if first <= on <= last or key_of(reference) in named
    ]
    return reconcile(ours, entries)


def open_pairs(fund: Fund, pairs: Sequence[Pair], cases: QuerySet[Any]) -> tuple[list[Pair], int]:
    """The pairs without those that tell of a payment of a case not among `cases`, and how many were
    left out. All lines of the extract under the reference of such a payment, also of a reversed one, go with it:
    they show it too."""
    shown = postings(fund, kind="PAYMENT", cases=cases).order_by().values("pk")
    hidden = _payments(fund).exclude(pk__in=shown).values_list("reference", flat=True)
    closed = set(map(key_of, hidden))
    if not closed:
        return list(pairs), 0
    listed = [pair for pair in pairs if key_of(_reference(pair)) not in closed]
    return listed, len(pairs) - len(listed)


def _reference(pair: Pair) -> str:
    known = pair.ledger or pair.extract
    return known.reference if known else ""


def _payments(fund: Fund) -> QuerySet[Posting]:
    return Posting.objects.filter(kind="PAYMENT", source__fund=fund, reverses=None)


def covers(entries: Sequence[Entry]) -> tuple[date, date]:
    """The first and the last day an extract has a payment of."""
    days = [each.on for each in entries]
    return min(days), max(days)
