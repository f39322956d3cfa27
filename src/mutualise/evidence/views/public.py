"""A source and a row of evidence: the end of every path from a figure."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import may_open, open_to
from mutualise.accounts.queries import is_editor
from mutualise.accounts.rules.roles import Access
from mutualise.evidence import presenters
from mutualise.evidence.queries import subject as queries
from mutualise.govuk.downloads import About, as_csv, json_page
from mutualise.govuk.paginate import paginate


def _about(title: str, licence: str = "Facts, each with its source") -> About:
    return About(title, licence, "Mutualise register", timezone.localdate())


@open_to(Access.ANYONE)
@require_GET
def sources(request: HttpRequest, form: str = "") -> HttpResponse:
    """Every source, searched by title, publisher or code."""
    text = request.GET.get("q", "").strip()[:200]
    found = queries.sources(text)
    rows = [{name: getattr(each, name) for name in presenters.SOURCE_FIELDS} for each in found]
    if form == "csv":
        return as_csv(rows, presenters.SOURCE_FIELDS, filename="sources")
    if form == "json":
        return json_page({"count": len(rows), "items": rows}, about=_about("Sources"))
    page = paginate(found, request.GET)
    return render(
        request,
        "evidence/sources.html",
        {"page": page, "text": text, "wanted": f"?{urlencode({'q': text})}" if text else ""},
    )


@open_to(Access.ANYONE)
@require_GET
def source(request: HttpRequest, code: str, form: str = "") -> HttpResponse:
    """One source and every observation read from it."""
    found = queries.source_called(code)
    if found is None:
        raise Http404("There is no source with this code.")
    rows = queries.read_from(found)
    if form == "json":
        content = {name: getattr(found, name) for name in presenters.SOURCE_FIELDS}
        content["observations"] = [presenters.as_item(row) for row in rows]
        return json_page(content, about=_about(found.title, found.licence))
    context = {"source": found, "page": paginate(rows, request.GET), "say": presenters}
    context["may_edit"] = may_open(request.user, Access.REGISTER_EDITOR)
    return render(request, "evidence/source.html", context)


@open_to(Access.ANYONE)
@require_GET
def observation(request: HttpRequest, reference: str, form: str = "") -> HttpResponse:
    """One row of evidence, what it replaced and what replaced it."""
    row = queries.observation_called(reference)
    if row is None:
        raise Http404("There is no observation with this reference.")
    chain = queries.history_of(row)
    if form == "json":
        content = presenters.as_item(row) | {
            "stands": chain[-1].pk == row.pk and not row.withdrawn,
            "history": [presenters.as_item(each) for each in chain],
        }
        return json_page(content, about=_about(str(row)))
    later = [each for each in chain if each.pk > row.pk]
    context = {
        "row": row,
        "chain": chain,
        "titles": queries.titles_of(each.source.code for each in chain),
        "later": later,
        "say": presenters,
        "editor": is_editor(request.user),
    }
    return render(request, "evidence/observation.html", context)
