"""Outputs: the team's word on each, and the public library of those that may be shared."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import NotAllowed, open_to
from mutualise.accounts.rules.roles import Access
from mutualise.chronicle.refusals import NoLongerStands
from mutualise.govuk.downloads import computed
from mutualise.govuk.misread import chosen, words
from mutualise.govuk.paginate import page_of, query_string
from mutualise.programme.actions import outputs as doing
from mutualise.programme.actions.fund import FundExhausted, PostingRefused
from mutualise.programme.actions.suppliers import Wrong
from mutualise.programme.forms.advice import DecideOutputForm
from mutualise.programme.forms.team import EmptyForm
from mutualise.programme.queries import library
from mutualise.programme.queries.orders import output_of
from mutualise.programme.queries.visible import actors_of
from mutualise.programme.rules.advice import LOTS
from mutualise.programme.rules.money import pounds
from mutualise.programme.rules.stages import Actor
from mutualise.programme.views.files import given_back
from mutualise.programme.views.marked import as_csv, as_json
from mutualise.programme.views.shared import (
    any_case,
    both,
    case_form,
    is_staff_of,
    refuse,
    to_case,
    trail,
)

signed_in = open_to(Access.SIGNED_IN)
anyone = open_to(Access.ANYONE)
REFUSALS = (Wrong, NotAllowed, NoLongerStands, FundExhausted, PostingRefused)
COLUMNS = ("title", "summary", "lot", "sector", "year", "file")


@signed_in
@both
def output(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One output, and the form with which the team accepts or disputes it."""
    case, row = _output(request, reference, number)
    deciding = row.state == "HANDED_IN" and Actor.TEAM in actors_of(request.user, case)
    form = DecideOutputForm(request.POST or None) if deciding else None
    if form and row.confidential:
        # The adviser keeps it out of the library, whatever the team says.
        form.fields.pop("shared")
    if request.method == "POST":
        if form is None:
            raise NotAllowed("Only the team decides, and only once.")
        if form.is_valid():
            given = form.cleaned_data
            try:
                doing.decide_output(
                    output=row, by=request.user, accepted=given["outcome"] == "accepted",
                    words=given["words"], shared=given.get("shared", False),
                )  # fmt: skip
            except REFUSALS as refusal:
                refuse(form, refusal)
            else:
                messages.success(request, f"The output is {given['outcome']}.")
                return to_case(case, staff=False)
    staff = is_staff_of(request, case)
    context = {
        "case": case,
        "row": row,
        "form": form,
        "lot": LOTS[row.order.lot],
        "pounds": pounds,
        "may_take_out": row.state == "ACCEPTED" and not row.confidential
        and bool({Actor.TEAM, Actor.OFFICER} & actors_of(request.user, case)),
        "trail": trail(case, row.title, staff=staff),
    }  # fmt: skip
    status = 422 if form and form.errors else 200
    return render(request, "programme/advice/output.html", context, status=status)


@signed_in
@both
def take_out(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Take an output out of the public library."""
    case, row = _output(request, reference, number)
    if row.state != "ACCEPTED" or row.confidential:
        raise Http404("This output is not in the library.")
    form = EmptyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            doing.take_out(output=row, by=request.user)
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "It is not in the library any more.")
            here = reverse("output", kwargs={"reference": case.reference, "number": number})
            return HttpResponseRedirect(here)
    return case_form(
        request, case, form, f"Take “{row.title}” out of the library", "Take it out", warning=True,
        intro=["Nobody finds it there any more. It cannot be put back. Copies that were taken "
               "from the library are not ours to call back."],
    )  # fmt: skip


@signed_in
@require_GET
def output_file(request: HttpRequest, reference: str, number: int) -> FileResponse:
    _, row = _output(request, reference, number)
    if row.document is None:
        raise Http404("It was handed in without a file.")
    return given_back(row.document)


@anyone
@require_GET
def shelf(request: HttpRequest, form: str = "") -> HttpResponse:
    """The library: accepted outputs that may be shared."""
    text, lot = words(request), chosen(request, "lot", LOTS, "Lot")
    found = library.find(text, lot)
    if form:
        made_up = any(each.order.award.case.demonstration for each in found)
        rows = [_row(each) for each in found]
        if form == "csv":
            return as_csv(rows, COLUMNS, filename="library", demonstration=made_up)
        return as_json(
            rows, COLUMNS, about=computed("Library of the support programme"), demonstration=made_up
        )
    context = {
        "page": page_of(request, found),
        "text": text,
        "lot": lot,
        "lots": LOTS,
        "kept": query_string({n: v for n, v in (("q", text), ("lot", lot)) if v}),
    }
    return render(request, "programme/public/library.html", context)


def _row(each: Any) -> dict[str, object]:
    return {
        "title": each.title, "summary": each.summary, "lot": LOTS[each.order.lot],
        "sector": each.order.award.case.sector, "year": each.decided_at.year,
        "file": library.file_name(each),
    }  # fmt: skip


@anyone
@require_GET
def book(request: HttpRequest, number: int) -> HttpResponse:
    row = _shared(number)
    context = {
        "row": row, "lot": LOTS[row.order.lot], "case": row.order.award.case,
        "file_name": library.file_name(row),
    }  # fmt: skip
    return render(request, "programme/public/library_item.html", context)


@anyone
@require_GET
def book_file(request: HttpRequest, number: int) -> FileResponse:
    row = _shared(number)
    if row.document is None:
        raise Http404("It was handed in without a file.")
    return given_back(row.document, library.file_name(row))


def _shared(number: int) -> Any:
    row = library.find().filter(pk=number).first()
    if row is None:
        raise Http404("The library has no such output.")
    return row


def _output(request: HttpRequest, reference: str, number: int) -> tuple[Any, Any]:
    case = any_case(request, reference)
    row = output_of(case, number)
    if row is None:
        raise Http404("There is no such output.")
    return case, row
