"""The advisers' side: orders, time, outputs and offers, and nothing else of a case."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import NotAllowed, open_to
from mutualise.accounts.rules.roles import Access
from mutualise.chronicle import clock
from mutualise.chronicle.refusals import NoLongerStands
from mutualise.govuk.figures import counted
from mutualise.programme.actions import orders as buying
from mutualise.programme.actions import outputs as doing
from mutualise.programme.actions.suppliers import Wrong
from mutualise.programme.forms.advice import OfferForm, OutputForm, TimeChangeForm, TimeForm
from mutualise.programme.queries import orders
from mutualise.programme.queries.visible import competitions_for, firms_for, offers_of, orders_for
from mutualise.programme.rules.advice import LOTS, days_of
from mutualise.programme.rules.money import exact_pounds, pounds
from mutualise.programme.rules.stages import NotPermitted
from mutualise.programme.views.files import given_back
from mutualise.programme.views.shared import both, form_page, refuse

advisers = open_to(Access.ADVISER)
REFUSALS = (Wrong, NotAllowed, NotPermitted, NoLongerStands)


@advisers
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Work orders and open competitions of the person's suppliers."""
    mine = orders_for(request.user).select_related("supplier", "award__case").order_by("-pk")
    asked = competitions_for(request.user).select_related("award__case").order_by("closes_at")
    made = orders.made_offers(offers_of(request.user))
    answered = {row.competition_id for row, _ in made}
    context = {
        "lines": orders.lines(list(mine[:200])),
        "competitions": [
            (each, LOTS[each.lot])
            for each in asked
            if not orders.is_closed(each)
            and orders.buys(each.award.case)
            and (each.pk not in answered or orders.silent(each, firms_for(request.user, each)))
        ],
        "offers": [(row, LOTS[row.competition.lot], became) for row, became in made],
        "pounds": pounds,
    }
    return render(request, "programme/advice/home.html", context)


@advisers
@require_GET
def order(request: HttpRequest, order: str) -> HttpResponse:
    found = _order(request, order)
    context = {
        "line": orders.line(found),
        "time": [
            (each, _hours(each.minutes), days_of(each.minutes)) for each in orders.time_of(found)
        ],
        "outputs": orders.outputs_of(found),
        "person": request.user,
        "pounds": pounds,
    }
    return render(request, "programme/advice/order.html", context)


@advisers
@both
def log_time(request: HttpRequest, order: str, number: int | None = None) -> HttpResponse:
    """Log time, or correct an entry of one's own."""
    found = _order(request, order)
    old = None
    if number is not None:
        old = next((each for each in orders.time_of(found) if each.pk == number), None)
        if old is None or old.adviser != request.user:
            raise Http404("There is no such entry of yours.")
    initial = {"on": old.on, "hours": _hours(old.minutes), "note": old.note} if old else {
        "on": clock.today()}  # fmt: skip
    form = (TimeChangeForm if old else TimeForm)(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            doing.log_time(
                order=found, by=request.user, on=given["on"], minutes=given["hours"],
                note=given["note"], old=old, reason=given.get("reason", ""),
            )  # fmt: skip
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "The time is recorded.")
            return _to(found)
    title = "Correct time" if old else "Log time"
    return _page(request, form, found, title, "Record the time")


@advisers
@both
def hand_in(request: HttpRequest, order: str) -> HttpResponse:
    found = _order(request, order)
    again = _disputed(found, request.GET.get("again", ""))
    form = OutputForm(request.POST or None, request.FILES or None, initial=again)
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data}
        sent = given.pop("file")
        file = sent and {
            "name": sent.name, "content_type": sent.content_type, "sha256": sent.sha256,
            "content": sent.content,
        }  # fmt: skip
        try:
            doing.hand_in(
                order=found, by=request.user, price_pence=given.pop("price"), file=file, **given
            )
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "It is handed in: the team is asked to look at it.")
            return _to(found)
    now = orders.line(found)
    said = [f"The team disputed it: {again['said']}"] if again else None
    return _page(request, form, found, "Hand in an output", "Hand it in", intro=said,
                 inset=f"{pounds(now.left - now.waiting)} of the price has no output yet.")  # fmt: skip


@advisers
@require_GET
def output_file(request: HttpRequest, order: str, number: int) -> FileResponse:
    found = _order(request, order)
    row = next((each for each in orders.outputs_of(found) if each.pk == number), None)
    if row is None or row.document is None:
        raise Http404("There is no such file.")
    return given_back(row.document)


@advisers
@both
def offer(request: HttpRequest, number: int) -> HttpResponse:
    """What a competition asks for, and the one offer a supplier makes."""
    row = competitions_for(request.user).select_related("award__case").filter(pk=number).first()
    if row is None:
        raise Http404("There is no such competition, or it is closed to you.")
    firms = firms_for(request.user, row)
    if request.method == "GET" and firms and not orders.silent(row, firms):
        messages.info(request, "Your offer is made. It stands as it is.")
        return HttpResponseRedirect(reverse("advice"))
    form = OfferForm(request.POST or None, suppliers=firms)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            buying.make_offer(
                competition=row, by=request.user, supplier=given["supplier"], days=given["days"],
                price_pence=given["price"], proposal=given["proposal"],
            )  # fmt: skip
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(
                request, "Your offer is made. It is sealed until the competition closes."
            )
            return HttpResponseRedirect(reverse("advice"))
    case = row.award.case
    return form_page(
        request, form, f"Make an offer: {LOTS[row.lot]}", "Make the offer",
        back=reverse("advice"), trail=[("Advice", reverse("advice")), ("Offer", None)],
        demonstration=case.demonstration, inset=row.brief,
        intro=[f"A team of {case.parent_body} ({case.sector}). About {counted(row.days, 'day')}. "
               f"Open until the end of {row.closes_at:%-d %B %Y}."],
    )  # fmt: skip


def _disputed(order: Any, number: str) -> dict[str, Any]:
    """What a disputed output said, to begin its better version with; empty if there is none."""
    rows = (each for each in orders.outputs_of(order) if str(each.pk) == number)
    row = next(rows, None)
    if row is None or row.state != "DISPUTED":
        return {}
    return {
        "title": row.title, "summary": row.summary, "confidential": row.confidential,
        "price": exact_pounds(row.price_pence), "said": row.decision_words,
    }  # fmt: skip


def _order(request: HttpRequest, reference: str) -> Any:
    found = orders.order_called(orders_for(request.user), reference)
    if found is None:
        raise Http404("There is no such work order, or it is closed to you.")
    return found


def _hours(minutes: int) -> str:
    """Hours as they are entered: whole minutes that are hundredths of an hour lose nothing."""
    return f"{(Decimal(minutes) / 60).quantize(Decimal('0.01')):f}".rstrip("0").rstrip(".")


def _to(order: Any) -> HttpResponse:
    return HttpResponseRedirect(reverse("advice-order", kwargs={"order": order.reference}))


def _page(
    request: HttpRequest, form: Any, order: Any, title: str, button: str, **more: Any
) -> HttpResponse:
    here = reverse("advice-order", kwargs={"order": order.reference})
    return form_page(
        request, form, title, button, back=here, demonstration=order.award.case.demonstration,
        trail=[("Advice", reverse("advice")), (order.reference, here), (title, None)], **more,
    )  # fmt: skip
