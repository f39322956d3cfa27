"""Units an observation may have, and how a number is read in each.

A value is a plain decimal, kept exactly: at most 4 decimal places, 14 digits before the point and
15 digits in all, which SQLite, whose numbers are 8-byte floats, gives back exactly. Money has at most two decimal places.
"""

import re
from decimal import Decimal

PEOPLE, FTE, COUNT = "people", "FTE", "count"
GBP, GBP_A_YEAR, EUR = "GBP", "GBP a year", "EUR"
PER_CENT, PER_CENT_A_YEAR = "per cent", "per cent a year"
RATIO, INDEX, YEARS, DAYS, SCORE = "ratio", "index", "years", "days", "score"

UNITS = (
    PEOPLE,
    FTE,
    COUNT,
    GBP,
    GBP_A_YEAR,
    EUR,
    PER_CENT,
    PER_CENT_A_YEAR,
    RATIO,
    INDEX,
    YEARS,
    DAYS,
    SCORE,
)
MONEY = frozenset({GBP, GBP_A_YEAR, EUR})
# Money that cannot be added to pounds.
FOREIGN = MONEY - {GBP, GBP_A_YEAR}
WHOLE = frozenset({PEOPLE, COUNT})
NEVER_NEGATIVE = frozenset({PEOPLE, FTE, COUNT, RATIO, INDEX, YEARS, DAYS})

MOST_DECIMALS, MOST_DECIMALS_MONEY = 4, 2
MOST_DIGITS, MOST_DIGITS_BEFORE_POINT = 15, 14

_PLAIN = re.compile(r"(-?)([0-9]{1,40})(?:\.([0-9]{1,40}))?")


class UnitUnknown(ValueError):
    """The unit is not one an observation may have."""

    def __init__(self, unit: str) -> None:
        self.unit, self.remedy = unit, f"write one of {', '.join(UNITS)}"
        super().__init__(f"{unit[:20]!r} is not a unit: {self.remedy}")


class ValueUnreadable(ValueError):
    """The text is not a number that can be kept exactly in this unit."""

    def __init__(self, text: str, remedy: str) -> None:
        self.text, self.remedy = text, remedy
        super().__init__(f"{text[:40]!r} cannot be kept as a value: {remedy}")


def check_unit(unit: str) -> str:
    """The unit itself. Raises UnitUnknown."""
    if unit not in UNITS:
        raise UnitUnknown(unit)
    return unit


def is_money(unit: str) -> bool:
    """Whether the unit is an amount of money, with two decimal places."""
    return unit in MONEY


def parse_value(text: str, unit: str) -> Decimal:
    """The number a text stands for, in the unit.

    Raises UnitUnknown, and ValueUnreadable for anything but plain digits with an optional minus
    and decimal point (so for NaN, infinity, exponents, separators and currency signs), for too
    many digits or decimals, for part of a person or thing, and for less than nothing of one.
    """
    check_unit(unit)
    match = _PLAIN.fullmatch(text.strip())
    if match is None:
        raise ValueUnreadable(text, "write digits only, as in 1500 or 0.25, without separators")
    sign, whole, decimals = match[1], match[2].lstrip("0"), (match[3] or "").rstrip("0")
    most = MOST_DECIMALS_MONEY if is_money(unit) else 0 if unit in WHOLE else MOST_DECIMALS
    if len(decimals) > most:
        raise ValueUnreadable(text, f"{unit} has at most {most} decimal places")
    if len(whole) > MOST_DIGITS_BEFORE_POINT or len(whole) + len(decimals) > MOST_DIGITS:
        raise ValueUnreadable(
            text,
            f"at most {MOST_DIGITS_BEFORE_POINT} digits before the point, {MOST_DIGITS} in all",
        )
    number = Decimal(f"{whole or '0'}.{decimals}" if decimals else whole or "0")
    if not sign or number.is_zero():
        return number
    if unit in NEVER_NEGATIVE:
        raise ValueUnreadable(text, f"a number in {unit} is not below zero")
    return -number
