"""Lines of a payroll list as rows ready to compare."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import IO

from mutualise.evidence.ingest.problems import Line, LineReader, Problem
from mutualise.evidence.ingest.tables import read_stream
from mutualise.governance.rules.mobile import read_mobile
from mutualise.governance.rules.payroll import Paid

_ALWAYS = ["employee_number", "name", "email", "address", "constituency", "member"]
# A list without mobile numbers takes none away.
COLUMNS = {"payroll": _ALWAYS, "payroll with mobile numbers": [*_ALWAYS, "mobile"]}
YES_NO = ("yes", "no")
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class PayrollRefused(Exception):
    """One or more lines are wrong; `problems` names row, column, value and remedy of each."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(f"{len(problems)} problems")


def read(stream: IO[bytes], name: str, constituencies: Collection[str]) -> list[Paid]:
    """The lines of a payroll list, CSV or XLSX. Raises BadFile or PayrollRefused."""
    found: list[Paid] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for table in read_stream(stream, name, COLUMNS):
        for line in table.lines:
            paid, wrong = _line(line, constituencies)
            if paid.employee_number in seen:
                first = seen[paid.employee_number]
                said = f"“{paid.employee_number}” is in row {first} too. Leave one of them out."
                wrong.append(Problem(line.file, line.row, "employee_number", said))
            elif paid.employee_number:
                seen[paid.employee_number] = line.row
            found.append(paid)
            problems += wrong
    if not found:
        problems = [Problem(name, 0, "", "has nobody under its header. Export it again.")]
    if problems:
        raise PayrollRefused(problems)
    return found


def _line(line: Line, constituencies: Collection[str]) -> tuple[Paid, list[Problem]]:
    reader = LineReader(line)
    email = reader.text("email", most=254)
    if email and not ADDRESS.fullmatch(email):
        reader.note("email", f"“{email[:40]}” is not an email address. Correct it or empty it.")
    paid = Paid(
        row=line.row,
        employee_number=reader.text("employee_number", most=40, needed=True),
        name=reader.text("name", most=200, needed=True),
        email=email,
        address=reader.text("address", most=500),
        constituency=reader.one_of("constituency", constituencies),
        member=reader.one_of("member", YES_NO) == "yes",
        mobile=reader.read("mobile", read_mobile) or "",
    )
    return paid, reader.problems
