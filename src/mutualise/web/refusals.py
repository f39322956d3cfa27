"""A refusal of data in a form that whoever asked can read: a problem document for JSON, plain text for a
table. A page, saved as a file or read by a program, would be taken for the data."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from mutualise.govuk.misread import Misread
from mutualise.web.api.problems import problem, said_of

ENDINGS = (".json", ".csv", ".xlsx")
REFUSALS = frozenset({400, 403, 404, 405})
NOT_RECORDED = "Nothing of it was recorded by the moment asked about."
NOTHING = "This address was not understood, so nothing was downloaded."
LONGEST = 200


def is_data(request: HttpRequest) -> bool:
    """Whether the address is that of a list or page as data."""
    match = request.resolver_match
    return bool(match and match.kwargs.get("form")) and request.path.endswith(ENDINGS)


def not_understood(request: HttpRequest, wrong: Sequence[Misread]) -> HttpResponse:
    """Which parameters cannot be used, why, and which values there are."""
    if request.path.endswith(".json"):
        first = wrong[0]
        more: dict[str, object] = {}
        if first.name in request.GET:
            more = {"parameter": first.name, "value": request.GET[first.name][:LONGEST]}
        if first.known:
            more["allowed"] = list(first.known)
        said = " ".join(f"{each.wrong} {_choices(each)}".strip() for each in wrong)
        return problem(400, said, kind="parameter-value", more=more)
    told = []
    for each in wrong:
        given = request.GET.get(each.name)
        told += [] if given is None else [f"{each.name}={given[:LONGEST]}"]
        told += [line for line in (each.wrong, _choices(each)) if line] + [""]
    return _text(400, "\n".join([NOTHING, "", *told]))


def not_found(request: HttpRequest, said: str) -> HttpResponse:
    """There is no such thing, in the words of who looked for it."""
    return _told(request, 404, "not-found", said)


def refused(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """A refusal that came as a page, without the page; one that came as data stays as it is."""
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return response
    if response.status_code == 404:
        return not_found(request, NOT_RECORDED)
    answer = _told(request, response.status_code, *said_of(request, response))
    if "Allow" in response.headers:
        answer["Allow"] = response.headers["Allow"]
    return answer


def _told(request: HttpRequest, status: int, kind: str, said: str) -> HttpResponse:
    if request.path.endswith(".json"):
        return problem(status, said, kind=kind)
    return _text(status, f"{said}\n")


def _choices(wrong: Misread) -> str:
    return f"Write one of: {', '.join(wrong.known)}." if wrong.known else ""


def _text(status: int, said: str) -> HttpResponse:
    return HttpResponse(said, status=status, content_type="text/plain; charset=utf-8")
