"""The fund: where its money stands, by budget and in all, now or at the end of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from mutualise.chronicle import clock
from mutualise.govuk.searching import with_words
from mutualise.programme.models import Account, Budget, Fund, Posting
from mutualise.programme.rules.annuality import promise_fault
from mutualise.programme.rules.ledger import again_fault, held_from

KINDS = ("UNALLOCATED", "AVAILABLE", "COMMITTED", "ORDERED", "ACCRUED", "PAID", "LAPSED")

POSTING_KINDS = list(Posting.Kind.choices)


@dataclass(frozen=True)
class Line:
    """Pence by kind of account. `total` is what was granted to it, less what has not yet been."""

    name: str
    code: str
    held: dict[str, int] = field(default_factory=dict)
    budget: Budget | None = None

    def __getitem__(self, kind: str) -> int:
        return self.held.get(kind, 0)

    @property
    def total(self) -> int:
        return sum(self.held.values())

    @property
    def free(self) -> int:
        """Free in a budget, or not yet in one."""
        return self["AVAILABLE"] + self["UNALLOCATED"]

    @property
    def promised(self) -> int:
        """Committed, ordered, owed or paid: what is no longer free."""
        return sum(self[kind] for kind in ("COMMITTED", "ORDERED", "ACCRUED", "PAID"))


@dataclass(frozen=True)
class Position:
    """A fund as at the end of a day (None: now)."""

    fund: Fund
    as_at: date | None
    whole: Line
    budgets: Sequence[Line]


def held_from_day(account: Account, pence: int) -> date | None:
    """The day from which the account holds so much on every day, by all that entered and left it."""
    came = Posting.objects.filter(target=account).values_list("on", "amount_pence")
    left = Posting.objects.filter(source=account).values_list("on", "amount_pence")
    return held_from([*came, *((on, -gone) for on, gone in left)], pence)


def funds(*, demonstration: bool | None = None) -> Sequence[Fund]:
    found = Fund.objects.order_by("opens_on", "pk")
    return list(found if demonstration is None else found.filter(demonstration=demonstration))


def fund_called(code: str) -> Fund | None:
    return Fund.objects.filter(code=code).first()


def shown_fund() -> Fund | None:
    """The fund the public sees: the newest real one, else the demonstration's."""
    return Fund.objects.order_by("demonstration", "-opens_on", "-pk").first()


def fund_asked(code: str) -> Fund | None:
    """The fund with a code, or without one the fund the public sees."""
    return fund_called(code) if code else shown_fund()


def public_funds() -> Sequence[Fund]:
    """Every fund the public may see: made-up ones only while there is no real one."""
    shown = shown_fund()
    return funds(demonstration=shown.demonstration) if shown else []


def code_to_name(fund: Fund) -> str:
    """The code that an address must name to be about a fund; "" for the one the public sees."""
    return "" if fund == shown_fund() else fund.code


def version() -> int:
    """Changes whenever money moves."""
    return Posting.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def shown_position() -> Position | None:
    """Where the money of the fund the public sees stands now; None while there is no fund."""
    found = shown_fund()
    return position(found) if found else None


def position(fund: Fund, as_at: date | None = None, known_at: datetime | None = None) -> Position:
    """Where the money stands. Now it is read from balances, for a day from the postings till then, those
    recorded by `known_at` (None: all)."""
    held: dict[int | None, dict[str, int]] = {}
    budget: int | None
    if as_at is None:
        rows = Account.objects.filter(fund=fund).exclude(kind="AUTHORITY")
        for budget, kind, pence in rows.values_list("budget", "kind", "balance_pence"):
            mine = held.setdefault(budget, {})
            mine[kind] = mine.get(kind, 0) + pence
    else:
        for side, sign in (("target", 1), ("source", -1)):
            for budget, kind, pence in _sums(fund, as_at, known_at, side):
                mine = held.setdefault(budget, {})
                mine[kind] = mine.get(kind, 0) + sign * pence
    budgets = [
        Line(b.name, b.code, held.get(b.pk, {}), b)
        for b in Budget.objects.filter(fund=fund).order_by("year", "code")
    ]
    whole = {kind: sum(mine.get(kind, 0) for mine in held.values()) for kind in KINDS}
    return Position(fund, as_at, Line(fund.name, fund.code, whole), budgets)


def _by(as_at: date, known_at: datetime | None) -> QuerySet[Posting]:
    """Postings of a day and before, recorded by a moment."""
    found = Posting.objects.filter(on__lte=as_at)
    return found if known_at is None else found.filter(at__lte=known_at)


def _sums(
    fund: Fund, as_at: date, known_at: datetime | None, side: str
) -> QuerySet[Posting, tuple[int | None, str, int]]:
    return (
        _by(as_at, known_at)
        .filter(**{f"{side}__fund": fund})
        .exclude(**{f"{side}__kind": "AUTHORITY"})
        .values_list(f"{side}__budget", f"{side}__kind")
        .annotate(pence=Sum("amount_pence"))
    )


