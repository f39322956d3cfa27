"""A ballot's text, its check code and the roll's leaves: one way to write each, no other read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualise.governance.rules.ballot_box import canonical, codes, roll, seals
from mutualise.governance.rules.ballot_box.seals import Ballot, NotABallot

names = st.text(
    st.characters(min_codepoint=32, max_codepoint=126, exclude_characters='"\\'),
    min_size=1, max_size=seals.LONGEST_NAME,
)  # fmt: skip
rankings = st.lists(st.integers(1, 99), max_size=seals.MOST_RANKED, unique=True)
ballots = st.builds(
    Ballot,
    election=names,
    contest=names,
    code=st.text(codes.ALPHABET, min_size=8, max_size=8),
    nonce=st.binary(min_size=16, max_size=16),
    ranking=rankings.map(tuple),
)


@given(ballots)
def test_every_ballot_has_one_text_of_one_length_and_is_read_back(ballot):
    plain = seals.plain_text(ballot)
    assert len(plain) == seals.PLAIN_BYTES
    assert seals.read_ballot(plain) == ballot


@given(ballots, st.integers(0, seals.PLAIN_BYTES - 1), st.integers(0, 255))
def test_a_text_with_another_byte_is_another_ballot_or_none(ballot, at, byte):
    plain = bytearray(seals.plain_text(ballot))
    plain[at] = byte
    try:
        found = seals.read_ballot(bytes(plain))
    except NotABallot:
        return
    assert seals.plain_text(found) == bytes(plain)


@pytest.mark.parametrize(
    "change",
    [
        {"note": "mine"}, {"code": "abcd2345"}, {"code": "ABCD234"}, {"ranking": [1, 1]},
        {"ranking": [0]}, {"ranking": [True]}, {"ranking": ["1"]}, {"ranking": None},
        {"nonce": "AAAA"}, {"nonce": 5}, {"election": ""}, {"contest": "x" * 41}, {"election": 7},
    ],
)  # fmt: skip
def test_a_text_that_carries_a_mark_or_a_mistake_is_no_ballot(change):
    content = json.loads(seals.plain_text(seals.new_ballot("e", "c", [1, 2]))) | change
    text = json.dumps(content, separators=(",", ":")).encode().ljust(seals.PLAIN_BYTES)
    with pytest.raises(NotABallot):
        seals.read_ballot(text)


def test_two_spaces_instead_of_one_are_no_ballot():
    plain = seals.plain_text(seals.new_ballot("e", "c", [1, 2]))
    with pytest.raises(NotABallot, match="not written as ballots are"):
        seals.read_ballot(plain.replace(b"[1,2]", b"[1, 2]")[: seals.PLAIN_BYTES])


def test_the_longest_ballot_fits():
    ballot = Ballot("e" * 40, "c" * 40, "ZZZZZZZZ", b"\xff" * 16, tuple(range(99, 59, -1)))
    assert seals.read_ballot(seals.plain_text(ballot)) == ballot


@given(st.text(codes.ALPHABET, min_size=8, max_size=8))
def test_a_check_code_is_read_however_it_is_typed(code):
    assert codes.normal_code(codes.shown(code).lower()) == code
    assert codes.normal_code(f"{code[:4]}-{code[4:]}") == code


def test_misread_letters_are_forgiven_and_other_texts_are_not():
    assert codes.normal_code("oil0 1oil") == "01101011"
    assert codes.normal_code("ABCD234") is None
    assert codes.normal_code("ABCD234U") is None


def test_a_code_finds_its_ballot_in_its_own_contest_alone():
    mine = seals.new_ballot("e", "staff", [2, 1])
    index = codes.by_hash([mine, seals.new_ballot("e", "staff", [1])])
    assert codes.look_up(index, "e", "staff", codes.shown(mine.code).lower()) == [mine]
    assert codes.look_up(index, "e", "users", mine.code) == []
    assert codes.look_up(index, "e", "staff", "nonsense") == []
    twin = Ballot("e", "staff", mine.code, b"x" * 16, (1,))
    assert len(codes.look_up(codes.by_hash([mine, twin]), "e", "staff", mine.code)) == 2


def test_a_member_finds_her_leaf_and_a_stranger_cannot_guess_it():
    salt = roll.new_salt()
    leaves = [roll.leaf(roll.new_salt(), "staff", str(n), "name") for n in range(5)]
    mine = roll.leaf(salt, "staff", "7", "my name")
    assert roll.roll_hash([mine, *leaves]) == roll.roll_hash([*leaves, mine])
    assert roll.roll_hash(leaves) != roll.roll_hash([mine, *leaves])
    assert roll.leaf(roll.new_salt(), "staff", "7", "my name") != mine


def test_nothing_that_is_hashed_may_hold_a_float():
    assert canonical.as_bytes({"b": [1, "é"], "a": None}) == '{"a":null,"b":[1,"é"]}'.encode()
    with pytest.raises(TypeError, match="not an integer"):
        canonical.as_bytes({"a": [{"b": 1.0}]})
