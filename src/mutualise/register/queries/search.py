"""The register as a list: search, filter and sort, as at a day and as known at a moment.

The whole list is kept in memory (2,000 bodies are a few megabytes) and made again when a row is
added to the register, so a search reads no table.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone

from mutualise.evidence.rules.areas import AREAS
from mutualise.register import models
from mutualise.register.queries.definitions import DEFAULT_DEFINITION, definitions
from mutualise.register.queries.facts import all_facts, version
from mutualise.register.rules.assessment import Reopened, assess
from mutualise.register.rules.facts import ENTRY_CLASSES, Facts
from mutualise.register.rules.life import Status, status_on, support_on
from mutualise.register.rules.past import names_until, on_the_day

SORTS: dict[str, Callable[[Listed], tuple[object, ...]]] = {}


@dataclass(frozen=True)
class Listed:
    """One line of the register."""

    code: str
    name: str
    other_names: tuple[str, ...]
    identifiers: tuple[tuple[str, str], ...]
    sector: str
    region: str
    nation: str
    legal_form: str
    parent_body: str
    entry_class: str
    status: str
    status_reason: str
    launched: date | None
    launch_year: int | None
    # Why and since when its verdict under the default definition waits for an assessor, if it does.
    reopened: Reopened | None
    # Three facts that stay apart (`rules.life.SupportOn`).
    exists: bool
    supported: bool
    launched_after_support: bool
    haystack: str = field(repr=False)


@dataclass(frozen=True)
class Wanted:
    """What a reader asked for; empty text means anything."""

    text: str = ""
    sector: str = ""
    area: str = ""
    legal_form: str = ""
    parent_body: str = ""
    status: str = ""
    launch_year: str = ""
    entry_class: str = ""
    sort: str = "name"
    # "yes", "no" or empty.
    exists: str = ""
    supported: str = ""
    launched_after_support: str = ""


FACTS = ("exists", "supported", "launched_after_support")
YEAR = re.compile(r"[12]\d{3}")
# Filters whose values do not depend on who is in the register.
REGIONS = tuple(area for area in AREAS if not AREAS[area].parts or area == "england")
CLOSED: dict[str, tuple[str, ...]] = {
    "area": REGIONS,
    "status": tuple(str(each) for each in Status),
    "entry_class": tuple(ENTRY_CLASSES),
    **dict.fromkeys(FACTS, ("yes", "no")),
}
SORTS.update(
    {
        "name": lambda row: (row.name.casefold(),),
        "launched": lambda row: (row.launched is None, row.launched or date.max, row.name),
        "-launched": lambda row: (
            row.launched is None,
            -(row.launched or date.min).toordinal(),
            row.name,
        ),
        "sector": lambda row: (not row.sector, row.sector, row.name.casefold()),
        "region": lambda row: (not row.region, row.region, row.name.casefold()),
        "status": lambda row: (row.status, row.name.casefold()),
    }
)


def folded(text: str) -> str:
    """Lower case without accents, so that “Gwynedd” and “gŵynedd” find each other."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def find(wanted: Wanted, *, as_at: date, known_at: datetime | None = None) -> list[Listed]:
    """Lines that match every part of `wanted`; each word of the text must be found."""
    words = folded(wanted.text).split()
    rows = (
        row
        for row in listing(as_at=as_at, known_at=known_at)
        if all(word in row.haystack for word in words) and _fits(row, wanted)
    )
    return sorted(rows, key=SORTS.get(wanted.sort, SORTS["name"]))


def _fits(row: Listed, wanted: Wanted) -> bool:
    return (
        (not wanted.sector or row.sector == wanted.sector)
        and (not wanted.area or wanted.area in (row.region, row.nation))
        and (not wanted.legal_form or row.legal_form == wanted.legal_form)
        and (not wanted.parent_body or folded(wanted.parent_body) in folded(row.parent_body))
        and (not wanted.status or row.status == wanted.status)
        and (not wanted.entry_class or row.entry_class == wanted.entry_class)
        and (not wanted.launch_year or str(row.launch_year) == wanted.launch_year)
        and all(_is(getattr(row, name), getattr(wanted, name)) for name in FACTS)
    )


