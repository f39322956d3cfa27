"""What ERS97 and the Northern Ireland rule share: last batches, deferral, exclusions together."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from mutualise.governance.rules.counting.piles import Amount, Parcel
from mutualise.governance.rules.counting.record import Move
from mutualise.governance.rules.counting.tallying import Tally

Fits = Callable[[Amount, Amount], bool]  # (votes of the lowest + surpluses, vote next above)


def excludable(tally: Tally, surplus: Amount, fits: Fits) -> list[int]:
    """As many of the lowest as may go together, lowest first; empty where no exclusion is safe.

    Enough candidates must remain for the places. Where the first left in has as many votes as the
    last to go (which only fits when all the others have none), the tie is settled as for one.
    """
    if tally.guard.active:
        return _within_constraint(tally, surplus, fits)
    order = sorted(tally.hopeful, key=lambda each: (tally.votes[each], each))
    total: Amount = surplus
    found = 0
    for number in range(1, len(order) - tally.places + 1):
        if number == len(order):
            break
        total += tally.votes[order[number - 1]]
        if fits(total, tally.votes[order[number]]):
            found = number
    if not found:
        return []
    edge = tally.votes[order[found - 1]]
    if tally.votes[order[found]] != edge:
        return order[:found]
    gone = [each for each in order if tally.votes[each] < edge]
    while len(gone) < found:
        level = [each for each in order if tally.votes[each] == edge and each not in gone]
        gone.append(tally.pick(level, "exclude", most=False))
    return gone


def _within_constraint(tally: Tally, surplus: Amount, fits: Fits) -> list[int]:
    """The same where a constraint guards some and dooms others.

    Nothing is deferred before a doomed candidate goes, alone. The guarded neither go nor are the next
    above. Together go only as many as leave a way to keep the constraint, and whole groups of equals.
    """
    state = tally.elected, tally.hopeful, tally.poll.seats
    if tally.guard.doomed(*state):
        return []
    able = sorted(
        tally.hopeful - tally.guard.guarded(*state), key=lambda each: (tally.votes[each], each)
    )
    total: Amount = surplus
    found: list[int] = []
    for number in range(1, min(len(able), len(tally.hopeful) - tally.places + 1)):
        last, above = tally.votes[able[number - 1]], tally.votes[able[number]]
        total += last
        left = tally.hopeful - set(able[:number])
        if (
            last < above
            and fits(total, above)
            and tally.guard.allows(tally.elected, left, tally.poll.seats)
        ):
            found = able[:number]
    return found


def transfer_surplus(tally: Tally, candidate: int, batch: int) -> None:
    """The last batch goes on at surplus ÷ transferable papers, never above its present value."""
    surplus = tally.votes[candidate] - tally.quota
    parcels = tally.last_batch(candidate)
    old = parcels[0].value
    moved = tally.table.move([parcel.rows for parcel in parcels])
    transferable = sum(papers for target, _, papers in moved if target)
    value = old
    if transferable and transferable * old > surplus:
        value = tally.share(surplus, transferable)
    given: Amount = 0
    for target, rows, papers in moved:
        tally.moves.append(Move(candidate, target, papers, old, value if target else 0))
        if target:
            tally.credit(target, Parcel(value, rows, papers, batch))
            given += papers * value
    tally.votes[candidate] = tally.quota
    tally.lost += surplus - given
    if transferable and value != old:
        tally.rounding = surplus - given


def parcels_of(
    tally: Tally, candidates: Iterable[int], first_apart: bool
) -> list[tuple[Amount, list[tuple[int, Parcel]]]]:
    """The papers of the excluded, in batches of one value, highest first.

    `first_apart`: first preferences are a batch of their own, before others of the same value.
    """
    batches: dict[tuple[bool, Amount], list[tuple[int, Parcel]]] = {}
    for each in candidates:
        for parcel in tally.table.take(each):
            own = first_apart and parcel.batch == 0
            batches.setdefault((own, parcel.value), []).append((each, parcel))
    return [(key[1], batches[key]) for key in sorted(batches, reverse=True)]


def hand_on_batch(tally: Tally, parcels: list[tuple[int, Parcel]], batch: int) -> Amount:
    """Move one batch at its present value; returns the votes that became non-transferable."""
    lost: Amount = 0
    value = parcels[0][1].value
    sources: dict[int, list[Parcel]] = {}
    for source, parcel in parcels:
        sources.setdefault(source, []).append(parcel)
    for source, own in sources.items():
        given = tally.hand_on(source, [parcel.rows for parcel in own], value, value, batch)
        held = sum(parcel.votes for parcel in own)
        tally.votes[source] -= held
        lost += held - given
    tally.lost += lost
    return lost


def put_back(tally: Tally, batches: list[tuple[Amount, list[tuple[int, Parcel]]]]) -> None:
    """Papers that are not moved because the count is over stay with the excluded."""
    for _, parcels in batches:
        for source, parcel in parcels:
            tally.table.piles[source].append(parcel)
