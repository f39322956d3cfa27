"""The register, its evidence, figures and announcements as data."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router
from ninja.errors import HttpError

from mutualise.claims.queries.announcements import (
    announcement_called,
    announcements,
    claims_now,
)
from mutualise.evidence import presenters as evidence
from mutualise.evidence.queries import subject as rows
from mutualise.govuk.asked import Asked, DateUnreadable, read_asked
from mutualise.register import presenters
from mutualise.register.queries import entry as entries
from mutualise.register.queries.definitions import definitions
from mutualise.register.queries.population import counted
from mutualise.register.queries.search import Wanted, find
from mutualise.statistics.queries import figure
from mutualise.statistics.queries.measures import MeasureUnknown, in_force, measure_called, measures
from mutualise.statistics.queries.questions import ParameterWrong, question
from mutualise.statistics.views import parameters
from mutualise.web.api.answers import answer, listed

router = Router()


@router.get("/register", summary="Search the register")
def register(
    request: HttpRequest,
    q: str = "",
    sector: str = "",
    area: str = "",
    legal_form: str = "",
    parent_body: str = "",
    status: str = "",
    entry_class: str = "",
    launch_year: str = "",
    exists: str = "",
    supported: str = "",
    launched_after_support: str = "",
    sort: str = "name",
    page: str = "1",
    per_page: str = "50",
    as_at: str = "",
    as_known_at: str = "",
) -> dict[str, Any]:
    asked = read_asked(request.GET)
    wanted = Wanted(
        q, sector, area, legal_form, parent_body, status, launch_year, entry_class, sort,
        exists, supported, launched_after_support,
    )  # fmt: skip
    found = find(wanted, as_at=asked.as_at, known_at=asked.as_known_at)
    return listed(request, asked, found, presenters.as_row)


@router.get("/register/{code}", summary="One body with its verdicts")
def body(request: HttpRequest, code: str, as_at: str = "", as_known_at: str = "") -> dict[str, Any]:
    """The body as it was on the day: what began later is left out."""
    asked = read_asked(request.GET)
    found = entries.body_on(code, asked.as_at, asked.as_known_at)
    if found is None:
        raise HttpError(404, f"The register holds no body with the code “{code}” at that moment.")
    content = presenters.body_item(found)
    return answer(request, asked, content)


@router.get("/observations", summary="Observations of one subject")
def observations(
    request: HttpRequest,
    subject: str,
    measure: str = "",
    quality: str = "",
    page: str = "1",
    per_page: str = "50",
    as_at: str = "",
    as_known_at: str = "",
) -> dict[str, Any]:
    """Every row that stood; with `as_at`, those whose period had begun by that day."""
    asked = read_asked(request.GET)
    found = [
        row
        for row in rows.observations_of(subject, asked.as_known_at, asked.day_given)
        if measure in ("", row.measure) and quality in ("", row.quality)
    ]
    return listed(request, asked, found, evidence.as_item)


@router.get("/observations/{reference}", summary="One observation with its history")
def observation(
    request: HttpRequest, reference: str, as_at: str = "", as_known_at: str = ""
) -> dict[str, Any]:
    """A row is the same on every day, so `as_at` changes nothing."""
    asked = read_asked(request.GET)
    row = rows.observation_called(reference)
    if row is None or (asked.as_known_at and row.recorded_at > asked.as_known_at):
        raise HttpError(404, f"The record holds no observation “{reference}” at that moment.")
    history = [evidence.as_item(each) for each in rows.history_of(row, asked.as_known_at)]
    return answer(request, asked, evidence.as_item(row) | {"history": history})


@router.get("/sources", summary="Search the sources")
def sources(
    request: HttpRequest,
    q: str = "",
    page: str = "1",
    per_page: str = "50",
    as_at: str = "",
    as_known_at: str = "",
) -> dict[str, Any]:
    """Sources have no period, so `as_at` leaves none out."""
    asked = read_asked(request.GET)
    return listed(request, asked, rows.sources(q, asked.as_known_at), _source)


@router.get("/sources/{code}", summary="One source and what was read from it")
def source(
    request: HttpRequest, code: str, as_at: str = "", as_known_at: str = ""
) -> dict[str, Any]:
    """With `as_at`, the observations whose period had begun by that day."""
    asked = read_asked(request.GET)
    found = rows.source_called(code, asked.as_known_at)
    if found is None:
        raise HttpError(404, f"The record holds no source “{code}” at that moment.")
    read = rows.read_from(found, asked.as_known_at, asked.day_given)
    content = {"observations": [evidence.as_item(row) for row in read]}
    return answer(request, asked, _source(found) | content)


def _source(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in evidence.SOURCE_FIELDS}


@router.get("/definitions", summary="Every dated definition")
def all_definitions(
    request: HttpRequest,
    page: str = "1",
    per_page: str = "50",
    as_at: str = "",
    as_known_at: str = "",
) -> dict[str, Any]:
    """Those published by the day. They are files of the program, known at every moment."""
    asked = read_asked(request.GET)
    names = ("code", "title", "owner", "valid_from", "valid_until", "wording", "source", "url")
    found = [each for each in definitions().values() if each.valid_from <= asked.as_at]
    return listed(request, asked, found, lambda d: {n: getattr(d, n) for n in names})


@router.get("/definitions/{code}/count", summary="The register counted under a definition")
def count(
    request: HttpRequest, code: str, as_at: str = "", as_known_at: str = ""
) -> dict[str, Any]:
    asked = read_asked(request.GET)
    if code not in definitions():
        raise HttpError(404, f"There is no definition “{code}”.")
    found = counted(code, asked.as_at, asked.as_known_at)
    places = {"in": found.inside, "unclear": found.unclear, "out": found.outside}
    bodies = {
        place: [{"code": b.code, "name": b.name, "reason": b.reason} for b in listed_bodies]
        for place, listed_bodies in places.items()
    }
    return answer(request, asked, {"definition": code} | bodies)


@router.get("/measures", summary="Every measure")
def all_measures(
    request: HttpRequest,
    page: str = "1",
    per_page: str = "50",
    as_at: str = "",
    as_known_at: str = "",
) -> dict[str, Any]:
    """Each in the version in force at the moment, whatever the day."""
    asked = read_asked(request.GET)
    names = ("code", "version", "title", "unit", "method", "definition", "review_by")
    found = [in_force(each, asked.as_known_at) for each in measures().values()]
    return listed(request, asked, found, lambda m: {n: getattr(m, n) for n in names})


@router.get("/measures/{code}", summary="The estimate of a measure")
def estimate(
    request: HttpRequest,
    code: str,
    at: str = "",
    known_at: str = "",
    area: str = "",
    subject: str = "",
    years: str = "",
    definition: str = "",
    vintage: str = "",
    kind: str = "",
    lot: str = "",
    sector: str = "",
    region: str = "",
    stage: str = "",
    reason: str = "",
    first: str = Query("", alias="from"),  # type: ignore[type-arg]
    last: str = Query("", alias="to"),  # type: ignore[type-arg]
    as_at: str = "",
    as_known_at: str = "",
) -> dict[str, Any]:
    """Takes the parameters of a claim link; a window is given by `from` and `to`."""
    try:
        measure = measure_called(code)
        put = question(measure, parameters(request.GET, measure))
    except MeasureUnknown as unknown:
        raise HttpError(404, str(unknown)) from unknown
    except (ParameterWrong, DateUnreadable) as wrong:
        raise HttpError(400, str(wrong)) from wrong
    found = figure.estimate(measure, put)
    return answer(request, Asked(put.as_at, put.as_known_at), {"estimate": found.to_dict()})


@router.get("/announcements", summary="Announcements kept in the record")
def all_announcements(
    request: HttpRequest,
    page: str = "1",
    per_page: str = "50",
    as_at: str = "",
    as_known_at: str = "",
) -> dict[str, Any]:
    """Those kept by the moment; with `as_at`, those of that day or earlier."""
    asked = read_asked(request.GET)
    last = asked.day_given or date.max
    found = [
        each
        for each in announcements(shipped_only=True, known_at=asked.as_known_at)
        if each.date is None or each.date <= last
    ]
    names = ("code", "title", "date", "sha256")
    return listed(request, asked, found, lambda a: {n: getattr(a, n) for n in names})


@router.get("/announcements/{code}", summary="One announcement with its claims")
def announcement(
    request: HttpRequest, code: str, as_at: str = "", as_known_at: str = ""
) -> dict[str, Any]:
    """Each claim as it had come out by the moment. A text has one day, so `as_at` changes nothing."""
    asked = read_asked(request.GET)
    found = announcement_called(code)
    if found is None or (asked.as_known_at and found.recorded_at > asked.as_known_at):
        raise HttpError(404, f"The record holds no announcement “{code}” at that moment.")
    claims = [claim.outcome for claim in claims_now(found, asked.as_known_at)]
    content = {"code": code, "title": found.title, "date": found.date, "claims": claims}
    return answer(request, asked, content)
