"""Every change of a register of members, in the order of recording, as a page and as data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mutualise.chronicle import clock
from mutualise.governance.presenters.changes import COLUMNS, lines_of
from mutualise.governance.queries import changes as reading
from mutualise.governance.queries import secretary as queries
from mutualise.governance.rules.register_changes import KIND_LABELS
from mutualise.governance.views.keeping import kept, secretary, trail
from mutualise.governance.views.members import PRIVATE
from mutualise.govuk.asked import DateUnreadable, read_day
from mutualise.govuk.downloads import About, as_csv, as_json, as_xlsx
from mutualise.govuk.paginate import paginate, query_string

FILTERS = ("kind", "member", "since", "until", "sort")


@secretary
@require_GET
def changes(request: HttpRequest, code: str, form: str = "") -> HttpResponse:
    """What was ever written in the register, newest first; the downloads are the same lines."""
    register = kept(request, code)
    given = {name: request.GET.get(name, "").strip()[:40] for name in FILTERS}
    wanted, errors = _wanted(given)
    keys = reading.keys_of(register, wanted)
    classes = reading.classes_by_code(register)
    if form:
        lines = lines_of(reading.written(register, keys), classes)
        names = reading.names_today(register)
        return _download(register, [each.as_row(names) for each in lines], form)
    page: Any = paginate(keys, request.GET)
    shown = list(lines_of(reading.written(register, page.items), classes))
    context = {
        "register": register, "name": queries.name_of(code), "page": page, "lines": shown,
        "names": reading.names_today(register, {n for each in shown for n in each.members}),
        "given": given, "errors": errors, "kinds": KIND_LABELS, "oldest_first": wanted.oldest_first,
        "trail": trail(register, ("Every change", None)),
        "kept": query_string({name: value for name, value in given.items() if value}),
        "turned": query_string(request.GET, page=None, sort=None if wanted.oldest_first else "recorded"),
    }  # fmt: skip
    status = 422 if errors else 200
    return render(request, "governance/members/changes.html", context, status=status)


def _wanted(given: Mapping[str, str]) -> tuple[reading.Wanted, dict[str, str]]:
    """What is asked for; a filter that cannot be read is named and left out."""
    errors: dict[str, str] = {}
    days: dict[str, date | None] = {"since": None, "until": None}
    for name in days:
        try:
            days[name] = read_day(name, given[name]) if given[name] else None
        except DateUnreadable:
            errors[name] = "Enter a day, like 2026-10-01"
    member = given["member"]
    if member and not (member.isascii() and member.isdigit() and len(member) < 10):
        errors["member"] = "Enter the number of a member, like 17"
    if given["kind"] not in ("", *KIND_LABELS):
        errors["kind"] = "Choose a kind of change from the list"
    return reading.Wanted(
        kind="" if "kind" in errors else given["kind"],
        member=int(member) if member and "member" not in errors else None,
        since=days["since"], until=days["until"], oldest_first=given["sort"] == "recorded",
    ), errors  # fmt: skip


def _download(register: Any, rows: list[dict[str, object]], form: str) -> HttpResponse:
    about = About(f"Changes of the register of members of {queries.name_of(register.code)}",
                  PRIVATE, "The register of members", clock.today())  # fmt: skip
    stem = f"changes-{register.code}-{clock.today().isoformat()}"
    if form == "csv":
        return as_csv(rows, COLUMNS, filename=stem)
    if form == "xlsx":
        return as_xlsx(rows, COLUMNS, filename=stem, about=about)
    return as_json(rows, COLUMNS, about=about)
