"""The log of requests to inspect the register, and the copy that answers them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mutualise.chronicle import clock
from mutualise.governance.actions import inspection as doing
from mutualise.governance.forms import members as forms
from mutualise.governance.presenters.columns import column_rows
from mutualise.governance.queries import members as reading
from mutualise.governance.queries import secretary as queries
from mutualise.governance.rules.statutory import LegalForm, inspected
from mutualise.governance.views.keeping import both, deed, here, kept, secretary, trail
from mutualise.govuk.downloads import as_csv

OUTCOMES = {
    "given": ("GIVEN", "inspected or copied"),
    "court": ("COURT", "taken to the court to be refused"),
}


@secretary
@require_GET
def inspections(request: HttpRequest, code: str) -> HttpResponse:
    register = kept(request, code)
    context = {
        "register": register, "found": queries.inspections_of(register), "today": clock.today(),
        "trail": trail(register, ("Inspection", None)),
    }  # fmt: skip
    return render(request, "governance/members/inspections.html", context)


@secretary
@require_GET
def copy(request: HttpRequest, code: str) -> HttpResponse:
    """The copy for a person who may inspect: the columns of the law, nothing else we hold."""
    register = kept(request, code)
    form = reading.form_of(register, clock.today()) or LegalForm.COMPANY_SHARES
    columns = inspected(form)
    classes = {each.pk: each.name for each in reading.share_classes_of(register)}
    rows = column_rows(reading.lines(register, clock.today()), columns, classes)
    stem = f"inspection-copy-{code}-{clock.today().isoformat()}"
    return as_csv(
        [dict(zip([c.heading for c in columns], row, strict=True)) for row in rows],
        [c.heading for c in columns], filename=stem,
    )  # fmt: skip


@secretary
@both
def ask(request: HttpRequest, code: str) -> HttpResponse:
    register = kept(request, code)
    form = forms.InspectionForm(request.POST or None, initial={"received_on": clock.today()})

    def do(given: dict[str, Any]) -> None:
        doing.ask(by=request.user, register=register, **given)  # type: ignore[arg-type]

    return deed(
        request, register, form, do, title="Log a request to inspect the register",
        button="Log the request", said="The request is logged.", to=here(register, "inspections"),
        intro=("A request must say who asks, from where, for what purpose, and who will be shown "
               "it (Companies Act 2006 section 116(4)).",),
    )  # fmt: skip


@secretary
@both
def settle(request: HttpRequest, code: str, number: int, verb: str) -> HttpResponse:
    register = kept(request, code)
    one = queries.inspection_called(register, number)
    if one is None or verb not in OUTCOMES or one.outcome != "WAITING":
        raise Http404("There is no such request, or it is settled.")
    outcome, words = OUTCOMES[verb]
    form = forms.SureForm(request.POST or None)

    def do(given: dict[str, Any]) -> None:
        doing.settle(by=request.user, one=one, outcome=outcome)  # type: ignore[arg-type]

    return deed(request, register, form, do, title=f"Record that the register was {words}",
                button="Record it", said="It is recorded.", to=here(register, "inspections"))  # fmt: skip
