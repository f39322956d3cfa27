"""Ranges: Student's t, the interval for a proportion, and what non-response could hide."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from mutualise.statistics.rules.amounts import EXACT

# Two-sided 95% points of Student's t for 1 to 30 degrees of freedom, as in printed tables.
T_95 = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
    2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
    2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip
# The 97.5% point of the normal distribution.
Z_95 = Decimal("1.959963984540054")


def t_95(degrees: int) -> float:
    """The 97.5% point of Student's t; past 30 degrees by the first terms of its expansion in
    1/degrees, right to three decimal places. `degrees` must be at least 1."""
    if degrees <= len(T_95):
        return T_95[degrees - 1]
    z = float(Z_95)
    return z + (z**3 + z) / (4 * degrees) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * degrees**2)


def wilson(share: Fraction, *, asked: int, population: int | None) -> tuple[Fraction, Fraction]:
    """95% interval for a proportion of a finite population (Wilson 1927, score interval).

    `share` is between 0 and 1; `asked` answered, of `population` (None: very many). Non-response
    within a census is treated as sampling without replacement, so the variance is smaller by
    (N - n) / (N - 1); a complete census has no interval. It covers chance, not the bias of who
    answers: see `nonresponse_bounds`.
    """
    if population is not None and asked >= population:
        return share, share
    effective = Fraction(asked)
    if population is not None:
        effective = effective * (population - 1) / (population - asked)
    z2 = Fraction(Z_95) ** 2
    middle = share + z2 / (2 * effective)
    inside = share * (1 - share) / effective + z2 / (4 * effective**2)
    half = Fraction(Z_95) * square_root(inside)
    whole = 1 + z2 / effective
    return max(Fraction(0), (middle - half) / whole), min(Fraction(1), (middle + half) / whole)


def nonresponse_bounds(
    share: Fraction, *, answered: int, population: int
) -> tuple[Fraction, Fraction]:
    """The share if everyone who did not answer had said no, and if all had said yes.

    The bounds of Manski: they need no assumption about who answers.
    """
    yes = share * answered
    return yes / population, (yes + population - answered) / population


def square_root(number: Fraction) -> Fraction:
    """The root to sixty digits, the same on every machine."""
    quotient = EXACT.divide(Decimal(number.numerator), Decimal(number.denominator))
    return Fraction(EXACT.sqrt(quotient))
