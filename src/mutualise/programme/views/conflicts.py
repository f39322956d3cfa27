"""Conflicts found from records: what was found, lifting a false match, and leave in spite of one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from mutualise.accounts.permissions import NotAllowed, holds_somewhere, open_to
from mutualise.accounts.rules.roles import Access, Role
from mutualise.chronicle import clock
from mutualise.chronicle.refusals import NoLongerStands
from mutualise.govuk.figures import day
from mutualise.govuk.misread import words
from mutualise.govuk.paginate import page_of, query_string
from mutualise.programme.actions import conflicts as doing
from mutualise.programme.actions import dispensations as signing
from mutualise.programme.actions.suppliers import Wrong
from mutualise.programme.forms.assessment import LeaveForm, ReasonForm
from mutualise.programme.forms.team import WordsForm
from mutualise.programme.queries import conflicts as found
from mutualise.programme.queries import dispensations as leave
from mutualise.programme.queries.visible import sees_every_open_case
from mutualise.programme.views.shared import both, form_page, once_of, refuse

officers = open_to(Access.PROGRAMME_OFFICER)
staff = open_to(Access.PROGRAMME_STAFF)
REFUSALS = (NotAllowed, NoLongerStands, Wrong)


@staff
@both
def conflicts(request: HttpRequest) -> HttpResponse:
    """What was found from records, on cases open to the viewer, and leave in spite of it; a button
    looks again."""
    if not sees_every_open_case(request.user):
        raise NotAllowed("Assessors are not shown the conflicts of others.")
    officer = holds_somewhere(request.user, Role.PROGRAMME_OFFICER)
    if request.method == "POST":
        if not officer:
            raise NotAllowed("Only a programme officer looks through the cases.")
        new = doing.record_found()
        messages.success(request, f"Looked through every case: {new} new.")
        return HttpResponseRedirect(reverse("conflicts"))
    text = words(request)
    page: Any = page_of(request, found.found_conflicts(request.user, text))
    context = {
        "page": page, "rows": [(row, found.why(row)) for row in page.items], "text": text,
        "kept": query_string({"q": text} if text else {}), "once": once_of(request),
        "officer": officer, "leave": leave.dispensations(request.user), "today": clock.today(),
        "alone": leave.without_officer(request.user), "me": request.user,
    }  # fmt: skip
    return render(request, "programme/assessment/conflicts.html", context)


@officers
@both
def lift(request: HttpRequest, number: int) -> HttpResponse:
    """Say why a conflict found is a false match."""
    row = found.found_conflict(request.user, number)
    if row is None:
        raise Http404("There is no such conflict, or its case is closed to you.")
    form = ReasonForm(request.POST or None)
    by: Any = request.user
    if request.method == "POST" and form.is_valid():
        try:
            doing.lift(recusal=row, by=by, reason=form.cleaned_data["reason"])
        except (NotAllowed, NoLongerStands, Wrong) as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "Lifted. This ground closes the case to them no more.")
            return HttpResponseRedirect(reverse("conflicts"))
    who = row.person.called
    return form_page(
        request, form, "Lift a conflict found", "Lift it",
        inset=f"{who}, {row.case.reference} ({row.case.team}): {found.why(row)}",
        intro=["Lift it only where the match is false. What a person declared stays."],
        back=reverse("conflicts"), demonstration=row.case.demonstration,
        trail=[("Programme", reverse("pipeline")), ("Conflicts found", reverse("conflicts")),
               ("Lift", None)],
    )  # fmt: skip


@staff
@both
def ask_leave(request: HttpRequest, number: int) -> HttpResponse:
    """Ask that the person may work on the case all the same; a second person has to agree."""
    row = found.found_conflict(request.user, number)
    if row is None or not leave.may_sign(request.user, row):
        raise Http404("There is no such conflict, or its case is closed to you.")
    form = LeaveForm(request.POST or None)
    by: Any = request.user
    if request.method == "POST" and form.is_valid():
        try:
            signing.ask(recusal=row, by=by, **form.cleaned_data)
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "Asked for. Somebody else has to agree before it counts.")
            return HttpResponseRedirect(reverse("conflicts"))
    return _leave_page(request, form, row, "Ask for leave in spite of a conflict", "Ask for it", [
        "Only where the match is true and too few people without a conflict hold the role. One of the two "
        "who sign is a decision maker. Both names and reasons stand in the decision pack.",
    ])  # fmt: skip


@staff
@both
def agree(request: HttpRequest, number: int) -> HttpResponse:
    """Agree as the second person."""
    return _sign(request, number, signing.agree, "Agree to leave in spite of a conflict", "Agree",
                 "Agreed. The case is open to them until the day.")  # fmt: skip


@staff
@both
def end(request: HttpRequest, number: int) -> HttpResponse:
    """Decline what is asked for, or take leave back."""
    return _sign(request, number, signing.end, "End leave in spite of a conflict", "End it",
                 "Ended. The case is closed to them.")  # fmt: skip


def _sign(
    request: HttpRequest, number: int, deed: Any, title: str, button: str, done: str
) -> HttpResponse:
    row = leave.dispensation(request.user, number)
    if row is None or not leave.may_sign(request.user, row.recusal):
        raise Http404("There is no such leave, or its case is closed to you.")
    form = WordsForm(request.POST or None)
    by: Any = request.user
    if request.method == "POST" and form.is_valid():
        try:
            deed(row=row, by=by, words=form.cleaned_data["words"])
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, done)
            return HttpResponseRedirect(reverse("conflicts"))
    asked = f"Asked for by {row.asked_by.called}: {row.reason}"
    return _leave_page(
        request, form, row.recusal, title, button, [asked, f"Until {day(row.until)}."]
    )


def _leave_page(
    request: HttpRequest, form: Any, row: Any, title: str, button: str, intro: list[str]
) -> HttpResponse:
    who = row.person.called
    return form_page(
        request, form, title, button, intro=intro, back=reverse("conflicts"),
        inset=f"{who}, {row.case.reference} ({row.case.team}): {found.why(row)}",
        demonstration=row.case.demonstration,
        trail=[("Programme", reverse("pipeline")), ("Conflicts found", reverse("conflicts")),
               ("Leave", None)],
    )  # fmt: skip
