"""Readings, members and measures for the tests of the statistics rules."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from mutualise.evidence.rules.digest import content_digest
from mutualise.statistics.rules.population import Member, Population
from mutualise.statistics.rules.readings import Row
from mutualise.statistics.rules.versions import parse_measure

MEASURES = Path(__file__).parents[3] / "definitions" / "measures"
DAY = date(2014, 7, 23)
RECORDED = datetime(2014, 8, 1, tzinfo=UTC)
LATER = datetime(2015, 8, 1, tzinfo=UTC)


@cache
def shipped(code):
    """A measure as it ships."""
    return parse_measure((MEASURES / f"{code}.yaml").read_text(encoding="utf-8"), f"{code}.yaml")


@cache
def lenient(code, **changes):
    """A shipped measure with its coverage rule off, and other thresholds as given."""
    text = (MEASURES / f"{code}.yaml").read_text(encoding="utf-8")
    for key, value in {"coverage": "0", "coverage_weight": "0", **changes}.items():
        lines = [
            f"  {key}: {value}" if line.startswith(f"  {key}:") else line
            for line in text.split("\n")
        ]
        assert lines != text.split("\n"), key
        text = "\n".join(lines)
    return parse_measure(text, f"{code}.yaml")


def said(subject, kind, value, period, qualifier="=", **more):
    """One reading. `period` is a day, or a pair of days (the second not included)."""
    first, until = period if isinstance(period, tuple) else (period, None)
    if isinstance(first, str):
        first = date.fromisoformat(first)
    until = date.fromisoformat(until) if isinstance(until, str) else until
    fields = {
        "reference": "",
        "unit": "people",
        "area": "",
        "quality": "RETURNED",
        "base": "",
        "base_count": None,
        "population_count": None,
        "source": "annual-return",
        "source_published": None,
        "locator": "",
        "note": "",
        "recorded_at": RECORDED,
        **more,
        "subject": subject,
        "kind": kind,
        "qualifier": qualifier,
        "value": Decimal(str(value)),
        "valid_from": first,
        "valid_until": until or first + timedelta(days=1),
    }
    content = {key: fields["kind" if key == "measure" else key] for key in CONTENT}
    digest = content_digest(content)
    return Row(**fields | {"digest": digest, "reference": fields["reference"] or digest[:12]})


CONTENT = [
    "subject",
    "measure",
    "qualifier",
    "value",
    "unit",
    "valid_from",
    "valid_until",
    "area",
    "quality",
    "base",
    "base_count",
    "population_count",
    "source",
    "locator",
    "note",
]


def people(*codes, on=DAY, **more):
    """A population of bodies in England, all certain."""
    return Population.of("CO-2011", on, [Member(c, True, None, "england") for c in codes], **more)


def bodies(count):
    return [f"body-{number:03d}" for number in range(count)]


@st.composite
def readings_of(draw, kinds, subjects=("a", "b", "c", "d", "e", "f", "g")):
    """One reading of a body, with anything that can make it count or not."""
    first = date(2007, 1, 1) + timedelta(days=draw(st.integers(0, 3000)))
    length = draw(st.sampled_from([1, 1, 31, 365]))
    recorded = draw(st.sampled_from([RECORDED, LATER]))
    gone = draw(st.sampled_from([None, None, None, LATER, LATER + timedelta(days=1)]))
    return said(
        draw(st.sampled_from(subjects)),
        draw(st.sampled_from(kinds)),
        draw(st.integers(1, 400)),
        (first, first + timedelta(days=length)),
        draw(st.sampled_from(["=", "=", "=", "~", ">", "<"])),
        quality=draw(st.sampled_from(["CLAIMED", "STATED", "OBSERVED", "RETURNED", "FILED"])),
        source=draw(st.sampled_from(["accounts", "annual-return"])),
        recorded_at=recorded,
        known_until=gone,
        ended_by="CORRECTION" if gone else "",
    )
