"""The front door: what the programme gives, and opening an enquiry without an account."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import NotAllowed, network_of, open_to
from mutualise.accounts.rules.roles import Access
from mutualise.programme.actions import enquiries
from mutualise.programme.forms.team import EmptyForm, EnquiryForm
from mutualise.programme.queries.cases import state_of
from mutualise.programme.queries.diagnostics import sectors
from mutualise.programme.queries.enquiries import (
    enquirer_with,
    last_day_of,
    lead_to_confirm,
    token_of,
    unconfirmed_among,
)
from mutualise.programme.queries.visible import invitations_of, team_cases
from mutualise.programme.rules.next_steps import NEXT
from mutualise.programme.rules.stages import NotPermitted
from mutualise.programme.rules.states import PEOPLE_CHANGE, STATE_LABELS, State
from mutualise.programme.rules.support import KINDS
from mutualise.programme.views.kept_run import run_of
from mutualise.programme.views.shared import Trail, both, form_page, once_of, refuse

MOST_AN_HOUR = 5
CLOSES = (
    "If you work for the support programme, confirming closes the case to you in that work, and to others who "
    "share your employer."
)


@open_to(Access.ANYONE)
@require_GET
def support(request: HttpRequest) -> HttpResponse:
    """What the programme is and where to begin."""
    return render(request, "programme/public/support.html", {"kinds": KINDS.values()})


@open_to(Access.ANYONE)
@both
def enquiry(request: HttpRequest) -> HttpResponse:
    """Open an enquiry; the sender needs no account, and gets one that a code signs in to."""
    initial = {name: request.GET.get(name, "")[:200] for name in EnquiryForm.base_fields}
    if request.user.is_authenticated:
        initial["email"] = str(request.user)
    form = EnquiryForm(request.POST or None, initial=initial, sectors=sectors())
    once = once_of(request)
    if request.method == "POST" and form.is_valid():
        if _too_many(request):
            form.add_error(None, "Too many enquiries came from your network. Try again in an hour.")
        else:
            given = {**form.cleaned_data}
            email = given.pop("email")
            employees = given.pop("employees")
            case = enquiries.send_enquiry(
                email=email,
                once=once,
                sender=request.user,
                diagnostic=run_of(request),
                employees=int(employees) if employees else None,
                # Where anybody may be anybody, a case that somebody tries out is made up too.
                demonstration=settings.DEMONSTRATION,
                **given,
            )
            request.session["enquiry"] = case.reference
            return HttpResponseRedirect(reverse("enquiry-sent"))
    return form_page(
        request, form, "Tell us about your service", "Send the enquiry", once=once,
        trail=[("Home", "/"), ("Support programme", reverse("support")), ("Enquiry", None)],
        intro=[
            "It takes about five minutes. You confirm it by a link that we send you, and a programme officer "
            "reads it and answers."
        ],
    )  # fmt: skip


@open_to(Access.ANYONE)
@require_GET
def enquiry_sent(request: HttpRequest) -> HttpResponse:
    """Says the reference and what happens next, to the browser that sent it."""
    reference = request.session.get("enquiry")
    if not reference:
        return HttpResponseRedirect(reverse("enquiry"))
    lead = lead_to_confirm(reference)
    context = {
        "reference": reference, "next": NEXT[State.ENQUIRY], "address": lead.person.email if lead else "",
        "by": last_day_of(lead.case) if lead else None,
        # Of a demonstration nobody gets the letter.
        "token": token_of(lead) if lead and lead.case.demonstration else "",
    }  # fmt: skip
    return render(request, "programme/public/enquiry_sent.html", context)


@open_to(Access.ANYONE)
@both
def confirm_enquiry(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm an enquiry by the link in the letter. Opening it does nothing; the button does."""
    lead = enquirer_with(token)
    if lead is None:
        raise Http404(
            "This link is not one we sent, part of it is missing, or its enquiry ended long ago."
        )
    case = lead.case
    if lead.joined_at:
        return render(request, "programme/public/enquiry_confirmed.html", {"case": case})
    if request.method != "POST" and state_of(case) not in PEOPLE_CHANGE:
        return render(request, "programme/public/enquiry_ended.html", {"case": case})
    form = EmptyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            enquiries.confirm(lead)
        except (NotAllowed, NotPermitted) as refusal:
            refuse(form, refusal)
        else:
            return HttpResponseRedirect(request.path)
    return form_page(
        request, form, "Confirm your enquiry", "Confirm the enquiry",
        trail=Trail([("Home", "/"), ("Support programme", reverse("support")), ("Confirm", None)], case),
        intro=[
            f"Somebody gave {lead.person.email} as the address of an enquiry about {case.service}, from "
            f"{case.parent_body}. If it was you, confirm it; if not, close this page: nothing happens.",
            CLOSES,
        ],
    )  # fmt: skip


@open_to(Access.SIGNED_IN)
@require_GET
def my_cases(request: HttpRequest) -> HttpResponse:
    """The cases of whoever is signed in."""
    cases = list(team_cases(request.user).order_by("-opened_at"))
    invitations = [m for m in invitations_of(request.user) if state_of(m.case) in PEOPLE_CHANGE]
    if not cases and not invitations:
        messages.info(request, "You are not in the team of any case yet.")
    context = {
        "cases": cases, "invitations": invitations, "labels": STATE_LABELS, "next": NEXT,
        "unconfirmed": unconfirmed_among(each.case for each in invitations),
    }  # fmt: skip
    return render(request, "programme/team/cases.html", context)


def _too_many(request: HttpRequest) -> bool:
    key = f"enquiries-{network_of(request)}"
    cache.add(key, 0, 60 * 60)
    return cache.incr(key) > MOST_AN_HOUR
