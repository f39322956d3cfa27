"""Keeping a finished public page until the record changes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone

from mutualise.govuk.misread import misread
from mutualise.govuk.release import release

View = Callable[..., HttpResponse]
SECONDS = 24 * 60 * 60
KEPT_HEADERS = ("Content-Type", "Content-Disposition", "Link")


def kept(version: Callable[[], str]) -> Callable[[View], View]:
    """Keep a page for readers who are not signed in, under the version of what it was made from.

    The page is made again when `version`, the day or the release of the software changes; a browser that has it is told so
    with 304. Only for pages that anyone may open and that hold no form to post.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            user = getattr(request, "user", None)
            if request.method != "GET" or (user is not None and user.is_authenticated):
                return view(request, *args, **kwargs)
            of = f"{release()} {version()} {timezone.localdate()}"
            asked = f"{of} {request.get_host()} {request.get_full_path()}"
            key = hashlib.sha256(asked.encode()).hexdigest()
            tag = f'"{key[:32]}"'
            if request.headers.get("If-None-Match") == tag:
                response: HttpResponse = HttpResponseNotModified()
            elif (page := cache.get(key)) is not None:
                response = HttpResponse(page[0], headers=page[1])
            else:
                response = view(request, *args, **kwargs)
                if response.status_code != 200 or misread(request):
                    return response
                cache.set(key, (response.content, _of_the_page(response)), SECONDS)
            response["ETag"] = tag
            response["Cache-Control"] = "public, no-cache"
            response["Vary"] = "Cookie"
            return response

        return answer

    return decorate


def _of_the_page(response: HttpResponse) -> dict[str, str]:
    """Headers that belong to the page, such as a file's name and its licence, not to one answer."""
    return {name: response[name] for name in KEPT_HEADERS if response.has_header(name)}
