"""The team's own side of a case."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import NotAllowed, open_to
from mutualise.accounts.rules.roles import Access
from mutualise.chronicle.refusals import NoLongerStands, ReasonMissing
from mutualise.govuk.downloads import json_page, private
from mutualise.programme.actions import application as doing
from mutualise.programme.actions import people
from mutualise.programme.actions.documents import TAKES_FILES
from mutualise.programme.actions.stages import MovedMeanwhile
from mutualise.programme.actions.stages import ReasonMissing as WordsMissing
from mutualise.programme.forms.team import (
    CertifyForm,
    MemberForm,
    MessageForm,
)
from mutualise.programme.presenters.history import history
from mutualise.programme.presenters.panels import TEAM, shown
from mutualise.programme.queries import application, cases
from mutualise.programme.queries.guards import not_barred
from mutualise.programme.queries.rounds import is_appealed, round_in
from mutualise.programme.queries.viewing import Viewing
from mutualise.programme.queries.visible import invitations_of
from mutualise.programme.rules.guards import GuardsUnmet
from mutualise.programme.rules.next_steps import next_of
from mutualise.programme.rules.stages import (
    BEFORE_AWARD,
    BY_NAME,
    Actor,
    NotPermitted,
    is_internal,
)
from mutualise.programme.rules.stages import open_to as open_steps
from mutualise.programme.rules.states import PEOPLE_CHANGE, STATE_LABELS, State
from mutualise.programme.views.marked import titled
from mutualise.programme.views.shared import (
    both,
    case_form,
    once_of,
    refuse,
    team_case,
    to_case,
    trail,
)

signed_in = open_to(Access.SIGNED_IN)
REFUSALS = (
    doing.Wrong, NotAllowed, NotPermitted, NoLongerStands, ReasonMissing, WordsMissing,
    MovedMeanwhile, GuardsUnmet,
)  # fmt: skip


@signed_in
@require_GET
def home(request: HttpRequest, reference: str, form: str = "") -> HttpResponse:
    """Where the case stands, what happens next, and everything in it."""
    if invitations_of(request.user).filter(case__reference__iexact=reference).exists():
        return HttpResponseRedirect(reverse("join-team", kwargs={"reference": reference}))
    case = team_case(request, reference)
    seen, state = Viewing(case, request.user), State(case.state)
    events = cases.events_of(case)
    if form == "json":
        return json_page(
            _content(case, events),
            about=private(titled(f"Case {case.reference}", case.demonstration)),
        )
    context = {
        "case": case,
        "state": state,
        "label": STATE_LABELS[state],
        "next": next_of(state, appealed=is_appealed(case)),
        "said": _said(events),
        "history": history(events, application.certifications(case), staff=False),
        "round": round_in(events),
        "steps": not_barred(open_steps(state, seen.actors), case, request.user),
        "members": (members := cases.with_invited(case)),
        "people_change": state in PEOPLE_CHANGE,
        "mine": [m.part for m in members if m.person_id == request.user.pk],
        "messages_seen": cases.messages_of(case, staff=False),
        "application": application.panel(case),
        "panels": shown(TEAM, seen),
        "takes_files": state in TAKES_FILES,
        "measures_change": state in BEFORE_AWARD,
    }
    return render(request, "programme/team/home.html", context)


def _told(event: Any) -> str:
    """The words of a step that are for the team."""
    return "" if is_internal(event.name) else str(event.words)


def _said(events: Any) -> Any:
    """The last step, where the programme took it and said something to the team."""
    last = max(events, key=lambda event: event.number, default=None)
    theirs = last and Actor.TEAM not in BY_NAME[last.name].actors
    return last if theirs and _told(last) else None


def _content(case: Any, events: Any) -> dict[str, Any]:
    return {
        "reference": case.reference,
        "team": case.team,
        "state": case.state,
        "answers": application.texts(case),
        "events": [{"at": e.at, "step": e.name, "to": e.target, "words": _told(e)} for e in events],
    }


@signed_in
@both
def invite(request: HttpRequest, reference: str) -> HttpResponse:
    case = team_case(request, reference)
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        return _do(request, case, form, "Invite somebody", lambda: people.invite(
            case=case, by=request.user, email=given["email"], part=given["part"]
        ), f"{given['email']} is invited.")  # fmt: skip
    return case_form(request, case, form, "Invite somebody", "Send the invitation")


@signed_in
@both
def certify(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything the sponsor certifies, on one page, with the form under it."""
    case = team_case(request, reference)
    before = application.signature_before(case, request.user)
    first = {"name": before.name, "post": before.post} if before else {}
    form = CertifyForm(request.POST or None, initial=first | {"read": application.digest(case)})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            doing.certify(
                case=case, by=request.user, given=given["outcome"] == "given",
                words=given["words"], read=given["read"], name=given["name"], post=given["post"],
            )  # fmt: skip
        except REFUSALS as refusal:
            # The page shows what stands now: the next answer is to that.
            shown = request.POST.copy()
            shown["read"] = application.digest(case)
            form.data = shown
            refuse(form, refusal)
        else:
            messages.success(request, "Your answer is recorded.")
            return to_case(case, staff=False)
    context = {
        "case": case,
        "form": form,
        "application": application.panel(case),
        "open": case.state == State.DRAFTING,
        "sponsor": any(
            each.part == each.Part.SPONSOR and each.person_id == request.user.pk
            for each in cases.members_of(case)
        ),
        "trail": trail(case, "Certify the application", staff=False),
        "once": once_of(request),
    }
    status = 422 if form.errors else 200
    return render(request, "programme/team/certify.html", context, status=status)


@signed_in
@both
def message(request: HttpRequest, reference: str) -> HttpResponse:
    case = team_case(request, reference)
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _do(request, case, form, "Write to the programme office", lambda: doing.send_message(
            case=case, by=request.user, text=form.cleaned_data["text"], to_team=True
        ), "Your message is sent.")  # fmt: skip
    return case_form(request, case, form, "Write to the programme office", "Send the message")


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
