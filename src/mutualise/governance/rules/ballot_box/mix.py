"""After close: which ballots are mixed, what each trustee does, and who is to blame.

The trustees work in turn, each off the platform with the secret key that only he holds. Each opens
his layer of every ciphertext, drops what his rule drops, **sorts** what is left, and publishes the
SHA-256 of each. Sorting takes away the order, so an honest trustee breaks the link between what
came in and what went out. No proof of correct work is published: a dishonest trustee is caught by
the voters' checks, and then named by opening that one entry again (`blame`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mutualise.governance.rules.ballot_box import seals
from mutualise.governance.rules.ballot_box.board import Entry
from mutualise.governance.rules.ballot_box.canonical import digest
from mutualise.governance.rules.ballot_box.seals import Ballot, NotABallot, NotOpened

NOT_OPENED = "it does not open"
SEALED_FOR_ANOTHER = "it was sealed for another token"
DUPLICATE = "the same ciphertext came more than once"


@dataclass(frozen=True)
class Closed:
    """The entries to be mixed, by number on the board, and those replaced by a later ballot."""

    kept: Mapping[int, Entry]
    superseded: tuple[int, ...]


@dataclass(frozen=True)
class Step:
    """What one trustee received, put out (sorted), and dropped.

    `dropped` holds (SHA-256 of what was received, reason), sorted, so that it betrays no order.
    """

    trustee: int
    received: int
    outputs: tuple[bytes, ...]
    dropped: tuple[tuple[bytes, str], ...]

    @property
    def hashes(self) -> tuple[bytes, ...]:
        """SHA-256 of each output, sorted: what is published."""
        return tuple(sorted(digest(output) for output in self.outputs))


@dataclass(frozen=True)
class Mixed:
    """The whole mix: the trustees' three steps and the opened ballots, sorted by their text."""

    closed: Closed
    steps: tuple[Step, Step, Step]
    ballots: tuple[Ballot, ...]
    not_ballots: tuple[bytes, ...]


@dataclass(frozen=True)
class Blame:
    """Who failed one entry and how; `trustee` is None when the entry is on the last list."""

    trustee: int | None
    words: str


def close(entries: Iterable[Entry]) -> Closed:
    """Keep the ballot with the highest counter under each token; entries in the board's order.

    The same counter twice under a token cannot be on an honest board; the first stands.
    """
    last: dict[bytes, tuple[int, Entry]] = {}
    superseded: list[int] = []
    for number, entry in enumerate(entries, start=1):
        before = last.get(entry.token_hash)
        if before is not None and before[1].counter >= entry.counter:
            superseded.append(number)
            continue
        if before is not None:
            superseded.append(before[0])
        last[entry.token_hash] = (number, entry)
    return Closed(dict(sorted(last.values())), tuple(sorted(superseded)))


def open_first(closed: Closed, secret: bytes) -> Step:
    """Trustee 1: open, check that each was sealed for its own token, drop duplicates, sort."""
    opened, dropped, public = [], [], seals.public_key(secret)
    for entry in closed.kept.values():
        try:
            inside = seals.open_layer(1, entry.sealed, secret, public)
        except NotOpened:
            dropped.append((digest(entry.sealed), NOT_OPENED))
            continue
        try:
            opened.append((entry.sealed, seals.unbind(inside, entry.token_hash)))
        except NotOpened:
            dropped.append((digest(entry.sealed), SEALED_FOR_ANOTHER))
    return _step(1, len(closed.kept), opened, dropped)


def open_next(trustee: int, received: Sequence[bytes], secret: bytes) -> Step:
    """Trustee 2 or 3: open, drop duplicates, sort."""
    opened, dropped, public = [], [], seals.public_key(secret)
    for sealed in received:
        try:
            opened.append((sealed, seals.open_layer(trustee, sealed, secret, public)))
        except NotOpened:
            dropped.append((digest(sealed), NOT_OPENED))
    return _step(trustee, len(received), opened, dropped)


def _step(
    trustee: int,
    received: int,
    opened: Iterable[tuple[bytes, bytes]],
    dropped: list[tuple[bytes, str]],
) -> Step:
    seen: set[bytes] = set()
    for sealed, inside in opened:
        if inside in seen:
            dropped.append((digest(sealed), DUPLICATE))
        seen.add(inside)
    return Step(trustee, received, tuple(sorted(seen)), tuple(sorted(dropped)))


def read_list(
    step: Step, election: str, contest: str
) -> tuple[tuple[Ballot, ...], tuple[bytes, ...]]:
    """The opened ballots of trustee 3's list, and the texts that are no ballot of this contest."""
    ballots, others = [], []
    for plain in step.outputs:
        try:
            ballot = seals.read_ballot(plain)
        except NotABallot:
            others.append(plain)
            continue
        mine = (ballot.election, ballot.contest) == (election, contest)
        ballots.append(ballot) if mine else others.append(plain)
    return tuple(ballots), tuple(others)


def open_all(
    entries: Iterable[Entry], secrets: Sequence[bytes], election: str, contest: str
) -> Mixed:
    """All three steps in one place: for tests, demonstrations and keys held by one scrutineer.

    `secrets` are the secret keys of trustees 1, 2 and 3 in that order.
    """
    first_key, second_key, third_key = secrets
    closed = close(entries)
    first = open_first(closed, first_key)
    second = open_next(2, first.outputs, second_key)
    third = open_next(3, second.outputs, third_key)
    ballots, others = read_list(third, election, contest)
    return Mixed(closed, (first, second, third), ballots, others)


def uneven(steps: Sequence[Step], kept: int) -> list[str]:
    """What does not add up: each step receives what the one before put out, and loses nothing
    that it does not name."""
    faults, expected = [], kept
    for step in steps:
        if step.received != expected:
            faults.append(
                f"Trustee {step.trustee} received {step.received} but was given {expected}."
            )
        if step.received != len(step.outputs) + len(step.dropped):
            faults.append(
                f"Trustee {step.trustee} received {step.received}, put out {len(step.outputs)} "
                f"and dropped {len(step.dropped)}."
            )
        expected = len(step.outputs)
    return faults


def blame(
    entry: Entry,
    public_keys: Sequence[bytes],
    opening_keys: Sequence[bytes],
    published: Sequence[Iterable[bytes]],
) -> Blame:
    """Which trustee failed one entry, from the keys of that entry alone.

    `opening_keys[i]` is what trustee i+1 gave for this entry (`seals.opening_key`), in order as
    far as they go; `published[i]` the hashes of his list. A voter's program may also have sealed
    badly, so a key that opens nothing is worded as what it is: that trustee has to answer for it.
    """
    sealed = entry.sealed
    for index, hashes in enumerate(published):
        trustee = index + 1
        if index >= len(opening_keys):
            return Blame(trustee, f"Trustee {trustee} has given no key for this entry.")
        try:
            sealed = seals.open_with_key(trustee, sealed, public_keys[index], opening_keys[index])
        except NotOpened:
            return Blame(
                trustee,
                f"The key that trustee {trustee} gave opens nothing: "
                "it is a false key, or the ballot was never sealed to him.",
            )
        if trustee == 1:
            if sealed[:32] != entry.token_hash:
                return Blame(None, "The entry was sealed for another token and rightly left out.")
            sealed = sealed[32:]
        if digest(sealed) not in set(hashes):
            return Blame(trustee, f"Trustee {trustee} opened this entry and left it off the list.")
    return Blame(None, "The entry is on every list, as it was sealed.")
