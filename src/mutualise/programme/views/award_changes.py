"""Changes to an award's money: varied, released, its subsidy steps; and a budget's year end."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from mutualise.accounts.permissions import NotAllowed, open_to
from mutualise.accounts.rules.roles import Access
from mutualise.chronicle import clock
from mutualise.chronicle.refusals import NoLongerStands
from mutualise.programme.actions import awards as awarding
from mutualise.programme.actions import fund as doing
from mutualise.programme.actions.subsidy import take_subsidy_step
from mutualise.programme.forms.staff import AllocateForm, CloseYearForm
from mutualise.programme.forms.team import WordsForm
from mutualise.programme.queries import fund
from mutualise.programme.queries.awards import goes_public, money_of
from mutualise.programme.rules.annuality import closing_fault, is_over
from mutualise.programme.rules.forecast import year_end
from mutualise.programme.rules.money import pounds
from mutualise.programme.rules.stages import NotPermitted
from mutualise.programme.views.shared import (
    both,
    case_and_award,
    case_form,
    form_page,
    ledger_of,
    once_of,
    refuse,
    to_case,
)

deciders = open_to(Access.DECISION_MAKER)
officers = open_to(Access.PROGRAMME_OFFICER)
finance = open_to(Access.FINANCE_OFFICER)
REFUSALS = (doing.FundExhausted, doing.PostingRefused, NotAllowed, NotPermitted,
            awarding.AwardRefused)  # fmt: skip
STEPS = {
    "given": ("GIVEN", "Confirm the assistance in writing"),
    "published": ("PUBLISHED", "Record that the award is on the public database"),
}
YEAR_OVER = " Its year is over: nothing new is promised from it until the money is carried into a later one."
# No code of a budget can be this.
GIVEN_BACK = "-"
BUTTONS = {"GIVEN": "Send the confirmation", "PUBLISHED": "Record it"}
DONE = {"GIVEN": "The confirmation goes to the team by letter.", "PUBLISHED": "It is recorded."}
LETTER = (
    "The team gets a letter with the amount and the day it accepted the award, as section 37 of the "
    "Subsidy Control Act 2022 asks. Your words stand in it."
)


@deciders
@both
def vary(request: HttpRequest, reference: str) -> HttpResponse:
    """Make an award larger or smaller, within its kind's limit, its budget and the subsidy limit."""
    case, award = case_and_award(request, reference)
    form = AllocateForm(request.POST or None)
    once = once_of(request)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            awarding.vary_award(award=award, by=request.user, pence=given["amount"],
                                words=given["words"], key=f"form-{once}")  # fmt: skip
        except REFUSALS as refusal:
            refuse(form, refusal, to="amount")
        else:
            messages.success(request, "The award is varied.")
            return to_case(case, staff=True)
    form.fields["amount"].help_text = "With a minus sign the award becomes smaller"
    return case_form(request, case, form, "Vary the award", "Vary it", once=once,
                     inset=f"The award is {pounds(money_of(award).awarded)} now, of which "
                     f"{pounds(money_of(award).committed)} is not used yet.")  # fmt: skip


@finance
@both
def release(request: HttpRequest, reference: str) -> HttpResponse:
    """Give back to the budget what an award has not used."""
    case, award = case_and_award(request, reference)
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            awarding.release_award(award=award, by=request.user, words=form.cleaned_data["words"])
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "What was not used is free in the budget again.")
            return to_case(case, staff=True)
    return case_form(
        request, case, form, "Release what is not used", "Release it", warning=True,
        inset=f"{pounds(money_of(award).committed)} goes back to the budget {award.budget.name}."
        + (YEAR_OVER if is_over(award.budget.year, clock.today()) else ""),
    )  # fmt: skip


@officers
@both
def subsidy_step(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """The officer's steps of the notification of minimal financial assistance."""
    case, award = case_and_award(request, reference)
    if verb not in STEPS or (verb == "published" and not goes_public(award)):
        raise Http404("This award needs no such step.")
    kind, title = STEPS[verb]
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            take_subsidy_step(award=award, by=request.user, kind=kind,
                              words=form.cleaned_data["words"])  # fmt: skip
        except (*REFUSALS, NoLongerStands) as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, DONE[kind])
            return to_case(case, staff=True)
    return case_form(
        request, case, form, title, BUTTONS[kind],
        intro=[LETTER] if kind == "GIVEN" else None,
    )  # fmt: skip


@finance
@both
def close_year(request: HttpRequest, code: str) -> HttpResponse:
    """At a year end carry what is free in a budget into another, or give it back."""
    budget = fund.budget_called(code)
    if budget is None:
        raise Http404("There is no such budget.")
    today, ledger_page = clock.today(), ledger_of(budget.fund)
    others = {
        each.code: each
        for each in fund.budgets_of(budget.fund)
        if closing_fault(budget.year, max(today, year_end(budget.year)), each.year) is None
    }
    choices = [
        (GIVEN_BACK, "Back: it is no longer in the fund"),
        *((c, f"Into {b.name}") for c, b in others.items()),
    ]
    form = CloseYearForm(request.POST or None, budgets=choices)
    once = once_of(request)
    if request.method == "POST" and form.is_valid():
        given, person = form.cleaned_data, cast("Any", request.user)
        try:
            doing.close_year(by=person, budget=budget, into=others.get(given["into"]),
                             words=given["words"], key=f"form-{once}")  # fmt: skip
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"The year of {budget.name} is closed.")
            return HttpResponseRedirect(ledger_page)
    title = f"Close the year of {budget.name}"
    return form_page(
        request, form, title, "Close the year", warning=True, once=once, back=ledger_page,
        intro=[fault] if (fault := closing_fault(budget.year, today, None)) else None,
        inset=f"{pounds(fund.available(budget))} is free in it. What is promised stays.",
        trail=[("Ledger", ledger_page), (title, None)],
        demonstration=budget.fund.demonstration,
    )  # fmt: skip
