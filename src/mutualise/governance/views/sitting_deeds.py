"""What a company secretary does about who is at a meeting, and when it cannot go on."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from mutualise.chronicle import clock
from mutualise.governance.actions import adjournment, attendance, notices
from mutualise.governance.forms import meetings as forms
from mutualise.governance.queries.meetings import notice_of
from mutualise.governance.queries.notices import to_directors
from mutualise.governance.queries.sittings import sitting_of
from mutualise.governance.rules.days import spoken
from mutualise.governance.views.meeting_deeds import both, deed_page, secretary_only
from mutualise.governance.views.meetings import secretarys_meeting
from mutualise.govuk.figures import counted


@secretary_only
@both
def attend(request: HttpRequest, organisation: str, reference: str) -> HttpResponse:
    meeting = secretarys_meeting(request, organisation, reference)

    def do(given: dict[str, Any]) -> str:
        new = attendance.record_attendance(meeting=meeting, by=request.user, **given)
        return f"Recorded as present: {counted(new, 'more member')}."

    form = forms.AttendanceForm(request.POST or None)
    return deed_page(request, organisation, form, do, title="Record who is present", button="Record", meeting=meeting)  # fmt: skip


@secretary_only
@both
def not_present(request: HttpRequest, organisation: str, reference: str) -> HttpResponse:
    meeting = secretarys_meeting(request, organisation, reference)

    def do(given: dict[str, Any]) -> str:
        attendance.remove_attendance(meeting=meeting, by=request.user, **given)
        return f"Member {given['number']} is not recorded as present any more."

    form = forms.NotPresentForm(request.POST or None)
    return deed_page(request, organisation, form, do, title="Take back who was recorded as present", button="Take back", meeting=meeting)  # fmt: skip


@secretary_only
@both
def proxy(request: HttpRequest, organisation: str, reference: str) -> HttpResponse:
    meeting = secretarys_meeting(request, organisation, reference)

    def do(given: dict[str, Any]) -> str:
        attendance.appoint_proxy(
            meeting=meeting, by=request.user, member=given["member"], holder=given["holder"],
            holder_name=given["holder_name"], received_at=given["moment"],
            instructions=given["instructions"],
        )  # fmt: skip
        return f"The proxy of member {given['member']} is recorded."

    form = forms.ProxyForm(request.POST or None)
    return deed_page(request, organisation, form, do, title="Record a proxy", button="Record the proxy", meeting=meeting)  # fmt: skip


@secretary_only
@both
def withdraw_proxy(request: HttpRequest, organisation: str, reference: str) -> HttpResponse:
    meeting = secretarys_meeting(request, organisation, reference)

    def do(given: dict[str, Any]) -> str:
        attendance.withdraw_proxy(meeting=meeting, by=request.user, **given)
        return f"The proxy of member {given['member']} is withdrawn."

    form = forms.WithdrawProxyForm(request.POST or None)
    return deed_page(request, organisation, form, do, title="Withdraw a proxy", button="Withdraw the proxy", meeting=meeting)  # fmt: skip


@secretary_only
@both
def director_told(request: HttpRequest, organisation: str, reference: str, number: int) -> HttpResponse:  # fmt: skip
    """Record that a director who is no member was sent the notice."""
    meeting = secretarys_meeting(request, organisation, reference)
    sent = notice_of(meeting)
    row = next((each for each in to_directors(sent) if each.pk == number), None) if sent else None
    if row is None or row.sent_on:
        raise Http404("There is no such director to be sent the notice.")

    def do(given: dict[str, Any]) -> str:
        notices.mark_director_told(row=row, by=request.user, on=given["on"])
        return f"Recorded: the notice was sent to {row.director.name}."

    form = forms.ToldForm(request.POST or None, initial={"on": clock.today()})
    return deed_page(
        request, organisation, form, do, title=f"Notice sent to {row.director.name}", button="Record the day",
        meeting=meeting,
    )  # fmt: skip


@secretary_only
@both
def adjourn(request: HttpRequest, organisation: str, reference: str) -> HttpResponse:
    """Adjourn the meeting to another time, with the same business."""
    meeting = secretarys_meeting(request, organisation, reference)
    now = sitting_of(meeting)

    def do(given: dict[str, Any]) -> str:
        row = adjournment.adjourn(
            meeting=meeting, by=request.user, starts_at=given["moment"], place=given["place"],
            joining=given["joining"], quorum=given["quorum"], words=given["words"],
            tell=given["tell"],
        )  # fmt: skip
        to = timezone.localtime(row.starts_at)
        told = (
            "Letters leave by mail; post those of members without an address."
            if given["tell"]
            else "Tell those who were not there."
        )
        return f"The meeting is adjourned to {to:%H:%M} on {spoken(to.date())}. {told}"

    start = {"place": now.place, "joining": now.joining, "quorum": now.quorum}
    form = forms.AdjournForm(request.POST or None, initial=start)
    return deed_page(
        request, organisation, form, do, title="Adjourn the meeting", button="Adjourn the meeting",
        meeting=meeting, warning=True,
        intro="The same business goes on. Proxies stand, and more are taken until 48 hours of working days before. Record who is present anew.",
    )  # fmt: skip
