"""Interests, and what assessors are asked to do."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import open_to
from mutualise.accounts.queries import person_called
from mutualise.accounts.rules.roles import Access
from mutualise.chronicle.refusals import NoLongerStands
from mutualise.programme.actions import assessment as doing
from mutualise.programme.actions.officers import REFUSALS as STEP_REFUSALS
from mutualise.programme.forms.assessment import (
    AssessmentForm,
    AssignForm,
    ConflictForm,
    InterestForm,
    ReasonForm,
)
from mutualise.programme.forms.team import WordsForm
from mutualise.programme.queries import application
from mutualise.programme.queries import assessment as found
from mutualise.programme.rules.scoring import CODES
from mutualise.programme.views.shared import (
    both,
    case_form,
    form_page,
    once_of,
    refuse,
    staff_case,
    to_case,
)

assessors = open_to(Access.ASSESSOR)
staff = open_to(Access.PROGRAMME_STAFF)
declarers = open_to(Access.DECLARES_INTERESTS)
officers = open_to(Access.PROGRAMME_OFFICER)
NOBODY_TO_ASK = (
    "Nobody else can be asked: every assessor was asked in this round already, or the case is closed to them. "
    "Whoever runs the service gives the role to somebody else."
)
REFUSALS = (*STEP_REFUSALS, doing.Wrong, NoLongerStands)


@declarers
@both
def interests(request: HttpRequest) -> HttpResponse:
    """Ties to organisations, which close their cases at once."""
    form = InterestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            doing.declare_interest(by=_by(request), **form.cleaned_data)
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "Your interest is declared. Its cases are closed to you.")
            return HttpResponseRedirect(request.path)
    context = {"form": form, "declared": found.interests_of(request.user), "once": once_of(request)}
    status = 422 if form.errors else 200
    return render(request, "programme/assessment/interests.html", context, status=status)


@declarers
@both
def end_interest(request: HttpRequest, number: int) -> HttpResponse:
    old = found.interest(request.user, number)
    if old is None:
        raise Http404("There is no such declaration of yours.")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            doing.end_interest(by=_by(request), old=old, reason=form.cleaned_data["reason"])
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "The declaration is withdrawn.")
            return HttpResponseRedirect(reverse("interests"))
    return form_page(
        request, form, "Withdraw a declaration", "Withdraw it", inset=old.organisation,
        back=reverse("interests"),
        trail=[("Your interests", reverse("interests")), ("Withdraw", None)],
    )  # fmt: skip


@staff
@both
def recuse(request: HttpRequest, reference: str) -> HttpResponse:
    """Close a case to oneself, at any time."""
    case = staff_case(request, reference)
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        doing.recuse(case=case, by=_by(request), words=form.cleaned_data["words"])
        messages.success(request, "The case is closed to you.")
        return HttpResponseRedirect(reverse("interests"))
    return case_form(
        request, case, form, "Declare a conflict of interest", "Close the case to me",
        warning=True, intro=["You will not see this case again: not in lists, letters or search."],
    )  # fmt: skip


@assessors
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """What an assessor is asked to read."""
    context = {"rows": found.waiting_for(request.user)}
    return render(request, "programme/assessment/waiting.html", context)


@assessors
@both
def assess(request: HttpRequest, number: int) -> HttpResponse:
    """First the declaration, with reference, team and parent body alone; then the case and the form."""
    mine = [row for row in found.waiting_for(request.user) if row.pk == number]
    if not mine:
        raise Http404("There is no such assessment of yours to do.")
    assignment: Any = mine[0]
    if assignment.no_conflict_at is None:
        return _declare(request, assignment)
    form = AssessmentForm(request.POST or None, codes=CODES)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            doing.hand_in(
                assignment=assignment, by=_by(request), scores=form.scores,
                recommendation=given["recommendation"], words=given["words"],
                amount_pence=given["amount"],
            )  # fmt: skip
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "Your assessment is in. Thank you.")
            return HttpResponseRedirect(reverse("assessments"))
    context = {
        "case": assignment.case,
        "form": form,
        "application": application.panel(assignment.case),
        "assignment": assignment,
    }
    status = 422 if form.errors else 200
    return render(request, "programme/assessment/assess.html", context, status=status)


def _declare(request: HttpRequest, assignment: Any) -> HttpResponse:
    form = ConflictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            if given["conflict"] == "yes":
                doing.recuse(case=assignment.case, by=_by(request), words=given["words"])
                messages.success(request, "Thank you. The case is closed to you.")
                return HttpResponseRedirect(reverse("assessments"))
            doing.declare_none(assignment=assignment, by=_by(request))
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            return HttpResponseRedirect(request.path)
    case = assignment.case
    return form_page(
        request, form, "Before you read the case", "Go on",
        inset=f"{case.reference}: {case.team}, of {case.parent_body}", back=reverse("assessments"),
        back_text="Decide later", demonstration=case.demonstration,
        trail=[("Assessments", reverse("assessments")), (case.reference, None)],
    )  # fmt: skip


@officers
@both
def assign(request: HttpRequest, reference: str) -> HttpResponse:
    case = staff_case(request, reference)
    people = [
        (str(person.pk), f"{person.called} ({load} to read now)")
        for person, load in found.possible_assessors(case)
    ]
    form = AssignForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        assessor: Any = person_called(int(given["assessor"]))
        try:
            doing.assign(case=case, by=request.user, assessor=assessor, due=given["due"])
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "The assessor is asked.")
            return to_case(case, staff=True)
    return case_form(
        request, case, form, "Ask an assessor", "Ask them",
        intro=None if people else [NOBODY_TO_ASK],
    )  # fmt: skip


def _by(request: HttpRequest) -> Any:
    return request.user
