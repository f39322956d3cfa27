"""Measures as data: one YAML file defines a measure, and nothing else has to change.

`measure_of` refuses a file with a sentence that names the file, the key, the value and the
remedy. The keys of `rule` are those of the method the file names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import yaml

from mutualise.evidence.rules.areas import AREAS
from mutualise.evidence.rules.parts import DIMENSIONS
from mutualise.statistics.rules.thresholds import KNOWN, Rule

UNITS = (
    "people",
    "FTE",
    "count",
    "GBP",
    "GBP a year",
    "per cent",
    "per cent a year",
    "ratio",
    "index",
    "days",
)
TEXTS = (
    "code",
    "title",
    "unit",
    "method",
    "definition",
    "why_it_matters",
    "what_it_leaves_out",
    "denominator",
    "authored_by",
    "checked_by",
)
OPTIONAL_TEXTS = ("population", "subject", "area", "companion")
KEYS = {
    *TEXTS,
    *OPTIONAL_TEXTS,
    "version",
    "valid_from",
    "review_by",
    "parts",
    "places",
    "kind_of_evidence",
    "rule",
    "earlier",
}


class MeasureUnreadable(ValueError):
    """A measure file cannot be used; the message names the file, the key, the value, the remedy."""

    def __init__(self, filename: str, key: str, value: object, remedy: str) -> None:
        super().__init__(f"{filename}: {key}: {value!r}: {remedy}")
        self.filename, self.key, self.remedy = filename, key, remedy


@dataclass(frozen=True)
class Measure:
    """What is measured and how. `subject` is "organisation" where the question must name one, a
    fixed subject, or empty where the population is meant. `parts` are the dimensions by which a
    question may ask for one part of the fixed subject. `earlier` are its earlier versions, oldest
    first (see `versions`)."""

    code: str
    version: int
    valid_from: date
    title: str
    unit: str
    places: int
    kinds: tuple[str, ...]
    method: str
    definition: str
    why_it_matters: str
    what_it_leaves_out: str
    denominator: str
    authored_by: str
    checked_by: str
    review_by: date
    population: str = ""
    subject: str = ""
    area: str = ""
    companion: str = ""
    parts: tuple[str, ...] = ()
    rule: Mapping[str, Rule] = field(default_factory=dict)
    text: str = field(default="", compare=False, repr=False)
    earlier: tuple[Measure, ...] = field(default=(), compare=False, repr=False)

    def whole(self, key: str) -> int:
        return int(str(self.rule[key]))

    def number(self, key: str) -> Decimal:
        return Decimal(str(self.rule[key]))

    @property
    def years(self) -> int | None:
        """The window of a change where the question names none; None where there is no window."""
        return self.whole("years") if "years" in self.rule else None

    def word(self, key: str) -> str:
        return str(self.rule[key])

    def numbers(self, key: str) -> tuple[Decimal, ...]:
        given = self.rule[key]
        assert isinstance(given, tuple)
        return given


def measure_of(data: dict[str, Any], filename: str, text: str = "") -> Measure:
    """One version of a measure from the keys of its file. Raises MeasureUnreadable."""
    for key in sorted(KEYS - {*OPTIONAL_TEXTS, "parts", "rule", "earlier"}):
        if key not in data:
            raise MeasureUnreadable(filename, key, None, "add this key")
    for key in TEXTS + OPTIONAL_TEXTS:
        _check_text(data, key, filename)
    _check_choices(data, filename)
    texts: dict[str, Any] = {
        key: str(data.get(key) or "").strip() for key in TEXTS + OPTIONAL_TEXTS
    }
    return Measure(
        **texts,
        version=_whole(data, "version", filename, least=1),
        places=_whole(data, "places", filename, least=0),
        valid_from=_date(data, "valid_from", filename),
        review_by=_date(data, "review_by", filename),
        kinds=_kinds(data["kind_of_evidence"], KNOWN[str(data["method"])].kinds, filename),
        parts=_parts(data.get("parts"), filename),
        rule=_rule(data.get("rule"), KNOWN[str(data["method"])].thresholds, filename),
        text=text,
    )


def mapping_of(text: str, filename: str) -> dict[str, Any]:
    """The keys of a measure's file. Raises MeasureUnreadable for one that no measure has."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as problem:
        where = str(problem).replace("\n", " ")
        raise MeasureUnreadable(filename, "(file)", where, "write valid YAML") from None
    if not isinstance(data, dict):
        raise MeasureUnreadable(filename, "(file)", data, "write `key: value` lines")
    for key in data:
        if key not in KEYS:
            remedy = f"remove it, or use one of: {', '.join(sorted(KEYS))}"
            raise MeasureUnreadable(filename, str(key), data[key], remedy)
    return data


