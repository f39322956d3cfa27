"""Opening a register of members, and what it needs beside people."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from mutualise.accounts.permissions import holds
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.governance.actions import members as doing
from mutualise.governance.actions import shares as trading
from mutualise.governance.actions.legal_form import state_form
from mutualise.governance.forms import members as forms
from mutualise.governance.queries import secretary as queries
from mutualise.governance.queries.members import (
    constituencies_of,
    constitution_of,
    register_of,
)
from mutualise.governance.rules.days import spoken
from mutualise.governance.rules.membership import KIND_LABELS
from mutualise.governance.views.keeping import REFUSALS, both, deed, here, kept, secretary


@secretary
@both
def open_register(request: HttpRequest, code: str) -> HttpResponse:
    """Open the register of a body that has none."""
    if not holds(request.user, Role.COMPANY_SECRETARY, organisation=code) or register_of(code):
        raise Http404("There is no register to open, or it is closed to you.")
    form = forms.OpenForm(request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = doing.open_register(
                by=request.user, code=code, form=given["form"], votes=given["votes"],  # type: ignore[arg-type]
                guarantee_pence=_pence(given["guarantee"]), on=given["on"],
            )  # fmt: skip
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The register is open. Add the classes of members.")
            return HttpResponseRedirect(here(made))
    title = f"Open the register of members of {queries.name_of(code)}"
    home = reverse("member-registers")
    context = {
        "form": form, "title": title, "button": "Open the register", "intro": (), "back": home,
        "trail": [("Member registers", home), ("Open", None)], "warning": False,
        "register": {"demonstration": False},
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "governance/members/form.html", context, status=status)


def _pence(pounds: Decimal | None) -> int | None:
    return None if pounds is None else int(pounds * 100)


@secretary
@both
def legal_form(request: HttpRequest, code: str) -> HttpResponse:
    """Another legal form or way of voting from a day, or the one in force put right."""
    register = kept(request, code)
    now = constitution_of(register, clock.today())
    pence = now.guarantee_pence if now else None
    first = {
        "form": now.form, "votes": now.votes, "on": clock.today(),
        "guarantee": None if pence is None else Decimal(pence) / 100,
    } if now else {}  # fmt: skip
    form = forms.FormForm(request.POST or None, initial=first)

    def do(given: dict[str, Any]) -> None:
        state_form(
            by=request.user, register=register, form=given["form"], votes=given["votes"],  # type: ignore[arg-type]
            guarantee_pence=_pence(given["guarantee"]), on=given["on"], reason=given["reason"],
        )  # fmt: skip

    since = f"The form in force began on {spoken(now.valid_from)}." if now else ""
    return deed(request, register, form, do, title="Change the legal form", button="Record it",
                said="The legal form is recorded.", to=here(register), warning=True,
                intro=(f"{since} The law of meetings, the kinds of resolution and the columns of the "
                       "printed register follow it. A meeting that is called already keeps its form: "
                       "cancel it, and call it again.",))  # fmt: skip


@secretary
@both
def classes(request: HttpRequest, code: str) -> HttpResponse:
    """The classes of members, and the form for another."""
    register = kept(request, code)
    form = forms.ConstituencyForm(request.POST or None)

    def do(given: dict[str, Any]) -> None:
        doing.add_constituency(by=request.user, register=register, **given)  # type: ignore[arg-type]

    there = "; ".join(
        f"{each.name} ({each.code}, {dict(KIND_LABELS)[each.kind].lower()})"  # type: ignore[index]
        for each in constituencies_of(register)
    )
    return deed(request, register, form, do, title="Add a class of members", button="Add the class",
                said="The class is added.", to=here(register),
                intro=(f"There are: {there}.",) if there else ())  # fmt: skip


@secretary
@both
def share_class(request: HttpRequest, code: str) -> HttpResponse:
    register = kept(request, code)
    form = forms.ShareClassForm(request.POST or None)

    def do(given: dict[str, Any]) -> None:
        trading.add_share_class(
            by=request.user, register=register, code=given["code"], name=given["name"],  # type: ignore[arg-type]
            nominal_pence=int(given["nominal"] * 100), withdrawable=given["withdrawable"],
            votes_per_share=int(given["votes_per_share"]),
        )  # fmt: skip

    return deed(request, register, form, do, title="Add a class of shares", button="Add the class",
                said="The class of shares is added.", to=here(register))  # fmt: skip


@secretary
@both
def headcount(request: HttpRequest, code: str) -> HttpResponse:
    """How many people work there; a payroll list records it by itself."""
    register = kept(request, code)
    form = forms.HeadcountForm(request.POST or None, initial={"on": clock.today()})

    def do(given: dict[str, Any]) -> None:
        trading.count_workforce(by=request.user, register=register, on=given["on"],  # type: ignore[arg-type]
                                employees=int(given["employees"]), read_from=given["read_from"])  # fmt: skip

    return deed(request, register, form, do, title="Record how many people work there",
                button="Record it", said="It is recorded.", to=here(register, "control"))  # fmt: skip
