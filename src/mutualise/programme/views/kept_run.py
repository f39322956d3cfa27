"""The run of the diagnostic a device holds: in its session, and for the next visit in a cookie of
its own, signed, until runs are erased."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from mutualise.programme.rules.retention import KEEP_DIAGNOSTICS

HERE = "diagnostic"


def run_of(request: HttpRequest) -> str:
    """The secret of the run kept on this device, or nothing."""
    held = request.session.get(HERE) or request.get_signed_cookie(HERE, default="", salt=HERE)
    return str(held)


def keep_run(request: HttpRequest, response: HttpResponse, token: str) -> HttpResponse:
    """Keep a run on this device, beyond the session."""
    request.session[HERE] = token
    response.set_signed_cookie(
        HERE, token, salt=HERE, max_age=KEEP_DIAGNOSTICS, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE, path="/support/",
    )  # fmt: skip
    return response
