"""Lines of a finance system's extract as rows ready to record."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import IO

from mutualise.evidence.ingest.problems import LineReader, Problem
from mutualise.evidence.ingest.tables import read_stream
from mutualise.programme.rules.money import NotMoney, pence_of
from mutualise.programme.rules.reconciliation import Entry

COLUMNS = {"extract": ["reference", "date", "payee", "amount"]}


class ExtractRefused(Exception):
    """One or more lines are wrong; `problems` names row, column, value and remedy of each."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(f"{len(problems)} problems")


def paid_on(text: str) -> date:
    """A day as finance systems write it: 2026-10-31, or 31/10/2026 with the day first. Raises ValueError.

    >>> paid_on("3/4/2026") == paid_on("2026-04-03")
    True
    """
    british = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text)
    try:
        if british:
            day, month, year = map(int, british.groups())
            return date(year, month, day)
        return date.fromisoformat(text)
    except ValueError:
        said = "Write it as in 31/10/2026, the day first, or 2026-10-31."
        raise ValueError(f"“{text[:20]}” is not a date. {said}") from None


def amount(text: str) -> int:
    """Pence of an amount; in brackets, or with its minus sign behind it, it was paid back. Raises NotMoney.

    >>> amount("£1,234.50"), amount("(1,234.50)"), amount("5.00-")
    (123450, -123450, -500)
    """
    plain = text.replace("−", "-")
    taken = re.fullmatch(r"\((.*)\)|(.*\d)-", plain, re.DOTALL)
    if taken is None:
        return pence_of(plain)
    inner = (taken[1] or taken[2] or "").strip()
    if inner.startswith("-"):
        # Some systems write both marks; read as two, a refund would be a payment.
        raise NotMoney(f"“{text[:30]}” is negative twice. Write a refund as in -50.00 or (50.00).")
    return -pence_of(inner)


def read(stream: IO[bytes], name: str) -> tuple[str, list[Entry]]:
    """The digest of an extract and its lines. Raises BadFile or ExtractRefused."""
    content = stream.read()
    stream.seek(0)
    entries, problems = [], []
    for table in read_stream(stream, name, COLUMNS):
        for line in table.lines:
            reader = LineReader(line)
            reference = reader.text("reference", most=60, needed=True)
            on = reader.read("date", paid_on, needed=True)
            payee = reader.text("payee", most=200)
            pence = reader.read("amount", amount, needed=True)
            problems += reader.problems
            if on is not None and pence is not None and not reader.problems:
                entries.append(Entry(line.row, reference, on, pence, payee))
    if not entries and not problems:
        problems = [Problem(name, 0, "", "has no payment under its header. Export it again.")]
    if problems:
        raise ExtractRefused(problems)
    return hashlib.sha256(content).hexdigest(), entries
