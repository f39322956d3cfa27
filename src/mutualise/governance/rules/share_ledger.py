"""Movements of one class of shares: nobody ever holds fewer than none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


class TooManyShares(ValueError):
    """Somebody would give more shares than they hold; the message says how many and when."""


@dataclass(frozen=True)
class Movement:
    """Shares from one holder to another; None where they are allotted or withdrawn."""

    on: date
    source: int | None
    target: int | None
    quantity: int


def check_never_below(movements: Iterable[Movement]) -> None:
    """Raise TooManyShares when, at the end of any day, a holder would have fewer than none."""
    by_day: dict[date, list[Movement]] = defaultdict(list)
    for each in movements:
        by_day[each.on].append(each)
    held: dict[int, int] = defaultdict(int)
    for day in sorted(by_day):
        givers = set()
        for each in by_day[day]:
            if each.source is not None:
                held[each.source] -= each.quantity
                givers.add(each.source)
            if each.target is not None:
                held[each.target] += each.quantity
        short = min((held[who] for who in givers), default=0)
        if short < 0:
            raise TooManyShares(
                f"On {day:%d %B %Y} they would have given {-short} shares more than they hold. "
                "Give fewer shares, or another day."
            )
