"""The population a figure is about: who is in, and who is unclear, under a definition on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache

from mutualise.register.queries.definitions import definitions
from mutualise.register.queries.facts import all_facts, settled, version
from mutualise.register.rules.counting import Count, count
from mutualise.register.rules.facts import Facts
from mutualise.register.rules.life import ENDINGS, launched_between
from mutualise.register.rules.past import on_the_day

DAYS_A_YEAR = Fraction(1461, 4)


@dataclass(frozen=True)
class Members:
    """Rows of (code, certain, launch day if known, area slug), in order of code.

    `closures` of bodies with a known launch were recorded over `body_years` before the day.
    """

    definition: str
    on: date
    rows: tuple[tuple[str, bool, date | None, str], ...]
    closures: int
    body_years: Fraction


def counted(definition: str, on: date, known_at: datetime | None = None) -> Count:
    """The register counted under a definition on a day. Raises KeyError for an unknown one."""
    return _counted(version(), definition, on, settled(known_at))


# A comparison of seven definitions on two days takes 14; each count of 2,000 bodies is 0.5 MB.
@lru_cache(maxsize=128)
def _counted(register_version: str, code: str, on: date, known_at: datetime | None) -> Count:
    return count(definitions()[code], all_facts(known_at), on)


def population(definition: str, on: date, known_at: datetime | None = None) -> Members:
    """Certain and unclear members on a day, as known at a moment."""
    found = counted(definition, on, known_at)
    bodies = {facts.organisation: facts for facts in all_facts(known_at)}
    rows = [(each.code, True) for each in found.inside]
    rows += [(each.code, False) for each in found.unclear]
    closures, days = _lives(bodies.values(), on)
    return Members(
        definition,
        on,
        tuple(
            (code, certain, _launch(bodies[code]), _area(bodies[code], on))
            for code, certain in sorted(rows)
        ),
        closures,
        days / DAYS_A_YEAR,
    )


def _area(facts: Facts, on: date) -> str:
    then = on_the_day(facts, on)
    return then.region or then.nation


def _launch(facts: Facts) -> date | None:
    between = launched_between(facts)
    return between.latest if between else None


def _lives(bodies: Iterable[Facts], on: date) -> tuple[int, Fraction]:
    closures, days = 0, 0
    for facts in bodies:
        launch = _launch(facts)
        if launch is None or launch > on:
            continue
        ends = [e.when.latest for e in facts.events if e.kind in ENDINGS and e.when]
        end = min(ends, default=None)
        closed = end is not None and end <= on
        closures += closed
        days += ((end if closed and end else on) - launch).days
    return closures, Fraction(max(days, 0))
