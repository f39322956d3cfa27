"""The attacks that the design must withstand, one test each, as far as pure code goes.

The table is section 3.3 of the design; docs/security/ballots.md names these tests.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest

from mutualise.governance.rules.ballot_box import board, lots, mix, seals, tokens
from mutualise.governance.rules.ballot_box.board import Receipt
from mutualise.governance.rules.ballot_box.canonical import digest
from mutualise.governance.rules.ballot_box.seals import NotOpened
from tests.rules.governance.ballot_box_cases import CONTEST, ELECTION, OPENING, election, rows


def test_honest_votes_are_all_counted_as_cast():
    held = election()
    for ranking in ([1, 2, 3], [3], [2, 1], []):
        held.cast(ranking)
    assert sorted(held.mixed().ballots, key=repr) == sorted(held.ballots, key=repr)


def test_the_last_ballot_of_a_voter_counts():
    held, token = election(), tokens.new_token()
    held.cast([1], token, 1)
    held.cast([3])
    held.cast([2], token, 2)
    mixed = held.mixed()
    assert sorted(ballot.ranking for ballot in mixed.ballots) == [(2,), (3,)]
    assert mixed.closed.superseded == (1,)


def test_an_older_counter_posted_late_does_not_bring_back_an_older_vote():
    held, token = election(), tokens.new_token()
    held.cast([2], token, 2)
    held.cast([1], token, 1)
    assert [ballot.ranking for ballot in held.mixed().ballots] == [(2,)]


def test_a_replayed_post_is_counted_once():
    held = election()
    entry = held.cast([1, 2])
    held.entries += [entry] * 1000
    mixed = held.mixed()
    assert [ballot.ranking for ballot in mixed.ballots] == [(1, 2)]
    assert mixed.closed.superseded == tuple(range(2, 1002))


@pytest.mark.parametrize("first", [True, False], ids=["before the voter", "after the voter"])
def test_a_copied_ballot_is_never_counted(first):
    """Another's ciphertext under one's own token, to learn it by its effect or to crowd it out."""
    held = election()
    victim = held.cast([3, 1])
    copy = replace(victim, token_hash=tokens.token_hash(tokens.new_token()))
    held.entries = [copy, victim] if first else [victim, copy]
    mixed = held.mixed()
    assert mixed.ballots == tuple(held.ballots)
    assert mixed.steps[0].dropped == ((digest(victim.sealed), mix.SEALED_FOR_ANOTHER),)


def test_an_inner_ciphertext_wrapped_again_is_counted_once():
    """Trustee 1 gives a voter's inner ciphertext to a friend, who seals it for his own token."""
    held = election()
    victim, other = held.cast([3, 1]), held.cast([2])
    inner = seals.open_layer(1, victim.sealed, held.secrets[0])[32:]
    token_hash = tokens.token_hash(tokens.new_token())
    again = seals.crypto_box_seal(token_hash + inner, held.public[0])
    held.entries.append(replace(other, token_hash=token_hash, sealed=bytes(again)))
    mixed = held.mixed()
    assert sorted(ballot.ranking for ballot in mixed.ballots) == [(2,), (3, 1)]
    assert [reason for _, reason in mixed.steps[0].dropped] == [mix.DUPLICATE]


def test_a_changed_ciphertext_does_not_open():
    held = election()
    sealed = held.cast([1]).sealed
    for position in (0, 40, len(sealed) - 1):
        changed = bytearray(sealed)
        changed[position] ^= 1
        with pytest.raises(NotOpened):
            seals.open_layer(1, bytes(changed), held.secrets[0])


def test_rubbish_on_the_board_is_dropped_by_name_and_harms_nobody():
    held = election()
    held.cast([1])
    for size in (0, 10, seals.SEALED_BYTES[1]):
        token_hash = tokens.token_hash(tokens.new_token())
        held.entries.append(board.Entry(token_hash, 1, b"x" * size, "online"))
    mixed = held.mixed()
    assert [ballot.ranking for ballot in mixed.ballots] == [(1,)]
    assert [reason for _, reason in mixed.steps[0].dropped] == [mix.NOT_OPENED] * 3
    assert mix.uneven(mixed.steps, len(mixed.closed.kept)) == []


def test_a_ballot_of_another_contest_or_election_is_not_counted():
    held = election()
    held.cast([1])
    for names in ((ELECTION, "partners"), ("2025-board", CONTEST)):
        held.post(seals.new_ballot(*names, [2]), tokens.token_hash(tokens.new_token()))
    mixed = held.mixed()
    assert [ballot.ranking for ballot in mixed.ballots] == [(1,)]
    assert len(mixed.not_ballots) == 2


def opened(sealed, keys):
    inside = seals.open_layer(1, sealed, keys[0])[32:]
    return seals.open_layer(3, seals.open_layer(2, inside, keys[1]), keys[2])


