"""Every time a figure changed: what it was, what it became, and the causes with their shares."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from mutualise.govuk.figures import quantity
from mutualise.register.queries.facts import moments_of_change as register_moments
from mutualise.statistics.queries import evidence, figure
from mutualise.statistics.queries.measures import measures
from mutualise.statistics.rules import days
from mutualise.statistics.rules.estimate import Estimate
from mutualise.statistics.rules.measure import Measure
from mutualise.statistics.rules.question import Question
from mutualise.statistics.rules.readings import Readings
from mutualise.statistics.rules.revision import Revision, State, split

# A page shows the newest; each costs two estimates and one more for every cause but the last.
SHOWN = 20


@dataclass(frozen=True)
class Revised:
    """One change of a published figure, ready to read."""

    moment: datetime
    before: str
    after: str
    causes: str


def revisions(measure: Measure, question: Question) -> list[Revised]:
    """The newest changes of one figure, newest first, up to the moment the question names."""
    return list(_revisions(evidence.version(), measure.code, question))


@lru_cache(maxsize=256)
def _revisions(version: str, code: str, question: Question) -> tuple[Revised, ...]:
    measure = measures()[code]
    moments = [
        moment
        for moment in _moments(measure, question)
        if question.as_known_at is None or moment <= question.as_known_at
    ][-(SHOWN + 1) :]
    readings = evidence.readings().about(measure.kinds, figure.subject_of(measure, question))
    found: list[Revised] = []
    for earlier, later in itertools.pairwise(moments):
        before, after = (_at(measure, question, moment) for moment in (earlier, later))
        if _figure(before) == _figure(after):
            continue
        old, new = (_state(measure, question, readings, moment) for moment in (earlier, later))
        causes = _causes(split(old, new, (before.value, after.value)), measure.unit)
        found.append(Revised(later, _said(before), _said(after), causes))
    return tuple(reversed(found))


def _moments(measure: Measure, question: Question) -> list[datetime]:
    moments = set(figure.moments_of_change(measure, question))
    if measure.population:
        moments |= set(register_moments())
    return sorted(moments)


def _at(measure: Measure, question: Question, moment: datetime) -> Estimate:
    return figure.estimate(measure, replace(question, as_known_at=moment))


def _figure(found: Estimate) -> tuple[Decimal | None, Decimal | None, Decimal | None, bool]:
    return found.value, found.lower, found.upper, found.speaks


def _said(found: Estimate) -> str:
    if not found.speaks or found.value is None:
        return "Cannot say"
    return quantity(found.value, found.unit)


def _state(measure: Measure, question: Question, readings: Readings, moment: datetime) -> State:
    put = replace(question, as_known_at=moment)
    return State(
        readings=readings,
        standing=readings.columns.known_at(days.microseconds(moment)),
        measure=measure,
        definition=put.definition,
        population=figure.population_of(measure, put),
        question=replace(question, as_known_at=None),
    )


def _causes(found: Revision, unit: str) -> str:
    said = [
        f"{part.cause}: {quantity(part.amount, unit)}" if found.change is not None else part.cause
        for part in found.parts
    ]
    return "; ".join(said) or "rounding"
