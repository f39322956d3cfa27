"""The board, who looks after a case and its sector, and the service standards."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import NotAllowed, open_to
from mutualise.accounts.queries import person_called
from mutualise.accounts.rules.roles import Access
from mutualise.govuk.misread import chosen
from mutualise.govuk.paginate import query_string
from mutualise.programme.actions.handling import hand_to, name_sector
from mutualise.programme.actions.suppliers import Wrong
from mutualise.programme.forms.sector import SectorForm
from mutualise.programme.forms.staff import OfficerForm
from mutualise.programme.presenters.figures import area_name
from mutualise.programme.queries import pipeline
from mutualise.programme.queries.board import board as board_of
from mutualise.programme.queries.conflicts import officers_for
from mutualise.programme.queries.diagnostics import sectors
from mutualise.programme.queries.visible import staff_cases
from mutualise.programme.rules.next_steps import NEXT
from mutualise.programme.rules.states import OPEN, STATE_LABELS, State
from mutualise.programme.views.shared import both, case_form, refuse, seen_in, staff_case, to_case

NOBODY = "nobody"


@open_to(Access.PROGRAMME_STAFF)
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Cases in columns by stage, the oldest first, each with its age against the standard."""
    visible = staff_cases(request.user)
    seen = pipeline.overview(request.user, visible)
    sector = chosen(request, "sector", seen.sectors(), "Sector")
    region = chosen(request, "region", seen.regions(), "Region")
    mine = chosen(request, "mine", ("yes",), "Your queue") == "yes"
    wanted = pipeline.Wanted(sector=sector, region=region, mine=mine)
    kept = {"sector": sector, "region": region, "mine": "yes" if wanted.mine else ""}
    context = {
        "columns": board_of(request.user, wanted, visible),
        "wanted": wanted,
        "choices": {"sector": seen.sectors(), "region": seen.regions()},
        "area_name": area_name,
        "queue": seen.queue(),
        "of_state": {
            state: query_string({n: v for n, v in kept.items() if v} | {"state": state.value})
            for state in State
        },
    }
    return render(request, "programme/staff/board.html", context)


@open_to(Access.PROGRAMME_OFFICER)
@both
def officer(request: HttpRequest, reference: str) -> HttpResponse:
    """Choose who looks after the case: oneself, another officer or nobody."""
    case, me = staff_case(request, reference), request.user
    people = [(str(p.pk), f"{p.called}{' (you)' if p == me else ''}") for p in officers_for(case)]
    now = str(case.officer_id or NOBODY)
    form = OfficerForm(
        request.POST or None, people=[*people, (NOBODY, "Nobody yet")], initial={"officer": now}
    )
    seen, stands = seen_in(request), case.officer_id or 0
    if request.method == "POST" and seen not in (None, stands):
        form.add_error(None, "A colleague gave the case on meanwhile. Look again.")
    elif request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["officer"]
        by: Any = me
        try:
            hand_to(case=case, by=by,
                    officer=None if chosen == NOBODY else person_called(int(chosen)))  # fmt: skip
        except (NotAllowed, Wrong) as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "Done. Queues and the board show it.")
            return to_case(case, staff=True)
    return case_form(request, case, form, "Who looks after the case", "Save", seen=stands)


@open_to(Access.PROGRAMME_OFFICER)
@both
def sector(request: HttpRequest, reference: str) -> HttpResponse:
    """Say which sector of the register's list the case belongs to, whatever the team wrote."""
    case, by = staff_case(request, reference), request.user
    form = SectorForm(request.POST or None, initial={"sector": case.sector}, sectors=sectors())
    if request.method == "POST" and form.is_valid():
        officer: Any = by
        try:
            name_sector(case=case, by=officer, sector=form.cleaned_data["sector"])
        except (NotAllowed, Wrong) as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"The sector is {form.cleaned_data['sector']}.")
            return to_case(case, staff=True)
    return case_form(
        request, case, form, "The sector of the case", "Save",
        intro=["Awards are counted by it. The list is that of the register."],
    )  # fmt: skip


@open_to(Access.ANYONE)
@require_GET
def standards(request: HttpRequest) -> HttpResponse:
    """How long each stage should take, and whose move it is."""
    rows = [(STATE_LABELS[state], NEXT[state]) for state in State if state in OPEN]
    return render(request, "programme/public/standards.html", {"rows": rows})
