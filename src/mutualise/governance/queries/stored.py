"""Whether the roll, its marks and the board lie in the database as they were fixed.

Triggers refuse a change; whoever may drop them can make one. These are the traces it leaves: the
leaf of a name beside its row, the roll's hash in the step that froze it, the chain of the board,
and what the step that closed the poll wrote down.
"""

from __future__ import annotations

from typing import Any

from mutualise.governance.models import Contest, Election, RollEntry, RollMark
from mutualise.governance.queries.box import box_of, heads_of, size_and_head
from mutualise.governance.queries.elections import event_called, polled_of
from mutualise.governance.queries.roll import changed_rows, fixed_hash, leaves_of, marks_hash
from mutualise.governance.rules.ballot_box import board
from mutualise.governance.rules.ballot_box.roll import roll_hash


def faults_of(election: Election) -> list[str]:
    """What is not as it was fixed, each row by its name; empty when nothing is found."""
    return [fault for each in polled_of(election) for fault in _faults(each)]


def _faults(contest: Contest) -> list[str]:
    frozen = event_called(contest.election, "freeze_roll")
    closed = event_called(contest.election, "close")
    if frozen is None:
        return []
    found = _roll(contest, fixed_hash(contest))
    found += _board(contest, closed.detail["boards"].get(contest.code) if closed else None)
    if closed and "marks" in closed.detail:
        found += _marks(contest, closed.detail["marks"].get(contest.code, ""))
    return [f"{contest.code}: {fault}" for fault in found]


def _roll(contest: Contest, frozen: str) -> list[str]:
    found = [
        f"The row of member number {row.member_number} on the roll was changed after the freeze."
        for row in changed_rows(contest)
    ]
    bare = RollEntry.objects.filter(contest=contest, mark=None)
    found += [f"Member number {row.member_number} has lost its mark." for row in bare]
    if roll_hash(leaves_of(contest)).hex() != frozen:
        found.append("The roll is not the one that was frozen: a name came, went or was changed.")
    return found


def _board(contest: Contest, closing: Any) -> list[str]:
    box = box_of(contest)
    if box is None:
        return ["The box is gone."]
    found = [
        f"Row {number} of the board was changed, moved, put in, or follows one that was taken out."
        for number in board.broken_links(bytes.fromhex(box.opening_head), heads_of(contest))
    ]
    if closing is not None and list(size_and_head(contest)) != closing:
        found.append(f"The board had {closing[0]} rows and another head when the poll closed.")
    return found


def _marks(contest: Contest, closing: str) -> list[str]:
    if marks_hash(contest) == closing:
        return []
    now = RollMark.objects.made().filter(entry__contest=contest).count()
    return [
        f"The marks are not those of the close: a name was marked or unmarked. {now} are marked."
    ]
