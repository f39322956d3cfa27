"""Who voted and what was voted cannot be joined by any order that the stores keep."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3

import pytest

from tests.faults.conftest import run

ON_SQLITE = not os.environ.get("DATABASE_URL", "").startswith("postgres")


def test_no_order_of_the_stores_tells_whose_ballot_is_whose(own_database):
    found = json.loads(run(own_database, "-m", "tests.faults.insider_deeds").splitlines()[-1])
    # Five standard deviations of a blind guess, 1/sqrt(12 n), and as many pairs as a shuffled
    # list has more than once in a million times: a fault is seen, chance is not.
    chance, pairs = 5 / (12 * found["voters"]) ** 0.5, 9
    for when in ("during", "after"):
        assert any(name.startswith("governance_rollmark") for name in found[when]), "nothing tried"
        assert len(found[when]) > 10
        told = {
            name: each
            for name, each in found[when].items()
            if abs(each[0] - 0.5) > chance or each[1] > pairs
        }
        assert told == {}, when
    assert found["trail"] == 1, "one line for the reminder and none for a vote"
    assert found["names_in_log"] == []
    assert found["wal"] == 0, "the log of changes has every mark in its order"
    assert found["rows"] == {"transactions": 1, "out_of_order": 0}


@pytest.mark.skipif(not ON_SQLITE, reason="the pages of a file are SQLite's")
def test_the_file_is_the_same_whichever_the_order_of_the_marks(own_database, tmp_path):
    """No byte of the pages has the order: two orders leave one and the same file."""
    first = own_database["DATABASE_URL"].removeprefix("sqlite:///")
    run(own_database, "-m", "tests.faults.mark_deeds", "freeze")
    other = str(tmp_path / "other.sqlite3")
    shutil.copyfile(first, other)
    for file, order in ((first, "forward"), (other, "shuffled")):
        run(own_database | {"DATABASE_URL": f"sqlite:///{file}"},
            "-m", "tests.faults.mark_deeds", order)  # fmt: skip
    pages = [content(file) for file in (first, other)]
    assert pages[0] == pages[1]
    with sqlite3.connect(first) as read:
        kinds = "SELECT kind, count(*) FROM governance_rollmark GROUP BY kind ORDER BY kind"
        assert read.execute(kinds).fetchall() == [("-", 100), ("A", 67), ("B", 67), ("P", 66)]


def content(file: str) -> bytes:
    """The whole database file but the counters of changes in its first page."""
    with open(file, "rb") as read:
        found = bytearray(read.read())
    # "File change counter" and "version valid for", https://www.sqlite.org/fileformat.html 1.3.
    found[24:28] = found[92:96] = b"\0" * 4
    return bytes(found)
