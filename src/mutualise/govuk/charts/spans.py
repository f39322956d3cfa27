"""Steps of a plan as bars from a first day to a last one, with a line at a day."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from markupsafe import Markup

from mutualise.govuk import identity
from mutualise.govuk.charts import house

ROW = 30
PLANNED, DONE, LATE = "#9fb8cc", "#1d7a75", "#a3305b"


@dataclass(frozen=True)
class Span:
    """One step; `state` is "done", "late" or "" (planned) and is also said in words in `note`."""

    label: str
    first: date
    last: date
    state: str = ""
    note: str = ""


def span_chart(
    spans: Sequence[Span], *, today: date, title: str, description: str = "", key: str = ""
) -> Markup:
    """Bars under one another in the order given. Raises ValueError without one."""
    if not spans:
        raise ValueError("a chart of a plan needs at least one step")
    return _spans(tuple(spans), today, title, description, key)


@lru_cache(maxsize=house.KEPT)
def _spans(spans: tuple[Span, ...], today: date, title: str, description: str, key: str) -> Markup:
    import altair as alt

    colours = {"done": DONE, "late": LATE}
    rows = [
        {
            "row": number,
            "at": f"{span.first.isoformat()}T00:00:00Z",
            "until": f"{date.fromordinal(span.last.toordinal() + 1).isoformat()}T00:00:00Z",
            "colour": colours.get(span.state, PLANNED),
        }
        for number, span in enumerate(spans)
    ]
    names = {str(number): span.label for number, span in enumerate(spans)}
    first = min(min(span.first for span in spans), today)
    last = max(max(span.last for span in spans), today)
    y = alt.Y(
        "row:O",
        title=None,
        axis=alt.Axis(labelExpr=f"{json.dumps(names)}[datum.value]", domain=False, ticks=False),
        scale=alt.Scale(paddingInner=0.35),
    )
    bars = (
        house.chart_of(rows)
        .mark_rect()
        .encode(
            x=house.time_axis(first, last),
            x2="until:T",
            y=y,
            color=alt.Color("colour:N", scale=None),
        )
    )
    rule = (
        house.chart_of([{"at": f"{today.isoformat()}T00:00:00Z"}])
        .mark_rule(color=identity.INK, strokeDash=[4, 3])
        .encode(x=house.time_axis(first, last))
    )
    said = description or "; ".join(
        f"{span.label}: {span.first:%d %B %Y} to {span.last:%d %B %Y}"
        + (f", {span.note}" if span.note else "")
        for span in spans
    )
    return house.draw(
        alt.layer(bars, rule), height=ROW * len(spans), title=title, description=said, key=key
    )
