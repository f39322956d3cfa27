"""Lengths side by side, and the steps from one figure to another."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from textwrap import wrap

from markupsafe import Markup

from mutualise.govuk import identity
from mutualise.govuk.charts import house
from mutualise.govuk.figures import MINUS, Number, exact, quantity

ROW = 40
LINE = 28  # letters in a line of a name; two lines fit in a row
DOWN = "#a3305b"
UP = "#1d7a75"


@dataclass(frozen=True)
class Bar:
    label: str
    value: Number
    strong: bool = False


@dataclass(frozen=True)
class Step:
    """One step of a waterfall: a change, or with `total` a sum reached so far, drawn from nought."""

    label: str
    amount: Number
    total: bool = False


def bars(
    items: Sequence[Bar], *, title: str, unit: str, description: str = "", key: str = ""
) -> Markup:
    """Bars from nought in the order given, each with its value at the end."""
    if not items:
        raise ValueError("a bar chart needs at least one bar")
    return _bars(tuple(items), title, unit, description, key)


@lru_cache(maxsize=house.KEPT)
def _bars(items: tuple[Bar, ...], title: str, unit: str, description: str, key: str) -> Markup:
    rows = [
        {
            "row": number,
            "name": item.label,
            "low": 0.0,
            "high": float(item.value),
            "colour": identity.BRAND if item.strong else UP,
            "label": quantity(item.value, unit),
        }
        for number, item in enumerate(items)
    ]
    return _draw(rows, title, unit, description, key)


def waterfall_chart(
    steps: Sequence[Step], *, title: str, unit: str, description: str = "", key: str = ""
) -> Markup:
    """Steps from a first total to a last one; the parts must lead to every total stated.

    Raises ValueError when a total is not the sum of what stands before it.
    """
    if not steps:
        raise ValueError("a waterfall needs at least one step")
    return _waterfall(tuple(steps), title, unit, description, key)


@lru_cache(maxsize=house.KEPT)
def _waterfall(
    steps: tuple[Step, ...], title: str, unit: str, description: str, key: str
) -> Markup:
    rows, reached = [], exact(0)
    for number, step in enumerate(steps):
        amount = exact(step.amount)
        if step.total and number and amount != reached:
            raise ValueError(f"{step.label!r} is {amount}, but the steps before it reach {reached}")
        start = exact(0) if step.total else reached
        reached = start + amount
        rows.append(
            {
                "row": number,
                "name": step.label,
                "low": float(start),
                "high": float(reached),
                "colour": identity.BRAND if step.total else (UP if amount >= 0 else DOWN),
                "label": quantity(amount, unit) if step.total else signed(amount, unit),
            }
        )
    return _draw(rows, title, unit, description, key)


def signed(amount: Number, unit: str) -> str:
    """A change with its sign: "+3 people", "−£2 million"."""
    text = quantity(amount, unit)
    return text if exact(amount) <= 0 or text.startswith(MINUS) else f"+{text}"


def _draw(rows: list[house.Row], title: str, unit: str, description: str, key: str) -> Markup:
    import altair as alt

    for row in rows:
        row["end"] = max(row["low"], row["high"])
    data = house.chart_of(rows)
    # Vega's expression language reads a JSON object as it is, and draws a list as lines.
    names = {str(row["row"]): wrap(row["name"], LINE) for row in rows}
    y = alt.Y(
        "row:O",
        title=None,
        axis=alt.Axis(labelExpr=f"{json.dumps(names)}[datum.value]", domain=False, ticks=False),
        scale=alt.Scale(paddingInner=0.3),
    )
    axis = house.value_axis(unit, grid=True)
    low, end = alt.X("low:Q", title=None, axis=axis), alt.X("end:Q", title=None, axis=axis)
    # Room on the right for the longest label, which stands beyond its bar.
    room = 8 * max(len(row["label"]) for row in rows)
    drawn = data.mark_rect().encode(
        y=y, x=low, x2="high:Q", color=alt.Color("colour:N", scale=None)
    )
    words = data.mark_text(align="left", dx=6).encode(y=y, x=end, text="label:N")
    said = description or "; ".join(f"{row['name']}: {row['label']}" for row in rows) + "."
    return house.draw(
        alt.layer(drawn, words),
        height=ROW * len(rows),
        title=title,
        description=said,
        key=key,
        right=room,
    )
