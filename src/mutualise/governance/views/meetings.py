"""Pages of meetings: the secretary's, and what a member of the body may read."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import holds, open_to
from mutualise.accounts.rules.roles import Access, Role
from mutualise.chronicle import clock
from mutualise.governance.actions.notices import WRITTEN_FOR
from mutualise.governance.actions.own_majorities import has_own_rules
from mutualise.governance.presenters import meetings as say
from mutualise.governance.queries import meetings as found
from mutualise.governance.queries.electorate import electorate, form_of
from mutualise.governance.queries.kinds import own_kinds
from mutualise.governance.queries.members import register_of
from mutualise.governance.queries.notices import (
    copies_of,
    name_of,
    notice_text,
    proxies_close,
    to_directors,
    to_post,
    told_of,
)
from mutualise.governance.queries.results import agreements_by_day
from mutualise.governance.queries.sittings import (
    adjournments_of,
    attendances_of,
    earlier_sittings,
    proxies_of,
    sitting_of,
)
from mutualise.governance.rules.meeting_steps import State
from mutualise.govuk.downloads import as_csv, as_json, computed

signed_in = open_to(Access.SIGNED_IN)


def is_secretary(request: HttpRequest, organisation: str) -> bool:
    return holds(request.user, Role.COMPANY_SECRETARY, organisation=organisation)


def readable(request: HttpRequest, organisation: str) -> Any:
    """The body's register, for its secretary and its members of today; not found for others."""
    register = register_of(organisation)
    if register is not None:
        if is_secretary(request, organisation):
            return register
        email = str(getattr(request.user, "email", "")).casefold()
        members = electorate(organisation, clock.today()).values()
        if email and any(member.email.casefold() == email for member in members):
            return register
    raise Http404("There is no such page, or it is closed to you.")


def secretarys(request: HttpRequest, organisation: str) -> Any:
    """The body's register, for its secretary; not found for others."""
    register = register_of(organisation)
    if register is None or not is_secretary(request, organisation):
        raise Http404("There is no such page, or it is closed to you.")
    return register


def meeting_in(organisation: str, reference: str) -> Any:
    meeting = found.meeting_called(organisation, reference)
    if meeting is None:
        raise Http404("There is no such meeting.")
    return meeting


def secretarys_meeting(request: HttpRequest, organisation: str, reference: str) -> Any:
    """A meeting of the body, for its secretary; not found for others."""
    secretarys(request, organisation)
    return meeting_in(organisation, reference)


def written_in(organisation: str, reference: str) -> Any:
    resolution = found.resolution_called(organisation, reference)
    if resolution is None or resolution.meeting is not None:
        raise Http404("There is no such written resolution.")
    return resolution


@signed_in
@require_GET
def listing(request: HttpRequest, organisation: str, form: str = "") -> HttpResponse:
    """Meetings and written resolutions of a body, and what must be filed."""
    register = readable(request, organisation)
    secretary = is_secretary(request, organisation)
    meetings = list(found.meetings_of(organisation))
    if not secretary:
        called = State.CALLED
        meetings = [each for each in meetings if each.state != called]  # type: ignore[attr-defined]
    written = list(found.written_of(organisation))
    name = name_of(organisation)
    if form:
        rows = say.rows(meetings, written)
        if form == "csv":
            return as_csv(rows, say.COLUMNS, filename=f"{organisation}-resolutions")
        return as_json(rows, say.COLUMNS, about=computed(f"Resolutions of {name}"))
    context = {
        "organisation": organisation, "name": name, "secretary": secretary, "meetings": meetings,
        "stands": say.stands,
        "may_write": form_of(organisation, clock.today()) in WRITTEN_FOR, "written": [(each, found.declaration_of(each)) for each in written],
        "own_rules": secretary and has_own_rules(register), "own": own_kinds(register),
        "to_file": found.to_file(organisation), "today": clock.today(),
        "demonstration": register.demonstration,
    }  # fmt: skip
    return render(request, "governance/meetings/list.html", context)


