"""Exact arithmetic on columns of figures: sums and ratios without a float in any value.

A figure is kept as a whole number of ten-thousandths (`SCALE`), the finest step an observation is
stored with, so a column of figures is a column of integers and its sum does not depend on the
order of rows. A figure that is a mean of conflicting readings, or a contract spread over its
years, is a numerator over a small denominator; sums of those are fractions, still exact.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[Any]
Flags = NDArray[np.bool_]

SCALE = 10_000
# Past this, a sum of int64 might wrap round: such columns are summed as Python integers.
SAFE = 2**62
EXACT = Context(prec=60)


class FigureTooFine(ValueError):
    """A figure has more decimal places than an observation can hold."""


def scaled(number: Decimal) -> int:
    """A decimal as a whole number of ten-thousandths.

    Raises FigureTooFine where the number has more than four decimal places.
    """
    whole = number.scaleb(4, EXACT)
    if whole != whole.to_integral_value():
        raise FigureTooFine(f"{number} has more than four decimal places: round it at the source")
    return int(whole)


def rounded(number: Fraction | int, places: int) -> Decimal:
    """A number rounded half to even at `places` decimal places; never a float on the way."""
    return Decimal(round(Fraction(number) * 10**places)).scaleb(-places, EXACT)


def exact_sum(column: Ints) -> int:
    """The sum of a column of whole numbers, whatever its size."""
    if column.size == 0:
        return 0
    if column.dtype == object or int(np.abs(column).max()) * column.size >= SAFE:
        return sum(int(each) for each in column.tolist())
    return int(column.sum(dtype=np.int64))


def summed_by_run(column: Ints, starts: Ints) -> Ints:
    """Sums over consecutive runs that begin at `starts`; Python integers where int64 is too small.

    `starts` must not be empty.
    """
    if int(np.abs(column).max()) * column.size >= SAFE:
        column = column.astype(object)
    sums: Ints = np.add.reduceat(column, starts)
    return sums


@dataclass(frozen=True)
class Amounts:
    """A column of exact figures, each `num / den` ten-thousandths."""

    num: Ints
    den: Ints

    def __len__(self) -> int:
        return len(self.num)

    def take(self, which: Ints | Flags) -> Amounts:
        return Amounts(self.num[which], self.den[which])

    def total(self) -> Fraction:
        """The exact sum, in the figures' own unit."""
        if len(self.num) == 0:
            return Fraction(0)
        if int(self.den.max()) == 1:
            return Fraction(exact_sum(self.num), SCALE)
        if self.num.dtype != object and self.den.dtype != object:
            common = math.lcm(*np.unique(self.den).tolist())
            if int(np.abs(self.num).max()) * common * len(self.num) < SAFE:
                return Fraction(int((self.num * (common // self.den)).sum()), common * SCALE)
        sums: dict[int, int] = {}
        for num, den in zip(self.num.tolist(), self.den.tolist(), strict=True):
            sums[den] = sums.get(den, 0) + num
        return sum((Fraction(num, den * SCALE) for den, num in sums.items()), Fraction(0))

    def one(self, position: int) -> Fraction:
        return Fraction(int(self.num[position]), int(self.den[position]) * SCALE)

    def floats(self) -> NDArray[np.float64]:
        """For half-widths and for putting in order of size, never for a published value."""
        return self.num.astype(np.float64) / self.den.astype(np.float64) / SCALE

    def minus(self, other: Amounts) -> Amounts:
        """Row by row difference."""
        mine, theirs = self._roomy(), other._roomy()
        return Amounts(mine.num * theirs.den - theirs.num * mine.den, mine.den * theirs.den)

    def plus(self, other: Amounts) -> Amounts:
        """Row by row sum."""
        return self.minus(Amounts(-other.num, other.den))

    def median(self) -> Fraction:
        """The middle figure, or half-way between the two middle ones. There must be one."""
        order = np.argsort(self.floats(), kind="stable")
        low, high = (len(order) - 1) // 2, len(order) // 2
        return (self.one(int(order[low])) + self.one(int(order[high]))) / 2

    def _roomy(self) -> Amounts:
        # A product of numerator and denominator must not wrap: 2**40 leaves room for 2**22.
        if (
            self.num.dtype != object
            and len(self.num)
            and (int(np.abs(self.num).max()) >= 2**40 or int(self.den.max()) >= 2**11)
        ):
            return Amounts(self.num.astype(object), self.den.astype(object))
        return self


def amounts(column: Ints) -> Amounts:
    """A column of plain scaled figures."""
    return Amounts(column, np.ones(len(column), dtype=np.int64))


def as_ratio(part: Fraction, whole: Fraction) -> Fraction | None:
    """part / whole, or None where there is nothing to divide by."""
    return part / whole if whole else None
