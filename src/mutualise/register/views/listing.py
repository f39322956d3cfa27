"""The register as a list and as a map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.govuk.asked import Asked, asked_or_today
from mutualise.govuk.downloads import About, as_csv, as_json, as_xlsx
from mutualise.govuk.maps import region_map
from mutualise.govuk.misread import chosen_each, note, ordered, quoted, understood, words
from mutualise.govuk.paginate import page_of, query_string
from mutualise.register import presenters
from mutualise.register.queries.definitions import DEFAULT_DEFINITION
from mutualise.register.queries.search import (
    SORTS,
    YEAR,
    Wanted,
    choices,
    choices_ever,
    find,
    listing,
)
from mutualise.register.rules.life import Status

CALLED = {
    "sector": "Sector", "area": "Area", "legal_form": "Legal form", "status": "Status", "entry_class": "Kind of entry",
    "exists": "Exists now", "supported": "Was supported", "launched_after_support": "Launched after support",
}  # fmt: skip
FILTERS = (*CALLED, "launch_year")
PER_PAGE = 25
DOWNLOADS: dict[str, Callable[..., HttpResponse]] = {
    "csv": as_csv,
    "json": as_json,
    "xlsx": as_xlsx,
}


def about(title: str, asked: Asked) -> About:
    """Licence, source and date of a download of the register."""
    return About(title, "Facts, each with its source", "Mutualise register", asked.as_at)


def _wanted(request: HttpRequest, asked: Asked) -> Wanted:
    ever = choices_ever(as_at=asked.as_at, known_at=asked.as_known_at)
    return Wanted(
        text=words(request),
        parent_body=words(request, "parent_body", "Parent body"),
        sort=ordered(request, SORTS, "name", "by name"),
        launch_year=_year(request),
        **chosen_each(request, {name: (called, ever[name]) for name, called in CALLED.items()}),
    )


def _year(request: HttpRequest) -> str:
    text = request.GET.get("launch_year", "").strip()
    if not text or YEAR.fullmatch(text):
        return text
    said = f"Year of launch: {quoted(text)} is not a year. Write it as in 2014."
    note(request, "launch_year", said, "The list is shown without this filter.")
    return ""


@open_to(Access.ANYONE)
@require_GET
def register(request: HttpRequest, form: str = "") -> HttpResponse:
    """Search, filter, sort and page the register, or download what was found."""
    asked, errors = asked_or_today(request)
    wanted = _wanted(request, asked)
    found = find(wanted, as_at=asked.as_at, known_at=asked.as_known_at)
    if form:
        rows = [presenters.as_row(row) for row in found]
        title = about("Register of public service mutuals", asked)
        return DOWNLOADS[form](rows, presenters.COLUMNS, about=title, filename="register")
    kept = {key: value for key, value in understood(request).items() if value and key != "page"}
    context: dict[str, Any] = {
        "asked": asked,
        "errors": errors,
        "wanted": wanted,
        "page": page_of(request, found, per_page=PER_PAGE),
        "choices": choices(as_at=asked.as_at, known_at=asked.as_known_at),
        "say": presenters,
        "reopened": sum(row.reopened is not None for row in found),
        "definition": DEFAULT_DEFINITION,
        "kept": query_string(kept) if kept else "",
        "carried": [(n, v) for n, v in kept.items() if n not in ("as_at", "as_known_at")],
        "sort_links": {name: query_string({**kept, "sort": name}) for name in SORTS},
        "filtered": any(getattr(wanted, name) for name in (*FILTERS, "text", "parent_body")),
    }
    return render(request, "register/listing.html", context)


@open_to(Access.ANYONE)
@require_GET
def area_map(request: HttpRequest, form: str = "") -> HttpResponse:
    """Live bodies by region and nation on a day, as a map and a table."""
    asked, errors = asked_or_today(request)
    live = [
        row
        for row in listing(as_at=asked.as_at, known_at=asked.as_known_at)
        if row.status == Status.LIVE and row.entry_class == "mutual"
    ]
    counts = Counter(row.region or row.nation for row in live)
    nowhere = counts.pop("", 0) + counts.pop("england", 0)
    values = {area: counts.get(area, 0) for area in presenters.MAP_AREAS}
    rows = [
        {"area": area, "name": presenters.area_name(area), "live": n} for area, n in values.items()
    ]
    if form == "csv":
        return as_csv(rows, ("area", "name", "live"), filename="register-by-area")
    if form == "json":
        return as_json(rows, ("area", "name", "live"), about=about("Live mutuals by area", asked))
    links = {
        area: "/register/"
        + query_string({**asked.fields, "area": area, "status": "LIVE", "entry_class": "mutual"})
        for area in values
    }
    context = {
        "asked": asked,
        "errors": errors,
        "rows": rows,
        "links": links,
        "nowhere": nowhere,
        "total": len(live),
        "drawing": region_map(values, title="Live mutuals by region and nation", hrefs=links),
    }
    return render(request, "register/map.html", context)
