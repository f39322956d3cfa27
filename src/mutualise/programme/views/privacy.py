"""What is held on whoever is signed in: read, taken away as a file, erased."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mutualise.accounts.actions import ErasureRefused
from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.govuk.downloads import json_page, private
from mutualise.programme.actions.privacy import erase as erase_person
from mutualise.programme.forms.team import EraseForm
from mutualise.programme.presenters.held import label_of
from mutualise.programme.queries.privacy import held, kept_until, led_by
from mutualise.programme.queries.visible import team_cases
from mutualise.programme.rules.stages import BEFORE_AWARD
from mutualise.programme.views.shared import both, form_page

signed_in = open_to(Access.SIGNED_IN)


@signed_in
@require_GET
def your_data(request: HttpRequest, form: str = "") -> HttpResponse:
    """How many rows of each table name the person, and everything as a file."""
    person: Any = request.user
    found = held(person)
    if form == "json":
        return json_page(found, about=private("What is held on you"), filename="your-data")
    context = {
        "tables": [(label_of(name), len(rows)) for name, rows in sorted(found.items())],
        "cases": [(case, kept_until(case)) for case in team_cases(request.user)],
        "person": person,
    }
    return render(request, "programme/privacy/held.html", context)


def _goes_on(case: Any, heir: Any) -> str:
    """What becomes of an open case whose lead is erased."""
    if heir:
        return f"You lead {case.reference}. {heir.person.email} leads it after you, and is told so."
    ends = " If it should end with you, withdraw it first." if case.state in BEFORE_AWARD else ""
    return (
        f"You lead {case.reference}, and nobody else in its team can. It goes on, and a programme officer asks "
        f"somebody to lead it.{ends}"
    )


@signed_in
@both
def erase(request: HttpRequest) -> HttpResponse:
    person: Any = request.user
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            erase_person(person=person, by=None, name=form.cleaned_data["name"])
        except ErasureRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            logout(request)
            messages.success(request, "What was held on you is erased, and you are signed out.")
            return HttpResponseRedirect(reverse("support"))
    here = reverse("your-data")
    leads = [_goes_on(case, heir) for case, heir in led_by(person)]
    return form_page(
        request, form, "Erase what is held on you", "Erase it", warning=True, back=here,
        trail=[("Your data", here), ("Erase", None)],
        intro=["You cannot sign in again, and it cannot be undone. Your address and your name go "
               "from texts and letters. Cases, steps and money stay in the programme’s figures "
               "without you.", *leads],
    )  # fmt: skip
