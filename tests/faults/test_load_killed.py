"""A load killed half-way leaves the data as it was."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mutualise.evidence.ingest.rows import COLUMNS

ROOT = Path(__file__).resolve().parents[2]
ROWS = 40_000


def command(*arguments: str) -> list[str]:
    return [str(Path(sys.executable).with_name("mutualise")), *arguments]


@pytest.mark.skipif(
    os.environ.get("DATABASE_URL", "").startswith("postgres"),
    reason="the killed process has a SQLite file of its own",
)
def test_load_killed_half_way_changes_nothing(tmp_path, own_database):
    env, database = own_database, Path(own_database["DATABASE_URL"].removeprefix("sqlite:///"))
    loading = command("load", str(ROOT / "data/register"))
    subprocess.run(loading, env=env, check=True, capture_output=True, cwd=ROOT)
    before = rows_in(database)
    file = tmp_path / "observations.csv"
    with file.open("w") as opened:
        opened.write(",".join(COLUMNS["observations"]) + "\n")
        for number in range(ROWS):
            opened.write(
                f"bit,visits,=,{number},count,2014,england,OBSERVED,,,,bbc-26030205,,n{number}\n"
            )
    process = subprocess.Popen(
        command("load", str(file)),
        env=env,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    # Rows are being written once the write-ahead log has grown.
    log = database.with_name(database.name + "-wal")
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        if log.exists() and log.stat().st_size > 1_000_000:
            break
        time.sleep(0.005)
    assert process.poll() is None, "the load ended before it could be killed"
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert rows_in(database) == before


def rows_in(database: Path) -> tuple[int, int]:
    with sqlite3.connect(database) as connection:
        return tuple(
            connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]
            for table in ("evidence_observation", "accounts_auditentry")
        )
