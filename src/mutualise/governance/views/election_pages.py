"""What pages about elections share: finding one, breadcrumbs, and one form on a page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from mutualise.accounts.permissions import NotAllowed
from mutualise.governance.actions.elections import ElectionRefused, MovedMeanwhile
from mutualise.governance.queries import elections as asking
from mutualise.governance.rules.election_stages import GuardsUnmet, NotPermitted
from mutualise.governance.rules.election_timetable import TimetableUnfit
from mutualise.governance.rules.nominations import NominationUnfit
from mutualise.governance.rules.seats import TermUnfit

both = require_http_methods(["GET", "HEAD", "POST"])
REFUSALS = (
    ElectionRefused, GuardsUnmet, MovedMeanwhile, NotAllowed, NotPermitted, NominationUnfit,
    TermUnfit, TimetableUnfit,
)  # fmt: skip


def posted(request: HttpRequest) -> Any:
    """What was posted, also where the form has nothing to fill in; None for a page just opened."""
    return request.POST if request.method == "POST" else None


def any_election(reference: str) -> Any:
    found = asking.called(reference)
    if found is None:
        raise Http404("There is no such election.")
    return found


def own_election(request: HttpRequest, reference: str) -> Any:
    """An election of an organisation the person acts for; a page not found otherwise."""
    found = any_election(reference)
    if not asking.is_staff(request.user, found):
        raise Http404("There is no such election, or it is closed to you.")
    return found


def own_contest(request: HttpRequest, reference: str, contest: str) -> tuple[Any, Any]:
    election = own_election(request, reference)
    found = asking.contest_called(election, contest)
    if found is None:
        raise Http404("There is no such contest.")
    return election, found


def home_of(election: Any) -> str:
    return reverse("run-election", kwargs={"reference": election.reference})


def refuse(form: Any, refusal: Exception) -> None:
    """Put what was refused on the field it names, or at the head of the form."""
    reasons = refusal.reasons if isinstance(refusal, GuardsUnmet) else [str(refusal)]
    field = getattr(refusal, "field", "") or None
    for reason in reasons:
        form.add_error(field if field in form.fields else None, reason)


def form_page(
    request: HttpRequest, form: Any, title: str, button: str, *, election: Any = None, **more: Any
) -> HttpResponse:
    """A page with one form about an election; 422 when it came back with errors."""
    home = [("Elections you run", reverse("run-elections"))]
    if election is not None:
        home.append((election.reference, home_of(election)))
    context = {
        "form": form, "title": title, "button": button, "trail": [*home, (title, None)],
        "intro": [], "code": "", "inset": None, "photograph": None, "warning": False, "table": None,
        "obstacles": [], "election": election,
        "back": home_of(election) if election is not None else reverse("run-elections"),
    } | more  # fmt: skip
    return render(
        request, "governance/elections/form.html", context, status=422 if form.errors else 200
    )
