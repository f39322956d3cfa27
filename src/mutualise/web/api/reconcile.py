"""The W3C reconciliation service: match a column of names against the register.

Specification: Reconciliation Service API 0.2. A match is automatic only when the names are equal
but for case, accents, punctuation and legal form, and no other body has the same.
"""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from mutualise.govuk.release import release
from mutualise.register.queries.search import Listed, listing
from mutualise.register.rules.matching import CERTAIN, likeness
from mutualise.web.api.extension import AS_AT, TYPE, extension
from mutualise.web.api.problems import problem
from mutualise.web.api.properties import MATCHED

DIFFERS, CODE = 10, 95
MOST_QUERIES, MOST_RESULTS, LEAST_SCORE = 50, 25, 30


def service(request: HttpRequest) -> HttpResponse:
    """The manifest, or the answers to a batch of queries or of codes to extend, by GET or POST."""
    extend = request.POST.get("extend") or request.GET.get("extend")
    if extend:
        return extension(request, extend)
    text = request.POST.get("queries") or request.GET.get("queries")
    if not text:
        return JsonResponse(_manifest(request))
    try:
        queries = json.loads(text)
        if not isinstance(queries, dict) or not all(isinstance(q, dict) for q in queries.values()):
            raise ValueError
    except (ValueError, RecursionError):
        return _unreadable("queries must be a JSON object of query objects.")
    if len(queries) > MOST_QUERIES:
        said = f"At most {MOST_QUERIES} queries at once; this has {len(queries)}."
        return _unreadable(said)
    rows = listing(as_at=timezone.localdate())
    return JsonResponse(
        {key: {"result": _candidates(query, rows)} for key, query in queries.items()}
    )


def _unreadable(said: str) -> HttpResponse:
    return problem(400, said, kind="batch-unreadable")


def _manifest(request: HttpRequest) -> dict[str, Any]:
    here = request.build_absolute_uri("/")[:-1]
    return {
        "versions": ["0.2"],
        "name": "Mutualise register of public service mutuals",
        "identifierSpace": f"{here}/register/",
        "schemaSpace": f"{here}/api/v1/",
        "defaultTypes": [TYPE],
        "view": {"url": f"{here}/register/{{{{id}}}}/"},
        "preview": {
            "url": f"{here}/api/v1/reconcile/preview?id={{{{id}}}}",
            "width": 400,
            "height": 180,
        },
        "suggest": {
            "entity": _suggest(here, "entity", ""),
            "property": _suggest(here, "property", "/property"),
            "type": _suggest(here, "type", "/type"),
        },
        "extend": {
            "propose_properties": {
                "service_url": here,
                "service_path": "/api/v1/reconcile/properties",
            },
            "property_settings": [AS_AT],
        },
        "documentation": f"{here}/api/",
        "serviceVersion": release(),
        "batchSize": MOST_QUERIES,
    }


def _suggest(here: str, kind: str, path: str) -> dict[str, str]:
    return {
        "service_url": here,
        "service_path": f"/api/v1/reconcile/suggest{path}",
        "flyout_service_url": here,
        "flyout_service_path": f"/api/v1/reconcile/flyout/{kind}?id=${{id}}",
    }


def _candidates(query: dict[str, Any], rows: tuple[Listed, ...]) -> list[dict[str, Any]]:
    text = str(query.get("query") or "")[:300]
    if not _may_be_a_mutual(query):
        return []
    asked = _properties(query)
    limit = query.get("limit")
    most = min(limit, MOST_RESULTS) if isinstance(limit, int) and limit > 0 else 5
    scored = [(_with_properties(_score(text, row), asked, row), row) for row in rows]
    found = sorted(
        ((score, row) for score, row in scored if score >= LEAST_SCORE),
        key=lambda pair: (-pair[0], pair[1].name),
    )
    only_one = sum(score == CERTAIN for score, _ in found) == 1
    return [
        {
            "id": row.code,
            "name": row.name,
            "description": row.sector,
            "type": [TYPE],
            "score": score,
            "match": score == CERTAIN and only_one,
        }
        for score, row in found[:most]
    ]


def _may_be_a_mutual(query: dict[str, Any]) -> bool:
    """A query for another type has no candidate here, unless its type is only a preference."""
    given = query.get("type") or []
    types = given if isinstance(given, list) else [given]
    return not types or query.get("type_strict") == "should" or TYPE["id"] in types


def _properties(query: dict[str, Any]) -> dict[str, set[str]]:
    """The properties asked for that the register knows, each with the values given, in small letters."""
    asked: dict[str, set[str]] = {}
    given = query.get("properties")
    for each in given if isinstance(given, list) else []:
        if isinstance(each, dict) and str(each.get("pid")) in MATCHED:
            values = each["v"] if isinstance(each.get("v"), list) else [each.get("v")]
            plain = (v.get("id", "") if isinstance(v, dict) else v for v in values)
            asked[str(each["pid"])] = {str(v).strip().casefold() for v in plain if v is not None}
    return asked


def _with_properties(score: int, asked: dict[str, set[str]], row: Listed) -> int:
    """A number that is equal is certain; anything that differs takes ten from the score."""
    numbers = dict(row.identifiers)
    for pid, values in asked.items():
        held = numbers.get(pid) if pid.startswith("GB-") else getattr(row, pid)
        if not held or not values:
            continue
        held = str(held)
        if held.casefold() not in values:
            score -= DIFFERS
        elif pid.startswith("GB-"):
            return CERTAIN
    return score


def _score(text: str, row: Listed) -> int:
    numbers = {part for scheme, n in row.identifiers for part in (n, f"{scheme}-{n}")}
    if text.strip() in numbers:
        return CERTAIN
    code = CODE if text.strip() == row.code else 0
    return max(code, *(likeness(text, name) for name in (row.name, *row.other_names)))
