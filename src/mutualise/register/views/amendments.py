"""A representative proposes a change to what the register says of their body; an editor decides."""

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
from mutualise.chronicle.refusals import AlreadyRecorded, NoLongerStands
from mutualise.register import presenters
from mutualise.register.actions import amendments as actions
from mutualise.register.forms.amendments import (
    DecisionForm,
    ProposalUnreadable,
    proposal_form,
    proposed_cells,
    read_proposal,
)
from mutualise.register.ingest.rows import KINDS
from mutualise.register.queries import editing
from mutualise.register.queries.entry import entry_of
from mutualise.register.queries.facts import facts_of
from mutualise.register.queries.kin import names_of
from mutualise.register.rules.life import ImpossibleLife
from mutualise.register.rules.stakes import ImpossibleStakes

both = require_http_methods(["GET", "HEAD", "POST"])


@open_to(Access.SIGNED_IN)
@require_GET
def your_organisations(request: HttpRequest) -> HttpResponse:
    """The bodies this person represents, with what they proposed and what became of it."""
    bodies = [
        {"facts": facts_of(code), "code": code, "amendments": editing.amendments_of(code)}
        for code in organisations_represented(request.user)
    ]
    context = {"bodies": bodies, "say": presenters}
    return render(request, "register/editor/your_organisations.html", context)


@open_to(Access.SIGNED_IN)
@require_GET
def propose(request: HttpRequest, code: str) -> HttpResponse:
    """What can be proposed for a body one represents."""
    _, facts = _represented(request, code)
    context = {"facts": facts, "kinds": actions.PROPOSABLE}
    return render(request, "register/editor/propose.html", context)


@open_to(Access.SIGNED_IN)
@both
def propose_fact(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Propose a change of one kind; only for a body one represents."""
    organisation, facts = _represented(request, code)
    if kind not in actions.PROPOSABLE:
        raise Http404("Nothing of this kind can be proposed.")
    form = proposal_form(kind, code, request.POST or None)
    if request.method == "POST" and form.is_valid():
        cells = proposed_cells(kind, code, form)
        if cells:
            person: Any = request.user
            reason = form.cleaned_data["reason"]
            actions.propose_amendment(
                by=person, organisation=organisation, kind=kind, cells=cells, reason=reason
            )
            messages.success(request, "Your proposal waits for an editor.")
            return HttpResponseRedirect(reverse("your-organisations"))
        form.add_error(None, "The entry says all of this already. Change what should change")
    context = {"form": form, "facts": facts, "what": actions.PROPOSABLE[kind]}
    return render(
        request, "register/editor/propose_fact.html", context, status=422 if form.errors else 200
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
                by=person, amendment=amendment, accept=accept, reason=form.cleaned_data["reason"],
                reading=read_proposal,
            )  # fmt: skip
        except (
            NoLongerStands,
            ProposalUnreadable,
            AlreadyRecorded,
            ImpossibleStakes,
            ImpossibleLife,
        ) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The amendment is decided.")
            return HttpResponseRedirect(reverse("editor"))
    code = amendment.organisation.code
    context = {
        "form": form,
        "amendment": amendment,
        "name": names_of([code])[code],
        "what": actions.PROPOSABLE[amendment.kind],
        "proposed": presenters.amendment_lines(amendment),
        "entry": entry_of(code) if amendment.kind == "organisations" else None,
        "fields": KINDS["organisations"].content,
        "standing": editing.standing_facts(code).get(amendment.kind, ()),
        "say": presenters,
    }
    return render(
        request, "register/editor/decide.html", context, status=422 if form.errors else 200
    )


def _represented(request: HttpRequest, code: str) -> tuple[Any, Any]:
    if code not in organisations_represented(request.user):
        raise PermissionDenied("You do not represent this body.")
    organisation, facts = editing.organisation_called(code), facts_of(code)
    if organisation is None or facts is None:
        raise Http404("The register has no body with this code.")
    return organisation, facts
