"""stock-total/1: how much there is on a day, over all members of a population.

Each member counts with its newest reading on or before the day, if that is within the window;
`totals.py` says what happens to the others. Readings of a body's own numbers only: announcements
(CLAIMED) and official totals (STATED) are not used.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from mutualise.statistics.rules import days
from mutualise.statistics.rules.amounts import Flags, Ints, as_ratio
from mutualise.statistics.rules.estimate import Estimate, RangeKind, Step
from mutualise.statistics.rules.figures import Figures
from mutualise.statistics.rules.holdings import Holdings, newest
from mutualise.statistics.rules.inputs import Inputs
from mutualise.statistics.rules.totals import NO_ONE, Total, total_over
from mutualise.statistics.rules.wording import bodies, per_cent


def stock_total(inputs: Inputs) -> Estimate:
    """The total on the day asked about. `thresholds.py` explains the measure's rule."""
    members = inputs.readings.locate(inputs.population.sure.codes)
    table = inputs.figures(inputs.measure.kinds[0])

    def find(until: int, since: int) -> Holdings:
        return newest([table], members, until=until, since=since)

    fresh = find(inputs.on, inputs.back(inputs.measure.whole("window_months")))
    latest = find(inputs.on, 0)
    every = table.amounts.take(belonging(table, members)).total()
    before = [
        ("Every figure on record, added up", every, ""),
        ("Only the newest figure of each body", latest.take(latest.found).total(), ""),
    ]
    return published_total(inputs, total_over(inputs, fresh, find), before)


def belonging(table: Figures, members: Ints) -> Flags:
    """Which figures are of members."""
    return np.isin(table.subject, members[members >= 0])


def published_total(
    inputs: Inputs, total: Total, before: list[tuple[str, Fraction, str]]
) -> Estimate:
    """The estimate of a total: coverage by number and by weight, whether it may speak, and the
    waterfall. `before` are the running totals of the waterfall's first steps."""
    sure = inputs.population.sure
    number = as_ratio(Fraction(int(total.fresh.found.sum())), Fraction(len(sure)))
    months = inputs.measure.whole("window_months")
    steps = [*before, (f"Figures older than {months} months left out", total.fresh_total, "")]
    reason = _why_silent(inputs, total, number)
    found: dict[str, Any] = {
        "coverage_number": number,
        "coverage_weight": total.weight,
        "missing": _codes(inputs, total.never),
        "range_kind": _range_kind(total),
        "base_count": int(total.fresh.found.sum()),
        "population_count": len(sure),
        "parts": {"respondents_total": inputs.published(total.fresh_total)},
        "notes": _notes(inputs, total),
    }
    if reason:
        largest = _share_of_largest(inputs, total.largest_fresh, total.fresh_total)
        return inputs.silent(
            reason,
            digests=(total.digests[0],),
            newest=total.fresh.newest(total.fresh.found),
            waterfall=_waterfall(inputs, steps),
            **found | {"range_kind": "none"} | largest,
        )
    steps += [
        ("Older figures brought up to date by matched growth", total.fresh_total + total.old_total,
         bodies(int(total.old.sum()))),
        ("Bodies never measured", total.value,
         bodies(int(total.never.sum()))),
    ]  # fmt: skip
    return inputs.answer(
        value=None if total.bounded else total.value,
        lower=total.lower,
        upper=total.upper,
        imputed_share=1 - total.weight if total.value else NO_ONE,
        imputed=_codes(inputs, total.old | total.never),
        digests=total.digests,
        newest=total.fresh.newest(total.fresh.found),
        waterfall=_waterfall(inputs, steps),
        **found | _share_of_largest(inputs, total.largest, total.value),
    )


def _range_kind(total: Total) -> RangeKind:
    if (total.old | total.never).any():
        return "imputation"
    return "none" if total.lower == total.upper else "bound"


def _why_silent(inputs: Inputs, total: Total, number: Fraction | None) -> str:
    day = days.in_words(inputs.question.as_at)
    if number is None:
        return f"No body is known to belong to the population on {day}."
    need, need_weight = inputs.measure.number("coverage"), inputs.measure.number("coverage_weight")
    enough = number >= Fraction(need) and total.weight >= Fraction(need_weight)
    if enough and total.fresh.found.any():
        return ""
    return (
        f"{int(total.fresh.found.sum())} of the {bodies(len(inputs.population.sure))} "
        f"({per_cent(number)}) have a figure recent enough on {day}, and those carry "
        f"{per_cent(total.weight)} of the total; the rule is {per_cent(Fraction(need))} of the "
        f"bodies and {per_cent(Fraction(need_weight))} of the total."
    )


def _notes(inputs: Inputs, total: Total) -> tuple[str, ...]:
    unclear = len(inputs.population) - len(inputs.population.sure)
    note = f"Left out because the definition does not settle their standing: {bodies(unclear)}."
    return (*total.notes, note) if unclear else total.notes


def _waterfall(inputs: Inputs, steps: list[tuple[str, Fraction, str]]) -> tuple[Step, ...]:
    """Rounding each running total, not each change, makes the changes add up exactly."""
    made, running = [], inputs.published(0)
    for label, total, note in steps:
        level = inputs.published(total)
        made.append(Step(label, level - running, note))
        running = level
    return tuple(made)


def _share_of_largest(
    inputs: Inputs, largest: tuple[Fraction, int], total: Fraction
) -> dict[str, object]:
    amount, place = largest
    if place < 0 or not total:
        return {}
    return {"largest_share": amount / total, "largest": inputs.population.sure.codes[place]}


def _codes(inputs: Inputs, which: Flags) -> tuple[str, ...]:
    codes = inputs.population.sure.codes
    return tuple(codes[at] for at in np.flatnonzero(which).tolist())
