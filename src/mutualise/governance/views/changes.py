"""Every change of a register of members, in the order of recording, as a page and as data."""

from __future__ import annotations

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
from mutualise.governance.views.keeping import download, kept, secretary, trail
from mutualise.govuk.asked import DateUnreadable, read_day
from mutualise.govuk.misread import chosen, note, numbered, ordered, understood
from mutualise.govuk.paginate import page_of, query_string

WITHOUT = "The list is shown without this filter."


@secretary
@require_GET
def changes(request: HttpRequest, code: str, form: str = "") -> HttpResponse:
    """What was ever written in the register, newest first; the downloads are the same lines."""
    register = kept(request, code)
    wanted = _wanted(request)
    keys = reading.keys_of(register, wanted)
    classes = reading.classes_by_code(register)
    if form:
        lines = lines_of(reading.written(register, keys), classes)
        names = reading.names_today(register)
        rows = [each.as_row(names) for each in lines]
        title = f"Changes of the register of members of {queries.name_of(code)}"
        return download(rows, COLUMNS, form, title=title, stem=f"changes-{code}", on=clock.today())
    page: Any = page_of(request, keys)
    shown = list(lines_of(reading.written(register, page.items), classes))
    turned = None if wanted.oldest_first else "recorded"
    context = {
        "register": register, "name": queries.name_of(code), "page": page, "lines": shown,
        "names": reading.names_today(register, {n for each in shown for n in each.members}),
        "wanted": wanted, "kinds": KIND_LABELS, "trail": trail(register, ("Every change", None)),
        "kept": query_string(understood(request), page=None, per_page=None),
        "turned": query_string(understood(request), page=None, sort=turned),
    }  # fmt: skip
    return render(request, "governance/members/changes.html", context)


def _wanted(request: HttpRequest) -> reading.Wanted:
    """What is asked for; a filter that cannot be read is told and left out."""
    return reading.Wanted(
        kind=chosen(request, "kind", {str(each) for each in KIND_LABELS}, "Kind of change"),
        member=numbered(request, "member", "Number of a member", WITHOUT),
        since=_day(request, "since", "Recorded from"), until=_day(request, "until", "Recorded until"),
        oldest_first=ordered(request, ("recorded",), "", "newest first") == "recorded",
    )  # fmt: skip


def _day(request: HttpRequest, name: str, called: str) -> date | None:
    text = request.GET.get(name, "").strip()
    try:
        return read_day(name, text) if text else None
    except DateUnreadable as wrong:
        note(request, name, f"{called}: {wrong.remedy}", WITHOUT)
        return None
