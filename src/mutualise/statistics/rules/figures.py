"""From readings to figures: one figure for a subject and a period, as known at a moment.

Where several readings speak of the same subject and period, the best quality counts alone; equals
that differ give their mean, and a range from the least to the greatest. The same reading delivered
twice changes nothing, because equal amounts count once.

A reading that is only a bound ("more than 1,500") stands for the bound where sizes are compared, with
a range open above; "less than" runs from nothing to the bound. No total with such a figure has a
single value. "About" so many is that many, give or take 5%, as a claim's "about" is read. The day of a figure is the last day of its
period, or the day asked about where the period is still running.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from mutualise.statistics.rules.amounts import Amounts, Flags, Ints, summed_by_run
from mutualise.statistics.rules.readings import QUALITIES, Columns, Readings

T = TypeVar("T")
# Room for any day ordinal below a subject's number in one sortable integer.
DAY_BITS = 22
ABSENT = np.int64(2**62)
# "About" so many is that many, give or take a twentieth, as in the words of a claim.
ABOUT = 20
# A site asked about many dates keeps this many sorted tables, no more.
KEPT = 200


@dataclass(frozen=True)
class Sorted:
    """Readings of a kind that can matter on a day, in the order in which the last one wins."""

    columns: Columns
    day: Ints
    period: Ints


@dataclass(frozen=True)
class Figures:
    """Figures side by side, in order of subject and day.

    `first` and `last` bound each figure's own part of `rows`, which point into `digests` and `sources`.
    """

    subject: Ints
    valid_from: Ints
    valid_until: Ints
    day: Ints
    amounts: Amounts
    low: Ints
    high: Ints
    open_above: Flags
    only_bound: Flags
    first: Ints
    last: Ints
    rows: Ints
    digests: Ints
    sources: Ints

    def __len__(self) -> int:
        return len(self.subject)

    @property
    def key(self) -> Ints:
        key: Ints = (self.subject.astype(np.int64) << DAY_BITS) | self.day
        return key

    def latest(self, subjects: Ints, *, until: int | Ints, since: int | Ints = 0) -> Ints:
        """Position of the newest figure of each subject with since <= day <= until; -1 if none."""
        if len(self) == 0:
            return np.full(len(subjects), -1, dtype=np.int64)
        place = np.searchsorted(self.key, (subjects << DAY_BITS) | until, side="right") - 1
        there = (place >= 0) & (self.subject[place] == subjects) & (self.day[place] >= since)
        return np.where(there, place, -1)

    def nearest(self, subjects: Ints, *, to: Ints, within: int) -> Ints:
        """Position of the figure nearest a day, at most `within` days off; -1 if none.

        A period that holds the day is at no distance; of two at equal distance the earlier wins.
        """
        if len(self) == 0:
            return np.full(len(subjects), -1, dtype=np.int64)
        after = np.searchsorted(self.key, (subjects << DAY_BITS) | to, side="right")
        before = np.maximum(after - 1, 0)
        after = np.minimum(after, len(self) - 1)
        far = np.int64(2**40)
        back = np.where(
            (self.subject[before] == subjects) & (self.day[before] <= to),
            to - self.day[before].astype(np.int64),
            far,
        )
        ahead = np.where(
            (self.subject[after] == subjects) & (self.day[after] > to),
            np.maximum(self.valid_from[after].astype(np.int64) - to, 0),
            far,
        )
        place = np.where(ahead < back, after, before)
        return np.where(np.minimum(back, ahead) <= within, place, -1)

    def rows_of(self, places: Ints) -> Ints:
        """Digests of the readings behind the figures at `places`; -1 is passed over."""
        wanted = np.zeros(len(self), dtype=np.bool_)
        wanted[places[places >= 0]] = True
        chosen = np.flatnonzero(wanted)
        if len(chosen) == 0:
            return self.digests[:0]
        found: Ints = self.digests[self._readings(chosen)[1]]
        return found

    def sources_of_each(self) -> tuple[Ints, Ints]:
        """Reading by reading: the position of its figure, and the number of its source."""
        figure, reading = self._readings(np.arange(len(self)))
        return figure, self.sources[reading]

    def _readings(self, places: Ints) -> tuple[Ints, Ints]:
        lengths = self.last[places] - self.first[places]
        offsets = np.repeat(self.first[places] - np.cumsum(lengths) + lengths, lengths)
        return np.repeat(places, lengths), self.rows[np.arange(int(lengths.sum())) + offsets]


def known_figures(
    readings: Readings, kind: str, *, on: int, moment: int | None, worst: str, subject: str = ""
) -> Figures:
    """Figures of a kind for periods begun by the day `on`, as known at `moment`.

    Money in another currency than pounds is no figure. `worst` is the lowest quality that may be used; `subject` limits the search to one.
    """
    key = (kind, on, worst, subject)
    ready = readings.prepared.get(key)
    if not isinstance(ready, Sorted):
        table = _in_order(readings, kind, worst=worst, subject=subject)
        ready = _kept(readings, key, _sorted_for(table, on=on))
    return _figures(ready, ready.columns.known_at(moment))


def _in_order(readings: Readings, kind: str, *, worst: str, subject: str) -> Columns:
    """The readings of a kind that may be used, in the order they have once every period is over."""
    key = (kind, worst, subject)
    ready = readings.prepared.get(key)
    if isinstance(ready, Columns):
        return ready
    table = readings.of_subject(kind, subject) if subject else readings.of_kind(kind)
    table = table.take((table.quality >= QUALITIES.index(worst)) & ~table.foreign)
    return _kept(readings, key, table.take(_order(table, table.valid_until - 1)))


def _kept(readings: Readings, key: tuple[object, ...], made: T) -> T:
    if len(readings.prepared) >= KEPT:
        readings.prepared.clear()
    readings.prepared[key] = made
    return made


def _sorted_for(table: Columns, *, on: int) -> Sorted:
    table = table.take(table.valid_from <= on)
    day = np.minimum(table.valid_until - 1, on)
    if (table.valid_until - 1 > on).any():
        # A period that still runs stands for the day asked about, which may alter its place.
        order = _order(table, day)
        table, day = table.take(order), day[order]
    fresh = _changes(table.subject, table.valid_from, table.valid_until)
    return Sorted(table, day, np.cumsum(fresh))


def _order(table: Columns, day: Ints) -> Ints:
    keys = (table.source, table.qualifier, table.amount, table.quality)
    order: Ints = np.lexsort((*keys, table.valid_until, table.valid_from, day, table.subject))
    return order


def _figures(ready: Sorted, known: Flags) -> Figures:
    rows = _best_of_each_period(ready, np.flatnonzero(known))
    columns, period = ready.columns, ready.period[rows]
    starts = np.flatnonzero(_changes(period))
    ends = np.append(starts[1:], len(rows))
    chosen = rows[starts]
    amount, qualifier = columns.amount[rows], columns.qualifier[rows]
    if len(rows) and qualifier.max() > 0:
        ranges = _with_bounds(amount, qualifier, period, starts)
    else:
        ranges = _without_bounds(amount, period, starts, ends)
    return Figures(
        columns.subject[chosen],
        columns.valid_from[chosen],
        columns.valid_until[chosen],
        ready.day[chosen],
        *ranges,
        starts,
        ends,
        rows,
        columns.digest,
        columns.source,
    )


def _without_bounds(
    amount: Ints, period: Ints, starts: Ints, ends: Ints
) -> tuple[Amounts, Ints, Ints, Flags, Flags]:
    """Means of distinct amounts; a run is in order of amount, so its ends are the range."""
    exact = np.zeros(len(starts), dtype=np.bool_)
    if len(starts) == len(amount):
        return Amounts(amount, np.ones_like(amount)), amount, amount, exact, exact
    distinct = _changes(period, amount)
    count = np.add.reduceat(distinct.astype(np.int64), starts)
    total = summed_by_run(np.where(distinct, amount, 0), starts)
    return Amounts(total, count), amount[starts], amount[ends - 1], exact, exact


def _with_bounds(
    amount: Ints, qualifier: Ints, period: Ints, starts: Ints
) -> tuple[Amounts, Ints, Ints, Flags, Flags]:
    again = ~_changes(period, amount, qualifier > 1)
    exact = (qualifier <= 1) & ~again
    count = np.add.reduceat(exact.astype(np.int64), starts)
    total = summed_by_run(np.where(exact, amount, 0), starts)
    slack = _slack(amount, qualifier, starts)
    least = np.minimum.reduceat(np.where(exact, amount - slack, ABSENT), starts)
    most = np.maximum.reduceat(np.where(exact, amount + slack, -ABSENT), starts)
    above, below = (qualifier == 2) | (qualifier == 3), qualifier >= 4
    floor = np.maximum.reduceat(np.where(above, amount, -ABSENT), starts)
    roof = np.minimum.reduceat(np.where(below, amount, ABSENT), starts)
    return _ranges(count, total, least, most, floor, roof)


def _slack(amount: Ints, qualifier: Ints, starts: Ints) -> Ints:
    """How far a figure may lie from "about" so many: 5% either way, where none is given without "about"."""
    plain = np.minimum.reduceat(qualifier, starts) == 0
    rough = (qualifier == 1) & ~np.repeat(plain, np.diff(np.append(starts, len(amount))))
    return np.where(rough, np.abs(amount) // ABOUT, 0)


def _best_of_each_period(ready: Sorted, rows: Ints) -> Ints:
    if len(rows) == 0:
        return rows
    quality = ready.columns.quality[rows]
    if quality.min() == quality.max():
        return rows
    period = ready.period[rows]
    starts = np.flatnonzero(_changes(period))
    best = np.maximum.reduceat(quality, starts)
    kept: Ints = rows[quality == np.repeat(best, np.diff(np.append(starts, len(rows))))]
    return kept


def _ranges(
    count: Ints, total: Ints, least: Ints, most: Ints, floor: Ints, roof: Ints
) -> tuple[Amounts, Ints, Ints, Flags, Flags]:
    bound, has_floor, has_roof = count == 0, floor > -ABSENT, roof < ABSENT
    both = bound & has_floor & has_roof
    only_floor, only_roof = bound & ~has_roof, bound & ~has_floor
    cases = [~bound, both, only_floor]
    num = np.select(cases, [total, floor + roof, floor], roof)
    den = np.select(cases, [count, np.full_like(count, 2), np.ones_like(count)], 1)
    low = np.select(
        [~bound, both, only_roof],
        [np.minimum(least, roof), np.minimum(floor, roof), np.minimum(roof, 0)],
        floor,
    )
    high = np.select(cases, [np.maximum(most, floor), np.maximum(floor, roof), floor], roof)
    return Amounts(num, den), low, high, only_floor, bound


def _changes(*columns: Ints) -> Flags:
    """Where any of the columns differs from the row before; the first row always does."""
    changed = np.ones(len(columns[0]), dtype=np.bool_)
    if len(changed):
        changed[1:] = False
        for column in columns:
            changed[1:] |= column[1:] != column[:-1]
    return changed
