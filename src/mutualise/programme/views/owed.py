"""What is owed and waits to be paid, for finance officers, and what is owed again after its reversal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import NotAllowed, open_to
from mutualise.accounts.rules.roles import Access
from mutualise.govuk.downloads import computed
from mutualise.programme.actions.fund import FundExhausted, PostingRefused
from mutualise.programme.actions.reversals import owe_again
from mutualise.programme.forms.staff import OweAgainForm
from mutualise.programme.queries import books, fund
from mutualise.programme.queries.visible import staff_cases
from mutualise.programme.rules.money import exact_pounds, pounds
from mutualise.programme.views.marked import as_csv, as_json
from mutualise.programme.views.shared import (
    asked_fund,
    both,
    form_page,
    ledger_of,
    of_fund,
    refuse,
)

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


@finance
@both
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Owe again what a reversal undid of training places or of a mentor's day."""
    found: Any = fund.posting(number, cases=staff_cases(request.user))
    if found is None or fund.not_owed_again(found):
        raise Http404("There is no such debt to owe again, or it is closed to you.")
    form = OweAgainForm(request.POST or None, initial={"on": found.on})
    here = reverse("posting", kwargs={"number": number})
    if request.method == "POST" and form.is_valid():
        person: Any = request.user
        try:
            made = owe_again(posting=found, by=person, **form.cleaned_data)
        except (PostingRefused, FundExhausted, NotAllowed) as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"It is owed again by posting {made.pk}.")
            return HttpResponseRedirect(here)
    title = f"Owe posting {number} again"
    return form_page(
        request, form, title, "Owe it again", back=here,
        trail=[("Ledger", ledger_of(found.source.fund)), (f"Posting {number}", here), (title, None)],
        inset=f"{pounds(found.amount_pence)}, of {found.on:%-d %B %Y}. {found.words}.",
        demonstration=found.source.fund.demonstration,
    )  # fmt: skip


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
