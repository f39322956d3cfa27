"""CSV files, workbooks and folders as tables of texts, whatever their columns mean."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import ParseError

import openpyxl

from mutualise.evidence.ingest.problems import BadFile, Line, Problem
from mutualise.govuk.downloads import unguarded

MOST_BYTES = 20 * 1024 * 1024
# A workbook of 20 MB may unpack to much more; ten times is generous for rows of text.
MOST_UNPACKED = 10 * MOST_BYTES
MOST_PARTS = 1000
# A row may claim one cell in the last of 16,384 columns, and be filled up to it when it is read.
MOST_COLUMNS = 200
# A sheet with one cell in its last row, the 1,048,576th, is filled up to it with empty rows.
MOST_ROWS = 100_000
MOST_SHEETS = 50


@dataclass(frozen=True)
class Table:
    """The lines of one file or sheet, and what kind of fact they are."""

    kind: str
    file: str
    lines: tuple[Line, ...]


def read_paths(paths: Sequence[Path], kinds: Mapping[str, Sequence[str]]) -> list[Table]:
    """Every table in files and folders. `kinds` gives the columns of each kind. Raises BadFile."""
    return [table for path in _files(paths) for table in read_file(path, kinds)]


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            found = sorted(path.glob("*.csv"))
            if not found:
                raise BadFile(Problem(str(path), 0, "", "holds no CSV file. Name a file."))
            # Lists kept beside the data for readers are not data.
            yield from (each for each in found if each.stem != "left-out")
        else:
            yield path


def read_file(path: Path, kinds: Mapping[str, Sequence[str]]) -> list[Table]:
    """The tables of one CSV file or workbook. Raises BadFile."""
    name = path.name
    if not path.is_file():
        raise BadFile(Problem(str(path), 0, "", "There is no such file. Check the name."))
    if path.stat().st_size > MOST_BYTES:
        raise BadFile(_too_large(name))
    with path.open("rb") as opened:
        return read_stream(opened, name, kinds)


def _too_large(name: str) -> Problem:
    limit = MOST_BYTES // 1024 // 1024
    return Problem(name, 0, "", f"is larger than {limit} MB. Split it into smaller files.")


def read_stream(stream: IO[bytes], name: str, kinds: Mapping[str, Sequence[str]]) -> list[Table]:
    """The tables of an open file, told by its name. Raises BadFile."""
    content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise BadFile(_too_large(name))
    if name.casefold().endswith(".xlsx"):
        return list(_workbook(content, name, kinds))
    if name.casefold().endswith(".csv"):
        return [_table(_csv_rows(content, name), name, kinds)]
    raise BadFile(Problem(name, 0, "", "is not a CSV file or an XLSX workbook. Save it as one."))


def _csv_rows(content: bytes, name: str) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        said = f"Byte {error.start} is not UTF-8. Save the file as “CSV UTF-8”."
        raise BadFile(Problem(name, 0, "", said)) from error
    if "\0" in text:
        raise BadFile(Problem(name, 0, "", "holds a NUL byte, so it is not text. Save it as CSV."))
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise BadFile(
            Problem(name, 0, "", f"is not well-formed CSV ({error}). Check its quotes.")
        ) from error


# What the library raises over a workbook whose parts are not what they should be.
# RuntimeError: a part said to be encrypted, or packed in a way not known here.
BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, KeyError, ValueError, OSError, TypeError,
    AttributeError, ParseError,
)  # fmt: skip


def _workbook(content: bytes, name: str, kinds: Mapping[str, Sequence[str]]) -> Iterator[Table]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise BadFile(Problem(name, 0, "", "unpacks to too much. Save each sheet as CSV."))
            # A part may hold more than it says: read here in pieces, it shows that before the library takes it whole.
            if packed.testzip():
                raise zipfile.BadZipFile
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        if len(book.worksheets) > MOST_SHEETS:
            said = f"has more than {MOST_SHEETS} sheets. Split it into several workbooks."
            raise BadFile(Problem(name, 0, "", said))
        left = MOST_ROWS
        sheets = []
        for sheet in book.worksheets:
            rows = list(_rows(sheet, name, left))
            left -= len(rows)
            sheets.append((sheet.title, rows))
    except BROKEN as error:
        raise BadFile(
            Problem(name, 0, "", "is not an XLSX workbook. Save it again as one.")
        ) from error
    for title, rows in sheets:
        if any(any(row) for row in rows):
            yield _table(rows, f"{name}, sheet {title}", kinds)


def _rows(sheet: Any, name: str, most: int) -> Iterator[list[str]]:
    """The rows of a sheet as texts, `most` at most; one without anything in it is empty, and keeps its
    number."""
    where = f"{name}, sheet {sheet.title}"
    asked = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1)
    for number, row in enumerate(asked, start=1):
        if number > most:
            said = f"The workbook has more than {MOST_ROWS:,} rows, empty ones counted. Delete what stands far "
            raise BadFile(Problem(where, number, "", said + "below the table, or save it as CSV."))
        if len(row) > MOST_COLUMNS and row[MOST_COLUMNS] is not None:
            said = f"has more than {MOST_COLUMNS} columns. Take out those that are not asked for."
            raise BadFile(Problem(where, number, "", said))
        filled = any(value is not None for value in row)
        yield [_cell(value, where, number) for value in row] if filled else []


def _cell(value: object, where: str, row: int) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    # A lone = is the qualifier "exactly", not a formula.
    if text.startswith("=") and len(text) > 1:
        raise BadFile(Problem(where, row, "", "has a formula. Paste its value instead."))
    return text


def _table(rows: list[list[str]], name: str, kinds: Mapping[str, Sequence[str]]) -> Table:
    if not rows:
        raise BadFile(Problem(name, 0, "", "is empty. It needs a header row."))
    header = [cell.strip() for cell in rows[0]]
    while header and not header[-1]:
        header.pop()
    kind = _kind(header, name, kinds)
    lines = []
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
            said = f"has {len(row)} cells where the header has {len(header)}. Check its commas and quotes."
            raise BadFile(Problem(name, number, "", said))
        cells = dict(zip(header, (unguarded(cell) for cell in row), strict=False))
        lines.append(Line(name, number, cells))
    return Table(kind, name, tuple(lines))


def _kind(header: list[str], name: str, kinds: Mapping[str, Sequence[str]]) -> str:
    for kind, columns in kinds.items():
        if sorted(columns) == sorted(header):
            return kind
    if len(header) == 1 and any(sign in header[0] for sign in ";\t|"):
        raise BadFile(
            Problem(name, 1, "", "has no commas between its cells. Save it as CSV with commas.")
        )
    near = max(kinds, key=lambda kind: len(set(kinds[kind]) & set(header)))
    missing = [column for column in kinds[near] if column not in header]
    extra = [column or "(empty)" for column in header if column not in kinds[near]]
    twice = sorted({column for column in header if header.count(column) > 1})
    said = f"is not a header this program knows. It is nearest to “{near}”"
    said += f"; missing: {', '.join(missing)}" if missing else ""
    said += f"; not known: {', '.join(extra[:5])}" if extra else ""
    said += f"; given twice: {', '.join(twice)}" if twice else ""
    raise BadFile(Problem(name, 1, "", said + f". Write: {','.join(kinds[near])}"))
