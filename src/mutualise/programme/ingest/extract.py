"""Lines of a finance system's extract as rows ready to record."""

from __future__ import annotations

import hashlib
from typing import IO

from mutualise.evidence.ingest.problems import LineReader, Problem
from mutualise.evidence.ingest.rows import iso_day
from mutualise.evidence.ingest.tables import read_stream
from mutualise.programme.rules.money import pence_of
from mutualise.programme.rules.reconciliation import Entry

COLUMNS = {"extract": ["reference", "date", "payee", "amount"]}


class ExtractRefused(Exception):
    """One or more lines are wrong; `problems` names row, column, value and remedy of each."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(f"{len(problems)} problems")


def read(stream: IO[bytes], name: str) -> tuple[str, list[Entry]]:
    """The digest of an extract and its lines. Raises BadFile or ExtractRefused."""
    content = stream.read()
    stream.seek(0)
    entries, problems = [], []
    for table in read_stream(stream, name, COLUMNS):
        for line in table.lines:
            reader = LineReader(line)
            reference = reader.text("reference", most=60, needed=True)
            on = reader.read("date", iso_day, needed=True)
            payee = reader.text("payee", most=200)
            pence = reader.read("amount", pence_of, needed=True)
            problems += reader.problems
            if on is not None and pence is not None and not reader.problems:
                entries.append(Entry(line.row, reference, on, pence, payee))
    if not entries and not problems:
        problems = [Problem(name, 0, "", "has no payment under its header. Export it again.")]
    if problems:
        raise ExtractRefused(problems)
    return hashlib.sha256(content).hexdigest(), entries
