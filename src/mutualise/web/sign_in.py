"""Where signing in starts and where it leads."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import may_open, open_to
from mutualise.accounts.queries import organisations_represented
from mutualise.accounts.rules.roles import Access

# The page of each role's work, the first a person holds.
WORK = (
    (Access.REGISTER_EDITOR, "editor"),
    (Access.PROGRAMME_OFFICER, "pipeline"),
    (Access.DECISION_MAKER, "pipeline"),
    (Access.ASSESSOR, "assessments"),
    (Access.FINANCE_OFFICER, "ledger"),
    (Access.COMPANY_SECRETARY, "member-registers"),
    (Access.SCRUTINEER, "run-elections"),
    (Access.ELECTION_CLERK, "run-elections"),
)


@open_to(Access.ANYONE)
@require_GET
def to_sign_in(request: HttpRequest) -> HttpResponse:
    """The address people type; the page is the one that sends a code."""
    return HttpResponseRedirect(reverse("account_request_login_code"))


@open_to(Access.SIGNED_IN)
@require_GET
def signed_in(request: HttpRequest) -> HttpResponse:
    """To the work of whoever has just signed in."""
    for access, name in WORK:
        if may_open(request.user, access):
            return HttpResponseRedirect(reverse(name))
    own = organisations_represented(request.user)
    return HttpResponseRedirect(reverse("your-organisations" if own else "my-cases"))
