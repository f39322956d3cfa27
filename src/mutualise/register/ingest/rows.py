"""Lines about organisations as rows ready to record."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from mutualise.evidence.ingest.problems import LineReader
from mutualise.evidence.ingest.rows import code, iso_day
from mutualise.evidence.rules.areas import AREAS
from mutualise.evidence.rules.period import parse_date_range, parse_period
from mutualise.register import models
from mutualise.register.queries.definitions import definitions
from mutualise.register.rules.facts import ENTRY_CLASSES, Answer
from mutualise.register.rules.life import EVENTS, SucceedsItself, check_successor
from mutualise.register.rules.limbs import ASSERTED, INFLUENCE
from mutualise.register.rules.stakes import HOLDERS, INSTRUMENTS

COLUMNS: Mapping[str, list[str]] = {
    "organisations": [
        "organisation",
        "name",
        "entry_class",
        "legal_form",
        "sector",
        "region",
        "nation",
        "parent_body",
        "note",
        "source",
        "locator",
    ],
    "names": ["organisation", "name", "kind", "valid_from", "valid_until", "source", "locator"],
    "identifiers": [
        "organisation",
        "scheme",
        "identifier",
        "valid_from",
        "valid_until",
        "source",
        "locator",
    ],
    "events": ["organisation", "event", "date", "detail", "successor", "source", "locator"],
    "stakes": [
        "organisation",
        "date",
        "instrument",
        "holder",
        "share",
        "source",
        "locator",
        "note",
    ],
    "control": [
        "organisation",
        "kind",
        "valid_from",
        "valid_until",
        "share",
        "wording",
        "source",
        "locator",
    ],
    "verdicts": [
        "organisation",
        "definition",
        "outcome",
        "decided_for",
        "reasons",
        "source",
        "locator",
    ],
}
NAME_KINDS = ("former", "also-known-as", "current")
CONTROL_KINDS = (
    *INFLUENCE,
    *ASSERTED,
    "controlled-by-others",
    "none-found",
    "profit-to-members-or-none",
)
NATIONS = ("england", "wales", "scotland", "northern-ireland")
_SHARE = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3})?0*")
_SCHEME = re.compile(r"[A-Z]{2}-[A-Z0-9]{2,16}")
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./-]*")
_COMPANY = re.compile(r"(?:[0-9]{2}|[A-Z]{2}|R0)[0-9]{5}[0-9R]")
REGIONS = tuple(
    area
    for area in AREAS
    if area not in (*NATIONS, "england-and-wales", "great-britain", "united-kingdom")
)


@dataclass(frozen=True)
class Kind:
    """How one kind of file becomes rows: its table, what makes two rows the same fact, its reader."""

    table: type[Any]
    key: tuple[str, ...]
    content: tuple[str, ...]
    read: Callable[[LineReader], dict[str, Any]]


def share(text: str) -> Decimal:
    """A percentage from 0 to 100. Raises ValueError."""
    number = Decimal(text) if _SHARE.fullmatch(text) else Decimal(-1)
    if not 0 <= number <= 100:
        raise ValueError(
            f"“{text[:20]}” is not a share. Write a percentage from 0 to 100, with at most three decimals."
        )
    return number


def first_day(text: str) -> date:
    return parse_period(text).valid_from


def _until(reader: LineReader) -> tuple[date | None, date | None]:
    start = reader.read("valid_from", first_day)
    end = reader.read("valid_until", first_day)
    if start and end and end <= start:
        reader.note("valid_until", f"{end} is not after {start}. Change one of the two dates.")
    return start, end


def _entry(reader: LineReader) -> dict[str, Any]:
    region, nation = (reader.line.cells.get(name, "").strip() for name in ("region", "nation"))
    if region in REGIONS and nation in NATIONS and nation != "england":
        reader.note("region", f"“{region}” is a region of England, not of {nation}. Mend one.")
    return {
        "name": reader.text("name", most=200, needed=True),
        "entry_class": reader.one_of("entry_class", ENTRY_CLASSES),
        "legal_form": reader.text("legal_form", most=120),
        "sector": reader.text("sector", most=120),
        "region": reader.one_of("region", REGIONS, needed=False),
        "nation": reader.one_of("nation", NATIONS, needed=False),
        "parent_body": reader.text("parent_body", most=200),
        "note": reader.text("note", most=2000),
    }


def _name(reader: LineReader) -> dict[str, Any]:
    start, end = _until(reader)
    return {
        "name": reader.text("name", most=200, needed=True),
        "kind": reader.one_of("kind", NAME_KINDS),
        "valid_from": start,
        "valid_until": end,
    }


def scheme(text: str) -> str:
    """The code of a list of bodies, as org-id.guide writes it. Raises ValueError."""
    if not _SCHEME.fullmatch(text):
        raise ValueError(
            f"“{text[:20]}” is not the code of a list. Write it as on org-id.guide, for example GB-COH."
        )
    return text


def _identifier(reader: LineReader) -> dict[str, Any]:
    start, end = _until(reader)
    number = reader.text("identifier", most=60, needed=True)
    company = reader.line.cells.get("scheme", "").strip() == "GB-COH"
    if number and company and not _COMPANY.fullmatch(number):
        said = (
            f"“{number}” is not a company number. Write its eight characters with leading noughts."
        )
        reader.note("identifier", said)
    elif number and not _NUMBER.fullmatch(number):
        reader.note(
            "identifier", f"“{number}” is not a number of a list. Write letters and digits."
        )
    return {
        "scheme": reader.read("scheme", scheme, needed=True) or "",
        "identifier": number,
        "valid_from": start,
        "valid_until": end,
    }


def _event(reader: LineReader) -> dict[str, Any]:
    between = reader.read("date", parse_date_range) or (None, None)
    cells = reader.line.cells
    try:
        check_successor(cells.get("organisation", "").strip(), cells.get("successor", ""))
    except SucceedsItself as problem:
        reader.note("successor", str(problem))
    return {
        "kind": reader.one_of("event", EVENTS),
        "earliest": between[0],
        "latest": between[1],
        "period": reader.text("date", most=40),
        "detail": reader.text("detail", most=2000),
        "successor": reader.text("successor", most=200),
    }


def _stake(reader: LineReader) -> dict[str, Any]:
    return {
        "valid_from": reader.read("date", iso_day, needed=True),
        "instrument": reader.one_of("instrument", INSTRUMENTS),
        "holder": reader.one_of("holder", HOLDERS),
        "share": reader.read("share", share, needed=True),
        "note": reader.text("note", most=2000),
    }


def _control(reader: LineReader) -> dict[str, Any]:
    start, end = _until(reader)
    return {
        "kind": reader.one_of("kind", CONTROL_KINDS),
        "valid_from": start,
        "valid_until": end,
        "share": reader.read("share", share),
        "wording": reader.text("wording", most=2000),
    }


def _verdict(reader: LineReader) -> dict[str, Any]:
    return {
        "definition": reader.one_of("definition", definitions()),
        "outcome": reader.one_of("outcome", tuple(Answer)),
        "decided_for": reader.read("decided_for", iso_day, needed=True),
        "reasons": reader.text("reasons", most=2000, needed=True),
    }


def _kind(
    table: type[Any], key: str, content: str, read: Callable[[LineReader], dict[str, Any]]
) -> Kind:
    return Kind(table, tuple(key.split()), tuple(content.split()), read)


KINDS: Mapping[str, Kind] = {
    "organisations": _kind(
        models.Entry,
        "",
        "name entry_class legal_form sector region nation parent_body note",
        _entry,
    ),
    "names": _kind(models.Name, "name kind valid_from", "valid_until", _name),
    "identifiers": _kind(
        models.Identifier, "scheme identifier", "valid_from valid_until", _identifier
    ),
    "events": _kind(models.LifeEvent, "kind earliest latest detail", "successor", _event),
    "stakes": _kind(models.Stake, "valid_from instrument holder", "share", _stake),
    "control": _kind(models.ControlFact, "kind valid_from wording", "valid_until share", _control),
    "verdicts": _kind(models.Verdict, "definition decided_for", "outcome reasons", _verdict),
}


def organisation_code(text: str) -> str:
    """The code of an organisation, at most 60 characters. Raises ValueError."""
    if len(text) > 60:
        raise ValueError("is longer than 60 characters. Shorten the code.")
    return code(text)
