"""The measures shipped in `definitions/measures/`, read once."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.utils import timezone

from mutualise.statistics.rules import versions
from mutualise.statistics.rules.measure import Measure
from mutualise.statistics.rules.question import Question


class MeasureUnknown(LookupError):
    """No measure has this code; the message lists those there are."""


@lru_cache(maxsize=1)
def measures() -> dict[str, Measure]:
    """Every measure by code, each with its earlier versions. Raises MeasureUnreadable when a file
    cannot be used."""
    folder = settings.ROOT / "definitions" / "measures"
    found = [
        versions.parse_measure(path.read_text(encoding="utf-8"), path.name)
        for path in sorted(folder.glob("*.yaml"))
    ]
    return {measure.code: measure for measure in found}


def measure_called(code: str) -> Measure:
    """The measure with this code. Raises MeasureUnknown."""
    try:
        return measures()[code]
    except KeyError:
        known = ", ".join(measures())
        raise MeasureUnknown(f"There is no measure “{code}”. The measures are: {known}.") from None


def in_force(measure: Measure, known_at: datetime | None = None) -> Measure:
    """The version of a measure that answers a question as known at a moment: None means now."""
    day = timezone.localdate(known_at) if known_at else timezone.localdate()
    return versions.in_force(measures()[measure.code], day)


def versions_of(measure: Measure) -> list[Measure]:
    """Every version of a measure that has been in force, newest first."""
    every = measures()[measure.code]
    today = timezone.localdate()
    begun = [each for each in every.earlier if each.valid_from <= today]
    return list(reversed([*begun, *([every] if every.valid_from <= today else [])]))


def raised(measure: Measure) -> list[datetime]:
    """The moments at which a later version of a measure came into force, oldest first."""
    every = measures()[measure.code]
    here = timezone.get_default_timezone()
    days = [each.valid_from for each in (*every.earlier, every)][1:]
    return [
        datetime(day.year, day.month, day.day, tzinfo=here)
        for day in days
        if day <= timezone.localdate()
    ]


def put_then(measure: Measure, question: Question, known_at: datetime | None) -> Question:
    """A question put to a measure, as it would have been put to its version of a moment."""
    return versions.as_asked_of(question, measure, in_force(measure, known_at))
