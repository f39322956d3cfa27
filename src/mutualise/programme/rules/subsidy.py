"""Minimal financial assistance: how much a recipient may still have, and what must be published.

Subsidy Control Act 2022, s.36: at most £315,000 in the financial year so far and the two before it,
counted with assistance for services of public economic interest; in-kind help at its gross cash
equivalent. s.37: the giver notifies, the recipient confirms it stays within the limit, the giver
confirms the award. s.33 with s.36(6): an award of more than £100,000 goes on the public database, within three months
of the decision to give it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mutualise.chronicle.rules.months import months_after

LIMIT_PENCE = 315_000_00
PUBLISHED_ABOVE_PENCE = 100_000_00
PUBLISHED_WITHIN_MONTHS = 3


@dataclass(frozen=True)
class Given:
    """Assistance on a day, in pence of gross cash equivalent."""

    on: date
    pence: int


def financial_year(day: date) -> int:
    """The year in which the financial year of a day begins (1 April to 31 March).

    >>> financial_year(date(2026, 3, 31)), financial_year(date(2026, 4, 1))
    (2025, 2026)
    """
    return day.year if (day.month, day.day) >= (4, 1) else day.year - 1


def window_starts(day: date) -> date:
    """The first day that counts towards the limit on `day`: 1 April, two financial years back."""
    return date(financial_year(day) - 2, 4, 1)


def still_given(given: Iterable[Given], left: int) -> list[Given]:
    """What stands of several parts of an award when `left` pence of them do: what was taken back is taken
    from the oldest part, so that the rest counts for as long as it may.

    >>> still_given([Given(date(2026, 5, 1), 10), Given(date(2027, 5, 1), 5)], 8)
    [Given(on=datetime.date(2027, 5, 1), pence=5), Given(on=datetime.date(2026, 5, 1), pence=3)]
    """
    found = []
    for each in sorted(given, key=lambda each: each.on, reverse=True):
        pence = min(each.pence, left)
        left -= pence
        if pence:
            found.append(Given(each.on, pence))
    return found


def counted(given: Iterable[Given], day: date) -> int:
    """Pence that count towards the limit on `day`."""
    start = window_starts(day)
    return sum(each.pence for each in given if start <= each.on <= day)


def headroom(given: Iterable[Given], day: date) -> int:
    """Pence that may still be given on `day`; negative when the limit is passed already."""
    return LIMIT_PENCE - counted(given, day)


def must_be_published(pence: int) -> bool:
    """Whether a single award goes on the public database: over £100,000, not at it."""
    return pence > PUBLISHED_ABOVE_PENCE


def publish_by(decided_on: date) -> date:
    """The last day to enter an award on the public database.

    >>> publish_by(date(2026, 11, 30))
    datetime.date(2027, 2, 28)
    """
    return months_after(decided_on, PUBLISHED_WITHIN_MONTHS)
