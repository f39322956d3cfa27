"""Voting, without an account: code, paper, confirmation, receipt; and looking for one's own vote.

Everything a voter sends is in the body of a post, never in an address, so that no log of requests
holds a code. No session is begun. What must be carried from page to page is in the page itself.
"""

from __future__ import annotations

import base64
import re
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache

from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.governance.actions import voting
from mutualise.governance.queries import elections as asking
from mutualise.governance.queries import polls
from mutualise.governance.queries.box import look_up
from mutualise.governance.queries.report import names_of
from mutualise.governance.rules.ballot_box import codes
from mutualise.governance.rules.election_stages import BOX_OPEN
from mutualise.governance.rules.voting_paper import PaperUnclear, read_paper
from mutualise.governance.views.election_pages import any_election, both

TOKEN = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")\w+(?=")')

anyone = open_to(Access.ANYONE)
SPENT = "This page is no longer good. Start again with your code."


@anyone
@never_cache
@both
def vote(request: HttpRequest) -> HttpResponse:
    """The whole way of an assisted vote; each page posts the next step here."""
    if request.method != "POST":
        return _ask_code(request)
    steps = {"paper": _paper, "confirm": _confirm, "cast": _cast}
    try:
        return steps.get(request.POST.get("step", ""), _hand_out)(request)
    except voting.VoteRefused as refusal:
        return _ask_code(request, str(refusal))


def _ask_code(request: HttpRequest, error: str = "") -> HttpResponse:
    if not error and settings.SESSION_COOKIE_NAME not in request.COOKIES:
        # The same for everybody without a session, but for the form's token.
        before, after = _first_page()
        return HttpResponse(f"{before}{get_token(request)}{after}")
    return render(request, "governance/vote/code.html", {"error": error},
                  status=422 if error else 200)  # fmt: skip


@lru_cache(maxsize=1)
def _first_page() -> tuple[str, str]:
    """The page that asks for the code, before and after the token of its form."""
    asked = HttpRequest()
    asked.path = reverse("vote")
    page = render_to_string("governance/vote/code.html", {"error": ""}, request=asked)
    before, after = TOKEN.split(page)
    return before, after


def _hand_out(request: HttpRequest) -> HttpResponse:
    """The paper is handed out and the name marked: this post knows the name, and no vote."""
    permission = voting.hand_out_assisted(request.POST.get("code", ""))
    return _show_paper(request, permission)


def _permission(request: HttpRequest) -> voting.Permission:
    """The permission the page carries. Raises VoteRefused."""
    named = request.POST.get("contest", "")
    contest = polls.contest_named(named) if named.isprintable() else None
    try:
        token, permit = (
            base64.b64decode(request.POST.get(name, ""), validate=True)
            for name in ("token", "permit")
        )
    except ValueError as error:
        raise voting.VoteRefused(SPENT) from error
    if contest is None:
        raise voting.VoteRefused(SPENT)
    return voting.Permission(contest, token, permit)


def _carried(permission: voting.Permission) -> dict[str, str]:
    as_text = {"token": permission.token, "permit": permission.permit}
    return {"contest": asking.box_name(permission.contest)} | {
        name: base64.b64encode(value).decode() for name, value in as_text.items()
    }


def _show_paper(
    request: HttpRequest, permission: voting.Permission, typed: dict[int, str] | None = None,
    problems: Any = (), status: int = 200,
) -> HttpResponse:  # fmt: skip
    contest = permission.contest
    standing = polls.standing(contest.pk)
    context = {
        "contest": contest, "election": contest.election, "candidates": standing,
        "keys_here": polls.keys_all_here(contest.pk),
        "typed": {each.number: (typed or {}).get(each.number, "") for each in standing},
        "problems": list(problems), "by_candidate": dict(problems),
        "carried": _carried(permission),
        "again": voting.next_counter(contest, permission.token) > 1,
    }  # fmt: skip
    return render(request, "governance/vote/paper.html", context, status=status)


def _typed(request: HttpRequest, names: dict[int, str]) -> dict[int, str]:
    return {number: request.POST.get(f"choice-{number}", "")[:8] for number in names}


def _paper(request: HttpRequest) -> HttpResponse:
    """The paper came back: a button to number the next choice, to clear, or to go on."""
    permission = _permission(request)
    voting.check_permission(permission)
    names = {each.number: each.name for each in polls.standing(permission.contest.pk)}
    typed = _typed(request, names)
    if "clear" in request.POST:
        return _show_paper(request, permission)
    chosen = request.POST.get("next", "")
    if chosen.isascii() and chosen.isdigit() and int(chosen) in names:
        given = [int(text) for text in typed.values() if text.isascii() and text.isdigit()]
        typed[int(chosen)] = typed[int(chosen)] or str(max(given, default=0) + 1)
        return _show_paper(request, permission, typed)
    try:
        ranking = read_paper(typed, names)
    except PaperUnclear as unclear:
        return _show_paper(request, permission, typed, unclear.problems, 422)
    if not ranking:
        problem = (None, "You have not chosen anybody. Write 1 beside your first choice.")
        return _show_paper(request, permission, typed, [problem], 422)
    sealed, check = voting.seal_assisted(permission, ranking)
    context = {
        "contest": permission.contest, "election": permission.contest.election,
        "ranking": [names[number] for number in ranking], "carried": _carried(permission),
        "typed": typed, "sealed": base64.b64encode(sealed).decode(), "check": check,
        "counter": voting.next_counter(permission.contest, permission.token),
    }  # fmt: skip
    return render(request, "governance/vote/confirm.html", context)


def _confirm(request: HttpRequest) -> HttpResponse:
    """Back from the confirmation to the paper as it was filled in."""
    permission = _permission(request)
    voting.check_permission(permission)
    names = {each.number: each.name for each in polls.standing(permission.contest.pk)}
    return _show_paper(request, permission, _typed(request, names))


def _cast(request: HttpRequest) -> HttpResponse:
    """Take the sealed ballot; only then is there a receipt. The same post gives it again."""
    permission = _permission(request)
    counter = request.POST.get("counter", "")
    check = codes.normal_code(request.POST.get("check", "")) or ""
    try:
        sealed = base64.b64decode(request.POST.get("sealed", ""), validate=True)
    except ValueError as error:
        raise voting.VoteRefused(SPENT) from error
    if not (counter.isascii() and counter.isdigit() and len(counter) < 5):
        raise voting.VoteRefused(SPENT)
    receipt = voting.cast(permission, counter=int(counter), sealed=sealed)
    context = {
        "contest": permission.contest, "election": permission.contest.election,
        "number": receipt.number, "head": receipt.head.hex(), "check": codes.shown(check),
    }  # fmt: skip
    return render(request, "governance/vote/receipt.html", context)


@anyone
@never_cache
@both
def check(request: HttpRequest, reference: str) -> HttpResponse:
    """Look for one's own vote among those counted, by its check code, once the box is open."""
    election = any_election(reference)
    ready = asking.state_of(election) in BOX_OPEN
    typed, found = request.POST.get("check", "")[:40], None
    if request.method == "POST" and ready:
        found = [
            (contest, [names_of(contest)[n] for n in ballot.ranking if n in names_of(contest)])
            for contest, ballot in look_up(election, typed)
        ]
    return render(request, "governance/vote/check.html",
                  {"election": election, "ready": ready, "found": found})  # fmt: skip
