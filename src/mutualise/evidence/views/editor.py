"""Editors record sources and observations, and correct, bring up to date or withdraw them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.chronicle.models import Change
from mutualise.chronicle.refusals import AlreadyRecorded, NoLongerStands, NothingChanged
from mutualise.evidence import actions, presenters
from mutualise.evidence.forms import ObservationForm, ReasonForm, SourceForm
from mutualise.evidence.queries import subject as queries

editors = open_to(Access.REGISTER_EDITOR)
both = require_http_methods(["GET", "HEAD", "POST"])
REPLACEMENTS = {"correct": Change.CORRECTION, "update": Change.UPDATE}
TITLES = {"correct": "Correct a mistake", "update": "Record a newer value", "withdraw": "Withdraw"}


@editors
@both
def add_source(request: HttpRequest) -> HttpResponse:
    form = SourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.add_source(by=request.user, row=form.row)  # type: ignore[arg-type]
        except AlreadyRecorded as refusal:
            form.add_error("source", str(refusal))
        else:
            messages.success(request, f"The source “{row.title}” is recorded.")
            return HttpResponseRedirect(reverse("source", kwargs={"code": row.code}))
    return _page(request, form, "Add a source", "Record the source")


@editors
@both
def correct_source(request: HttpRequest, code: str) -> HttpResponse:
    """Put a corrected source in the place of one, with a reason."""
    old = queries.source_called(code)
    if old is None:
        raise Http404("There is no such source.")
    first = {name: getattr(old, name) or "" for name in SourceForm.base_fields if name != "source"}
    form = SourceForm(request.POST or None, initial=first | {"source": code})
    reason = ReasonForm(request.POST or None)
    valid = form.is_valid() and reason.is_valid()
    if request.method == "POST" and valid and form.row.code != code:
        form.add_error("source", "The code of a source stays as it is")
    elif request.method == "POST" and valid:
        said = reason.cleaned_data["reason"]
        try:
            actions.correct_source(by=request.user, old=old, row=form.row, reason=said)  # type: ignore[arg-type]
        except (NoLongerStands, NothingChanged) as refusal:
            reason.add_error(None, str(refusal))
        else:
            messages.success(request, f"The source “{form.row.title}” is corrected.")
            return HttpResponseRedirect(reverse("source", kwargs={"code": code}))
    context = {"form": form, "reason": reason, "source": old}
    bad = bool(form.errors or reason.errors)
    return render(
        request, "evidence/editor/correct_source.html", context, status=422 if bad else 200
    )


@editors
@both
def add_observation(
    request: HttpRequest, form_class: type[ObservationForm] = ObservationForm
) -> HttpResponse:
    """Record an observation; a room that knows more of its subject reads it by its own form."""
    first = {name: request.GET.get(name, "") for name in ("subject", "source")}
    form = form_class(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.record_observation(by=request.user, row=form.row)  # type: ignore[arg-type]
        except AlreadyRecorded as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{row.reference} is recorded.")
            return _to(row)
    return _page(request, form, "Add an observation", "Record the observation")


@editors
@both
def change_observation(
    request: HttpRequest, reference: str, change: str, names_of: presenters.NamesOf,
    form_class: type[ObservationForm] = ObservationForm,
) -> HttpResponse:  # fmt: skip
    """Correct, bring up to date or withdraw one observation, with a reason."""
    old = queries.observation_called(reference)
    if old is None or change not in TITLES:
        raise Http404("There is no such observation.")
    reason = ReasonForm(request.POST or None)
    form = None
    if change in REPLACEMENTS:
        form = form_class(request.POST or None, initial=presenters.as_cells(old))
    valid = reason.is_valid() and (form is None or form.is_valid())
    if request.method == "POST" and valid:
        try:
            row = _change(request, old, form, change, reason.cleaned_data["reason"])
        except (NoLongerStands, NothingChanged) as refusal:
            reason.add_error(None, str(refusal))
        else:
            messages.success(request, f"{old.reference} is replaced by {row.reference}.")
            return _to(row)
    context = {
        "row": old,
        "names": presenters.names_for([old], names_of, None),
        "form": form,
        "reason": reason,
        "title": TITLES[change],
        "say": presenters,
    }
    bad = bool(reason.errors or (form and form.errors))
    return render(request, "evidence/editor/change.html", context, status=422 if bad else 200)


def _change(request: HttpRequest, old: Any, form: Any, change: str, reason: str) -> Any:
    by: Any = request.user
    if form is None:
        return actions.withdraw_observation(by=by, old=old, reason=reason)
    return actions.replace_observation(
        by=by, old=old, row=form.row, change=REPLACEMENTS[change], reason=reason
    )


def _to(row: Any) -> HttpResponse:
    return HttpResponseRedirect(reverse("observation", kwargs={"reference": row.reference}))


def _page(request: HttpRequest, form: Any, title: str, button: str) -> HttpResponse:
    context = {"form": form, "title": title, "button": button}
    return render(request, "evidence/editor/form.html", context, status=422 if form.errors else 200)
