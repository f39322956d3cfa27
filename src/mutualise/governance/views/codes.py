"""Codes to vote by letter, mail and text message, a new one for a lost one, and reminders."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from mutualise.accounts.actions.texts import offered
from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.chronicle import clock
from mutualise.governance.actions import code_letters, roll
from mutualise.governance.forms.elections import CodeAgainForm, EmptyForm, IssueForm
from mutualise.governance.queries import elections as asking
from mutualise.governance.queries.codes import Ways, obstacles, ways_of
from mutualise.governance.queries.constituents import name_of, postal_addresses
from mutualise.governance.queries.roll import entry_on_roll
from mutualise.governance.rules.election_timetable import until_words
from mutualise.governance.rules.one_time_codes import shown
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
from mutualise.govuk.figures import counted

secretary = open_to(Access.COMPANY_SECRETARY)
MAIL, TEXT, LETTER = "MAIL", "TEXT", "LETTER"
# How each way is called, and the kind of message it sends.
CALLED = {MAIL: ("mail", "mail"), TEXT: ("text message", "text")}


@secretary
@never_cache
@both
def letters(request: HttpRequest, reference: str) -> HttpResponse:
    """Make the codes of names that have none, and show the letters once, to be printed."""
    election = own_election(request, reference)
    ways = ways_of(election)
    form = IssueForm(posted(request), unsent=bool(ways.unsent))
    if request.method == "POST" and form.is_valid():
        try:
            made = roll.issue_codes(election=election, by=request.user, channel=LETTER,
                                    again=form.cleaned_data.get("again", False))  # fmt: skip
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            return _letters(request, election, made)
    return form_page(
        request, form, "Issue codes by letter", "Make the codes and show the letters",
        election=election, table=_unsent(ways), obstacles=obstacles(election, ways),
        intro=["Every name on the roll that has no code gets one. The letters are shown once: print "
               "them before you leave the page. The codes themselves are kept nowhere.",
               f"Without a code now: {counted(ways.without, 'name')}."],
    )  # fmt: skip


def _letters(request: HttpRequest, election: Any, made: Any) -> HttpResponse:
    code = election.organisation.code
    context = {
        "election": election, "letters": made, "shown": shown, "site": settings.SITE,
        "until": until_words(*asking.timetable_of(election)), "body": name_of(code),
        "addresses": postal_addresses(code, clock.today()),
    }  # fmt: skip
    return render(request, "governance/elections/letters.html", context)


@secretary
@both
def mails(request: HttpRequest, reference: str) -> HttpResponse:
    """Make codes for names with an address, and send them by mail at once."""
    election = own_election(request, reference)
    ways = ways_of(election)
    return _send(
        request, election, ways, MAIL, "Make the codes and mail them",
        ["Names on the roll that have an email address and no code get one by mail. The text "
         "of these mails is not kept. Whoever reads a voter’s mail could vote in their name: "
         "a letter is safer.",
         f"Without a code now: {counted(ways.without, 'name')}, {ways.with_address} of them with an email address."],
    )  # fmt: skip


@secretary
@both
def texts(request: HttpRequest, reference: str) -> HttpResponse:
    """Make codes for names with a mobile number of their own, and send them by text at once."""
    election = own_election(request, reference)
    if not offered():
        return form_page(
            request, EmptyForm(), "Issue codes by text message", "", election=election,
            obstacles=[code_letters.TEXTS_OFF],
        )  # fmt: skip
    ways = ways_of(election)
    intro = [
        "Names on the roll that have no code, and a mobile number in the member register today, get "
        "one by text message. The text is not kept here; the sender of texts and the telephone company can "
        "read it. Whoever holds a voter’s telephone, or takes over the number, could vote in their name: "
        "a letter is safer.",
        f"Without a code now: {counted(ways.without, 'name')}, {ways.with_mobile} of them with a mobile number of their own.",
    ]  # fmt: skip
    if ways.shared:
        who = "; ".join(f"members {' and '.join(map(str, each))}" for each in ways.shared)
        intro.append(
            f"These share a number, so they get no text: {who}. Whoever holds that telephone would have both "
            "codes. Ask them for numbers of their own, or use letters."
        )
    return _send(request, election, ways, TEXT, "Make the codes and text them", intro)


def _send(
    request: HttpRequest, election: Any, ways: Ways, channel: str, button: str, intro: list[str]
) -> HttpResponse:
    way, kind = CALLED[channel]
    form = IssueForm(posted(request), unsent=bool(ways.unsent))
    if request.method == "POST" and form.is_valid():
        try:
            sent, failed = code_letters.send_codes(
                election=election, by=request.user, channel=channel,
                again=form.cleaned_data.get("again", False),
            )  # fmt: skip
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(
                request, f"{counted(sent, 'code')} sent by {kind}; {failed} could not be sent."
            )
            return HttpResponseRedirect(home_of(election))
    return form_page(request, form, f"Issue codes by {way}", button, election=election,
                     intro=intro, table=_unsent(ways), obstacles=obstacles(election, ways))  # fmt: skip


def _unsent(ways: Ways) -> tuple[str, list[str], list[list[Any]]] | None:
    """The names whose last mail or text is not known to have left, or None."""
    rows = [
        [each.entry.member_number, each.entry.name, each.entry.contest.title, CALLED[each.channel][1]]
        for each in ways.unsent
    ]  # fmt: skip
    said = "Names whose message is not known to have left: nobody may have their code"
    return (said, ["Member", "Name", "Contest", "Way"], rows) if rows else None


@secretary
@never_cache
@both
def again(request: HttpRequest, reference: str, contest: str) -> HttpResponse:
    """A new code for a name whose letter, mail or text was lost."""
    election, found = own_contest(request, reference, contest)
    form = CodeAgainForm(posted(request), texts=offered())
    if request.method == "POST" and form.is_valid():
        entry = entry_on_roll(found, form.cleaned_data["number"].strip())
        if entry is None:
            form.add_error("number", "This number is not on the roll of this contest.")
        else:
            try:
                return _again(request, entry, form.cleaned_data["channel"])
            except REFUSALS as refusal:
                refuse(form, refusal)
    return form_page(
        request, form, f"A new code for {found.title}", "Make a new code", election=election,
        intro=["The code they had before no longer works."]
        + ([] if offered() else [code_letters.TEXTS_OFF]),
    )  # fmt: skip


def _again(request: HttpRequest, entry: Any, channel: str) -> HttpResponse:
    election = entry.contest.election
    if channel == LETTER:
        made = roll.issue_again(entry=entry, by=request.user)
        return _letters(request, election, [made])
    _, kind = CALLED[channel]
    if code_letters.send_again(entry=entry, by=request.user, channel=channel):
        messages.success(
            request, f"A new code was sent by {kind}. The earlier one no longer works."
        )
    else:
        messages.error(
            request, f"The {kind} could not be sent, and the earlier code no longer works. Make a new code by "
            "letter, or try again later."
        )  # fmt: skip
    return HttpResponseRedirect(home_of(election))


@secretary
@both
def remind(request: HttpRequest, reference: str) -> HttpResponse:
    """A reminder to names that have had no voting paper. It holds no code."""
    election = own_election(request, reference)
    form = EmptyForm(posted(request))
    if request.method == "POST":
        form.is_valid()
        try:
            sent, failed = code_letters.remind(election=election, by=request.user)
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(
                request, f"{counted(sent, 'reminder')} sent; {failed} could not be sent."
            )
            return HttpResponseRedirect(home_of(election))
    return form_page(
        request, form, "Remind those who have not voted", "Send the reminders", election=election,
        intro=["A letter goes by mail to everybody on the roll who has an email address and has had no "
               "voting paper. It holds no code. Reminders do not go by text message."],
    )  # fmt: skip
