"""A body launched on a day, its holdings and evidence of control, and the shipped definitions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from mutualise.register.rules.definitions import parse_definition
from mutualise.register.rules.facts import Control, DateRange, Event, Facts, Holding

ROOT = Path(__file__).resolve().parents[3]
FILES = sorted((ROOT / "definitions/mutual").glob("*.yaml"))
DEFINITIONS = {d.code: d for d in (parse_definition(f.read_text(), f.name) for f in FILES)}
LAUNCH, DAY = date(2012, 4, 30), date(2014, 7, 23)
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def on(day: date) -> DateRange:
    return DateRange(day, day)


def body(**changes) -> Facts:
    base = Facts(
        "a", "A", sector="libraries", parent_body="A council", legal_form="CIC limited by guarantee",
        events=(Event("launched", on(LAUNCH)),),
    )  # fmt: skip
    return replace(base, **changes)


def held(holder: str, share: int, day: date = LAUNCH) -> Holding:
    return Holding(day, "equity", holder, Decimal(share), "s")


def control(kind: str, start: date | None = None) -> Control:
    return Control(kind, start, None)


def votes(holder: str, share: int) -> Holding:
    return Holding(LAUNCH, "votes", holder, Decimal(share), "s")
