"""An outsider with the archive alone repeats what can be repeated, and is told what cannot."""

from __future__ import annotations

import io
import json
import random
import re
import tracemalloc
import zipfile
from functools import cache

import pytest

from mutualise.governance.rules.ballot_box import archive, board, seals, tokens, verification
from mutualise.governance.rules.ballot_box.archive import BadArchive
from mutualise.governance.rules.ballot_box.board import Receipt
from mutualise.governance.rules.ballot_box.canonical import base64_text
from mutualise.governance.rules.ballot_box.checks import Outcome
from tests.rules.governance import ballot_box_archives as cases
from tests.rules.governance.ballot_box_cases import CONTEST, ELECTION
from tests.rules.governance.test_ballot_box_tokens import issuer

BOARD, MIX, ROLL = f"{CONTEST}/board.json", f"{CONTEST}/mix.json", f"{CONTEST}/roll.json"
COUNT, LOTS, OPENED = f"{CONTEST}/count.json", f"{CONTEST}/lots.json", f"{CONTEST}/opened.json"


@cache
def published() -> dict[str, bytes]:
    return cases.files(cases.cast_votes(40))


@cache
def agents_copy() -> dict[str, bytes]:
    return cases.files(cases.cast_votes(40), full=True)


def verified(files, receipts=None):
    return {check.name: check for check in verification.verify(files, receipts, cases.ENGINES)}


def failed(files, receipts=None):
    return {
        name: list(check.faults)
        for name, check in verified(files, receipts).items()
        if check.outcome is Outcome.FAILED
    }


def test_an_honest_archive_holds_and_says_what_it_cannot_show():
    checks = verified(published())
    assert failed(published()) == {}
    cannot = {name for name, check in checks.items() if check.outcome is Outcome.CANNOT}
    assert cannot == {"tokens", "opened ballots", "full count"}
    assert "no mathematical proof" in checks["opened ballots"].words
    assert "trust in the operator" in checks["tokens"].words


def test_the_agents_copy_repeats_the_count_from_the_full_rankings():
    checks = verified(agents_copy())
    assert checks["opened ballots"].outcome is Outcome.PASSED
    assert checks["full count"].words == "40 full rankings give the published result."


def test_under_the_threshold_only_the_stage_table_is_published_and_nothing_is_claimed():
    checks = verified(cases.files(cases.cast_votes(6), papers=False))
    assert checks["count"].outcome is Outcome.CANNOT
    assert "stage table" in checks["count"].words


def test_replaced_and_blank_votes_reconcile():
    held, token = cases.cast_votes(5), tokens.new_token()
    held.cast([1], token, 1)
    held.cast([], token, 2)
    assert failed(cases.files(held, full=True)) == {}


def test_a_zip_brings_back_the_same_files_and_the_same_bytes():
    content = archive.packed(published())
    assert archive.unpacked(content) == published()
    assert archive.packed(dict(reversed(published().items()))) == content


def edit_row(rows, at, source):
    """One random edit of row `at` (from 0); the number of the row that must be named."""
    row = rows[at]
    kind = source.choice(["token", "counter", "sealed", "mode", "head", "drop", "double", "swap"])
    if kind in ("token", "head"):
        row[kind] = source.randbytes(32).hex()
    elif kind == "counter":
        row["counter"] += source.randrange(1, 9)
    elif kind == "sealed":
        row["sealed"] = base64_text(source.randbytes(seals.SEALED_BYTES[1]))
    elif kind == "mode":
        row["mode"] = source.choice(["online", "paper"])
    elif kind == "drop":
        del rows[at]
    elif kind == "double":
        rows.insert(at, dict(row))
        return at + 2
    else:
        at = min(at, len(rows) - 2)
        rows[at], rows[at + 1] = rows[at + 1], rows[at]
    return at + 1


def test_the_verifier_finds_each_of_a_thousand_edited_rows_and_names_it():
    source, honest = random.Random(4), json.loads(published()[BOARD])["rows"]
    for _ in range(1000):
        at, named = source.randrange(len(honest) - 1), []
        spoiled = cases.changed(
            published(), BOARD,
            lambda content, at=at, named=named: named.append(edit_row(content["rows"], at, source)),
        )  # fmt: skip
        check = verification.run(
            "board", CONTEST, lambda spoiled=spoiled: verification.checks_box.check_board(spoiled, CONTEST)
        )  # fmt: skip
        assert check.outcome is Outcome.FAILED
        assert check.faults[0].startswith(f"Row {named[0]} of the board")


