"""The moment at which a deed is done: now, unless the demonstration or a test says when."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_set: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The moment, with its time zone."""
    return _set.get() or timezone.now()


def today() -> date:
    """The day of `now` where the programme is."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let everything inside happen at `moment`. Raises ValueError for one without a time zone."""
    if timezone.is_naive(moment):
        raise ValueError("Give a moment with its time zone.")
    token = _set.set(moment)
    try:
        yield
    finally:
        _set.reset(token)
