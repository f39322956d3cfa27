"""What the matching service knows of a body: properties to match by and to extend a table with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from mutualise.register.presenters import scheme_name
from mutualise.register.queries.entry import BodyOn, body_on, entry_on
from mutualise.register.rules.facts import Event
from mutualise.register.rules.life import ENDINGS

SCHEMES = ("GB-COH", "GB-MPR", "GB-CHC", "GB-CLOUDSTORE")


@dataclass(frozen=True)
class Told:
    """A body on a day, and the code of the source of its entry."""

    body: BodyOn
    source: str


Value = str | date


@dataclass(frozen=True)
class Property:
    """`read` gives its values; `source` says that they are codes of sources."""

    id: str
    name: str
    description: str
    read: Callable[[Told], Iterable[Value]]
    source: bool = False


def told_of(code: str, day: date) -> Told | None:
    """What is known now of a body on a day; None for a code the register does not hold."""
    body = body_on(code, day)
    if body is None:
        return None
    entry = entry_on(code, day)
    return Told(body, entry.source.code if entry else "")


def _fact(name: str) -> Callable[[Told], Iterable[Value]]:
    return lambda told: [getattr(told.body.facts, name)]


def _numbers(scheme: str) -> Callable[[Told], Iterable[Value]]:
    return lambda told: [i.identifier for i in told.body.identifiers if i.scheme == scheme]


def _first(told: Told, kinds: frozenset[str]) -> Event | None:
    """The first event of some kinds, as the status of the body rests on it."""
    found = [event for event in told.body.facts.events if event.kind in kinds]
    return min(found, key=lambda e: e.when.earliest if e.when else date.max, default=None)


def _when(kinds: frozenset[str], end: str) -> Callable[[Told], Iterable[Value]]:
    def read(told: Told) -> Iterable[Value]:
        event = _first(told, kinds)
        return [getattr(event.when, end)] if event and event.when else []

    return read


def _of_event(kinds: frozenset[str], what: str) -> Callable[[Told], Iterable[Value]]:
    return lambda told: [getattr(event, what)] if (event := _first(told, kinds)) else []


LAUNCH = frozenset({"launched"})
SOURCE = "The page of the source it was read from."
PROPERTIES = {
    each.id: each
    for each in (
        Property("name", "Name", "Its name on the day.", _fact("name")),
        Property("other_names", "Other names", "Former names and names it is also known by.",
                 lambda told: [each.name for each in told.body.facts.names]),
        *(Property(each, f"Number: {scheme_name(each)}", f"Its number there ({each}).", _numbers(each))
          for each in SCHEMES),
        Property("identifier_sources", "Sources of its numbers", SOURCE,
                 lambda told: dict.fromkeys(i.source.code for i in told.body.identifiers), True),
        Property("legal_form", "Legal form", "As the register names it.", _fact("legal_form")),
        Property("sector", "Sector", "As the register names it.", _fact("sector")),
        Property("region", "Region", "The region of England, as in “north-west”.", _fact("region")),
        Property("nation", "Nation", "As in “england”.", _fact("nation")),
        Property("parent_body", "Parent body", "The public body it left.", _fact("parent_body")),
        Property("entry_class", "Class of entry", "As in “mutual”.", _fact("entry_class")),
        Property("entry_source", "Source of the entry", SOURCE, lambda told: [told.source], True),
        Property("status", "Status", "LIVE, ENDED, NOT_LAUNCHED or UNCLEAR on the day.",
                 lambda told: [str(told.body.status.status)]),
        Property("launched", "Launched, earliest day", "The first day it can have launched on.",
                 _when(LAUNCH, "earliest")),
        Property("launched_latest", "Launched, latest day", "The last day it can have launched on.",
                 _when(LAUNCH, "latest")),
        Property("launched_source", "Source of the launch", SOURCE, _of_event(LAUNCH, "source"), True),
        Property("ended", "Ended, earliest day", "The first day it can have ended on.",
                 _when(ENDINGS, "earliest")),
        Property("ended_latest", "Ended, latest day", "The last day it can have ended on.",
                 _when(ENDINGS, "latest")),
        Property("ended_how", "How it ended", "The kind of event, as in “dissolved”.",
                 _of_event(ENDINGS, "kind")),
        Property("ended_source", "Source of the end", SOURCE, _of_event(ENDINGS, "source"), True),
    )
}  # fmt: skip
# Properties a query may narrow by: those the register's lists show.
MATCHED = frozenset(
    ["sector", "region", "nation", "legal_form", "parent_body", "entry_class", "status", "launched",
     *SCHEMES]
)  # fmt: skip
