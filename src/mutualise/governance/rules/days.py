"""Days as company law counts them: clear days, corresponding dates, working days.

Sources: Companies Act 2006 section 360 (clear days: neither the day of the notice nor that of the
meeting; weekends and bank holidays count), section 327(3) and section 1147(5) (hours: no part of
a day that is not a working day), explanatory notes 573 and 1475 for both examples.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

import holidays


def spoken(day: date) -> str:
    """A day as it is read aloud.

    >>> spoken(date(2026, 12, 1))
    '1 December 2026'
    """
    return f"{day.day} {day:%B %Y}"


def clear_days(given: date, meeting: date) -> int:
    """Whole days between the day a notice is given and the day of a meeting (section 360).

    >>> clear_days(date(2026, 11, 2), date(2026, 11, 17))
    14
    """
    return (meeting - given).days - 1


def earliest_meeting(given: date, notice: int) -> date:
    """The first day a meeting may be held on `notice` clear days.

    >>> earliest_meeting(date(2026, 11, 2), 14)
    datetime.date(2026, 11, 17)
    """
    return given + timedelta(days=notice + 1)


def latest_notice(meeting: date, notice: int) -> date:
    """The last day on which notice of `notice` clear days can still be given.

    >>> latest_notice(date(2026, 11, 17), 14)
    datetime.date(2026, 11, 2)
    """
    return meeting - timedelta(days=notice + 1)


@lru_cache(maxsize=64)
def _bank_holidays(year: int) -> frozenset[date]:
    """Bank holidays in England and Wales; a company of Scotland or Northern Ireland has others."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    """Section 1173: no Saturday, Sunday, Christmas Day, Good Friday or bank holiday."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def proxies_until(meeting: datetime, hours: int = 48) -> datetime:
    """The earliest last moment the articles may set for proxies (section 327).

    >>> proxies_until(datetime(2026, 5, 26, 15))  # Tuesday after a bank holiday Monday
    datetime.datetime(2026, 5, 21, 15, 0)
    """
    moment = meeting
    for _ in range(hours // 24):
        moment -= timedelta(days=1)
        while not is_working_day(moment.date()):
            moment -= timedelta(days=1)
    return moment


def deemed_given(sent: datetime) -> datetime:
    """When a notice sent by mail or electronically is taken to arrive: 48 working-day hours later
    (section 1147, unless the articles say otherwise).

    Sent on a day that is no working day, the hours begin with the next one.

    >>> deemed_given(datetime(2026, 11, 6, 15))  # a Friday
    datetime.datetime(2026, 11, 10, 15, 0)
    """
    moment = sent
    if not is_working_day(moment.date()):
        moment = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        while not is_working_day(moment.date()):
            moment += timedelta(days=1)
    for _ in range(2):
        moment += timedelta(days=1)
        while not is_working_day(moment.date()):
            moment += timedelta(days=1)
    return moment


def answer_by(received: date) -> date:
    """Last of the five working days in which a request to inspect the register of members is answered
    (section 117(1)).

    >>> answer_by(date(2026, 12, 23))  # Christmas Day, a weekend, Monday for Boxing Day and New Year's Day
    datetime.date(2027, 1, 4)
    """
    day, left = received, 5
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day)
    return day
