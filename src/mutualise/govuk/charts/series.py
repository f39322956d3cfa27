"""A figure over time with its range, and the events of a life."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from mutualise.govuk import identity
from mutualise.govuk.charts import house
from mutualise.govuk.figures import Number, day, quantity

# Pixels a line of text takes, and a character at most on average.
LINE = 20
CHARACTER = 7.5


@dataclass(frozen=True)
class Point:
    """A value on a day with its range; a value of None leaves a gap."""

    at: date
    value: Number | None
    lower: Number | None = None
    upper: Number | None = None


@dataclass(frozen=True)
class Event:
    at: date
    label: str


def series_chart(
    points: Sequence[Point], *, title: str, unit: str, description: str = "", key: str = ""
) -> Markup:
    """A line with its range as a band and the last value written beside it.

    Raises ValueError when no point has a value: a page then says so in words.
    """
    return _series(tuple(sorted(points, key=lambda p: p.at)), title, unit, description, key)


@lru_cache(maxsize=house.KEPT)
def _series(points: tuple[Point, ...], title: str, unit: str, description: str, key: str) -> Markup:
    import altair as alt

    known = [point for point in points if point.value is not None]
    if not known:
        raise ValueError("a chart needs at least one value")
    first, last = span([point.at for point in points])
    x = house.time_axis(first, last)
    scale = alt.Scale(zero=unit != "index", nice=True)
    axis = house.value_axis(unit)
    y = alt.Y("value:Q", title=None, scale=scale, axis=axis)
    low = alt.Y("lower:Q", title=None, scale=scale, axis=axis)
    line = (
        house.chart_of([_row(point, unit) for point in points])
        .mark_line(
            color=identity.BRAND,
            strokeWidth=2.5,
            invalid="break-paths-show-path-domains",
            point=alt.OverlayMarkDef(color=identity.BRAND, filled=True, size=45),
        )
        .encode(x=x, y=y)
    )
    ranged = [
        _row(point, unit) | {"run": number}
        for number, run in enumerate(runs(points))
        for point in run
    ]
    band = (
        house.chart_of(ranged)
        .mark_area(color=identity.BRAND, opacity=0.2)
        .encode(x=x, y=low, y2="upper:Q", detail="run:N")
    )
    # An area over one day has no width.
    alone = [_row(run[0], unit) for run in runs(points) if len(run) == 1]
    whisker = (
        house.chart_of(alone)
        .mark_rule(color=identity.BRAND, opacity=0.5)
        .encode(x=x, y=low, y2="upper:Q")
    )
    label = (
        house.chart_of([_row(known[-1], unit)])
        .mark_text(align="right", dx=4, dy=-14, fontWeight="bold")
        .encode(x=x, y=y, text="label:N")
    )
    chart = alt.layer(band, whisker, line, label)
    said = description or _said(known, unit)
    return house.draw(chart, height=260, title=title, description=said, key=key)


def runs(points: Sequence[Point]) -> list[list[Point]]:
    """The points with a range, divided where one between them has no value or no range: neither the
    line nor its band goes over what the evidence does not say."""
    found: list[list[Point]] = [[]]
    for point in points:
        if point.value is None or point.lower is None or point.upper is None:
            found.append([])
        else:
            found[-1].append(point)
    return [run for run in found if run]


def _row(point: Point, unit: str) -> house.Row:
    # Positions on the paper: the only place where a value becomes a float.
    place = {
        name: None if value is None else float(value)
        for name, value in (("value", point.value), ("lower", point.lower), ("upper", point.upper))
    }
    words = "" if point.value is None else quantity(point.value, unit)
    return place | {"at": point.at.isoformat(), "label": words}


def _said(known: Sequence[Point], unit: str) -> str:
    first, last = known[0], known[-1]
    ends = [
        f"{quantity(p.value, unit)} on {day(p.at)}" for p in (first, last) if p.value is not None
    ]
    return f"{ends[0]}." if len(known) == 1 else f"From {ends[0]} to {ends[1]}."


def span(days: Sequence[date]) -> tuple[date, date]:
    """First and last day, widened when they are so near that an axis would have no length."""
    first, last = min(days), max(days)
    if last - first < timedelta(days=60):
        first, last = first - timedelta(days=182), last + timedelta(days=182)
    return first, last


def timeline_chart(
    events: Sequence[Event], *, title: str, until: date | None = None, key: str = ""
) -> Markup:
    """Events on a line of time, one below the other, each with its day and words."""
    if not events:
        raise ValueError("a time line needs at least one event")
    return _timeline(tuple(sorted(events, key=lambda e: (e.at, e.label))), title, until, key)


@lru_cache(maxsize=house.KEPT)
def _timeline(events: tuple[Event, ...], title: str, until: date | None, key: str) -> Markup:
    import altair as alt

    first, last = span([event.at for event in events] + ([until] if until else []))
    rows, lines = timeline_rows(events, first, last)
    height = round(LINE * lines)
    data = house.chart_of(rows)
    x = house.time_axis(first, last)
    y = alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[0, lines], reverse=True, nice=False))
    dots = data.mark_point(filled=True, size=90, color=identity.BRAND, opacity=1).encode(x=x, y=y)
    feet = data.mark_tick(color=identity.BRAND, orient="vertical", size=12, thickness=2).encode(
        x=x, y=alt.value(height)
    )
    style: dict[str, Any] = {
        "baseline": "line-top",
        "dy": -10,
        "lineBreak": "\n",
        "lineHeight": LINE,
    }
    early = data.transform_filter("!datum.late").mark_text(align="left", dx=10, **style)
    late = data.transform_filter("datum.late").mark_text(align="right", dx=-10, **style)
    words = [half.encode(x=x, y=y, text="label:N") for half in (early, late)]
    said = "; ".join(f"{day(event.at)}: {event.label}" for event in events) + "."
    chart = alt.layer(feet, dots, *words)
    return house.draw(chart, height=height, title=title, description=said, key=key)


def timeline_rows(
    events: Sequence[Event], first: date, last: date
) -> tuple[list[house.Row], float]:
    """Each event's words broken to the room on their side of the dot, and the lines used in all."""
    rows: list[house.Row] = []
    line = 0.6
    for event in events:
        along = (event.at - first) / (last - first)
        late = along > 0.5
        room = (along if late else 1 - along) * (house.WIDTH - 30)
        words = textwrap.wrap(f"{day(event.at)}: {event.label}", max(20, int(room / CHARACTER)))
        label = "\n".join(words)
        rows.append({"at": event.at.isoformat(), "row": line, "label": label, "late": late})
        line += len(words) + 0.4
    return rows, line
