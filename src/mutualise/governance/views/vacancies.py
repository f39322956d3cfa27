"""Places of a declared election that fell vacant: recorded, filled by the notice's rule, entered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import holds, open_to
from mutualise.accounts.rules.roles import Access, Role
from mutualise.chronicle.refusals import AlreadyRecorded, NoLongerStands
from mutualise.governance.actions import vacancies as doing
from mutualise.governance.actions.members import RegisterRefused
from mutualise.governance.forms.seats import EnterForm, SuccessorForm, VacancyForm
from mutualise.governance.presenters.vacancies import vacancies_page
from mutualise.governance.queries import vacancies as asking
from mutualise.governance.queries.seats import declared_on
from mutualise.governance.rules.vacancies import Cause
from mutualise.governance.views.election_pages import (
    REFUSALS,
    both,
    form_page,
    home_of,
    own_election,
    posted,
    refuse,
)

staff = open_to(Access.ELECTION_STAFF)
secretary = open_to(Access.COMPANY_SECRETARY)
scrutineer = open_to(Access.SCRUTINEER)
REFUSED = (*REFUSALS, RegisterRefused, AlreadyRecorded, NoLongerStands)


def own_declared(request: HttpRequest, reference: str, *roles: Role) -> Any:
    """A declared election the person has one of the roles in; a page not found otherwise."""
    found = own_election(request, reference)
    code = found.organisation.code
    if declared_on(found) is None or not any(
        holds(request.user, role, organisation=code) for role in roles
    ):
        raise Http404("There is no such election, or its result is not declared.")
    return found


def _home(election: Any) -> str:
    return reverse("election-vacancies", kwargs={"reference": election.reference})


@staff
@require_GET
def listing(request: HttpRequest, reference: str) -> HttpResponse:
    """Who sits, who left, and what was found for each place."""
    election = own_declared(request, reference, Role.COMPANY_SECRETARY, Role.SCRUTINEER)
    code = election.organisation.code
    context = vacancies_page(election) | {
        "back": home_of(election),
        "secretary": holds(request.user, Role.COMPANY_SECRETARY, organisation=code),
        "scrutineer": holds(request.user, Role.SCRUTINEER, organisation=code),
    }
    return render(request, "governance/elections/vacancies.html", context)


@secretary
@both
def record(request: HttpRequest, reference: str) -> HttpResponse:
    """Record that somebody left; their term ends with it."""
    election = own_declared(request, reference, Role.COMPANY_SECRETARY)
    holders = {str(each.pk): each for each in asking.holders_of(election)}
    choices = [(key, f"{each.name}, {each.contest.title}") for key, each in holders.items()]
    form = VacancyForm(posted(request), holders=choices)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            doing.record_vacancy(nomination=holders[given["nomination"]], on=given["on"],
                                 cause=Cause(given["cause"]), by=request.user)  # type: ignore[arg-type] # fmt: skip
        except REFUSED as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "The place is recorded as vacant.")
            return HttpResponseRedirect(_home(election))
    return form_page(
        request, form, "Record that a place fell vacant", "Record it", election=election,
        back=_home(election),
        intro=["Where the register of directors shows them in office still, their term ends on this "
               "day. A vacancy cannot be taken back: be sure."],
    )  # fmt: skip


def _vacancy(election: Any, number: int) -> Any:
    found = asking.vacancy_numbered(election, number)
    if found is None:
        raise Http404("There is no such vacancy.")
    return found


@scrutineer
@both
def find(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Find who fills a place by the way the notice states."""
    election = own_declared(request, reference, Role.SCRUTINEER)
    vacancy = _vacancy(election, number)
    before = asking.last_filling(vacancy)
    able = asking.eligible_for(vacancy.nomination.contest)
    able += [before.winner] if before and before.winner else []
    of = vacancy.nomination.contest
    form = SuccessorForm(posted(request), contest=(of.code, of.title),
                         eligible=[(str(each.number), each.name) for each in able])  # fmt: skip
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        order = given[f"drawn_{of.code}"].strip()
        by_hand = doing.ByHand(order, given["witnesses"], given["reason"]) if order else None
        try:
            found = doing.find_successor(
                vacancy=vacancy, by=request.user, secret=given["secret"].strip(), drawn=by_hand,
                unavailable={int(each) for each in given["unavailable"]},
            )  # fmt: skip
        except REFUSED as refusal:
            refuse(form, refusal)
        else:
            who = f"{found.winner.name} fills the place." if found.winner else found.why
            messages.success(request, who)
            return HttpResponseRedirect(_home(election))
    return form_page(
        request, form, f"Who fills the place of {vacancy.nomination.name}", "Find who fills it",
        election=election, back=_home(election),
        intro=["A countback counts the stored papers of this contest again with both programs, "
               "without those who left and those you tick. Nobody who sits loses a place by it."],
    )  # fmt: skip


@secretary
@both
def enter(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Enter who was found in the register of directors, and publish the seats anew."""
    election = own_declared(request, reference, Role.COMPANY_SECRETARY)
    vacancy = _vacancy(election, number)
    form = EnterForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            doing.enter_successor(vacancy=vacancy, by=request.user)  # type: ignore[arg-type]
        except REFUSED as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "The director is entered, and the ratios are published.")
            return HttpResponseRedirect(_home(election))
    return form_page(request, form, "Enter who fills the place", "Enter the director",
                     election=election, back=_home(election))  # fmt: skip
