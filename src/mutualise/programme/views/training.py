"""Sessions of group training for officers: the list, one session, and who came."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.chronicle import clock
from mutualise.govuk.downloads import computed
from mutualise.programme.actions import training as doing
from mutualise.programme.forms.support import AttendanceForm, SessionForm
from mutualise.programme.queries import support
from mutualise.programme.queries.figures import shown_is_demonstration
from mutualise.programme.queries.visible import staff_cases
from mutualise.programme.rules.money import exact_pounds, pounds
from mutualise.programme.views.marked import as_csv, as_json
from mutualise.programme.views.shared import both, form_page, refuse
from mutualise.programme.views.support import REFUSALS

officers = open_to(Access.PROGRAMME_OFFICER)
COLUMNS = ("title", "venue", "on", "places", "free", "teams", "cost_of_a_place", "cancelled")


@officers
@require_GET
def listing(request: HttpRequest, form: str = "") -> HttpResponse:
    """Every session with its free places, and with its teams whose cases are open to the person."""
    demonstration = shown_is_demonstration()
    every = support.sessions(demonstration=demonstration)
    found: list[Any] = list(support.with_teams(every, staff_cases(request.user)))
    if form:
        made_up = demonstration
        rows = [_row(each) for each in found]
        about = computed("Group training" + (" (demonstration)" if demonstration else ""))
        if form == "csv":
            return as_csv(rows, COLUMNS, filename="training", about=about, demonstration=made_up)
        return as_json(rows, COLUMNS, about=about, demonstration=made_up)
    context = {"rows": found, "pounds": pounds, "demonstration": demonstration}
    return render(request, "programme/support/sessions.html", context)


def _row(each: Any) -> dict[str, object]:
    names = ("title", "venue", "on", "places", "teams")
    cancelled = hasattr(each, "cancellation")
    return {name: getattr(each, name) for name in names} | {
        "free": None if cancelled else each.free,
        "cost_of_a_place": exact_pounds(each.place_pence),
        "cancelled": cancelled,
    }


@officers
@both
def arrange(request: HttpRequest) -> HttpResponse:
    form = SessionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = doing.arrange_session(by=request.user, demonstration=shown_is_demonstration(),
                                         **form.cleaned_data)  # fmt: skip
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "The session is arranged. Keep places from a team’s case.")
            return HttpResponseRedirect(reverse("training-session", kwargs={"number": made.pk}))
    return form_page(
        request, form, "Arrange a session", "Arrange it", back=reverse("training"),
        trail=[("Training", reverse("training")), ("Arrange a session", None)],
        demonstration=shown_is_demonstration(),
    )  # fmt: skip


@officers
@require_GET
def session(request: HttpRequest, number: int) -> HttpResponse:
    """One session with the teams the officer may see."""
    row = _session(number)
    context = {
        "row": row,
        "bookings": support.bookings_of(row, staff_cases(request.user)),
        "free": support.free_places(row),
        "cancelled": support.cancelled(row),
        "may_cancel": support.may_cancel(row),
        "held": row.on <= clock.today(),
        "pounds": pounds,
    }
    return render(request, "programme/support/session.html", context)


@officers
@both
def attendance(request: HttpRequest, number: int, position: int) -> HttpResponse:
    """How many of a team came; its places are owed for from then on."""
    row = _session(number)
    booking = support.booking(row, position, staff_cases(request.user))
    if booking is None or hasattr(booking, "attendance"):
        raise Http404("There is no such booking, or who came is recorded already.")
    form = AttendanceForm(request.POST or None)
    here = reverse("training-session", kwargs={"number": number})
    if request.method == "POST" and form.is_valid():
        try:
            doing.note_attendance(booking=booking, by=request.user,
                                  came=int(form.cleaned_data["came"]))  # fmt: skip
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "It is recorded, and the places are owed for.")
            return HttpResponseRedirect(here)
    return form_page(
        request, form, f"Who came of {booking.award.case.team}", "Record it", back=here,
        trail=[("Training", reverse("training")), (row.title, here), ("Who came", None)],
        inset=f"Places kept: {booking.places}, at {pounds(row.place_pence)} each.",
        demonstration=row.demonstration,
    )  # fmt: skip


def _session(number: int) -> Any:
    row = support.session(number)
    if row is None:
        raise Http404("There is no such session.")
    return row
