"""The days of an election, counted back from the close of the poll in working days.

The template is the timetable of the Model Election Rules for NHS foundation trusts (2014), rules 5
and 6: notice of election by the 40th day before the close of the poll, nominations by the 28th,
withdrawals by the 25th, notice of poll by the 15th, close at 5pm. Saturdays, Sundays, Christmas
Day, Good Friday and bank holidays are not counted. A constitution may say otherwise: an election
at a members' meeting has days of its own, in the same order. The text of the Rules could not be obtained;
three elections that foundation trusts published keep the 28th, 25th and 15th day exactly
(tests/reference/test_nhs_timetables.py). The 40th was seen in none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from mutualise.governance.rules.days import is_working_day, spoken

LONDON = ZoneInfo("Europe/London")
CLOSING_TIME = time(17, 0)


class Kind(StrEnum):
    MODEL_RULES = "MODEL_RULES"
    AT_A_MEETING = "AT_A_MEETING"


KIND_LABELS = {
    Kind.MODEL_RULES: "Model Election Rules: at least 40 working days, closes at 5pm",
    Kind.AT_A_MEETING: "Own rules: your own days, closed by the scrutineer on the last day",
}


@dataclass(frozen=True)
class Timetable:
    """The days of one election, in order."""

    notice_on: date
    nominations_close_on: date
    withdrawals_until: date
    opens_on: date
    closes_on: date


LABELS = {
    "notice_on": "Notice of election",
    "nominations_close_on": "Nominations close",
    "withdrawals_until": "Candidates may withdraw until",
    "opens_on": "Notice of poll, and the poll opens",
    "closes_on": "The poll closes",
}
# Working days before the day the poll closes, at the latest.
MODEL = {"notice_on": 40, "nominations_close_on": 28, "withdrawals_until": 25, "opens_on": 15}


class TimetableUnfit(ValueError):
    """A day comes too late or out of order; `field` names it."""

    def __init__(self, field: str, words: str) -> None:
        self.field = field
        super().__init__(words)


def _step(day: date, number: int, way: int) -> date:
    while number:
        day += timedelta(days=way)
        number -= is_working_day(day)
    return day


def days_before(closing: date, number: int) -> date:
    """The `number`th counted day before `closing`.

    >>> days_before(date(2026, 12, 29), 1)  # the 28th is a bank holiday for Boxing Day
    datetime.date(2026, 12, 24)
    """
    return _step(closing, number, -1)


def earliest_close(notice: date) -> date:
    """The first day on which a poll under the Model Election Rules may close."""
    return _step(notice, MODEL["notice_on"], 1)


def model(closes_on: date, notice_on: date) -> Timetable:
    """The template's days for a poll that closes on a day. Raises TimetableUnfit when the notice
    is too late for it."""
    if closes_on < (earliest := earliest_close(notice_on)):
        raise TimetableUnfit(
            "closes_on",
            f"Under the Model Election Rules a poll whose notice is published on {spoken(notice_on)} "
            f"closes on {spoken(earliest)} at the earliest: {MODEL['notice_on']} working days later.",
        )
    found = Timetable(
        notice_on,
        nominations_close_on=days_before(closes_on, MODEL["nominations_close_on"]),
        withdrawals_until=days_before(closes_on, MODEL["withdrawals_until"]),
        opens_on=days_before(closes_on, MODEL["opens_on"]),
        closes_on=closes_on,
    )
    check(found, Kind.MODEL_RULES)
    return found


def laid_out(
    kind: Kind, notice_on: date, closes_on: date, given: Mapping[str, date | None]
) -> Timetable:
    """The days of a notice. Under the Model Election Rules those not given are counted back from the
    close; under own rules every one must be given, as a published notice cannot be changed.

    `given` has the days between by name. Raises TimetableUnfit.
    """
    if kind is Kind.MODEL_RULES:
        found = replace(model(closes_on, notice_on), **{n: day for n, day in given.items() if day})
        check(found, kind)
        return found
    days: dict[str, date] = {}
    for name, day in given.items():
        if day is None:
            raise TimetableUnfit(name, f"Enter the day of “{LABELS[name]}”: your own rules fix it.")
        days[name] = day
    return Timetable(notice_on, closes_on=closes_on, **days)


def check(found: Timetable, kind: Kind) -> None:
    """Raises TimetableUnfit naming the first day that is out of order or too late."""
    names = [each.name for each in fields(Timetable)]
    for earlier, later in pairwise(names):
        if getattr(found, later) < getattr(found, earlier):
            raise TimetableUnfit(later, f"“{LABELS[later]}” comes before “{LABELS[earlier]}”.")
    if kind is not Kind.MODEL_RULES:
        return
    if not is_working_day(found.closes_on):
        raise TimetableUnfit(
            "closes_on", "The poll may not close at a weekend or on a bank holiday."
        )
    for name, number in MODEL.items():
        latest = days_before(found.closes_on, number)
        if getattr(found, name) > latest:
            raise TimetableUnfit(
                name,
                f"“{LABELS[name]}” must be by {spoken(latest)}: {number} working days "
                "before the poll closes. Choose a later close.",
            )


def is_over(found: Timetable, name: str, today: date) -> bool:
    """Whether the day until which something may be done has passed, so that the next step may end it.

    Where the next day of the timetable is the same, as at a members' meeting, on that day too.

    >>> one, two = date(2026, 8, 27), date(2026, 8, 28)
    >>> days = Timetable(one, one, one, two, two)
    >>> is_over(days, "nominations_close_on", one), is_over(days, "withdrawals_until", one)
    (True, False)
    """
    names = [each.name for each in fields(Timetable)]
    day, following = (getattr(found, each) for each in names[names.index(name) :][:2])
    return bool(today > day or today == day == following)


def may_close(found: Timetable, kind: Kind, now: datetime) -> bool:
    """Whether the scrutineer may close the poll: from 5pm on the last day, or under own rules at
    any time of it. `now` has a time zone."""
    here = now.astimezone(LONDON)
    if kind is Kind.MODEL_RULES:
        return here >= datetime.combine(found.closes_on, CLOSING_TIME, LONDON)
    return here.date() >= found.closes_on


def closing_words(found: Timetable, kind: Kind) -> str:
    """From when the scrutineer may close the poll, with its day.

    >>> day = date(2026, 8, 27)
    >>> closing_words(Timetable(day, day, day, day, day), Kind.MODEL_RULES)
    'The scrutineer can close the poll from 5pm on 27 August 2026, not before.'
    """
    hour = "5pm on " if kind is Kind.MODEL_RULES else ""
    return f"The scrutineer can close the poll from {hour}{spoken(found.closes_on)}, not before."


def until_words(found: Timetable, kind: Kind) -> str:
    """Until when a voter can vote, as it stands in letters and mails.

    >>> day = date(2026, 8, 27)
    >>> until_words(Timetable(day, day, day, day, day), Kind.MODEL_RULES)
    'until 5pm on 27 August 2026'
    """
    if kind is Kind.MODEL_RULES:
        return f"until 5pm on {spoken(found.closes_on)}"
    return (
        "until the scrutineer closes the poll, which can be at any hour of "
        f"{spoken(found.closes_on)}"
    )


def may_open(found: Timetable, kind: Kind, now: datetime) -> bool:
    """Whether the scrutineer may open the poll: from its first day, as long as there is time to vote."""
    today = now.astimezone(LONDON).date()
    return found.opens_on <= today <= found.closes_on and takes_votes(found, kind, now)


def takes_votes(found: Timetable, kind: Kind, now: datetime) -> bool:
    """Whether a vote that arrives now is in time. Under own rules until the scrutineer closes."""
    return kind is not Kind.MODEL_RULES or not may_close(found, kind, now)
