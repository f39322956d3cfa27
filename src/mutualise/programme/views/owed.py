"""What is owed and waits to be paid, for finance officers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.govuk.downloads import computed
from mutualise.programme.queries import books, fund
from mutualise.programme.queries.visible import staff_cases
from mutualise.programme.rules.money import exact_pounds, pounds
from mutualise.programme.views.marked import as_csv, as_json
from mutualise.programme.views.shared import asked_fund, ledger_of, of_fund

finance = open_to(Access.FINANCE_OFFICER)
COLUMNS = ("case", "payee", "for", "since", "amount")


@finance
@require_GET
def owed(request: HttpRequest, form: str = "") -> HttpResponse:
    """Every debt of the fund in cases open to the person, the oldest first, each with the way to pay it."""
    shown = asked_fund(request)
    if shown is None and not form:
        return render(request, "programme/public/no_fund.html", {"may_open": True})
    found = books.owed(shown, staff_cases(request.user)) if shown else []
    if form:
        rows = [_row(each) for each in found]
        made_up = shown is not None and shown.demonstration
        if form == "csv":
            return as_csv(rows, COLUMNS, filename="to-pay", demonstration=made_up)
        about = computed(f"To pay from {shown.name if shown else 'the fund'}")
        return as_json(rows, COLUMNS, about=about, demonstration=made_up)
    whole = sum(each.pence for each in found)
    context = {
        "fund": shown,
        "found": [(each, _pay(each)) for each in found],
        "whole": whole,
        "closed": fund.position(shown).whole["ACCRUED"] != whole,
        "of": of_fund(shown),
        "ledger_page": ledger_of(shown),
        "pounds": pounds,
    }
    return render(request, "programme/staff/owed.html", context)


def _row(each: books.Owed) -> dict[str, object]:
    return {
        "case": each.award.case.reference, "payee": each.payee, "for": each.what, "since": each.since,
        "amount": exact_pounds(each.pence),
    }  # fmt: skip


def _pay(each: books.Owed) -> str:
    case: Any = each.award.case
    if each.order is None:
        return reverse("pay", kwargs={"reference": case.reference})
    return reverse("pay-order", kwargs={"reference": case.reference, "order": each.order.reference})