def _is(fact: bool, asked: str) -> bool:
    return asked not in ("yes", "no") or fact == (asked == "yes")


def listing(*, as_at: date, known_at: datetime | None = None) -> tuple[Listed, ...]:
    return _listing(version(), as_at, known_at)


@lru_cache(maxsize=32)
def _listing(register_version: str, as_at: date, known_at: datetime | None) -> tuple[Listed, ...]:
    identifiers: dict[str, list[tuple[str, str]]] = {}
    for code, scheme, number in (
        models.Identifier.objects.known_at(known_at)
        .order_by("scheme", "identifier")
        .values_list("organisation__code", "scheme", "identifier")
    ):
        identifiers.setdefault(code, []).append((scheme, number))
    return tuple(
        _line(
            facts,
            tuple(identifiers.get(facts.organisation, ())),
            as_at,
        )
        for facts in all_facts(known_at)
    )


def _line(known: Facts, identifiers: tuple[tuple[str, str], ...], as_at: date) -> Listed:
    facts = on_the_day(known, as_at)
    status = status_on(facts, as_at)
    verdict = assess(definitions()[DEFAULT_DEFINITION], facts, as_at)
    live = verdict.status.status is Status.LIVE
    support = support_on(facts, as_at, status.status)
    launch = next((e.when for e in facts.events if e.kind == "launched" and e.when), None)
    other = tuple(dict.fromkeys(each.name for each in names_until(known, as_at)))
    # A body is found by any of its names, whatever it was called on the day.
    searched: Iterable[str] = (
        facts.organisation,
        facts.name,
        known.name,
        *(each.name for each in known.names),
        *(f"{scheme}-{number} {number}" for scheme, number in identifiers),
        facts.sector,
        facts.parent_body,
        facts.legal_form,
    )
    return Listed(
        code=facts.organisation,
        name=facts.name,
        other_names=other,
        identifiers=identifiers,
        sector=facts.sector,
        region=facts.region,
        nation=facts.nation,
        legal_form=facts.legal_form,
        parent_body=facts.parent_body,
        entry_class=facts.entry_class,
        status=str(status.status),
        status_reason=status.reason,
        launched=launch.earliest if launch else None,
        launch_year=launch.earliest.year
        if launch and launch.earliest.year == launch.latest.year
        else None,
        reopened=verdict.reopened if live else None,
        exists=support.exists,
        supported=support.supported,
        launched_after_support=support.launched_after_support,
        haystack=folded(" ".join(searched)),
    )


def choices(*, as_at: date, known_at: datetime | None = None) -> dict[str, list[str]]:
    """The values each filter can take in this register, in order."""
    return _choices(version(), as_at, known_at)


@lru_cache(maxsize=32)
def _choices(register_version: str, as_at: date, known_at: datetime | None) -> dict[str, list[str]]:
    rows = _listing(register_version, as_at, known_at)
    found: dict[str, set[str]] = {
        "sector": {row.sector for row in rows},
        "area": {row.region for row in rows} | {row.nation for row in rows},
        "legal_form": {row.legal_form for row in rows},
        "status": {row.status for row in rows},
        "entry_class": {row.entry_class for row in rows},
        "launch_year": {str(row.launch_year) for row in rows if row.launch_year},
    }
    given = {name: sorted(values - {""}) for name, values in found.items()}
    return given | {name: ["yes", "no"] for name in FACTS}


def choices_ever(*, as_at: date, known_at: datetime | None = None) -> dict[str, list[str]]:
    """The values a filter may be asked with: those of a list that is closed, else those in the register now
    or at the dates asked about."""
    now = choices(as_at=timezone.localdate())
    then = choices(as_at=as_at, known_at=known_at)
    found = {name: sorted({*now[name], *then[name]}) for name in now}
    return found | {name: list(values) for name, values in CLOSED.items()}
