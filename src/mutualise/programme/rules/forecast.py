"""What a budget will have spent by the end of its year: three sums, no model.

The sums say what they rest on, so that a finance officer can argue with them: money owed is paid;
an order or award is spent in the year if its own date says so; everything promised is the most that
can be. All amounts are whole pence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Promise:
    """Money set aside or ordered, and the day by which its work should be done (None: unknown)."""

    pence: int
    due: date | None


@dataclass(frozen=True)
class Forecast:
    """Pence spent by the end of a year: `least` is what is paid or owed, `expected` adds what
    falls due by then, `most` adds all else that is promised. `idle` is free in the budget and
    lapses, or is carried, at the year end."""

    least: int
    expected: int
    most: int
    idle: int


def year_end(year: int) -> date:
    """The last day of the financial year that begins in April of `year`.

    >>> year_end(2026).isoformat()
    '2027-03-31'
    """
    return date(year + 1, 3, 31)


def year_name(year: int) -> str:
    """A financial year as people write it.

    >>> year_name(2026)
    '2026 to 2027'
    """
    return f"{year} to {year + 1}"


def financial_year(day: date) -> int:
    """The year in which the financial year of a day begins.

    >>> financial_year(date(2027, 3, 31)), financial_year(date(2027, 4, 1))
    (2026, 2027)
    """
    return day.year if (day.month, day.day) >= (4, 1) else day.year - 1


def forecast(
    *, paid: int, owed: int, promised: Iterable[Promise], available: int, year: int
) -> Forecast:
    """What a budget of a financial year will have spent when it ends.

    >>> forecast(paid=10, owed=5, promised=[Promise(7, date(2027, 3, 1)), Promise(3, None)],
    ...          available=2, year=2026)
    Forecast(least=15, expected=22, most=25, idle=2)
    """
    listed = list(promised)
    last = year_end(year)
    due = sum(each.pence for each in listed if each.due is not None and each.due <= last)
    rest = sum(each.pence for each in listed) - due
    return Forecast(paid + owed, paid + owed + due, paid + owed + due + rest, available)
