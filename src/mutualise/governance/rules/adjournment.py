"""Whether a meeting may be adjourned to a day, and the notice members need of it.

Sources: the model articles for private companies limited by shares (S.I. 2008/3229, Schedule 1) article 41,
as in those for a community interest company published by its regulator, article 52: with no quorum
within half an hour, or when one ceases to be present, the chair must adjourn; a continuation more
than 14 days later needs at least 7 clear days' notice to the same persons with the same information;
no business but that of the first meeting. Companies Act 2006 section 307(1) asks no notice of an
adjourned meeting of its own. What the rules of a society say is theirs: the secretary states it.
"""

from __future__ import annotations

from datetime import date, timedelta

from mutualise.governance.rules.days import clear_days, earliest_meeting, spoken
from mutualise.governance.rules.meetings import Check

WITHOUT_NOTICE = timedelta(days=14)
CLEAR_DAYS = 7
SECTION = "the articles, as article 41(5) of the model articles for companies says; the rules of a society"


def adjournment_check(today: date, to: date, given: date | None = None) -> Check:
    """Whether a meeting adjourned today may go on on a day. `given` is when a notice sent to members
    now is taken to be given; None: none is sent.

    >>> adjournment_check(date(2026, 4, 1), date(2026, 4, 15)).holds
    True
    >>> adjournment_check(date(2026, 4, 1), date(2026, 4, 16)).holds
    False
    >>> adjournment_check(date(2026, 4, 1), date(2026, 4, 16), given=date(2026, 4, 7)).words
    'Notice given on 7 April 2026 for 16 April 2026 is 8 clear days; 7 are needed where it goes on more than 14 days later'
    """
    last = today + WITHOUT_NOTICE
    if to <= last:
        words = f"Without notice it may go on until {spoken(last)}, 14 days from today"
        return Check(today <= to, words, SECTION)
    if given is None:
        words = (
            f"Without notice it may go on until {spoken(last)}, 14 days from today. "
            "For a later day send every member the new time"
        )
        return Check(False, words, SECTION)
    days = max(0, clear_days(given, to))
    words = (
        f"Notice given on {spoken(given)} for {spoken(to)} is {days} clear days; {CLEAR_DAYS} are needed "
        "where it goes on more than 14 days later"
    )
    if days < CLEAR_DAYS:
        words += f", so choose {spoken(earliest_meeting(given, CLEAR_DAYS))} or a later day"
    return Check(days >= CLEAR_DAYS, words, SECTION)