def test_no_two_of_three_trustees_reach_a_vote_before_close():
    held = election()
    entry = held.cast([1])
    for missing in range(3):
        keys = list(held.secrets)
        assert seals.read_ballot(opened(entry.sealed, keys)) == held.ballots[0]
        keys[missing] = seals.new_keys()[1]
        with pytest.raises(NotOpened):
            opened(entry.sealed, keys)


def test_nothing_on_the_board_tells_votes_apart():
    """Same length whatever the vote, and sealing the same vote twice gives nothing in common."""
    held = election()
    for ranking in ([], [1], list(range(1, 41))):
        held.cast(ranking)
        held.cast(ranking)
    assert len({len(entry.sealed) for entry in held.entries}) == 1
    blocks = Counter(
        entry.sealed[at : at + 16] for entry in held.entries for at in range(0, 496, 16)
    )
    assert max(blocks.values()) == 1


def edited(published, source: random.Random, mate):
    """One change of one row by someone who owns the database; (what is published, row touched)."""
    at = source.randrange(len(published))
    entry, head = published[at]
    kind = source.choice(["token", "counter", "sealed", "mode", "head", "drop", "add", "swap"])
    if kind == "token":
        published[at] = (replace(entry, token_hash=source.randbytes(32)), head)
    elif kind == "counter":
        published[at] = (replace(entry, counter=entry.counter + 1), head)
    elif kind == "sealed":
        changed = bytearray(entry.sealed)
        changed[source.randrange(len(changed))] ^= 1 << source.randrange(8)
        published[at] = (replace(entry, sealed=bytes(changed)), head)
    elif kind == "mode":
        published[at] = (replace(entry, mode="paper"), head)
    elif kind == "head":
        published[at] = (entry, source.randbytes(32))
    elif kind == "drop":
        at = min(at, len(published) - 2)
        del published[at]
    elif kind == "add":
        published.insert(at, (mate, source.randbytes(32)))
    else:
        at = min(at, len(published) - 2)
        published[at : at + 2] = published[at : at + 2][::-1]
    return at + 1


def test_each_of_a_thousand_edits_of_the_box_is_found_and_its_row_named():
    held = election()
    for _ in range(40):
        held.cast([1, 2])
    honest, source = rows(held.entries), random.Random(20261127)
    mate = held.cast([3])
    for _ in range(1000):
        published = list(honest)
        row = edited(published, source, mate)
        found = board.broken_links(OPENING, published)
        assert found and found[0] == row
    assert board.broken_links(OPENING, honest) == []


def test_a_box_rewritten_from_a_row_on_is_found_by_any_head_kept_from_after_it():
    held = election()
    for _ in range(10):
        held.cast([1])
    kept = [Receipt(number, head) for number, (_, head) in enumerate(rows(held.entries), 1)]
    forged = [*held.entries[:4], held.cast([2]), *held.entries[5:10]]
    heads = list(board.heads(OPENING, forged))
    assert board.broken_links(OPENING, list(zip(forged, heads, strict=True))) == []
    assert board.forks(heads, kept) == kept[4:]


def test_two_boards_shown_to_two_people_are_a_fork():
    held = election()
    for _ in range(5):
        held.cast([1])
    to_one, to_other = list(held.entries), [*held.entries[:3], held.cast([2])]
    one, other = (list(board.heads(OPENING, each)) for each in (to_one, to_other))
    receipts = [Receipt(number, head) for number, head in enumerate(one, start=1)]
    assert board.forks(other, receipts) == receipts[3:]
    assert board.forks(one, receipts) == []


def test_boards_of_two_contests_or_notices_never_share_a_head():
    heads = {board.opening_head(n, c) for n in (b"notice", b"other") for c in ("staff", "users")}
    assert len(heads) == 4


def test_nobody_can_steer_the_lot_after_the_secret_is_committed():
    secret, other = lots.new_secret(), lots.new_secret()
    committed = lots.commitment(secret)
    assert lots.keeps_commitment(secret, committed)
    assert not lots.keeps_commitment(other, committed)
    assert not lots.keeps_commitment(b"short", committed)
    seeds = {
        lots.seed(*names, head, key)
        for names in ((ELECTION, CONTEST), (ELECTION + CONTEST, ""))
        for head in (b"1" * 32, b"2" * 32)
        for key in (secret, other)
    }
    assert len(seeds) == 8


def test_every_candidate_is_first_in_the_lot_about_as_often():
    names = ["one", "two", "three"]
    first = Counter(
        lots.order(lots.seed(ELECTION, CONTEST, digest(bytes([turn % 256, turn // 256])), b"s" * 32), names)[0]
        for turn in range(3000)
    )  # fmt: skip
    assert all(900 < first[name] < 1100 for name in names)
    assert lots.order(b"s" * 32, names) == lots.order(b"s" * 32, names[::-1])
