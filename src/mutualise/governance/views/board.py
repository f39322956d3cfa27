"""The public board of a contest: the number and the head of every entry, for voters with a receipt."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.chronicle import clock
from mutualise.governance.queries import elections as asking
from mutualise.governance.queries.box import board_of, box_of
from mutualise.governance.views.election_pages import any_election
from mutualise.govuk.downloads import as_csv, as_json, computed
from mutualise.govuk.misread import numbered
from mutualise.govuk.paginate import page_of

COLUMNS = ("entry", "head")


@open_to(Access.ANYONE)
@require_GET
def board(request: HttpRequest, reference: str, contest: str, form: str = "") -> HttpResponse:
    """Every entry in its order, or the one that is looked for; no time, no token, nothing sealed."""
    election = any_election(reference)
    of = asking.contest_called(election, contest)
    box = box_of(of) if of else None
    if of is None or box is None:
        raise Http404("There is no such board, or the roll is not frozen yet.")
    entry = numbered(request, "entry", "Number of the entry", "Every entry is shown.")
    rows = board_of(of, entry)
    if form:
        listed: list[dict[str, object]] = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
        about = computed(f"Board of “{of.title}”, election {reference}", clock.today())
        if form == "csv":
            return as_csv(listed, COLUMNS, filename=f"board-{reference}-{contest}", about=about)
        return as_json(listed, COLUMNS, about=about)
    page: Any = page_of(request, rows)
    context = {
        "election": election, "contest": of, "page": page, "opening_head": box.opening_head,
        "asked": entry,
    }  # fmt: skip
    return render(request, "governance/elections/board.html", context)
