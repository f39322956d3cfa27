"""Which way money may move between the accounts of a fund."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

# Kind of posting, kind of account it leaves, kind of account it enters. A reversal goes the other
# way round between the same two accounts. The database refuses every other posting.
ROUTES = (
    ("OPENING", "AUTHORITY", "UNALLOCATED"),
    ("ALLOCATION", "UNALLOCATED", "AVAILABLE"),
    ("ALLOCATION", "AVAILABLE", "UNALLOCATED"),
    ("COMMITMENT", "AVAILABLE", "COMMITTED"),
    ("VARIATION", "AVAILABLE", "COMMITTED"),
    ("VARIATION", "COMMITTED", "AVAILABLE"),
    ("CALL_OFF", "COMMITTED", "ORDERED"),
    ("ACCRUAL", "COMMITTED", "ACCRUED"),
    ("ACCRUAL", "ORDERED", "ACCRUED"),
    ("PAYMENT", "ACCRUED", "PAID"),
    ("RELEASE", "COMMITTED", "AVAILABLE"),
    ("RELEASE", "ORDERED", "COMMITTED"),
    ("YEAR_END", "AVAILABLE", "AVAILABLE"),
    ("YEAR_END", "AVAILABLE", "LAPSED"),
)


def account_code(
    kind: str, *, fund: str, budget: str = "", award: str = "", order: str = ""
) -> str:
    """The code of the one account of a kind there is for its owner.

    >>> account_code("COMMITTED", fund="msp", budget="msp-2026", award="PSM-0007")
    'msp/msp-2026/PSM-0007/COMMITTED'
    """
    return "/".join(part for part in (fund, budget, award, order, kind) if part)


# Postings that follow from a deed of somebody else's: undone by another deed, never by a reversal,
# which would go past the decision maker and the limit on minimal financial assistance.
UNDONE_OTHERWISE = {
    "OPENING": "The ceiling of a fund is set once, when it is opened.",
    "COMMITMENT": (
        "This is an award. A decision maker varies it, and what is left is released once the case has stopped "
        "or launched."
    ),
    "VARIATION": "A decision maker undoes this by varying the award again.",
    "CALL_OFF": "This is a work order. A programme officer finishes it, which gives back what is left.",
}


def reversal_fault(kind: str, *, of_order: bool = False) -> str | None:
    """Why a posting of a kind is not undone by a reversal, or None. `of_order` is whether it moves money
    of a work order.

    >>> reversal_fault("PAYMENT", of_order=True) is None
    True
    """
    if kind == "RELEASE" and of_order:
        return "The work order is finished. A programme officer places another."
    return UNDONE_OTHERWISE.get(kind)


# What begins the keys of debts that follow from a deed recorded once: who came to a session of training, a
# day of a mentor. Undone, such a debt comes back by being owed again, for the deed is not recorded twice.
OF_ONE_DEED = ("training-", "mentoring-", "again-")


def again_fault(kind: str, key: str, *, undone: bool, again: bool) -> str | None:
    """Why a posting is not owed again, or None. `undone` is whether it was reversed, `again` whether it
    was owed again since.

    >>> again_fault("ACCRUAL", "training-7", undone=True, again=False) is None
    True
    """
    if kind != "ACCRUAL" or not key.startswith(OF_ONE_DEED):
        return "Only a debt for training places or for a mentor’s day is owed again here."
    if not undone:
        return "This debt was not reversed: it is owed as it is."
    return "This debt is owed again already." if again else None


def reversal_day_fault(
    on: date, posted_on: date, stands_from: date | None, today: date
) -> str | None:
    """Why a posting of a day is not undone from the day `on`, or None. `stands_from` is the day from which
    as much as it moved stands on every day where it was put (None: it does not, for some moved on).

    >>> day = date(2026, 5, 15)
    >>> reversal_day_fault(day, day, day, date(2026, 7, 1)) is None
    True
    """
    if stands_from is None:
        return (
            "Part of what this posting moved has moved on since. Undo what took it away first: a payment "
            "before its debt, an award before its budget."
        )
    if on > today:
        return "A posting is undone once that is so: the day must not be in the future."
    if on < posted_on:
        return f"The posting is of {posted_on:%-d %B %Y}. It is not undone before that."
    if on < stands_from:
        return (
            f"Part of what this posting moved was used for a time, and stands free from {stands_from:%-d %B %Y} "
            "on. Undo it from that day or a later one."
        )
    return None


def payment_fault(on: date, owed_from: date | None, today: date) -> str | None:
    """Why a payment is not recorded for a day, or None; `owed_from` is the day from which as much as it
    is owed and unpaid (None: it is not, which its amount is refused for)."""
    if on > today:
        return "A payment is recorded once it is made: the day must not be in the future."
    if owed_from is not None and on < owed_from:
        return (
            f"As much as this is unpaid and owed from {owed_from:%-d %B %Y} on. The payment cannot be of a day "
            "before that; a payment that was reversed counts until the day it was reversed from."
        )
    return None


def debt_fault(on: date, left_from: date | None) -> str | None:
    """Why part of an award is not owed since a day, or None; `left_from` is the day from which as much of
    the award is left (None: it is not, which its amount is refused for)."""
    if left_from is not None and on < left_from:
        return (
            f"As much as this is left of the award from {left_from:%-d %B %Y} on. It cannot be owed since a day "
            "before that."
        )
    return None


def held_from(changes: Iterable[tuple[date, int]], pence: int) -> date | None:
    """The first day from which an account holds `pence` or more at the end of every day, when each change of
    it is a day and pence (less than nothing for what left it); None when it does not hold so much in the end.

    Paid 10 on 15 May, reversed on 1 July:
    >>> held_from([(date(2026, 5, 1), 10), (date(2026, 5, 15), -10), (date(2026, 7, 1), 10)], 10)
    datetime.date(2026, 7, 1)
    """
    by_day: dict[date, int] = defaultdict(int)
    for on, change in changes:
        by_day[on] += change
    first, held = None, sum(by_day.values())
    for on in sorted(by_day, reverse=True):
        if held < pence:
            break
        first, held = on, held - by_day[on]
    return first


def owed_since(accruals: Iterable[tuple[date, int]], left: int) -> date | None:
    """The day of the oldest debt of which something is unpaid, when `left` pence of the debts (each a day
    and pence) are, and the oldest is paid first. None when nothing is left.

    >>> owed_since([(date(2026, 5, 1), 10), (date(2026, 6, 1), 5)], 6)
    datetime.date(2026, 5, 1)
    >>> owed_since([(date(2026, 5, 1), 10), (date(2026, 6, 1), 5)], 5)
    datetime.date(2026, 6, 1)
    """
    day = None
    for on, pence in sorted(accruals, reverse=True):
        if left <= 0:
            break
        day, left = on, left - pence
    return day
