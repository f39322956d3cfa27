"""The company secretary: calls an election, takes nominations, looks at the roll."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.chronicle import clock
from mutualise.governance.actions import elections, nominations
from mutualise.governance.forms.elections import (
    MOST_CONTESTS,
    CallForm,
    DecideForm,
    NominateForm,
)
from mutualise.governance.queries import elections as asking
from mutualise.governance.queries.constituents import (
    constituencies_of,
    constituent,
    organisation_called,
)
from mutualise.governance.rules.election_timetable import Kind, laid_out
from mutualise.governance.rules.nominations import Seats
from mutualise.governance.rules.notice import ContestNotice
from mutualise.governance.rules.seats import After
from mutualise.governance.views.election_pages import (
    REFUSALS,
    both,
    form_page,
    home_of,
    own_contest,
    posted,
    refuse,
)

secretary = open_to(Access.COMPANY_SECRETARY)
staff = open_to(Access.ELECTION_STAFF)


@secretary
@both
def call(request: HttpRequest, code: str) -> HttpResponse:
    """Write and publish the notice of an election."""
    found = organisation_called(code, request.user)
    if found is None:
        raise Http404("You are not the company secretary of this organisation.")
    body, name, demonstration = found
    form = CallForm(posted(request), constituencies=constituencies_of(code))
    if request.method == "POST" and form.is_valid():
        try:
            notice = _notice(form.cleaned_data)
            elections.check_classes(body, notice["contests"], notice["small_class_accepted"])
            made = elections.call(
                by=request.user, organisation=body, name=name, demonstration=demonstration, **notice
            )
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "The notice of election is published; nominations are open.")
            return HttpResponseRedirect(home_of(made))
    return form_page(
        request, form, f"Call an election of {name}", "Publish the notice",
        intro=["The notice fixes the days, the places and the counting rule, and is hashed: nothing "
               "in it can change once it is published."],
    )  # fmt: skip


def _notice(given: dict[str, Any]) -> dict[str, Any]:
    kind, today = Kind(given["timetable"]), clock.today()
    middle = {n: given[n] for n in ("nominations_close_on", "withdrawals_until", "opens_on")}
    days = laid_out(kind, today, given["closes_on"], middle)
    contests = [
        ContestNotice(
            slugify(given[f"title_{n}"])[:40].strip("-"), given[f"title_{n}"],
            given[f"constituency_{n}"],
            Seats(int(given[f"seats_{n}"] or 1), int(given[f"reserved_{n}"] or 0),
                  given[f"category_{n}"]),
        )
        for n in range(1, MOST_CONTESTS + 1)
        if given[f"title_{n}"]
    ]  # fmt: skip
    return {
        "title": given["title"], "rule": given["rule"], "kind": kind, "days": days,
        "contests": contests, "small_class_accepted": given["small_class_accepted"],
        "after": After(given["term_begins_on"], given["term_ends_on"], given["vacancies"]),
    }  # fmt: skip


@secretary
@both
def nominate(request: HttpRequest, reference: str, contest: str) -> HttpResponse:
    election, found = own_contest(request, reference, contest)
    form = NominateForm(
        posted(request), request.FILES or None, initial={"handed_in_on": clock.today()}
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        who = constituent(found, given["member_number"].strip(), clock.today())
        if who is None:
            form.add_error("member_number", "No member with this number votes in this contest.")
        else:
            photograph = given["photograph"]
            try:
                nominations.nominate(
                    contest=found, by=request.user, member_number=who.number, name=who.name,
                    statement=given["statement"], in_category=given["in_category"],
                    photograph=photograph.read() if photograph else b"",
                    handed_in_on=given["handed_in_on"],
                )  # fmt: skip
            except REFUSALS as refusal:
                refuse(form, refusal)
            else:
                messages.success(request, f"{who.name} is nominated.")
                return HttpResponseRedirect(home_of(election))
    return form_page(request, form, f"Nominate for {found.title}", "Enter the nomination",
                     election=election)  # fmt: skip


@staff
@both
def decide(request: HttpRequest, reference: str, contest: str, number: int) -> HttpResponse:
    """Say whether a nomination is valid, or that the candidate withdrew."""
    election, found = own_contest(request, reference, contest)
    rows = asking.nominations_of(found)
    row = next((each.nomination for each in rows if each.nomination.number == number), None)
    if row is None:
        raise Http404("There is no such nomination.")
    form = DecideForm(posted(request))
    if request.method == "POST" and form.is_valid():
        decision, words = form.cleaned_data["decision"], form.cleaned_data["words"]
        try:
            if decision == "withdrawn":
                nominations.withdraw(nomination=row, by=request.user, words=words,
                                     received_on=form.cleaned_data["received_on"])  # fmt: skip
            else:
                nominations.decide(nomination=row, by=request.user, valid=decision == "valid",
                                   words=words)  # fmt: skip
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "The decision is recorded.")
            return HttpResponseRedirect(home_of(election))
    return form_page(request, form, f"Nomination of {row.name}", "Record the decision",
                     election=election, inset=row.statement or None,
                     photograph=_photograph(election, found, row))  # fmt: skip


def _photograph(election: Any, contest: Any, row: Any) -> tuple[str, str] | None:
    """The address of a candidate's photograph and what stands in its place; None where there is none."""
    if not row.photograph_sha256:
        return None
    where = {"reference": election.reference, "contest": contest.code, "number": row.number}
    return reverse("nominated-photograph", kwargs=where), f"Photograph of {row.name}"


@staff
@require_GET
def nominated_photograph(
    request: HttpRequest, reference: str, contest: str, number: int
) -> FileResponse:
    """The photograph given with a nomination, for whoever decides on it."""
    _, found = own_contest(request, reference, contest)
    rows = (each.nomination for each in asking.nominations_of(found))
    row = next((each for each in rows if each.number == number), None)
    if row is None or not row.photograph_sha256:
        raise Http404("There is no such photograph.")
    return FileResponse(
        nominations.photograph_file(row).open("rb"), content_type=row.photograph_kind
    )


@open_to(Access.ELECTION_STAFF)
@require_GET
def roll_page(request: HttpRequest, reference: str, contest: str) -> HttpResponse:
    """The frozen roll of a contest, for those who run the election, with no mark of who voted."""
    election, found = own_contest(request, reference, contest)
    context = {"election": election, "contest": found, "roll": asking.roll_of(found)}
    return render(request, "governance/elections/roll.html", context)
