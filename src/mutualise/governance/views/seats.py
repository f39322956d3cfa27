"""Seats an election filled: the company secretary enters those elected as directors."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from mutualise.accounts.permissions import holds, open_to
from mutualise.accounts.rules.roles import Access, Role
from mutualise.chronicle.refusals import AlreadyRecorded
from mutualise.governance.actions import seats as doing
from mutualise.governance.actions.members import RegisterRefused
from mutualise.governance.forms.seats import EnterForm
from mutualise.governance.presenters.seats import seats_page
from mutualise.governance.queries.seats import declared_on
from mutualise.governance.views.election_pages import (
    REFUSALS,
    both,
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
