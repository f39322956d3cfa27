"""The real ballots and tie cases of data/ballots, read by the tests of the second engine alone."""

import json
from pathlib import Path

DATA = Path(__file__).resolve().parents[3] / "data" / "ballots"
WARDS = sorted(path.stem for path in (DATA / "wards").glob("*.blt"))
TIES = sorted(path.stem for path in (DATA / "ties").glob("*.blt"))


def election(path):
    """Candidates, seats and papers of a BLT file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    candidates, seats = map(int, lines[0].split())
    papers = []
    for line in lines[1:]:
        words = [int(word) for word in line.split()]
        if words == [0]:
            break
        papers.append((words[0], tuple(words[1:-1])))
    return candidates, seats, papers


def ward(name):
    """A ward's election and what is known of its result."""
    path = DATA / "wards" / f"{name}.blt"
    return election(path), json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


def tie(name):
    """A tie case and what is known of it."""
    path = DATA / "ties" / f"{name}.blt"
    return election(path), json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