def test_rows_cut_off_at_the_end_are_found():
    spoiled = cases.changed(published(), BOARD, lambda content: content["rows"].pop())
    assert failed(spoiled)["board"] == [
        "The board ends at row 39 with another head than the closing head: rows after row 39 were "
        "taken out or put in."
    ]


def test_a_file_changed_without_its_hash_is_named():
    spoiled = dict(published()) | {ROLL: published()[ROLL].replace(b"online", b"on1ine")}
    assert failed(spoiled)["files"] == [f"{ROLL} is not the file that archive.json names."]


def test_a_missing_and_an_added_file_are_named():
    spoiled = {name: content for name, content in published().items() if name != LOTS}
    found = failed(spoiled | {"extra.txt": b""})
    assert found["files"] == [
        f"{LOTS} is missing.", "extra.txt is in the archive and not named by archive.json.",
    ]  # fmt: skip
    assert LOTS in found["lots"][0]


def test_a_whole_board_rewritten_is_found_by_a_mailed_head_or_a_receipt():
    held = cases.cast_votes(40)
    honest = json.loads(cases.files(held)[BOARD])
    receipt = Receipt(30, bytes.fromhex(honest["rows"][29]["head"]))
    held.entries[25] = held.cast([2])
    del held.entries[-1]
    forged = cases.files(held)
    assert failed(forged) == {}
    assert failed(forged, {CONTEST: [receipt]}) == {
        "heads": [
            f"Row 30: head {receipt.head.hex()[:16]}… was given out, and is not on this board: "
            "two boards were shown."
        ]
    }


EDITS = [
    (ROLL, lambda c: c["leaves"].pop(), "roll", "a name came or went"),
    (ROLL, lambda c: c["marked"].update(online=61), "roll", "61 names are marked on a roll of 60"),
    (ROLL, lambda c: c["marked"].update(online=3), "votes", "40 online voters on the board, 3"),
    (MIX, lambda c: c["superseded"].append(3), "mix", r"Rows \[3\] of the board are wrongly named"),
    (MIX, lambda c: c["steps"][0]["hashes"].pop(), "mix", "Trustee 1 received 40 ballots, put out 39"),
    (MIX, lambda c: c["steps"][1].update(received=39), "mix", "Trustee 2 received 39 ballots but was given 40"),
    (MIX, lambda c: c["steps"][2]["hashes"].reverse(), "mix", "Trustee 3's list is not sorted"),
    (MIX, lambda c: c["steps"][2]["hashes"].__setitem__(39, "f" * 64), "mix", "not the one whose hash was published"),
    (MIX, lambda c: c["steps"].pop(), "mix", "not three steps"),
    (MIX, lambda c: c["steps"][0]["dropped"].append(["ab" * 32, "x"]), "mix", "Trustee 1 names abab.* as dropped"),
    (COUNT, lambda c: c["figures"].update(valid=41), "figures", "are not 0 spoiled and 41 valid"),
    (COUNT, lambda c: c["figures"].update(box=39), "figures", "39 ballots counted from the box, 40 opened"),
    (COUNT, lambda c: c["figures"].update(paper=1, valid=41), "figures", "1 sheets for 0 names"),
    (COUNT, lambda c: c["papers"][0].__setitem__(0, 99), "figures", "papers are published, 40 valid ones"),
    (COUNT, lambda c: c["papers"][0].__setitem__(1, [9]), "count", "row 1 of the papers"),
    (COUNT, lambda c: c["papers"][2].__setitem__(1, [2]), "count", "first program: at stage 1, the votes of candidate"),
    (COUNT, lambda c: c["result"].update(elected=[3]), "count", "the candidates elected: counted 1, published 3"),
    (COUNT, lambda c: c.update(rule="meek"), "rule", "counted by meek, the notice says first choices"),
    (LOTS, lambda c: c.update(secret="ab" * 32), "lots", "not the one that was committed"),
    (LOTS, lambda c: c.update(seed="ab" * 32), "lots", "seed does not follow"),
    (LOTS, lambda c: c["order"].reverse(), "lots", "order should be"),
    (BOARD, lambda c: c["rows"][4].update(sealed="?"), "board", "Row 5 of the board: sealed is not base64"),
    (BOARD, lambda c: c["rows"][4].update(token=7), "board", "Row 5 of the board: token"),
    (BOARD, lambda c: c.update(opening_head="00" * 32), "board", "does not follow from the notice"),
    (BOARD, lambda c: c["published_heads"][0].update(head="00" * 32), "heads", "Row 20: head 0000"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "change", "check", "words"), EDITS)
