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
from mutualise.govuk.misread import note, quoted
from mutualise.govuk.paginate import page_of

COLUMNS = ("entry", "head")
MOST = 9  # figures of a number that is looked for


@open_to(Access.ANYONE)
@require_GET
def board(request: HttpRequest, reference: str, contest: str, form: str = "") -> HttpResponse:
    """Every entry in its order, or the one that is looked for; no time, no token, nothing sealed."""
    election = any_election(reference)
    of = asking.contest_called(election, contest)
    box = box_of(of) if of else None
    if of is None or box is None:
        raise Http404("There is no such board, or the roll is not frozen yet.")
    entry = _entry(request)
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


def _entry(request: HttpRequest) -> int | None:
    """The number that is looked for; none where nothing is, or what cannot be read, which is told."""
    text = request.GET.get("entry", "").strip()
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) <= MOST:
        return int(text)
    said = f"{quoted(text)} is not the number of an entry. Write it as in 17. Every entry is shown."
    note(request, "entry", f"Number of the entry: {said}")
    return None
