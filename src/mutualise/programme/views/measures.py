"""What a team measures itself by: its objectives and its baseline, corrected with the trail kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse

from mutualise.accounts.permissions import NotAllowed, open_to
from mutualise.accounts.rules.roles import Access
from mutualise.chronicle.refusals import NoLongerStands, ReasonMissing
from mutualise.programme.actions import application as doing
from mutualise.programme.forms.team import BaselineForm, ObjectiveChangeForm, ObjectiveForm
from mutualise.programme.queries import cases
from mutualise.programme.rules.stages import NotPermitted
from mutualise.programme.views.shared import (
    both,
    case_form,
    refuse,
    seen_in,
    team_case,
    to_case,
)

signed_in = open_to(Access.SIGNED_IN)
REFUSALS = (doing.Wrong, NotAllowed, NotPermitted, NoLongerStands, ReasonMissing)
NAMES = ("text", "unit", "start_value", "start_on", "target_value", "target_on")


@signed_in
@both
def objective(request: HttpRequest, reference: str) -> HttpResponse:
    """Add an objective."""
    case = team_case(request, reference)
    form = ObjectiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = cases.new_objective(form.cleaned_data)
        done = _do(form, lambda: doing.record_objective(case=case, by=request.user, row=row))
        if done:
            messages.success(request, "The objective is recorded.")
            return to_case(case, staff=False)
    return case_form(request, case, form, "Add an objective", "Record the objective")


@signed_in
@both
def change_objective(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Put a corrected objective in the place of one; the old one and the reason stay on record."""
    case = team_case(request, reference)
    old = cases.objective(case, number)
    if old is None:
        raise Http404("There is no such objective, or somebody has corrected it since.")
    first = {name: getattr(old, name) for name in NAMES}
    first |= {n: f"{first[n].normalize():f}" for n in ("start_value", "target_value")}
    form = ObjectiveChangeForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data}
        reason = given.pop("reason")
        row = cases.new_objective(given)
        done = _do(form, lambda: doing.record_objective(
            case=case, by=request.user, row=row, old=old, reason=reason
        ))  # fmt: skip
        if done:
            messages.success(request, "The objective is corrected.")
            return to_case(case, staff=False)
    earlier = cases.earlier_objectives(old)
    return case_form(
        request, case, form, "Correct an objective", "Record the correction",
        intro=[f"Before: {row.start_value.normalize():f} to {row.target_value.normalize():f} "
               f"{row.unit}, by {row.target_on:%-d %B %Y}." for row in earlier] or None,
    )  # fmt: skip


@signed_in
@both
def baseline(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a figure of the baseline, or correct the one of its kind, with a reason."""
    case = team_case(request, reference)
    form = BaselineForm(request.POST or None)
    seen = seen_in(request)
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data}
        reason = given.pop("reason")
        row = cases.new_baseline(given)
        done = _do(form, lambda: doing.record_baseline(
            case=case, by=request.user, row=row, reason=reason, seen=seen
        ))  # fmt: skip
        if done:
            messages.success(request, "The figure is recorded.")
            return to_case(case, staff=False)
    return case_form(
        request, case, form, "Add to the baseline", "Record the figure",
        # A page that came back keeps what it was first shown.
        seen=cases.newest_baseline(case) if seen is None else seen,
    )  # fmt: skip


def _do(form: Any, deed: Any) -> bool:
    """Whether it is done; else the form says what is wrong."""
    try:
        deed()
    except ReasonMissing as refusal:
        refuse(form, refusal, to="reason")
    except REFUSALS as refusal:
        refuse(form, refusal)
    else:
        return True
    return False