def test_an_edit_is_found_by_the_check_that_is_meant_to(name, change, check, words):
    found = failed(cases.changed(published(), name, change))
    assert check in found, found
    assert any(re.search(words, fault) for fault in found[check]), found


def test_an_opened_ballot_that_was_changed_added_or_dropped_is_named():
    other = base64_text(seals.plain_text(seals.new_ballot(ELECTION, CONTEST, [3])))
    spoiled = cases.changed(
        agents_copy(), OPENED, lambda content: content["ballots"].__setitem__(0, other)
    )
    faults = failed(spoiled)["opened ballots"]
    assert len(faults) == 2
    assert "is not on trustee 3's list" in faults[0] and "has no opened ballot" in faults[1]


def signed_votes(number: int = 3):
    """An election whose votes are cast under signed tokens, its tokens.json, and the seeds."""
    held, keys = cases.election(), {"roll": issuer(1), "scrutineer": issuer(2)}
    held.mode = "online"
    made = [cases.signed_token(keys) for _ in range(number)]
    ballots = [
        cases.ballot_signature(row, held.cast([1], bytes.fromhex(signed["token"])), seed)
        for row, (seed, signed) in enumerate(made, start=1)
    ]
    return held, cases.token_file(keys, [signed for _, signed in made], ballots)


def test_signed_tokens_are_checked_and_an_unsigned_ballot_is_named():
    held, content = signed_votes()
    words = verified(cases.files(held, tokens=content))["tokens"].words
    assert words.startswith(
        "3 tokens are signed by roll and scrutineer; every ballot is signed by its token."
    )
    assert "how many signatures it gave is not stated" in words
    held.cast([2])
    assert failed(cases.files(held, tokens=content)) == {
        "tokens": ["Row 4 of the board was cast with a token that nobody signed."]
    }
    content["tokens"][1]["roll"] = content["tokens"][0]["roll"]
    assert (
        "Token 2: the roll's signature is false."
        in failed(cases.files(held, tokens=content))["tokens"]
    )


def test_a_later_ballot_put_under_a_voters_token_by_another_is_named():
    held, content = signed_votes()
    held.cast([2], bytes.fromhex(content["tokens"][0]["token"]), counter=2)
    assert failed(cases.files(held, tokens=content)) == {
        "tokens": ["Row 4 of the board was not signed by the holder of its token."]
    }
    other = {"row": 4, "signature": content["ballots"][0]["signature"]}
    content["ballots"].append(other)
    assert failed(cases.files(held, tokens=content))


def test_a_second_key_on_the_platforms_machine_is_said_and_proves_less():
    held, content = signed_votes()
    content["scrutineer_key_held"] = "platform"
    words = verified(cases.files(held, tokens=content))["tokens"].words
    assert "Both keys lay on the platform's machine" in words and "does not show" in words


def test_signatures_of_the_scrutineers_own_machine_are_held_against_marks_and_tokens():
    held, content = signed_votes()

    def marked(roll):
        roll["marked"] = {"online": 4, "sealed": 4, "paper": 0}

    def said(signed: int):
        given = cases.files(held, tokens=content | {"scrutineer_signed": signed})
        return cases.changed(given, f"{CONTEST}/roll.json", marked)

    words = verified(said(3))["tokens"].words
    assert "own machine gave 3 signatures; 4 names were marked" in words
    assert "names of people who did not vote" in words
    assert failed(said(2))["tokens"] == [
        "3 tokens voted, the scrutineer's machine gave 2 signatures."
    ]
    assert failed(said(5))["tokens"] == [
        "The scrutineer's machine gave 5 signatures, 4 names are marked."
    ]


