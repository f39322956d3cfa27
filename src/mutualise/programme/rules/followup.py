"""When a launched mutual is asked what the support achieved: after six and after twelve months."""

from __future__ import annotations

import calendar
from datetime import date
from decimal import Decimal

ASKED_AFTER = (6, 12)


def due_day(launched_on: date, months: int) -> date:
    """The same day of the month, `months` later; the last day where there is no such day.

    >>> due_day(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    month = launched_on.month - 1 + months
    year, month = launched_on.year + month // 12, month % 12 + 1
    return date(year, month, min(launched_on.day, calendar.monthrange(year, month)[1]))


def reached(start: Decimal, target: Decimal, value: Decimal) -> bool:
    """Whether a value is at the target or beyond it, on the side away from the start.

    >>> reached(Decimal(9), Decimal(7), Decimal("6.5")), reached(Decimal(9), Decimal(7), Decimal(8))
    (True, False)
    """
    return value <= target if target < start else value >= target
