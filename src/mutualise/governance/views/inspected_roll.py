"""The frozen roll before the people on it: looked at, objected to, and the objections decided.

Open to members of the body, by their code or signed in, and to nobody else. As on the voting page a
code stands in the body of a post alone and no session is begun, so the list is paged by posts.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.governance.actions import objections
from mutualise.governance.actions.roll_amendments import amend_roll
from mutualise.governance.forms.elections import AmendForm, AnswerForm, ObjectionForm
from mutualise.governance.queries import roll as asking
from mutualise.governance.views.election_pages import (
    REFUSALS,
    any_election,
    both,
    form_page,
    home_of,
    own_election,
    posted,
    refuse,
)
from mutualise.govuk.paginate import paginate

anyone = open_to(Access.ANYONE)
UNKNOWN = (
    "This code is not known in this election. Check it against your newest letter: it has 16 "
    "letters and numbers."
)


def _inspected(reference: str) -> Any:
    found = any_election(reference)
    if not asking.may_look(found):
        raise Http404("The roll is open to its members from its freezing until the poll opens.")
    return found


def _reader(request: HttpRequest, election: Any) -> tuple[Any, str]:
    """Who looks, and the code they gave; None for somebody who may not look."""
    code = request.POST.get("code", "")[:40]
    if code:
        return asking.reader_by_code(election, code), code
    return asking.reader_signed_in(election, request.user), ""


def _ask(request: HttpRequest, election: Any, code: str) -> HttpResponse:
    error = ""
    if request.method == "POST":
        error = UNKNOWN if code else "Enter the code from your letter, mail or text message."
    return render(request, "governance/elections/roll_code.html",
                  {"election": election, "error": error}, status=422 if error else 200)  # fmt: skip


@anyone
@never_cache
@both
def inspect(request: HttpRequest, reference: str) -> HttpResponse:
    """The names on the roll, for a member: found by name or number, or read page by page."""
    election = _inspected(reference)
    reader, code = _reader(request, election)
    if reader is None:
        return _ask(request, election, code)
    return _listed(request, election, reader, code)


def _listed(
    request: HttpRequest, election: Any, reader: Any, code: str, said: str = ""
) -> HttpResponse:
    given = {name: request.POST.get(name, "").strip()[:100] for name in ("q", "contest")}
    page: Any = paginate(
        asking.found_on_roll(election, given["q"], given["contest"]), request.POST, per_page=100
    )
    context = {
        "election": election, "reader": reader, "code": code, "given": given, "page": page,
        "contests": asking.rolled_contests(election), "said": said,
        "mine": asking.objections_by(election, reader.number),
    }  # fmt: skip
    return render(request, "governance/elections/inspected_roll.html", context)


@anyone
@never_cache
@both
def objection(request: HttpRequest, reference: str) -> HttpResponse:
    """A member says who is missing or which entry is wrong."""
    election = _inspected(reference)
    reader, code = _reader(request, election)
    if reader is None or not reader.number:
        return _ask(request, election, code)
    sent = request.method == "POST" and "send" in request.POST
    form = ObjectionForm(request.POST if sent else None)
    if sent and form.is_valid():
        try:
            objections.object_to_roll(election=election, reader=reader, **form.cleaned_data)
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            return _listed(request, election, reader, code, said="Your objection is entered.")
    context = {"election": election, "form": form, "code": code}
    return render(request, "governance/elections/objection.html", context,
                  status=422 if form.errors else 200)  # fmt: skip


@open_to(Access.ELECTION_STAFF)
@both
def enter(request: HttpRequest, reference: str) -> HttpResponse:
    """Enter an objection somebody made by word or letter, one left off the roll among them."""
    found = own_election(request, reference)
    form = ObjectionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            objections.enter_objection(election=found, by=request.user, **form.cleaned_data)
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "The objection is entered.")
            return HttpResponseRedirect(home_of(found))
    return form_page(request, form, "Enter an objection to the roll", "Enter the objection",
                     election=found)  # fmt: skip


def _objection(election: Any, number: int) -> Any:
    row = asking.objection(election, number)
    if row is None:
        raise Http404("There is no such objection.")
    return row


@open_to(Access.SCRUTINEER)
@both
def answer(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The scrutineer accepts or refuses an objection."""
    election = own_election(request, reference)
    row = _objection(election, number)
    form = AnswerForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            objections.decide_objection(objection=row, by=request.user, **form.cleaned_data)
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "The decision is recorded.")
            return HttpResponseRedirect(home_of(election))
    return form_page(
        request, form, "Decide on an objection", "Record the decision", election=election,
        inset=f"{row.get_kind_display() or 'Objection'}: {row.about}. {row.text}",
        intro=["Your decision alone does not change the roll. When you have accepted an objection and the "
               "company secretary has corrected the member register, put the roll right from your desk, "
               "before the poll opens."],
    )  # fmt: skip


@open_to(Access.SCRUTINEER)
@both
def amend(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Put the roll right for an accepted objection, as the member register has it."""
    election = own_election(request, reference)
    row = _objection(election, number)
    form = AmendForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            amend_roll(objection=row, by=request.user, number=form.cleaned_data["number"].strip())
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "The roll has a new version. Its hash is on the public page.")
            return HttpResponseRedirect(home_of(election))
    return form_page(
        request, form, "Put the roll right", "Make the new version", election=election,
        inset=f"{row.get_kind_display() or 'Objection'}: {row.about}. {row.text}",
        intro=["What changes is read from the member register as of the day the roll was frozen, for this "
               "one member. The version before keeps its hash. A code already sent to somebody taken off "
               "no longer works; somebody added needs one."],
    )  # fmt: skip
