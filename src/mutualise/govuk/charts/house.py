"""The house style, and the one way from a chart to markup."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from markupsafe import Markup

from mutualise.govuk import identity

if TYPE_CHECKING:
    import altair

Row = dict[str, Any]
# Every chart has this width in its own units, so that text is the same size in all of them.
WIDTH = 640
TEXT = 14
SVG = "http://www.w3.org/2000/svg"
KEPT = 512

# Vega writes these for its own scripts and for browsers that take a chart apart; ours is one image.
DROPPED = re.compile(r"^(aria-.*|role|class|pointer-events|style|cursor|width|height)$")
ElementTree.register_namespace("", SVG)

STYLE: dict[str, Any] = {
    "background": "white",
    "autosize": {"type": "fit-x", "contains": "padding"},
    "font": identity.FONT,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": TEXT,
        "titleFontSize": TEXT,
        "titleFontWeight": "normal",
        "labelColor": identity.INK,
        "titleColor": identity.INK,
        "gridColor": identity.RULE,
        "domainColor": identity.QUIET,
        "tickColor": identity.QUIET,
        "labelLimit": 300,
        "labelPadding": 6,
    },
    "axisX": {"grid": False},
    "axisY": {"ticks": False, "domain": False},
    "text": {"fontSize": TEXT, "fill": identity.INK, "font": identity.FONT},
    "legend": {"labelFontSize": TEXT, "titleFontSize": TEXT, "labelColor": identity.INK},
}


def draw(
    chart: altair.LayerChart | altair.FacetChart,
    *,
    height: int,
    title: str,
    description: str,
    key: str = "",
    right: int = 12,
) -> Markup:
    """The chart as SVG; `right` is room beside it for words that stand past its end.

    `key` tells apart two drawings of the same content on one page.
    """
    sized = chart.properties(width=WIDTH, height=height, padding=padding(right))
    finished = sized.configure(**STYLE).to_json(indent=None, sort_keys=True)
    return _render(finished, title, description, key)


def padding(right: int) -> dict[str, int]:
    return {"left": 4, "top": 14, "right": right, "bottom": 4}


@lru_cache(maxsize=KEPT)
def _render(spec: str, title: str, description: str, key: str) -> Markup:
    import vl_convert  # 0.3 s to import: only when something is drawn

    drawn = vl_convert.vegalite_to_svg(json.loads(spec), vl_version="6.4")
    mark = hashlib.sha256(repr((spec, title, description, key)).encode()).hexdigest()[:12]
    return finished_svg(drawn, title=title, description=description, mark=mark)


def finished_svg(drawn: str, *, title: str, description: str, mark: str) -> Markup:
    """One image with a name: its own ids, no scripts' attributes, sized by the page."""
    root = ElementTree.fromstring(drawn)
    _strip(root, mark)
    root.set("role", "img")
    root.set("aria-labelledby", f"t-{mark} d-{mark}")
    for name, text in (("desc", description), ("title", title)):
        element = ElementTree.Element(f"{{{SVG}}}{name}", {"id": f"{name[0]}-{mark}"})
        element.text = text
        root.insert(0, element)
    return Markup(ElementTree.tostring(root, encoding="unicode"))


def _strip(root: ElementTree.Element, mark: str) -> None:
    for element in root.iter():
        # A rectangle's size is drawing, not layout; only the image itself is sized by the page.
        sized = element.tag == f"{{{SVG}}}rect"
        for name in list(element.attrib):
            if DROPPED.match(name) and not (sized and name in ("width", "height")):
                del element.attrib[name]
            elif name == "id":
                element.set("id", f"{mark}-{element.get('id')}")
            elif "url(#" in element.attrib[name]:
                element.set(name, element.attrib[name].replace("url(#", f"url(#{mark}-"))


def time_axis(first: date, last: date, *, field: str = "at") -> altair.X:
    """A time axis that is the same in every time zone, with about six ticks."""
    import altair as alt  # 1 s to import: only when something is drawn

    days = (last - first).days
    yearly = days > 3 * 365
    axis = alt.Axis(
        title=None,
        format="%Y" if yearly else "%b %Y",
        values=[_utc(tick) for tick in ticks(first, last, yearly=yearly)],
        labelOverlap=True,
    )
    scale = alt.Scale(type="utc", domain=[_utc(first), _utc(last)])
    return alt.X(f"{field}:T", scale=scale, axis=axis)


def ticks(first: date, last: date, *, yearly: bool) -> list[date]:
    """First days of years, or of months, between two days; eight at most."""
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    starts = [date(m // 12, m % 12 + 1, 1) for m in months if not yearly or m % 12 == 0]
    inside = [start for start in starts if first <= start <= last]
    return inside[:: max(1, -(-len(inside) // 8))]


def _utc(day: date) -> altair.DateTime:
    import altair as alt

    return alt.DateTime(year=day.year, month=day.month, date=day.day, utc=True)


def value_axis(unit: str, *, grid: bool = True) -> altair.Axis:
    """An axis of values whose ticks read £1.5bn, 35,000 or 15%."""
    import altair as alt

    expression = "format(datum.value, ',.6~r')"
    if unit.startswith("GBP"):
        short = "replace(replace(format(abs(datum.value), '~s'), 'G', 'bn'), 'M', 'm')"
        expression = f"(datum.value < 0 ? '−' : '') + '£' + {short}"
    elif unit.startswith("per cent"):
        expression += " + '%'"
    return alt.Axis(tickCount=5, grid=grid, labelExpr=expression)


def chart_of(rows: Sequence[Row]) -> altair.Chart:
    import altair as alt

    return alt.Chart(alt.InlineData(values=list(rows)))
