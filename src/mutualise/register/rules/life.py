"""Whether a body was trading on a day, and its life in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mutualise.register.rules.facts import DateRange, Event, Facts
from mutualise.register.rules.stakes import changes

EVENTS = {
    "launched": "Launched",
    "renamed": "Renamed",
    "control-changed": "Control changed",
    "merged": "Merged",
    "contract-ended": "Main contract ended",
    "ended": "Ended",
    "never-launched": "Never launched",
    "converted": "Converted",
    "incorporated": "Incorporated",
    "supported": "Supported by a programme",
}
ENDINGS = frozenset({"merged", "contract-ended", "ended"})


class ImpossibleLife(ValueError):
    """Life events that cannot be true of one body."""


class SucceedsItself(ImpossibleLife):
    """A body would be its own successor."""

    def __init__(self, code: str) -> None:
        super().__init__(f"{code} cannot succeed itself. Name the other body, or leave it empty.")


class EndsBeforeLaunch(ImpossibleLife):
    """A body would end before the day it launched. `kinds` are those of the two events."""

    def __init__(self, ended: str, until: date, launched: date) -> None:
        self.kinds = ("launched", ended)
        super().__init__(
            f"{EVENTS[ended]} by {until}, before the launch, at the earliest on {launched}. Check both days."
        )


def check_order(events: Iterable[tuple[str, date | None, date | None]]) -> None:
    """Raise EndsBeforeLaunch when an ending lies wholly before the first launch.

    `events` are kind, earliest and latest day; an event without a day says nothing of the order.
    """
    listed = list(events)
    launches = [first for kind, first, _ in listed if kind == "launched" and first]
    for kind, _, last in listed:
        if kind in ENDINGS and last and launches and last < min(launches):
            raise EndsBeforeLaunch(kind, last, min(launches))


def check_successor(code: str, successor: str) -> None:
    """Raise SucceedsItself when the successor named in an event of a body is that body."""
    if code and successor.strip() == code:
        raise SucceedsItself(code)


class Status(StrEnum):
    NOT_LAUNCHED = "NOT_LAUNCHED"
    LIVE = "LIVE"
    ENDED = "ENDED"
    UNCLEAR = "UNCLEAR"


STATUS_LABELS = {
    Status.NOT_LAUNCHED: "Not launched",
    Status.LIVE: "Live",
    Status.ENDED: "Ended",
    Status.UNCLEAR: "Unclear",
}


@dataclass(frozen=True)
class StatusOn:
    """The status on a day, with the sentence that explains it and the event it rests on."""

    status: Status
    reason: str
    event: Event | None = None


@dataclass(frozen=True)
class SupportOn:
    """Three facts that stay apart: a body may exist without support, have had support and not exist,
    or have launched before its support began."""

    exists: bool
    supported: bool
    launched_after_support: bool


def support_on(facts: Facts, day: date, status: Status) -> SupportOn:
    """What is known on a day of a body and support. It launched after support only where the launch
    cannot have come before the support began."""
    begun = [e.when for e in facts.events if e.kind == "supported" and e.when and e.when.earliest <= day]  # fmt: skip
    launched = [e.when for e in facts.events if e.kind == "launched" and e.when and e.when.earliest <= day]  # fmt: skip
    after = bool(begun and launched) and launched[0].earliest >= begun[0].latest
    return SupportOn(status is Status.LIVE, bool(begun), after)


@dataclass(frozen=True)
class Moment:
    """One line of a body's life: an event, or a change of stakes."""

    when: DateRange | None
    kind: str
    label: str
    detail: str
    source: str
    locator: str = ""
    successor: str = ""


def status_on(facts: Facts, day: date) -> StatusOn:
    """Live from launch to the first ending. A day inside the range of an undated event is unclear."""
    never = _first(facts, frozenset({"never-launched"}))
    if never:
        return StatusOn(Status.NOT_LAUNCHED, "It never launched.", never)
    ended = _ending(facts, day)
    if ended and ended.when and ended.when.latest <= day:
        return StatusOn(Status.ENDED, _said("It had ended", ended), ended)
    launched = _first(facts, frozenset({"launched"}))
    if launched is None or launched.when is None:
        if facts.entry_class in ("aspiring", "never-launched"):
            return StatusOn(Status.NOT_LAUNCHED, "No launch is recorded; it was planning one.")
        return StatusOn(Status.UNCLEAR, "The day it launched is not recorded.", launched)
    if day < launched.when.earliest:
        return StatusOn(Status.NOT_LAUNCHED, "It had not launched.", launched)
    if day < launched.when.latest:
        return StatusOn(Status.UNCLEAR, _said("It launched about then", launched), launched)
    if ended and ended.when is None:
        return StatusOn(Status.UNCLEAR, "It ended on a day that is not recorded.", ended)
    if ended and ended.when and ended.when.earliest <= day:
        return StatusOn(Status.UNCLEAR, _said("It ended about then", ended), ended)
    return StatusOn(Status.LIVE, _said("It was trading", launched), launched)


def _ending(facts: Facts, day: date) -> Event | None:
    """The ending that says most of a day: of those over by then the first that was, else the first
    that may have begun. A body with two has ended once either is over."""
    over = [
        e for e in facts.events if e.kind in ENDINGS and e.when is not None and e.when.latest <= day
    ]
    first = min(over, key=lambda e: e.when.latest if e.when else date.max, default=None)
    return first or _first(facts, ENDINGS)


def launched_between(facts: Facts) -> DateRange | None:
    launched = _first(facts, frozenset({"launched"}))
    return launched.when if launched else None


def timeline(facts: Facts) -> tuple[Moment, ...]:
    """Every event and change of stakes, oldest first, undated ones last."""
    found = [
        Moment(
            e.when, e.kind, EVENTS.get(e.kind, e.kind), e.detail, e.source, e.locator, e.successor
        )
        for e in facts.events
    ]
    sources = {h.on: h.source for h in facts.holdings}
    found += [
        Moment(DateRange(day, day), "stake-changed", "Stake changed", said, sources.get(day, ""))
        for day, said in changes(facts)
    ]
    return tuple(
        sorted(
            found, key=lambda m: (m.when is None, m.when.earliest if m.when else date.max, m.kind)
        )
    )


def _first(facts: Facts, kinds: frozenset[str]) -> Event | None:
    found = [event for event in facts.events if event.kind in kinds]
    return min(found, key=lambda e: e.when.earliest if e.when else date.max, default=None)


def _said(words: str, event: Event) -> str:
    label = EVENTS.get(event.kind, event.kind).lower()
    return f"{words} ({label} {when_in_words(event.when)})."


def when_in_words(when: DateRange | None) -> str:
    """A day, or the two days it lies between."""
    if when is None:
        return "on a day not recorded"
    first = f"{when.earliest.day} {when.earliest:%B %Y}"
    if when.certain:
        return f"on {first}"
    return f"between {first} and {when.latest.day} {when.latest:%B %Y}"
