"""Days and months as whole numbers: windows such as "fifteen months back"."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from mutualise.chronicle.rules.months import months_after

# The ordinal used where a day is not known; earlier than any day a document can bear.
NO_DAY = 0
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
NEVER = 2**63 - 1


class MomentWithoutZone(ValueError):
    """A moment of recording was given without its time zone."""


def months_before(day: date, months: int) -> date:
    """The same day of the month, `months` earlier (negative: later); the last day if none.

    >>> months_before(date(2014, 3, 31), 1)
    datetime.date(2014, 2, 28)
    """
    return months_after(day, -months)


def microseconds(moment: datetime) -> int:
    """Microseconds since 1970 in UTC. Raises MomentWithoutZone for a moment without a zone."""
    if moment.tzinfo is None:
        raise MomentWithoutZone(f"{moment.isoformat()} has no time zone: add one, such as +00:00")
    return (moment - EPOCH) // MICROSECOND


def day_of(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if ordinal != NO_DAY else None


def in_words(day: date) -> str:
    """A day as the pages write it: 23 July 2014."""
    return f"{day.day} {day:%B %Y}"
