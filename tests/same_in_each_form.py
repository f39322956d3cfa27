"""One list asked for as CSV, as JSON and as XLSX, and what differs between them."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from decimal import Decimal

from openpyxl import load_workbook

from mutualise.govuk.downloads import as_text


def same_in_each_form(client, question: str) -> list[list[str]]:
    """The rows of a list as cells of CSV, once its JSON, and its XLSX where it has one, say the same."""
    answer = client.get(at(question, "csv"))
    assert answer.status_code == 200, question
    [columns, *rows] = from_csv(answer)
    assert from_json(question, client.get(at(question, "json")).json(), columns) == rows
    sheet = client.get(at(question, "xlsx"))
    if sheet.status_code == 200:
        assert _plain(from_xlsx(sheet, columns)) == _plain(rows)
    else:
        assert not question.startswith(("register?", "members/")) and "observations" not in question
    return rows


def at(question: str, ending: str) -> str:
    address, mark, query = question.partition("?")
    return f"/{address}.{ending}{mark}{query}"


def from_csv(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode())))


def from_json(question: str, found: dict, columns: list[str]) -> list[list[str]]:
    """The rows of the JSON form as cells of CSV."""
    if question.startswith("definitions/compare"):
        rows = [*found["before"], *found["counts"]]
    elif question.startswith("announcements"):
        rows = [
            each | {"verdict": verdict, "claims": number}
            for each in found["items"]
            for verdict, number in each["verdicts"].items()
        ]
    else:
        rows = found.get("rows", found.get("items"))
    return [[_cell(row[column]) for column in columns] for row in rows]


def _cell(value) -> str:
    """A number is written as a text in JSON, which is guarded against formulas when it is one."""
    if isinstance(value, str) and value[:1] == "-" and value[1:].replace(".", "", 1).isdigit():
        return value
    return as_text(value)


def from_xlsx(answer, columns: list[str]) -> list[list[str]]:
    [head, *rows] = load_workbook(io.BytesIO(answer.content))["Data"].iter_rows(values_only=True)
    assert list(head) == columns
    return [[_of_cell(value) for value in row] for row in rows]


def _of_cell(value) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value if isinstance(value, str) else as_text(
        Decimal(repr(value)) if isinstance(value, float) else value
    )  # fmt: skip


def _plain(rows):
    """Numbers without the zeros behind them: a spreadsheet keeps none."""
    return [[_number(cell) for cell in row] for row in rows]


def _number(cell: str) -> str:
    shape = cell.removeprefix("-").replace(".", "", 1)
    return f"{Decimal(cell).normalize():f}" if "." in cell and shape.isdigit() else cell
