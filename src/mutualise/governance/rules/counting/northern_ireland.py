"""Northern Ireland STV, as for district councils and the Assembly; the NHS family is close to it.

Source: the Local Elections (Northern Ireland) Order 1985 (SI 1985/454), rules 41 to 52 (Electoral Law
Act (Northern Ireland) 1962, Schedule 5); rule numbers in brackets. T is the number of valid papers, s
the number of places. The unit is 0.01 of a vote.

1.  Sort by first preference [47]. Quota: T divided by s + 1, fraction dropped, plus 1; fixed [48].
2.  Whoever equals or exceeds the quota is deemed elected [48(3)], after each sub-parcel.
3.  Surpluses: the largest first; equal, who had most at the earliest stage where they differed, then
    the lot [50(1)]. *Deferred* while all surpluses together are **less than** the gap between the two
    lowest, or between the sum of the lowest and the next above [49(10)].
4.  Transfer of a surplus: all papers if it arose on first preferences, else the sub-parcel last received
    [49(1), (5)]. Each paper transferred goes on at surplus ÷ papers transferred, cut to two decimals,
    but never above the value at which it was received [49(4), (7)]. The rest of the surplus is
    non-transferable [50(2)(c)].
5.  Exclusion of the lowest, or of as many of the lowest as together with the surpluses have less
    than the next above [51(1), (12)], if enough remain for the places; equal: who had fewest at the
    earliest stage where they differed, then the lot [51(13)]. First the papers of first preference,
    then the others by value, highest first [51(2) to (9)].
6.  One place in all: no surplus is transferred [49(11)].
7.  End: as many continuing as places left: they are elected [52(1)]. One place left and one continuing
    candidate has at least as many votes as all other continuing candidates and the surpluses not
    transferred together: elected [52(2)]. No further transfer is made then [52(3)]: an
    exclusion that leaves as many as there are places is a stage [51(4)] in which no paper moves. Two with exactly
    half each both meet 52(2); the tie is then settled by an exclusion under 51(13).

The clauses of the NHS model election rules were not available to us; nothing here claims to be them.
`exact` runs the same rule in exact fractions, with nothing cut off.
"""

from __future__ import annotations

from mutualise.governance.rules.counting.batches import (
    excludable,
    hand_on_batch,
    parcels_of,
    put_back,
    transfer_surplus,
)
from mutualise.governance.rules.counting.record import Count
from mutualise.governance.rules.counting.tallying import Tally

NAME, UNIT = "ni", 100


def run(tally: Tally) -> Count:
    """Carry a fresh tally through to the end. Raises LotNeeded or PollUnfit."""
    batch = 0
    tally.first_preferences()
    tally.quota = (tally.valid // (tally.poll.seats + 1) + 1) * tally.one
    _reach_quota(tally)
    _end_stage(tally, "first")
    while tally.places and tally.hopeful:
        batch += 1
        over = tally.surpluses()
        together = excludable(tally, sum(over.values()), lambda lowest, above: lowest < above)
        if over and not together:
            chosen = tally.pick(over, "surplus", most=True)
            transfer_surplus(tally, chosen, batch)
            _reach_quota(tally)
            _end_stage(tally, "surplus", (chosen,))
        else:
            batch = _exclusion(tally, together, batch, bool(over))
    return tally.result(NAME)


def _reach_quota(tally: Tally) -> None:
    reached = [each for each in tally.hopeful if tally.votes[each] >= tally.quota]
    tally.elect(tally.electable(reached)[: tally.places])


def _last_places(tally: Tally) -> None:
    """Rule 52."""
    if not tally.places:
        return
    if len(tally.hopeful) <= tally.places:
        tally.elect(tally.ranked(tally.hopeful))
        tally.remark("No more candidates were left than places, so they were elected.")
    elif tally.places == 1:
        others = sum(tally.votes[each] for each in tally.hopeful)
        waiting = sum(tally.surpluses().values())
        able = tally.hopeful - tally.guard.doomed(tally.elected, tally.hopeful, tally.poll.seats)
        ahead = [each for each in able if 2 * tally.votes[each] >= others + waiting]
        if len(ahead) == 1:
            tally.elect(ahead)
            tally.remark("For the last place, as many votes as all the others and the surpluses.")


def _end_stage(
    tally: Tally, kind: str, subjects: tuple[int, ...] = (), excluded: tuple[int, ...] = ()
) -> None:
    tally.snapshot()
    _last_places(tally)
    tally.close(kind, subjects, excluded)


def _exclusion(tally: Tally, together: list[int], batch: int, deferred: bool) -> int:
    gone = together or [tally.pick(tally.excludable(), "exclude", most=False)]
    last = len(tally.hopeful) - len(gone) == tally.places
    if last:
        tally.remark("The last places are filled, so no papers are transferred.")
    elif deferred:
        tally.remark("The surpluses are too small to change who is lowest, so they wait.")
    tally.exclude(gone)
    batches = [] if last else parcels_of(tally, gone, first_apart=True)
    for at, (_, parcels) in enumerate(batches):
        hand_on_batch(tally, parcels, batch)
        batch += 1
        _reach_quota(tally)
        if not tally.places:
            put_back(tally, batches[at + 1 :])
            break
    _end_stage(tally, "exclude", tuple(gone), tuple(gone))
    return batch
