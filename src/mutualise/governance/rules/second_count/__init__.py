"""The second counting engine: every election is counted again by it before it can be declared.

Written from the text of each rule and sharing no code with the first engine. Pure Python, whole
numbers only. `agreement.first_difference` compares the two results.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from mutualise.governance.rules.second_count.constrained import (
    Limit,
    Limits,
    NoFeasibleSet,
)
from mutualise.governance.rules.second_count.ers97 import Ers97Count
from mutualise.governance.rules.second_count.meek import MeekCount
from mutualise.governance.rules.second_count.northern_ireland import NorthernIrelandCount
from mutualise.governance.rules.second_count.papers import Result, valid_papers
from mutualise.governance.rules.second_count.polls import count_poll
from mutualise.governance.rules.second_count.scottish import ScottishCount
from mutualise.governance.rules.second_count.sheet import Sheet
from mutualise.governance.rules.second_count.ties import LotNeeded, Ties

__all__ = ["RULES", "LotNeeded", "NoFeasibleSet", "count_again"]

PLACES = {"scottish": 5, "ers97": 2, "ni": 2, "meek": 9, "plurality": 0, "approval": 0}
"""Decimals of a vote under each rule."""

RULES = tuple(PLACES)

Staged = ScottishCount | Ers97Count | NorthernIrelandCount | MeekCount

STAGED: dict[str, type[Staged]] = {
    "scottish": ScottishCount,
    "ers97": Ers97Count,
    "ni": NorthernIrelandCount,
    "meek": MeekCount,
}


def count_again(
    candidates: int, seats: int, papers: Iterable[tuple[int, tuple[int, ...]]], rule: str,
    lots: Sequence[int] | None = None, withdrawn: Collection[int] = frozenset(),
    constraint: Collection[Limit] = (), names: Sequence[str] = (),
) -> Result:  # fmt: skip
    """Count an election of candidates 1 to `candidates`.

    `papers` are (how many, ranking). `lots` is an order of the candidates, first drawn first:
    a lot falls on the first of the tied, whose surplus is then transferred, who is then excluded,
    or who in a poll takes the place. Returns rule, seats, quota, `elected` in order of
    election, `stages` (number, action, quota, votes by candidate, non_transferable, elected,
    excluded; votes are text to the rule's precision) and `ties`.
    `constraint`, for the rules with transfers, is limits of (candidates, least, most or None): at
    least and at most so many of them are to be elected. `names`, one a candidate, put equals elected
    together in an order where the lot does not (`Ties.telling`).
    Raises LotNeeded when the rule calls for a lot and `lots` does not decide it, NoFeasibleSet when
    the constraint cannot be kept, and ValueError for papers or numbers that make no sense.
    """
    if rule not in PLACES:
        raise ValueError(f"No rule is called {rule!r}; choose one of {', '.join(RULES)}.")
    if candidates < 1 or seats < 1:
        raise ValueError("An election needs at least one candidate and one seat.")
    standing = [who for who in range(1, candidates + 1) if who not in withdrawn]
    valid = valid_papers(candidates, papers, withdrawn)
    if constraint and rule not in STAGED:
        raise ValueError("Only a rule with transfers counts with a constraint.")
    limits = Limits(seats, constraint)
    limits.check(standing)
    if names and len(names) != candidates:
        raise ValueError(f"There are {len(names)} names for {candidates} candidates.")
    ties, sheet = Ties(lots, names), Sheet(rule, seats, candidates, PLACES[rule])
    if rule in STAGED:
        return STAGED[rule](standing, seats, valid, ties, sheet, limits).run()
    names_counted = 1 if rule == "plurality" else None
    return count_poll(standing, seats, valid, ties, sheet, names_counted=names_counted)
