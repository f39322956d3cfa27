"""Lines of sources and observations as rows ready to record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import cast
from urllib.parse import urlsplit

from mutualise.evidence.actions import digest_of
from mutualise.evidence.ingest.problems import LineReader
from mutualise.evidence.models import Observation, Source
from mutualise.evidence.rules.areas import AREAS
from mutualise.evidence.rules.kinds import check_kind
from mutualise.evidence.rules.period import Period, parse_period
from mutualise.evidence.rules.quality import Quality
from mutualise.evidence.rules.units import PER_CENT, UNITS, parse_value

COLUMNS = {
    "sources": [
        "source",
        "title",
        "publisher",
        "kind",
        "url",
        "url_note",
        "published_on",
        "retrieved_on",
        "licence",
        "sha256",
    ],
    "observations": [
        "subject",
        "measure",
        "qualifier",
        "value",
        "unit",
        "period",
        "area",
        "quality",
        "base",
        "base_count",
        "population_count",
        "source",
        "locator",
        "note",
    ],
}
QUALIFIERS = ("=", "~", ">", ">=", "<", "<=")
BASES = ("respondents", "staff")
CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SHA256 = re.compile(r"[0-9a-f]{64}")
MOST_PEOPLE = 100_000_000


def source_of(reader: LineReader) -> Source:
    """The source on a line; problems are noted in the reader."""
    sha256 = reader.text("sha256", most=64)
    if sha256 and not SHA256.fullmatch(sha256):
        reader.note("sha256", "is not 64 hexadecimal digits. Leave it empty if no copy is kept.")
    published, retrieved = (
        reader.read("published_on", iso_day),
        reader.read("retrieved_on", iso_day),
    )
    if published and retrieved and retrieved < published:
        said = f"{retrieved} is before {published}, when it was published. Check both."
        reader.note("retrieved_on", said)
    return Source(
        code=reader.read("source", code, needed=True) or "",
        title=reader.text("title", most=500, needed=True),
        publisher=reader.text("publisher", most=200),
        kind=reader.text("kind", most=40),
        url=reader.read("url", web_address) or "",
        url_note=reader.text("url_note", most=1000),
        published_on=published,
        retrieved_on=retrieved,
        licence=reader.text("licence", most=200),
        sha256=sha256,
    )


def observation_of(reader: LineReader, sources: Mapping[str, Source]) -> Observation:
    """The observation on a line; problems are noted in the reader."""
    unit = reader.one_of("unit", UNITS)
    period = reader.read("period", parse_period)
    source = reader.text("source", most=100, needed=True)
    if source and source not in sources:
        reader.note("source", f"“{source[:60]}” is not a recorded source. Load the source first.")
    base_count, population = (
        reader.read("base_count", count),
        reader.read("population_count", count),
    )
    if base_count is not None and population is not None and base_count > population:
        reader.note("base_count", f"{base_count} answered of {population} asked. Check both.")
    value = reader.read(
        "value", lambda text: parse_value(text, unit) if unit in UNITS else None, needed=True
    )
    base = reader.one_of("base", BASES, needed=False)
    if base and unit == PER_CENT and value is not None and not 0 <= value <= 100:
        reader.note("value", f"{value} per cent of {base} is no share of them. Give 0 to 100.")
    row = Observation(
        subject=reader.read("subject", subject, needed=True) or "",
        measure=reader.read(
            "measure", lambda text: check_kind(text, unit) if unit in UNITS else text, needed=True
        )
        or "",
        qualifier=reader.one_of("qualifier", QUALIFIERS),
        value=cast("Decimal", value),
        unit=unit,
        period=reader.text("period", most=40),
        valid_from=period.valid_from if isinstance(period, Period) else None,
        valid_until=period.valid_until if isinstance(period, Period) else None,
        area=reader.one_of("area", AREAS, needed=False),
        quality=reader.one_of("quality", tuple(Quality)),
        base=base,
        base_count=base_count,
        population_count=population,
        locator=reader.text("locator", most=500),
        note=reader.text("note", most=2000),
    )
    if not reader.problems:
        row.source = sources[source]
        row.digest = digest_of(row)
    return row


def code(text: str) -> str:
    """A code of lower-case words joined by hyphens. Raises ValueError."""
    if len(text) > 100 or not CODE.fullmatch(text):
        raise ValueError(f"“{text[:40]}” is not a code. Write lower-case words joined by hyphens.")
    return text


def subject(text: str) -> str:
    """An organisation's code, or a list's prefix and a code, as in ons:total-public-services."""
    for part in text.split(":", 1):
        code(part)
    if len(text) > 60:
        raise ValueError("is longer than 60 characters. Use the code of the body.")
    return text


def iso_day(text: str) -> date:
    """An ISO day. Raises ValueError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text[:20]}” is not a date. Write it as in 2014-07-23.") from None


def count(text: str) -> int:
    """A whole number of people. Raises ValueError."""
    if not text.isascii() or not text.isdigit() or int(text) > MOST_PEOPLE:
        raise ValueError(f"“{text[:20]}” is not a whole number of people. Write digits only.")
    return int(text)


def web_address(text: str) -> str:
    """An http or https address. Raises ValueError."""
    try:
        parts = urlsplit(text)
        whole = parts.scheme in ("http", "https") and parts.hostname and "." in parts.hostname
    except ValueError:
        whole = False
    if not whole or any(char.isspace() or char in '<>"' for char in text):
        raise ValueError(
            f"“{text[:60]}” is not a web address. Write one that starts with https://."
        )
    return text
