"""What comes out of a count: stages, ties and the result, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from mutualise.governance.rules.counting.piles import Amount
from mutualise.governance.rules.counting.poll import Poll


def written(amount: Amount, unit: int) -> str:
    """An amount in units as decimals: 345000 in units of 1/1000 is "345.000".

    A fraction that does not fit the unit is written as a fraction, "1/3".
    """
    if isinstance(amount, Fraction):
        return str(amount)
    sign, amount = ("-" if amount < 0 else ""), abs(amount)
    places = len(str(unit)) - 1
    whole, part = divmod(amount, unit)
    return f"{sign}{whole}.{part:0{places}d}" if places else f"{sign}{whole}"


def plain(amount: Amount, unit: int) -> str:
    """123400000 in units of 1/100000 is "1,234"; trailing zeros are left out."""
    text = written(amount, unit)
    whole, point, part = text.partition(".")
    part = part.rstrip("0")
    whole = f"{int(whole):,}" if whole.lstrip("-").isdigit() else whole
    return f"{whole}.{part}" if point and part else whole


@dataclass(frozen=True)
class Move:
    """Papers that went from one candidate to another (0: non-transferable) at one value."""

    source: int
    target: int
    papers: int
    old_value: Amount
    value: Amount

    @property
    def votes(self) -> Amount:
        return self.papers * self.value


@dataclass(frozen=True)
class Tie:
    """Candidates who stood equal, and what parted them.

    `purpose` is "surplus", "exclude" or "elect"; `settled` is "prior stage", "first difference"
    or "lot"; `by_stage` is the stage that parted them, 0 for a lot.
    """

    stage: int
    purpose: str
    tied: tuple[int, ...]
    chosen: int
    settled: str
    by_stage: int = 0

    def as_json(self) -> dict[str, Any]:
        return {
            "stage": self.stage, "purpose": self.purpose, "tied": list(self.tied),
            "chosen": self.chosen, "settled": self.settled, "by_stage": self.by_stage or None,
        }  # fmt: skip


@dataclass(frozen=True)
class Stage:
    """One stage: what was done and where every vote then stood. Amounts are in the rule's unit."""

    number: int
    kind: str  # "first", "surplus", "exclude", "round", "approvals"
    subjects: tuple[int, ...]
    votes: Mapping[int, Amount]
    non_transferable: Amount
    quota: Amount
    elected: tuple[int, ...] = ()
    excluded: tuple[int, ...] = ()
    moves: tuple[Move, ...] = ()
    rounding: Amount = 0  # the part of this stage's non-transferable that rounding took
    keep: Mapping[int, Amount] = field(default_factory=dict)  # Meek
    remarks: tuple[str, ...] = ()

    @property
    def action(self) -> str:
        """The stage in the words of the published contract (docs/reference/count-json.md)."""
        listed = ", ".join(str(each) for each in self.subjects)
        return {
            "first": "first preferences", "surplus": f"surplus of {listed}",
            "exclude": f"exclusion of {listed}", "approvals": "approvals",
        }.get(self.kind, self.kind)  # fmt: skip

    def as_json(self, unit: int) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "number": self.number,
            "action": self.action,
            "votes": {str(each): written(votes, unit) for each, votes in self.votes.items()},
            "non_transferable": written(self.non_transferable, unit),
            "elected": list(self.elected),
            "excluded": list(self.excluded),
            "quota": written(self.quota, unit),
            "remarks": list(self.remarks),
        }
        if self.keep:
            shown["keep"] = {str(each): written(keep, unit) for each, keep in self.keep.items()}
        return shown


@dataclass(frozen=True)
class Exact:
    """The count in exact fractions that ran beside this one.

    `compares` is "rounding" where it is the same rule without rounding, "rule" where it is the
    weighted inclusive Gregory method beside another rule. `elected` is None where it met a tie
    that no lot had been drawn for.
    """

    method: str
    compares: str
    elected: tuple[int, ...] | None
    agrees: bool

    def as_json(self) -> dict[str, Any]:
        elected = None if self.elected is None else list(self.elected)
        return {
            "method": self.method, "compares": self.compares, "elected": elected,
            "agrees": self.agrees,
        }  # fmt: skip


@dataclass(frozen=True)
class Count:
    """A whole count. `elected` are candidate numbers in the order of their election."""

    poll: Poll
    rule: str
    unit: int
    valid: int
    quota: Amount
    elected: tuple[int, ...]
    stages: tuple[Stage, ...]
    ties: tuple[Tie, ...] = ()
    exact: Exact | None = None
    lots: Mapping[str, Any] = field(default_factory=dict)

    def beside(self, exact: Exact) -> Count:
        return replace(self, exact=exact)

    def as_json(self) -> dict[str, Any]:
        """The published shape: docs/reference/count-json.md."""
        return {
            "rule": self.rule,
            "title": self.poll.title,
            "candidates": {
                str(number): name for number, name in enumerate(self.poll.candidates, start=1)
            },
            "withdrawn": sorted(self.poll.withdrawn),
            "seats": self.poll.seats,
            "valid": self.valid,
            "rejected": self.poll.rejected + self.poll.matrix.total - self.valid,
            "quota": written(self.quota, self.unit),
            "elected": list(self.elected),
            "stages": [stage.as_json(self.unit) for stage in self.stages],
            "ties": [tie.as_json() for tie in self.ties],
            "lots": dict(self.lots),
            "exact": self.exact.as_json() if self.exact else None,
            "notes": list(self.poll.notes),
        }
