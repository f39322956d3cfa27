"""What every answer of the API carries, and how a bad question is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest

from mutualise.govuk.asked import Asked
from mutualise.govuk.downloads import OUR_LICENCE
from mutualise.govuk.paginate import Page, paginate, query_string
from mutualise.web.api.problems import Refused

LICENCE = f"Facts, each with its source; our own words under the {OUR_LICENCE}"
SOURCE = "Mutualise register"


def answer(request: HttpRequest, asked: Asked, content: Mapping[str, Any]) -> dict[str, Any]:
    """One thing, with the dates it was asked for, licence and source."""
    return {
        "as_at": asked.as_at.isoformat(),
        "as_known_at": asked.as_known_at.isoformat() if asked.as_known_at else None,
        "licence": LICENCE,
        "source": SOURCE,
    } | dict(content)


def listed(
    request: HttpRequest,
    asked: Asked,
    found: Sequence[Any],
    item: Callable[[Any], Mapping[str, Any]],
) -> dict[str, Any]:
    """A page of a list, with the addresses of its neighbours. Refuses a page beyond the end."""
    page = paginate(found, request.GET, per_page=50)
    _refuse_beyond(request.GET.get("page", "1"), page)
    here = request.build_absolute_uri(request.path)
    follow = page.number < page.pages
    before = page.number > 1
    content = {
        "count": page.total,
        "page": page.number,
        "pages": page.pages,
        "next": here + query_string(request.GET, page=page.number + 1) if follow else None,
        "previous": here + query_string(request.GET, page=page.number - 1) if before else None,
        "items": [item(each) for each in page.items],
    }
    return answer(request, asked, content)


def _refuse_beyond(asked: str, page: Page[Any]) -> None:
    if int(asked) > page.pages:
        has = "1 page" if page.pages == 1 else f"{page.pages} pages"
        said = f"page: “{asked}” is beyond the end. The list has {has} of {page.per_page}."
        raise Refused("page-beyond-end", said, parameter="page", value=asked)
