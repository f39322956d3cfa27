"""Processes that write to one SQLite file wait in a row, and a killed one holds up nobody."""

from __future__ import annotations

import subprocess
import sys
from threading import Event, Thread
from types import SimpleNamespace

import pytest

from mutualise.chronicle import turns

HOLDER = """
import fcntl, sys, time
queue = open(sys.argv[1], "a")
fcntl.flock(queue, fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def database(tmp_path, monkeypatch):
    file = tmp_path / "row.sqlite3"
    file.touch()
    named = SimpleNamespace(vendor="sqlite", settings_dict={"NAME": file})
    monkeypatch.setattr(turns, "connection", named)
    yield file
    turns._queue.cache_clear()


def test_the_turn_of_a_killed_process_passes_to_whoever_waits(database):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, f"{database}-turn"], stdout=subprocess.PIPE
    )
    assert holder.stdout.readline() == b"held\n"
    had = Event()

    def wait() -> None:
        with turns.turn():
            had.set()

    waiting = Thread(target=wait)
    waiting.start()
    assert not had.wait(0.3), "the turn was another's"
    holder.kill()
    holder.wait()
    assert had.wait(20)
    waiting.join()


def test_a_turn_is_given_back(database):
    for _ in range(2):
        with turns.turn():
            pass
    beside = subprocess.run(
        [sys.executable, "-c", HOLDER.replace("time.sleep(60)", ""), f"{database}-turn"],
        capture_output=True, timeout=20, check=True,
    )  # fmt: skip
    assert beside.stdout == b"held\n"


def test_votes_are_taken_where_the_file_to_wait_at_cannot_be_opened(database, caplog):
    database.with_name(f"{database.name}-turn").mkdir()
    entered = False
    with turns.turn():
        entered = True
    assert entered and "do not wait in a row" in caplog.text
