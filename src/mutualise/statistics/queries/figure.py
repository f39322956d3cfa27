"""One figure: its estimate, its path through time, its revisions and its bundle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from mutualise.evidence.queries import columns
from mutualise.evidence.rules.parts import rest_of
from mutualise.statistics.queries import evidence
from mutualise.statistics.queries.measures import in_force, measures
from mutualise.statistics.rules.bundle import make_bundle
from mutualise.statistics.rules.estimate import Estimate
from mutualise.statistics.rules.evaluate import evaluate
from mutualise.statistics.rules.measure import Measure
from mutualise.statistics.rules.methods.organic_change import window_start
from mutualise.statistics.rules.question import Question
from mutualise.statistics.rules.readings import Row, was_known
from mutualise.statistics.rules.versions import as_version

HEADLINES = ("live-mutuals", "services-value", "employees", "additional-jobs")
# 20,000 rows are read in a third of a second.
MOST_ROWS = 20_000


def estimate(measure: Measure, question: Question) -> Estimate:
    """The answer of a measure to a question, from everything recorded by the moment it names."""
    then = in_force(measure, question.as_known_at)
    return _estimate(evidence.version(), measure.code, then.version, question)


# A figure page asks for about 20 estimates and the home page for 17; 4,096 keep the last
# few hundred pages' worth, some 20 MB.
@lru_cache(maxsize=4096)
def _estimate(version: str, code: str, of_measure: int, question: Question) -> Estimate:
    measure = as_version(measures()[code], of_measure)
    return evaluate(
        measure, evidence.readings(), population_of(measure, question), question,
        before=population_before(measure, question),
    )  # fmt: skip


def population_of(measure: Measure, question: Question) -> Any:
    definition = (question.definition or measure.population) if measure.population else ""
    return evidence.population(definition, question.as_at, question.as_known_at)


def population_before(measure: Measure, question: Question) -> Any:
    """The population at the start of the window of a measure of change, so that bodies which left it since are
    told; None for every other measure."""
    if not measure.method.startswith("organic-change/"):
        return None
    opening = window_start(measure, question)
    return population_of(measure, replace(question, as_at=opening))


def through_time(measure: Measure, question: Question, days: Iterable[date]) -> list[Estimate]:
    """The same question put as at each of several days."""
    return [estimate(measure, replace(question, as_at=day)) for day in days]


@dataclass(frozen=True)
class Headline:
    """A headline figure with the official statement it is shown beside, if there is one."""

    measure: Measure
    estimate: Estimate
    stated: Estimate | None


def headlines(as_at: date, known_at: datetime | None = None, area: str = "") -> list[Headline]:
    """The four figures of the home page, each with its official companion."""
    found = []
    for code in HEADLINES:
        measure = in_force(measures()[code], known_at)
        asked = Question(
            as_at,
            known_at,
            area,
            years=measure.years,
            definition=measure.population,
        )
        beside = measures().get(measure.companion)
        stated = estimate(beside, replace(asked, definition="")) if beside else None
        found.append(Headline(measure, estimate(measure, asked), stated))
    return found


def subjects_of(measure: Measure, question: Question) -> tuple[str, ...]:
    """The subjects whose rows matter, or none where those of every body do."""
    fixed = "" if measure.subject == "organisation" else measure.subject
    subject = question.subject or fixed
    return tuple(each for each in (subject, rest_of(subject)) if each)


def rows_behind(measure: Measure, question: Question) -> list[Row]:
    """Every recorded row of the kinds this measure reads, those of its subjects alone if it has any."""
    found = columns.rows(measure.kinds, *subjects_of(measure, question))
    return [Row(*row) for row in found]


def is_large(measure: Measure, question: Question) -> bool:
    """Whether the rows behind a figure are too many to read for one page."""
    return columns.standing(measure.kinds, *subjects_of(measure, question)) > MOST_ROWS


def known_rows(
    measure: Measure, question: Question, used: tuple[str, ...], *, large: bool
) -> list[Row]:
    """The rows that stood at the moment the question names, for reading: all of them, or those
    used where there are too many."""
    if large:
        found: Iterable[Row] = (Row(*row) for row in columns.with_digests(used))
    else:
        found = rows_behind(measure, question)
    return [row for row in found if was_known(row, question.as_known_at)]


def bundle(measure: Measure, question: Question) -> dict[str, Any]:
    """Everything an outsider needs to compute this figure again with `mutualise evaluate`."""
    measure = in_force(measure, question.as_known_at)
    return make_bundle(
        measure, rows_behind(measure, question), population_of(measure, question), question,
        before=population_before(measure, question),
    )  # fmt: skip


def moments_of_change(measure: Measure, question: Question) -> list[datetime]:
    """When something any version of this measure reads was recorded, oldest first, each once."""
    return columns.moments(kinds_ever_read(measure), *subjects_of(measure, question))


def kinds_ever_read(measure: Measure) -> tuple[str, ...]:
    """The kinds of evidence that any version of a measure reads."""
    every = measures()[measure.code]
    return tuple(dict.fromkeys(kind for each in (every, *every.earlier) for kind in each.kinds))
