"""A load killed half-way leaves the data as it was."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from mutualise.evidence.ingest.rows import COLUMNS

ROOT = Path(__file__).resolve().parents[2]
ROWS = 40_000


def command(*arguments: str) -> list[str]:
    return [str(Path(sys.executable).with_name("mutualise")), *arguments]


def test_load_killed_half_way_changes_nothing(tmp_path, own_database):
    env, address = own_database, own_database["DATABASE_URL"]
    loading = command("load", str(ROOT / "data/register"))
    subprocess.run(loading, env=env, check=True, capture_output=True, cwd=ROOT)
    before, written = rows_in(address), bytes_written(address)
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
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        if bytes_written(address) > written + 1_000_000:
            break
        time.sleep(0.005)
    assert process.poll() is None, "the load ended before it could be killed"
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert rows_in(address) == before


def rows_in(address: str) -> tuple[int, ...]:
    tables = ("evidence_observation", "accounts_auditentry")
    return tuple(number(address, f"SELECT COUNT(*) FROM {table}") for table in tables)


def bytes_written(address: str) -> int:
    """How much of rows not yet committed is on disk: of SQLite the write-ahead log, of PostgreSQL
    the table, which grows before anybody else sees its rows."""
    if address.startswith("postgres"):
        return number(address, "SELECT pg_relation_size('evidence_observation')")
    log = Path(address.removeprefix("sqlite:///") + "-wal")
    return log.stat().st_size if log.exists() else 0


def number(address: str, question: str) -> int:
    if address.startswith("postgres"):
        import psycopg

        with psycopg.connect(address) as server:
            return server.execute(question).fetchone()[0]
    with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as file:
        return file.execute(question).fetchone()[0]
