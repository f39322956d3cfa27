"""The list of figures and the page behind each: from a headline to the row of evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.evidence import presenters as evidence_words
from mutualise.evidence.queries.subject import parts_known, titles_of
from mutualise.evidence.rules.parts import label_of_part, named
from mutualise.govuk.asked import DateUnreadable, asked_or_today
from mutualise.govuk.downloads import as_csv, as_json, as_xlsx, computed, json_page
from mutualise.govuk.keep import kept
from mutualise.govuk.misread import note, understood
from mutualise.govuk.paginate import page_of, query_string, tell_page
from mutualise.register.queries.definitions import definitions
from mutualise.register.queries.facts import facts_by_code
from mutualise.statistics import presenters
from mutualise.statistics.queries import figure as queries
from mutualise.statistics.queries.evidence import version
from mutualise.statistics.queries.measures import (
    MeasureUnknown,
    in_force,
    measure_called,
    measures,
    versions_of,
)
from mutualise.statistics.queries.questions import PARAMETERS, ParameterWrong, question, with_window
from mutualise.statistics.queries.revisions import Revisions, revisions
from mutualise.statistics.rules.estimate import Estimate
from mutualise.statistics.rules.measure import Measure
from mutualise.statistics.rules.question import Question
from mutualise.statistics.rules.readings import Row


@open_to(Access.ANYONE)
@kept(version)
@require_GET
def listing(request: HttpRequest, form: str = "") -> HttpResponse:
    """Every measure with its value as at a day, where it needs no more than a day."""
    asked, errors = asked_or_today(request)
    rows: list[dict[str, Any]] = []
    for every in measures().values():
        measure = in_force(every, asked.as_known_at)
        found = None if _needs_more(measure) else _estimate_as_at(measure, asked)
        rows.append({"measure": measure, "found": found})
    if form == "csv":
        return as_csv(
            [presenters.listed(row["measure"], row["found"]) for row in rows],
            presenters.LISTED, filename="figures", about=computed("Figures"),
        )  # fmt: skip
    if form == "json":
        items = [
            presenters.listed(row["measure"], row["found"])
            | {"estimate": row["found"].to_dict() if row["found"] else None}
            for row in rows
        ]
        return json_page({"as_at": asked.as_at, "items": items}, about=computed("Figures"))
    context = {
        "groups": presenters.grouped(rows, first=queries.HEADLINES), "asked": asked, "errors": errors,
        "text": presenters,
    }  # fmt: skip
    return render(request, "statistics/listing.html", context)


def _needs_more(measure: Measure) -> bool:
    return measure.subject == "organisation" or measure.method.startswith("period-growth/")


def _estimate_as_at(measure: Measure, asked: Any) -> Estimate:
    given = {"at": asked.as_at.isoformat()}
    put = question(measure, given)
    return queries.estimate(
        measure,
        Question(
            put.as_at,
            asked.as_known_at,
            put.area,
            put.subject,
            years=measure.years,
            definition=put.definition,
        ),
    )


@open_to(Access.ANYONE)
@kept(version)
@require_GET
def figure(request: HttpRequest, code: str, form: str = "") -> HttpResponse:
    """One figure with everything behind it. The address takes the parameters of a claim link."""
    try:
        measure = measure_called(code)
    except MeasureUnknown as unknown:
        raise Http404(str(unknown)) from unknown
    given = given_by(request.GET)
    try:
        given = with_window(measure, given)
        put = question(measure, given)
    except (ParameterWrong, DateUnreadable) as wrong:
        if form:
            note(request, "question", str(wrong))
        return _ask_again(request, measure, given, str(wrong))
    measure = in_force(measure, put.as_known_at)
    found = queries.estimate(measure, put)
    if form == "json":
        return json_page(found.to_dict(), about=computed(measure.title))
    if form == "bundle":
        name = f"{measure.code}-{put.as_at.isoformat()}-bundle"
        bundle = queries.bundle(measure, put)
        return json_page(bundle, about=computed(measure.title), filename=name)
    if form == "revisions":
        changes = _revisions(request, measure, put)
        name = f"{measure.code}-revisions-{changes.number}-of-{changes.pages}"
        about = computed(f"Revisions of {measure.title}")
        return as_csv(
            presenters.revised(changes.items), presenters.REVISED, filename=name, about=about
        )
    series = queries.through_time(measure, put, presenters.days_for_chart(put.as_at))
    if form == "csv":
        columns = ("as_at", "value", "lower", "upper", "unit", "speaks", "reason")
        rows = [
            {"as_at": each.question.as_at} | {name: getattr(each, name) for name in columns[1:]}
            for each in series
        ]
        return as_csv(rows, columns, filename=measure.code, about=computed(measure.title))
    return render(request, "statistics/figure.html", _context(request, measure, put, given, series))


@open_to(Access.ANYONE)
@require_GET
def observations(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The observations behind a figure, in the order of its page, to download."""
    try:
        measure = measure_called(code)
        put = question(measure, parameters(request.GET, measure))
    except MeasureUnknown as unknown:
        raise Http404(str(unknown)) from unknown
    except (ParameterWrong, DateUnreadable) as wrong:
        note(request, "question", str(wrong))
        raise BadRequest(str(wrong)) from wrong
    measure = in_force(measure, put.as_known_at)
    found = queries.estimate(measure, put)
    names = _names(put)
    behind = _evidence(measure, put, found, names)
    titles = titles_of((row.source for row in behind), put.as_known_at)
    used = set(found.used)
    rows = [presenters.observed(row, names, titles, used) for row in behind]
    about = computed(f"Observations behind {measure.title}", put.as_at)
    make = {"csv": as_csv, "xlsx": as_xlsx, "json": as_json}[form]
    name = None if form == "json" else f"{measure.code}-{put.as_at.isoformat()}-observations"
    answer: HttpResponse = make(rows, presenters.OBSERVED, filename=name, about=about)  # type: ignore[operator]
    return answer


