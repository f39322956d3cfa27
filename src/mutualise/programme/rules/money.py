"""Pounds and whole pence. In the ledger an amount is an integer of pence, never a float."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

MOST_PENCE = 10**13


class NotMoney(ValueError):
    """The text is no amount of pounds and pence; the message says what to write."""


def pounds(pence: int) -> str:
    """An amount as people write it.

    >>> pounds(1234500), pounds(-5), pounds(199)
    ('£12,345', '−£0.05', '£1.99')
    """
    sign = "−" if pence < 0 else ""
    whole, part = divmod(abs(pence), 100)
    return f"{sign}£{whole:,}" + (f".{part:02d}" if part else "")


def exact_pounds(pence: int) -> Decimal:
    """An amount for a download: pounds with two places."""
    return Decimal(pence).scaleb(-2)


def pence_of(text: str) -> int:
    """Pence from "12,345", "£12,345.67" or "0.5". Raises NotMoney.

    >>> pence_of("£1,234.5")
    123450
    """
    plain = re.sub(r"[£,\s]", "", text)
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or not re.fullmatch(r"-?\d+(\.\d*)?|-?\.\d+", plain):
        raise NotMoney(f"“{text[:30]}” is not an amount. Write pounds, like 12500 or 12,500.50.")
    pence = amount * 100
    if pence != pence.to_integral_value():
        raise NotMoney(f"“{text[:30]}” has parts of a penny. Write at most two decimal places.")
    if abs(pence) > MOST_PENCE:
        raise NotMoney(f"“{text[:30]}” is more than a fund can hold.")
    return int(pence)
