"""Plurality and approval, for small polls.

Plurality: each paper is one vote for its first preference; the candidates with the most votes fill
the places. Approval: each paper is one vote for every candidate named on it, in whatever order.
Nothing is transferred; the unit is one vote. There is no quota (shown as 0). If the last place lies
between equals, the lot decides, one place at a time. Blank papers are not valid.

Source: no statute; the common meaning of "most votes" (for plurality, the elections rules in Schedule 1
to the Representation of the People Act 1983, rule 50, with rule 49 for the lot).
"""

from __future__ import annotations

from collections.abc import Callable

from mutualise.governance.rules.counting.lots import Lots, listed_first
from mutualise.governance.rules.counting.piles import Amount, Table
from mutualise.governance.rules.counting.poll import Poll, PollUnfit
from mutualise.governance.rules.counting.record import Count, Stage, Tie


def count_plurality(poll: Poll, lots: Lots) -> Count:
    """Most first preferences. Raises LotNeeded or PollUnfit."""
    return _count(poll, lots, "plurality", "first", _first_preferences)


def count_approval(poll: Poll, lots: Lots) -> Count:
    """Named on most papers. Raises LotNeeded or PollUnfit."""
    return _count(poll, lots, "approval", "approvals", _approvals)


def _first_preferences(poll: Poll) -> dict[int, int]:
    table = Table(poll)
    return {target: papers for target, _, papers in table.move([table.all_rows]) if target}


def _approvals(poll: Poll) -> dict[int, int]:
    matrix = poll.matrix
    votes: dict[int, int] = {}
    for each in poll.standing:
        votes[each] = int(matrix.counts[(matrix.ranks == each).any(axis=1)].sum())
    return votes


def _count(
    poll: Poll, lots: Lots, rule: str, kind: str, add_up: Callable[[Poll], dict[int, int]]
) -> Count:
    table = Table(poll)
    valid = sum(papers for target, _, papers in table.move([table.all_rows]) if target)
    if not valid:
        raise PollUnfit("There is no valid paper to count. Check that this is the right file.")
    found = add_up(poll)
    votes: dict[int, Amount] = {
        each: found.get(each, 0) for each in range(1, len(poll.candidates) + 1)
    }
    elected: list[int] = []
    ties: list[Tie] = []
    waiting = set(poll.standing)
    while waiting and len(elected) < poll.seats:
        most = max(votes[each] for each in waiting)
        level = sorted(each for each in waiting if votes[each] == most)
        if len(level) > poll.seats - len(elected):
            chosen = lots.choose(tuple(level), "elect", 1)
            ties.append(Tie(1, "elect", tuple(level), chosen, "lot"))
            level = [chosen]
        elected += sorted(level, key=lambda each: listed_first(lots, poll, each))
        waiting -= set(level)
    lost = valid - sum(votes.values()) if kind == "first" else 0
    stage = Stage(1, kind, (), votes, lost, 0, tuple(elected))
    return Count(
        poll, rule, 1, valid, 0, tuple(elected), (stage,), tuple(ties), None, lots.as_json()
    )
