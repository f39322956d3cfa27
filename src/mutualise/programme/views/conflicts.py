"""Conflicts found from records: what was found, and lifting a false match."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from mutualise.accounts.permissions import NotAllowed, open_to
from mutualise.accounts.rules.roles import Access
from mutualise.chronicle.refusals import NoLongerStands
from mutualise.govuk.paginate import paginate, query_string
from mutualise.programme.actions import conflicts as doing
from mutualise.programme.actions.suppliers import Wrong
from mutualise.programme.forms.assessment import ReasonForm
from mutualise.programme.queries import conflicts as found
from mutualise.programme.views.shared import both, form_page, once_of, refuse

officers = open_to(Access.PROGRAMME_OFFICER)


@officers
@both
def conflicts(request: HttpRequest) -> HttpResponse:
    """What was found from records, on cases open to the officer; a button looks again."""
    if request.method == "POST":
        new = doing.record_found()
        messages.success(request, f"Looked through every case: {new} new.")
        return HttpResponseRedirect(reverse("conflicts"))
    text = request.GET.get("q", "").strip()[:100]
    page: Any = paginate(found.found_conflicts(request.user, text), request.GET)
    context = {
        "page": page, "rows": [(row, found.why(row)) for row in page.items], "text": text,
        "kept": query_string({"q": text} if text else {}), "once": once_of(request),
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
    who = row.person.job_title or row.person.email
    return form_page(
        request, form, "Lift a conflict found", "Lift it",
        inset=f"{who}, {row.case.reference} ({row.case.team}): {found.why(row)}",
        intro=["Lift it only where the match is false. What a person declared stays."],
        back=reverse("conflicts"), demonstration=row.case.demonstration,
        trail=[("Programme", reverse("pipeline")), ("Conflicts found", reverse("conflicts")),
               ("Lift", None)],
    )  # fmt: skip
