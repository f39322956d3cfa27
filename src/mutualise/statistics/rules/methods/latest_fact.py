"""latest-fact/1: a fact that holds until another is stated, such as a programme's budget."""

from __future__ import annotations

from mutualise.statistics.rules import days
from mutualise.statistics.rules.estimate import Estimate
from mutualise.statistics.rules.inputs import Inputs
from mutualise.statistics.rules.methods.stated import latest_statement


def latest_fact(inputs: Inputs) -> Estimate:
    """The latest statement on or before the day, however old."""
    return latest_statement(inputs, since=days.NO_DAY, what="statement")
