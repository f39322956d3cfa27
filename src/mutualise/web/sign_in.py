"""Where signing in starts and where it leads."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import open_to
from mutualise.accounts.queries import is_editor
from mutualise.accounts.rules.roles import Access


@open_to(Access.ANYONE)
@require_GET
def to_sign_in(request: HttpRequest) -> HttpResponse:
    """The address people type; the page is the one that sends a code."""
    return HttpResponseRedirect(reverse("account_request_login_code"))


@open_to(Access.SIGNED_IN)
@require_GET
def signed_in(request: HttpRequest) -> HttpResponse:
    """To the work of whoever has just signed in."""
    name = "editor" if is_editor(request.user) else "your-organisations"
    return HttpResponseRedirect(reverse(name))
