"""Readings of one subject, one by one: for measures that rest on a handful of statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np

from mutualise.statistics.rules import days
from mutualise.statistics.rules.amounts import SCALE, Ints
from mutualise.statistics.rules.inputs import Inputs
from mutualise.statistics.rules.readings import QUALIFIERS, QUALITIES

ONLY_ASSERTED = "The only source is the announcement's own assertion; no method is published."


@dataclass(frozen=True)
class Statement:
    """One reading. `day` is the last day of its period, or the day asked about if still running."""

    qualifier: str
    value: Fraction
    valid_from: date
    valid_until: date
    day: date
    area: str
    quality: str
    base: str
    base_count: int | None
    population_count: int | None
    source: str
    published: date | None
    digest: str

    @property
    def exact(self) -> bool:
        return self.qualifier in ("=", "~")

    @property
    def rank(self) -> tuple[date, date, date]:
        """Later is newer; of periods that end alike the one that begins later is closer."""
        return self.day, self.valid_from, self.valid_until

    def distance(self, day: date) -> int:
        """Days from a day to this reading's period; 0 where the period holds the day."""
        if self.valid_from > day:
            return (self.valid_from - day).days
        return max(0, (day - self.day).days)


@dataclass(frozen=True)
class Settled:
    """What readings of one subject and period say together.

    `value` is None where they give only bounds or contradict each other (`conflict`); an end they
    contradict each other about is not known. Both ends equal to the
    value mean an exact figure; both ends None with a value, "about" that much.
    """

    value: Fraction | None
    lower: Fraction | None
    upper: Fraction | None
    lower_inclusive: bool
    upper_inclusive: bool
    statements: tuple[Statement, ...]
    conflict: bool = False

    @property
    def ends(self) -> tuple[Fraction, Fraction] | None:
        """The least and the greatest it can be; None where an end is not known."""
        if self.lower is not None and self.upper is not None:
            return self.lower, self.upper
        return None if self.value is None else (self.value, self.value)


def statements(
    inputs: Inputs, kind: str, subject: str, *, worst: str, since: int = days.NO_DAY
) -> list[Statement]:
    """Readings of one kind and subject known at the moment, for periods begun by the day asked
    about and not ended before the ordinal `since`; each distinct reading once, oldest first."""
    readings = inputs.readings
    table = readings.of_subject(kind, subject)
    usable = table.known_at(inputs.moment) & (table.valid_from <= inputs.on)
    usable &= (table.quality >= QUALITIES.index(worst)) & (table.valid_until > since)
    usable &= ~table.foreign
    table = table.take(usable)
    found = {}
    for at in range(len(table)):
        until = date.fromordinal(int(table.valid_until[at]))
        statement = Statement(
            qualifier=QUALIFIERS[int(table.qualifier[at])],
            value=Fraction(int(table.amount[at]), SCALE),
            valid_from=date.fromordinal(int(table.valid_from[at])),
            valid_until=until,
            day=min(date.fromordinal(int(table.valid_until[at]) - 1), inputs.question.as_at),
            area=readings.areas[int(table.area[at])],
            quality=QUALITIES[int(table.quality[at])],
            base=readings.bases[int(table.base[at])],
            base_count=_count(table.base_count[at]),
            population_count=_count(table.population_count[at]),
            source=readings.sources[int(table.source[at])],
            published=days.day_of(int(table.source_published[at])),
            digest=table.digest[at].decode(),
        )
        found[statement.digest] = statement
    return sorted(found.values(), key=lambda each: (each.rank, each.digest))


def asserted(inputs: Inputs, kind: str, *, since: int = days.NO_DAY) -> bool:
    """Whether an announcement asserts a figure, without a method, for the subject asked about."""
    told = statements(inputs, kind, inputs.subject, worst="CLAIMED", since=since)
    return any(each.quality == "CLAIMED" for each in told)


def of_best_quality(given: Iterable[Statement]) -> list[Statement]:
    """Those of the best quality among them."""
    known = list(given)
    best = max((QUALITIES.index(each.quality) for each in known), default=0)
    return [each for each in known if QUALITIES.index(each.quality) == best]


def newest_period(given: Sequence[Statement]) -> list[Statement]:
    """The readings of the newest period, of the best quality there is for it."""
    if not given:
        return []
    newest = max(each.rank for each in given)
    return of_best_quality(each for each in given if each.rank == newest)


def nearest_period(given: Sequence[Statement], *, to: date, within: int) -> list[Statement]:
    """The readings of the period nearest a day, at most `within` days off, the earlier of two;
    of the best quality there is for it."""
    near = [each for each in given if each.distance(to) <= within]
    if not near:
        return []
    best = min((each.distance(to), each.valid_from, each.valid_until) for each in near)
    return of_best_quality(
        each for each in near if (each.distance(to), each.valid_from, each.valid_until) == best
    )


def settle(given: Sequence[Statement]) -> Settled:
    """Take the readings of one period together. There must be one."""
    exact = sorted({each.value for each in given if each.exact})
    floors = [(each.value, each.qualifier == ">") for each in given if each.qualifier[0] == ">"]
    roofs = [(each.value, each.qualifier != "<") for each in given if each.qualifier[0] == "<"]
    floor = max(floors, default=None)
    roof = min(roofs, default=None)
    together = tuple(given)
    if len(exact) == 1 and _holds(exact[0], floor, roof):
        about = all(each.qualifier == "~" for each in given if each.exact)
        end = None if about else exact[0]
        return Settled(exact[0], end, end, True, True, together)
    apart = floor is not None and roof is not None and not _meet(floor, roof)
    if exact or apart:
        # What contradicts "more than" so many may be any amount more, and so below.
        above = apart or any(not _holds(each, floor, None) for each in exact)
        below = apart or any(not _holds(each, None, roof) for each in exact)
        return Settled(
            None,
            None if below else exact[0],
            None if above else exact[-1],
            True, True, together, conflict=True,
        )  # fmt: skip
    return Settled(
        None,
        floor[0] if floor else None,
        roof[0] if roof else None,
        not (floor and floor[1]),
        not roof or roof[1],
        together,
    )


def digests_of(*groups: Iterable[Statement]) -> Ints:
    return np.array([each.digest for group in groups for each in group], dtype="S64")


def _meet(floor: tuple[Fraction, bool], roof: tuple[Fraction, bool]) -> bool:
    """Whether some amount is above the one and below the other."""
    return floor[0] < roof[0] or (floor[0] == roof[0] and not floor[1] and roof[1])


def _holds(
    value: Fraction, floor: tuple[Fraction, bool] | None, roof: tuple[Fraction, bool] | None
) -> bool:
    return (floor is None or value >= floor[0]) and (roof is None or value <= roof[0])


def _count(number: int) -> int | None:
    return None if number < 0 else int(number)
