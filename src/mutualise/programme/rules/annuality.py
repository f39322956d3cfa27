"""Annuality: a budget is for one financial year, and makes no new promise after it (ADR 0081).

What was promised in the year is owed and paid whenever its work is done; what is free when the year ends
is given back, or carried into a later year. This is the usual rule of British public budgets (Hyndman,
Jones and Pendlebury, Annuality in public budgeting, CIMA 2005).
"""

from __future__ import annotations

from datetime import date

from mutualise.programme.rules.forecast import financial_year, year_end, year_name


def is_over(year: int, today: date) -> bool:
    """Whether the financial year that begins in April of `year` has ended.

    >>> is_over(2025, date(2026, 3, 31)), is_over(2025, date(2026, 4, 1))
    (False, True)
    """
    return today > year_end(year)


def promise_fault(year: int, opens_on: date, closes_on: date, today: date) -> str | None:
    """Why nothing new is promised on a day from a budget of `year` in a fund of two days, or None."""
    if today < opens_on:
        return f"The fund opens on {_said(opens_on)}. Nothing is promised from it before."
    if today > closes_on:
        return f"The fund closed on {_said(closes_on)}. Nothing new is promised from it."
    if is_over(year, today):
        return (
            f"The year of this budget ended on {_said(year_end(year))}. Nothing new is promised from it: "
            "choose a budget whose year is not over."
        )
    return None


def growth_fault(year: int, opens_on: date, closes_on: date, today: date) -> str | None:
    """Why an award from a budget of `year` is not made larger on a day, or None."""
    if promise_fault(year, opens_on, closes_on, today) is None:
        return None
    return (
        "This award is paid from a budget whose year or fund is over, and an award has one budget. It can be "
        "made smaller, not larger."
    )


def allocation_fault(year: int, today: date) -> str | None:
    """Why no money is put into a budget of `year` on a day, or None. Money may always leave it."""
    if not is_over(year, today):
        return None
    return (
        f"The year of this budget ended on {_said(year_end(year))}. Put the money into a budget whose year "
        "is not over, or write a minus sign to take money out."
    )


def return_fault(year: int, opens_on: date, closes_on: date, on: date) -> str | None:
    """Why money that left a budget of `year` is not put back from the day `on`, or None. What never left
    it, because the posting was wrong from its own day, is no new promise and is not asked about."""
    if promise_fault(year, opens_on, closes_on, on) is None:
        return None
    return (
        "This would put money into a budget whose year or fund was over by then. If the posting was never "
        "right, undo it from its own day."
    )


def closing_fault(year: int, today: date, into: int | None) -> str | None:
    """Why the year of a budget is not closed on a day, with what is free carried into a budget of the
    year `into` (None: given back), or None. The last day of the year is the first on which it may be.

    >>> closing_fault(2025, date(2026, 3, 31), 2026) is None
    True
    """
    if today < year_end(year):
        return (
            f"The year ends on {_said(year_end(year))}. Close it on that day or after; until then, "
            "allocate with a minus sign to take money out."
        )
    if into is not None and (into <= year or is_over(into, today)):
        return "What is free is carried into a later year that is not over. Choose another budget."
    return None


def budget_fault(year: int, opens_on: date, closes_on: date) -> str | None:
    """Why a fund of two days has no budget of `year`, or None: the year must touch the fund's time.

    >>> budget_fault(2025, date(2026, 3, 31), date(2028, 9, 30)) is None
    True
    """
    first, last = financial_year(opens_on), financial_year(closes_on)
    if first <= year <= last:
        return None
    return (
        f"The fund’s first year is {year_name(first)} and its last {year_name(last)}. Choose one of those or "
        "a year between."
    )


def _said(day: date) -> str:
    return f"{day:%-d %B %Y}"
