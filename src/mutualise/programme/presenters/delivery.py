"""The way to launch in words and drawing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from mutualise.chronicle import clock
from mutualise.govuk.charts import Span, span_chart
from mutualise.programme.rules.milestones import BY_CODE, Plan

COLUMNS = ("step", "label", "starts", "due", "done_on", "not_needed", "state", "note")


def state_of(plan: Plan, today: date) -> str:
    if plan.not_needed:
        return "Not needed"
    if plan.done_on:
        return "Done"
    return "Late" if plan.due < today else "Planned"


COLOURS = {"Done": "green", "Late": "red", "Planned": "grey", "Not needed": "blue"}


def gantt(plans: Mapping[str, Plan], title: str) -> Any:
    """The plan as a chart; None where there is no plan."""
    today = clock.today()
    spans = [
        Span(
            BY_CODE[code].label,
            min(plan.starts, plan.done_on or plan.starts),
            plan.done_on or plan.due,
            {"Done": "done", "Late": "late"}.get(state_of(plan, today), ""),
            state_of(plan, today).lower(),
        )
        for code, plan in plans.items()
        if not plan.not_needed
    ]
    return span_chart(spans, today=today, title=title) if spans else None


def as_rows(rows: Mapping[str, Any], plans: Mapping[str, Plan]) -> list[dict[str, object]]:
    today = clock.today()
    return [
        {
            "step": code,
            "label": BY_CODE[code].label,
            "starts": row.starts,
            "due": row.due,
            "done_on": row.done_on,
            "not_needed": row.not_needed,
            "state": state_of(plans[code], today),
            "note": row.note,
        }
        for code, row in rows.items()
    ]
