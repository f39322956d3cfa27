"""A total over a population, from fresh figures, old figures brought up to date, and a rule.

Three kinds of member. *Fresh*: a figure not older than the window; it counts as it is. *Old*: the
newest figure is older, but not past the carrying limit; it is brought up to date by the matched
growth of donors (`imputation.py`), year of age by year of age. *Never measured*: the median of
the fresh figures stands in for it in the value, and the range runs from nothing to their mean,
because a mean alone is known to be far too high (small bodies answer less) and nothing far too
low; a measure may say `never_measured: nothing` instead.

The total speaks only where fresh figures cover enough of the members by number and enough of the
total by weight.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from mutualise.statistics.rules.amounts import SCALE, Amounts, Flags, Ints, exact_sum
from mutualise.statistics.rules.holdings import Holdings
from mutualise.statistics.rules.imputation import Donors, impute
from mutualise.statistics.rules.inputs import Inputs
from mutualise.statistics.rules.interval import t_95
from mutualise.statistics.rules.wording import bodies

NO_ONE = Fraction(0)
# newest figure of each member with since <= day <= until
Newest = Callable[[int, int], Holdings]


@dataclass(frozen=True)
class Total:
    """A total and what it is made of, in the measure's unit, unrounded. Where it is `bounded` some
    body is known by a bound alone, so that there is a range and no single value."""

    fresh: Holdings
    fresh_total: Fraction
    old_total: Fraction
    never_total: Fraction
    lower: Fraction
    upper: Fraction | None
    bounded: bool
    old: Flags
    never: Flags
    digests: tuple[Ints, ...]
    largest: tuple[Fraction, int]
    largest_fresh: tuple[Fraction, int]
    notes: tuple[str, ...]

    @property
    def value(self) -> Fraction:
        return self.fresh_total + self.old_total + self.never_total

    @property
    def weight(self) -> Fraction:
        """The share of the total that rests on fresh figures."""
        return self.fresh_total / self.value if self.value else NO_ONE


@dataclass(frozen=True)
class _Old:
    total: Fraction
    members: Flags
    bounds: Flags
    open_above: Flags
    most: Ints
    unmatched: Fraction
    variance: float
    degrees: int
    digests: tuple[Ints, ...]
    largest: tuple[Fraction, int]


def total_over(inputs: Inputs, fresh: Holdings, newest: Newest) -> Total:
    """The total of `fresh` with the silent members imputed; `newest` finds older figures."""
    fresh_total = fresh.take(fresh.found).total()
    old = _old_figures(inputs, fresh, newest)
    never = ~fresh.found & ~old.members
    never_total, never_most = _never(inputs, fresh, int(never.sum()))
    half = Fraction(t_95(old.degrees) * math.sqrt(old.variance)) if old.variance else NO_ONE
    low = Fraction(exact_sum(fresh.low[fresh.found]), SCALE)
    high = Fraction(exact_sum(fresh.high[fresh.found]), SCALE)
    # Fresh figures are a floor: whatever the rest comes to, it is not less than nothing.
    lower = low + max(NO_ONE, old.total - old.unmatched - half)
    upper = high + old.total + old.unmatched + half + never_most
    # Of a body whose older figure is only a bound no more is known than of one never measured, and
    # it can be as large as the bound says.
    bounds = old.bounds & never
    upper += Fraction(exact_sum(old.most[bounds]), SCALE)
    largest_fresh = _largest(fresh.amounts, fresh.found)
    open_above = int((fresh.open_above & fresh.found).sum() + (old.open_above & bounds).sum())
    bounded = bool((fresh.only_bound & fresh.found).any() or bounds.any())
    return Total(
        fresh=fresh,
        fresh_total=fresh_total,
        old_total=old.total,
        never_total=never_total,
        lower=lower,
        upper=None if open_above else upper,
        bounded=bounded,
        old=old.members,
        never=never,
        digests=(fresh.digests(fresh.found), *old.digests),
        largest=max(largest_fresh, old.largest, key=_by_size),
        largest_fresh=largest_fresh,
        notes=_notes(bounded, open_above, old.unmatched),
    )


def _old_figures(inputs: Inputs, fresh: Holdings, newest: Newest) -> _Old:
    """Impute year of age by year of age, so that donors' growth is over the same span."""
    rule = inputs.measure
    window, years = rule.whole("window_months"), rule.whole("carry_years")
    waiting = ~fresh.found
    members, total, unmatched = np.zeros_like(waiting), NO_ONE, NO_ONE
    bounds, open_above = np.zeros_like(waiting), np.zeros_like(waiting)
    most = np.zeros(len(waiting), dtype=np.int64)
    variances, degrees, digests, largest = [], [], [], (NO_ONE, -1)
    for year in range(1, years + 1):
        if not waiting.any():
            break
        until = inputs.back(window + 12 * (year - 1)) - 1
        then = newest(until, inputs.back(window + 12 * year))
        silent = waiting & then.found & ~then.only_bound
        hinted = waiting & then.found & then.only_bound & ~bounds
        if hinted.any():
            bounds, open_above = bounds | hinted, open_above | (hinted & then.open_above)
            most = np.where(hinted, then.high, most)
            digests.append(then.digests(hinted))
        if not silent.any():
            continue
        # Growth is of like to like: the same kind of evidence at both ends.
        pairs = fresh.found & then.found & (fresh.kind == then.kind)
        pairs &= ~fresh.only_bound & ~then.only_bound
        imputed = impute(
            Donors(then.take(pairs), fresh.take(pairs)),
            then.take(silent),
            strata=rule.numbers("strata"),
            fewest=rule.whole("fewest_donors"),
            closed=min(Fraction(1), inputs.population.yearly_hazard * year),
        )
        total, unmatched = total + imputed.total, unmatched + imputed.unmatched
        variances.append(imputed.variance)
        degrees.append(imputed.degrees)
        digests.append(then.digests(silent | pairs))
        largest = max(largest, _largest_imputed(then, silent, imputed.ratios), key=_by_size)
        members, waiting = members | silent, waiting & ~silent
    fewest = min(degrees, default=1)
    return _Old(
        total, members, bounds, open_above, most, unmatched, math.fsum(variances), fewest, tuple(digests), largest,
    )  # fmt: skip


