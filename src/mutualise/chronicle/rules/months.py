"""The corresponding day of another month."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def months_after(day: date, months: int) -> date:
    """The same day of the month, `months` later (negative: earlier); the month's last day where it has none.

    >>> months_after(date(2026, 8, 31), 6), months_after(date(2014, 3, 31), -1)
    (datetime.date(2027, 2, 28), datetime.date(2014, 2, 28))
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
