"""Completion of what somebody types in a matching tool, and short previews to show beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.html import format_html

from mutualise.register.queries.search import Listed, folded, listing
from mutualise.register.rules.matching import LEAST_SPELLING, likeness
from mutualise.web.api.extension import TYPE
from mutualise.web.api.problems import Refused, problem, refusal
from mutualise.web.api.properties import PROPERTIES

AT_ONCE = 25
ABOUT_TYPE = "A body that delivers public services and is, or was held to be, a mutual."


def suggest(request: HttpRequest) -> HttpResponse:
    """Bodies of whose name or former name a word starts with the letters typed, or their code; after
    them those whose name is spelt much alike, the likest first."""
    prefix = _prefix(request)
    found = (
        {"id": row.code, "name": row.name, "description": row.sector, "notable": [TYPE]}
        for row in (_beginning_or_like(prefix) if prefix else ())
    )
    return _page(request, found)


def _beginning_or_like(prefix: str) -> list[Listed]:
    """OpenRefine asks with the whole cell before anything is typed, and a cell may be misspelt."""
    rows = listing(as_at=timezone.localdate())
    begun = [row for row in rows if _begins(prefix, (row.code, row.name, *row.other_names))]
    known = {row.code for row in begun}
    scored = [
        (max(likeness(prefix, name) for name in (row.name, *row.other_names)), row)
        for row in rows
        if row.code not in known
    ]
    alike = sorted(
        ((score, row) for score, row in scored if score >= LEAST_SPELLING),
        key=lambda pair: (-pair[0], pair[1].name),
    )
    return begun + [row for _, row in alike]


def suggest_property(request: HttpRequest) -> HttpResponse:
    """Properties by the beginning of a word of their name, or of their id; all for nothing typed."""
    found = (
        {"id": each.id, "name": each.name, "description": each.description}
        for each in PROPERTIES.values()
        if _begins(_prefix(request), (each.id, each.name))
    )
    return _page(request, found)


def suggest_type(request: HttpRequest) -> HttpResponse:
    """The one type there is, where the letters typed begin one of its words."""
    fits = _begins(_prefix(request), (TYPE["id"], TYPE["name"]))
    return _page(request, [TYPE | {"description": ABOUT_TYPE}] if fits else [])


def _prefix(request: HttpRequest) -> str:
    return folded(request.GET.get("prefix", "").strip()[:100])


def _begins(prefix: str, names: Iterable[str]) -> bool:
    return any(f" {prefix}" in f" {folded(name)}" for name in names)


def _page(request: HttpRequest, found: Iterable[dict[str, Any]]) -> HttpResponse:
    """The next suggestions after `cursor`, of which at most 25 are sent."""
    cursor = request.GET.get("cursor", "") or "0"
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= 9):
        said = f"cursor: “{cursor[:200]}” is not a whole number from 0."
        return refusal(Refused("parameter-value", said, parameter="cursor", value=cursor))
    return JsonResponse({"result": list(found)[int(cursor) :][:AT_ONCE]})


def preview(request: HttpRequest) -> HttpResponse:
    """A few lines about one body, for the pop-up of a matching tool."""
    row = _row(request.GET.get("id", ""))
    if row is None:
        return problem(404, "There is no such body in the register.", kind="not-found")
    return HttpResponse(
        format_html(
            '<!doctype html><html lang="en-GB"><head><title>{}</title></head>'
            "<body>{}</body></html>",
            row.name, _lines(row.name, _about(row)),
        )
    )  # fmt: skip


def flyout(request: HttpRequest, kind: str) -> HttpResponse:
    """A few lines about a body, a property or the type, as HTML inside JSON."""
    code = request.GET.get("id", "")
    told = FLYOUTS[kind](code) if kind in FLYOUTS else None
    if told is None:
        said = "There is nothing of this kind and id. Kinds are entity, property and type."
        return problem(404, said, kind="not-found")
    return JsonResponse({"id": code, "html": _lines(*told)})


def _row(code: str) -> Listed | None:
    return next((r for r in listing(as_at=timezone.localdate()) if r.code == code), None)


def _about(row: Listed) -> str:
    also = f" Also known as {', '.join(row.other_names)}." if row.other_names else ""
    return f"{row.sector or 'Sector not recorded'}. {row.status_reason}{also}"


def _lines(name: str, about: str) -> str:
    # No heading: without a style sheet of ours a tool draws one so large that the rest is cut off.
    return format_html("<p><strong>{}</strong></p><p>{}</p>", name, about)


def _of_entity(code: str) -> tuple[str, str] | None:
    row = _row(code)
    return (row.name, _about(row)) if row else None


def _of_property(code: str) -> tuple[str, str] | None:
    found = PROPERTIES.get(code)
    return (found.name, found.description) if found else None


def _of_type(code: str) -> tuple[str, str] | None:
    return (TYPE["name"], ABOUT_TYPE) if code == TYPE["id"] else None


FLYOUTS: dict[str, Callable[[str], tuple[str, str] | None]] = {
    "entity": _of_entity,
    "property": _of_property,
    "type": _of_type,
}
