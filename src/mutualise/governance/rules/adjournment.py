"""Whether a meeting may be adjourned to a day without a new notice of it.

Sources: model articles for a community interest company limited by shares, published by its
regulator, article 52: with no quorum within half an hour, or when one ceases to be present, the chair
must adjourn; a continuation more than 14 days later needs at least 7 clear days' notice; no business
but that of the first meeting. Companies Act 2006 section 307(1) asks no notice of an adjourned
meeting of its own. What the rules of a society say is theirs: the secretary states it.
"""

from __future__ import annotations

from datetime import date, timedelta

from mutualise.governance.rules.days import spoken
from mutualise.governance.rules.meetings import Check

WITHOUT_NOTICE = timedelta(days=14)
SECTION = "the articles, as the model articles for companies say; the rules of a society"


def adjournment_check(today: date, to: date) -> Check:
    """Whether a meeting adjourned on a day may go on at the other without a new notice.

    >>> adjournment_check(date(2026, 4, 1), date(2026, 4, 15)).holds
    True
    """
    last = today + WITHOUT_NOTICE
    words = f"Without a new notice it may go on until {spoken(last)}, 14 days from today"
    if to > last:
        words += ". Cancel it and call a meeting with notice for a later day"
    return Check(today <= to <= last, words, SECTION)
