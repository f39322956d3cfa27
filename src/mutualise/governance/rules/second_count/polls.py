"""Small polls: plurality and approval. Whole votes, one stage, lots for the last seat.

These are no statute. Plurality: each paper counts for its first choice. Approval: each paper
counts for everybody on it. The candidates with the most votes fill the seats; between equals for
the last of them, the lot.
"""

from __future__ import annotations

from collections.abc import Sequence

from mutualise.governance.rules.second_count.papers import Result
from mutualise.governance.rules.second_count.sheet import Sheet
from mutualise.governance.rules.second_count.ties import Ties


def count_poll(
    standing: Sequence[int], seats: int, papers: dict[tuple[int, ...], int],
    ties: Ties, sheet: Sheet, *, names_counted: int | None,
) -> Result:  # fmt: skip
    """Count the first `names_counted` names of each paper (all if None); most votes win."""
    votes = dict.fromkeys(standing, 0)
    for ranking, how_many in papers.items():
        for who in ranking[:names_counted]:
            votes[who] += how_many
    elected, left = list[int](), set(standing)
    while left and len(elected) < seats:
        most = max(votes[who] for who in left)
        level = [who for who in left if votes[who] == most]
        if len(level) > seats - len(elected):
            level = [ties.choose(level, (), highest=True, stage=1)]
        elected += sorted(level, key=ties.telling)
        left -= set(level)
    action = "first preferences" if names_counted else "approvals"
    sheet.record(action, votes, 0, 0, elected, ())
    return sheet.result(elected, ties.notes)
