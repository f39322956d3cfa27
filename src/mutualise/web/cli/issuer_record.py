"""What the scrutineer's signing machine keeps of each name: for which blinded message it signed.

A row for every name lies there from the start, in the order of the leaves, and is written over once
in its place. So the file has no order of voters: beside the public board that order would join names
to sealed ballots (decision 0041). Nothing is signed before the row is on the disk.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock

from mutualise.governance.rules.ballot_box.canonical import digest

BLANK = bytes(32)
TABLES = """
CREATE TABLE name (box TEXT NOT NULL, leaf BLOB NOT NULL, blinded_sha256 BLOB NOT NULL, PRIMARY KEY (box, leaf));
CREATE TABLE ended (once INTEGER PRIMARY KEY CHECK (once = 1));
CREATE TRIGGER name_written_once BEFORE UPDATE ON name WHEN OLD.blinded_sha256 <> zeroblob(32)
BEGIN SELECT RAISE(ABORT, 'a name is used once'); END;
CREATE TRIGGER name_same BEFORE UPDATE ON name WHEN OLD.box <> NEW.box OR OLD.leaf <> NEW.leaf
BEGIN SELECT RAISE(ABORT, 'a name is used once'); END;
CREATE TRIGGER name_stays BEFORE DELETE ON name BEGIN SELECT RAISE(ABORT, 'a name stays'); END;
CREATE TRIGGER ended_stays BEFORE DELETE ON ended BEGIN SELECT RAISE(ABORT, 'an end stays'); END;
"""


class NotRecorded(Exception):
    """A name that is given no signature; the message says why, `status` is the answer's."""

    def __init__(self, words: str, status: int) -> None:
        self.status = status
        super().__init__(words)


class Record:
    """The record in a file of its own; several threads may use it, and another process may end it."""

    def __init__(self, file: Path) -> None:
        self._lock = Lock()
        self._base = sqlite3.connect(
            file, isolation_level=None, check_same_thread=False, timeout=30
        )
        # No log of changes, which would have the order; a commit is on the disk when it returns.
        for setting in ("journal_mode=TRUNCATE", "synchronous=EXTRA", "secure_delete=ON"):
            self._base.execute(f"PRAGMA {setting}")

    def close(self) -> None:
        """Let the file go."""
        self._base.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield self._base
            except BaseException:
                self._base.execute("ROLLBACK")
                raise
            self._base.execute("COMMIT")

    def begin(self, rolls: Mapping[str, Sequence[bytes]]) -> None:
        """A blank row for each name; the same roll again changes nothing. Raises NotRecorded for another."""
        wanted = [(box, leaf) for box, leaves in sorted(rolls.items()) for leaf in sorted(leaves)]
        with self._writing() as base:
            if base.execute("SELECT 1 FROM sqlite_master WHERE name = 'name'").fetchone() is None:
                for statement in TABLES.replace("\nBEGIN", " BEGIN").splitlines():
                    if statement:
                        base.execute(statement)
                base.executemany("INSERT INTO name VALUES (?, ?, zeroblob(32))", wanted)
            had = base.execute("SELECT box, leaf FROM name ORDER BY box, leaf").fetchall()
        if [(box, bytes(leaf)) for box, leaf in had] != wanted:
            raise NotRecorded("The record was begun with another roll. Use the roll of then.", 409)

    def use(self, box: str, leaf: bytes, blinded: bytes) -> None:
        """Record, on the disk, that a name is used for a blinded message; the same again is good.

        Raises NotRecorded: the poll was ended (410), no such name (404), another message (409).
        """
        asked, at = digest(blinded), (box, leaf)
        with self._writing() as base:
            if base.execute("SELECT 1 FROM ended").fetchone():
                raise NotRecorded("The scrutineer has ended the poll here.", 410)
            row = base.execute(
                "SELECT blinded_sha256 FROM name WHERE box = ? AND leaf = ?", at
            ).fetchone()
            if row is None:
                raise NotRecorded("This name is not on the frozen roll.", 404)
            if bytes(row[0]) not in (BLANK, asked):
                raise NotRecorded("This name was used for another blinded message.", 409)
            if bytes(row[0]) == BLANK:
                base.execute(
                    "UPDATE name SET blinded_sha256 = ? WHERE box = ? AND leaf = ?", (asked, *at)
                )

    def end(self) -> None:
        """From now on nothing is signed; it cannot be taken back."""
        with self._writing() as base:
            base.execute("INSERT OR IGNORE INTO ended VALUES (1)")

    def used(self) -> dict[str, int]:
        """How many names of each contest were used."""
        rows = self._base.execute(
            "SELECT box, sum(blinded_sha256 <> zeroblob(32)) FROM name GROUP BY box ORDER BY box"
        )
        with closing(rows):
            return {box: int(number) for box, number in rows}
