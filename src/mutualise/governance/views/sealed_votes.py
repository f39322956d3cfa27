"""The posts of a voter whose browser seals the vote: JSON, without a cookie, without a session.

docs/reference/voting-posts.md describes them. Each refuses a request that brings a cookie, so that
a page that sends one by mistake is noticed and not served. They need no token against forged
requests: nothing here trusts a cookie, and what permits a post is in its body.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.governance.actions import issuer_keys, sealed_voting
from mutualise.governance.actions.issuer_keys import ISSUERS
from mutualise.governance.actions.voting import VoteRefused
from mutualise.governance.queries import elections as asking
from mutualise.governance.queries import polls
from mutualise.governance.queries.box import look_up
from mutualise.governance.rules.ballot_box.canonical import base64_text, from_base64, from_hex
from mutualise.governance.rules.ballot_box.tokens import PREFIX_BYTES, TOKEN_BYTES, Signature
from mutualise.governance.rules.election_stages import BOX_OPEN

MOST_BYTES = 16_384


class PostUnclear(ValueError):
    """The body of a post cannot be read; the message names the field and the fault."""


def _post(view: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[..., HttpResponse]:
    """A view that takes one JSON object and gives one."""

    @open_to(Access.ANYONE)
    @never_cache
    @csrf_exempt
    @require_POST
    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        try:
            return JsonResponse(view(_body(request)))
        except PostUnclear as unclear:
            return JsonResponse({"error": str(unclear), "reason": "unclear"}, status=400)
        except VoteRefused as refusal:
            told: dict[str, Any] = {"error": str(refusal), "reason": refusal.reason}
            if refusal.next_turn is not None:
                told["next"] = refusal.next_turn
            return JsonResponse(told, status=422)

    return answer


def _body(request: HttpRequest) -> dict[str, Any]:
    if request.headers.get("Cookie"):
        raise PostUnclear("This post must bring no cookie, so that it names nobody.")
    if request.content_type != "application/json" or len(request.body) > MOST_BYTES:
        raise PostUnclear(f"Send JSON of at most {MOST_BYTES} bytes, as application/json.")
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError) as bad:
        raise PostUnclear("The body is not JSON.") from bad
    if not isinstance(found, dict):
        raise PostUnclear("The body is not a JSON object.")
    return found


def _text(body: dict[str, Any], name: str) -> str:
    found = body.get(name)
    if not isinstance(found, str):
        raise PostUnclear(f"{name} is missing or is not text.")
    return found


def _bytes(body: dict[str, Any], name: str) -> bytes:
    try:
        return from_base64(_text(body, name), name)
    except ValueError as bad:
        raise PostUnclear(str(bad)) from bad


def _contest(body: dict[str, Any]) -> Any:
    named = _text(body, "contest")
    # PostgreSQL takes no text with a null character in it.
    contest = polls.contest_named(named) if named.isprintable() else None
    if contest is None:
        raise PostUnclear("contest names no contest of an election here.")
    return contest


@_post
def begin(body: dict[str, Any]) -> dict[str, Any]:
    """What the browser needs to vote with a code; nothing is marked."""
    contest, began = sealed_voting.begin(_text(body, "code"))
    paper = polls.paper_of(contest.pk)
    offered = issuer_keys.are_there(paper["contest"])
    return paper | {"issuers": (paper["issuers"] or None) if offered else None, "began": began}


@_post
def token(body: dict[str, Any]) -> dict[str, Any]:
    """Two blind signatures, once the name is marked; the same post again gets the same."""
    blinded = {issuer: _bytes(body, issuer) for issuer in ISSUERS}
    signed = sealed_voting.hand_out(_text(body, "code"), blinded)
    return {issuer: base64_text(each) for issuer, each in signed.items()}


@_post
def ballot(body: dict[str, Any]) -> dict[str, Any]:
    """The receipt of a sealed ballot, once it is durably stored; the same post gets the same."""
    counter = body.get("counter")
    if type(counter) is not int:
        raise PostUnclear("counter is missing or is not a whole number.")
    receipt = sealed_voting.cast(
        sealed_voting.SealedPost(
            contest=_contest(body),
            token=_hex(body, "token", TOKEN_BYTES),
            signatures={issuer: _signature(body, issuer) for issuer in ISSUERS},
            counter=counter,
            sealed=_bytes(body, "sealed"),
            signature=_bytes(body, "signature"),
        )
    )
    return {"number": receipt.number, "head": receipt.head.hex()}


def _hex(body: dict[str, Any], name: str, size: int) -> bytes:
    try:
        return from_hex(_text(body, name), name, size)
    except ValueError as bad:
        raise PostUnclear(str(bad)) from bad


def _signature(body: dict[str, Any], issuer: str) -> Signature:
    found = body.get(issuer)
    if not isinstance(found, dict):
        raise PostUnclear(f"{issuer} is missing or is not an object.")
    return Signature(_hex(found, "prefix", PREFIX_BYTES), _bytes(found, "value"))


@_post
def counted(body: dict[str, Any]) -> dict[str, Any]:
    """The opened ballots under a check code, for a browser that kept its own to compare."""
    election = _contest(body).election
    ready = asking.state_of(election) in BOX_OPEN
    found = look_up(election, _text(body, "check")[:40]) if ready else []
    return {
        "ready": ready,
        "found": [
            {"contest": asking.box_name(contest), "ranking": list(each.ranking),
             "nonce": base64.b64encode(each.nonce).decode()}
            for contest, each in found
        ],
    }  # fmt: skip
