"""The one way to put a question to a measure: `evaluate`, and `evaluate_at` for many moments."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

import numpy as np

from mutualise.evidence.rules.parts import rest_of
from mutualise.statistics.rules.amounts import Ints
from mutualise.statistics.rules.estimate import Estimate
from mutualise.statistics.rules.inputs import Inputs
from mutualise.statistics.rules.measure import Measure
from mutualise.statistics.rules.methods import METHODS
from mutualise.statistics.rules.population import Population
from mutualise.statistics.rules.question import Question
from mutualise.statistics.rules.readings import Readings

PopulationAt = Population | Callable[[datetime], Population]


def evaluate(
    measure: Measure,
    readings: Readings,
    population: Population,
    question: Question,
    *,
    before: Population | None = None,
) -> Estimate:
    """The estimate of a measure from the evidence, a population and a date.

    A pure function: the order of rows, readings of other things and a reading delivered twice do
    not move it. `before` is the population at the start of the window, for measures of change.
    """
    return METHODS[measure.method](_inputs(measure, readings, population, question, before))


def evaluate_at(
    measure: Measure,
    readings: Readings,
    population: PopulationAt,
    question: Question,
    moments: Iterable[datetime],
    *,
    before: Population | None = None,
) -> list[Estimate]:
    """The same question as known at each of many moments; `population` may be what the register
    knew at each. Nothing is sorted twice, so forty moments cost little more than one."""
    return [
        evaluate(
            measure,
            readings,
            population(moment) if callable(population) else population,
            replace(question, as_known_at=moment),
            before=before,
        )
        for moment in moments
    ]


def looked_at(
    measure: Measure,
    readings: Readings,
    population: Population,
    question: Question,
    *,
    before: Population | None = None,
) -> tuple[str, ...]:
    """Digests of every reading the method can have looked at, used or not, for a bundle.

    Evaluating with these rows alone gives the identical estimate.
    """
    inputs = _inputs(measure, readings, population, question, before)
    subjects = {*inputs.population.codes, question.subject, measure.subject}
    subjects |= {rest_of(question.subject)}
    subjects |= {*(before.codes if before else ()), str(measure.rule.get("official_subject", ""))}
    numbers = np.unique(readings.locate(sorted(subjects)))
    found: set[bytes] = set()
    for kind in measure.kinds:
        table = readings.of_kind(kind)
        seen: Ints = table.known_at(inputs.moment) & (table.valid_from <= inputs.on)
        found.update(table.digest[seen & np.isin(table.subject, numbers)].tolist())
    return tuple(sorted(each.decode() for each in found))


def _inputs(
    measure: Measure,
    readings: Readings,
    population: Population,
    question: Question,
    before: Population | None,
) -> Inputs:
    area = question.area or measure.area
    return Inputs(
        measure,
        readings,
        population.within(area),
        question,
        before.within(area) if before else None,
    )
