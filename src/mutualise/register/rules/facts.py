"""The recorded facts a verdict is read from. Pure values: what is known, with its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Answer(StrEnum):
    """The outcome of a limb, and of a definition."""

    MEETS = "MEETS"
    DOES_NOT_MEET = "DOES_NOT_MEET"
    UNCLEAR = "UNCLEAR"


ANSWER_LABELS = {
    Answer.MEETS: "Meets",
    Answer.DOES_NOT_MEET: "Does not meet",
    Answer.UNCLEAR: "Unclear",
}

# How an entry came into the register; verdicts rest on recorded facts, not on this.
ENTRY_CLASSES = {
    "mutual": "Mutual",
    "borderline": "Borderline",
    "unverified": "Unverified",
    "aspiring": "Aspiring",
    "never-launched": "Never launched",
    "not-a-spin-out": "Not a spin-out",
    "negative-control": "Not a mutual, kept for comparison",
    "demonstration": "Demonstration, not a real body",
}


@dataclass(frozen=True)
class DateRange:
    """A day known only to lie between two days, both included. Raises ValueError if reversed."""

    earliest: date
    latest: date

    def __post_init__(self) -> None:
        if self.latest < self.earliest:
            raise ValueError(f"{self.latest} is before {self.earliest}")

    @property
    def certain(self) -> bool:
        return self.earliest == self.latest


@dataclass(frozen=True)
class Event:
    """Something that happened; `when` is None where no source dates it. `successor` is the code of
    another body of the register, or the name of one outside it."""

    kind: str
    when: DateRange | None
    detail: str = ""
    source: str = ""
    locator: str = ""
    successor: str = ""


@dataclass(frozen=True)
class Holding:
    """Per cent of an instrument (equity, votes, board-seats) a class of holders has from a day."""

    on: date
    instrument: str
    holder: str
    share: Decimal
    source: str = ""
    locator: str = ""


@dataclass(frozen=True)
class Control:
    """One kind of evidence of who controls the body; without a first day it holds since launch."""

    kind: str
    valid_from: date | None
    valid_until: date | None
    share: Decimal | None = None
    wording: str = ""
    source: str = ""
    locator: str = ""

    def in_force(self, day: date) -> bool:
        started = self.valid_from is None or self.valid_from <= day
        return started and (self.valid_until is None or day < self.valid_until)


@dataclass(frozen=True)
class Decision:
    """An assessor's verdict under a definition, for the facts as they stood on `decided_for`.

    Of two for the same day the one recorded later stands.
    """

    definition: str
    outcome: str
    decided_for: date
    reasons: str
    recorded_at: datetime
    source: str = ""


@dataclass(frozen=True)
class Named:
    """A name the body has or had; `kind` is former, current or also-known-as."""

    name: str
    kind: str
    valid_from: date | None
    valid_until: date | None
    source: str = ""


@dataclass(frozen=True)
class Earlier:
    """What the entry said of the body until before a day on which it changed."""

    until: date
    name: str
    entry_class: str
    legal_form: str
    sector: str
    parent_body: str
    nation: str
    region: str

    def details(self) -> dict[str, Any]:
        """The fields of `Facts` these stand for."""
        return {name: getattr(self, name) for name in DETAILS}


DETAILS = ("name", "entry_class", "legal_form", "sector", "parent_body", "nation", "region")


@dataclass(frozen=True)
class Facts:
    """Everything recorded of one body that a verdict may rest on. `earlier` is oldest first."""

    organisation: str
    name: str
    entry_class: str = "mutual"
    legal_form: str = ""
    sector: str = ""
    parent_body: str = ""
    nation: str = ""
    region: str = ""
    events: tuple[Event, ...] = ()
    holdings: tuple[Holding, ...] = ()
    control: tuple[Control, ...] = ()
    decisions: tuple[Decision, ...] = ()
    names: tuple[Named, ...] = ()
    earlier: tuple[Earlier, ...] = ()
