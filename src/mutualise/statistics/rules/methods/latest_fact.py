"""latest-fact/1: a fact that holds until another is stated, such as a programme's budget.

A measure may name a second kind of evidence, with which the fact is always stated: where that alone was
stated of a later day, the fact could not be stated then, and does not hold on.
"""

from __future__ import annotations

from datetime import date

from mutualise.statistics.rules import days
from mutualise.statistics.rules.estimate import Estimate
from mutualise.statistics.rules.inputs import Inputs
from mutualise.statistics.rules.methods.stated import OFFICIAL, latest_statement
from mutualise.statistics.rules.statements import statements


def latest_fact(inputs: Inputs) -> Estimate:
    """The latest statement on or before the day, however old, unless it was left unsaid since."""
    left_unsaid = _left_unsaid(inputs)
    if left_unsaid is not None:
        return inputs.silent(f"It could be said no more on {days.in_words(left_unsaid)}.")
    return latest_statement(inputs, since=days.NO_DAY, what="statement")


def _left_unsaid(inputs: Inputs) -> date | None:
    """The last day of which the second kind alone was stated; None where there is none."""
    last = [
        max((each.day for each in statements(inputs, kind, inputs.subject, worst=OFFICIAL)), default=None)
        for kind in inputs.measure.kinds[:2]
    ]  # fmt: skip
    if len(last) < 2 or last[0] is None or last[1] is None:
        return None
    return last[1] if last[1] > last[0] else None
