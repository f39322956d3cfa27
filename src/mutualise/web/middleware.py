"""Every route says who may open it, and every change to the record rechecks the claims."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from mutualise.accounts.permissions import may_open, read_roles_once
from mutualise.accounts.rules.roles import Access
from mutualise.claims.actions import recheck_all
from mutualise.statistics.queries.evidence import version

# Pages of the sign-in library that we show; its other routes stay shut.
SIGN_IN_ROUTES = {
    "account_logout": Access.ANYONE,
    "account_confirm_login_code": Access.ANYONE,
    "account_request_login_code": Access.ANYONE,
}


def access_of(view: Callable[..., Any], url_name: str | None) -> Access | None:
    """Who may open a view: its own mark, or the table above for sign-in pages."""
    marked = getattr(view, "access", None)
    if isinstance(marked, Access):
        return marked
    return SIGN_IN_ROUTES.get(url_name or "")


class DenyByDefault:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        name = request.resolver_match.url_name if request.resolver_match else None
        access = access_of(view, name)
        if access is None:
            raise PermissionDenied("This page has no access rule.")
        if access is not Access.ANYONE:
            read_roles_once(request.user)
        if may_open(request.user, access):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise PermissionDenied("You do not hold the role this page needs.")


class RecheckClaims:
    """After a request changed the record, every claim that depends on it is checked again.

    Rooms call only downwards, so the evidence cannot tell the claims; the web, above both, can.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "POST" or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            # Nobody changes the record without signing in; a voter need not wait for the question.
            return self.get_response(request)
        before = version()
        response = self.get_response(request)
        if version() != before:
            recheck_all()
        return response
