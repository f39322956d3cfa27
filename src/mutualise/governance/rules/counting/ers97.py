"""ERS97: the rules of the Electoral Reform Society, third edition, June 1997.

Source: Newland and Britton, "How to conduct an election by the single transferable vote", 3rd
edition, section 5; paragraph numbers in brackets. T is the number of valid papers, s the number of
places. The unit is 0.01 of a vote.

1.  Sort by first preference [5.1.2]. Quota: T ÷ (s + 1) to two decimals; if it does not come out
    exactly, cut and add 0.01 [5.1.6].
2.  Deem elected, in descending order of votes, anyone whose vote equals or exceeds the quota, or the
    total active vote ÷ (places left + 1) [5.1.7, 5.3.13, 5.4.9]. The active vote is that of the
    continuing candidates and whatever awaits transfer: surpluses, and in the middle of an exclusion
    the batches still to come [6.20; by 5.6.1 the valid vote less the quotas, or votes if less, of
    those elected and less the non-transferable]. Where equals compete for
    too few places, the earliest point at which they differed decides; if there is none, none of them
    is deemed elected yet [5.6.2]. A candidate needs some votes to be deemed elected so.
3.  Surpluses: the largest first; equal, who had most at the earliest point where they differed, then
    the lot [5.2.3]. *Deferred* while all surpluses together do not exceed the gap between the two
    lowest, or between the sum of lowest candidates who could be excluded together and the next
    above [5.2.2].
4.  Transfer of a surplus: all papers if it arose at the first stage, else the last batch received
    only [5.3.1, 5.3.2]. If the transferable papers are together worth more than the surplus, each
    goes on at surplus ÷ their number, cut to two decimals; otherwise at its present value [5.3.7]. The
    rest of the surplus is non-transferable [5.3.9].
5.  With no surplus to transfer: exclude as many of the lowest together as possible, if enough remain
    for the places and their votes with the deferred surpluses do not exceed the next above; equal
    lowest: who had fewest at the earliest point where they differed, then the lot [5.2.5].
6.  Transfer of the excluded: their papers together, in batches of one value, highest first. After each
    batch, recalculate the quota without the non-transferable votes if nobody has been deemed elected
    yet [5.4.8], and deem elected as in 2. Those newly elected get no more papers [5.4.10].
7.  End: if an exclusion would leave only as many as there are places, they are elected without a
    transfer [5.5.1]. As soon as the places are full nothing more is transferred, in the middle of an
    exclusion too [5.5.2].
8.  "The earliest point" is after the first stage or after the transfer of a batch. A lot once drawn
    stands in a recount [5.6.3].

`exact` runs the same rule in exact fractions, with nothing cut off.
"""

from __future__ import annotations

from fractions import Fraction

from mutualise.governance.rules.counting.batches import (
    excludable,
    hand_on_batch,
    parcels_of,
    put_back,
    transfer_surplus,
)
from mutualise.governance.rules.counting.piles import Amount
from mutualise.governance.rules.counting.record import Count, plain
from mutualise.governance.rules.counting.tallying import Tally

NAME, UNIT = "ers97", 100


def run(tally: Tally) -> Count:
    """Carry a fresh tally through to the end. Raises LotNeeded or PollUnfit."""
    batch = 0
    tally.first_preferences()
    tally.quota = _quota(tally)
    tally.snapshot()
    _deem_elected(tally)
    if tally.places and len(tally.hopeful) <= tally.places:
        tally.elect(tally.ranked(tally.hopeful))
        tally.remark("No more candidates were left than places, so they were elected.")
    tally.close("first")
    while tally.places and tally.hopeful:
        batch += 1
        over = tally.surpluses()
        together = excludable(tally, sum(over.values()), lambda lowest, above: lowest <= above)
        if over and not together:
            chosen = tally.pick(over, "surplus", most=True)
            transfer_surplus(tally, chosen, batch)
            tally.snapshot()
            _deem_elected(tally)
            tally.close("surplus", (chosen,))
        else:
            batch = _exclusion(tally, together, batch, bool(over))
    return tally.result(NAME)