def _check_text(data: dict[str, Any], key: str, filename: str) -> None:
    value = data.get(key)
    if key in OPTIONAL_TEXTS and value is None:
        return
    if not isinstance(value, str) or not value.strip():
        raise MeasureUnreadable(filename, key, value, "write text")


def _check_choices(data: dict[str, Any], filename: str) -> None:
    if data["unit"] not in UNITS:
        remedy = f"use one of: {', '.join(UNITS)}"
        raise MeasureUnreadable(filename, "unit", data["unit"], remedy)
    if data["method"] not in KNOWN:
        remedy = f"use one of: {', '.join(sorted(KNOWN))}"
        raise MeasureUnreadable(filename, "method", data["method"], remedy)
    area = data.get("area")
    if area and area not in AREAS:
        raise MeasureUnreadable(filename, "area", area, f"use one of: {', '.join(sorted(AREAS))}")
    stem = filename.rsplit("/", 1)[-1].removesuffix(".yaml")
    if data["code"] != stem:
        remedy = f"name the file {data['code']}.yaml or write code: {stem}"
        raise MeasureUnreadable(filename, "code", data["code"], remedy)


def _whole(data: dict[str, Any], key: str, filename: str, *, least: int) -> int:
    value = data[key]
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise MeasureUnreadable(filename, key, value, f"write a whole number of at least {least}")
    return value


def _date(data: dict[str, Any], key: str, filename: str) -> date:
    value = data[key]
    if type(value) is not date:
        raise MeasureUnreadable(filename, key, value, "write a date as YYYY-MM-DD, without quotes")
    return value


def _kinds(value: object, least: int, filename: str) -> tuple[str, ...]:
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
        remedy = "write a kind of observation, or a list of them, best first"
        raise MeasureUnreadable(filename, "kind_of_evidence", value, remedy)
    if len(given) < least:
        remedy = f"this method needs {least} kinds of observation, in its order"
        raise MeasureUnreadable(filename, "kind_of_evidence", value, remedy)
    return tuple(given)


def _parts(value: object, filename: str) -> tuple[str, ...]:
    given = [] if value is None else value
    if not isinstance(given, list) or not set(map(str, given)) <= set(DIMENSIONS):
        remedy = f"write a list out of: {', '.join(DIMENSIONS)}"
        raise MeasureUnreadable(filename, "parts", value, remedy)
    return tuple(map(str, given))


def _rule(given: object, defaults: Mapping[str, Rule], filename: str) -> dict[str, Rule]:
    if given is None:
        given = {}
    if not isinstance(given, dict):
        raise MeasureUnreadable(filename, "rule", given, "write `threshold: value` lines")
    for key in given:
        if key not in defaults:
            remedy = f"this method knows only: {', '.join(sorted(defaults)) or 'no threshold'}"
            raise MeasureUnreadable(filename, f"rule.{key}", given[key], remedy)
    return {
        key: _threshold(f"rule.{key}", given.get(key), default, filename)
        for key, default in sorted(defaults.items())
    }


def _threshold(key: str, value: object, default: Rule, filename: str) -> Rule:
    if value is None:
        return default
    if isinstance(default, tuple):
        if not isinstance(value, list) or not value:
            raise MeasureUnreadable(filename, key, value, "write a list of numbers, least first")
        numbers = tuple(_decimal(key, each, filename) for each in value)
        if list(numbers) != sorted(set(numbers)):
            raise MeasureUnreadable(filename, key, value, "put the numbers in order, each once")
        return numbers
    if isinstance(default, Decimal):
        return _decimal(key, value, filename)
    if isinstance(default, int):
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise MeasureUnreadable(filename, key, value, "write a whole number, 0 or more")
        return value
    if not isinstance(value, str):
        raise MeasureUnreadable(filename, key, value, "write text")
    return value


def _decimal(key: str, value: object, filename: str) -> Decimal:
    # YAML reads 0.6 as a float; its shortest decimal form is what the author wrote.
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise MeasureUnreadable(filename, key, value, "write a number")
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise MeasureUnreadable(filename, key, value, "write a number") from None
    if not number.is_finite() or number < 0:
        raise MeasureUnreadable(filename, key, value, "write a number, 0 or more")
    return number
