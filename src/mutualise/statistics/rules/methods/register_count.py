"""register-count/1: how many bodies the register names under a definition, on a day.

The value is the number whose verdict is "meets"; the upper end adds those whose verdict is
unclear. Named bodies never make up a count: where the government stated a count within the last
year and the register names fewer than the rule's share of it, the register cannot speak for the
number of mutuals, only for those it names.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from mutualise.statistics.rules import days
from mutualise.statistics.rules.estimate import Estimate
from mutualise.statistics.rules.inputs import Inputs
from mutualise.statistics.rules.methods.stated import OFFICIAL, for_area
from mutualise.statistics.rules.statements import (
    Settled,
    digests_of,
    newest_period,
    settle,
    statements,
)


def register_count(inputs: Inputs) -> Estimate:
    """Members in, with those unclear as the upper end."""
    named, all_of_them = len(inputs.population.sure), len(inputs.population)
    official = _official_count(inputs)
    found: dict[str, Any] = {
        "value": named,
        "lower": named,
        "upper": all_of_them,
        "range_kind": "definition",
        "base_count": named,
        "parts": {"in": inputs.published(named), "unclear": inputs.published(all_of_them - named)},
    }
    if official is None:
        if not all_of_them:
            day = days.in_words(inputs.question.as_at)
            return inputs.silent(f"The register names no body on {day}.", **found)
        note = "No official count within a year is on record to set the register's count beside."
        decided = Fraction(named, all_of_them)
        return inputs.answer(**found, coverage_number=decided, notes=(note,))
    least = _least(official)
    coverage = min(Fraction(1), named / least) if least else None
    found |= {
        "coverage_number": coverage,
        "digests": (digests_of(official.statements),),
        "newest": max(each.day for each in official.statements).toordinal(),
    }
    need = Fraction(inputs.measure.number("coverage"))
    if coverage is not None and coverage < need:
        return inputs.silent(_too_few(named, official), **found)
    return inputs.answer(**found)


def _official_count(inputs: Inputs) -> Settled | None:
    measure = inputs.measure
    since = inputs.back(measure.whole("official_months"))
    kind, subject = measure.kinds[0], measure.word("official_subject")
    given = statements(inputs, kind, subject, worst=OFFICIAL, since=since)
    newest = newest_period(for_area(given, inputs.area))
    return settle(newest) if newest else None


def _least(official: Settled) -> Fraction | None:
    return official.value if official.value is not None else official.lower


def _too_few(named: int, official: Settled) -> str:
    least = _least(official)
    assert least is not None
    more = (
        ""
        if official.value is not None
        else "more than "
        if official.upper is None
        else "at least "
    )
    day = days.in_words(max(each.day for each in official.statements))
    return (
        f"The register names {named} of the {more}{_in_full(least)} officially stated ({day}); "
        "the official list is not published."
    )


def _in_full(number: Fraction) -> str:
    return f"{round(number):,}"
