"""period-growth/1: the average yearly growth of an official series over a stated period.

The figure is the one published for exactly that period. Releases differ (vintages): the claim
names the day by which the release must have been out, and without one the day asked about counts.
Where no release gave the period's average, the index of one release at both ends gives it. The
range is what rounding in the release can hide.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from mutualise.statistics.rules.amounts import EXACT, rounded
from mutualise.statistics.rules.days import in_words
from mutualise.statistics.rules.estimate import Estimate
from mutualise.statistics.rules.inputs import Inputs
from mutualise.statistics.rules.statements import Statement, digests_of, settle, statements

OFFICIAL = "STATED"


def period_growth(inputs: Inputs) -> Estimate:
    """Per cent a year between the years of the window's two ends."""
    window = inputs.question.window_from, inputs.question.window_to
    if window[0] is None or window[1] is None:
        return inputs.silent("The period is not given: say from which year to which.")
    first, last = window[0].year, window[1].year
    given = [
        each
        for each in statements(inputs, inputs.measure.kinds[0], inputs.subject, worst=OFFICIAL)
        if (each.valid_from.year, _last_year(each)) == (first, last)
    ]
    newest = _of_vintage(inputs, given)
    if newest:
        return _as_published(inputs, newest, given)
    return _from_index(inputs, first, last, given)


def _as_published(
    inputs: Inputs, newest: list[Statement], all_of_them: list[Statement]
) -> Estimate:
    told = settle(newest)
    half = Fraction(inputs.measure.number("rounded_to")) / 2
    low, high = told.lower, told.upper
    if told.value is not None:
        low, high = told.value - half, told.value + half
    return inputs.answer(
        value=told.value,
        lower=low,
        upper=high,
        finer_ends=1,
        range_kind="rounding" if told.value is not None else "bound",
        digests=(digests_of(newest),),
        newest=max(each.day for each in newest).toordinal(),
        base_count=len(newest),
        area=newest[0].area or inputs.area,
        parts=_vintages(inputs, all_of_them),
        notes=_vintage_notes(newest),
    )


def _from_index(inputs: Inputs, first: int, last: int, given: list[Statement]) -> Estimate:
    """Growth between the index values of one release at both ends of the period."""
    for release in _releases(inputs) if last > first else []:
        start = [each for each in release if _is_year(each, first)]
        end = [each for each in release if _is_year(each, last)]
        if len(start) == 1 and len(end) == 1:
            return _index_growth(inputs, start[0], end[0], last - first)
    if given:
        return inputs.silent(
            f"No release out by {_limit(inputs).isoformat()} gave the growth from {first} to "
            f"{last}; later ones did.",
            parts=_vintages(inputs, given),
        )
    return inputs.silent(f"No release on record gives the growth from {first} to {last}.")


def _index_growth(inputs: Inputs, start: Statement, end: Statement, years: int) -> Estimate:
    half = Fraction(inputs.measure.number("index_rounded_to")) / 2
    middle, low, high = (
        yearly_growth(above / below, years)
        for above, below in (
            (end.value, start.value),
            (end.value - half, start.value + half),
            (end.value + half, start.value - half),
        )
    )
    return inputs.answer(
        value=middle,
        lower=low,
        upper=high,
        finer_ends=1,
        range_kind="rounding",
        digests=(digests_of([start, end]),),
        newest=end.day.toordinal(),
        base_count=2,
        area=end.area or inputs.area,
        parts={"start": rounded(start.value, 1), "end": rounded(end.value, 1)},
        notes=(
            "Computed from the release's index at both ends, since it gives no average.",
            *_vintage_notes([end]),
        ),
    )


def yearly_growth(ratio: Fraction, years: Fraction | int) -> Fraction:
    """Per cent a year that grows to `ratio` times in `years`: the geometric mean, to forty
    digits. Both must be above 0."""
    whole = EXACT.divide(Decimal(ratio.numerator), Decimal(ratio.denominator))
    span = Fraction(years)
    power = EXACT.multiply(EXACT.ln(whole), Decimal(span.denominator))
    root = EXACT.exp(EXACT.divide(power, Decimal(span.numerator)))
    return Fraction(root.quantize(Decimal("1e-40"), context=EXACT)) * 100 - 100


def _of_vintage(inputs: Inputs, given: list[Statement]) -> list[Statement]:
    """The latest release out by the limit; undated releases only where no release is dated."""
    dated = [each for each in given if each.published is not None]
    if not dated:
        return given[:0] if inputs.question.vintage else given
    out = [each for each in dated if each.published and each.published <= _limit(inputs)]
    latest = max((each.published for each in out if each.published), default=None)
    return [each for each in out if each.published == latest]


def _releases(inputs: Inputs) -> list[list[Statement]]:
    """The index readings of each release out by the limit, newest release first.

    A release whose day is not known cannot be shown to be of a vintage that was asked for.
    """
    if len(inputs.measure.kinds) < 2:
        return []
    limit = _limit(inputs)
    by_release: dict[tuple[date, str], list[Statement]] = {}
    for each in statements(inputs, inputs.measure.kinds[1], inputs.subject, worst=OFFICIAL):
        if each.published is None and inputs.question.vintage:
            continue
        published = each.published or date.min
        if each.exact and each.value > 1 and published <= limit:
            by_release.setdefault((published, each.source), []).append(each)
    return [by_release[key] for key in sorted(by_release, reverse=True)]


def _limit(inputs: Inputs) -> date:
    return inputs.question.vintage or inputs.question.as_at


def _vintages(inputs: Inputs, given: list[Statement]) -> dict[str, Decimal]:
    return {
        f"vintage {each.published.isoformat() if each.published else each.source}": (
            inputs.published(each.value)
        )
        for each in given
        if each.exact
    }


def _vintage_notes(given: list[Statement]) -> tuple[str, ...]:
    published = given[-1].published
    if published is None:
        return (f"Read from {given[-1].source}, whose day of release is not on record.",)
    return (f"Read from the release of {in_words(published)}.",)


def _last_year(each: Statement) -> int:
    return date.fromordinal(each.valid_until.toordinal() - 1).year


def _is_year(each: Statement, year: int) -> bool:
    return each.valid_from.year == year == _last_year(each)
