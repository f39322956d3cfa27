"""A workbook made to read files, to fill the memory or to take for ever is refused in words, soon."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile

import openpyxl
import pytest

from mutualise.evidence.ingest import tables
from mutualise.evidence.ingest.problems import BadFile
from tests.damaged_zip import DAMAGES

KINDS = {"facts": ("subject", "value")}
SHEET = "xl/worksheets/sheet1.xml"
NAMES = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def workbook(**parts: str) -> bytes:
    """A workbook of two cells by two, with the text of some of its parts put in their place."""
    plain, made = io.BytesIO(), io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["subject", "value"])
    book.active.append(["a", "1"])
    book.save(plain)
    instead = {name.replace("__", "/") + ".xml": text for name, text in parts.items()}
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, instead.get(name, old.read(name)))
    return made.getvalue()


def sheet(rows: str, before: str = "") -> bytes:
    return workbook(xl__worksheets__sheet1=f"{before}<worksheet {NAMES}><sheetData>{rows}</sheetData></worksheet>")  # fmt: skip


def of_sheets(number: int, *, rows: int) -> bytes:
    book, made = openpyxl.Workbook(), io.BytesIO()
    for position in range(1, number + 1):
        page = book.active if position == 1 else book.create_sheet(f"Sheet{position}")
        page.title = f"Sheet{position}"
        page.append(["subject", "value"])
        for row in range(rows - 1):
            page.append(["a", str(row + 1)])
    book.save(made)
    return made.getvalue()


def read(content: bytes):
    return tables.read_stream(io.BytesIO(content), "a.xlsx", KINDS)


def test_the_workbook_that_the_others_are_made_from_is_read():
    assert [line.cells for line in read(workbook())[0].lines] == [{"subject": "a", "value": "1"}]


@pytest.mark.parametrize("place", ["file:///etc/passwd", "http://127.0.0.1:9/outside"])
def test_an_outside_entity_is_not_followed(place):
    before = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "{place}">]>'
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row>'
    with pytest.raises(BadFile, match="not an XLSX workbook"):
        read(sheet(rows, before))


def test_entities_that_grow_out_of_each_other_are_stopped():
    grown = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    before = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e0 "0123456789">{grown}]>'
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>&e9;</t></is></c></row>'
    began = time.process_time()
    with pytest.raises(BadFile, match="not an XLSX workbook"):
        read(sheet(rows, before))
    assert time.process_time() - began < 5


@pytest.mark.parametrize("text", ["", "no xml", "<worksheet>", "<a/>"])
def test_a_part_that_is_no_sheet_is_refused_in_words(text):
    for part in ("xl__worksheets__sheet1", "xl__workbook"):
        try:
            read(workbook(**{part: text}))
        except BadFile as refused:
            assert str(refused) or refused.problem.message


def test_rows_that_claim_the_last_column_are_not_filled_up_to_it():
    rows = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 3_001))
    began = time.process_time()
    assert read(sheet(rows)) == []
    # Filled up these were 49 million cells.
    assert time.process_time() - began < 5


def test_a_cell_in_the_last_row_is_refused_before_a_million_rows_are_made():
    began = time.process_time()
    with pytest.raises(BadFile, match="more than 100,000 rows, empty ones counted"):
        read(sheet('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'))
    # Filled up it took 15 to 26 seconds.
    assert time.process_time() - began < 8


def test_rows_are_counted_over_all_sheets_of_a_workbook(monkeypatch):
    monkeypatch.setattr(tables, "MOST_ROWS", 5)
    assert len(read(of_sheets(1, rows=5))[0].lines) == 4
    with pytest.raises(BadFile, match="Sheet2.*rows"):
        read(of_sheets(2, rows=3))


def test_more_sheets_than_any_workbook_has_are_refused():
    assert len(read(of_sheets(tables.MOST_SHEETS, rows=2))) == tables.MOST_SHEETS
    with pytest.raises(BadFile, match="more than 50 sheets"):
        read(of_sheets(tables.MOST_SHEETS + 1, rows=2))


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_archive_is_refused_in_words(damage):
    with pytest.raises(BadFile, match="not an XLSX workbook"):
        read(damage(workbook(), SHEET))


def test_more_columns_than_any_table_has_are_refused():
    cells = "".join(f'<c r="{openpyxl.utils.get_column_letter(n)}1"><v>1</v></c>' for n in range(1, 300))  # fmt: skip
    with pytest.raises(BadFile, match="more than 200 columns"):
        read(sheet(f'<row r="1">{cells}</row>'))


def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked():
    packed = workbook(xl__worksheets__sheet1=" " * (tables.MOST_UNPACKED + 1))
    assert len(packed) < tables.MOST_BYTES
    with pytest.raises(BadFile, match="unpacks to too much"):
        read(packed)


def test_a_part_that_hides_its_size_is_refused_and_not_unpacked():
    real = 50_000_000
    packed = workbook(xl__worksheets__sheet1=" " * real)
    lying = packed.replace(real.to_bytes(4, "little"), (9).to_bytes(4, "little"))
    assert lying != packed
    tracemalloc.start()
    with pytest.raises(BadFile, match="not an XLSX workbook"):
        read(lying)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 10_000_000
