"""Refusals of the API as “problem details” (RFC 9457), whoever refuses: a program never gets a page.

`ProblemsBelowApi` stands before everything else and turns whatever refusal comes back from below
`/api/` into one document, so that no view has to think of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

PROBLEM = "application/problem+json"
BELOW = "/api/"
# What can be wrong, by the last part of its address on the page of the API, which explains each.
KINDS = {
    "parameter-unknown": "The address has a parameter that nothing here takes.",
    "parameter-missing": "A parameter that must be given is not there.",
    "parameter-twice": "A parameter is given more than once.",
    "parameter-value": "The value of a parameter cannot be used.",
    "page-beyond-end": "The list has fewer pages.",
    "batch-unreadable": "What was sent to be matched or extended is not what the protocol asks for.",
    "not-found": "Nothing has this address, or nothing in the record has this code.",
    "method-not-allowed": "The address is not asked by this method.",
    "server-error": "Something failed here; the question may have been right.",
}
BY_STATUS = {
    400: ("", "The request cannot be read. Check its address and its host; no text holds a NUL."),
    404: (
        "not-found",
        "There is nothing at this address. The addresses are listed in /api/v1/openapi.json.",
    ),
    500: ("server-error", "The answer could not be made. Ask again later."),
}


class Refused(ValueError):
    """A question the API does not answer: status 400, and a sentence that names the remedy."""

    def __init__(
        self,
        kind: str,
        detail: str,
        *,
        parameter: str = "",
        value: str | None = None,
        allowed: Sequence[str] = (),
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.more: dict[str, Any] = {}
        if parameter:
            self.more["parameter"] = parameter
        if value is not None:
            self.more["value"] = value[:200]
        if allowed:
            self.more["allowed"] = list(allowed)


def problem(
    status: int, detail: str, *, kind: str = "", more: dict[str, Any] | None = None
) -> HttpResponse:
    """The document of one problem; `more` are its members beyond those of the standard."""
    response = HttpResponse(status=status)
    _fill(response, detail, kind, more or {})
    return response


def refusal(refused: Refused) -> HttpResponse:
    """The answer to a question that was refused."""
    return problem(400, str(refused), kind=refused.kind, more=refused.more)


def _fill(response: HttpResponse, detail: str, kind: str, more: dict[str, Any]) -> None:
    status = response.status_code
    document = {
        "type": f"/api/#{kind}" if kind else "about:blank",
        "title": KINDS[kind] if kind else HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    response.content = json.dumps(document | more, ensure_ascii=False).encode()
    response["Content-Type"] = PROBLEM
    response["Content-Length"] = str(len(response.content))


class ProblemsBelowApi:
    """Every refusal below `/api/` is a problem document that any site may read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not request.path.startswith(BELOW) or response.status_code < 400:
            return response
        if isinstance(response, HttpResponse) and response["Content-Type"] != PROBLEM:
            kind, detail = said_of(request, response)
            _fill(response, detail, kind, {})
        if isinstance(response, HttpResponse) and request.method == "HEAD":
            response.content = b""
        response["Access-Control-Allow-Origin"] = "*"
        return response


def said_of(request: HttpRequest, response: HttpResponseBase) -> tuple[str, str]:
    """Kind and sentence of a refusal that came without a document."""
    status = response.status_code
    if status == 405:
        allowed = response.get("Allow", "GET")
        return "method-not-allowed", f"{request.method} is not taken here. Use {allowed}."
    if status in BY_STATUS:
        return BY_STATUS[status]
    return "", f"{HTTPStatus(status).description or HTTPStatus(status).phrase}."
