"""annual-value/1: the value of public services a year, one figure a body.

The best evidence of a body's yearly value counts alone, in the order the measure names: the
yearly value of its contract, else its turnover, else the value of a contract over its life
divided by its years while it runs. Adding any two would count the same services twice. What is
old or missing is treated as in `totals.py`; the waterfall shows what each rule takes off.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from mutualise.statistics.rules.amounts import SCALE, Amounts, Ints
from mutualise.statistics.rules.estimate import Estimate
from mutualise.statistics.rules.figures import Figures
from mutualise.statistics.rules.holdings import Holdings, held_at, newest
from mutualise.statistics.rules.inputs import Inputs
from mutualise.statistics.rules.methods.stock_total import belonging, published_total
from mutualise.statistics.rules.totals import total_over

# The Gregorian calendar's 400 years have this many days.
DAYS_OF_400_YEARS = 146_097
# No contract for services runs longer than 200 years; such a length is a mistake.
LONGEST = 200 * SCALE


def annual_value(inputs: Inputs) -> Estimate:
    """The yearly value on the day asked about, in pounds a year."""
    members = inputs.readings.locate(inputs.population.sure.codes)
    life_kind, years_kind = inputs.measure.word("life_kind"), inputs.measure.word("years_kind")
    yearly = [
        inputs.figures(kind) for kind in inputs.measure.kinds if kind not in (life_kind, years_kind)
    ]
    life, years = inputs.figures(life_kind), inputs.figures(years_kind)
    spread, years_at = spread_over_years(life, years, on=inputs.on)

    def find(until: int, since: int) -> Holdings:
        return newest(yearly, members, until=until, since=since)

    running = held_at(spread, spread.latest(members, until=inputs.on))
    window = inputs.back(inputs.measure.whole("window_months"))
    fresh = find(inputs.on, window).beside(running)
    total = total_over(inputs, fresh, find)
    of_contracts = fresh.found & (fresh.kind == len(yearly))
    lengths = years.rows_of(np.where(of_contracts, _years_of(fresh, years_at), -1))
    total = replace(
        total, digests=(np.concatenate([total.digests[0], lengths]), *total.digests[1:])
    )
    return published_total(inputs, total, _first_steps(inputs, members, yearly, life, running))


def spread_over_years(life: Figures, years: Figures, *, on: int) -> tuple[Figures, Ints]:
    """Contracts running on a day at their value a year, with the row of `years` each one took.

    A contract's length must come from a source of its value, for the same date; without a length it
    cannot be spread and is left out.
    """
    place = _same_contract(life, years)
    there = (place >= 0) & ~life.only_bound
    if not there.any():
        return _with_rows(life, np.flatnonzero(there), on=on), place[:0]
    length = years.amounts.take(np.maximum(place, 0))
    there &= (length.num > 0) & (length.num <= LONGEST)
    begun = on - life.valid_from.astype(np.int64)
    # Not yet past its end: days begun < years x 146097 / 400, in whole numbers.
    runs = begun * 400 * SCALE * length.den < length.num * DAYS_OF_400_YEARS
    keep = np.flatnonzero(there & runs & (begun >= 0))
    length = length.take(keep)
    wide, many = length.num.astype(object), SCALE * length.den.astype(object)
    num = life.amounts.num[keep].astype(object) * many
    den = life.amounts.den[keep].astype(object) * wide
    low = (life.low[keep].astype(object) * many) // wide
    high = -((-life.high[keep].astype(object) * many) // wide)
    spread = _with_rows(life, keep, on=on)
    return replace(spread, amounts=Amounts(num, den), low=low, high=high), place[keep]


def _with_rows(table: Figures, keep: Ints, *, on: int) -> Figures:
    """Some rows of a table, as figures of the day itself: a running contract is never old."""
    columns: dict[str, Ints] = {
        name: getattr(table, name)[keep]
        for name in ("subject", "valid_from", "valid_until", "low", "high", "open_above",
                     "only_bound", "first", "last")
    }  # fmt: skip
    day = np.full(len(keep), on, dtype=np.int64)
    return replace(table, amounts=table.amounts.take(keep), day=day, **columns)


def _same_contract(life: Figures, years: Figures) -> Ints:
    """For each contract value the row that gives its years, -1 where there is none: of the same
    body and first day, from any source that gives both."""
    place = np.full(len(life), -1, dtype=np.int64)
    if len(years) == 0 or len(life) == 0:
        return place
    (valued, wanted), (lasting, given) = _contract_keys(life), _contract_keys(years)
    order = np.argsort(given, kind="stable")
    at = order[np.minimum(np.searchsorted(given[order], wanted), len(given) - 1)]
    same = given[at] == wanted
    # Written last to first, so that the first source of a value decides.
    place[valued[same][::-1]] = lasting[at[same]][::-1]
    return place


def _contract_keys(table: Figures) -> tuple[Ints, Ints]:
    """Every reading of a table: the figure it belongs to, and a number for its body, source and
    first day."""
    figure, source = table.sources_of_each()
    # A day fits in 20 bits for the next 800 years, a source number in 22.
    key: Ints = (
        (table.subject[figure].astype(np.int64) << 42)
        | (source.astype(np.int64) << 20)
        | table.valid_from[figure]
    )
    return figure, key


def _years_of(fresh: Holdings, years_at: Ints) -> Ints:
    if len(years_at) == 0:
        return np.full(len(fresh.places), -1, dtype=np.int64)
    rows: Ints = years_at[np.clip(fresh.places, 0, len(years_at) - 1)]
    return rows


def _first_steps(
    inputs: Inputs, members: Ints, yearly: list[Figures], life: Figures, running: Holdings
) -> list[tuple[str, Fraction, str]]:
    """Running totals from every figure on record down to one figure a body."""
    everything = sum(
        (each.amounts.take(belonging(each, members)).total() for each in (*yearly, life)),
        Fraction(0),
    )
    latest = [held_at(each, each.latest(members, until=inputs.on)) for each in yearly]
    of_yearly = sum((each.take(each.found).total() for each in latest), Fraction(0))
    whole_life = held_at(life, life.latest(members, until=inputs.on))
    best = newest(yearly, members, until=inputs.on, since=0).beside(running)
    return [
        ("Every figure on record, added up", everything, ""),
        ("Only the newest figure of each kind for each body",
         of_yearly + whole_life.take(whole_life.found).total(), ""),
        ("Contracts spread over their years; ended ones and those without a length left out",
         of_yearly + running.take(running.found).total(), ""),
        ("One figure a body, not its contract and its turnover",
         best.take(best.found).total(), ""),
    ]  # fmt: skip
