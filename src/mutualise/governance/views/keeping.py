"""What the secretary's pages share: the register they keep, and one form on a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from mutualise.accounts.permissions import NotAllowed, open_to
from mutualise.accounts.rules.roles import Access
from mutualise.chronicle.refusals import AlreadyRecorded, NoLongerStands, ReasonMissing
from mutualise.governance.actions.members import RegisterRefused
from mutualise.governance.queries import secretary as queries
from mutualise.govuk.downloads import About, as_csv, as_json, as_xlsx

PRIVATE = "Personal data: for the body's own use alone"
secretary = open_to(Access.COMPANY_SECRETARY)
both = require_http_methods(["GET", "HEAD", "POST"])
REFUSALS = (RegisterRefused, AlreadyRecorded, NoLongerStands, ReasonMissing, NotAllowed)


def kept(request: HttpRequest, code: str) -> Any:
    """The register of a body the person is secretary of; a page not found otherwise."""
    found = queries.register_for(request.user, code)
    if found is None:
        raise Http404("There is no such register, or it is closed to you.")
    return found


def member_of(register: Any, number: int) -> Any:
    found = queries.member_called(register, number)
    if found is None:
        raise Http404("The register has no such member.")
    return found


def here(register: Any, name: str = "members", **more: Any) -> str:
    return reverse(name, kwargs={"code": register.code, **more})


def trail(register: Any, *more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [("Member registers", reverse("member-registers")),
            (queries.name_of(register.code), here(register)), *more]  # fmt: skip


def download(
    rows: list[dict[str, object]], columns: Sequence[str], form: str, *, title: str, stem: str, on: date
) -> HttpResponse:  # fmt: skip
    """Lines of a register of members as CSV, XLSX or JSON, as at a day; personal data, and says so."""
    about = About(title, PRIVATE, "The register of members", on)
    filename = f"{stem}-{on.isoformat()}"
    if form == "csv":
        return as_csv(rows, columns, filename=filename)
    if form == "xlsx":
        return as_xlsx(rows, columns, filename=filename, about=about)
    return as_json(rows, columns, about=about)


def deed(
    request: HttpRequest, register: Any, form: Any, do: Callable[[dict[str, Any]], Any], *,
    title: str, button: str, said: str, to: str, warning: bool = False, intro: tuple[str, ...] = (),
) -> HttpResponse:  # fmt: skip
    """One form that does one thing: the page with its errors, or on to `to` when it is done."""
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except REFUSALS as refusal:
            field = getattr(refusal, "field", "")
            form.add_error(field if field in form.fields else None, str(refusal))
        else:
            messages.success(request, said)
            return HttpResponseRedirect(to)
    context = {
        "form": form, "title": title, "button": button, "trail": trail(register, (title, None)),
        "back": to, "warning": warning, "intro": intro, "register": register,
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "governance/members/form.html", context, status=status)
