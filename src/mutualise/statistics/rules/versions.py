"""The versions of a measure: its file keeps what earlier ones said, so a figure known at an earlier
moment is answered as it was then.

A version is in force from its `valid_from`, for whoever asks on that day or later; the first one
also answers for any day before. `earlier` in a file lists them, oldest first, each with the keys
in which it differs from the version the file is of.
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

from mutualise.statistics.rules.measure import (
    KEYS,
    Measure,
    MeasureUnreadable,
    mapping_of,
    measure_of,
)
from mutualise.statistics.rules.question import Question

# Words about a measure, which no figure depends on.
WORDS = {
    "title", "definition", "why_it_matters", "what_it_leaves_out", "denominator", "authored_by",
    "checked_by", "review_by", "companion", "version", "valid_from", "text", "earlier",
}  # fmt: skip
# How a figure is computed; every other key says of what it is.
METHOD = ("method", "rule", "places")


def parse_measure(text: str, filename: str) -> Measure:
    """Read a measure and its earlier versions from the text of its file. Raises MeasureUnreadable."""
    data = mapping_of(text, filename)
    now = {key: value for key, value in data.items() if key != "earlier"}
    listed = data.get("earlier")
    if listed is not None and (
        not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed)
    ):
        remedy = "write a list of versions, oldest first, each with the keys that differ"
        raise MeasureUnreadable(filename, "earlier", listed, remedy)
    earlier = [_checked(each, filename) for each in listed or []]
    versions = [measure_of(now | each, filename, text) for each in [*earlier, {}]]
    for number, each in enumerate(versions, 1):
        if each.version != number:
            remedy = f"keep every version under `earlier`, oldest first: this one is {number}"
            raise MeasureUnreadable(filename, "version", each.version, remedy)
        if number > 1 and each.valid_from <= versions[number - 2].valid_from:
            remedy = "give the day this version came into force, later than that of the one before"
            raise MeasureUnreadable(filename, "valid_from", each.valid_from, remedy)
    return replace(versions[-1], earlier=tuple(versions[:-1]))


def _checked(given: dict[str, Any], filename: str) -> dict[str, Any]:
    for key in given:
        if key not in KEYS - {"code", "earlier"}:
            remedy = "an earlier version has the keys of a measure, without its code"
            raise MeasureUnreadable(filename, f"earlier.{key}", given[key], remedy)
    for key in ("version", "valid_from"):
        if key not in given:
            raise MeasureUnreadable(filename, f"earlier.{key}", None, "add this key")
    return given


def in_force(measure: Measure, day: date) -> Measure:
    """The version that answers a question asked on a day."""
    begun = [each for each in (*measure.earlier, measure) if each.valid_from <= day]
    first = measure.earlier[0] if measure.earlier else measure
    return begun[-1] if begun else first


def as_version(measure: Measure, version: int) -> Measure:
    """One version of a measure. Raises LookupError where it never had one of that number."""
    for each in (*measure.earlier, measure):
        if each.version == version:
            return each
    raise LookupError(f"{measure.code} has no version {version}")


def as_asked_of(question: Question, now: Measure, then: Measure) -> Question:
    """A question put to one version, as it would have been put to another: what the measure's own
    defaults filled in is filled in with those of that version."""
    changed = {
        name: theirs
        for name, mine, theirs in (
            ("definition", now.population, then.population), ("years", now.years, then.years),
        )
        if getattr(question, name) == mine
    }  # fmt: skip
    return replace(question, **changed)  # type: ignore[arg-type]


def computes_as(one: Measure, other: Measure) -> bool:
    """Whether two versions give the same figures, whatever their words."""
    return all(
        getattr(one, field.name) == getattr(other, field.name)
        for field in fields(Measure)
        if field.name not in WORDS
    )


def with_method_of(measure: Measure, other: Measure) -> Measure:
    """A measure with the method and thresholds of another version."""
    taken = {name: getattr(other, name) for name in METHOD}
    if other.method != measure.method:
        # Another method reads its own kinds of evidence.
        taken["kinds"] = other.kinds
    return replace(measure, **taken)
