"""ratio-between/1: how many times one body's figure grew between two days.

Both figures are published with the ratio, because a ratio from a small base says little. Readings
of one date that differ give the range between the extremes.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from mutualise.statistics.rules.amounts import rounded
from mutualise.statistics.rules.estimate import Estimate
from mutualise.statistics.rules.inputs import MEASURED, Inputs
from mutualise.statistics.rules.methods.subject_growth import window_of
from mutualise.statistics.rules.statements import (
    ONLY_ASSERTED,
    Settled,
    asserted,
    digests_of,
    nearest_period,
    settle,
    statements,
)


def ratio_between(inputs: Inputs) -> Estimate:
    """The figure nearest the window's end over the one nearest its start."""
    if not inputs.subject:
        return inputs.silent("The body is not named: say which organisation is meant.")
    window = window_of(inputs)
    if window is None:
        return inputs.silent("The window is not given: say from which day to which.")
    kind, within = inputs.measure.kinds[0], inputs.measure.whole("tolerance_days")
    given = statements(inputs, kind, inputs.subject, worst=MEASURED)
    start, end = (nearest_period(given, to=each, within=within) for each in window)
    if not start or not end or start[0].rank >= end[0].rank:
        if not given and asserted(inputs, kind):
            return inputs.silent(ONLY_ASSERTED)
        return inputs.silent(_which_end(bool(start), bool(end), within))
    return _ratio(inputs, settle(start), settle(end))


def _ratio(inputs: Inputs, start: Settled, end: Settled) -> Estimate:
    value = low = high = None
    if start.value and end.value is not None:
        value = end.value / start.value
    exact = start.lower is not None and end.lower is not None
    if start.ends and end.ends and start.ends[0] > 0 and (exact or value is None):
        low, high = end.ends[0] / start.ends[1], end.ends[1] / start.ends[0]
    if value is None and low is None:
        return inputs.silent("One end is known only by a bound, so there is no ratio.")
    base = start.ends[0] if start.ends else Fraction(0)
    notes: tuple[str, ...] = ()
    if 0 < base < inputs.measure.whole("small_base"):
        notes = (f"Small base: it starts from {_plain(base)}.",)
    return inputs.answer(
        value=value,
        lower=low,
        upper=high,
        range_kind="none" if value is not None else "bound",
        digests=(digests_of(start.statements, end.statements),),
        newest=end.statements[0].day.toordinal(),
        base_count=int(base),
        parts=_both_ends(start, end),
        notes=notes,
    )


def _both_ends(start: Settled, end: Settled) -> dict[str, Decimal]:
    parts: dict[str, Decimal] = {}
    for name, settled in (("base_value", start), ("end_value", end)):
        if settled.value is not None:
            parts[name] = _plain(settled.value)
        elif settled.ends:
            parts[f"{name}_least"], parts[f"{name}_most"] = map(_plain, settled.ends)
    return parts


def _which_end(start: bool, end: bool, within: int) -> str:
    if start and end:
        return "The same reading is nearest both ends of the window, so no growth can be seen."
    missing = "start" if end else "end" if start else "start or the end"
    return f"There is no usable figure within {within} days of the {missing} of the window."


def _plain(number: Fraction) -> Decimal:
    """A stored figure as a decimal without trailing zeros; it has four places at most."""
    exact = rounded(number, 4)
    whole = exact.to_integral_value()
    return whole if whole == exact else exact.normalize()
