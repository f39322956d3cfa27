"""organic-change/3: jobs added since the start of a window, without staff who were moved.

For each body: headcount at the end less headcount at the start, less staff transferred in, plus
staff transferred out. The start is the first day of the window, or the body's launch where that
is later. A body counts only if it was measured at both ends, and only if its parts balance where
it gives them all (`balance.py`). The other bodies are imputed from donors of their size, if
enough is covered for the total to speak at all; a body never measured adds nothing to the value,
and its share of the average change to the range.

organic-change/2 took a flow whole by its first day alone, so that a year that began on the day of a
body's launch was left out, and staff transferred in it counted as new jobs. organic-change/1 differs
from that only in the range: growth had one spread whatever the size of a body, so that where small
bodies vary more the range was nearly twice as wide as its 95% need.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from mutualise.statistics.rules import days
from mutualise.statistics.rules.amounts import SCALE, Amounts, Flags, Ints, as_ratio, exact_sum
from mutualise.statistics.rules.balance import Headcount, UnbalancedHeadcount, balance
from mutualise.statistics.rules.closed import closed_since
from mutualise.statistics.rules.estimate import Estimate, Step
from mutualise.statistics.rules.figures import Figures
from mutualise.statistics.rules.flows import Flows, flows_between
from mutualise.statistics.rules.holdings import Holdings, held_at
from mutualise.statistics.rules.imputation import Donors, Imputed, impute
from mutualise.statistics.rules.inputs import Inputs
from mutualise.statistics.rules.interval import t_95
from mutualise.statistics.rules.measure import Measure
from mutualise.statistics.rules.question import Question
from mutualise.statistics.rules.wording import bodies, per_cent

NO_ONE = Fraction(0)
# Hires and leavers are "all given" when their periods leave at most a month of the window out.
SLACK_DAYS = 31
BY_FIRST_DAY = ("organic-change/1", "organic-change/2")
# Of start, end, in, out, hires and leavers: whether more of it makes the end exceed the other parts.
WIDENS_THE_GAP = (False, True, False, True, False, True)


@dataclass(frozen=True)
class Measured:
    """Members beside their two ends and their flows; `both` marks those that count."""

    start: Holdings
    end: Holdings
    came: Flows
    went: Flows
    both: Flags
    refused: tuple[str, ...]

    @property
    def bounded(self) -> Flags:
        """Of whose staff who moved only a bound is known, so that their change is a range."""
        return np.asarray(self.came.only_bound | self.went.only_bound)

    @property
    def stock_change(self) -> Amounts:
        return self.end.amounts.minus(self.start.amounts)

    @property
    def transfers(self) -> Amounts:
        return self.came.amounts.minus(self.went.amounts)

    @property
    def organic(self) -> Amounts:
        return self.stock_change.minus(self.transfers)


def organic_change(inputs: Inputs) -> Estimate:
    """Additional jobs over the window. Its three parts: stock change, transfers, organic."""
    sure, table = inputs.population.sure, inputs.figures(inputs.measure.kinds[0])
    if not len(sure):
        day = days.in_words(inputs.question.as_at)
        return inputs.silent(f"No body is known to belong to the population on {day}.")
    members = inputs.readings.locate(sure.codes)
    opening = window_start(inputs.measure, inputs.question)
    measured = _measure(inputs, table, members, opening.toordinal())
    sizes = _sizes(inputs, table, members, measured)
    return _published(inputs, measured, sizes, closed_since(inputs, opening))


def window_start(measure: Measure, question: Question) -> date:
    """The first day of the window: as asked, or so many years before the day asked about."""
    if question.window_from is not None:
        return question.window_from
    return days.months_before(question.as_at, 12 * (question.years or measure.whole("years")))


def _measure(inputs: Inputs, table: Figures, members: Ints, opening: int) -> Measured:
    window = inputs.back(inputs.measure.whole("window_months"))
    end = held_at(table, table.latest(members, until=inputs.on, since=window))
    begin = np.maximum(inputs.population.sure.launched, opening)
    within = inputs.measure.whole("tolerance_days")
    start = held_at(table, table.nearest(members, to=begin, within=within))
    both = start.found & end.found & ~start.only_bound & ~end.only_bound
    both &= start.day < end.day
    # A body without both ends gets an empty window, so that none of its flows is used.
    after, until = np.where(both, start.day, inputs.on), np.where(both, end.day, 0)
    came, went, hired, left = (
        flows_between(
            inputs.figures(kind), members, after=after, until=until,
            by_first_day=inputs.measure.method in BY_FIRST_DAY,
        )
        for kind in inputs.measure.kinds[1:5]
    )  # fmt: skip
    unbalanced, refused = _unbalanced(inputs, (start, end), (came, went, hired, left), both)
    return Measured(start, end, came, went, both & ~unbalanced, refused)


def _unbalanced(
    inputs: Inputs,
    ends: tuple[Holdings, Holdings],
    flows: tuple[Flows, Flows, Flows, Flows],
    both: Flags,
) -> tuple[Flags, tuple[str, ...]]:
    """Members whose parts are all given and do not add up, and the sentence for each."""
    start, end = ends
    came, went, hired, left = flows
    span = end.day - start.day - SLACK_DAYS
    given = both & (hired.days >= span) & (left.days >= span) & (hired.days > 0) & (left.days > 0)
    refused, sentences = np.zeros_like(both), []
    # A flow known only as "more than" so many can close any gap.
    given &= ~(came.open_above | went.open_above | hired.open_above | left.open_above)
    for place in np.flatnonzero(given).tolist():
        parts: tuple[Holdings | Flows, ...] = (start, end, came, went, hired, left)
        least, most = (
            Headcount(*(
                Fraction(int((each.low if rises is low else each.high)[place]), SCALE)
                for each, rises in zip(parts, WIDENS_THE_GAP, strict=True)
            ))
            for low in (True, False)
        )  # fmt: skip
        try:
            balance(inputs.population.sure.codes[place], least, most)
        except UnbalancedHeadcount as problem:
            refused[place] = True
            sentences.append(str(problem))
    return refused, tuple(sentences)


@dataclass(frozen=True)
class _Sizes:
    """The newest known size of members without both ends, and how much is covered."""

    known: Holdings
    silent: Flags
    never: Flags
    weight: Fraction


def _sizes(inputs: Inputs, table: Figures, members: Ints, measured: Measured) -> _Sizes:
    since = inputs.back(
        inputs.measure.whole("window_months") + 12 * inputs.measure.whole("carry_years")
    )
    known = held_at(table, table.latest(members, until=inputs.on, since=since))
    silent = known.found & ~known.only_bound & ~measured.both
    never = ~measured.both & ~silent
    covered = measured.end.take(measured.both).total()
    unseen = known.take(silent).total()
    sized = known.found & ~known.only_bound
    if sized.any():
        unseen += known.take(sized).median() * int(never.sum())
    whole = covered + unseen
    return _Sizes(known, silent, never, covered / whole if whole else NO_ONE)


def _published(
    inputs: Inputs, measured: Measured, sizes: _Sizes, closed: tuple[str, Fraction] | None
) -> Estimate:
    both, sure = measured.both, inputs.population.sure
    number = Fraction(int(both.sum()), len(sure))
    organic = measured.organic
    parts = _parts(inputs, measured)
    notes = list(measured.refused)
    if closed:
        parts["closed_since_start"] = inputs.published(closed[1])
        notes.append(closed[0])
    found: dict[str, Any] = {
        "coverage_number": number,
        "coverage_weight": sizes.weight,
        "missing": _codes(inputs, ~both & ~sizes.silent),
        "base_count": int(both.sum()),
        "population_count": len(sure),
        "parts": parts,
        "notes": tuple(notes),
        "newest": measured.end.newest(both),
    }
    rows = (
        measured.start.digests(both), measured.end.digests(both),
        measured.came.digests, measured.went.digests,
    )  # fmt: skip
    need, need_weight = inputs.measure.number("coverage"), inputs.measure.number("coverage_weight")
    if not both.any() or number < Fraction(need) or sizes.weight < Fraction(need_weight):
        reason = (
            f"{int(both.sum())} of the {bodies(len(sure))} were measured at both ends of the "
            f"window, with {per_cent(sizes.weight)} of the staff; the rule is "
            f"{per_cent(Fraction(need))} of the bodies and "
            f"{per_cent(Fraction(need_weight))} of the staff."
        )
        return inputs.silent(
            reason, digests=rows, waterfall=_steps(inputs, measured, None), **found
        )
    imputed = impute(
        Donors(*(each.take(both & ~measured.bounded) for each in (measured.start, organic))),
        sizes.known.take(sizes.silent),
        strata=inputs.measure.numbers("strata"),
        fewest=inputs.measure.whole("fewest_donors"),
        unmatched_ratio=NO_ONE,
        spread_by_size=inputs.measure.method != "organic-change/1",
    )
    known = organic.take(both).total()
    return inputs.answer(
        value=None if (both & measured.bounded).any() else known + imputed.total,
        **_range(inputs, measured, sizes, imputed),
        imputed_share=1 - sizes.weight,
        imputed=_codes(inputs, sizes.silent),
        digests=(*rows, sizes.known.digests(sizes.silent)),
        waterfall=_steps(inputs, measured, imputed.total),
        **_largest(inputs, organic, both, known + imputed.total),
        **found,
    )


def _range(inputs: Inputs, measured: Measured, sizes: _Sizes, imputed: Imputed) -> dict[str, Any]:
    both = measured.both
    gains, losses = (measured.end, measured.went), (measured.start, measured.came)
    low, high = (
        Fraction(
            sum(exact_sum(least[both]) for least in adds)
            - sum(exact_sum(most[both]) for most in takes),
            SCALE,
        )
        for adds, takes in (
            ([each.low for each in gains], [each.high for each in losses]),
            ([each.high for each in gains], [each.low for each in losses]),
        )
    )
    half = Fraction(t_95(imputed.degrees) * math.sqrt(imputed.variance))
    mean = measured.organic.take(both).total() / int(both.sum())
    never = int(sizes.never.sum()) * mean
    guessed = bool((sizes.silent | sizes.never).any())
    no_least = bool((both & measured.came.open_above).any())
    no_most = bool((both & measured.went.open_above).any())
    kind = "none" if low == high and not (no_least or no_most) else "bound"
    return {
        "lower": None if no_least else low + imputed.total - half + min(NO_ONE, never),
        "upper": None if no_most else high + imputed.total + half + max(NO_ONE, never),
        "range_kind": "imputation" if guessed else kind,
    }


def _parts(inputs: Inputs, measured: Measured) -> dict[str, Decimal]:
    both = measured.both
    columns = {
        "start": measured.start.amounts,
        "end": measured.end.amounts,
        "stock_change": measured.stock_change,
        "transferred_in": measured.came.amounts,
        "transferred_out": measured.went.amounts,
        "transfers": measured.transfers,
        "organic": measured.organic,
    }
    return {name: inputs.published(each.take(both).total()) for name, each in columns.items()}


def _steps(inputs: Inputs, measured: Measured, imputed: Fraction | None) -> tuple[Step, ...]:
    stock = inputs.published(measured.stock_change.take(measured.both).total())
    organic_total = measured.organic.take(measured.both).total()
    organic = inputs.published(organic_total)
    steps = [
        Step("Change in staff of the bodies measured at both ends", stock),
        Step("Staff transferred in or out taken off", organic - stock),
    ]
    if imputed is not None:
        published = inputs.published(organic_total + imputed)
        steps.append(Step("Bodies not measured at both ends", published - organic))
    return tuple(steps)


def _largest(inputs: Inputs, organic: Amounts, both: Flags, total: Fraction) -> dict[str, Any]:
    place = int(np.argmax(np.where(both, np.abs(organic.floats()), -np.inf)))
    share = as_ratio(organic.one(place), total)
    return {} if share is None else {
        "largest": inputs.population.sure.codes[place], "largest_share": share,
    }  # fmt: skip


def _codes(inputs: Inputs, which: Flags) -> tuple[str, ...]:
    codes = inputs.population.sure.codes
    return tuple(codes[at] for at in np.flatnonzero(which).tolist())
