"""One body: its life, stakes, figures, identifiers and verdicts."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.evidence import presenters as evidence
from mutualise.evidence.queries.columns import version as evidence_version
from mutualise.evidence.queries.subject import observations_of, replaced_observations, titles_of
from mutualise.govuk.downloads import json_page
from mutualise.govuk.keep import kept
from mutualise.register import presenters
from mutualise.register.queries import entry as queries
from mutualise.register.queries.facts import facts_of
from mutualise.register.queries.facts import version as register_version
from mutualise.register.rules.facts import Facts
from mutualise.register.rules.life import status_on, timeline
from mutualise.register.rules.stakes import INSTRUMENTS
from mutualise.register.views.listing import about, asked_or_today


def record_version() -> str:
    return f"{evidence_version()}.{register_version()}"


@open_to(Access.ANYONE)
@kept(record_version)
@require_GET
def entry(request: HttpRequest, code: str, form: str = "") -> HttpResponse:
    """One body as at a day, as known at a moment."""
    asked, errors = asked_or_today(request)
    facts = facts_of(code, asked.as_known_at)
    if facts is None:
        if not queries.organisation_exists(code):
            raise Http404("The register has no body with this code.")
        context = {"code": code, "asked": asked, "errors": errors}
        return render(request, "register/not_yet.html", context, status=404)
    observed = observations_of(code, asked.as_known_at)
    if form == "json":
        return json_page(_item(facts, observed, asked), about=about(facts.name, asked))
    moments = timeline(facts)
    entry_read = queries.entry_of(code, asked.as_known_at)
    context = {
        "asked": asked,
        "errors": errors,
        "facts": facts,
        "entry": entry_read,
        "titles": titles_of(_sources(facts, [*observed, entry_read])),
        "names": queries.names_of(code, asked.as_known_at),
        "identifiers": queries.identifiers_of(code, asked.as_known_at),
        "status": status_on(facts, asked.as_at),
        "life": presenters.timeline_svg(moments, facts.name, asked.as_at),
        "life_rows": presenters.timeline_rows(moments),
        "stakes": [
            (
                label,
                presenters.stakes_svg(facts, key, asked.as_at),
                presenters.stakes_rows(facts, key),
            )
            for key, label in INSTRUMENTS.items()
            if any(held.instrument == key for held in facts.holdings)
        ],
        "verdicts": queries.verdicts_of(facts, asked.as_at),
        "dated": [row for row in observed if row.valid_from],
        "undated": [row for row in observed if not row.valid_from],
        "corrections": queries.corrections_of(code, asked.as_known_at),
        "replaced": replaced_observations(code, asked.as_known_at),
        "say": presenters,
        "evidence": evidence,
    }
    return render(request, "register/entry.html", context, status=400 if errors else 200)


def _sources(facts: Facts, rows: list[Any]) -> set[str]:
    """Codes of the sources of what the page shows of a body: facts and recorded rows."""
    read = {each.source for part in (facts.events, facts.holdings, facts.control) for each in part}
    return read | {row.source.code for row in rows}


def _item(facts: Facts, observed: list[Any], asked: Any) -> dict[str, Any]:
    status = status_on(facts, asked.as_at)
    return {
        "code": facts.organisation,
        "as_at": asked.as_at,
        "as_known_at": asked.as_known_at,
        "name": facts.name,
        "entry_class": facts.entry_class,
        "legal_form": facts.legal_form,
        "sector": facts.sector,
        "region": facts.region,
        "nation": facts.nation,
        "parent_body": facts.parent_body,
        "status": str(status.status),
        "status_reason": status.reason,
        "names": [
            {
                "name": each.name,
                "kind": each.kind,
                "valid_from": each.valid_from,
                "valid_until": each.valid_until,
            }
            for each in queries.names_of(facts.organisation, asked.as_known_at)
        ],
        "identifiers": [
            {"scheme": each.scheme, "identifier": each.identifier}
            for each in queries.identifiers_of(facts.organisation, asked.as_known_at)
        ],
        "events": [
            {
                "event": each.kind,
                "earliest": each.when.earliest if each.when else None,
                "latest": each.when.latest if each.when else None,
                "detail": each.detail,
                "source": each.source,
            }
            for each in facts.events
        ],
        "stakes": [
            {
                "on": h.on,
                "instrument": h.instrument,
                "holder": h.holder,
                "share": h.share,
                "source": h.source,
            }
            for h in facts.holdings
        ],
        "verdicts": [presenters.verdict_item(v) for v in queries.verdicts_of(facts, asked.as_at)],
        "observations": [evidence.as_item(row) for row in observed],
    }
