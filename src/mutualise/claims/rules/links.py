"""Claim links: `claim:measure?at=2014-07-23&area=england-and-wales` to a reference, or a plain refusal."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from urllib.parse import unquote

from mutualise.claims.rules.measured import ClaimReference
from mutualise.evidence.rules.parts import DIMENSIONS

AREAS: Mapping[str, str] = {
    "england-and-wales": "England and Wales",
    "england": "England",
    "wales": "Wales",
    "scotland": "Scotland",
    "northern-ireland": "Northern Ireland",
    "great-britain": "Great Britain",
    "united-kingdom": "the United Kingdom",
    "north-east": "the North East",
    "north-west": "the North West",
    "yorkshire-and-the-humber": "Yorkshire and the Humber",
    "east-midlands": "the East Midlands",
    "west-midlands": "the West Midlands",
    "east-of-england": "the East of England",
    "london": "London",
    "south-east": "the South East",
    "south-west": "the South West",
}
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_CODE = re.compile(r"[A-Za-z0-9]+(?:[-:.][A-Za-z0-9]+)*\Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_PARTIAL = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?\Z")
_LONGEST_SPAN = 100


class LinkRefused(Exception):
    """A claim link cannot be read; the message names the part and the remedy."""


def is_claim(address: str) -> bool:
    """Is this link a claim?"""
    return address.lower().startswith("claim:")


def read_link(address: str, line: int) -> ClaimReference:
    """The reference a claim link makes. Raises LinkRefused."""
    measure, _, query = address[len("claim:") :].partition("?")
    measure = unquote(measure)
    if not _SLUG.match(measure):
        raise LinkRefused(
            f"“{measure}” is not the name of a measure: write for example claim:live-mutuals."
        )
    params: dict[str, str] = {}
    for pair in query.split("&") if query else []:
        name, equals, value = pair.partition("=")
        name, value = unquote(name), unquote(value)
        if not name or not equals or not value:
            raise LinkRefused(f"“{pair}” is not a parameter: write name=value, joined by &.")
        if name in params:
            raise LinkRefused(f"The parameter “{name}” is given twice: keep one.")
        _check(name, value)
        params[name] = value
    _check_order(params)
    return ClaimReference(measure, params, line)


def _check(name: str, value: str) -> None:
    checker = _CHECKERS.get(name)
    if checker is None:
        raise LinkRefused(
            f"“{name}” is not a parameter of a claim: use {', '.join(sorted(_CHECKERS))}."
        )
    checker(name, value)


def _check_day(name: str, value: str) -> None:
    if not _DAY.match(value) or start_of(value) is None:
        raise LinkRefused(
            f"“{value}” is not a date for {name}: write a day as YYYY-MM-DD, for example 2014-07-23."
        )


def _check_partial_date(name: str, value: str) -> None:
    if not _PARTIAL.match(value) or start_of(value) is None:
        raise LinkRefused(f"“{value}” is not a date for {name}: write YYYY, YYYY-MM or YYYY-MM-DD.")


def _check_years(name: str, value: str) -> None:
    if not re.fullmatch(r"[0-9]{1,3}", value) or not 0 < int(value) <= _LONGEST_SPAN:
        raise LinkRefused(
            f"“{value}” is not a number of years: write {name}=3, from 1 to {_LONGEST_SPAN}."
        )


def _check_area(name: str, value: str) -> None:
    if value not in AREAS:
        raise LinkRefused(f"“{value}” is not an area: {name} is one of {', '.join(AREAS)}.")


def _check_code(name: str, value: str) -> None:
    if not _CODE.match(value):
        raise LinkRefused(f"“{value}” is not a code for {name}: use letters, digits and hyphens.")


_CHECKERS: Mapping[str, Callable[[str, str], None]] = {
    "at": _check_day,
    "known_at": _check_day,
    "vintage": _check_day,
    "from": _check_partial_date,
    "to": _check_partial_date,
    "years": _check_years,
    "area": _check_area,
    "subject": _check_code,
    "definition": _check_code,
    # Which there are is known where the figure is computed.
    **dict.fromkeys(DIMENSIONS, _check_code),
}


def start_of(value: str) -> date | None:
    """The first day of a date written to the year, month or day; None when there is no such day."""
    if not _PARTIAL.match(value):
        return None
    parts = [int(part) for part in value.split("-")]
    try:
        return date(*([*parts, 1, 1])[:3])
    except ValueError:
        return None


def _check_order(params: Mapping[str, str]) -> None:
    first, last = start_of(params.get("from", "")), start_of(params.get("to", ""))
    if first is not None and last is not None and last < first:
        raise LinkRefused(
            f"The period ends ({params['to']}) before it starts ({params['from']}): "
            "exchange the two."
        )
