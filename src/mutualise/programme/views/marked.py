"""Downloads of the programme, marked as a demonstration wherever the format permits: in the name of
the file, and in the title that goes with JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.http import HttpResponse

from mutualise.govuk import downloads
from mutualise.govuk.downloads import About, Row

MARK = "demonstration"


def titled(title: str, demonstration: bool) -> str:
    """The title, with the mark where what it names is made up."""
    return f"{title} ({MARK})" if demonstration and MARK not in title else title


def named(filename: str, demonstration: bool) -> str:
    """The name of a file, with the mark where what it holds is made up."""
    return f"{filename}-{MARK}" if demonstration and MARK not in filename else filename


def as_csv(
    rows: Iterable[Row], columns: Sequence[str], *, filename: str, demonstration: bool,
    about: About | None = None,
) -> HttpResponse:  # fmt: skip
    """As `govuk.downloads.as_csv`."""
    return downloads.as_csv(rows, columns, filename=named(filename, demonstration), about=about)


def as_json(
    rows: Iterable[Row], columns: Sequence[str], *, about: About, demonstration: bool
) -> HttpResponse:
    """As `govuk.downloads.as_json`."""
    marked = replace(about, title=titled(about.title, demonstration))
    return downloads.as_json(rows, columns, about=marked)
