"""One body: its life, stakes, figures, identifiers and verdicts."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.evidence import presenters as evidence
from mutualise.evidence.queries.columns import version as evidence_version
from mutualise.evidence.queries.subject import observations_of, replaced_observations, titles_of
from mutualise.govuk.asked import Asked, asked_or_today
from mutualise.govuk.downloads import json_page
from mutualise.govuk.keep import kept
from mutualise.register import presenters
from mutualise.register.presenters.reasons import cited, with_sources
from mutualise.register.queries import entry as queries
from mutualise.register.queries.facts import version as register_version
from mutualise.register.queries.kin import names_of
from mutualise.register.rules.facts import Facts
from mutualise.register.rules.life import timeline
from mutualise.register.rules.stakes import INSTRUMENTS
from mutualise.register.views.listing import about


def record_version() -> str:
    return f"{evidence_version()}.{register_version()}"


@open_to(Access.ANYONE)
@kept(record_version)
@require_GET
def entry(request: HttpRequest, code: str, form: str = "") -> HttpResponse:
    """One body as at a day, as known at a moment."""
    asked, errors = asked_or_today(request)
    body = queries.body_on(code, asked.as_at, asked.as_known_at)
    if body is None:
        if not queries.organisation_exists(code):
            raise Http404("The register has no body with this code.")
        context = {"code": code, "asked": asked, "errors": errors}
        return render(request, "register/not_yet.html", context, status=404)
    observed = observations_of(code, asked.as_known_at, asked.as_at)
    if form == "json":
        content = presenters.body_item(body) | {
            "as_at": asked.as_at,
            "as_known_at": asked.as_known_at,
            "observations": [evidence.as_item(row) for row in observed],
        }
        return json_page(content, about=about(body.facts.name, asked))
    context = _context(body, observed, asked) | {"errors": errors}
    return render(request, "register/entry.html", context)


def _context(body: queries.BodyOn, observed: list[Any], asked: Asked) -> dict[str, Any]:
    facts, code = body.facts, body.facts.organisation
    moments = timeline(facts)
    entry_read = queries.entry_on(code, asked.as_at, asked.as_known_at)
    return {
        "asked": asked,
        "past": asked.as_at < timezone.localdate(),
        "facts": facts,
        "entry": entry_read,
        "titles": titles_of(
            _sources(facts, [*observed, entry_read, *body.identifiers])
            | cited(each.sentence for each in body.verdicts),
            asked.as_known_at,
        ),
        "identifiers": body.identifiers,
        "status": body.status,
        "support": body.support,
        "life": presenters.timeline_svg(moments, facts.name),
        "life_rows": presenters.timeline_rows(
            moments, names_of({each.successor for each in moments}, asked.as_known_at)
        ),
        "stakes": [
            (
                label,
                presenters.stakes_svg(facts, key, asked.as_at),
                presenters.stakes_rows(facts, key),
            )
            for key, label in INSTRUMENTS.items()
            if any(held.instrument == key for held in facts.holdings)
        ],
        "verdicts": body.verdicts,
        "with_sources": with_sources,
        "dated": [row for row in observed if row.valid_from],
        "undated": [row for row in observed if not row.valid_from],
        "corrections": queries.corrections_of(code, asked.as_at, asked.as_known_at),
        "replaced": replaced_observations(code, asked.as_known_at, asked.as_at),
        "say": presenters,
        "evidence": evidence,
    }


def _sources(facts: Facts, rows: list[Any]) -> set[str]:
    """Codes of the sources of what the page shows of a body: facts and recorded rows."""
    read = {each.source for part in (facts.events, facts.holdings, facts.control) for each in part}
    return read | {row.source.code for row in rows}
