"""What a company secretary records of the majorities in the body's own rules."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from mutualise.governance.actions import own_majorities
from mutualise.governance.forms.meetings import WordsForm
from mutualise.governance.forms.own_majorities import MajorityForm
from mutualise.governance.queries.kinds import own_rows
from mutualise.governance.views.meeting_deeds import both, deed_page, secretary_only
from mutualise.governance.views.meetings import secretarys


@secretary_only
@both
def add(request: HttpRequest, organisation: str) -> HttpResponse:
    register = secretarys(request, organisation)
    if not own_majorities.has_own_rules(register):
        raise Http404("The Companies Act sets the majorities of a company.")

    def do(given: dict[str, Any]) -> str:
        row = own_majorities.record_majority(
            register=register, by=request.user, asked=given["asked"]
        )
        return f"“{row.title}” is recorded. Choose it when you put a resolution on an agenda."

    form = MajorityForm(request.POST or None)
    return deed_page(
        request, organisation, form, do, title="Record a majority of your own rules", button="Record it",
        intro="For what your rules, and no Act, set the majority, such as changing them. Results name the rule as their source. Copy it from the registered rules.",
    )  # fmt: skip


@secretary_only
@both
def withdraw(request: HttpRequest, organisation: str, number: int) -> HttpResponse:
    register = secretarys(request, organisation)
    row = next((each for each in own_rows(register) if each.pk == number), None)
    if row is None:
        raise Http404("There is no such majority.")

    def do(given: dict[str, Any]) -> str:
        own_majorities.withdraw_majority(row=row, by=request.user, reason=given["words"])
        return f"“{row.title}” is withdrawn. Resolutions put under it keep it."

    form = WordsForm(request.POST or None)
    return deed_page(
        request, organisation, form, do, title=f"Withdraw: {row.title}", button="Withdraw it", warning=True,
        intro="For a rule that was changed or was copied wrongly. Then record what the rules say now.",
    )  # fmt: skip
