"""The ceiling holds when many people award at once, and when the process dies at any statement."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.faults.conftest import ROOT, run

PROCESSES = 4


@pytest.mark.parametrize(("cases", "times", "room"), [(100, 10, 1), (120, 1, 37)])
def test_awards_at_once_against_the_last_pounds(own_database, cases, times, room):
    run(own_database, "-m", "tests.faults.ledger_deeds", "prepare", str(cases), str(room * 100))
    deed = [sys.executable, "-m", "tests.faults.ledger_deeds", "race"]
    racing = [
        subprocess.Popen(
            [*deed, str(part), str(PROCESSES), str(times)],
            env=own_database, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for part in range(PROCESSES)
    ]  # fmt: skip
    ended = [process.communicate() for process in racing]
    assert [process.returncode for process in racing] == [0] * PROCESSES, ended
    assert sum(int(out) for out, _ in ended) == room


@pytest.mark.parametrize(
    ("verb", "least"), [("killed", 40), ("others_killed", 20)], ids=["award-owe-pay", "every-other"]
)
def test_a_process_killed_at_any_statement_loses_and_doubles_nothing(own_database, verb, least):
    run(own_database, "-m", "tests.faults.ledger_deeds", "prepare", "150", "900000")
    kills, ended = run(own_database, "-m", "tests.faults.ledger_deeds", verb).split(maxsplit=1)
    assert int(kills) > least, "ended before it was killed often enough to prove anything"
    assert ended.strip() == "ended", "not every statement of the deeds was tried"
