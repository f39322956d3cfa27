"""The ledger for finance officers: postings, allocations, what is owed and what is paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import NotAllowed, open_to
from mutualise.accounts.rules.roles import Access
from mutualise.chronicle import clock
from mutualise.govuk.downloads import computed
from mutualise.govuk.misread import chosen, words
from mutualise.govuk.paginate import page_of, query_string
from mutualise.programme.actions import fund as doing
from mutualise.programme.actions.awards import owe_award, pay_award
from mutualise.programme.actions.reversals import reverse as reverse_posting
from mutualise.programme.actions.suppliers import Wrong
from mutualise.programme.forms.staff import (
    AllocateForm,
    BudgetForm,
    FundForm,
    OweForm,
    PayForm,
    ReverseForm,
)
from mutualise.programme.queries import fund
from mutualise.programme.queries.awards import money_of
from mutualise.programme.queries.visible import staff_cases
from mutualise.programme.rules.advice import LOTS
from mutualise.programme.rules.annuality import is_over
from mutualise.programme.rules.forecast import year_end
from mutualise.programme.rules.ledger import reversal_fault
from mutualise.programme.rules.money import exact_pounds, pounds
from mutualise.programme.rules.stages import NotPermitted
from mutualise.programme.views.marked import as_csv, as_json
from mutualise.programme.views.shared import (
    asked_fund,
    both,
    case_and_award,
    form_page,
    ledger_of,
    of_fund,
    once_of,
    refuse,
    to_case,
    trail,
)

finance = open_to(Access.FINANCE_OFFICER)
COLUMNS = (
    "posting", "on", "recorded_at", "kind", "from", "to", "amount", "words", "reference", "reverses",
    "reversed_by",
)  # fmt: skip
REFUSALS = (doing.FundExhausted, doing.PostingRefused, NotAllowed, NotPermitted, Wrong)


@finance
@require_GET
def ledger(request: HttpRequest, form: str = "") -> HttpResponse:
    """Every posting the person may see, and where the money stands."""
    shown = asked_fund(request)
    if shown is None and not form:
        return render(request, "programme/public/no_fund.html", {"may_open": True})
    text, kind = words(request), chosen(request, "kind", dict(fund.POSTING_KINDS), "Kind")
    if shown is None:
        return _download(form, [], "the fund", made_up=False)
    found = fund.postings(shown, text=text, kind=kind, cases=staff_cases(request.user))
    if form:
        rows = [_row(each) for each in found]
        return _download(form, rows, shown.name, made_up=shown.demonstration)
    named = request.GET.get("fund", "")
    given = (("fund", named), ("q", text), ("kind", kind))
    kept = query_string({name: value for name, value in given if value})
    context = {
        "fund": shown,
        "position": fund.position(shown),
        "others": [(each, ledger_of(each)) for each in fund.funds() if each != shown],
        "of": of_fund(shown),
        "named": named,
        "over": {b.pk for b in fund.budgets_of(shown) if is_over(b.year, clock.today())},
        "ending": {b.pk for b in fund.budgets_of(shown) if clock.today() >= year_end(b.year)},
        "page": page_of(request, found),
        "kinds": fund.POSTING_KINDS,
        "text": text,
        "kind": kind,
        "kept": kept,
        "pounds": pounds,
        "lots": LOTS,
    }
    return render(request, "programme/staff/ledger.html", context)


def _download(
    form: str, rows: Sequence[Mapping[str, object]], name: str, *, made_up: bool
) -> HttpResponse:
    """The ledger as data; a ledger of no fund has no rows."""
    if form == "csv":
        return as_csv(rows, COLUMNS, filename="ledger", demonstration=made_up)
    return as_json(rows, COLUMNS, about=computed(f"Ledger of {name}"), demonstration=made_up)


def _row(each: Any) -> dict[str, object]:
    return {
        "posting": each.pk, "on": each.on, "recorded_at": each.at, "kind": each.get_kind_display(),
        "from": each.source.code, "to": each.target.code,
        "amount": exact_pounds(each.amount_pence), "words": each.words,
        "reference": each.reference, "reverses": each.reverses_id, "reversed_by": each.undone_by,
    }  # fmt: skip


@finance
@both
def posting(request: HttpRequest, number: int) -> HttpResponse:
    """One posting, and the form that reverses it."""
    found = fund.posting(number, cases=staff_cases(request.user))
    if found is None:
        raise Http404("There is no such posting, or it is closed to you.")
    form = ReverseForm(request.POST or None, own=found.on)
    ledger_page = ledger_of(found.source.fund)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            reverse_posting(posting=found, by=_by(request), words=given["words"], on=given["on"])
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Posting {number} is reversed.")
            return HttpResponseRedirect(ledger_page)
    context = {
        "row": found,
        "fund": found.source.fund,
        "award": found.target.award or found.source.award,
        "undone_by": fund.reversal_of(found),
        "again": fund.owed_again(found),
        "may_be_owed_again": fund.not_owed_again(found) is None,
        "fault": reversal_fault(found.kind, of_order=found.source.order_id is not None),
        "form": form,
        "ledger_page": ledger_page,
        "pounds": pounds,
    }
    status = 422 if form.errors else 200
    return render(request, "programme/staff/posting.html", context, status=status)


@finance
@both
def open_fund(request: HttpRequest) -> HttpResponse:
    form = FundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data}
        try:
            made = doing.open_fund(by=_by(request), ceiling_pence=given.pop("ceiling"),
                                   demonstration=settings.DEMONSTRATION, **given)  # fmt: skip
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The fund is open. Add a budget and allocate money to it.")
            return HttpResponseRedirect(ledger_of(made))
    return form_page(request, form, "Open a fund", "Open the fund", back=reverse("ledger"),
                     intro=["Its ceiling and days cannot be changed afterwards."],
                     trail=[("Ledger", reverse("ledger")), ("Open a fund", None)])  # fmt: skip


@finance
@both
def add_budget(request: HttpRequest) -> HttpResponse:
    shown = asked_fund(request)
    if shown is None:
        raise Http404("Open a fund first.")
    ledger_page = ledger_of(shown)
    form = BudgetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            doing.add_budget(by=_by(request), fund=shown, code=given["code"], name=given["name"],
                             year=int(given["year"]), lot=given["lot"])  # fmt: skip
        except REFUSALS as refusal:
            refuse(form, refusal, to="code")
        else:
            messages.success(request, "The budget is added, empty. Allocate money to it.")
            return HttpResponseRedirect(ledger_page)
    return form_page(request, form, f"Add a budget to {shown.name}", "Add the budget",
                     back=ledger_page, demonstration=shown.demonstration,
                     intro=["Its code, year and lot cannot be changed afterwards."],
                     trail=[("Ledger", ledger_page), ("Add a budget", None)])  # fmt: skip


@finance
@both
def allocate(request: HttpRequest, code: str) -> HttpResponse:
    budget = fund.budget_called(code)
    if budget is None:
        raise Http404("There is no such budget.")
    form = AllocateForm(request.POST or None)
    once, ledger_page = once_of(request), ledger_of(budget.fund)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            doing.allocate(by=_by(request), budget=budget, pence=given["amount"],
                           words=given["words"], key=f"form-{once}")  # fmt: skip
        except REFUSALS as refusal:
            form.add_error("amount", str(refusal))
        else:
            messages.success(request, "The money is moved.")
            return HttpResponseRedirect(ledger_page)
    title, spare = f"Allocate money to {budget.name}", fund.unallocated(budget.fund)
    return form_page(
        request, form, title, "Move the money", once=once, back=ledger_page,
        inset=f"{pounds(spare)} of {budget.fund.name} is not yet in a budget. "
        f"{pounds(fund.available(budget))} is free in {budget.name}.",
        trail=[("Ledger", ledger_page), (title, None)], demonstration=budget.fund.demonstration,
    )  # fmt: skip


@finance
@both
def owe(request: HttpRequest, reference: str) -> HttpResponse:
    """Record that part of an award paid to the team has fallen due."""
    case, award = case_and_award(request, reference)
    form = OweForm(request.POST or None)
    once = once_of(request)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            owe_award(award=award, pence=given["amount"], by=_by(request), words=given["words"],
                      key=f"form-{once}", on=given["on"])  # fmt: skip
        except REFUSALS as refusal:
            refuse(form, refusal, to="amount")
        else:
            messages.success(request, "It is recorded as owed.")
            return to_case(case, staff=True)
    return _form(request, case, award, form, "Record what is owed", once)


@finance
@both
def pay(request: HttpRequest, reference: str) -> HttpResponse:
    case, award = case_and_award(request, reference)
    form = PayForm(request.POST or None, initial={"on": clock.today()})
    once = once_of(request)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            pay_award(award=award, pence=given["amount"], by=_by(request), on=given["on"],
                      reference=given["reference"], key=f"form-{once}")  # fmt: skip
        except REFUSALS as refusal:
            form.add_error("amount", str(refusal))
        else:
            messages.success(request, "The payment is recorded.")
            return to_case(case, staff=True)
    return _form(request, case, award, form, "Record a payment", once)


def _by(request: HttpRequest) -> Any:
    return request.user


def _form(
    request: HttpRequest, case: Any, award: Any, form: Any, title: str, once: str
) -> HttpResponse:
    money = money_of(award)
    return form_page(
        request, form, title, title, once=once, trail=trail(case, title, staff=True),
        back=reverse("staff-case", kwargs={"reference": case.reference}),
        demonstration=case.demonstration,
        inset=f"Set aside {pounds(money.committed)}, in work orders {pounds(money.ordered)}, "
        f"owed {pounds(money.accrued)}, paid {pounds(money.paid)}.",
    )  # fmt: skip