def _never(inputs: Inputs, fresh: Holdings, count: int) -> tuple[Fraction, Fraction]:
    """What bodies never measured add to the value, and at most to the upper end."""
    known = fresh.take(fresh.found)
    if not count or not len(known):
        return NO_ONE, NO_ONE
    mean = known.total() / len(known)
    if inputs.measure.word("never_measured") == "nothing":
        return NO_ONE, count * mean
    median = known.median()
    return count * median, count * max(mean, median)


def _largest(amounts: Amounts, which: Flags) -> tuple[Fraction, int]:
    if not which.any():
        return NO_ONE, -1
    place = int(np.argmax(np.where(which, amounts.floats(), -np.inf)))
    return amounts.one(place), place


def _largest_imputed(
    then: Holdings, silent: Flags, ratios: tuple[Fraction, ...]
) -> tuple[Fraction, int]:
    places = np.flatnonzero(silent)
    as_floats = {each: float(each) for each in set(ratios)}
    grown = then.amounts.floats()[places] * np.array([as_floats[each] for each in ratios])
    best = int(np.argmax(grown))
    return then.amounts.one(int(places[best])) * ratios[best], int(places[best])


def _by_size(contribution: tuple[Fraction, int]) -> tuple[Fraction, int]:
    amount, place = contribution
    return amount, -place


def _notes(bounded: bool, open_above: int, unmatched: Fraction) -> tuple[str, ...]:
    notes = []
    if open_above:
        notes.append(
            f'The range is open above: {bodies(open_above)} known only as "more than" a figure.'
        )
    elif bounded:
        notes.append("Some bodies are known only by a bound, so there is no single value.")
    if unmatched:
        notes.append(
            "Some old figures are carried unchanged, because no body was measured both times; "
            "the range runs from nothing to twice those figures."
        )
    return tuple(notes)
