"""The register of members as a list, as data, and in print."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mutualise.chronicle import clock
from mutualise.governance.actions import members as doing
from mutualise.governance.forms.members import AdmitForm
from mutualise.governance.presenters.columns import column_rows, officer_rows
from mutualise.governance.queries import members as reading
from mutualise.governance.queries import secretary as queries
from mutualise.governance.rules.membership import ENDED_LABELS
from mutualise.governance.rules.standing import STANDING_LABELS, Standing
from mutualise.governance.rules.statutory import COLUMNS, FORM_LABELS, SOCIETIES, LegalForm
from mutualise.governance.views.keeping import both, deed, download, here, kept, secretary, trail
from mutualise.govuk.asked import asked_or_today
from mutualise.govuk.misread import chosen, ordered, understood, words
from mutualise.govuk.paginate import page_of, query_string

ROWS = (
    "number", "name", "employee_number", "email", "address", "class", "employee", "standing",
    "admitted_on", "ceased_on", "ended", "shares", "paid",
)  # fmt: skip


@secretary
@require_GET
def registers(request: HttpRequest) -> HttpResponse:
    """The registers the person keeps."""
    return render(
        request, "governance/members/registers.html", {"found": queries.registers_for(request.user)}
    )


@secretary
@require_GET
def members(request: HttpRequest, code: str, form: str = "") -> HttpResponse:
    """Members by filter and order; the downloads are the same lines."""
    register = kept(request, code)
    asked, errors = asked_or_today(request, default=clock.today())
    classes = reading.constituencies_of(register)
    given = {
        "q": words(request),
        "constituency": chosen(request, "constituency", {each.code for each in classes}, "Class"),
        "standing": chosen(
            request, "standing", {str(each) for each in STANDING_LABELS}, "Standing"
        ),
        "sort": ordered(request, queries.ORDERS, "", "by number"),
    }
    found = queries.chosen(reading.lines(register, asked.as_at, asked.as_known_at), given)
    if form:
        rows = [_row(line) for line in found]
        title = f"Register of members of {queries.name_of(code)}"
        return download(rows, ROWS, form, title=title, stem=f"members-{code}", on=asked.as_at)
    page: Any = page_of(request, found)
    context = {
        "register": register, "name": queries.name_of(code), "page": page, "asked": asked,
        "given": given, "errors": errors, "classes": classes,
        "standings": STANDING_LABELS, "trail": trail(register),
        "kept": query_string({n: v for n, v in (given | asked.fields).items() if v}),
        "heads": _heads(request, given["sort"]), "ended": ENDED_LABELS,
    }  # fmt: skip
    return render(request, "governance/members/members.html", context)


def _heads(request: HttpRequest, sort: str) -> list[dict[str, str]]:
    """Headings that sort: another click turns the order round."""
    heads = []
    for text, key in (("Number", "number"), ("Name", "name"), ("Class", "class"), ("Member from", "admitted")):  # fmt: skip
        head = {"text": text, "href": query_string(understood(request), page=None, sort=key)}
        if (sort or "number").removeprefix("-") == key:
            down = sort.startswith("-")
            head["sorted"] = "descending" if down else "ascending"
            if not down:
                head["href"] = query_string(understood(request), page=None, sort=f"-{key}")
        heads.append(head)
    return heads


def _row(line: reading.Line) -> dict[str, object]:
    return {
        "number": line.number, "name": line.name, "employee_number": line.employee_number,
        "email": line.email, "address": line.address, "class": line.class_name,
        "employee": line.employee, "standing": STANDING_LABELS[line.standing],
        "admitted_on": line.admitted_on, "ceased_on": line.ceased_on,
        "ended": ENDED_LABELS.get(line.ended, ""), "shares": line.held,  # type: ignore[call-overload]
        "paid": Decimal(line.paid) / 100,
    }  # fmt: skip


@secretary
@require_GET
def printed(request: HttpRequest, code: str) -> HttpResponse:
    """The register with the columns the law asks of this legal form, ready to print."""
    register = kept(request, code)
    today = clock.today()
    form = reading.form_of(register, today) or LegalForm.COMPANY_SHARES
    lines = reading.lines(register, today)
    classes = {each.pk: each.name for each in reading.share_classes_of(register)}
    context = {
        "register": register, "name": queries.name_of(code), "today": today,
        "form": FORM_LABELS[form], "columns": COLUMNS[form], "trail": trail(register, ("Printed register", None)),
        "rows": column_rows(lines, COLUMNS[form], classes),
        "officers": officer_rows(queries.terms_of(register), lines) if form in SOCIETIES else None,
        "numbers": [line.number for line in lines],
        "count": sum(1 for line in lines if line.standing is Standing.CURRENT),
        "constitution": reading.constitution_of(register, today),
    }  # fmt: skip
    return render(request, "governance/members/printed.html", context)


@secretary
@both
def admit(request: HttpRequest, code: str) -> HttpResponse:
    register = kept(request, code)
    found = {each.code: each for each in reading.constituencies_of(register)}
    form = AdmitForm(
        request.POST or None, initial={"on": clock.today()},
        classes=[(c, each.name) for c, each in found.items()],
    )  # fmt: skip

    def do(given: dict[str, Any]) -> None:
        doing.admit(
            by=request.user, register=register, about={k: given[k] for k in doing.ABOUT},  # type: ignore[arg-type]
            constituency=found[given["constituency"]], employee=given["employee"], on=given["on"],
            number=int(given["number"]) if given["number"] else None,
        )  # fmt: skip

    return deed(request, register, form, do, title="Admit a member", button="Admit the member",
                said="The member is admitted.", to=here(register))  # fmt: skip
