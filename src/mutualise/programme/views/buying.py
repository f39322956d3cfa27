"""Buying advice for a case: orders, competitions, offers, the end of an order and its payment."""

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
from mutualise.govuk.figures import counted
from mutualise.govuk.paginate import query_string
from mutualise.programme.actions import fund
from mutualise.programme.actions import orders as doing
from mutualise.programme.actions.suppliers import Wrong
from mutualise.programme.forms.advice import (
    ChooseForm,
    CompetitionForm,
    LoneOfferForm,
    NeedForm,
    OrderForm,
)
from mutualise.programme.forms.staff import PayForm
from mutualise.programme.forms.team import WordsForm
from mutualise.programme.queries import choosing, orders, suppliers
from mutualise.programme.queries.awards import money_of
from mutualise.programme.queries.visible import actors_of
from mutualise.programme.rules.advice import COMPETITION_RULE, DIRECT_RULE, LOTS
from mutualise.programme.rules.money import pounds
from mutualise.programme.rules.stages import Actor, NotPermitted
from mutualise.programme.views.shared import (
    both,
    case_and_award,
    case_form,
    once_of,
    refuse,
    staff_case,
    to_case,
    trail,
)

officers = open_to(Access.PROGRAMME_OFFICER)
finance = open_to(Access.FINANCE_OFFICER)
REFUSALS = (Wrong, NotAllowed, NotPermitted, fund.FundExhausted, fund.PostingRefused)


@officers
@both
def place_order(request: HttpRequest, reference: str) -> HttpResponse:
    """First what is needed, then the order with the suppliers that may have it; a page that was
    sent with other needs offers those that may have these."""
    case, award = case_and_award(request, reference)
    asked = NeedForm(request.POST if "lot" in request.POST else request.GET or None)
    need = asked if asked.is_valid() else NeedForm(request.GET or None)
    if "scope" not in request.POST and not (request.method == "GET" and need.is_valid()):
        return _ask_need(request, case, award, asked)
    found = choices_of(case, need)
    open_to_it = [each.supplier for each in found if not each.fault]
    form = OrderForm(request.POST or None, suppliers=open_to_it, initial=dict(need.data.items()))
    chosen = next((c for c in found if str(c.supplier.pk) == request.POST.get("supplier")), None)
    if request.method == "POST" and chosen and chosen.fault:
        form.add_error("supplier", chosen.fault)
    if request.method == "POST" and form.is_valid():
        try:
            made = doing.place_order(
                award=award, by=_by(request), price_pence=form.cleaned_data.pop("price"),
                **form.cleaned_data,
            )  # fmt: skip
        except REFUSALS as refusal:
            refuse(form, refusal, to="price")
        else:
            messages.success(request, f"Work order {made.reference} is placed.")
            return to_case(case, staff=True)
    return case_form(
        request, case, form, "Place a work order", "Place the order",
        before="programme/supply/order.html", intro=_order_intro(award),
        left_out=[each for each in found if each.fault], none_may=not open_to_it,
        again=reverse("place-order", kwargs={"reference": case.reference}),
    )  # fmt: skip


def _ask_need(request: HttpRequest, case: Any, award: Any, form: Any) -> HttpResponse:
    """The first page of an order; it leads on once somebody may be asked directly."""
    if form.is_bound and form.is_valid():
        need = form.cleaned_data
        wrong_lot = choosing.lot_fault(award, need["lot"])
        fault = choosing.direct_order_fault(case, need["lot"], need["days"], need["price"])
        left = money_of(award).committed
        if need["price"] > left:
            fault = f"The award has {pounds(left)} left. Order for less, or vary the award first."
        if not wrong_lot and not fault:
            given = {name: request.POST.get(name, "") for name in form.fields}
            return HttpResponseRedirect(query_string(given))
        form.add_error("lot" if wrong_lot else "price", wrong_lot or fault)
    return case_form(
        request, case, form, "Place a work order", "Show who may have it", intro=_order_intro(award)
    )


def choices_of(case: Any, need: Any) -> Any:
    """Every supplier for what a form says is needed; none where it does not say."""
    if not need.is_valid():
        return []
    given = need.cleaned_data
    return choosing.choices(case, given["lot"], given["days"], given["price"])


def _order_intro(award: Any) -> list[str]:
    left = pounds(money_of(award).committed)
    return [f"The award has {left} that is not in a work order yet.", DIRECT_RULE]


