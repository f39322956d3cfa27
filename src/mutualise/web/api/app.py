"""The API put together: addresses, access, entity tags and refusals."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import HEADER
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods
from ninja.errors import HttpError

from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.claims.queries.announcements import newest_result
from mutualise.govuk.release import release
from mutualise.statistics.queries.evidence import version
from mutualise.web.api import extension, reconcile, suggestions
from mutualise.web.api.description import Described, taken_by
from mutualise.web.api.jsonp import or_script
from mutualise.web.api.parameters import question_of
from mutualise.web.api.problems import KINDS, Refused, problem, refusal
from mutualise.web.api.record import router

api = Described(
    title="Mutualise",
    version="1.0.0",
    description="The register of public service mutuals, its evidence, figures and claims. Read only.",
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api-1",
)
api.add_router("", router)


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    kind = "not-found" if error.status_code == 404 else "parameter-value"
    return problem(error.status_code, str(error), kind=kind)


@api.exception_handler(Refused)
def not_taken(request: HttpRequest, error: Refused) -> HttpResponse:
    return refusal(error)


def shared(view: Callable[..., Any], methods: str = "GET, HEAD, OPTIONS") -> Callable[..., Any]:
    """Open to anyone, from any site; an answer that has not changed is not sent again.

    A browser asks by OPTIONS whether a page of another site may send an entity tag; HEAD is
    answered as GET, without the content.

    The entity tag is the release of the software, the version of the record, the newest result of
    a claim and the address asked with its pages and filters, so it changes when something was
    recorded or checked, when another release answers, or when the day did, which is the day asked
    about where none is given.
    """

    @open_to(Access.ANYONE)
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            return _may_be_asked(methods)
        head = request.method == "HEAD"
        if head:
            request.method = "GET"
        of = f"{release()} {version()} {newest_result()} {timezone.localdate()}"
        asked = f"{of} {request.get_host()} {request.get_full_path()}"
        tag = f'"{hashlib.sha256(asked.encode()).hexdigest()[:32]}"'
        if request.method == "GET" and request.headers.get("If-None-Match") == tag:
            response: HttpResponse = HttpResponseNotModified()
        else:
            response = view(request, *args, **kwargs)
        if response.status_code in (200, 304):
            response["ETag"] = tag
            response["Cache-Control"] = "public, no-cache"
        if response.status_code == 405:
            response["Allow"] = methods
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag"
        if head:
            request.method = "HEAD"
            response["Content-Length"] = str(len(response.content))
            response.content = b""
        return response

    # The wrapper answers for the library's exemption: nothing here writes.
    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return answer


def _may_be_asked(methods: str) -> HttpResponse:
    """What a browser wants to know before a page of another site asks."""
    return HttpResponse(
        status=204,
        headers={
            "Allow": methods,
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Methods": methods,
            "Access-Control-Allow-Headers": "If-None-Match, Content-Type",
            "Access-Control-Max-Age": "86400",
        },
    )


@open_to(Access.ANYONE)
@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """What the API offers, for people."""
    operations = [
        (path, methods["get"]["summary"])
        for path, methods in api.get_openapi_schema()["paths"].items()
    ]
    context = {"operations": operations, "problems": KINDS}
    return render(request, "web/api.html", context)


def _framed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """A view that a matching tool shows in a frame of its own page; it has neither form nor script.

    Outside `shared`, so that an answer “not changed” says the same of frames as the first.
    """
    policy = build_policy(replace={"frame-ancestors": ["*"]})

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        response = view(request)
        response[HEADER] = policy
        return response

    return xframe_options_exempt(answer)


def _asked(view: Callable[..., Any], path: str) -> Callable[..., Any]:
    """A view that is asked only what its description says it takes."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "GET":
            try:
                request.GET = question_of(request, path, taken_by(api, path))  # type: ignore[assignment]
            except Refused as error:
                return refusal(error)
        response: HttpResponse = view(request, *args, **kwargs)
        return response

    return answer


def _patterns() -> list[URLPattern]:
    library: list[URLPattern] = [each for each in api.urls[0] if isinstance(each, URLPattern)]
    for pattern in library:
        path = "/api/v1/" + str(pattern.pattern).replace("<", "{").replace(">", "}")
        pattern.callback = shared(_asked(pattern.callback, path))
    return library


def _matching(view: Callable[..., HttpResponse]) -> Callable[..., Any]:
    """A view of the matching service: JSON, or a script for tools that ask for one."""
    return shared(require_GET(or_script(view)))


service = require_http_methods(["GET", "POST"])(or_script(reconcile.service))
urlpatterns = [
    path("", about, name="api"),
    path("v1/reconcile", shared(csrf_exempt(service), "GET, HEAD, POST, OPTIONS")),
    path("v1/reconcile/suggest", _matching(suggestions.suggest)),
    path("v1/reconcile/suggest/property", _matching(suggestions.suggest_property)),
    path("v1/reconcile/suggest/type", _matching(suggestions.suggest_type)),
    path("v1/reconcile/flyout/<str:kind>", _matching(suggestions.flyout)),
    path("v1/reconcile/properties", _matching(extension.propose)),
    path("v1/reconcile/preview", _framed(shared(require_GET(suggestions.preview)))),
]
versioned = (_patterns(), "ninja", "api-1")
