"""One figure a member: the newest in a window, from the best kind of evidence there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mutualise.statistics.rules.amounts import Amounts, Flags, Ints
from mutualise.statistics.rules.figures import Figures


@dataclass(frozen=True)
class Holdings:
    """Figures beside the members of a population, in the members' order.

    Where `found` is False the other columns hold nothing of meaning. `kind` is the position of
    the evidence in the order of preference; `places` are rows of `tables[kind]`.
    """

    found: Flags
    amounts: Amounts
    low: Ints
    high: Ints
    open_above: Flags
    only_bound: Flags
    kind: Ints
    day: Ints
    places: Ints
    tables: tuple[Figures, ...]

    def take(self, which: Flags) -> Amounts:
        return self.amounts.take(which)

    def digests(self, which: Flags) -> Ints:
        """Digests of the readings behind the figures of the members marked."""
        columns = [
            table.rows_of(np.where(which & self.found & (self.kind == at), self.places, -1))
            for at, table in enumerate(self.tables)
        ]
        return np.concatenate(columns)

    def newest(self, which: Flags) -> int:
        days = self.day[which & self.found]
        return int(days.max()) if len(days) else 0

    def beside(self, other: Holdings) -> Holdings:
        """Mine where I have one, otherwise the other's; the other's tables come after mine."""
        mine = self.found

        def either(first: Ints, second: Ints) -> Ints:
            return np.where(mine, first, second)

        return Holdings(
            self.found | other.found,
            Amounts(
                either(self.amounts.num, other.amounts.num),
                either(self.amounts.den, other.amounts.den),
            ),
            either(self.low, other.low),
            either(self.high, other.high),
            either(self.open_above, other.open_above),
            either(self.only_bound, other.only_bound),
            either(self.kind, other.kind + len(self.tables)),
            either(self.day, other.day),
            either(self.places, other.places),
            (*self.tables, *other.tables),
        )


def held_at(table: Figures, places: Ints) -> Holdings:
    """The figures of one table at `places`; -1 is a member without one."""
    found = places >= 0
    at = np.where(found, places, 0)
    if len(table) == 0:
        none, flags = np.zeros(len(places), dtype=np.int64), np.zeros(len(places), dtype=np.bool_)
        ones = Amounts(none, none + 1)
        return Holdings(flags, ones, none, none, flags, flags, none, none, none - 1, (table,))
    return Holdings(
        found,
        table.amounts.take(at),
        table.low[at],
        table.high[at],
        table.open_above[at] & found,
        table.only_bound[at] & found,
        np.zeros(len(places), dtype=np.int64),
        table.day[at].astype(np.int64),
        places,
        (table,),
    )


def newest(tables: Sequence[Figures], members: Ints, *, until: int, since: int) -> Holdings:
    """The newest figure of each member in a window of days, from the first table that has one."""
    held = [held_at(table, table.latest(members, until=until, since=since)) for table in tables]
    best = held[0]
    for other in held[1:]:
        best = best.beside(other)
    return best
