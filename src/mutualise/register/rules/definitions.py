"""A definition of a public service mutual: a dated wording and its limbs, read from a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from mutualise.register.rules.limbs import RULES

KEYS = ("code", "title", "owner", "valid_from", "wording", "source", "url", "limbs")
OPTIONAL = ("valid_until", "note")
LIMB_KEYS = ("code", "wording", "rule")


class DefinitionUnreadable(ValueError):
    """A definition file cannot be used; the message names the file, the key and the remedy."""

    def __init__(self, filename: str, key: str, remedy: str) -> None:
        super().__init__(f"{filename}: {key}: {remedy}")
        self.filename, self.key = filename, key


@dataclass(frozen=True)
class Limb:
    """One condition of a definition. `wording` is what the reader sees; `rule` names the predicate."""

    code: str
    wording: str
    rule: str
    parameters: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Definition:
    """A wording in use from a day; `valid_until` (not included) is None while in use."""

    code: str
    title: str
    owner: str
    valid_from: date
    valid_until: date | None
    wording: str
    source: str
    url: str
    limbs: tuple[Limb, ...]
    note: str = ""

    def in_use(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


def parse_definition(text: str, filename: str) -> Definition:
    """Read one definition. Raises DefinitionUnreadable."""
    try:
        given = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise DefinitionUnreadable(filename, "the file", f"is not YAML: {error}") from error
    if not isinstance(given, dict):
        raise DefinitionUnreadable(filename, "the file", "must be a mapping of keys to values")
    _check_keys(given, KEYS, OPTIONAL, filename, "")
    return Definition(
        code=_text(given, "code", filename),
        title=_text(given, "title", filename),
        owner=_text(given, "owner", filename),
        valid_from=_day(given, "valid_from", filename),
        valid_until=_day(given, "valid_until", filename) if given.get("valid_until") else None,
        wording=_text(given, "wording", filename),
        source=_text(given, "source", filename),
        url=_text(given, "url", filename),
        limbs=_limbs(given["limbs"], filename),
        note=str(given.get("note", "")).strip(),
    )


def _limbs(given: Any, filename: str) -> tuple[Limb, ...]:
    if not isinstance(given, list) or not given:
        raise DefinitionUnreadable(filename, "limbs", "must be a list of at least one limb")
    limbs = []
    for number, each in enumerate(given, start=1):
        where = f"limbs[{number}]"
        if not isinstance(each, dict):
            raise DefinitionUnreadable(filename, where, "must be a mapping of keys to values")
        _check_keys(each, LIMB_KEYS, ("parameters",), filename, f"{where}.")
        if each["rule"] not in RULES:
            remedy = f"{each['rule']!r} is not a rule. Use one of: {', '.join(sorted(RULES))}"
            raise DefinitionUnreadable(filename, f"{where}.rule", remedy)
        parameters = {k: Decimal(str(v)) for k, v in (each.get("parameters") or {}).items()}
        limbs.append(
            Limb(str(each["code"]), str(each["wording"]).strip(), each["rule"], parameters)
        )
    return tuple(limbs)


def _check_keys(
    given: Mapping[str, Any],
    needed: tuple[str, ...],
    optional: tuple[str, ...],
    filename: str,
    where: str,
) -> None:
    for key in needed:
        if key not in given:
            raise DefinitionUnreadable(filename, where + key, "is missing: add it")
    for key in given:
        if key not in needed + optional:
            remedy = f"is not known. The keys are: {', '.join(needed + optional)}"
            raise DefinitionUnreadable(filename, f"{where}{key}", remedy)


def _text(given: Mapping[str, Any], key: str, filename: str) -> str:
    value = given[key]
    if not isinstance(value, str) or not value.strip():
        raise DefinitionUnreadable(filename, key, "must be text that is not empty")
    return value.strip()


def _day(given: Mapping[str, Any], key: str, filename: str) -> date:
    value = given[key]
    if not isinstance(value, date):
        raise DefinitionUnreadable(filename, key, "must be a date such as 2014-07-23")
    return value
