"""Sums of dated flows (transfers, hires, leavers) for each member between two days."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mutualise.statistics.rules.amounts import SAFE, Amounts, Flags, Ints
from mutualise.statistics.rules.figures import Figures


@dataclass(frozen=True)
class Flows:
    """What flowed, for each member: the amount, the least and the most it can be in
    ten-thousandths (no most where `open_above`), whether only a bound is known of some of it, the
    days its readings cover, and which rows."""

    amounts: Amounts
    low: Ints
    high: Ints
    open_above: Flags
    only_bound: Flags
    days: Ints
    digests: Ints


@dataclass(frozen=True)
class _Pieces:
    """The rows of a table that touch the windows of their members: whose each is, how many of its
    days lie in the window, and whether all of them do."""

    rows: Ints
    member: Ints
    days: Ints
    whole: Flags
    counted: Flags


def flows_between(
    table: Figures, members: Ints, *, after: Ints, until: Ints, by_first_day: bool = False
) -> Flows:
    """Sum the figures of each member that end after one day and begin by another.

    A flow over by the first day (the transfer that made the body) is no change since. A period
    that begins on the first day belongs to the window, as the year of a body launched on
    1 April does. One that reaches out of the window counts whole where at least half of its days
    lie inside and not at all otherwise, and its range runs from nothing to the whole.
    `by_first_day` takes a period whole by its first day alone, after the one day and by the other.
    """
    none = np.zeros(len(members), dtype=np.int64)
    if len(table) == 0 or len(members) == 0:
        never = none > 0
        return Flows(Amounts(none, none + 1), none, none, never, never, none, table.digests[:0])
    found = _pieces(table, members, after, until, by_first_day)
    amount, common = _on_one_denominator(table.amounts.take(found.rows))
    low, high = table.low[found.rows], table.high[found.rows]
    return Flows(
        Amounts(
            _summed(np.where(found.counted, amount, 0), found.member, len(members)), none + common
        ),
        _summed(np.where(found.whole, low, np.minimum(low, 0)), found.member, len(members)),
        _summed(np.where(found.whole, high, np.maximum(high, 0)), found.member, len(members)),
        _summed(table.open_above[found.rows], found.member, len(members)) > 0,
        _summed(table.only_bound[found.rows], found.member, len(members)) > 0,
        _summed(found.days, found.member, len(members)),
        table.rows_of(found.rows),
    )


def _pieces(table: Figures, members: Ints, after: Ints, until: Ints, by_first_day: bool) -> _Pieces:
    place = np.full(int(max(table.subject.max(), members.max())) + 1, -1, dtype=np.int64)
    known = np.flatnonzero(members >= 0)
    place[members[known]] = known
    member = place[table.subject]
    first, last = table.valid_from.astype(np.int64), table.valid_until.astype(np.int64) - 1
    touches = (first if by_first_day else last) > after[member]
    rows = np.flatnonzero((member >= 0) & touches & (first <= until[member]))
    member, first, last = member[rows], first[rows], last[rows]
    length = last - first + 1
    if by_first_day:
        every = np.ones(len(rows), dtype=np.bool_)
        return _Pieces(rows, member, length, every, every)
    inside = np.minimum(last, until[member]) - np.maximum(first, after[member]) + 1
    return _Pieces(rows, member, inside, inside == length, 2 * inside >= length)


def _summed(column: Ints, member: Ints, members: int) -> Ints:
    """The sum of each member's rows; Python integers where int64 might be too small."""
    wide = column.dtype == object or (
        len(column) > 0 and int(np.abs(column.astype(np.int64)).max()) * len(column) >= SAFE
    )
    sums: Ints = np.zeros(members, dtype=object if wide else np.int64)
    np.add.at(sums, member, column.astype(sums.dtype))
    return sums


def _on_one_denominator(figures: Amounts) -> tuple[Ints, int]:
    common = 1
    if len(figures.den) == 0:
        return figures.num, common
    if int(figures.den.max()) > 1:
        common = math.lcm(*(int(each) for each in np.unique(figures.den)))
    num, factor = figures.num, common // figures.den
    if common > 1 or int(np.abs(num).max()) * len(num) >= SAFE:
        num, factor = num.astype(object), factor.astype(object)
    return num * factor, common
