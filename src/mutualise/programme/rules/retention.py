"""How long what is held on people of a case is kept.

UK GDPR art. 5(1)(e) asks for no longer than necessary and gives no number; the years below are this
product's own (ADR 0035). A case with money is kept as long as a claim on it can be brought: six years
after the end of the financial year (Limitation Act 1980, s.5), and one more.
"""

from __future__ import annotations

from datetime import date, timedelta

from mutualise.programme.rules.states import OPEN, State
from mutualise.programme.rules.subsidy import financial_year

# A run of the diagnostic that became no enquiry, from its last answer on; said on its first page.
KEEP_DIAGNOSTICS = timedelta(days=365)
YEARS_WITH_MONEY, YEARS_WITHOUT = 7, 2
# An enquiry that nobody confirms ends after so long, and whom it names is kept as long again (ADR 97).
UNCONFIRMED, ASK_TO_CONFIRM = timedelta(days=28), timedelta(days=14)


def confirm_by(since: date) -> date:
    """The last day on which an enquiry can be confirmed that was sent, or reopened, on a day.

    >>> confirm_by(date(2026, 5, 1))
    datetime.date(2026, 5, 29)
    """
    return since + UNCONFIRMED


def keep_until(state: State, since: date, *, money: bool, confirmed: bool = True) -> date | None:
    """The first day on which the people of a case need not be known any more; None while it is open.

    `since` is the day of its last step, `money` whether it was ever awarded any, `confirmed` whether
    anybody ever said that they enquired.

    >>> keep_until(State.DECLINED, date(2026, 5, 1), money=False)
    datetime.date(2028, 5, 1)
    >>> keep_until(State.LAUNCHED, date(2026, 5, 1), money=True)
    datetime.date(2034, 4, 1)
    >>> keep_until(State.DECLINED, date(2026, 5, 1), money=False, confirmed=False)
    datetime.date(2026, 5, 29)
    """
    if state in OPEN:
        return None
    if not confirmed:
        return since + UNCONFIRMED
    if money:
        return date(financial_year(since) + 1 + YEARS_WITH_MONEY, 4, 1)
    # The day after 28 February stands for 29 February in a year without one.
    if (since.month, since.day) == (2, 29):
        since = date(since.year, 3, 1)
    return since.replace(year=since.year + YEARS_WITHOUT)
