"""Bringing old figures up to date by the growth of bodies measured both times.

For a body whose newest figure is old, the figure now is taken as the old one times the growth of
its donors: bodies of its size (stratum) with a figure now and one as old. The ratio is one of
totals (sum now / sum then), not a mean of ratios, so small bodies do not rule it. A stratum with
too few donors borrows the ratio of all donors. A body silent for so long may have closed: the
register's own yearly rate of closures takes its share off.

The variance is that of a ratio model: the spread of the silent bodies' own growth, plus that of the
ratio, plus the chance of closure. A body's growth has one spread whatever its size, or, where
`spread_by_size` is asked for, that of its stratum, in which large bodies weigh more because they
make the total. How often the range holds the truth is measured by
`tests/reference/test_imputation_simulation.py` and `benchmarks/coverage.py`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from mutualise.statistics.rules.amounts import Amounts, Flags, Ints, scaled

# Below this many donors in all there is no spread to measure, and below this many in a stratum its
# own is too uncertain, so that of all donors stands in.
FEWEST = 2
FEWEST_FOR_SPREAD = 10


@dataclass(frozen=True)
class Donors:
    """Bodies measured both then and now."""

    then: Amounts
    now: Amounts


@dataclass(frozen=True)
class Imputed:
    """What some silent bodies come to together.

    `ratios` holds each silent body's own factor, `unmatched` the total carried unchanged because
    there was nobody to match; `variance` is in squared units, `degrees` its degrees of freedom.
    """

    total: Fraction
    ratios: tuple[Fraction, ...]
    unmatched: Fraction
    variance: float
    degrees: int


def impute(
    donors: Donors,
    silent: Amounts,
    *,
    strata: tuple[Decimal, ...],
    fewest: int,
    closed: Fraction = Fraction(0),
    unmatched_ratio: Fraction = Fraction(1),
    spread_by_size: bool = False,
) -> Imputed:
    """Impute every silent body from donors of its size.

    `strata` are ascending limits of size then; `fewest` donors make a stratum stand alone;
    `closed` is the chance that a silent body has closed; `unmatched_ratio` is the factor where
    there are no donors.
    """
    limits = [scaled(limit) for limit in strata]
    donor_stratum, silent_stratum = _stratum(donors.then, limits), _stratum(silent, limits)
    pooled = _ratio(donors)
    ratios: list[Fraction] = [unmatched_ratio] * len(silent)
    residuals: list[float] = []
    cells = []
    total = unmatched = Fraction(0)
    for stratum in range(len(limits) + 1):
        mine, theirs = silent_stratum == stratum, donor_stratum == stratum
        own = _ratio(_among(donors, theirs)) if int(theirs.sum()) >= fewest else None
        ratio = pooled if own is None else own
        if pooled is None or ratio is None or len(donors.then) < FEWEST:
            ratio, unmatched = unmatched_ratio, unmatched + silent.take(mine).total()
        else:
            lenders = np.ones_like(theirs) if own is None else theirs
            its_own = _residuals(_among(donors, theirs), float(ratio))
            enough = spread_by_size and len(its_own) >= FEWEST_FOR_SPREAD
            of_size = _spread_of_size(_among(donors, theirs), its_own) if enough else None
            cells.append((mine, lenders, float(ratio), of_size))
            residuals += its_own
            ratio *= 1 - closed
        total += silent.take(mine).total() * ratio
        for place in np.flatnonzero(mine).tolist():
            ratios[place] = ratio
    degrees = max(len(donors.then) - 1, 1)
    spread = math.fsum(each * each for each in residuals) / degrees
    parts = [
        _cell_variance(
            donors, silent, mine, lenders, ratio,
            spread if of_size is None else of_size, float(closed),
        )
        for mine, lenders, ratio, of_size in cells
    ]  # fmt: skip
    return Imputed(total, tuple(ratios), unmatched, math.fsum(parts), degrees)


def _cell_variance(
    donors: Donors,
    silent: Amounts,
    mine: Flags,
    theirs: Flags,
    ratio: float,
    spread: float,
    closed: float,
) -> float:
    then = silent.take(mine).floats().tolist()
    given = donors.then.take(theirs).floats().tolist()
    own = math.fsum(each * each for each in then)
    borrowed = math.fsum(each * each for each in given) / math.fsum(given) ** 2
    of_growth = spread * (own + math.fsum(then) ** 2 * borrowed)
    return of_growth + own * ratio**2 * closed * (1 - closed)


def _residuals(donors: Donors, ratio: float) -> list[float]:
    """How far each donor's growth lies from the ratio, as a share of its size then."""
    then, now = donors.then.floats(), donors.now.floats()
    measured = then > 0
    residuals: list[float] = ((now - ratio * then)[measured] / then[measured]).tolist()
    return residuals


def _spread_of_size(donors: Donors, residuals: list[float]) -> float:
    """The variance of growth of some donors, each weighing by its size then, without the bias of a
    ratio fitted to the same donors."""
    sizes = [size for size in donors.then.floats().tolist() if size > 0]
    whole = math.fsum(sizes)
    weighed = math.fsum(size * each * each for size, each in zip(sizes, residuals, strict=True))
    return weighed / whole / (1 - math.fsum(size * size for size in sizes) / whole**2)


def _ratio(donors: Donors) -> Fraction | None:
    then = donors.then.total()
    return donors.now.total() / then if then > 0 else None


def _among(donors: Donors, which: Flags) -> Donors:
    return Donors(donors.then.take(which), donors.now.take(which))


def _stratum(sizes: Amounts, limits: list[int]) -> Ints:
    stratum: Ints = np.zeros(len(sizes), dtype=np.int64)
    for limit in limits:
        stratum = stratum + (sizes.num >= limit * sizes.den)
    return stratum