def _quota(tally: Tally) -> Amount:
    left = tally.valid * tally.one - tally.lost
    if tally.exact:
        return Fraction(left, tally.poll.seats + 1)
    return -(-left // (tally.poll.seats + 1))


def _active(tally: Tally) -> Amount:
    """6.20 and 5.6.1: the papers of the excluded that still wait to be transferred count too."""
    settled = sum(min(tally.votes[each], tally.quota) for each in tally.elected)
    return tally.valid * tally.one - tally.lost - settled


def _deem_elected(tally: Tally) -> None:
    """One at a time in descending order; each election lowers the active vote for the next."""
    while tally.places and tally.hopeful:
        able = _able(tally)
        most = max(tally.votes[each] for each in able)
        enough = most >= tally.quota or most * (tally.places + 1) >= _active(tally)
        if not most or not enough:
            return
        level = [each for each in able if tally.votes[each] == most]
        chosen = level if tally.together(level) else _earliest(tally, level)
        if not chosen:
            return
        if most < tally.quota:
            _tell_why(tally, chosen, most)
        tally.elect(tally.ranked(chosen))


def _tell_why(tally: Tally, chosen: list[int], votes: Amount) -> None:
    """What a reader would miss who knows the quota alone."""
    names = " and ".join(tally.poll.name(each) for each in tally.ranked(chosen))
    active, parts = plain(_active(tally), tally.unit), tally.places + 1
    tally.remark(
        f"{names} need not reach the quota: the {active} votes still in play, divided by {parts}, which is one "
        f"more than the places left, are no more than {plain(votes, tally.unit)}."
    )


def _able(tally: Tally) -> set[int]:
    """The hopeful whom a constraint does not doom."""
    doomed = tally.guard.doomed(tally.elected, tally.hopeful, tally.poll.seats)
    for each in sorted(doomed):
        if tally.votes[each] >= tally.quota:
            tally.remark(f"{tally.poll.name(each)} cannot be elected within the constraint.")
    return tally.hopeful - doomed


def _earliest(tally: Tally, level: list[int]) -> list[int]:
    """As many of these equals as there are places, by earliest difference [5.6.2].

    Under a constraint the first of them, or all who stand equal there if all can be elected.
    """
    if tally.guard.active:
        chosen = tally.first_of(level)
        return chosen if tally.together(chosen) else _nobody_yet(tally)
    past = [tuple(-votes[each] for _, votes in tally.history) for each in level]
    order = sorted(zip(past, level, strict=True))
    edge = order[tally.places][0]
    chosen = [each for votes, each in order if votes < edge]
    return chosen or _nobody_yet(tally)


def _nobody_yet(tally: Tally) -> list[int]:
    tally.remark("More candidates are equal than there are places, so none is elected yet.")
    return []


def _exclusion(tally: Tally, together: list[int], batch: int, deferred: bool) -> int:
    gone = together or [tally.pick(tally.excludable(), "exclude", most=False)]
    if len(tally.hopeful) - len(gone) == tally.places:
        tally.finish_without_transfer(
            gone, "Excluding the lowest leaves as many candidates as places, so they are elected."
        )
        return batch
    if deferred:
        tally.remark("The surpluses are too small to change who is lowest, so they wait.")
    tally.exclude(gone)
    batches = parcels_of(tally, gone, first_apart=False)
    for at, (_, parcels) in enumerate(batches):
        lost = hand_on_batch(tally, parcels, batch)
        batch += 1
        if lost and not tally.elected:
            tally.quota = _quota(tally)
        tally.snapshot()
        _deem_elected(tally)
        if not tally.places:
            put_back(tally, batches[at + 1 :])
            break
    tally.close("exclude", tuple(gone), tuple(gone))
    return batch
