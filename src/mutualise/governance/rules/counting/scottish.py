"""Scottish STV: the weighted inclusive Gregory method with five decimals.

Source: the Scottish Local Government Elections Order 2007 (SSI 2007/42), Schedule 1, rules 45 to 52,
carried into the Scottish Local Government Elections Order 2011 (SSI 2011/399). T is the number of
valid papers, s the number of places. The unit is 0.00001 of a vote; all figures are whole units.

1.  Sort the papers by first preference and count them (stage 1).
2.  Quota: T divided by s + 1, fraction dropped, plus 1. It never changes.
3.  At the end of every stage, deem elected everyone whose votes equal or exceed the quota.
4.  If the places are full, stop. If as many candidates continue as there are places left, they are
    elected and there is no further transfer.
5.  If anyone elected has votes above the quota, transfer the largest surplus. A surplus that has
    just arisen counts like an older one; no surplus is ever deferred.
6.  All the papers of that candidate go to their next preference for a continuing candidate. The new
    value of a paper is surplus × value when received ÷ votes of the candidate, cut to five decimals.
    The divisor is the whole vote, not only the papers that can be transferred.
7.  The candidate keeps exactly the quota. What is not credited to anyone (papers without a next
    preference, and what rounding cut off) is non-transferable.
8.  With no surplus to transfer, exclude the candidate with the fewest votes, one at a time; all the
    papers go on at their present value, in one stage. Then test as in 3. (The tables published for
    May 2017 carry out the transfer of the last exclusion before the test in 4, and so does this.)
9.  Ties, for a surplus and for exclusion: look back to the most recent stage at which the tied had
    unequal votes; those still equal there, further back; then the lot.

`exact` runs the same rule in exact fractions, with nothing cut off.
"""

from __future__ import annotations

from mutualise.governance.rules.counting.piles import Amount, Rows
from mutualise.governance.rules.counting.record import Count
from mutualise.governance.rules.counting.tallying import Tally

NAME, UNIT = "scottish", 100_000


def run(tally: Tally) -> Count:
    """Carry a fresh tally to the end. Raises LotNeeded, PollUnfit or NoFeasibleOutcome."""
    tally.first_preferences()
    tally.quota = (tally.valid // (tally.poll.seats + 1) + 1) * tally.one
    _end_stage(tally, "first")
    while tally.places and tally.hopeful:
        over = [each for each in tally.elected if tally.votes[each] > tally.quota]
        if over:
            _surplus(tally, tally.pick(over, "surplus", most=True))
        else:
            _exclusion(tally)
    return tally.result(NAME)


def _end_stage(
    tally: Tally, kind: str, subjects: tuple[int, ...] = (), excluded: tuple[int, ...] = ()
) -> None:
    reached = [each for each in tally.hopeful if tally.votes[each] >= tally.quota]
    tally.elect(tally.electable(reached)[: tally.places])
    if tally.places and len(tally.hopeful) <= tally.places:
        tally.elect(tally.ranked(tally.hopeful))
        tally.remark("No more candidates were left than places, so they were elected.")
    tally.snapshot()
    tally.close(kind, subjects, excluded)


def _by_value(tally: Tally, candidate: int) -> dict[Amount, list[Rows]]:
    values: dict[Amount, list[Rows]] = {}
    for parcel in tally.table.take(candidate):
        values.setdefault(parcel.value, []).append(parcel.rows)
    return dict(sorted(values.items(), reverse=True))


def _surplus(tally: Tally, candidate: int) -> None:
    held = tally.votes[candidate]
    surplus = held - tally.quota
    given: Amount = 0
    for value, rows in _by_value(tally, candidate).items():
        new = tally.share(surplus * value, held)
        given += tally.hand_on(candidate, rows, value, new)
    tally.votes[candidate] = tally.quota
    tally.lost += surplus - given
    tally.rounding = surplus - sum(move.votes for move in tally.moves)
    _end_stage(tally, "surplus", (candidate,))


def _exclusion(tally: Tally) -> None:
    lowest = tally.pick(tally.excludable(), "exclude", most=False)
    held = tally.votes[lowest]
    given: Amount = 0
    tally.exclude([lowest])
    for value, rows in _by_value(tally, lowest).items():
        given += tally.hand_on(lowest, rows, value, value)
    tally.votes[lowest] = 0
    tally.lost += held - given
    _end_stage(tally, "exclude", (lowest,), (lowest,))
