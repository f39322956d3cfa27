"""What a company secretary does to a resolution: votes, agreements, result, filing."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from mutualise.governance.actions import meetings, notices, resolutions
from mutualise.governance.forms import meetings as forms
from mutualise.governance.queries import meetings as found
from mutualise.governance.rules.meeting_steps import State
from mutualise.governance.rules.meetings import Form
from mutualise.governance.rules.resolution_kinds import Channel
from mutualise.governance.views.meeting_deeds import (
    Said,
    both,
    deed_page,
    kinds_for,
    secretary_only,
)
from mutualise.governance.views.meetings import secretarys, written_in
from mutualise.govuk.figures import counted

WITHDRAWING = {
    State.NOTICED: (
        "Members had notice of it. Until the meeting begins whoever moves it may withdraw it: the board what it put, and "
        "the members who asked for it what they asked for. Say who withdrew it and why: members can read it. Tell them "
        "if there is time; the chair says it when the meeting opens."
    ),
    State.OPEN: (
        "The meeting has begun, so this belongs to it: it can be withdrawn only if whoever moved it asks and the meeting "
        "agrees, by custom with nobody against. The chair alone cannot. Say who asked and how the meeting agreed: "
        "members can read it."
    ),
}


def _resolution(request: HttpRequest, organisation: str, reference: str) -> Any:
    """A resolution of the body, for its secretary; not found for others."""
    secretarys(request, organisation)
    resolution = found.resolution_called(organisation, reference)
    if resolution is None:
        raise Http404("There is no such resolution.")
    return resolution


def _to(resolution: Any) -> str:
    code = resolution.register.code
    if resolution.meeting is not None:
        return reverse("meeting", args=[code, resolution.meeting.reference.lower()])
    return reverse("written-resolution", args=[code, resolution.reference.lower()])


@secretary_only
@both
def circulate(request: HttpRequest, organisation: str) -> HttpResponse:
    register = secretarys(request, organisation)

    def do(given: dict[str, Any]) -> Said:
        row = notices.circulate(
            register=register, by=request.user, kind=given["kind"], title=given["title"],
            text=given["text"], lapse_days=given["lapse_days"] or 0,
        )  # fmt: skip
        return f"{row.reference} is circulated. Record agreements as they come in.", _to(row)

    form = forms.CirculateForm(
        request.POST or None, kinds=kinds_for(Channel.WRITING, Form.PRIVATE_COMPANY)
    )
    return deed_page(
        request, organisation, form, do, title="Circulate a written resolution",
        button="Send to every member", warning=True,
        intro="The letter says as which kind it is proposed, how to agree, and until when. Silence counts as no.",
    )  # fmt: skip


@secretary_only
@both
def take_off(request: HttpRequest, organisation: str, reference: str) -> HttpResponse:
    """Take a resolution off the agenda; once members had notice, withdraw it."""
    resolution = _resolution(request, organisation, reference)
    state = found.state_of(resolution.meeting) if resolution.meeting else State.CALLED
    had_notice = state is not State.CALLED

    def do(given: dict[str, Any]) -> str:
        meetings.take_off(resolution=resolution, by=request.user, words=given["words"])
        if had_notice:
            return f"“{resolution.title}” is withdrawn. The chair tells the meeting."
        return f"“{resolution.title}” is off the agenda."

    verb, button = (
        ("Withdraw", "Withdraw it")
        if had_notice
        else ("Take off the agenda", "Take it off the agenda")
    )
    return deed_page(
        request, organisation, forms.WordsForm(request.POST or None), do, back=_to(resolution), warning=True,
        title=f"{verb}: {resolution.title}", button=button, intro=WITHDRAWING.get(state, ""),
    )  # fmt: skip


@secretary_only
@both
def votes(request: HttpRequest, organisation: str, reference: str) -> HttpResponse:
    resolution = _resolution(request, organisation, reference)

    def do(given: dict[str, Any]) -> str:
        given |= {each: given[each] or 0 for each in ("abstained", "spoiled", "in_advance")}
        resolutions.record_votes(resolution=resolution, by=request.user, **given)
        return f"Votes on “{resolution.title}” are recorded. Declare the result."

    form = forms.VotesForm(request.POST or None)
    return deed_page(
        request, organisation, form, do, title=f"Votes on: {resolution.title}",
        button="Record the votes", back=_to(resolution),
    )  # fmt: skip


@secretary_only
@both
def agreements(request: HttpRequest, organisation: str, reference: str) -> HttpResponse:
    secretarys(request, organisation)
    resolution = written_in(organisation, reference)

    def do(given: dict[str, Any]) -> str:
        new = resolutions.record_agreements(resolution=resolution, by=request.user, **given)
        return f"Recorded as agreeing: {counted(new, 'more member')}."

    form = forms.AgreementsForm(request.POST or None)
    return deed_page(
        request, organisation, form, do, title="Record agreements", button="Record the agreements",
        back=_to(resolution), intro="An agreement once given cannot be taken back.",
    )  # fmt: skip


@secretary_only
@both
def declare(request: HttpRequest, organisation: str, reference: str) -> HttpResponse:
    resolution = _resolution(request, organisation, reference)

    def do(given: dict[str, Any]) -> str:
        return resolutions.declare(resolution=resolution, by=request.user).words

    form = forms.SureForm(request.POST if request.method == "POST" else None)
    return deed_page(
        request, organisation, form, do, title=f"Declare the result of: {resolution.title}",
        button="Declare the result", back=_to(resolution),
        intro="The result is worked out by the rule from the votes recorded.",
    )  # fmt: skip


@secretary_only
@both
def file(request: HttpRequest, organisation: str, reference: str) -> HttpResponse:
    resolution = _resolution(request, organisation, reference)

    def do(given: dict[str, Any]) -> str:
        resolutions.file_resolution(resolution=resolution, by=request.user, **given)
        return "The filing is recorded."

    form = forms.FilingForm(request.POST or None)
    return deed_page(
        request, organisation, form, do, title=f"Record the filing of: {resolution.title}",
        button="Record the filing", back=_to(resolution),
    )  # fmt: skip
