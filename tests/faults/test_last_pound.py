"""The ceiling holds when many people award at once, and when the process dies at any statement."""

from __future__ import annotations

import subprocess
import sys

from tests.faults.conftest import ROOT, run

ATTEMPTS, ROOM, PROCESSES = 1_000, 137, 4


def test_a_thousand_awards_at_once_against_the_last_pounds(own_database):
    run(own_database, "-m", "tests.faults.ledger_deeds", "prepare", str(ATTEMPTS), str(ROOM * 100))
    racing = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.faults.ledger_deeds", "race", str(part), str(PROCESSES)],
            env=own_database, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for part in range(PROCESSES)
    ]  # fmt: skip
    ended = [process.communicate() for process in racing]
    assert [process.returncode for process in racing] == [0] * PROCESSES, ended
    assert sum(int(out) for out, _ in ended) == ROOM


def test_a_process_killed_at_any_statement_loses_and_doubles_nothing(own_database):
    run(own_database, "-m", "tests.faults.ledger_deeds", "prepare", "150", "150000")
    kills = int(run(own_database, "-m", "tests.faults.ledger_deeds", "killed"))
    assert kills > 40, "the deeds ended before they were killed often enough to prove anything"
