"""Counts against official stage tables and tables of other counters (data/ballots/PROVENANCE.md)."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from mutualise.governance.rules import counting

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
