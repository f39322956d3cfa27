"""subject-growth/1: one body's yearly growth, from its own output per head at two dates.

Where only a growth rate was published, it counts if a method stands behind it (OBSERVED or
better). An announcement's own assertion never does.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from mutualise.statistics.rules import days
from mutualise.statistics.rules.estimate import Estimate
from mutualise.statistics.rules.inputs import MEASURED, Inputs
from mutualise.statistics.rules.methods.period_growth import yearly_growth
from mutualise.statistics.rules.statements import (
    ONLY_ASSERTED,
    Settled,
    Statement,
    asserted,
    digests_of,
    nearest_period,
    newest_period,
    settle,
    statements,
)

DAYS_OF_FOUR_YEARS = 1461


def subject_growth(inputs: Inputs) -> Estimate:
    """Per cent a year between the window's two ends."""
    if not inputs.subject:
        return inputs.silent("The body is not named: say which organisation is meant.")
    levels, rates = inputs.measure.kinds[0], inputs.measure.kinds[1]
    ends = _ends(inputs, levels)
    if ends:
        return _between(inputs, *ends)
    rate = newest_period(_overlapping(inputs, _given(inputs, rates)))
    if rate:
        return _as_published(inputs, rate)
    if asserted(inputs, rates) or asserted(inputs, levels):
        return inputs.silent(ONLY_ASSERTED)
    return inputs.silent(f"No output per head and no measured growth of {inputs.subject} is known.")


def window_of(inputs: Inputs) -> tuple[date, date] | None:
    """The window asked about: its end is the day asked about unless given, its start `years`
    before unless given."""
    end = inputs.question.window_to or inputs.question.as_at
    start = inputs.question.window_from
    if start is None and inputs.question.years:
        start = days.months_before(end, 12 * inputs.question.years)
    return None if start is None else (start, end)


def _given(inputs: Inputs, kind: str) -> list[Statement]:
    return statements(inputs, kind, inputs.subject, worst=MEASURED)


def _ends(inputs: Inputs, kind: str) -> tuple[Settled, Settled] | None:
    """Output per head nearest both ends; without a window, the oldest and the newest on record."""
    given = [each for each in _given(inputs, kind) if each.exact and each.value > 0]
    if not given:
        return None
    window = window_of(inputs) or (given[0].day, given[-1].day)
    within = inputs.measure.whole("tolerance_days")
    start, end = (nearest_period(given, to=each, within=within) for each in window)
    if not start or not end or _years_between(start[0], end[0]) <= 0:
        return None
    return settle(start), settle(end)


def _between(inputs: Inputs, start: Settled, end: Settled) -> Estimate:
    first, last = start.statements[0], end.statements[0]
    span = _years_between(first, last)
    low, high, value = None, None, None
    if start.value is not None and end.value is not None:
        value = yearly_growth(end.value / start.value, span)
    if start.ends and end.ends and not _about(start, end):
        low = yearly_growth(end.ends[0] / start.ends[1], span)
        high = yearly_growth(end.ends[1] / start.ends[0], span)
    return inputs.answer(
        value=value,
        lower=low,
        upper=high,
        range_kind="none" if value is not None else "bound",
        digests=(digests_of(start.statements, end.statements),),
        newest=last.day.toordinal(),
        base_count=2,
        parts=_ends_of(start, end),
    )


def _as_published(inputs: Inputs, rate: list[Statement]) -> Estimate:
    told = settle(rate)
    return inputs.answer(
        value=told.value,
        lower=told.lower,
        upper=told.upper,
        lower_inclusive=told.lower_inclusive,
        upper_inclusive=told.upper_inclusive,
        range_kind="none" if told.value is not None else "bound",
        digests=(digests_of(rate),),
        newest=max(each.day for each in rate).toordinal(),
        base_count=len(rate),
        notes=("The growth is as published by its source, not computed from output per head.",),
    )


def _overlapping(inputs: Inputs, given: list[Statement]) -> list[Statement]:
    window = window_of(inputs)
    if window is None:
        return given
    return [each for each in given if each.valid_from <= window[1] and each.day >= window[0]]


def _years_between(first: Statement, last: Statement) -> Fraction:
    """Whole years between the same days of two years, otherwise years between middle days."""
    if (first.valid_from.month, first.valid_from.day) == (
        last.valid_from.month,
        last.valid_from.day,
    ):
        return Fraction(last.valid_from.year - first.valid_from.year)
    return Fraction((_middle(last) - _middle(first)) * 2, DAYS_OF_FOUR_YEARS)


def _middle(each: Statement) -> int:
    """Twice the middle day of the period, so that it is whole."""
    return each.valid_from.toordinal() + each.valid_until.toordinal() - 1


def _about(start: Settled, end: Settled) -> bool:
    return start.lower is None or end.lower is None


def _ends_of(start: Settled, end: Settled) -> dict[str, Decimal]:
    both = {"start": start.value, "end": end.value}
    return {
        name: Decimal(each.numerator) / Decimal(each.denominator)
        for name, each in both.items()
        if each is not None
    }
