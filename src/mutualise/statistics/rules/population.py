"""The population a measure is about: who is in it, on a day, under a definition.

It comes from the register. A member is certain (every limb of the definition is met) or unclear
(the evidence does not settle it). Unclear members widen a count and are left out of totals.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

import numpy as np

from mutualise.evidence.rules.areas import lies_in
from mutualise.statistics.rules import days
from mutualise.statistics.rules.amounts import Flags, Ints

WHOLE = "united-kingdom"


class Member(NamedTuple):
    """A body in the population: `certain` or unclear, its launch day and its area if known."""

    code: str
    certain: bool = True
    launched: date | None = None
    area: str = ""


@dataclass(frozen=True)
class Population:
    """Members on a day, in order of code.

    `closures` of the register's bodies were recorded over `body_years` years of life before the
    day: the hazard that a silent body has closed unnoticed. Zero body-years means no hazard.
    """

    definition: str
    on: date
    members: tuple[Member, ...]
    closures: int = 0
    body_years: Fraction = Fraction(0)

    @classmethod
    def of(
        cls,
        definition: str,
        on: date,
        members: Iterable[Member],
        *,
        closures: int = 0,
        body_years: Fraction = Fraction(0),
    ) -> Population:
        """Members in any order; a code given twice counts once, certain if either is."""
        by_code: dict[str, Member] = {}
        for member in sorted(members, key=lambda each: (each.code, not each.certain)):
            by_code.setdefault(member.code, member)
        return cls(definition, on, tuple(by_code.values()), closures, body_years)

    def __len__(self) -> int:
        return len(self.members)

    def within(self, area: str) -> Population:
        """The members in an area. One whose area is not known becomes unclear, except for the
        whole country, where every member is."""
        if area in ("", WHOLE):
            return self
        if area not in self._parts:
            kept = [_placed(each, area) for each in self.members]
            members = tuple(each for each in kept if each is not None)
            self._parts[area] = replace(self, members=members)
        return self._parts[area]

    @cached_property
    def _parts(self) -> dict[str, Population]:
        return {}

    @cached_property
    def sure(self) -> Population:
        """The members whose verdict is settled: the only ones a total is made of."""
        return replace(self, members=tuple(each for each in self.members if each.certain))

    @cached_property
    def codes(self) -> tuple[str, ...]:
        return tuple(each.code for each in self.members)

    @cached_property
    def certain(self) -> Flags:
        return np.array([each.certain for each in self.members], dtype=np.bool_)

    @cached_property
    def launched(self) -> Ints:
        """Launch days as ordinals, 0 where not known."""
        return np.array(
            [each.launched.toordinal() if each.launched else days.NO_DAY for each in self.members],
            dtype=np.int64,
        )

    @cached_property
    def yearly_hazard(self) -> Fraction:
        """The share of bodies that close in a year, by the register's own record."""
        return Fraction(self.closures) / self.body_years if self.body_years else Fraction(0)

    @cached_property
    def digest(self) -> str:
        lines = [f"{self.definition} {self.on.isoformat()} {self.closures}/{self.body_years}"]
        lines += [
            f"{each.code} {each.certain} {each.launched or ''} {each.area}" for each in self.members
        ]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def to_dict(self) -> dict[str, object]:
        return {
            "definition": self.definition,
            "on": self.on.isoformat(),
            "closures": self.closures,
            "body_years": str(self.body_years),
            "members": [
                {
                    "code": each.code,
                    "certain": each.certain,
                    "launched": each.launched.isoformat() if each.launched else None,
                    "area": each.area,
                }
                for each in self.members
            ],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, object]) -> Population:
        members = data["members"]
        assert isinstance(members, list)
        return cls.of(
            str(data["definition"]),
            date.fromisoformat(str(data["on"])),
            (
                Member(
                    str(each["code"]),
                    bool(each["certain"]),
                    date.fromisoformat(each["launched"]) if each["launched"] else None,
                    str(each["area"]),
                )
                for each in members
            ),
            closures=int(str(data["closures"])),
            body_years=Fraction(str(data["body_years"])),
        )


def _placed(member: Member, area: str) -> Member | None:
    if lies_in(member.area, area):
        return member
    # A body known only by a wider area, or by none, may lie in the area asked about.
    if not member.area or lies_in(area, member.area):
        return member._replace(certain=False)
    return None
