"""The two dates any page and any figure can be asked with: as at, and as known at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone

from mutualise.govuk import figures
from mutualise.govuk.misread import note, quoted


class DateUnreadable(ValueError):
    """A date in the address or on the command line cannot be read."""

    def __init__(self, name: str, given: str) -> None:
        self.remedy = f"{quoted(given)} is not a date. Write it as in 2014-07-23."
        super().__init__(f"{name}: {self.remedy}")
        self.name = name


@dataclass(frozen=True)
class Asked:
    """What was true on `as_at`, by what we had recorded at `as_known_at` (None: by now)."""

    as_at: date
    as_known_at: datetime | None = None
    given: Mapping[str, str] | None = None

    @property
    def day_given(self) -> date | None:
        """The day a list of rows ends with: only where one was asked for, so that a list without
        a date holds what was recorded of days to come too."""
        return self.as_at if "as_at" in self.fields else None

    @property
    def query(self) -> str:
        """The dates as they were given, for links that keep them: "" or "?as_at=…"."""
        return f"?{urlencode(self.given)}" if self.given else ""

    @property
    def and_query(self) -> str:
        return f"&{urlencode(self.given)}" if self.given else ""

    @property
    def fields(self) -> dict[str, str]:
        return dict(self.given or {})


def read_asked(parameters: Mapping[str, str], *, default: date | None = None) -> Asked:
    """Read `as_at` and `as_known_at` (a day means its end, or an ISO moment).

    `default` is the day meant when none is given: today. Raises DateUnreadable.
    """
    given = {name: parameters[name].strip() for name in NAMES if parameters.get(name, "").strip()}
    today = timezone.localdate()
    as_at = read_day("as_at", given["as_at"]) if "as_at" in given else (default or today)
    known = read_moment("as_known_at", given["as_known_at"]) if "as_known_at" in given else None
    return Asked(as_at, known, given)


def asked_or_today(
    request: HttpRequest, *, default: date | None = None, instead: str = ""
) -> tuple[Asked, dict[str, str]]:
    """The dates a page is asked for, and what is wrong with them by their names.

    In the place of a day that cannot be read comes `default` (today), in that of a moment what is
    known now; the reader is told. `instead` tells it for a page that without a day shows every day.
    """
    usual = figures.day(default or timezone.localdate())
    shown = {
        "as_at": instead or f"The page is as at {usual} instead.",
        "as_known_at": "The page shows what is known now instead.",
    }
    given = {name: request.GET.get(name, "") for name in NAMES}
    errors: dict[str, str] = {}
    for name in NAMES:
        try:
            read_asked({name: given[name]})
        except DateUnreadable as wrong:
            errors[name] = wrong.remedy
            given[name] = ""
            note(request, name, f"{CALLED[name]}: {wrong.remedy}", shown[name])
    return read_asked(given, default=default), errors


NAMES = ("as_at", "as_known_at")
CALLED = {"as_at": "As at", "as_known_at": "As known at"}


def read_day(name: str, text: str) -> date:
    """An ISO day. Raises DateUnreadable."""
    try:
        if len(text) != len("2014-07-23"):
            raise ValueError(text)
        return _countable(date.fromisoformat(text))
    except ValueError:
        raise DateUnreadable(name, text) from None


# Days before have no window of years before them to be asked about.
FIRST_YEAR = 1000
D = TypeVar("D", date, datetime)


def _countable(read: D) -> D:
    """The day or moment, unless nothing can be counted from it. Raises ValueError."""
    if read.year < FIRST_YEAR:
        raise ValueError(read)
    return read


def read_moment(name: str, text: str) -> datetime:
    """An ISO moment, or a day, which means the end of that day here. Raises DateUnreadable."""
    here = timezone.get_default_timezone()
    if len(text) == len("2014-07-23"):
        return datetime.combine(read_day(name, text), time.max, tzinfo=here)
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
        moment = _countable(moment if moment.tzinfo else moment.replace(tzinfo=here))
        # In the last hours of all time another zone has no such moment.
        moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise DateUnreadable(name, text) from None
    return moment
