"""The framework for officers: suppliers, their lots, rates, consortia and ties."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import NotAllowed, open_to
from mutualise.accounts.rules.roles import Access
from mutualise.chronicle import clock
from mutualise.chronicle.refusals import NoLongerStands
from mutualise.govuk.downloads import computed
from mutualise.govuk.misread import chosen, words
from mutualise.govuk.paginate import page_of, query_string
from mutualise.programme.actions import suppliers as doing
from mutualise.programme.forms import advice as forms
from mutualise.programme.forms.assessment import ReasonForm
from mutualise.programme.queries import suppliers
from mutualise.programme.queries.figures import shown_is_demonstration
from mutualise.programme.queries.visible import staff_cases
from mutualise.programme.rules.advice import GRADES, LOTS
from mutualise.programme.rules.money import pounds
from mutualise.programme.views.marked import as_csv, as_json
from mutualise.programme.views.shared import both, form_page, refuse

officers = open_to(Access.PROGRAMME_OFFICER)
COLUMNS = ("code", "name", "small", "consortium", "lots", "orders")
REFUSALS = (doing.Wrong, NotAllowed, NoLongerStands)
TITLES = {
    "lots": "Put on a lot", "rates": "Add a day rate", "consortia": "Join a consortium",
    "interests": "Record a tie",
}  # fmt: skip
WITHDRAWING = (
    "For a mistake only: it is as if it had never held. What was recorded stays in the record with "
    "your reason. If it held for a time, end it instead."
)
FORMS: dict[str, Any] = {
    "lots": forms.LotForm, "rates": forms.RateForm, "consortia": forms.ConsortiumForm,
    "interests": forms.TieForm,
}  # fmt: skip


@officers
@require_GET
def listing(request: HttpRequest, form: str = "") -> HttpResponse:
    """Suppliers on the framework; the downloads are the same rows."""
    text, lot = words(request), chosen(request, "lot", LOTS, "Lot")
    found = suppliers.find(text, lot)
    if form:
        made_up = shown_is_demonstration()
        rows = [_row(line) for line in suppliers.lines(list(found), staff_cases(request.user))]
        if form == "csv":
            return as_csv(rows, COLUMNS, filename="suppliers", demonstration=made_up)
        return as_json(rows, COLUMNS, about=computed("Suppliers of advice"), demonstration=made_up)
    page: Any = page_of(request, found)
    context = {
        "page": page,
        "lines": suppliers.lines(page.items, staff_cases(request.user)),
        "text": text,
        "lot": lot,
        "lots": LOTS,
        "demonstration": shown_is_demonstration(),
        "kept": query_string({n: v for n, v in (("q", text), ("lot", lot)) if v}),
    }
    return render(request, "programme/supply/suppliers.html", context)


def _row(line: suppliers.Line) -> dict[str, object]:
    each = line.supplier
    return {
        "code": each.code, "name": each.name, "small": each.small, "consortium": each.consortium,
        "lots": "; ".join(line.lots), "orders": line.orders,
    }  # fmt: skip


@officers
@both
def add(request: HttpRequest) -> HttpResponse:
    form = forms.NewSupplierForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = doing.add_supplier(
                by=request.user, code=given["code"], name=given["name"],
                small=given["size"] == "small", consortium=given["consortium"],
            )  # fmt: skip
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"{made.name} is added. Put it on a lot, with its rates.")
            return _to(made)
    return form_page(
        request, form, "Add a supplier", "Add the supplier", back=reverse("suppliers"),
        trail=[("Suppliers", reverse("suppliers")), ("Add a supplier", None)],
        demonstration=shown_is_demonstration(),
    )  # fmt: skip


@officers
@require_GET
def supplier(request: HttpRequest, code: str) -> HttpResponse:
    found = _supplier(code)
    context = {
        "supplier": found,
        "facts": {kind: suppliers.facts(found, kind) for kind in suppliers.FACTS},
        "demonstration": shown_is_demonstration(),
        "taken_back": [(_what(kind, row), row) for kind, row in suppliers.taken_back(found)],
        "titles": TITLES,
        "lots": LOTS,
        "grades": GRADES,
        "pounds": pounds,
        "today": clock.today(),
    }
    return render(request, "programme/supply/supplier.html", context)


@officers
@both
def add_fact(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    found = _supplier(code)
    if kind not in FORMS:
        raise Http404("Nothing of that kind is recorded about a supplier.")
    more = {"suppliers": list(suppliers.consortia())} if kind == "consortia" else {}
    form = FORMS[kind](request.POST or None, initial={"valid_from": clock.today()}, **more)
    if request.method == "POST" and form.is_valid():
        try:
            doing.add_fact(by=request.user, supplier=found, kind=kind, given=form.cleaned_data)
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "It is recorded.")
            return _to(found)
    return _page(request, form, found, f"{TITLES[kind]}: {found.name}", "Record it")


@officers
@both
def end_fact(request: HttpRequest, code: str, kind: str, number: int) -> HttpResponse:
    found = _supplier(code)
    row = suppliers.fact(found, kind, number) if kind in FORMS else None
    if row is None or row.valid_until is not None:
        raise Http404("This does not stand any more, or has its end already.")
    form = forms.EndForm(request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            doing.end_fact(by=request.user, row=row, on=given["on"], reason=given["reason"])
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "Its end is recorded.")
            return _to(found)
    return _page(request, form, found, "End it from a day", "Record the end",
                 inset=_said(kind, row))  # fmt: skip


@officers
@both
def withdraw_fact(request: HttpRequest, code: str, kind: str, number: int) -> HttpResponse:
    """Take back what was recorded of a supplier in error."""
    found = _supplier(code)
    row = suppliers.fact(found, kind, number) if kind in FORMS else None
    if row is None:
        raise Http404("This does not stand any more.")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            doing.withdraw_fact(by=request.user, row=row, reason=form.cleaned_data["reason"])
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "It is taken back. You can record what is right.")
            return _to(found)
    return _page(request, form, found, "Take back what was recorded in error", "Take it back",
                 inset=_said(kind, row), intro=[WITHDRAWING])  # fmt: skip


def _said(kind: str, row: Any) -> str:
    """What one row says, with its supplier, in a line."""
    return f"{row.supplier.name}. {_what(kind, row)}."


def _what(kind: str, row: Any) -> str:
    """What one row says of its supplier."""
    what = {
        "lots": lambda: f"On the lot {LOTS[row.lot]}",
        "rates": lambda: f"{LOTS[row.lot]}, {GRADES[row.grade]}: at most {pounds(row.day_rate_pence)} a day",
        "consortia": lambda: f"Member of {row.consortium.name}",
        "interests": lambda: f"Tie to {row.organisation}: {row.nature}",
    }[kind]()  # fmt: skip
    return f"{what}, from {row.valid_from:%-d %B %Y}"


def _supplier(code: str) -> Any:
    found = suppliers.supplier_called(code)
    if found is None:
        raise Http404("There is no such supplier.")
    return found


def _to(supplier: Any) -> HttpResponse:
    return HttpResponseRedirect(reverse("supplier", kwargs={"code": supplier.code}))


def _page(
    request: HttpRequest, form: Any, supplier: Any, title: str, button: str, **more: Any
) -> HttpResponse:
    here = reverse("supplier", kwargs={"code": supplier.code})
    return form_page(
        request, form, title, button, back=here,
        trail=[("Suppliers", reverse("suppliers")), (supplier.name, here), (title, None)],
        demonstration=shown_is_demonstration(),
        **more,
    )  # fmt: skip
