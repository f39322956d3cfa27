"""Every time a figure changed: what it was, what it became, and the causes with their shares."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from mutualise.govuk.figures import quantity
from mutualise.register.queries.facts import moments_of_change as register_moments
from mutualise.statistics.queries import evidence, figure
from mutualise.statistics.queries.measures import in_force, measures, put_then, raised
from mutualise.statistics.rules import days
from mutualise.statistics.rules.estimate import Estimate
from mutualise.statistics.rules.measure import Measure
from mutualise.statistics.rules.question import Question
from mutualise.statistics.rules.readings import Readings
from mutualise.statistics.rules.revision import Revision, State, split

# Moments of recording on a page; each costs two estimates and one more for every cause but the
# last.
PER_PAGE = 20


@dataclass(frozen=True)
class Revised:
    """One change of a published figure, ready to read, and its two estimates with what parted them."""

    moment: datetime
    before: str
    after: str
    causes: str
    old: Estimate
    new: Estimate
    split: Revision


@dataclass(frozen=True)
class Revisions:
    """A page of changes, newest first: those of the moments from `first` to `last` at which
    something was recorded that the figure may rest on. Page 1 is the newest."""

    items: tuple[Revised, ...] = ()
    number: int = 1
    pages: int = 1
    first: datetime | None = None
    last: datetime | None = None


def revisions(
    measure: Measure, question: Question, parameters: Mapping[str, str] | None = None
) -> Revisions:
    """A page of the changes of one figure, up to the moment the question names. `revisions` in
    the parameters is its number; one past the last is read as the last."""
    text = (parameters or {}).get("revisions", "1")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1
    versions = tuple(raised(measure))
    return _revisions(evidence.version(), versions, measure.code, question, max(number, 1))


@lru_cache(maxsize=256)
def _revisions(
    version: str, versions: tuple[datetime, ...], code: str, question: Question, number: int
) -> Revisions:
    measure = in_force(measures()[code], question.as_known_at)
    moments = [
        moment
        for moment in _moments(measure, question, versions)
        if question.as_known_at is None or moment <= question.as_known_at
    ]
    pages = max(1, -(-(len(moments) - 1) // PER_PAGE))
    number = min(number, pages)
    end = len(moments) - (number - 1) * PER_PAGE
    shown = moments[max(0, end - PER_PAGE - 1) : end]
    kinds = figure.kinds_ever_read(measure)
    readings = evidence.readings().about(kinds, *figure.subjects_of(measure, question))
    found: list[Revised] = []
    for earlier, later in itertools.pairwise(shown):
        before, after = (_at(measure, question, moment) for moment in (earlier, later))
        if _figure(before) == _figure(after):
            continue
        old, new = (_state(measure, question, readings, moment) for moment in (earlier, later))
        parted = split(old, new, (before.value, after.value))
        causes = _causes(parted, after.unit)
        found.append(Revised(later, _said(before), _said(after), causes, before, after, parted))
    edges = (shown[1], shown[-1]) if len(shown) > 1 else (None, None)
    return Revisions(tuple(reversed(found)), number, pages, *edges)


def _moments(
    measure: Measure, question: Question, versions: tuple[datetime, ...]
) -> list[datetime]:
    moments = set(figure.moments_of_change(measure, question))
    if measure.population:
        moments |= set(register_moments())
    if moments:
        # A version that came before anything was recorded changed no figure.
        first = min(moments)
        moments |= {moment for moment in versions if moment > first}
    return sorted(moments)


def _put(measure: Measure, question: Question, moment: datetime) -> Question:
    return replace(put_then(measure, question, moment), as_known_at=moment)


def _at(measure: Measure, question: Question, moment: datetime) -> Estimate:
    return figure.estimate(measure, _put(measure, question, moment))


def _figure(found: Estimate) -> tuple[Decimal | None, Decimal | None, Decimal | None, bool]:
    return found.value, found.lower, found.upper, found.speaks


def _said(found: Estimate) -> str:
    if not found.speaks or found.value is None:
        return "Cannot say"
    return quantity(found.value, found.unit)


def _state(measure: Measure, question: Question, readings: Readings, moment: datetime) -> State:
    put = _put(measure, question, moment)
    then = in_force(measure, moment)
    return State(
        readings=readings,
        standing=readings.columns.known_at(days.microseconds(moment)),
        measure=then,
        definition=put.definition,
        population=figure.population_of(then, put),
        before=figure.population_before(then, put),
        question=replace(put, as_known_at=None, definition=""),
    )


def _causes(found: Revision, unit: str) -> str:
    said = [
        f"{part.cause}: {quantity(part.amount, unit)}" if found.change is not None else part.cause
        for part in found.parts
    ]
    return "; ".join(said) or "rounding"
