"""Seats an election filled: the company secretary enters those elected as directors."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from mutualise.accounts.permissions import holds, open_to
from mutualise.accounts.rules.roles import Access, Role
from mutualise.chronicle import clock
from mutualise.chronicle.refusals import AlreadyRecorded, NoLongerStands
from mutualise.governance.actions import seats as doing
from mutualise.governance.actions.members import RegisterRefused
from mutualise.governance.forms.seats import EndVoidForm, EnterForm
from mutualise.governance.presenters.seats import seats_page
from mutualise.governance.queries.elections import state_of
from mutualise.governance.queries.seats import declared_on, sitting_terms
from mutualise.governance.rules.days import spoken
from mutualise.governance.rules.election_stages import State
from mutualise.governance.views.election_pages import (
    REFUSALS,
    both,
    form_page,
    home_of,
    own_election,
    posted,
    refuse,
)

secretary = open_to(Access.COMPANY_SECRETARY)


def own_declared(request: HttpRequest, reference: str) -> object:
    """A declared election of a body the person is secretary of; a page not found otherwise."""
    found = own_election(request, reference)
    mine = holds(request.user, Role.COMPANY_SECRETARY, organisation=found.organisation.code)
    if not mine or declared_on(found) is None:
        raise Http404("There is no such election, or its result is not declared.")
    return found


@secretary
@both
def end_void(request: HttpRequest, reference: str) -> HttpResponse:
    """Who sits by an election that is void, and one button that ends their terms."""
    election = own_election(request, reference)
    mine = holds(request.user, Role.COMPANY_SECRETARY, organisation=election.organisation.code)
    sitting = sitting_terms(election) if state_of(election) is State.VOID else []
    if not mine or not sitting:
        raise Http404("There is no such election, or nobody sits by it.")
    form = EndVoidForm(posted(request), initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            day = form.cleaned_data["on"]
            ended = doing.end_void_terms(election=election, by=request.user, on=day)  # type: ignore[arg-type]
        except (*REFUSALS, RegisterRefused, NoLongerStands, AlreadyRecorded) as refusal:
            refuse(form, refusal)
        else:
            said = "1 term has" if len(ended) == 1 else f"{len(ended)} terms have"
            messages.success(request, f"{said} ended, and the ratios are published.")
            return HttpResponseRedirect(home_of(election))
    rows = [[nomination.name, nomination.contest.title, spoken(term.valid_from)]
            for nomination, term in sitting]  # fmt: skip
    return form_page(
        request, form, "End the terms of those who took office by it", "End these terms",
        election=election, warning=True,
        table=("In office by the result that no longer stands", ["Name", "Elected as", "Since"], rows),
        intro=["The ratios of that day go into the public register, and a change of seats reopens the verdicts on "
               "what this body is. Directors whose terms ended when these began do not come back by it: ask "
               "whether your rules keep them in office, and enter them again if so. A company tells Companies "
               "House within 14 days (section 167G)."],
    )  # fmt: skip


@secretary
@both
def seats(request: HttpRequest, reference: str) -> HttpResponse:
    """Who is elected and what entering them does to the board; one button enters them."""
    election = own_declared(request, reference)
    form = EnterForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            terms = doing.enter_elected(election=election, by=request.user)  # type: ignore[arg-type]
        except (*REFUSALS, RegisterRefused, AlreadyRecorded) as refusal:
            refuse(form, refusal)
        else:
            entered = "1 director is" if len(terms) == 1 else f"{len(terms)} directors are"
            messages.success(request, f"{entered} entered, and the ratios are published.")
            return HttpResponseRedirect(request.path)
    context = seats_page(election) | {"form": form, "back": home_of(election)}  # type: ignore[arg-type]
    return render(request, "governance/elections/seats.html", context,
                  status=422 if form.errors else 200)  # fmt: skip
