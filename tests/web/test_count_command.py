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
    assert (
        "The quota is 1,104: 5,515 divided by 5, which is one more than the places, without the fraction, plus 1."
        in text
    )
    assert "goes on at 0.51107, which is 1,154 divided by 2,258, cut to five decimals." in text
    assert (
        "Isobel Davidson receives 616.86149 votes, from 1,207 papers; John P Morgan 133.38927"
        in text
    )
    assert "287.60374 votes, from 497 papers at 0.35206 and 626 at 0.17992;" in text
    assert "in exact fractions, elects the same people" in text


@pytest.mark.parametrize("rule", ["scottish", "ers97", "ni", "meek"])
def test_the_explanation_reads_well_aloud(rule):
    """No sign, no bracket round a party, no abbreviation; the party once, where a candidate is first named."""
    text = run(WARD, "--rule", rule).stdout
    told = " ".join(text[text.index("Stage 1.") : text.index("Votes after each stage")].split())
    assert (
        "Gillian Owen, Conservative and Unionist Party, 2,258; Isobel Davidson, Liberal Democrat, 1,087;"
        in told
    )
    assert told.count("Conservative and Unionist Party") == 1
    for sign in ("(Con)", "(Conservative", "((", "÷", "×", " + "):
        assert sign not in told, sign
    assert "Elected, in this order: Gillian Owen, Isobel Davidson" in " ".join(text.split())


def test_two_candidates_of_one_name_keep_their_parties(tmp_path):
    ward = tmp_path / "ward.blt"
    names = ("Ann Gray (Labour (Lab))", "Ann Gray (Green (Gr))", "Bea Low (Independent (Ind))")
    ward.write_text(
        "3 1\n3 1 0\n2 2 0\n1 3 0\n0\n" + "".join(f'"{each}"\n' for each in (*names, "A ward"))
    )
    text = " ".join(run(str(ward)).stdout.split())
    assert "Ann Gray of Labour 3; Ann Gray of Green 2; Bea Low, Independent, 1." in text
    assert "Elected: Ann Gray of Labour." in text


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
