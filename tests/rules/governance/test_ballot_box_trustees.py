"""Dishonest trustees are named; honest ones leave nothing that joins a voter to a vote."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from mutualise.governance.rules.ballot_box import mix, seals, tokens
from mutualise.governance.rules.ballot_box.canonical import digest
from tests.rules.governance.ballot_box_cases import CONTEST, ELECTION, Election, election


def mixed_by(held: Election, dishonest: int, change: Callable[[mix.Step], mix.Step]):
    """The three steps, the list of one trustee changed before he hands it on."""
    closed = mix.close(held.entries)
    steps: list[mix.Step] = []
    for trustee, secret in enumerate(held.secrets, start=1):
        if trustee == 1:
            step = mix.open_first(closed, secret)
        else:
            step = mix.open_next(trustee, steps[-1].outputs, secret)
        steps.append(change(step) if trustee == dishonest else step)
    return steps


def inside_of(held: Election, entry, trustee: int) -> bytes:
    """What an honest trustee puts out for one entry."""
    sealed = entry.sealed
    for number in range(1, trustee + 1):
        sealed = seals.open_layer(number, sealed, held.secrets[number - 1])
        sealed = sealed[32:] if number == 1 else sealed
    return sealed


def own_ballot(held: Election, trustee: int) -> bytes:
    """A ballot of the dishonest trustee's own, sealed for those after him."""
    inside = seals.plain_text(seals.new_ballot(ELECTION, CONTEST, [3]))
    for public in reversed(held.public[trustee:]):
        inside = bytes(seals.crypto_box_seal(inside, public))
    return inside


def swap(victim: bytes, other: bytes) -> Callable[[mix.Step], mix.Step]:
    return lambda step: replace(
        step, outputs=tuple(sorted(other if each == victim else each for each in step.outputs))
    )


@pytest.mark.parametrize("turn", range(100))
def test_a_swapped_ballot_is_blamed_on_the_trustee_who_swapped_it(turn):
    source = random.Random(turn)
    dishonest, held = source.choice([1, 2, 3]), election()
    for _ in range(6):
        held.cast([1, 2])
    at = source.randrange(6)
    victim, kept = held.entries[at], held.ballots[at]
    steps = mixed_by(
        held, dishonest, swap(inside_of(held, victim, dishonest), own_ballot(held, dishonest))
    )
    # The figures agree: it is the voter's own check that finds it.
    assert mix.uneven(steps, 6) == []
    assert seals.opened_hash(seals.plain_text(kept)) not in steps[2].hashes
    keys, lists = held.opening_keys(victim), [step.hashes for step in steps]
    assert mix.blame(victim, held.public, keys, lists).trustee == dishonest
    # He gains nothing by keeping back his key or giving a false one.
    assert mix.blame(victim, held.public, keys[: dishonest - 1], lists).trustee == dishonest
    false = [*keys[: dishonest - 1], b"\1" * 32, *keys[dishonest:]]
    assert mix.blame(victim, held.public, false, lists).trustee == dishonest
    # Nobody else is blamed for anybody else's ballot.
    for other in held.entries[:at] + held.entries[at + 1 :]:
        assert mix.blame(other, held.public, held.opening_keys(other), lists).trustee is None


@pytest.mark.parametrize("dishonest", [1, 2, 3])
def test_a_ballot_dropped_or_added_unsaid_shows_in_the_figures(dishonest):
    held = election()
    for _ in range(4):
        held.cast([1])
    steps = mixed_by(held, dishonest, lambda step: replace(step, outputs=step.outputs[1:]))
    assert mix.uneven(steps, 4) == [
        f"Trustee {dishonest} received 4, put out 3 and dropped 0.",
    ]
    steps = mixed_by(
        held, dishonest,
        lambda step: replace(step, outputs=tuple(sorted([*step.outputs, own_ballot(held, dishonest)]))),
    )  # fmt: skip
    assert mix.uneven(steps, 4) == [f"Trustee {dishonest} received 4, put out 5 and dropped 0."]
    assert "Trustee 1 received 4 but was given 5." in mix.uneven(
        mixed_by(held, 0, lambda step: step), 5
    )


def test_a_copier_cannot_blame_a_trustee_for_leaving_his_copy_out():
    held = election()
    victim = held.cast([1])
    copy = replace(victim, token_hash=tokens.token_hash(tokens.new_token()))
    held.entries.append(copy)
    lists = [step.hashes for step in held.mixed().steps]
    found = mix.blame(copy, held.public, held.opening_keys(victim), lists)
    assert found.trustee is None and "another token" in found.words


def test_the_key_of_one_entry_opens_no_other():
    held = election()
    one, other = held.cast([1]), held.cast([2])
    key = held.opening_keys(one)[0]
    assert seals.open_with_key(1, one.sealed, held.public[0], key)
    with pytest.raises(seals.NotOpened):
        seals.open_with_key(1, other.sealed, held.public[0], key)


VOTERS = 1000


def order(values) -> np.ndarray:
    """The place of each value among all, 0 to n - 1."""
    return np.argsort(np.argsort(np.array([int.from_bytes(v, "big") % 2**62 for v in values])))


def linking_score(left: np.ndarray, right: np.ndarray) -> float:
    """Area under the curve of guessing a voter's vote by likeness of places; 0.5 is chance.

    `left` and `right` are places by voter: of something known beside the name, and of something
    known beside the vote. The guess: the nearer the likelier.
    """
    far = np.abs(left[:, None] - right[None, :])
    own = np.abs(left - right)[:, None]
    return float(((far > own).mean() + (far >= own).mean()) / 2)


def scores(held: Election, steps) -> dict[str, float]:
    """An insider with the whole board, both databases and every published list tries each order."""
    plains = [seals.plain_text(ballot) for ballot in held.ballots]
    place = {plain: number for number, plain in enumerate(steps[2].outputs)}
    # Names in the order of the board: the worst case, an insider who watched each voter post.
    beside_the_name = {
        "place on the board": np.arange(len(plains)),
        "token": order(entry.token_hash[:7] for entry in held.entries),
        "ciphertext": order(entry.sealed[:7] for entry in held.entries),
        "end of ciphertext": order(entry.sealed[-7:] for entry in held.entries),
    }
    beside_the_vote = {
        "place on the last list": np.array([place[plain] for plain in plains]),
        "published hash": order(digest(plain)[:7] for plain in plains),
        "check code": order(ballot.code.encode()[:7] for ballot in held.ballots),
        "nonce": order(ballot.nonce[:7] for ballot in held.ballots),
    }
    return {
        f"{one} and {other}": linking_score(left, right)
        for one, left in beside_the_name.items()
        for other, right in beside_the_vote.items()
    }


def test_an_insider_who_reads_everything_links_no_better_than_chance():
    held = election()
    for voter in range(VOTERS):
        held.cast([1 + voter % 3])
    steps = held.mixed().steps
    # Five standard deviations of a blind guess, 1/sqrt(12 n): a fault is seen, chance is not.
    chance = 5 / (12 * VOTERS) ** 0.5
    found = scores(held, steps)
    assert {name: score for name, score in found.items() if abs(score - 0.5) > chance} == {}
    # The same insider succeeds against a mix that forgets to sort: the test can fail.
    unsorted = replace(steps[2], outputs=tuple(seals.plain_text(b) for b in held.ballots))
    assert (
        scores(held, [*steps[:2], unsorted])["place on the board and place on the last list"] > 0.99
    )
