"""The scrutineer counts, with a lot where one is needed, and signs the report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache

from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.governance.actions import counting
from mutualise.governance.forms.scrutiny import CountForm, StatementForm
from mutualise.governance.presenters.election_steps import STEP_WORDS
from mutualise.governance.queries import elections as asking
from mutualise.governance.queries.tokens import machine_figures
from mutualise.governance.rules.scrutineer_statement import NAMES, StatementUnfit
from mutualise.governance.views.election_pages import (
    REFUSALS,
    both,
    form_page,
    home_of,
    own_election,
    posted,
    refuse,
)

scrutineer = open_to(Access.SCRUTINEER)


@scrutineer
@both
def count(request: HttpRequest, reference: str) -> HttpResponse:
    """Count with both programs, with the secret for lots or a lot drawn by hand."""
    election = own_election(request, reference)
    contests = [(each.code, each.title) for each in asking.polled_of(election)]
    form = CountForm(posted(request), contests=contests)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            counting.count(election=election, by=request.user, secret=given["secret"].strip(),
                           drawn=form.drawn(), witnesses=given["witnesses"],
                           reason=given["reason"])  # fmt: skip
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "Both programs have counted. Read the report.")
            return HttpResponseRedirect(home_of(election))
    return form_page(
        request, form, "Count with both programs", "Count", election=election,
        intro=[_about_lots(election)],
    )  # fmt: skip


def _about_lots(election: Any) -> str:
    """How a lot comes about in this election: a demonstration has its secret from the platform."""
    text = "Where candidates stand equal and nothing in the count parts them, a lot decides. "
    if election.demonstration:
        return (
            text
            + "In this demonstration the platform works out the secret for it, so you need enter nothing: "
            "the lot is drawn where it is needed and the count is kept."
        )
    return (
        text
        + "It follows from the secret you committed to before the poll opened, or you draw it by "
        "hand before witnesses. Count first without either: if a lot is needed, you are told "
        "between whom, and nothing is kept."
    )


@scrutineer
@never_cache
@both
def sign(request: HttpRequest, reference: str) -> HttpResponse:
    """Sign the report as it stands, with the scrutineer's statement."""
    election = own_election(request, reference)
    title, intro = STEP_WORDS["sign"]
    form = StatementForm(posted(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            counting.sign(election=election, by=request.user, words=given["words"],
                          statement={name: given[name] for name in NAMES})  # fmt: skip
        except StatementUnfit as unfit:
            form.add_error(unfit.field, str(unfit))
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "The report is signed.")
            return HttpResponseRedirect(home_of(election))
    return form_page(
        request, form, title, title, election=election, intro=[intro, *_numbers_missing(election)]
    )


def _numbers_missing(election: Any) -> list[str]:
    """The contests whose own signing machine's number is not entered, which can be done only before."""
    missing = [
        each.title
        for each in asking.polled_of(election)
        if (figures := machine_figures(each)) and figures["given"] is None
    ]
    if not missing:
        return []
    return [
        f"How many signatures your machine gave is not entered for: {', '.join(missing)}. Enter it first, on the page of "
        "the election, or the report will say that it is not shown."
    ]
