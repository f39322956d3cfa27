"""The scrutineer and the clerks: trustees, opening, closing, papers, count, report, declaration."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.governance.actions import counting, elections, paper_votes, roll, trustees
from mutualise.governance.forms.elections import (
    LayerForm,
    MemberNumberForm,
    SheetForm,
    StepForm,
    TrusteeForm,
    numbers_in,
)
from mutualise.governance.presenters.election_steps import (
    STEP_WORDS,
    desk_of,
    sheet_lines,
    step_obstacles,
)
from mutualise.governance.queries import elections as asking
from mutualise.governance.queries.constituents import name_of, names_by_code
from mutualise.governance.queries.roll import entry_on_roll
from mutualise.governance.rules.election_stages import BY_NAME, ENDINGS
from mutualise.governance.views.election_pages import (
    REFUSALS,
    both,
    form_page,
    home_of,
    own_contest,
    own_election,
    posted,
    refuse,
)

staff = open_to(Access.ELECTION_STAFF)
scrutineer = open_to(Access.SCRUTINEER)
clerk = open_to(Access.ELECTION_CLERK)


@staff
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """The elections somebody runs, and where the secretary calls another."""
    found = asking.elections_for(request.user)
    names = names_by_code({each.organisation.code for each in found})
    context = {
        "elections": [(each, names[each.organisation.code]) for each in found],
        "may_call": [(code, name_of(code)) for code in asking.secretary_of(request.user)],
    }
    return render(request, "governance/elections/desk_list.html", context)


@staff
@require_GET
def desk(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything about one election for those who run it, and what they can do next."""
    election = own_election(request, reference)
    return render(request, "governance/elections/desk.html", desk_of(election, request.user))


DEEDS: dict[str, Callable[[Any, Any, str], object]] = {
    "freeze_roll": lambda election, by, words: roll.freeze(election=election, by=by),
    "close": lambda election, by, words: trustees.close_poll(election=election, by=by),
    "declare": lambda election, by, words: counting.declare(election=election, by=by),
    "demonstration_trustees": lambda election, by, words: trustees.name_demonstration_trustees(
        election=election, by=by
    ),
    "demonstration_unseal": lambda election, by, words: trustees.open_with_demonstration_keys(
        election=election, by=by
    ),
}


@staff
@never_cache
@both
def step(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """Confirm one step of an election and make it."""
    election = own_election(request, reference)
    verb = verb.replace("-", "_")
    if verb not in STEP_WORDS or (verb not in BY_NAME and verb not in DEEDS):
        raise Http404("There is no such step.")
    title, intro = STEP_WORDS[verb]
    worded = verb in BY_NAME and BY_NAME[verb].worded
    form = StepForm(posted(request))
    if not worded:
        del form.fields["words"]
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data.get("words", "")
        try:
            secret = _take(verb, election, request.user, words)
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            if secret and not election.demonstration:
                return render(request, "governance/elections/secret.html",
                              {"election": election, "secret": secret})  # fmt: skip
            messages.success(request, f"Done: {title[0].lower()}{title[1:]}.")
            return HttpResponseRedirect(home_of(election))
    obstacles = [] if form.errors else step_obstacles(verb, election, request.user)
    return form_page(request, form, title, title, election=election, intro=[intro],
                     warning=verb in ENDINGS, obstacles=obstacles)  # fmt: skip


def _take(verb: str, election: Any, by: Any, words: str) -> str:
    """Make the step; the secret for lots where the poll was opened."""
    if verb == "open":
        return trustees.open_poll(election=election, by=by)
    if verb in DEEDS:
        DEEDS[verb](election, by, words)
    else:
        elections.move(verb, election=election, by=by, words=words)
    return ""


@scrutineer
@both
def name_trustee(request: HttpRequest, reference: str) -> HttpResponse:
    election = own_election(request, reference)
    form = TrusteeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            trustees.name_trustee(
                election=election, by=request.user, number=int(given["number"]),
                title=given["title"], public_key=given["public_key"],
            )  # fmt: skip
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "The trustee is named.")
            return HttpResponseRedirect(home_of(election))
    return form_page(
        request, form, "Name a trustee", "Take in the key", election=election,
        intro=["Each trustee makes a key on their own machine with the command “mutualise trustee keys” and "
               "gives you the public part. All three together open the box; none can alone."],
    )  # fmt: skip


@scrutineer
@require_GET
def layer_input(request: HttpRequest, reference: str, contest: str, number: int) -> HttpResponse:
    """The file for a trustee."""
    _, found = own_contest(request, reference, contest)
    if number not in (1, 2, 3):
        raise Http404("There are three trustees.")
    try:
        given = trustees.trustee_input(found, number)
    except REFUSALS as refusal:
        raise Http404(str(refusal)) from refusal
    answer = JsonResponse(given)
    name = f"{reference}-{contest}-trustee-{number}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@scrutineer
@both
def layer(request: HttpRequest, reference: str, contest: str, number: int) -> HttpResponse:
    """Take in a trustee's list."""
    election, found = own_contest(request, reference, contest)
    form = LayerForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            given = json.loads(form.cleaned_data["file"].read())
            trustees.take_layer(contest=found, trustee=number, by=request.user, given=given)
        except (ValueError, RecursionError):
            form.add_error("file", "This is not a JSON file. Choose what the command wrote.")
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"The list of trustee {number} is in.")
            return HttpResponseRedirect(home_of(election))
    return form_page(request, form, f"Trustee {number}: {found.title}", "Take in the list",
                     election=election)  # fmt: skip


@clerk
@both
def envelope(request: HttpRequest, reference: str, contest: str) -> HttpResponse:
    """Mark a name whose paper envelope came, before it is opened."""
    election, found = own_contest(request, reference, contest)
    form = MemberNumberForm(posted(request))
    if request.method == "POST" and form.is_valid():
        entry = entry_on_roll(found, form.cleaned_data["number"].strip())
        if entry is None:
            form.add_error("number", "This number is not on the roll of this contest.")
        else:
            try:
                roll.mark_paper(entry=entry, by=request.user)
            except REFUSALS as refusal:
                refuse(form, refusal)
            else:
                messages.success(request, "Marked. Lay the envelope unopened with the others.")
                return HttpResponseRedirect(request.path)
    return form_page(
        request, form, f"An envelope came: {found.title}", "Mark the name", election=election,
        intro=["The member number stands outside the envelope. A name that has voted online is "
               "refused here: keep that envelope shut."],
    )  # fmt: skip


@clerk
@both
def sheet(request: HttpRequest, reference: str, contest: str) -> HttpResponse:
    """Enter what one clerk reads on a numbered sheet. What others read is not shown."""
    election, found = own_contest(request, reference, contest)
    form = SheetForm(posted(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            paper_votes.read_sheet(
                contest=found, by=request.user, sheet=int(given["sheet"]),
                ranking=numbers_in(given["ranking"]), spoiled=given["spoiled"],
            )  # fmt: skip
        except ValueError:
            form.add_error("ranking", "Write candidate numbers, like 3, 1, 2")
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"Sheet {given['sheet']} is entered. Go on with the next.")
            return HttpResponseRedirect(request.path)
    names = [[each.number, each.name] for each in asking.standing(found)]
    return form_page(
        request, form, f"Read paper sheets: {found.title}", "Enter this sheet", election=election,
        table=("Candidates", ["Number", "Name"], names),
        intro=["Two clerks read every sheet, each on their own. Where they differ a third looks, with "
               "the scrutineer beside, and decides.",
               *sheet_lines(found)],
    )  # fmt: skip
