"""A representative proposes a change to their body's entry; an editor decides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from mutualise.accounts.permissions import open_to
from mutualise.accounts.queries import organisations_represented
from mutualise.accounts.rules.roles import Access
from mutualise.chronicle.refusals import NoLongerStands
from mutualise.register import actions
from mutualise.register.forms import AmendmentForm, DecisionForm
from mutualise.register.queries import editing
from mutualise.register.queries.facts import facts_of

both = require_http_methods(["GET", "HEAD", "POST"])


@open_to(Access.SIGNED_IN)
@require_GET
def your_organisations(request: HttpRequest) -> HttpResponse:
    """The bodies this person represents, with what they proposed and what became of it."""
    bodies = [
        {"facts": facts_of(code), "code": code, "amendments": editing.amendments_of(code)}
        for code in organisations_represented(request.user)
    ]
    return render(request, "register/editor/your_organisations.html", {"bodies": bodies})


@open_to(Access.SIGNED_IN)
@both
def propose(request: HttpRequest, code: str) -> HttpResponse:
    """Propose a change; only for a body one represents."""
    if code not in organisations_represented(request.user):
        raise PermissionDenied("You do not represent this body.")
    organisation, facts = editing.organisation_called(code), facts_of(code)
    if organisation is None or facts is None:
        raise Http404("The register has no body with this code.")
    form = AmendmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        person: Any = request.user
        actions.propose_amendment(
            by=person,
            organisation=organisation,
            field=given["field"],
            value=given["proposed_value"],
            reason=given["reason"],
        )
        messages.success(request, "Your proposal waits for an editor.")
        return HttpResponseRedirect(reverse("your-organisations"))
    context = {"form": form, "facts": facts, "amendable": actions.AMENDABLE}
    return render(
        request, "register/editor/propose.html", context, status=422 if form.errors else 200
    )


@open_to(Access.REGISTER_EDITOR)
@both
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Accept or refuse one amendment, with a reason."""
    amendment = editing.amendment_called(number)
    if amendment is None:
        raise Http404("There is no such amendment.")
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person: Any = request.user
        accept = form.cleaned_data["decision"] == "accept"
        try:
            actions.decide_amendment(
                by=person, amendment=amendment, accept=accept, reason=form.cleaned_data["reason"]
            )
        except NoLongerStands as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The amendment is decided.")
            return HttpResponseRedirect(reverse("editor"))
    context = {
        "form": form,
        "amendment": amendment,
        "label": actions.AMENDABLE[amendment.field],
        "current": getattr(facts_of(amendment.organisation.code), amendment.field, ""),
    }
    return render(
        request, "register/editor/decide.html", context, status=422 if form.errors else 200
    )
