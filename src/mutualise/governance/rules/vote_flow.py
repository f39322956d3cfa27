"""Where votes went at each stage of a count, from its stage table alone.

What a candidate gained or lost is the difference of two columns of the published table, so this
says nothing that the table does not say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

NOBODY, PAPERS = 0, -1
"""Who holds votes that are not with a candidate: the non-transferable, and the papers at the start."""


@dataclass(frozen=True)
class Part:
    """Votes that left or reached `who`, and what `who` has `after` the stage."""

    who: int
    votes: Decimal
    after: Decimal


@dataclass(frozen=True)
class Passage:
    """What moved at one stage. What left the givers and what the takers got is the same in all.

    `sure` is whether each part that a taker got is known to come from one giver.
    """

    stage: int
    givers: tuple[Part, ...]
    takers: tuple[Part, ...]

    @property
    def sure(self) -> bool:
        return len(self.givers) <= 1

    @property
    def votes(self) -> Decimal:
        return sum((each.votes for each in self.takers), Decimal())


def passages(result: Mapping[str, Any]) -> list[Passage]:
    """The movements of a count, one a stage; `result` is as docs/reference/count-json.md says.

    Nothing for approval: a paper there gives a vote to everybody it names, and none moves.
    """
    if result["rule"] == "approval":
        return []
    made: list[Passage] = []
    before: dict[int, Decimal] | None = None
    for stage in result["stages"]:
        after = _held(stage)
        made.append(_first(stage, after) if before is None else _moved(stage, before, after))
        before = after
    return made


def _held(stage: Mapping[str, Any]) -> dict[int, Decimal]:
    held = {int(who): Decimal(votes) for who, votes in stage["votes"].items()}
    return held | {NOBODY: Decimal(stage["non_transferable"])}


def _first(stage: Mapping[str, Any], after: Mapping[int, Decimal]) -> Passage:
    whole = Part(PAPERS, sum(after.values(), Decimal()), Decimal())
    takers = [Part(who, votes, votes) for who, votes in after.items() if votes]
    return Passage(stage["number"], (whole,), _most_first(takers))


def _moved(
    stage: Mapping[str, Any], before: Mapping[int, Decimal], after: Mapping[int, Decimal]
) -> Passage:
    gained = {who: after[who] - before.get(who, Decimal()) for who in after}
    givers = [Part(who, -change, after[who]) for who, change in gained.items() if change < 0]
    takers = [Part(who, change, after[who]) for who, change in gained.items() if change > 0]
    return Passage(stage["number"], _most_first(givers), _most_first(takers))


def _most_first(parts: list[Part]) -> tuple[Part, ...]:
    """The largest part first; what goes to nobody last."""
    return tuple(sorted(parts, key=lambda each: (each.who == NOBODY, -each.votes, each.who)))
