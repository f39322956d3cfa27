"""What happens next in a case, in words for the team, and how long it usually should take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays

from mutualise.programme.rules.states import State


@dataclass(frozen=True)
class Next:
    """Who acts now, what they do, and the service standard in working days (None: no clock)."""

    who: str
    what: str
    days: int | None


NEXT = {
    State.ENQUIRY: Next("programme officer", "reads your enquiry and invites an application, or says why not", 10),
    State.DRAFTING: Next("team", "write the application, have your sponsor certify it, and submit it", None),
    State.SUBMITTED: Next("programme officer", "checks that the case is eligible and complete", 10),
    State.ASSESSING: Next("assessors", "read the application, each on their own", 20),
    State.MODERATING: Next("moderator", "settles scores on which the assessors are far apart", 5),
    State.CHECKING: Next("second officer", "checks that the assessment was done properly", 5),
    State.DECIDING: Next("decision maker", "decides, and gives you the reasons", 10),
    State.DEFERRED: Next("programme officer", "brings the case back when what is missing is there", None),
    State.APPEALED: Next("another decision maker", "looks at your appeal", 15),
    State.AWARDED: Next("team", "confirm other assistance you have had, and accept the award", None),
    State.DELIVERING: Next("team", "follow your plan to launch, with your advisers", None),
    State.LAUNCHED: Next("team", "tell us after six and twelve months what the support achieved", None),
    State.DECLINED: Next("nobody", "the enquiry has ended", None),
    State.INELIGIBLE: Next("team", "you may apply again, saying what has changed", None),
    State.REFUSED: Next("team", "you may appeal once, saying what was overlooked; after that you may apply again", None),
    State.WITHDRAWN: Next("team", "you withdrew; you may apply again when you are ready", None),
    State.STOPPED: Next("nobody", "support has ended", None),
}  # fmt: skip


def next_of(state: State, *, appealed: bool = False, confirmed: bool = True) -> Next:
    """What happens next in a case at `state`; `appealed` is whether its appeal was used in this round,
    `confirmed` whether whoever an enquiry names has confirmed it.

    >>> next_of(State.REFUSED, appealed=True).what
    'your appeal was dismissed; you may apply again, saying what has changed'
    >>> next_of(State.ENQUIRY, confirmed=False).who
    'team lead'
    """
    if state is State.ENQUIRY and not confirmed:
        return Next("team lead", "confirms the enquiry by the link in the letter", None)
    if state is State.REFUSED and appealed:
        return Next(
            "team", "your appeal was dismissed; you may apply again, saying what has changed", None
        )
    return NEXT[state]


@lru_cache(maxsize=64)
def _bank_holidays(year: int) -> tuple[date, ...]:
    """Bank holidays in England; those of the other nations differ by a day or two a year."""
    return tuple(holidays.country_holidays("GB", subdiv="ENG", years=year))


def working_days_since(start: date, today: date) -> int:
    """Mondays to Fridays that are no bank holiday, after `start`, up to and with `today`.

    >>> working_days_since(date(2026, 11, 20), date(2026, 11, 24))
    2
    >>> working_days_since(date(2026, 12, 24), date(2026, 12, 29))
    1
    """
    first = start + timedelta(days=1)
    whole, rest = divmod(max(0, (today - start).days), 7)
    weekdays = whole * 5 + sum((first + timedelta(days=n)).weekday() < 5 for n in range(rest))
    if first > today:
        return 0
    years = range(first.year, today.year + 1)
    free = (day for year in years for day in _bank_holidays(year))
    return weekdays - sum(first <= day <= today and day.weekday() < 5 for day in free)


def is_overdue(days: int, standard: int | None) -> bool:
    """Whether so many working days are more than a service standard allows; without one, never.

    >>> is_overdue(11, 10), is_overdue(10, 10), is_overdue(300, None)
    (True, False, False)
    """
    return standard is not None and days > standard
