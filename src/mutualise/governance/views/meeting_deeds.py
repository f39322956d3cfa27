"""What a company secretary does to a meeting: each page is one form, and one action behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from mutualise.accounts.permissions import NotAllowed, open_to
from mutualise.accounts.rules.roles import Access
from mutualise.governance.actions import meetings, notices
from mutualise.governance.forms import meetings as forms
from mutualise.governance.queries import meetings as found
from mutualise.governance.queries.kinds import kinds, own_kinds
from mutualise.governance.queries.notices import checks_of, name_of, notice_text
from mutualise.governance.rules.meeting_steps import NotThisStep
from mutualise.governance.rules.meetings import Form, body_check
from mutualise.governance.rules.resolution_kinds import Channel
from mutualise.governance.views.meetings import secretarys, secretarys_meeting

secretary_only = open_to(Access.COMPANY_SECRETARY)
both = require_http_methods(["GET", "HEAD", "POST"])
REFUSALS = (meetings.Refused, NotAllowed, NotThisStep)


# What a deed says when it is done and, where that is not the page before, the address it leads to.
Said = str | tuple[str, str]


def deed_page(
    request: HttpRequest, organisation: str, form: Any, do: Callable[[dict[str, Any]], Said], *,
    title: str, button: str, back: str = "", warning: bool = False, text: str = "",
    checks: Any = (), intro: str = "", meeting: Any = None,
) -> HttpResponse:  # fmt: skip
    """One form on a page; a deed done leads back, or where `do` says, with what it says; a refused
    one says why."""
    back = back or (_to(meeting) if meeting else reverse("meetings", args=[organisation]))
    if request.method == "POST" and form.is_valid():
        try:
            done = do(form.cleaned_data)
        except REFUSALS as refusal:
            field = getattr(refusal, "field", None)
            form.add_error(field if field in form.fields else None, str(refusal))
        else:
            said, to = done if isinstance(done, tuple) else (done, back)
            messages.success(request, said)
            return HttpResponseRedirect(to)
    context = {
        "form": form, "title": title, "button": button, "back": back, "warning": warning,
        "text": text, "checks": checks, "intro": intro, "organisation": organisation,
        "name": name_of(organisation), "meeting": meeting,
    }  # fmt: skip
    return render(
        request, "governance/meetings/form.html", context, status=422 if form.errors else 200
    )


def _to(meeting: Any) -> str:
    return reverse("meeting", args=[meeting.register.code, meeting.reference.lower()])


def kinds_for(channel: Channel, form: Form) -> list[tuple[str, str]]:
    """Kinds to choose from, decided this way by a body of this legal form."""
    return [
        (code, kind.title) for code, kind in kinds().items()
        if kind.channel is channel and body_check(kind, form).holds
    ]  # fmt: skip


@secretary_only
@both
def call(request: HttpRequest, organisation: str) -> HttpResponse:
    register = secretarys(request, organisation)

    def do(given: dict[str, Any]) -> Said:
        meeting = meetings.call_meeting(
            register=register, by=request.user, kind=given["kind"], starts_at=given["moment"],
            place=given["place"], joining=given["joining"], quorum=given["quorum"],
            own_notice_days=given["own_notice_days"] or 0,
        )  # fmt: skip
        said = f"Meeting {meeting.reference} is called. Add its resolutions, then give notice."
        return said, _to(meeting)

    form = forms.CallForm(request.POST or None)
    return deed_page(
        request, organisation, form, do, title="Call a meeting", button="Call the meeting"
    )


@secretary_only
@both
def propose(request: HttpRequest, organisation: str, reference: str) -> HttpResponse:
    meeting = secretarys_meeting(request, organisation, reference)

    def do(given: dict[str, Any]) -> str:
        meetings.propose(meeting=meeting, by=request.user, **given)
        return f"“{given['title']}” is on the agenda."

    own = [
        (code, f"{kind.title} ({kind.section})")
        for code, kind in own_kinds(meeting.register).items()
    ]
    form = forms.ProposeForm(
        request.POST or None, kinds=own + kinds_for(Channel.MEETING, Form(meeting.form))
    )
    title = "Put a resolution on the agenda"
    return deed_page(request, organisation, form, do, title=title, button="Add the resolution", meeting=meeting)  # fmt: skip


@secretary_only
@both
def confirm(request: HttpRequest, organisation: str, reference: str) -> HttpResponse:
    """Put a resolution of a first meeting to this second one."""
    meeting = secretarys_meeting(request, organisation, reference)
    waiting = {each.reference: each for each in found.to_confirm(organisation)}
    if not waiting:
        raise Http404("No resolution waits for a second meeting.")

    def do(given: dict[str, Any]) -> str:
        first = waiting[given["first"]]
        meetings.propose(
            meeting=meeting, by=request.user, kind="", title="", text="", confirms=first
        )
        return f"“{first.title}” is on the agenda, to be confirmed."

    choices = [(code, f"{code}: {each.title}") for code, each in waiting.items()]
    form = forms.ConfirmForm(request.POST or None, waiting=choices)
    return deed_page(
        request, organisation, form, do, title="Confirm a resolution of a first meeting",
        button="Add the resolution", meeting=meeting,
    )  # fmt: skip


@secretary_only
@both
def give_notice(request: HttpRequest, organisation: str, reference: str) -> HttpResponse:
    """Read the notice and its checks, then send it."""
    meeting = secretarys_meeting(request, organisation, reference)

    def do(given: dict[str, Any]) -> str:
        notices.give_notice(meeting=meeting, by=request.user, agreed=given["agreed"] or 0)
        return "Notice is given. Copies leave by mail; post those of members without an address."

    form = forms.NoticeForm(request.POST or None)
    return deed_page(
        request, organisation, form, do, title="Give notice of the meeting", button="Send the notice",
        meeting=meeting, warning=True, text=notice_text(meeting),
        checks=checks_of(meeting, notices.given_on()),
    )  # fmt: skip


STEPS = {
    "open": (
        meetings.open_meeting, "Open the meeting", "The meeting is open.",
        "Record who is present first: without a quorum the meeting cannot be opened.",
    ),
    "close": (
        meetings.close_meeting, "Close the meeting", "The meeting is closed.",
        "Declare the result of every resolution first. Write the minutes next.",
    ),
}  # fmt: skip


@secretary_only
@both
def take_step(request: HttpRequest, organisation: str, reference: str, name: str) -> HttpResponse:
    meeting = secretarys_meeting(request, organisation, reference)
    act, title, said, intro = STEPS[name]

    def do(given: dict[str, Any]) -> str:
        act(meeting=meeting, by=request.user)
        return said

    form = forms.SureForm(request.POST if request.method == "POST" else None)
    return deed_page(request, organisation, form, do, title=title, button=title, meeting=meeting, intro=intro)  # fmt: skip


@secretary_only
@both
def cancel(request: HttpRequest, organisation: str, reference: str) -> HttpResponse:
    meeting = secretarys_meeting(request, organisation, reference)

    def do(given: dict[str, Any]) -> str:
        meetings.cancel_meeting(meeting=meeting, by=request.user, words=given["words"])
        return "The meeting is cancelled. Tell the members if they had notice."

    form = forms.WordsForm(request.POST or None)
    return deed_page(request, organisation, form, do, title="Cancel the meeting", button="Cancel the meeting", meeting=meeting, warning=True)  # fmt: skip


@secretary_only
@both
def minutes(request: HttpRequest, organisation: str, reference: str) -> HttpResponse:
    meeting = secretarys_meeting(request, organisation, reference)
    old = found.minutes_of(meeting)

    def do(given: dict[str, Any]) -> str:
        meetings.write_minutes(meeting=meeting, by=request.user, **given)
        return "The signed minutes are kept." if given["signed_on"] else "The draft is kept."

    form = forms.MinutesForm(request.POST or None, initial={"text": old.text if old else ""})
    return deed_page(request, organisation, form, do, title="Minutes of the meeting", button="Keep the minutes", meeting=meeting)  # fmt: skip
