"""When a fact was true: from a day until, but not including, another day.

A source gives its dates in many forms and precisions; all become one half-open interval, so that
"was this true on 23 July 2014" is one comparison and two facts that touch do not overlap.

Forms read: 2014 · 2014-07 · 2014-07-23 · 2013 or 2014 · 2012-13, 2012/13 and FY2012-13 (financial
year, 1 April to 31 March) · FY2021 (financial year that ends in 2021) · 1997-2010 (both years
included) · A/B (two dates of any of the first three forms, both included: ISO 8601 intervals).
"2011-12" is December 2011, as in ISO 8601; the financial year is written 2011/12 or FY2011-12.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

EARLIEST_YEAR = 1800
LATEST_YEAR = 2199
LONGEST_TEXT = 40
FORMS = (
    "2014, 2014-07, 2014-07-23, 2013 or 2014, 2012-13 (financial year), FY2021, 1997-2010 "
    "or two dates with a slash between them"
)

_DATE = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
_EITHER = re.compile(r"([0-9]{4}) or ([0-9]{4})")
_FINANCIAL_YEARS = re.compile(r"(FY ?)?([0-9]{4})([-/])([0-9]{2})")
_FINANCIAL_YEAR_ENDING = re.compile(r"FY ?([0-9]{4})")
_YEARS = re.compile(r"([0-9]{4})-([0-9]{4})")
_INTERVAL = re.compile(rf"({_DATE}) ?/ ?({_DATE})")
_ANY_DATE = re.compile(_DATE)


class Precision(StrEnum):
    """How exactly the source gives the time."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    FINANCIAL_YEAR = "financial year"
    SPAN = "span"
    EITHER = "one of two years"


@dataclass(frozen=True, order=True)
class Period:
    """Half-open interval of days: `valid_from` is in it, `valid_until` is not."""

    valid_from: date
    valid_until: date
    precision: Precision

    @property
    def last_day(self) -> date:
        """The last day that belongs to the period."""
        return self.valid_until - timedelta(days=1)

    def covers(self, day: date) -> bool:
        """Whether the day belongs to the period."""
        return self.valid_from <= day < self.valid_until


class PeriodUnreadable(ValueError):
    """The text is not a period in one of the forms this module reads."""

    def __init__(self, text: str, remedy: str = f"write {FORMS}") -> None:
        self.text, self.remedy = text, remedy
        super().__init__(f"{text[:LONGEST_TEXT]!r} is not a date or period: {remedy}")


class PeriodEndsBeforeItStarts(ValueError):
    """The second part of the period is before the first."""

    def __init__(self, text: str) -> None:
        self.text, self.remedy = text, "put the earlier date first"
        super().__init__(f"{text[:LONGEST_TEXT]!r} ends before it starts: {self.remedy}")


def parse_period(text: str) -> Period:
    """The period a text stands for.

    Raises PeriodUnreadable for any other form, an impossible date, or a year outside 1800-2199,
    and PeriodEndsBeforeItStarts when the parts are in the wrong order. An empty text is
    unreadable: an undated fact has no period, and the caller says so.
    """
    asked = text.strip().replace("\u2013", "-")
    if not asked:
        raise PeriodUnreadable(text, "the period is empty: an undated fact has none")
    if len(asked) > LONGEST_TEXT:
        raise PeriodUnreadable(text)
    if _ANY_DATE.fullmatch(asked) and not _is_unambiguous_financial_year(asked):
        return _calendar_period(asked)
    return _composed_period(asked)


def parse_date_range(text: str) -> tuple[date, date]:
    """The earliest and the latest day an event can have happened, both included.

    Takes the forms of `parse_period` and raises the same errors.
    """
    period = parse_period(text)
    return period.valid_from, period.last_day


def _composed_period(text: str) -> Period:
    if match := _EITHER.fullmatch(text):
        return _years(text, match[1], match[2], Precision.EITHER)
    if match := _FINANCIAL_YEAR_ENDING.fullmatch(text):
        return _financial_year(text, ends_in=int(match[1]))
    if match := _FINANCIAL_YEARS.fullmatch(text):
        first = int(match[2])
        if int(match[4]) != (first + 1) % 100:
            raise PeriodUnreadable(text, "the second year of a financial year follows the first")
        return _financial_year(text, ends_in=first + 1)
    if match := _YEARS.fullmatch(text):
        return _years(text, match[1], match[2], Precision.SPAN)
    if match := _INTERVAL.fullmatch(text):
        first_part, second_part = _calendar_period(match[1]), _calendar_period(match[2])
        if second_part.valid_until <= first_part.valid_from:
            raise PeriodEndsBeforeItStarts(text)
        return Period(first_part.valid_from, second_part.valid_until, Precision.SPAN)
    raise PeriodUnreadable(text)


def _is_unambiguous_financial_year(text: str) -> bool:
    """2012-13 and 1999-00 can only be financial years; 2011-12 is December 2011."""
    return len(text) == 7 and not 1 <= int(text[5:]) <= 12


def _calendar_period(text: str) -> Period:
    parts = [int(part) for part in text.split("-")]
    start = _day(text, *([*parts, 1, 1])[:3])
    if len(parts) == 3:
        return Period(start, start + timedelta(days=1), Precision.DAY)
    if len(parts) == 2:
        following = date(start.year + start.month // 12, start.month % 12 + 1, 1)
        return Period(start, following, Precision.MONTH)
    return Period(start, date(start.year + 1, 1, 1), Precision.YEAR)


def _years(text: str, first: str, last: str, precision: Precision) -> Period:
    if int(last) < int(first):
        raise PeriodEndsBeforeItStarts(text)
    return Period(_day(text, int(first), 1, 1), _next_new_year(text, int(last)), precision)


def _financial_year(text: str, *, ends_in: int) -> Period:
    start = _day(text, ends_in - 1, 4, 1)
    return Period(start, _day(text, ends_in, 4, 1), Precision.FINANCIAL_YEAR)


def _next_new_year(text: str, year: int) -> date:
    _day(text, year, 1, 1)
    return date(year + 1, 1, 1)


def _day(text: str, year: int, month: int, day: int) -> date:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise PeriodUnreadable(text, f"give a year from {EARLIEST_YEAR} to {LATEST_YEAR}")
    try:
        return date(year, month, day)
    except ValueError:
        raise PeriodUnreadable(text, "there is no such day: write year-month-day") from None
