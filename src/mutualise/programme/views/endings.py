"""Ending what was asked for or promised: a competition, a session, places, a mentor, an assessor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from mutualise.accounts.permissions import NotAllowed, open_to
from mutualise.accounts.rules.roles import Access
from mutualise.govuk.figures import counted
from mutualise.programme.actions import assessment as assessing
from mutualise.programme.actions import orders as buying
from mutualise.programme.actions import training
from mutualise.programme.actions.suppliers import Wrong
from mutualise.programme.forms.team import WhyForm
from mutualise.programme.queries import assessment, orders, support
from mutualise.programme.queries.visible import staff_cases
from mutualise.programme.rules.stages import NotPermitted
from mutualise.programme.views.shared import both, case_form, form_page, refuse, staff_case, to_case

officers = open_to(Access.PROGRAMME_OFFICER)
REFUSALS = (Wrong, assessing.Wrong, NotAllowed, NotPermitted)


@officers
@both
def withdraw_competition(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    case = staff_case(request, reference)
    row = orders.competition(case, number)
    if row is None or orders.withdrawn(row) or orders.chosen(row):
        raise Http404("There is no such competition, or it is over.")
    return _ended(
        request, case, "Withdraw the mini-competition", "Withdraw it",
        lambda by, words: buying.withdraw_competition(competition=row, by=by, words=words),
        "The competition is withdrawn.",
        "No offer can be made or chosen any more. Every supplier that could answer is told why.",
    )  # fmt: skip


@officers
@both
def release_places(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    case = staff_case(request, reference)
    row = support.booking_of(case, number)
    if row is None:
        raise Http404("There are no such places, or they were given back.")
    return _ended(
        request, case, f"Give {row.places} places at {row.session.title} back",
        "Give them back",
        lambda by, words: training.release_places(booking=row, by=by, words=words),
        "The places are given back.", "Nothing is owed for them. The team is told why.",
    )  # fmt: skip


@officers
@both
def end_mentor(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    case = staff_case(request, reference)
    row = support.mentor(case, number)
    if row is None or support.mentor_ended(row):
        raise Http404("There is no such mentor, or their work has ended.")
    return _ended(
        request, case, f"End the work of {row.name}", "End it",
        lambda by, words: training.end_mentor(mentor=row, by=by, words=words),
        "The work of the mentor has ended.",
        "Days not used are free in the award again. Days recorded stay owed.",
    )  # fmt: skip


@officers
@both
def stop_asking(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    case = staff_case(request, reference)
    row = next((each for each in assessment.unanswered(case) if each.pk == number), None)
    if row is None:
        raise Http404("There is no such assessor, or their assessment is in.")
    return _ended(
        request, case, f"Ask {row.assessor.email} no longer", "Ask them no longer",
        lambda by, words: assessing.stop_asking(assignment=row, by=by, words=words),
        "They are not asked any more.", "Another assessor can be asked. They are told why.",
    )  # fmt: skip


@officers
@both
def cancel_session(request: HttpRequest, number: int) -> HttpResponse:
    row = support.session(number)
    if row is None or support.cancelled(row):
        raise Http404("There is no such session, or it is cancelled.")
    here = reverse("training-session", kwargs={"number": number})
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            training.cancel_session(session=row, by=request.user, words=form.cleaned_data["words"])
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "The session is cancelled, and the teams are told.")
            return HttpResponseRedirect(here)
    return form_page(
        request, form, f"Cancel {row.title}", "Cancel the session", warning=True, back=here,
        trail=[("Training", reverse("training")), (row.title, here), ("Cancel", None)],
        intro=["All places are given back and nothing is owed for them. Everybody in a team that had "
               f"places is told why: {counted(len(support.bookings_of(row, staff_cases(request.user))), 'team')} "
               "you can see."],
        demonstration=row.demonstration,
    )  # fmt: skip


def _ended(
    request: HttpRequest, case: Any, title: str, button: str,
    end: Callable[[Any, str], object], done: str, intro: str,
) -> HttpResponse:  # fmt: skip
    """One page that asks why, ends something of a case, and goes back to the case."""
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            end(request.user, form.cleaned_data["words"])
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, done)
            return to_case(case, staff=True)
    return case_form(request, case, form, title, button, warning=True, intro=[intro])
