"""Announcements, their claims, and checking a text of one's own."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.claims import actions, presenters
from mutualise.claims.forms import CheckForm
from mutualise.claims.queries import announcements as queries
from mutualise.claims.queries.resolve import checked, figure_link
from mutualise.claims.rules.check import CheckedDocument
from mutualise.claims.rules.document import BadDocument
from mutualise.claims.rules.measured import ClaimReference
from mutualise.claims.rules.report import as_json, exit_status
from mutualise.govuk.asked import DateUnreadable, read_moment
from mutualise.govuk.downloads import as_csv, computed, json_page
from mutualise.govuk.misread import note

if TYPE_CHECKING:
    from mutualise.claims import models


@open_to(Access.ANYONE)
@require_GET
def listing(request: HttpRequest, form: str = "") -> HttpResponse:
    """Announcements kept in the record, each with the tally of its verdicts."""
    rows: list[dict[str, Any]] = []
    for announcement in queries.announcements(shipped_only=True):
        outcomes = [claim.outcome for claim in queries.claims_now(announcement)]
        rows.append({"announcement": announcement, "tally": presenters.tally(outcomes)})
    if form == "csv":
        lines = [
            {
                "code": each.code,
                "title": each.title,
                "date": each.date,
                "verdict": verdict,
                "claims": count,
            }
            for each, tally in ((row["announcement"], row["tally"]) for row in rows)
            for verdict, _, count in tally
        ]
        columns = ("code", "title", "date", "verdict", "claims")
        return as_csv(lines, columns, filename="announcements", about=computed("Announcements"))
    if form == "json":
        items = [
            {
                "code": row["announcement"].code,
                "title": row["announcement"].title,
                "date": row["announcement"].date,
                "verdicts": {verdict: count for verdict, _, count in row["tally"]},
            }
            for row in rows
        ]
        return json_page({"items": items}, about=computed("Announcements"))
    return render(request, "claims/listing.html", {"rows": rows})


@open_to(Access.ANYONE)
@require_GET
def announcement(request: HttpRequest, code: str, form: str = "") -> HttpResponse:
    """One announcement with every claim; `checked` shows it as it came out at that moment."""
    found = _announcement(code)
    now = checked(found.text)
    _bring_up_to_date(found, now)
    moment = _moment(request)
    history = queries.results(found)
    claims, changed = _as_checked(history, moment)
    unchecked = as_json(now)["unchecked"]
    if form == "json":
        content = {
            "title": found.title,
            "date": found.date,
            "sha256": found.sha256,
            "current": not changed,
            "claims": [claim["now"].outcome for claim in claims],
            "unchecked": unchecked,
        }
        return json_page(content, about=computed(found.title))
    newest = max((claim["now"].checked_at for claim in claims), default=found.recorded_at)
    return render(
        request,
        "claims/announcement.html",
        {
            "announcement": found,
            "claims": claims,
            "unchecked": unchecked,
            "moment": moment,
            "changed": changed,
            "checked_at": moment or timezone.now(),
            "last_change": newest,
            "permanent": request.build_absolute_uri(
                f"/announcements/{code}/?checked={timezone.now():%Y-%m-%dT%H:%M:%S.%fZ}"
            ),
            "tally": presenters.tally([claim["shown"] for claim in claims]),
            "meanings": presenters.MEANINGS,
        },
    )


def _as_checked(
    history: dict[int, list[models.ClaimResult]], moment: datetime | None
) -> tuple[list[dict[str, Any]], list[int]]:
    """Each claim as it came out by `moment`, and the positions that have changed since."""
    claims, changed = [], []
    for position, rows in sorted(history.items()):
        known = [row for row in rows if moment is None or row.checked_at <= moment] or rows[-1:]
        if known[0].pk != rows[0].pk:
            changed.append(position)
        claims.append(
            {
                "position": position,
                "now": known[0],
                "before": known[1] if len(known) > 1 else None,
                "was": presenters.shown(known[1].outcome)["known"] if len(known) > 1 else "",
                "shown": presenters.shown(known[0].outcome),
            }
        )
    return claims, changed


@open_to(Access.ANYONE)
@require_GET
def claim(request: HttpRequest, code: str, position: int, form: str = "") -> HttpResponse:
    """One claim: its sentence, test, value, verdict, faults, and every time it came out otherwise."""
    found = _announcement(code)
    _bring_up_to_date(found)
    rows = queries.results(found).get(position)
    if not rows:
        raise Http404("No such claim in this announcement.")
    if form == "json":
        content = {
            "announcement": code,
            "position": position,
            "results": [
                {"checked_at": row.checked_at, "causes": row.causes} | row.outcome for row in rows
            ],
        }
        return json_page(content, about=computed(found.title))
    shown = presenters.shown(rows[0].outcome)
    reference = ClaimReference(shown["measure"], shown["parameters"])
    return render(
        request,
        "claims/claim.html",
        {
            "announcement": found,
            "position": position,
            "claim": shown,
            "figure": figure_link(reference),
            "changes": presenters.CHANGES,
            "history": [{"result": row, "shown": presenters.shown(row.outcome)} for row in rows],
            "meanings": presenters.MEANINGS,
        },
    )


@open_to(Access.ANYONE)
@require_http_methods(["GET", "HEAD", "POST"])
def check_text(request: HttpRequest) -> HttpResponse:
    """Paste or upload a text and see every figure in it checked; keep it for a permanent link."""
    form = CheckForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "result": None, "problems": (), "document": ""}
    if request.method != "POST" or not form.is_valid():
        return render(request, "claims/check.html", context)
    document = form.cleaned_data["document"]
    try:
        if "keep" in request.POST:
            kept = actions.keep(document, by=_signed_in(request))
            return HttpResponseRedirect(f"/announcements/{kept.code}/")
        found = checked(document)
    except BadDocument as refusal:
        return render(
            request, "claims/check.html", context | {"problems": refusal.problems}, status=422
        )
    result = as_json(found)
    context |= {
        "document": document,
        "result": result,
        "claims": [
            presenters.shown(outcome | {"test_words": each.test_words, "link": each.link})
            for outcome, each in zip(result["claims"], found.claims, strict=True)
        ],
        "all_supported": exit_status(found) == 0,
        "tally": presenters.tally(result["claims"]),
        "meanings": presenters.MEANINGS,
    }
    return render(request, "claims/check.html", context)


def _signed_in(request: HttpRequest) -> Any:
    return request.user if request.user.is_authenticated else None


def _announcement(code: str) -> models.Announcement:
    found = queries.announcement_called(code)
    if found is None:
        raise Http404("There is no announcement at this address.")
    return found


def _bring_up_to_date(found: models.Announcement, now: CheckedDocument | None = None) -> None:
    """An announcement nobody answers for is checked when it is looked at; `now` is its text just checked."""
    if not queries.is_watched(found):
        actions.recheck(found, now)


def _moment(request: HttpRequest) -> datetime | None:
    text = request.GET.get("checked", "").strip()
    try:
        return read_moment("checked", text.replace("Z", "+00:00")) if text else None
    except DateUnreadable as wrong:
        note(request, "checked", f"Checked: {wrong.remedy}", "The check is shown as it stands.")
        return None
