"""Where a member stands on a day, from the dated times they spent in classes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise


class Standing(StrEnum):
    CURRENT = "CURRENT"
    FORMER = "FORMER"


STANDING_LABELS = {Standing.CURRENT: "Member", Standing.FORMER: "Former member"}


@dataclass(frozen=True)
class Spell:
    """A time in one class, until a day that is not included (None: still)."""

    row: int
    constituency: int
    employee: bool
    valid_from: date
    valid_until: date | None
    ended: str = ""


@dataclass(frozen=True)
class Stands:
    """Member since `admitted_on`, the first day of the unbroken run; `spell` is its last."""

    standing: Standing
    admitted_on: date
    ceased_on: date | None
    spell: Spell


def stands(spells: Iterable[Spell], day: date) -> Stands | None:
    """How a member stands at the end of a day; None before the first admission."""
    begun = sorted((s for s in spells if s.valid_from <= day), key=lambda s: s.valid_from)
    if not begun:
        return None
    admitted = begun[0].valid_from
    for before, after in pairwise(begun):
        if before.valid_until is not None and before.valid_until < after.valid_from:
            admitted = after.valid_from
    last = begun[-1]
    over = last.valid_until is not None and last.valid_until <= day
    return Stands(
        Standing.FORMER if over else Standing.CURRENT, admitted, last.valid_until if over else None, last
    )  # fmt: skip


class DatesCross(ValueError):
    """Two times of one member would overlap; the message names the day in the way."""


def check_apart(spells: Iterable[Spell]) -> None:
    """Raise DatesCross when two times overlap: a member is in one class at a time."""
    ordered = sorted(spells, key=lambda s: s.valid_from)
    for before, after in pairwise(ordered):
        if before.valid_until is None or before.valid_until > after.valid_from:
            raise DatesCross(
                f"This crosses the time that begins on {after.valid_from:%d %B %Y}. "
                "A member is in one class at a time: use other days."
            )
