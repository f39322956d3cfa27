"""Deeds after a notice: what can be wrong with them although their chain was made anew."""

from __future__ import annotations

import copy

import pytest

from mutualise.governance.rules.ballot_box.canonical import as_bytes
from mutualise.governance.rules.ballot_box.checks import run
from mutualise.governance.rules.ballot_box.checks_deeds import check_deeds
from mutualise.governance.rules.ballot_box.deeds import chained

NOTICE = as_bytes(
    {"days": {"notice_on": "2026-03-01", "opens_on": "2026-04-01", "closes_on": "2026-04-20"}}
)
HEADS = [f"{number}" * 64 for number in range(5)]
DEEDS = [
    {"deed": "extend", "on": "2026-04-18", "from": "2026-04-20", "until": "2026-04-27",
     "words": "Post was late.", "boards": {"nurses": [2, HEADS[2]], "others": [0, HEADS[0]]}},
    {"deed": "extend", "on": "2026-04-27", "from": "2026-04-27", "until": "2026-05-04",
     "words": "Later still.", "boards": {"nurses": [3, HEADS[3]], "others": [1, HEADS[1]]}},
    {"deed": "void", "on": "2026-05-20", "words": "A court set it aside."},
]  # fmt: skip


def archive(deeds):
    board = {"opening_head": HEADS[0], "rows": [{"head": head} for head in HEADS[1:]]}
    return {
        "notice.json": NOTICE,
        "archive.json": as_bytes({"contests": ["nurses", "others"]}),
        "nurses/board.json": as_bytes(board), "others/board.json": as_bytes(board),
        "deeds.json": as_bytes({"deeds": chained(NOTICE, deeds)}),
    }  # fmt: skip


def checked(deeds, kept=()):
    return run("deeds", "", lambda: check_deeds(archive(deeds), kept))


def test_deeds_that_can_have_happened_pass():
    found = checked(DEEDS)
    assert (found.outcome.value, found.faults) == ("passed", ())
    assert "extended the poll from 2026-04-20 to 2026-04-27" in found.words
    assert "DECLARED VOID on 2026-05-20" in found.words


def edit(number, **changes):
    def make(deeds):
        deeds[number].update(changes)

    return make


def boards(number, contest, entry):
    def make(deeds):
        if entry is None:
            del deeds[number]["boards"][contest]
        else:
            deeds[number]["boards"][contest] = entry

    return make


TAMPERED = {
    "an earlier day": (edit(1, on="2026-04-17"), "Deed 2 is of 2026-04-17, before 2026-04-18"),
    "before the poll": (edit(0, on="2026-03-02"), "the poll was open from 2026-04-01 to 2026-04-20"),
    "before the notice": (edit(0, on="2026-02-02"), "before 2026-03-01 of what came before"),
    "after the poll": (edit(1, on="2026-04-28"), "the poll was open from 2026-04-01 to 2026-04-27"),
    "another last day": (edit(1, **{"from": "2026-04-20"}), "until then it ended on 2026-04-27"),
    "no later day": (edit(1, until="2026-04-27"), "which is no later"),
    "no day": (edit(1, until="soon"), "not as the format says"),
    "an unknown deed": (edit(2, deed="shorten"), "“shorten”, which is no deed"),
    "void twice": (edit(1, deed="void"), "Deed 2 declares the election void, and deed 3 comes after"),
    "void before the last": (lambda deeds: deeds.insert(1, deeds.pop()), "and deed 3 comes after it"),
    "a board that shrank": (boards(1, "nurses", [1, HEADS[1]]), "had 1 entries, 2 at an earlier deed"),
    "a negative size": (boards(0, "nurses", [-1, HEADS[4]]), "so it never had -1"),
    "a size that is no number": (boards(0, "nurses", [True, HEADS[1]]), "so it never had True"),
    "more than the board has": (boards(1, "nurses", [5, HEADS[4]]), "has 4 entries, so it never had 5"),
    "another head": (boards(1, "nurses", [3, HEADS[2]]), "a head of nurses that is not on its board"),
    "an unknown contest": (boards(0, "clerks", [0, HEADS[0]]), "the contest clerks, which"),
    "a contest left out": (boards(1, "others", None), "does not say where the board of others stood"),
}  # fmt: skip


@pytest.mark.parametrize("what", TAMPERED)
def test_what_cannot_have_happened_is_found_in_a_chain_made_anew(what):
    change, said = TAMPERED[what]
    deeds = copy.deepcopy(DEEDS)
    change(deeds)
    found = checked(deeds)
    assert found.outcome.value == "failed"
    assert any(said in each for each in found.faults), found.faults


def test_a_deed_that_was_kept_and_is_left_out_is_found_also_where_no_deed_is_left():
    kept = [each["hash"] for each in chained(NOTICE, DEEDS)]
    assert checked(DEEDS, kept).outcome.value == "passed"
    assert f"No deed here has the hash {kept[1]}" in checked(DEEDS[:1], kept[:2]).faults[0]
    files = archive(DEEDS)
    del files["deeds.json"]
    assert "no archive can show" in check_deeds(files)[0]
    assert len(check_deeds(files, kept)[1]) == 3
