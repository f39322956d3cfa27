"""Sums of dated flows (transfers, hires, leavers) for each member between two days."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mutualise.statistics.rules.amounts import SAFE, Amounts, Ints
from mutualise.statistics.rules.figures import DAY_BITS, Figures


@dataclass(frozen=True)
class Flows:
    """What flowed, for each member: the amount, the days its readings cover, and which rows."""

    amounts: Amounts
    days: Ints
    digests: Ints


def flows_between(table: Figures, members: Ints, *, after: Ints, until: Ints) -> Flows:
    """Sum the figures of each member whose period begins after one day and not after another.

    A flow on the first day itself (the transfer that made the body) is not a change since.
    """
    none = np.zeros(len(members), dtype=np.int64)
    if len(table) == 0 or len(members) == 0:
        return Flows(Amounts(none, none + 1), none, table.digests[:0])
    order = np.flatnonzero(table.valid_from > after.min())
    key = (table.subject[order].astype(np.int64) << DAY_BITS) | table.valid_from[order]
    if bool(np.any(key[1:] < key[:-1])):
        # Figures lie in order of their last day, which a period inside another breaks.
        sort = np.argsort(key, kind="stable")
        order, key = order[sort], key[sort]
    first = np.searchsorted(key, (members << DAY_BITS) | after, side="right")
    last = np.maximum(np.searchsorted(key, (members << DAY_BITS) | until, side="right"), first)
    first, last = np.where(members < 0, 0, first), np.where(members < 0, 0, last)
    amount, common = _on_one_denominator(table.amounts.take(order))
    lengths = (table.valid_until - table.valid_from).astype(np.int64)[order]
    inside = np.zeros(len(order) + 1, dtype=np.int64)
    np.add.at(inside, first, 1)
    np.add.at(inside, last, -1)
    used = order[np.cumsum(inside)[:-1] > 0]
    return Flows(
        Amounts(_between(amount, first, last), none + common),
        _between(lengths, first, last),
        table.rows_of(used),
    )


def _between(column: Ints, first: Ints, last: Ints) -> Ints:
    running = np.concatenate([[0], np.cumsum(column)])
    difference: Ints = running[last] - running[first]
    return difference


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
