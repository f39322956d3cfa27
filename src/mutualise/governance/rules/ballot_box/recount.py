"""The counting programs that a verification runs: the first engine, and the second beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mutualise.governance.rules import counting
from mutualise.governance.rules.ballot_box.checks_count import Engine, ToCount
from mutualise.governance.rules.second_count import LotNeeded, count_again


def count_first(poll: ToCount) -> Mapping[str, Any]:
    """The count by `mutualise.governance.rules.counting`. Raises ValueError."""
    required = poll.options.get("require")
    try:
        done = counting.count(
            counting.Poll(poll.candidates, poll.seats, poll.papers, poll.withdrawn),
            poll.rule,
            counting.Order(poll.lot_order, poll.lot_seed) if poll.lot_order else None,
            counting.read_constraint(required) if required else None,
        )
    except counting.LotNeeded as needed:
        raise ValueError(f"{needed} The archive holds none that decides it.") from needed
    return done.as_json()


def count_second(poll: ToCount) -> Mapping[str, Any]:
    """The count by `mutualise.governance.rules.second_count`, which shares no code with the first.

    Raises ValueError.
    """
    required = poll.options.get("require")
    kept = counting.read_constraint(required).categories if required else ()
    try:
        return count_again(
            len(poll.candidates), poll.seats, poll.papers, poll.rule,
            poll.lot_order or None, poll.withdrawn,
            [(each.members, each.least, each.most) for each in kept], poll.candidates,
        )  # fmt: skip
    except LotNeeded as needed:
        raise ValueError(f"{needed} The archive holds none that decides it.") from needed


ENGINES: tuple[Engine, ...] = (
    ("the first counting program", count_first),
    ("the second, written without its code", count_second),
)
