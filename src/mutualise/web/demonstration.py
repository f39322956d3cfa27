"""Signing in with one click as each role, in a demonstration and nowhere else."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from mutualise.accounts.permissions import open_to
from mutualise.accounts.queries import person_with_address
from mutualise.accounts.rules.roles import Access
from mutualise.governance.ingest.made_up import STAFF as MUTUALS_STAFF
from mutualise.programme.ingest.made_up import STAFF

PEOPLE = {
    "editor@example.org": "Register editor",
    **{email: title for email, (_, title) in STAFF.items()},
    **{email: f"{title} of a mutual" for email, (_, title) in MUTUALS_STAFF.items()},
    "team-lead-1@example.org": "Team lead of a case",
    "team-lead-21@example.org": "Team lead with an output to look at",
    "sponsor-21@example.org": "Senior sponsor of a case",
    "adviser-a@example.org": "Adviser of a supplier",
}


def is_of_the_demonstration(person: Any) -> bool:
    """Whether somebody signed in is one of the made-up people, while a demonstration runs: anybody
    is they with one click, so a second factor of theirs would guard nothing."""
    return settings.DEMONSTRATION and person.email in PEOPLE


@open_to(Access.ANYONE)
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """A button for each role; the address does not exist outside a demonstration."""
    if not settings.DEMONSTRATION:
        raise Http404("There is no such page.")
    if request.method == "POST":
        email = request.POST.get("email", "")
        person = person_with_address(email) if email in PEOPLE else None
        if person is None:
            raise Http404("There is no such person in the demonstration.")
        login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return HttpResponseRedirect(reverse("signed-in"))
    return render(request, "web/sign_in_as.html", {"people": PEOPLE})