@officers
@both
def open_competition(request: HttpRequest, reference: str) -> HttpResponse:
    case, award = case_and_award(request, reference)
    form = CompetitionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            doing.open_competition(award=award, by=_by(request), **form.cleaned_data)
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "The competition is open; the suppliers of the lot are told.")
            return to_case(case, staff=True)
    return case_form(
        request, case, form, "Open a mini-competition", "Open the competition",
        intro=[COMPETITION_RULE],
    )  # fmt: skip


@officers
@require_GET
def competition(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    case = staff_case(request, reference)
    row = _competition(case, number)
    context = {
        "case": case,
        "row": row,
        "lot": LOTS[row.lot],
        "closed": orders.is_closed(row),
        "buys": orders.buys(case),
        "quotes": orders.quotes_of(row),
        "chosen": orders.chosen(row),
        "withdrawn": orders.withdrawn(row),
        "asked": suppliers.may_serve(row.lot, case),
        "officer": Actor.OFFICER in actors_of(request.user, case),
        "pounds": pounds,
        "trail": trail(case, "Mini-competition", staff=True),
    }
    return render(request, "programme/supply/competition.html", context)


@officers
@both
def choose(request: HttpRequest, reference: str, number: int, position: int) -> HttpResponse:
    case = staff_case(request, reference)
    quote = orders.quote_of(_competition(case, number), position)
    if quote is None:
        raise Http404("There is no such offer, or it is still sealed.")
    offers, asked = (
        orders.quotes_of(quote.competition),
        suppliers.may_serve(quote.competition.lot, case),
    )
    alone = len(offers) == 1 and asked.count() > 1
    form = (LoneOfferForm if alone else ChooseForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = doing.choose_offer(
                quote=quote, by=_by(request), reason=given["reason"], due=given["due"],
                fair=given.get("fair", ""),
            )  # fmt: skip
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"Work order {made.reference} is placed.")
            return to_case(case, staff=True)
    title = f"Choose the offer of {quote.supplier}"
    return case_form(
        request, case, form, title, "Place the order",
        inset=f"{counted(quote.days, 'day')} for {pounds(quote.price_pence)}.",
    )  # fmt: skip


@officers
@both
def finish(request: HttpRequest, reference: str, order: str) -> HttpResponse:
    case = staff_case(request, reference)
    found = _order(case, order)
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            doing.finish_order(order=found, by=_by(request), words=form.cleaned_data["words"])
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"Work order {found.reference} is finished.")
            return to_case(case, staff=True)
    left = pounds(orders.line(found).left)
    return case_form(
        request, case, form, f"Finish work order {found.reference}", "Finish the order",
        warning=True, intro=[f"{left} goes back to the award. No more time or output goes on it."],
    )  # fmt: skip


@finance
@both
def pay(request: HttpRequest, reference: str, order: str) -> HttpResponse:
    """Pay what the team accepted of an order."""
    case = staff_case(request, reference)
    found = _order(case, order)
    owed = orders.line(found).owed
    form = PayForm(request.POST or None, initial={"on": clock.today()})
    # Two officers whose pages were open at once record one payment; one that was reversed counts on.
    seen = f"{found.pk}-{orders.payments(found)}"
    once = once_of(request) if request.method == "POST" else seen
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            fund.pay(
                award=found.award, order=found, amount_pence=given["amount"], by=_by(request),
                on=given["on"], reference=given["reference"],
                key=f"pay-{once}",
            )  # fmt: skip
        except REFUSALS as refusal:
            refuse(form, refusal, to="amount")
        else:
            messages.success(request, "The payment is recorded.")
            return HttpResponseRedirect(reverse("staff-case", kwargs={"reference": case.reference}))
    return case_form(
        request, case, form, f"Pay work order {found.reference}", "Record the payment", once=once,
        inset=f"{pounds(owed)} is owed to {found.supplier} for accepted work.",
    )  # fmt: skip


def _by(request: HttpRequest) -> Any:
    return request.user


def _competition(case: Any, number: int) -> Any:
    found = orders.competition(case, number)
    if found is None:
        raise Http404("There is no such competition.")
    return found


def _order(case: Any, reference: str) -> Any:
    found = orders.order_of(case, reference)
    if found is None:
        raise Http404("There is no such work order.")
    return found
