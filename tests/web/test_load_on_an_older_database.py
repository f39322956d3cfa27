"""A load is refused before it records anything when the database's tables are older."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_a_load_on_a_database_that_was_not_migrated_says_so_and_records_nothing(tmp_path):
    database = tmp_path / "older.sqlite3"
    done = subprocess.run(
        [Path(sys.executable).with_name("mutualise"), "load", "data/register"],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env=os.environ | {
            "DATABASE_URL": f"sqlite:///{database}", "MUTUALISE_VAR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "mutualise.settings.local",
        },
    )  # fmt: skip
    told = " ".join(done.stderr.split())
    assert done.returncode == 2, told
    assert "older than this version" in told and "mutualise migrate" in told
    with sqlite3.connect(database) as connection:
        assert connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone() == (0,)