@dataclass(frozen=True)
class LotLine:
    """Budgets of one financial year and lot together, in pence. What was allocated is committed
    and not yet paid, paid, left, or was given back. `lot` "" stands for budgets of all lots."""

    year: int
    lot: str
    allocated: int
    committed: int
    paid: int
    left: int
    lapsed: int


def by_year_and_lot(found: Position) -> list[LotLine]:
    """The budgets of a position by year and lot, in that order."""
    groups: dict[tuple[int, str], list[Line]] = {}
    for line in found.budgets:
        if line.budget is not None:
            groups.setdefault((line.budget.year, line.budget.lot), []).append(line)
    return [
        LotLine(
            *key, allocated=sum(line.total for line in lines),
            committed=sum(line.promised - line["PAID"] for line in lines),
            paid=sum(line["PAID"] for line in lines),
            left=sum(line["AVAILABLE"] for line in lines),
            lapsed=sum(line["LAPSED"] for line in lines),
        )
        for key, lines in sorted(groups.items())
    ]  # fmt: skip


def orders_by_lot(
    fund: Fund, as_at: date, known_at: datetime | None = None
) -> list[tuple[int, str, int, int]]:
    """Advice in work orders at the end of a day, whatever the lot of its budget: financial year of
    the budget, lot, pence ordered and not given back, and pence of it paid."""
    held: dict[tuple[int, str], dict[str, int]] = {}
    for side, sign in (("target", 1), ("source", -1)):
        rows = (
            _by(as_at, known_at)
            .filter(**{f"{side}__fund": fund, f"{side}__order__isnull": False})
            .values_list(f"{side}__budget__year", f"{side}__order__lot", f"{side}__kind")
        )
        for year, lot, kind, pence in rows.annotate(pence=Sum("amount_pence")):
            mine = held.setdefault((year, lot), {})
            mine[kind] = mine.get(kind, 0) + sign * pence
    return [(*key, sum(mine.values()), mine.get("PAID", 0)) for key, mine in sorted(held.items())]


def postings(
    fund: Fund, *, cases: QuerySet[Any], text: str = "", kind: str = ""
) -> QuerySet[Posting]:
    """The ledger of a fund, newest first, without postings of cases that are not among `cases`."""
    found = (
        _open_to(cases)
        .filter(source__fund=fund)
        .annotate(undone_by=F("reversed_by"))
        .order_by("-pk")
    )
    if kind:
        found = found.filter(kind=kind)
    return with_words(found, text, "words", codes=("reference", "source__code", "target__code"))


def posting(number: int, *, cases: QuerySet[Any]) -> Posting | None:
    return _open_to(cases).filter(pk=number).first()


def _open_to(cases: QuerySet[Any]) -> QuerySet[Posting]:
    mine = cases.values("pk")
    return Posting.objects.select_related(
        "source__fund",
        "source__budget",
        "target__budget",
        "by",
        "source__award__case",
        "target__award__case",
    ).filter(
        Q(source__award=None) | Q(source__award__case__in=mine),
        Q(target__award=None) | Q(target__award__case__in=mine),
    )


def budget_called(code: str) -> Budget | None:
    return Budget.objects.select_related("fund").filter(code=code).first()


def budgets_of(fund: Fund) -> Sequence[Budget]:
    rows = Budget.objects.filter(fund=fund).select_related("fund")
    return list(rows.order_by("year", "code"))


def no_promise_from(budget: Budget) -> str | None:
    """Why nothing new is promised from a budget today, or None."""
    return promise_fault(budget.year, budget.fund.opens_on, budget.fund.closes_on, clock.today())


def available(budget: Budget) -> int:
    """Pence free in a budget now."""
    found = Account.objects.filter(budget=budget, award=None, kind="AVAILABLE").first()
    return found.balance_pence if found else 0


def unallocated(fund: Fund) -> int:
    """Pence of a fund that are in no budget now."""
    found = Account.objects.filter(fund=fund, kind="UNALLOCATED").first()
    return found.balance_pence if found else 0


def reversal_of(posting: Posting) -> Posting | None:
    """The posting that undid one."""
    return Posting.objects.filter(reverses=posting).first()


def key_again(posting: Posting) -> str:
    """The key of the debt that takes the place of a reversed one: there is one at most."""
    return f"again-{posting.pk}"


def owed_again(posting: Posting) -> Posting | None:
    """The debt that took the place of a reversed one."""
    return Posting.objects.filter(key=key_again(posting)).first()


def not_owed_again(posting: Posting) -> str | None:
    """Why a posting is not owed again, or None."""
    undone, again = reversal_of(posting) is not None, owed_again(posting) is not None
    return again_fault(posting.kind, posting.key, undone=undone, again=again)


def paid_by_month(fund: Fund) -> list[tuple[date, int, int]]:
    """For each month with a posting: its first day, pence promised and pence paid by its end."""
    months = sorted({d.replace(day=1) for d in
                     Posting.objects.filter(source__fund=fund).values_list("on", flat=True)})  # fmt: skip
    found = []
    for month in months:
        nxt = date(month.year + month.month // 12, month.month % 12 + 1, 1)
        whole = position(fund, date.fromordinal(nxt.toordinal() - 1)).whole
        found.append((month, whole.promised, whole["PAID"]))
    return found
