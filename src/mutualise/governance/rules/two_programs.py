"""One contest counted by both programs, and where they first differ.

Nothing is declared on one program's word. They share no code: `counting` and `second_count`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mutualise.governance.rules import counting, second_count
from mutualise.governance.rules.agreement import first_difference
from mutualise.governance.rules.counting import scottish
from mutualise.governance.rules.counting.constraint import Guard
from mutualise.governance.rules.counting.tallying import Tally

NO_LOT: Mapping[str, Any] = {"kind": "none"}
Papers = Sequence[tuple[int, tuple[int, ...]]]


@dataclass(frozen=True)
class Contested:
    """What is counted: names by number from 1, the places, and who may fill the reserved ones."""

    names: tuple[str, ...]
    seats: int
    rule: str
    withdrawn: frozenset[int] = frozenset()
    category: str = ""
    reserved: int = 0
    in_category: frozenset[int] = frozenset()
    title: str = ""


@dataclass(frozen=True)
class TwoCounts:
    """Both results as plain data. `difference` is empty when they agree."""

    first: Mapping[str, Any]
    second: Mapping[str, Any]
    difference: str


class LotNeeded(Exception):
    """The votes do not settle a tie, and no lot was given."""

    def __init__(self, names: Sequence[str], purpose: str) -> None:
        self.names = tuple(names)
        super().__init__(
            f"A lot is needed between {' and '.join(names)}: {counting.PURPOSES[purpose]}. Give the "
            "secret for lots, or the order of a lot drawn before witnesses."
        )


class ProgramStopped(Exception):
    """The first program fell over, so there is nothing that could be kept as a result."""


def count_both(
    contest: Contested, papers: Papers, order: Sequence[int] = (), seed: str = ""
) -> TwoCounts:
    """Count with both programs. `order` is the lot: candidate numbers, first drawn first.

    The lot is looked at only where the votes call for one, so that a lot nobody needed leaves no trace in
    the result. Raises LotNeeded or ProgramStopped.
    """
    try:
        first = _first(contest, papers)
        order = ()
    except counting.LotNeeded as need:
        first = _first_by_lot(contest, papers, counting.Order(tuple(order), seed), need)
    try:
        second = _second(contest, papers, order)
    except second_count.LotNeeded:
        return TwoCounts(first, {}, "The second program needs a lot where the first needs none.")
    except Exception as fault:
        # A program that falls over is a difference like any other: kept, shown, and in the way.
        said = f"The second program stopped with an error and gave no stage: {type(fault).__name__}. The first has {len(first['stages'])}."
        return TwoCounts(first, {}, said)
    found = first_difference(first, second)
    return TwoCounts(first, second, found.sentence if found else "")


def _first(
    contest: Contested, papers: Papers, lots: counting.Order | None = None
) -> dict[str, Any]:
    """The first program's result. Raises counting.LotNeeded or ProgramStopped."""
    try:
        poll = poll_of(contest, papers)
        return counting.count(poll, contest.rule, lots, constraint_of(contest)).as_json()
    except counting.LotNeeded:
        raise
    except Exception as fault:
        # Whatever it is, the scrutineer is to read which program it was, and not an error page.
        raise ProgramStopped(
            f"The first program stopped with an error and gave no stage: {type(fault).__name__}. "
            "There is no result while one of the two cannot count, and nothing was kept. Tell whoever "
            "runs this service, and count again when it is mended."
        ) from fault


def _first_by_lot(
    contest: Contested, papers: Papers, lots: counting.Order, need: counting.LotNeeded
) -> dict[str, Any]:
    """The first program's result with this lot. Raises LotNeeded where it does not decide."""
    try:
        if not lots.order:
            raise need
        return _first(contest, papers, lots)
    except counting.LotNeeded as still:
        names = [f"{contest.names[each - 1]} ({each})" for each in still.tied]
        raise LotNeeded(names, still.purpose) from still


def nobody(contest: Contested) -> dict[str, Any]:
    """The result of a contest without a valid vote, in the shape of a count: every place stays empty."""
    return {
        "rule": contest.rule, "title": contest.title,
        "candidates": {str(n): name for n, name in enumerate(contest.names, start=1)},
        "withdrawn": sorted(contest.withdrawn), "seats": contest.seats, "valid": 0, "rejected": 0,
        "quota": "0", "elected": [], "stages": [], "ties": [], "lots": dict(NO_LOT),
        "exact": None, "notes": [],
    }  # fmt: skip


def poll_of(contest: Contested, papers: Papers) -> counting.Poll:
    """The contest as the first program takes it."""
    return counting.Poll(
        contest.names, contest.seats, tuple(papers), contest.withdrawn, title=contest.title
    )


def _second(contest: Contested, papers: Papers, order: Sequence[int]) -> Mapping[str, Any]:
    limit = (contest.in_category, contest.reserved, None)
    return second_count.count_again(
        len(contest.names), contest.seats, papers, contest.rule, tuple(order) or None,
        contest.withdrawn, [limit] if contest.reserved else (), contest.names,
    )  # fmt: skip


def constraint_of(contest: Contested) -> counting.Constraint | None:
    """The places reserved in a contest; None where there are none."""
    if not contest.reserved:
        return None
    return counting.Constraint(
        (counting.Category(contest.category, contest.in_category, contest.reserved),)
    )


def options_of(contest: Contested) -> dict[str, list[str]]:
    """The places reserved in a contest, as an archive writes them and a recount reads them."""
    if not contest.reserved:
        return {}
    members = ",".join(str(each) for each in sorted(contest.in_category))
    return {"require": [f"{contest.category}: at least {contest.reserved} of {members}"]}


def cut_to_what_counted(
    contest: Contested, papers: Papers, lots: Mapping[str, Any]
) -> list[tuple[int, tuple[int, ...]]] | None:
    """The papers with only the preferences the count looked at: the recount gives the same stages.

    None under a rule whose count keeps no trace; then only the stage table can be published.
    """
    if contest.rule != scottish.NAME:
        return None
    order = tuple(int(each.split()[-1]) for each in lots.get("order", ()))
    drawn = counting.Order(order, lots.get("seed", "")) if order else counting.NoLots()
    constraint = constraint_of(contest)
    guard = Guard(constraint) if constraint else None
    tally = Tally(
        poll_of(contest, papers), scottish.UNIT, drawn, trace=True, guard=guard, backwards=True
    )
    scottish.run(tally)
    merged: Counter[tuple[int, ...]] = Counter()
    for number, ranking in tally.table.sufficient():
        merged[ranking] += number
    return sorted((number, ranking) for ranking, number in merged.items())
