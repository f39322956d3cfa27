"""Bodies that left a population within the window of a change: shown beside the figure."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import numpy as np

from mutualise.statistics.rules.holdings import held_at
from mutualise.statistics.rules.inputs import Inputs
from mutualise.statistics.rules.wording import bodies


def closed_since(inputs: Inputs, opening: date) -> tuple[str, Fraction] | None:
    """Staff at the start in bodies that are no longer in the population: lost, not counted."""
    if inputs.before is None:
        return None
    gone = sorted(set(inputs.before.sure.codes) - set(inputs.population.codes))
    if not gone:
        return None
    members = inputs.readings.locate(gone)
    table = inputs.figures(inputs.measure.kinds[0])
    begin = np.full(len(gone), opening.toordinal(), dtype=np.int64)
    places = table.nearest(members, to=begin, within=inputs.measure.whole("tolerance_days"))
    held = held_at(table, places)
    staff = held.take(held.found).total()
    return (
        f"Not counted because they left the population during the window: {bodies(len(gone))}, "
        f"{int(held.found.sum())} of them with a headcount at its start.",
        staff,
    )
