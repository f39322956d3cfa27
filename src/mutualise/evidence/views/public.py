"""A source and a row of evidence: the end of every path from a figure."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import may_open, open_to
from mutualise.accounts.queries import is_editor
from mutualise.accounts.rules.roles import Access
from mutualise.evidence import presenters
from mutualise.evidence.queries import subject as queries
from mutualise.govuk.asked import Asked, asked_or_today
from mutualise.govuk.downloads import About, as_csv, json_page
from mutualise.govuk.misread import words
from mutualise.govuk.paginate import page_of, query_string

EVERY_DAY = "Every day is shown instead."


def _about(title: str, asked: Asked, licence: str = "Facts, each with its source") -> About:
    return About(title, licence, "Mutualise register", asked.as_at)


def _not_yet(request: HttpRequest, what: str, here: str, asked: Asked) -> HttpResponse:
    context = {"what": what, "here": here, "asked": asked}
    return render(request, "evidence/not_yet.html", context, status=404)


@open_to(Access.ANYONE)
@require_GET
def sources(request: HttpRequest, form: str = "") -> HttpResponse:
    """Every source known at a moment, searched by title, publisher or code."""
    asked, errors = asked_or_today(request, instead=EVERY_DAY)
    text = words(request)
    found = queries.sources(text, asked.as_known_at)
    rows = [{name: getattr(each, name) for name in presenters.SOURCE_FIELDS} for each in found]
    if form == "csv":
        return as_csv(rows, presenters.SOURCE_FIELDS, filename="sources")
    if form == "json":
        content = {"as_known_at": asked.as_known_at, "count": len(rows), "items": rows}
        return json_page(content, about=_about("Sources", asked))
    given = {"q": text} if text else {}
    context = {
        "asked": asked,
        "errors": errors,
        "page": page_of(request, found),
        "text": text,
        "wanted": query_string(given | asked.fields) if given or asked.fields else "",
    }
    return render(request, "evidence/sources.html", context)


@open_to(Access.ANYONE)
@require_GET
def source(
    request: HttpRequest, code: str, names_of: presenters.NamesOf, form: str = ""
) -> HttpResponse:
    """One source and every observation read from it, as known at a moment."""
    asked, errors = asked_or_today(request, instead=EVERY_DAY)
    found = queries.source_called(code, asked.as_known_at)
    if found is None:
        if asked.as_known_at is None or not queries.source_exists(code):
            raise Http404("There is no source with this code.")
        return _not_yet(request, "this source", request.path, asked)
    rows = queries.read_from(found, asked.as_known_at, asked.day_given)
    if form == "json":
        content = {name: getattr(found, name) for name in presenters.SOURCE_FIELDS}
        content["as_known_at"] = asked.as_known_at
        names = presenters.names_for(rows, names_of, asked.as_known_at)
        content["observations"] = [presenters.named_item(row, names) for row in rows]
        return json_page(content, about=_about(found.title, asked, found.licence))
    page = page_of(request, rows)
    context = {
        "asked": asked,
        "errors": errors,
        "source": found,
        "page": page,
        "names": presenters.names_for(page.items, names_of, asked.as_known_at),
        "say": presenters,
        "may_edit": may_open(request.user, Access.REGISTER_EDITOR),
    }
    return render(request, "evidence/source.html", context)


@open_to(Access.ANYONE)
@require_GET
def observation(
    request: HttpRequest, reference: str, names_of: presenters.NamesOf, form: str = ""
) -> HttpResponse:
    """One row of evidence, what it replaced, and what had replaced it at a moment."""
    asked, errors = asked_or_today(request, instead=EVERY_DAY)
    row = queries.observation_called(reference)
    if row is None:
        raise Http404("There is no observation with this reference.")
    if asked.as_known_at and row.recorded_at > asked.as_known_at:
        return _not_yet(request, "this observation", request.path, asked)
    chain = queries.history_of(row, asked.as_known_at)
    names = presenters.names_for([row], names_of, asked.as_known_at)
    if form == "json":
        content = presenters.named_item(row, names) | {
            "as_known_at": asked.as_known_at,
            "stands": chain[-1].pk == row.pk and not row.withdrawn,
            "history": [presenters.as_item(each) for each in chain],
        }
        return json_page(content, about=_about(str(row), asked))
    later = [each for each in chain if each.pk > row.pk]
    context = {
        "asked": asked,
        "errors": errors,
        "row": row,
        "names": names,
        "chain": chain,
        "titles": queries.titles_of((each.source.code for each in chain), asked.as_known_at),
        "later": later,
        "say": presenters,
        "editor": is_editor(request.user),
    }
    return render(request, "evidence/observation.html", context)
