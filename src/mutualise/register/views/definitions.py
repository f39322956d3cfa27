"""The dated definitions, and the register counted under each."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.evidence.queries.subject import titles_of
from mutualise.govuk.asked import Asked, DateUnreadable, asked_or_today, read_day
from mutualise.govuk.downloads import as_csv, as_json, json_page
from mutualise.govuk.misread import note, understood
from mutualise.govuk.paginate import query_string
from mutualise.register import presenters
from mutualise.register.presenters import reasons
from mutualise.register.queries.definitions import definitions as all_definitions
from mutualise.register.queries.facts import all_facts
from mutualise.register.queries.population import counted
from mutualise.register.rules.counting import Count, compare
from mutualise.register.views.listing import about

PLACES = (("in", "inside"), ("unclear", "unclear"), ("out", "outside"), ("not live", "not_live"))


@open_to(Access.ANYONE)
@require_GET
def listing(request: HttpRequest, form: str = "") -> HttpResponse:
    """Every definition with its wording, dates and source."""
    asked, errors = asked_or_today(request)
    found = [d for d in all_definitions().values() if d.valid_from <= asked.as_at]
    columns = (
        "code", "title", "owner", "valid_from", "valid_until", "wording", "source", "url",
    )  # fmt: skip
    rows = [{name: getattr(each, name) for name in columns} for each in found]
    if form == "csv":
        return as_csv(rows, columns, filename="definitions")
    if form == "json":
        return as_json(rows, columns, about=about("Definitions", asked))
    context = {"definitions": found, "asked": asked, "errors": errors}
    return render(request, "register/definitions.html", context)


@open_to(Access.ANYONE)
@require_GET
def definition(request: HttpRequest, code: str, form: str = "") -> HttpResponse:
    """One definition, and who is in, out and unclear under it on a day."""
    found = all_definitions().get(code)
    if found is None:
        raise Http404("There is no definition with this code.")
    asked, errors = asked_or_today(request)
    result = counted(code, asked.as_at, asked.as_known_at)
    rows = [
        {
            "definition": code,
            "as_at": asked.as_at,
            "place": place,
            "code": body.code,
            "name": body.name,
            "reason": body.reason,
        }
        for place, attribute in PLACES
        for body in getattr(result, attribute)
    ]
    columns = ("definition", "as_at", "place", "code", "name", "reason")
    if form == "csv":
        return as_csv(rows, columns, filename=f"count-{code}")
    if form == "json":
        return as_json(rows, columns, about=about(found.title, asked))
    context = {
        "definition": found,
        "asked": asked,
        "errors": errors,
        "count": result,
        "titles": titles_of(reasons.cited(row["reason"] for row in rows), asked.as_known_at),
        "places": [(place, getattr(result, attribute)) for place, attribute in PLACES],
        "with_sources": reasons.with_sources,
        "in_use": found.in_use(asked.as_at),
        "say": presenters,
    }
    return render(request, "register/definition.html", context)


@open_to(Access.ANYONE)
@require_GET
def comparison(request: HttpRequest, form: str = "") -> HttpResponse:
    """Counts under every definition on a day, and what moved them since another day."""
    asked, errors = asked_or_today(request)
    against, problem = _against(request)
    if problem:
        errors["against"] = problem
    counts = [counted(code, asked.as_at, asked.as_known_at) for code in all_definitions()]
    before = (
        [counted(code, against, asked.as_known_at) for code in all_definitions()] if against else []
    )
    moves = _moves(asked, against) if against else []
    if form == "csv":
        columns = ("definition", "on", "in", "unclear", "out", "not_live")
        return as_csv([_sizes(c) for c in [*before, *counts]], columns, filename="counts")
    if form == "json":
        content = {
            "as_at": asked.as_at,
            "against": against,
            "counts": [_sizes(c) for c in counts],
            "before": [_sizes(c) for c in before],
            "moved": moves,
        }
        return json_page(content, about=about("Counts under each definition", asked))
    context = {
        "asked": asked,
        "against": against,
        "query": query_string(understood(request)) if request.GET else "",
        "errors": errors,
        "definitions": all_definitions(),
        "counts": counts,
        "before": {each.definition: each for each in before},
        "moves": _together(moves),
    }
    return render(request, "register/compare.html", context)


def _against(request: HttpRequest) -> tuple[date | None, str]:
    text = request.GET.get("against", "").strip()
    try:
        return (read_day("against", text) if text else None), ""
    except DateUnreadable as wrong:
        note(request, "against", f"Beside: {wrong.remedy}", "Nothing is compared.")
        return None, wrong.remedy


def _sizes(found: Count) -> dict[str, Any]:
    sizes = {place.replace(" ", "_"): len(getattr(found, attribute)) for place, attribute in PLACES}
    return {"definition": found.definition, "on": found.on} | sizes


def _moves(asked: Asked, against: date) -> list[dict[str, Any]]:
    bodies = all_facts(asked.as_known_at)
    return [
        {
            "definition": code,
            "code": each.code,
            "name": each.name,
            "before": each.before,
            "after": each.after,
            "because": list(each.events),
        }
        for code, found in all_definitions().items()
        for each in compare(found, bodies, against, asked.as_at)
    ]


def _together(moves: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A body that moved in the same way under several definitions once, with those it is under, by name."""
    found: dict[tuple[Any, ...], list[str]] = {}
    names = ("name", "code", "before", "after")
    for each in moves:
        alike = (*(each[name] for name in names), tuple(each["because"]))
        found.setdefault(alike, []).append(each["definition"])
    every = list(all_definitions())
    return [
        dict(zip((*names, "because"), alike, strict=True))
        | {"under": "Every definition" if under == every else ", ".join(under)}
        for alike, under in sorted(found.items(), key=lambda pair: pair[0][0].casefold())
    ]
