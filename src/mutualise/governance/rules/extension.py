"""Whether the last day of an open poll may be moved to a later one.

The Model Election Rules count the earlier days back from the close as the latest they may be, so a later close breaks none of
them; they and the counting rules are silent on an extension, and so is the Act of 1992. Whoever
extends must say under what rule, and before the poll has ended: a poll that has ended stays so.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from mutualise.governance.rules.days import is_working_day, spoken
from mutualise.governance.rules.election_timetable import (
    Kind,
    Timetable,
    TimetableUnfit,
    takes_votes,
)

# It cannot be taken back, so a year typed wrongly must not pass.
MOST_DAYS = 30


def check_extension(
    days: Timetable, kind: Kind, until: date, now: datetime, term_ends_on: date | None
) -> None:
    """Raises TimetableUnfit unless a poll that is open may take votes until the end of `until`.

    `now` has a time zone; `term_ends_on` is the last day of the terms that the notice states.
    """
    if not takes_votes(days, kind, now):
        raise TimetableUnfit(
            "until",
            f"The poll ended on {spoken(days.closes_on)}, and a poll that has ended cannot be "
            "extended. If people could not vote, close it and declare the election void.",
        )
    if until <= days.closes_on or until < now.date():
        raise TimetableUnfit("until", f"Choose a day after {spoken(days.closes_on)} and not past.")
    latest = max(days.closes_on, now.date()) + timedelta(days=MOST_DAYS)
    if until > latest:
        raise TimetableUnfit(
            "until",
            f"Choose {spoken(latest)} or earlier: {MOST_DAYS} days at once, and again if need be.",
        )
    if kind is Kind.MODEL_RULES and not is_working_day(until):
        raise TimetableUnfit("until", "The poll may not close at a weekend or on a bank holiday.")
    if term_ends_on is not None and until >= term_ends_on:
        raise TimetableUnfit(
            "until", f"The terms in the notice end on {spoken(term_ends_on)}. Close before it."
        )
