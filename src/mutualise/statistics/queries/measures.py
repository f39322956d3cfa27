"""The measures shipped in `definitions/measures/`, read once."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from mutualise.statistics.rules.measure import Measure, parse_measure


class MeasureUnknown(LookupError):
    """No measure has this code; the message lists those there are."""


@lru_cache(maxsize=1)
def measures() -> dict[str, Measure]:
    """Every measure by code. Raises MeasureUnreadable when a file cannot be used."""
    folder = settings.ROOT / "definitions" / "measures"
    found = [
        parse_measure(path.read_text(encoding="utf-8"), path.name)
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