def test_votes_under_signed_tokens_without_their_file_are_a_failure():
    held, _ = signed_votes()
    assert failed(cases.files(held)) == {
        "tokens": ["Votes were cast under tokens signed blind, and tokens.json is missing."]
    }


def test_more_assisted_voters_than_names_marked_for_it_are_named():
    held, content = signed_votes()
    given = cases.files(held, tokens=content)

    def all_marked_assisted(roll):
        roll["marked"] = {"online": 3, "sealed": 2, "paper": 0}

    assert failed(cases.changed(given, f"{CONTEST}/roll.json", all_marked_assisted)) == {
        "votes": ["3 sealed voters on the board, 2 names marked."]
    }


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not a readable zip"),
        (b"PK\x03\x04 and more", "not a readable zip"),
    ],
)
def test_what_is_no_zip_is_refused(content, words):
    with pytest.raises(BadArchive, match=words):
        archive.unpacked(content)


def test_a_zip_that_would_fill_the_memory_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as opened:
        for number in range(archive.MOST_FILES + 1):
            opened.writestr(f"{number}.json", b"")
    with pytest.raises(BadArchive, match="larger than any election"):
        archive.unpacked(target.getvalue())


@pytest.mark.parametrize("name", ["../roll.json", "a/../../roll.json", "/roll.json"])
def test_a_file_that_leads_out_of_the_archive_is_refused(name):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as opened:
        opened.writestr(name, b"{}")
    with pytest.raises(BadArchive, match="leads out of the archive"):
        archive.unpacked(target.getvalue())


def test_an_entry_that_hides_its_size_is_refused_and_not_unpacked():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("index.json", b"0" * 50_000_000)
    lying = target.getvalue().replace((50_000_000).to_bytes(4, "little"), (9).to_bytes(4, "little"))
    tracemalloc.start()
    with pytest.raises(BadArchive, match="not a readable zip"):
        archive.unpacked(lying)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 10_000_000


@pytest.mark.parametrize(
    ("index", "words"),
    [
        (b"{}", "does not name an election archive"),
        (b"[" * 100_000, "cannot be read as JSON"),
        (b'{"format": 1.5}', "1.5 is not a whole number"),
        (b'{"format": NaN}', "NaN is not a whole number"),
        (b'{"version": 1, "version": 1}', "stands twice"),
        (b"[]", "does not hold an object"),
    ],
)
def test_what_is_no_archive_is_refused(index, words):
    with pytest.raises(BadArchive, match=words):
        verification.verify({"archive.json": index})


def test_another_version_and_an_unknown_contest_are_refused():
    newer = cases.changed(published(), "archive.json", lambda c: c.update(version=2))
    with pytest.raises(BadArchive, match="version 2, this program reads 1"):
        verification.verify(newer)
    with pytest.raises(BadArchive, match="no contest users; the archive has staff"):
        verification.verify(published(), {"users": []})


@pytest.mark.parametrize("name", sorted(published()))
def test_a_file_of_nonsense_fails_its_checks_and_never_crashes(name):
    if name == "archive.json":
        return
    for nonsense in (b"", b"[]", b'{"rows": 3, "steps": null, "papers": [1], "leaves": {}}'):
        assert "files" in failed(dict(published()) | {name: nonsense})


def test_receipts_and_heads_are_the_boards_own():
    rows = json.loads(published()[BOARD])["rows"]
    receipts = [Receipt(n, bytes.fromhex(row["head"])) for n, row in enumerate(rows, 1)]
    assert failed(published(), {CONTEST: receipts}) == {}
    assert board.forks([each.head for each in receipts], [Receipt(41, receipts[0].head)])


def test_a_stage_table_that_does_not_add_up_is_found_although_no_paper_is_published():
    honest = cases.files(cases.cast_votes(6), papers=False)

    def more(content):
        votes = content["result"]["stages"][0]["votes"]
        votes["1"] = str(int(votes["1"]) + 1)

    assert failed(honest) == {}
    assert failed(cases.changed(honest, COUNT, more)) == {
        "figures": ["The votes of stage 1 add up to 7, not to the 6 valid papers."]
    }
