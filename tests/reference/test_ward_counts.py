"""Counts against official stage tables and tables of other counters (data/ballots/PROVENANCE.md)."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from mutualise.governance.rules import counting
from mutualise.governance.rules.counting.lots import Script

BALLOTS = Path(__file__).resolve().parents[2] / "data/ballots"
WARDS = sorted(path.stem for path in (BALLOTS / "wards").glob("*.json"))
TIES = sorted(path.stem for path in (BALLOTS / "ties").glob("*.json"))


def ballots(folder: str, name: str) -> tuple[counting.Poll, dict]:
    file = BALLOTS / folder / f"{name}.blt"
    told = json.loads(file.with_suffix(".json").read_text())
    return counting.read(file.read_bytes(), file.name), told


def official_action(action: str) -> str:
    word, _, who = action.partition(" ")
    return {"first": "first preferences", "surplus": f"surplus of {who}"}.get(
        word, f"exclusion of {who}"
    )


def reconciles(shown: dict) -> bool:
    return all(
        sum(map(Decimal, stage["votes"].values())) + Decimal(stage["non_transferable"])
        == shown["valid"]
        for stage in shown["stages"]
    )


def test_the_wards_are_there():
    assert len(WARDS) == 30
    assert len(TIES) == 13


@pytest.mark.parametrize("ward", WARDS)
def test_a_ward_equals_its_official_stage_table(ward):
    poll, told = ballots("wards", ward)
    official = told["official"]
    done = counting.count(poll, "scottish")
    shown = done.as_json()
    assert Decimal(shown["quota"]) == official["quota"]
    assert sorted(done.elected) == sorted(official["elected"])
    assert [stage["action"] for stage in shown["stages"]] == [
        official_action(stage["action"]) for stage in official["stages"]
    ]
    for ours, theirs in zip(shown["stages"], official["stages"], strict=True):
        for number, published in enumerate(theirs["votes"], start=1):
            votes, published = Decimal(ours["votes"][str(number)]), Decimal(published)
            # Some cells are published with fewer decimals.
            assert votes.quantize(published) == published, (ours["number"], number)
    assert reconciles(shown)
    assert done.exact.agrees


@pytest.mark.parametrize("ward", WARDS)
def test_a_ward_by_ers97_equals_the_stored_stages(ward):
    poll, told = ballots("wards", ward)
    stored = told["other_rules"]["ers97"]
    done = counting.count(poll, "ers97")
    assert sorted(done.elected) == stored["elected"]
    assert [" ".join([s.kind, ",".join(map(str, s.subjects))]).strip() for s in done.stages] == [
        stage["action"] for stage in stored["stages"]
    ]
    for ours, theirs in zip(done.stages, stored["stages"], strict=True):
        if ours is done.stages[-1] and list(ours.votes.values()) != theirs["votes_hundredths"]:
            # 5.5.2: the places were full in the middle of an exclusion; the stored table goes on.
            assert ours.kind == "exclude"
            assert len(done.elected) == poll.seats
            assert any(ours.votes[each] for each in ours.subjects)
            continue
        assert list(ours.votes.values()) == theirs["votes_hundredths"]
        assert ours.non_transferable == theirs["nontransferable_hundredths"]
        assert ours.quota == theirs["quota_hundredths"]
    assert reconciles(done.as_json())
    assert done.exact.agrees


@pytest.mark.parametrize("ward", WARDS)
def test_a_ward_by_meek_equals_every_stored_round(ward):
    poll, told = ballots("wards", ward)
    stored = told["other_rules"]["meek_prf"]
    done = counting.count(poll, "meek")
    shown = done.as_json()
    assert sorted(done.elected) == sorted(stored["elected"])
    compared = 0
    for entry in stored["rounds"]:
        full = entry["states"].count("elected") == poll.seats
        if full and entry["event"] == "defeat":
            continue  # the formal defeat of the others, after the count
        ours = shown["stages"][entry["round"] - 1]
        assert list(ours["votes"].values()) == entry["votes"]
        assert list(ours["keep"].values()) == entry["keep"]
        assert ours["quota"] == entry["quota"]
        compared += 1
    assert compared
    assert len(shown["stages"]) == stored["rounds"][-1]["round"]
    assert reconciles(shown)


@pytest.mark.parametrize("ward", WARDS)
def test_a_ward_by_the_northern_ireland_rule_has_the_stored_winners(ward):
    poll, told = ballots("wards", ward)
    done = counting.count(poll, "ni")
    assert sorted(done.elected) == told["other_rules"]["ni"]["elected"]
    assert reconciles(done.as_json())
    assert done.exact.agrees


@pytest.mark.parametrize("case", TIES)
def test_a_tie_is_parted_as_stored(case):
    poll, told = ballots("ties", case)
    answers = [chosen for _, chosen, how in (tie[-3:] for tie in told["ties"]) if how == "LOT"]
    done = counting.count(poll, told["rule"], Script(tuple(answers)))
    if told["elected"] is not None:
        assert sorted(done.elected) == told["elected"]
        assert counting.count(poll, told["rule"]).elected == done.elected  # no lot was needed
    else:
        with pytest.raises(counting.LotNeeded):
            counting.count(poll, told["rule"])
    ours = [(list(tie.tied), tie.chosen, tie.settled) for tie in done.ties]
    theirs = [(tied, chosen, how.lower()) for tied, chosen, how in (t[-3:] for t in told["ties"])]
    assert ours == theirs
