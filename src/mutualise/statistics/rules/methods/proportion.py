"""proportion/1: the share that answered yes, with what chance and silence can hide.

The range is the Wilson 95% interval for a finite population, where the number of answers is
known. Those who did not answer may differ from those who did: the bounds if all of them had said
no, or yes, are given beside it as parts.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from mutualise.statistics.rules import days
from mutualise.statistics.rules.estimate import Estimate
from mutualise.statistics.rules.inputs import MEASURED, Inputs
from mutualise.statistics.rules.interval import nonresponse_bounds, wilson
from mutualise.statistics.rules.statements import (
    ONLY_ASSERTED,
    Settled,
    Statement,
    asserted,
    digests_of,
    newest_period,
    settle,
    statements,
)

OF_WHOM = {"respondents": "those who answered", "staff": "all staff"}


def proportion(inputs: Inputs) -> Estimate:
    """Per cent, from the newest reading of the subject on or before the day."""
    if not inputs.subject:
        return inputs.silent("The body is not named: say which organisation is meant.")
    kind = inputs.measure.kinds[0]
    since = inputs.back(inputs.measure.whole("max_age_months"))
    given = newest_period(statements(inputs, kind, inputs.subject, worst=MEASURED, since=since))
    if not given:
        if asserted(inputs, kind, since=since):
            return inputs.silent(ONLY_ASSERTED)
        return inputs.silent(
            f"No survey result for {inputs.subject} is on record for "
            f"{days.in_words(inputs.question.as_at)} or recent enough before it."
        )
    told, reading = settle(given), given[-1]
    found: dict[str, Any] = {
        "digests": (digests_of(given),),
        "newest": reading.day.toordinal(),
        "base_count": reading.base_count,
        "population_count": reading.population_count,
        "denominator": OF_WHOM.get(reading.base, "not stated: " + inputs.measure.denominator),
    }
    if told.value is None or not _one_survey(given):
        return _only_bounds(inputs, told, found)
    return _with_interval(inputs, told.value / 100, reading, found)


def _only_bounds(inputs: Inputs, told: Settled, found: dict[str, Any]) -> Estimate:
    return inputs.answer(
        value=told.value,
        lower=told.lower,
        upper=told.upper,
        lower_inclusive=told.lower_inclusive,
        upper_inclusive=told.upper_inclusive,
        range_kind="bound",
        notes=("Only bounds, or readings that differ, are on record.",),
        **found,
    )


def _with_interval(
    inputs: Inputs, share: Fraction, reading: Statement, found: dict[str, Any]
) -> Estimate:
    answered, asked = reading.base_count, reading.population_count
    if not answered:
        note = "The number asked is not published, so there is no range."
        return inputs.answer(value=share * 100, notes=(note,), **found)
    low, high = wilson(share, asked=answered, population=asked)
    parts: dict[str, Decimal] = {}
    coverage = None
    if asked:
        coverage = Fraction(answered, asked)
        least, most = nonresponse_bounds(share, answered=answered, population=asked)
        parts = {
            "if_all_silent_said_no": inputs.published(least * 100),
            "if_all_silent_said_yes": inputs.published(most * 100),
        }
    return inputs.answer(
        value=share * 100,
        lower=low * 100,
        upper=high * 100,
        range_kind="sampling" if low != high else "none",
        coverage_number=coverage,
        parts=parts,
        notes=_notes(inputs, answered, coverage),
        **found,
    )


def _notes(inputs: Inputs, answered: int, coverage: Fraction | None) -> tuple[str, ...]:
    notes = []
    if answered < inputs.measure.whole("small_base"):
        notes.append(f"Small base: {answered} answers.")
    if coverage is None:
        notes.append("How many were asked is not published, so the response rate is not known.")
    elif coverage < Fraction(inputs.measure.number("good_response")):
        notes.append(f"Only {round(coverage * 100)}% of those asked answered.")
    if coverage is None or coverage < 1:
        notes.append("The range covers chance only, not who chose to answer.")
    return tuple(notes)


def _one_survey(given: list[Statement]) -> bool:
    """Whether readings agree on their base, so that one interval can be made of them."""
    return len({(each.base, each.base_count, each.population_count) for each in given}) == 1
