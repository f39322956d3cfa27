"""Which way money may move between the accounts of a fund."""

from __future__ import annotations

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
