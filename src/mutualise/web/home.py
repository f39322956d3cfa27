"""The home page: the headline figures and the announcement checked against the evidence."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.claims import presenters as claims
from mutualise.claims.queries.announcements import announcements, claims_now, newest_result
from mutualise.govuk.asked import asked_or_today
from mutualise.govuk.downloads import computed, json_page
from mutualise.govuk.keep import kept
from mutualise.programme.queries import fund
from mutualise.programme.rules.money import pounds
from mutualise.register.queries.definitions import DEFAULT_DEFINITION
from mutualise.register.queries.search import listing
from mutualise.statistics import presenters as statistics
from mutualise.statistics.queries.evidence import version
from mutualise.statistics.queries.figure import headlines


def page_version() -> str:
    """What the home page is made from: the record, the results of checking it, and the fund."""
    return f"{version()}.{newest_result()}.{fund.version()}"


@open_to(Access.ANYONE)
@kept(page_version)
@require_GET
def home(request: HttpRequest, form: str = "") -> HttpResponse:
    """Figures as at a day; left out, the day of the newest announcement, whose claims follow."""
    newest = next(iter(announcements(shipped_only=True)), None)
    default = newest.date if newest and newest.date else timezone.localdate()
    asked, errors = asked_or_today(request, default=default)
    figures = headlines(asked.as_at, asked.as_known_at)
    reopened = [
        row for row in listing(as_at=asked.as_at, known_at=asked.as_known_at) if row.reopened
    ]
    if form == "json":
        content = {
            "as_at": asked.as_at,
            "figures": [each.estimate.to_dict() for each in figures],
            "verdicts_reopened": [
                {"code": row.code, "on": row.reopened.on, "why": row.reopened.sentence}
                for row in reopened
                if row.reopened
            ],
        }
        return json_page(content, about=computed("Headline figures", asked.as_at))
    checked: list[dict[str, Any]] = [
        {"position": claim.position, "shown": claims.shown(claim.outcome), "claim": claim}
        for claim in (claims_now(newest) if newest else [])
    ]
    context: dict[str, Any] = {
        "figures": figures,
        "asked": asked,
        "errors": errors,
        "text": statistics,
        "reopened": reopened,
        "definition": DEFAULT_DEFINITION,
        "announcement": newest,
        "claims": checked,
        "tally": claims.tally([each["shown"] for each in checked]),
        "meanings": claims.MEANINGS,
        "fund": fund.shown_position(),
        "pounds": pounds,
        "today": timezone.localdate(),
    }
    return render(request, "web/home.html", context)
