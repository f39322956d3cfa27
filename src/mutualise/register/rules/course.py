"""Where one body stands in the counts of a definition, worked out once between two turning days.

Every rule compares the day asked about with days that are recorded, and with nothing else. So
nothing can change between one recorded day and the next: a question about another day in between
has the same answer.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from mutualise.register.rules.counting import (
    IN,
    NOT_LIVE,
    OUT,
    PLACES,
    UNCLEAR,
    Count,
    Counted,
    placed,
)
from mutualise.register.rules.definitions import Definition
from mutualise.register.rules.facts import Facts
from mutualise.register.rules.life import ENDINGS, launched_between
from mutualise.register.rules.past import on_the_day


@dataclass(frozen=True)
class Standing:
    """The place of a body in a count (one of `counting.PLACES`), why, and its area of the day."""

    place: str
    counted: Counted
    area: str


@dataclass
class Course:
    """One body under one definition. `on` answers as `counting.placed` does, and keeps the answer.

    `launch` and `end` are the last days on which it may have launched and first ended, if recorded.
    """

    definition: Definition
    facts: Facts
    launch: date | None = None
    end: date | None = None
    _turns: tuple[date, ...] = ()
    _kept: dict[int, Standing] = field(default_factory=dict)

    def __post_init__(self) -> None:
        between = launched_between(self.facts)
        ends = [e.when.latest for e in self.facts.events if e.kind in ENDINGS and e.when]
        self.launch = between.latest if between else None
        self.end = min(ends, default=None)
        self._turns = turning_days(self.facts)

    def on(self, day: date) -> Standing:
        stretch = bisect_right(self._turns, day)
        if stretch not in self._kept:
            place, reason = placed(self.definition, self.facts, day)
            then = on_the_day(self.facts, day)
            counted = Counted(then.organisation, then.name, reason)
            self._kept[stretch] = Standing(place, counted, then.region or then.nation)
        return self._kept[stretch]


def count(definition: Definition, courses: Iterable[Course], on: date) -> Count:
    """Count bodies, given in order of code, under a definition on a day.

    A body whose trading on the day is unclear is unclear, unless a limb fails it.
    """
    places: dict[str, list[Counted]] = {place: [] for place in PLACES}
    for course in courses:
        standing = course.on(on)
        places[standing.place].append(standing.counted)
    found = {place: tuple(listed) for place, listed in places.items()}
    return Count(definition.code, on, found[IN], found[OUT], found[UNCLEAR], found[NOT_LIVE])


def turning_days(facts: Facts) -> tuple[date, ...]:
    """The days on which the body may stand elsewhere than the day before, in order: each day
    recorded of it and the day after, as some facts hold on their last day and some do not."""
    recorded = set(_days(facts))
    after = {day + timedelta(days=1) for day in recorded if day < date.max}
    return tuple(sorted(recorded | after))


def _days(facts: Facts) -> Iterator[date]:
    for event in facts.events:
        if event.when:
            yield from (event.when.earliest, event.when.latest)
    yield from (each.on for each in facts.holdings)
    yield from (each.decided_for for each in facts.decisions)
    yield from (each.until for each in facts.earlier)
    periods = [(each.valid_from, each.valid_until) for each in facts.control]
    periods += [(each.valid_from, each.valid_until) for each in facts.names]
    yield from (day for period in periods for day in period if day)