@signed_in
@require_GET
def page(request: HttpRequest, organisation: str, reference: str) -> HttpResponse:
    """One meeting whole: what was sent, who was there, every resolution and its result."""
    register = readable(request, organisation)
    meeting = meeting_in(organisation, reference)
    secretary = is_secretary(request, organisation)
    state = State(meeting.state)
    if state is State.CALLED and not secretary:
        raise Http404("There is no such meeting.")
    notice, now = found.notice_of(meeting), sitting_of(meeting)
    context = {
        "organisation": organisation, "name": name_of(organisation), "meeting": meeting,
        "secretary": secretary, "state": state.value, "label": say.stands(state, adjourned=now.since is not None), "notice": notice,
        "copies": copies_of(notice) if notice else None,
        "posted": to_post(notice) if notice and secretary else [],
        "directors": to_directors(notice) if notice and secretary else [],
        "withdrawn": [(each, found.withdrawn_by_meeting(each)) for each in found.withdrawn_from(meeting)],
        "begun": found.was_held(meeting),
        "resolutions": [say.resolution(each) for each in found.resolutions_of(meeting)],
        "present": attendances_of(meeting) if secretary else [],
        "came_for": attendances_of(meeting, as_proxy=True) if secretary else [],
        "earlier": earlier_sittings(meeting), "sitting": now,
        "told": {pk: (each, copies_of(each), to_post(each)) for pk, each in told_of(meeting).items()},
        "to_minute": state is State.CLOSED or (state is State.CANCELLED and found.was_held(meeting)),
        "proxies": proxies_of(meeting) if secretary else [],
        "when": f"{timezone.localtime(now.starts_at):%H:%M}",
        "proxies_said": say.moment(proxies_close(meeting)), "minutes": found.minutes_of(meeting),
        "waiting": found.to_confirm(organisation), "demonstration": register.demonstration,
    }  # fmt: skip
    return render(request, "governance/meetings/page.html", context)


@signed_in
@require_GET
def printed(request: HttpRequest, organisation: str, reference: str, what: str) -> HttpResponse:
    """The notice as it was sent, or would be, or the minutes, to print."""
    readable(request, organisation)
    meeting = meeting_in(organisation, reference)
    secretary = is_secretary(request, organisation)
    row = found.notice_of(meeting) if what == "notice" else found.minutes_of(meeting)
    text = row.text if row else ""
    if what == "notice" and not row and secretary:
        text = notice_text(meeting)
    if not text or (what == "minutes" and not secretary and not getattr(row, "signed_on", None)):
        raise Http404(f"There is no {what} yet.")
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@signed_in
@require_GET
def adjournment_letter(
    request: HttpRequest, organisation: str, reference: str, number: int
) -> HttpResponse:
    """What members were sent about the first, second … adjournment of a meeting, to print."""
    readable(request, organisation)
    meeting = meeting_in(organisation, reference)
    rows = adjournments_of(meeting)[number - 1 : number] if number else []
    sent = told_of(meeting).get(rows[0].pk) if rows else None
    if sent is None:
        raise Http404("There is no such letter.")
    return HttpResponse(sent.text, content_type="text/plain; charset=utf-8")


@signed_in
@require_GET
def written(request: HttpRequest, organisation: str, reference: str) -> HttpResponse:
    """One written resolution: its text, who agreed so far, and its result."""
    register = readable(request, organisation)
    resolution = written_in(organisation, reference)
    context = {
        "organisation": organisation, "name": name_of(organisation), "resolution": resolution,
        "secretary": is_secretary(request, organisation), "agreed": sum(agreements_by_day(resolution).values()),
        "kind": found.kind_of(resolution), "declared": found.declaration_of(resolution),
        "filing": found.filing_of(resolution), "today": clock.today(),
        "copies": copies_of(resolution.circulation), "demonstration": register.demonstration,
    }  # fmt: skip
    return render(request, "governance/meetings/written.html", context)
