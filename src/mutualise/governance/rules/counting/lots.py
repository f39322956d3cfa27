"""Lots: how a tie that nothing in the count can part is decided, so that anyone can repeat it.

A lot is one order of the candidates, fixed before it is needed. Of those who tie, the lot *falls on* the
first in the order, and the rule acts on that one: the surplus is transferred first, the candidate is
excluded, or is elected ("the candidate on whom the lot falls", Local Elections (Northern Ireland) Order
1985 rules 50(1)(b) and 51(13)(b)).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from mutualise.governance.rules.counting.poll import Poll
from mutualise.governance.rules.counting.record import Stage

PURPOSES = {
    "surplus": "whose surplus is transferred first",
    "exclude": "who is excluded",
    "elect": "who is elected",
}


class LotNeeded(Exception):
    """The count cannot go on without a lot.

    `tied` are the candidates, `purpose` a key of PURPOSES, `stage` the number of the stage that
    the lot decides, `stages` the count so far.
    """

    def __init__(self, tied: tuple[int, ...], purpose: str, stage: int) -> None:
        super().__init__(
            f"Stage {stage} needs a lot between candidates {tied}: {PURPOSES[purpose]}."
        )
        self.tied, self.purpose, self.stage = tied, purpose, stage
        self.stages: tuple[Stage, ...] = ()


class Lots(Protocol):
    """Chooses one of the tied, or raises LotNeeded.

    `place` is how early a candidate was drawn, for telling equals who are elected together in an
    order; it decides nothing else.
    """

    def choose(self, tied: tuple[int, ...], purpose: str, stage: int) -> int: ...

    def place(self, candidate: int) -> int: ...

    def as_json(self) -> dict[str, Any]: ...


class NoLots:
    """No lot has been drawn."""

    def choose(self, tied: tuple[int, ...], purpose: str, stage: int) -> int:
        raise LotNeeded(tied, purpose, stage)

    def place(self, candidate: int) -> int:
        return 0

    def as_json(self) -> dict[str, Any]:
        return {"kind": "none"}


@dataclass(frozen=True)
class Order:
    """A lot drawn by hand: candidate numbers, first drawn first. It need not name everybody."""

    order: tuple[int, ...]
    seed: str = ""

    def choose(self, tied: tuple[int, ...], purpose: str, stage: int) -> int:
        drawn = [each for each in self.order if each in tied]
        # One left out can only be known to come last when everyone else was drawn.
        if not drawn or len(drawn) < len(tied) - 1:
            raise LotNeeded(tied, purpose, stage)
        return drawn[0]

    def place(self, candidate: int) -> int:
        return self.order.index(candidate) if candidate in self.order else len(self.order)

    def as_json(self) -> dict[str, Any]:
        if self.seed:
            return {"kind": "seed", "seed": self.seed, "order": list(self.order)}
        return {"kind": "manual", "order": list(self.order)}


@dataclass(frozen=True)
class Script:
    """Answers in turn to the lots of one count: a way through the tree of all lots."""

    answers: tuple[int, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "used", [])

    def choose(self, tied: tuple[int, ...], purpose: str, stage: int) -> int:
        used: list[int] = getattr(self, "used")  # noqa: B009 - set beside a frozen class
        if len(used) >= len(self.answers):
            raise LotNeeded(tied, purpose, stage)
        used.append(self.answers[len(used)])
        return used[-1]

    def place(self, candidate: int) -> int:
        return 0

    def as_json(self) -> dict[str, Any]:
        return {"kind": "script", "order": list(self.answers)}


def listed_first(lots: Lots, poll: Poll, candidate: int) -> tuple[int, str, int]:
    """How equals elected together are put in order: as drawn, those not drawn by name.

    No rule puts them in an order, and nothing is decided by it. The number counts only between two
    of one name.
    """
    return lots.place(candidate), poll.name(candidate), candidate


def from_seed(seed: str, poll: Poll, ids: Sequence[str] = ()) -> Order:
    """The order of SHA-256(seed || candidate id), as anyone can work it out.

    `ids` are one a candidate; without them the id is the candidate's name, or `name (number)`
    where two share a name, so that the lot does not hang on the order of the ballot paper.
    """
    names = poll.candidates
    ids = ids or [
        name if names.count(name) == 1 else f"{name} ({number})"
        for number, name in enumerate(names, start=1)
    ]
    digests = [hashlib.sha256((seed + each).encode()).hexdigest() for each in ids]
    order = sorted(range(1, len(names) + 1), key=lambda number: digests[number - 1])
    return Order(tuple(order), seed)
