"""Steps a team takes: submit, accept, withdraw, appeal, and what it says of other assistance."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from mutualise.accounts.permissions import NotAllowed, open_to
from mutualise.accounts.rules.roles import Access
from mutualise.chronicle.refusals import NoLongerStands, ReasonMissing
from mutualise.programme.actions import application as doing
from mutualise.programme.actions import awards
from mutualise.programme.actions.stages import MovedMeanwhile, move
from mutualise.programme.actions.stages import ReasonMissing as WordsMissing
from mutualise.programme.actions.suppliers import Wrong
from mutualise.programme.forms.assessment import ReasonForm
from mutualise.programme.forms.team import (
    AssistanceForm,
    CodedForm,
    EmptyForm,
    WordsForm,
)
from mutualise.programme.presenters.panels import TEAM, shown
from mutualise.programme.queries import cases
from mutualise.programme.queries.awards import assistance, award_of, subsidy_read
from mutualise.programme.queries.viewing import Viewing
from mutualise.programme.rules.guards import GuardsUnmet
from mutualise.programme.rules.money import pounds
from mutualise.programme.rules.stages import NotPermitted
from mutualise.programme.views.shared import (
    both,
    case_form,
    once_of,
    refuse,
    seen_in,
    team_case,
    to_case,
    trail,
)
from mutualise.programme.views.steps import asked_step, past_it

signed_in = open_to(Access.SIGNED_IN)
REFUSALS = (
    doing.Wrong, NotAllowed, NotPermitted, NoLongerStands, ReasonMissing, WordsMissing,
    MovedMeanwhile, GuardsUnmet,
)  # fmt: skip
INTRO = {
    "submit": ["Once submitted it can be changed only when the programme asks for it."],
    "accept_offer": ["You accept the award with its purpose and conditions."],
    "withdraw": ["The case ends. It stays in the programme’s figures with your reason."],
    "appeal": ["An application can be appealed once. Say what was overlooked or wrong."],
    "apply_again": [
        "A new round of this case begins as an enquiry. Say in words what has changed since. Your "
        "answers, objectives and baseline stay as your draft.",
        "The round before stays on record with its assessments and reasons, and a sponsor "
        "certifies the new application anew.",
    ],
}


@signed_in
@both
def step(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """Submit, accept, withdraw or appeal, after a page that says what it means."""
    case = team_case(request, reference)
    chosen = asked_step(request, case, verb, INTRO)
    name, gone_on = chosen.name, past_it(request, case, chosen, staff=False)
    if gone_on:
        return gone_on
    made = CodedForm if chosen.coded else WordsForm if chosen.worded else EmptyForm
    form = made(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        return _do(request, case, form, chosen.label, lambda: move(
            name, case=case, by=request.user, words=given.get("words", ""),
            code=given.get("code", ""), seen=seen_in(request),
        ), f"Done: {chosen.label.lower()}.")  # fmt: skip
    return case_form(
        request, case, form, chosen.label, chosen.label, intro=INTRO[name],
        seen=cases.last_number(case), warning=name == "withdraw",
    )  # fmt: skip


@signed_in
@both
def subsidy(request: HttpRequest, reference: str) -> HttpResponse:
    """Other minimal financial assistance the service has had, then the confirmation of the whole."""
    case = team_case(request, reference)
    form = AssistanceForm(request.POST if "giver" in request.POST else None)
    award = award_of(case)
    panel = shown(TEAM, Viewing(case, request.user))[0]["content"]
    read = subsidy_read(award) if award else ""
    confirming = "confirm" in request.POST and "giver" not in request.POST and award is not None
    if confirming and award is not None:
        try:
            awards.confirm_subsidy(award=award, by=request.user, read=request.POST.get("read", ""))
        except (NotAllowed, NotPermitted, NoLongerStands) as refusal:
            form = _only_said(str(refusal))
        else:
            messages.success(request, "It is confirmed. You can accept the award now.")
            return to_case(case, staff=False)
    elif request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            awards.add_assistance(
                case=case, by=request.user, giver=given["giver"], given_on=given["given_on"],
                amount_pence=given["amount"],
            )  # fmt: skip
        except (NotAllowed, Wrong) as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "The assistance is recorded.")
            return HttpResponseRedirect(request.path)
    context = {
        "case": case,
        "form": form,
        "award": award,
        "money": panel,
        "read": read,
        "trail": trail(case, "Other assistance", staff=False),
        "once": once_of(request),
    }
    status = 422 if form.errors else 200
    return render(request, "programme/team/subsidy.html", context, status=status)


def _only_said(words: str) -> AssistanceForm:
    """The form of more assistance, empty, under a refusal of something else on the page."""
    form = AssistanceForm({})
    form.full_clean()
    form.errors.clear()
    form.add_error(None, words)
    return form


@signed_in
@both
def withdraw_assistance(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Take back assistance that was recorded by mistake."""
    case = team_case(request, reference)
    row = assistance(case, number)
    if row is None:
        raise Http404("There is no such assistance, or it was taken back.")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            awards.withdraw_assistance(row=row, by=request.user, reason=form.cleaned_data["reason"])
        except (NotAllowed, NotPermitted, NoLongerStands, Wrong) as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "It does not count any more.")
            return HttpResponseRedirect(reverse("subsidy", kwargs={"reference": reference}))
    return case_form(
        request, case, form, "Take back assistance", "Take it back", warning=True,
        inset=f"{row.giver}, {row.given_on:%-d %B %Y}: {pounds(row.amount_pence)}",
        intro=["It counts no longer towards the limit. What you recorded stays on record with your reason."],
    )  # fmt: skip


def _do(
    request: HttpRequest, case: Any, form: Any, title: str, deed: Any, done: str
) -> HttpResponse:
    """Do it and go back to the case, or show the form again with what is wrong."""
    try:
        deed()
    except REFUSALS as refusal:
        refuse(form, refusal)
        return case_form(request, case, form, title, "Try again", seen=cases.last_number(case))
    messages.success(request, done)
    return to_case(case, staff=False)
