"""The population a figure is about: who is in, and who is unclear, under a definition on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache

from mutualise.register.queries.definitions import definitions
from mutualise.register.queries.facts import all_facts, settled, version
from mutualise.register.rules.counting import Count
from mutualise.register.rules.course import Course, count

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
    return count(definitions()[code], _courses(register_version, code, known_at).values(), on)


# Seven definitions now and at a past moment; the courses of 2,000 bodies take 3 MB or so.
@lru_cache(maxsize=14)
def _courses(register_version: str, code: str, known_at: datetime | None) -> dict[str, Course]:
    bodies = sorted(all_facts(known_at), key=lambda body: body.organisation)
    return {body.organisation: Course(definitions()[code], body) for body in bodies}


def population(definition: str, on: date, known_at: datetime | None = None) -> Members:
    """Certain and unclear members on a day, as known at a moment."""
    found = counted(definition, on, known_at)
    courses = _courses(version(), definition, settled(known_at))
    rows = [(each.code, True) for each in found.inside]
    rows += [(each.code, False) for each in found.unclear]
    closures, days = _lives(courses.values(), on)
    return Members(
        definition,
        on,
        tuple(
            (code, certain, courses[code].launch, courses[code].on(on).area)
            for code, certain in sorted(rows)
        ),
        closures,
        days / DAYS_A_YEAR,
    )


def _lives(courses: Iterable[Course], on: date) -> tuple[int, Fraction]:
    closures, days = 0, 0
    for course in courses:
        launch, end = course.launch, course.end
        if launch is None or launch > on:
            continue
        closed = end is not None and end <= on
        closures += closed
        days += ((end if closed and end else on) - launch).days
    return closures, Fraction(max(days, 0))
