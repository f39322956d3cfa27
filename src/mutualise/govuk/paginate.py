"""One page of a long list, and addresses that keep the question while changing the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

from mutualise.govuk.misread import note, quoted, understood

T = TypeVar("T")
Params = Mapping[str, Any]

PER_PAGE = 50
MOST_PER_PAGE = 500


@dataclass(frozen=True)
class Page(Generic[T]):
    """Items `first` to `last` (counted from 1) of `total`, and how to reach the other pages."""

    items: Sequence[T]
    number: int
    pages: int
    per_page: int
    total: int
    params: Params
    # Where on the page the list begins, for a list below other things.
    anchor: str = ""

    @property
    def first(self) -> int:
        return (self.number - 1) * self.per_page + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.number * self.per_page, self.total)

    def href(self, number: int) -> str:
        """Relative address of another page of the same question; page 1 carries no number."""
        there = f"#{self.anchor}" if self.anchor else ""
        return query_string(self.params, page=number if number > 1 else None) + there

    def links(self) -> dict[str, Any]:
        """What the design system's pagination component takes: first, last and neighbours."""
        shown = sorted({1, self.pages} | set(range(self.number - 1, self.number + 2)))
        items: list[dict[str, Any]] = []
        before = 0
        for number in (n for n in shown if 1 <= n <= self.pages):
            if number > before + 1:
                items.append({"ellipsis": True})
            items.append(
                {"number": number, "href": self.href(number), "current": number == self.number}
            )
            before = number
        links: dict[str, Any] = {"items": items}
        if self.number > 1:
            links["previous"] = {"href": self.href(self.number - 1)}
        if self.number < self.pages:
            links["next"] = {"href": self.href(self.number + 1)}
        return links


def paginate(
    things: QuerySet[Any] | Sequence[T],
    params: Params,
    *,
    per_page: int = PER_PAGE,
    total: int | None = None,
) -> Page[T]:
    """The page asked for by `page` and `per_page` in `params` (usually ``request.GET``).

    An unreadable number is read as the first page and one past the end as the last, so that an
    old link still shows something (`page_of` tells the reader). At most 500 rows a page. `total` spares the count of rows to
    somebody who has counted them already.
    """
    size = min(_number(params.get("per_page"), per_page), MOST_PER_PAGE)
    if total is None:
        total = things.count() if isinstance(things, QuerySet) else len(things)
    pages = max(1, -(-total // size))
    number = min(_number(params.get("page"), 1), pages)
    start = (number - 1) * size
    items: Sequence[T] = list(things[start : start + size])
    return Page(items, number, pages, size, total, params)


def page_of(
    request: HttpRequest,
    things: QuerySet[Any] | Sequence[T],
    *,
    per_page: int = PER_PAGE,
    total: int | None = None,
    anchor: str = "",
) -> Page[T]:
    """The page that the address of a page of the site asks for. A number that is none, or that is
    beyond the end, is told to the reader. Filters and dates are read before. `anchor` names where on
    the page the list begins."""
    params = understood(request)
    page = paginate(things, params, per_page=per_page, total=total)
    size = str(params.get("per_page") or "").strip()
    if size and size != str(page.per_page):
        said = f"Rows a page: {quoted(size)} is not a whole number from 1 to {MOST_PER_PAGE}."
        note(request, "per_page", said, f"A page has {page.per_page}.")
    tell_page(request, "page", "Page", page.number, page.pages)
    return replace(page, params=understood(request), anchor=anchor)


def tell_page(request: HttpRequest, name: str, called: str, shown: int, pages: int) -> None:
    """Tell the reader where the number of a page in the address is not that of the page shown."""
    asked = request.GET.get(name, "").strip()
    if not asked or asked.lstrip("0") == str(shown):
        return
    beyond = asked.isascii() and asked.isdigit() and asked.strip("0")
    has = "1 page" if pages == 1 else f"{pages} pages"
    wrong = (
        f"is beyond the end: there {'is' if pages == 1 else 'are'} {has}"
        if beyond
        else "is not the number of a page"
    )
    note(request, name, f"{called}: {quoted(asked)} {wrong}.", f"Page {shown} is shown.")


def _number(text: object, default: int) -> int:
    """A whole number from 1 up, else the default; long digit strings are not even read."""
    written = str(text or "")
    if len(written) > 9 or not (written.isascii() and written.isdigit()):
        return default
    return int(written) or default


def query_string(params: Params, **changes: object) -> str:
    """ "?…" with `changes` made: None removes a name; the order of names is kept."""
    pairs = [(key, value) for key, value in _pairs(params) if key not in changes and value != ""]
    pairs += [(key, str(value)) for key, value in changes.items() if value is not None]
    return "?" + urlencode(pairs)


def _pairs(params: Params) -> list[tuple[str, str]]:
    if isinstance(params, QueryDict):
        return [(key, str(value)) for key, values in params.lists() for value in values]
    return [(key, str(value)) for key, value in params.items() if value is not None]


def with_query(request: HttpRequest, **changes: object) -> str:
    """This page's address with some parameters changed, back on the first page.

    For templates: ``with_query(request, sort="name")``, ``with_query(request, page=3)``.
    """
    changes.setdefault("page", None)
    return request.path + query_string(request.GET, **changes)


def hidden_inputs(params: Params, *without: str) -> list[tuple[str, str]]:
    """Name and value of every parameter a GET form must carry along, except its own."""
    own = {*without, "page"}
    return [(key, value) for key, value in _pairs(params) if key not in own and value != ""]
