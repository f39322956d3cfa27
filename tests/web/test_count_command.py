"""`mutualise count` as a person and as a program use it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mutualise.governance.rules.counting import ers97
from mutualise.web.cli.commands import app

BALLOTS = Path(__file__).resolve().parents[2] / "data/ballots"
WARD = str(BALLOTS / "wards/aberdeenshire_2017_ward9.blt")
TIE = str(BALLOTS / "ties/scot_lot_2.blt")


def run(*words):
    return CliRunner().invoke(app, ["count", *words])


def test_a_ward_as_json():
    done = run(WARD, "--rule", "scottish", "--json")
    shown = json.loads(done.stdout)
    assert done.exit_code == 0
    assert (shown["elected"], shown["quota"]) == ([4, 1, 5, 2], "1104.00000")
    stage = shown["stages"][1]
    assert (stage["number"], stage["action"]) == (2, "surplus of 4")
    assert stage["votes"]["1"] == "1703.86149"
    assert stage["elected"] == [1]


def test_a_ward_in_words_with_its_arithmetic():
    text = " ".join(run(WARD).stdout.split())
    assert "The quota is 1,104: 5,515 ÷ (4 + 1), fraction dropped, plus 1." in text
    assert "goes on at 0.51107: 1,154 ÷ 2,258, cut to five decimals." in text
    assert "receives 616.86149 (1,207 × 0.51107)" in text
    assert "in exact fractions, elects the same people" in text


@pytest.mark.parametrize("rule", ["ers97", "ni", "meek", "plurality", "approval"])
def test_every_rule_explains_itself(rule):
    done = run(WARD, "--rule", rule)
    assert done.exit_code == 0
    assert "Elected, in this order" in done.stdout


def test_what_if_is_never_the_result():
    shown = json.loads(run(WARD, "--what-if", "--json").stdout)
    assert shown["elected"] == [4, 1, 5, 2]
    assert sorted(shown["what_if_not_the_result"]["ers97"]) == [1, 3, 4, 5]
    assert "NOT the result" in run(WARD, "--what-if").stdout


def test_what_if_another_rule_keeps_the_reservation_and_tells_what_it_cannot_count(monkeypatch):
    reserved = (WARD, "--what-if", "--require", "night worker: at least 1 of 3")
    shown = json.loads(run(*reserved, "--json").stdout)["what_if_not_the_result"]
    assert all(3 in elected for elected in shown.values())
    monkeypatch.setattr(ers97, "_quota", lambda *_, **__: 1 // 0)
    assert "What if ers97: not counted. Its program stopped" in run(*reserved).stdout


def test_a_lot_that_nobody_drew():
    done = run(TIE)
    assert done.exit_code == 1
    text = " ".join(done.stdout.split())
    assert "C1 (1) and C2 (2) and C5 (5) have been equal throughout" in text
    assert "The lot does not change who is elected: 6 counts" in text
    shown = json.loads(run(TIE, "--json").stdout)
    assert shown["needs_lot"] == {"stage": 2, "purpose": "surplus", "tied": [1, 2, 5]}
    assert shown["branches"]["complete"] and not shown["branches"]["matters"]


def test_a_lot_by_hand_and_by_seed():
    by_hand = json.loads(run(TIE, "--lot", "5,2", "--json").stdout)
    assert [tie["chosen"] for tie in by_hand["ties"]] == [5, 2]
    assert by_hand["lots"]["branches"]["counted"] == 6
    assert run(TIE, "--seed", "closing board").exit_code == 0


def test_a_constraint():
    done = run(WARD, "--require", "new face: at least 1 of 3", "--json")
    assert 3 in json.loads(done.stdout)["elected"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((WARD, "--rule", "borda"), "is not a counting rule"),
        ((WARD, "--lot", "9"), "Write candidate numbers from 1 to 5"),
        ((WARD, "--lot", "1", "--seed", "x"), "not both"),
        ((WARD, "--require", "nobody: at least 2 of 3"), "No way of filling"),
        ((WARD, "--rule", "plurality", "--require", "a: at least 1 of 3"), "with transfers only"),
        (("absent.blt",), "cannot be read"),
        ((str(BALLOTS / "PROVENANCE.md"),), "The first line holds"),
    ],
)
def test_bad_input_is_refused_with_status_2(words, says):
    done = run(*words)
    assert done.exit_code == 2
    assert says in " ".join(done.output.split())
