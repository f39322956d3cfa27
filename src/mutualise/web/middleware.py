"""Every route says who may open it, and every change to the record rechecks the claims."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.urls import reverse

from mutualise.accounts.actions.security_log import note
from mutualise.accounts.permissions import (
    may_open,
    read_roles_once,
    step_before_pages,
    still_open,
)
from mutualise.accounts.rules.roles import Access
from mutualise.accounts.rules.second_factor import Step
from mutualise.claims.actions import recheck_watched
from mutualise.govuk.misread import misread
from mutualise.statistics.queries.evidence import version
from mutualise.web.demonstration import is_of_the_demonstration
from mutualise.web.refusals import REFUSALS, is_data, not_found, not_understood, refused

# Pages of the sign-in library that we show; its other routes stay shut.
SIGN_IN_ROUTES = {
    "account_logout": Access.ANYONE,
    "account_confirm_login_code": Access.ANYONE,
    "account_request_login_code": Access.ANYONE,
    "mfa_authenticate": Access.ANYONE,
    "mfa_reauthenticate": Access.SIGNED_IN,
}

# Where each step before all other pages is done, and what else is open meanwhile.
STEPS = {Step.SET_UP: "second-factor-set-up", Step.GIVE_CODE: "mfa_reauthenticate"}
ALWAYS_OPEN = frozenset({"account_logout"})
REFUSED = frozenset({403, 429})


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
        if "%00" in request.META.get("QUERY_STRING", ""):
            # No page asks for one, and PostgreSQL refuses it in any text.
            raise BadRequest("An address holds no NUL.")
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


class ContentPolicy:
    """The content policy of the settings on every answer: one text, put together once. The preview
    that a matching tool frames alone has one of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault(HEADER, self.policy)
        return response


class PersonalPages:
    """What somebody signed in was shown stays in no browser's or proxy's store, and signing out
    empties the store of the browser. Refusals go to the security log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        was_signed_in = has_session and request.user.is_authenticated
        response = self.get_response(request)
        if has_session and request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        elif was_signed_in:
            # Not its "storage": there a voter's device keeps what checks the vote.
            response["Clear-Site-Data"] = '"cache"'
        if response.status_code in REFUSED:
            person = request.user if has_session else None
            note("refused", request=request, person=person, status=response.status_code)
        return response


class SecondFactorFirst:
    """Nobody whose role needs a second factor, and nobody who has one, opens any page before this
    session gave it. Stands before the rules of access, so that no page is forgotten."""

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
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return None
        if not still_open(request):
            logout(request)
            return None
        if is_of_the_demonstration(request.user):
            return None
        read_roles_once(request.user)
        step = step_before_pages(request)
        name = request.resolver_match.url_name if request.resolver_match else None
        if step is Step.GO_ON or name == STEPS[step] or name in ALWAYS_OPEN:
            return None
        if step is Step.GIVE_CODE:
            return redirect_to_login(request.get_full_path(), reverse(STEPS[step]))
        return HttpResponseRedirect(reverse(STEPS[step]))


class MisreadAddresses:
    """A page that did not understand all of its address says so at its top (`govuk.misread`) and has
    status 400. Data has no such place, and would be taken for the answer: it is refused, as is what
    is not there, without a page (`web.refusals`)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        wrong = misread(request)
        if wrong and response.status_code in (200, 400):
            if is_data(request):
                return not_understood(request, wrong)
            response.status_code = 400
        elif response.status_code in REFUSALS and is_data(request):
            return refused(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What a view did not find, in its own words."""
        if isinstance(exception, Http404) and is_data(request):
            return not_found(request, str(exception))
        return None


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
            recheck_watched()
        return response
