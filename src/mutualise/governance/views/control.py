"""The three ratios: for the secretary, who publishes them, and for anyone, once published."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.chronicle import clock
from mutualise.governance.actions.ratios import publish_ratios
from mutualise.governance.forms.members import PublishForm
from mutualise.governance.presenters.ratios import Shown, ratio_lines
from mutualise.governance.queries import secretary as queries
from mutualise.governance.queries.members import register_of
from mutualise.governance.queries.published import Published, published, ratios_published
from mutualise.governance.queries.ratios import ratios_of
from mutualise.governance.queries.seats import void_but_sitting
from mutualise.governance.views.keeping import both, deed, here, kept, secretary, trail
from mutualise.govuk.downloads import as_json, computed

COLUMNS = ("ratio", "part", "whole", "per_cent", "note")


@secretary
@require_GET
def control(request: HttpRequest, code: str) -> HttpResponse:
    """The ratios of today, with every number, for the secretary."""
    register = kept(request, code)
    context = {
        "register": register, "name": queries.name_of(code), "today": clock.today(),
        "lines": ratio_lines(ratios_of(register, clock.today()), public=False),
        "published": published(register), "void": void_but_sitting(code), "trail": trail(register, ("Employee control", None)),
    }  # fmt: skip
    return render(request, "governance/members/control.html", context)


@secretary
@both
def publish(request: HttpRequest, code: str) -> HttpResponse:
    register = kept(request, code)
    form = PublishForm(request.POST or None, initial={"on": clock.today()})

    def do(given: dict[str, Any]) -> None:
        publish_ratios(by=request.user, organisation=code, on=given["on"])  # type: ignore[arg-type]

    return deed(
        request, register, form, do, title="Publish employee control", button="Publish the ratios",
        said="The ratios are in the public register.", to=here(register, "control"),
        intro=("The shares of equity, votes and board seats go into the public register as dated "
               "evidence. A change of stake reopens the verdict on what this body is. No name and "
               "no address is published, and with fewer than ten employee members no share of the equity "
               "or the votes either.",),
    )  # fmt: skip


@open_to(Access.ANYONE)
@require_GET
def employee_control(request: HttpRequest, code: str, form: str = "") -> HttpResponse:
    """What anyone may read: the ratios of the days the body published, as they were then."""
    days = published(register_of(code))
    chosen = _chosen(days, request.GET.get("on", ""))
    lines = ratio_lines(ratios_published(chosen), public=True)
    if form == "json":
        name = f"Employee control of {queries.name_of(code)}"
        return as_json([_row(line) for line in lines], COLUMNS, about=computed(name, chosen.on))
    context = {
        "name": queries.name_of(code), "code": code, "lines": lines, "chosen": chosen,
        "days": days, "demonstration": chosen.register.demonstration, "void": void_but_sitting(code),
    }  # fmt: skip
    return render(request, "governance/members/employee_control.html", context)


def _chosen(days: list[Published], text: str) -> Published:
    found = next((day for day in days if text in ("", day.on.isoformat())), None)
    if found is None:
        raise Http404("This body has published nothing about its members for that day.")
    return found


def _row(line: Shown) -> dict[str, Any]:
    rate: Decimal | None = line.per_cent
    return {"ratio": line.name, "part": line.part, "whole": line.whole, "per_cent": rate,
            "note": line.note}  # fmt: skip