def _names(put: Question) -> dict[str, str]:
    """The names of the bodies by code, as known at the moment asked about."""
    return {body.organisation: body.name for body in facts_by_code(put.as_known_at).values()}


def _evidence(
    measure: Measure, put: Question, found: Estimate, names: Mapping[str, str]
) -> list[Row]:
    """The observations that stood, those used first, then by the name of whom they are of."""
    used = set(found.used)
    large = queries.is_large(measure, put)
    rows = queries.known_rows(measure, put, found.used, large=large)
    return sorted(
        rows, key=lambda row: (row.digest not in used, names.get(row.subject, row.subject))
    )


def _counted(
    measure: Measure, put: Question, names: Mapping[str, str]
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Code and name of the bodies the figure is of, and of those nobody can place."""
    inside: list[tuple[str, str]] = []
    unclear: list[tuple[str, str]] = []
    if measure.population:
        for each in queries.population_of(measure, put).within(put.area or measure.area).members:
            (inside if each.certain else unclear).append(
                (each.code, names.get(each.code, each.code))
            )
    return inside, unclear


def parameters(address: Mapping[str, str], measure: Measure) -> dict[str, str]:
    """The parameters of a question in an address, with the measure's usual window. Raises
    DateUnreadable for a moment that cannot be read."""
    return with_window(measure, given_by(address))


def given_by(address: Mapping[str, str]) -> dict[str, str]:
    """The parameters of a question in an address; `as_at` and `as_known_at` are read too."""
    given = {name: address[name].strip() for name in PARAMETERS if address.get(name, "").strip()}
    for name, alias in (("at", "as_at"), ("known_at", "as_known_at")):
        if address.get(alias, "").strip():
            given[name] = address[alias].strip()
    return given


def _ask_again(
    request: HttpRequest, measure: Measure, given: Mapping[str, str], problem: str
) -> HttpResponse:
    """The measure without a value: what it needs, and a form to say it."""
    context = {
        "measure": measure,
        "given": given,
        "problem": problem if given else "",
        "bodies": sorted(facts_by_code().values(), key=lambda body: body.name),
    }
    return render(request, "statistics/ask.html", context, status=400 if given else 200)


def _context(
    request: HttpRequest,
    measure: Measure,
    put: Question,
    given: Mapping[str, str],
    series: list[Estimate],
) -> dict[str, Any]:
    found = queries.estimate(measure, put)
    used = set(found.used)
    names = _names(put)
    shown = page_of(request, _evidence(measure, put, found, names))
    companion = measures().get(measure.companion)
    changes = _revisions(request, measure, put)
    beside = {name: text for name, text in given.items() if name in ("at", "known_at", "area")}
    return {
        "measure": measure,
        "found": found,
        "put": put,
        "given": dict(given),
        "carried": [(n, v) for n, v in given.items() if n not in ("at", "known_at")],
        "query": request.META.get("QUERY_STRING", ""),
        "summary": presenters.summary(measure, found),
        "text": presenters,
        "say": evidence_words,
        "series": series,
        "chart": presenters.over_time(series, measure.title),
        "waterfall": presenters.waterfall(found, "From the naive sum to the published figure"),
        "evidence": shown,
        "titles": titles_of((row.source for row in shown.items), put.as_known_at),
        "used": used,
        "large": queries.is_large(measure, put),
        "names": names,
        "whom": presenters.whom(put.subject, names),
        "parts": _parts(measure, put) if measure.parts else [],
        "missing": [(code, names.get(code, code)) for code in found.missing],
        "imputed": [(code, names.get(code, code)) for code in found.imputed],
        "revisions": changes,
        "newer": _revisions_page(request, changes.number - 1, changes.pages),
        "older": _revisions_page(request, changes.number + 1, changes.pages),
        "versions": versions_of(measure),
        "companion": companion,
        "beside": urlencode({"at": put.as_at.isoformat()} | beside),
        "counted": _counted(measure, put, names),
        "stated": queries.estimate(companion, question(companion, beside)) if companion else None,
        "definitions": definitions(),
    }


def _revisions(request: HttpRequest, measure: Measure, put: Question) -> Revisions:
    found = revisions(measure, put, request.GET)
    tell_page(request, "revisions", "Page of the revisions", found.number, found.pages)
    return found


def _revisions_page(request: HttpRequest, number: int, pages: int) -> dict[str, str] | None:
    """The link to a page of the revisions, if there is one of that number."""
    if not 1 <= number <= pages:
        return None
    return {"href": query_string(understood(request), revisions=number) + "#revisions"}


def _parts(measure: Measure, put: Question) -> list[tuple[str, list[tuple[str, str]]]]:
    """By dimension, the parts on record with the address of each one's figure on the same day; what
    is chosen by another dimension stays chosen, and the first leads back to every part."""
    known = parts_known(measure.kinds[0], measure.subject)
    chosen = named(put.subject)
    found = []
    for name in measure.parts:
        kept = {each: value for each, value in chosen.items() if each != name}
        other = [("any", _part_link(put, kept))] if name in chosen else []
        found.append((name, other + [
            (label_of_part(name, each), _part_link(put, {**kept, name: each}))
            for each in known.get(name, []) if chosen.get(name) != each
        ]))  # fmt: skip
    return found


def _part_link(put: Question, chosen: dict[str, str]) -> str:
    return f"?{urlencode({'at': put.as_at.isoformat(), **chosen})}"
