"""Observations in the words of a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from mutualise.evidence.models import Observation
from mutualise.evidence.queries.subject import value_text as value_text
from mutualise.evidence.rules.areas import AREAS
from mutualise.evidence.rules.kinds import label_of
from mutualise.evidence.rules.parts import said, whole_of
from mutualise.evidence.rules.quality import WORDINGS, Quality
from mutualise.govuk.figures import day

FIELDS = (
    "reference", "subject", "measure", "qualifier", "value", "unit", "period", "valid_from",
    "valid_until", "area", "quality", "base", "base_count", "population_count", "source",
    "locator", "note", "recorded_at", "change", "reason",
)  # fmt: skip

SOURCE_FIELDS = (
    "code", "title", "publisher", "kind", "url", "url_note", "published_on", "retrieved_on",
    "licence", "sha256",
)  # fmt: skip


# Names of bodies by code as known at a moment: the evidence asks the room that knows the bodies.
NamesOf = Callable[[Iterable[str], datetime | None], Mapping[str, str]]


def names_for(
    rows: Iterable[Observation], names_of: NamesOf, known_at: datetime | None
) -> Mapping[str, str]:
    """The names of the bodies that some observations are of, asked for at once."""
    return names_of({whole_of(row.subject) for row in rows}, known_at)


def when_text(row: Observation) -> str:
    if row.valid_from is None:
        return "Undated"
    return row.period if len(row.period) < 10 else day(row.valid_from)


def span_text(row: Observation) -> str:
    """When it was true, with the days a period stands for."""
    if row.valid_from is None or row.valid_until is None:
        return f"{when_text(row)}: kept and shown, never used in a figure"
    if len(row.period) >= 10:
        return day(row.valid_from)
    return f"{row.period} ({day(row.valid_from)}, until before {day(row.valid_until)})"


def kind_text(row: Observation) -> str:
    return label_of(row.measure)


def subject_text(row: Observation, names: Mapping[str, str]) -> str:
    """Of whom or what it is; a body by its name, or by its code where it has none in `names`."""
    return said(row.subject, names)


def quality_text(row: Observation) -> str:
    return WORDINGS[Quality(row.quality)]


def area_text(row: Observation) -> str:
    return AREAS[row.area].label if row.area in AREAS else "Not stated"


def as_item(row: Observation) -> dict[str, Any]:
    """An observation as data."""
    found = {name: getattr(row, name) for name in FIELDS if name != "source"}
    return found | {"source": row.source.code}


def named_item(row: Observation, names: Mapping[str, str]) -> dict[str, Any]:
    """An observation as data with the name of whom or what it is of after its code."""
    item = as_item(row)
    return {
        "reference": item["reference"],
        "subject": row.subject,
        "name": subject_text(row, names),
    } | item


def as_cells(row: Observation) -> dict[str, str]:
    """An observation as the cells of a form or file."""
    cells = {
        name: getattr(row, name)
        for name in (
            "subject", "measure", "qualifier", "unit", "area", "quality", "base", "base_count",
            "population_count", "locator", "note",
        )
    }  # fmt: skip
    cells |= {
        "value": f"{row.value.normalize():f}",
        "source": row.source.code,
        "period": _period(row),
    }
    return {name: "" if value is None else str(value) for name, value in cells.items()}


def _period(row: Observation) -> str:
    return row.period or (f"{row.valid_from}" if row.valid_from else "")
