"""Downloads: exact, repeatable, and harmless when opened in a spreadsheet."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualise.govuk import downloads
from mutualise.govuk.downloads import About, as_csv, as_json, as_xlsx, guarded, unguarded

ABOUT = About("Register", "OGL v3.0", "Mutualise", date(2014, 7, 23), "https://example.org/ogl")
COLUMNS = ["name", "employees", "turnover", "launched", "ended", "live"]
ROWS = [
    {
        "name": '=HYPERLINK("x")',
        "employees": -5,
        "turnover": Decimal("-1500000000.10"),
        "launched": date(2010, 7, 1),
        "ended": None,
        "live": True,
    }
]
text = st.text(st.characters(codec="utf-8", exclude_characters="\x00"))


@given(text)
def test_no_text_can_start_a_formula(written):
    assert guarded(written)[:1] not in {"=", "+", "-", "@", "\t", "\r", "\n"}


@given(text | text.map(lambda t: "'=" + t) | text.map(lambda t: "-" + t))
def test_the_guard_can_be_taken_off_again(written):
    assert unguarded(guarded(written)) == written


@given(st.lists(text, min_size=1))
def test_what_was_written_can_be_read_back(names):
    written = downloads.csv_text([{"n": name} for name in names], ["n"])
    read = list(csv.reader(io.StringIO(written, newline="")))
    # The csv module writes an empty only cell as "" and reads it back as such.
    assert [unguarded(row[0]) for row in read[1:]] == names


def test_numbers_stay_numbers_in_csv():
    response = as_csv(ROWS, COLUMNS, filename="register.csv", about=ABOUT)
    assert response.content.decode() == (
        "name,employees,turnover,launched,ended,live\r\n"
        '"\'=HYPERLINK(""x"")",-5,-1500000000.10,2010-07-01,,true\r\n'
    )
    assert response["Content-Disposition"] == 'attachment; filename="register.csv"'
    assert response["Link"] == '<https://example.org/ogl>; rel="license"'


def test_json_carries_licence_source_and_date_and_exact_values():
    made = json.loads(as_json(ROWS, COLUMNS, about=ABOUT).content)
    assert made["about"] == {
        "title": "Register",
        "licence": "OGL v3.0",
        "licence_url": "https://example.org/ogl",
        "source": "Mutualise",
        "date": "2014-07-23",
    }
    assert made["rows"][0]["turnover"] == "-1500000000.10"
    assert made["rows"][0]["name"] == '=HYPERLINK("x")'


def test_xlsx_holds_values_and_no_formula():
    response = as_xlsx(ROWS, COLUMNS, filename="register", about=ABOUT)
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    name, employees, turnover, launched, ended, live = next(
        book["Data"].iter_rows(min_row=2, max_row=2)
    )
    assert (name.data_type, name.value) == ("s", '\'=HYPERLINK("x")')
    assert (employees.value, ended.value, live.value) == (-5, None, True)
    assert turnover.value == -1500000000.1
    assert launched.value.date() == date(2010, 7, 1)
    assert [row[1].value for row in book["About"].iter_rows()][1] == "OGL v3.0"


def test_a_number_a_spreadsheet_would_change_is_written_as_text():
    rows = [{"n": Decimal("0.1234567890123456789")}]
    made = as_xlsx(rows, ["n"], filename="n", about=ABOUT).content
    cell = openpyxl.load_workbook(io.BytesIO(made))["Data"]["A2"]
    assert cell.value == "0.1234567890123456789"


def test_the_same_rows_are_the_same_bytes():
    for make in (as_csv, as_json, as_xlsx):
        first, second = (make(ROWS, COLUMNS, filename="r", about=ABOUT).content for _ in "12")
        assert first == second


def test_a_float_is_refused():
    with pytest.raises(TypeError, match="float"):
        downloads.csv_text([{"n": 1.5}], ["n"])


def test_a_row_without_a_column_is_refused():
    with pytest.raises(KeyError):
        downloads.csv_text([{"n": 1}], ["n", "m"])


def test_a_filename_cannot_break_out_of_its_header():
    response = as_csv(ROWS, COLUMNS, filename='a"\r\nX: y.csv')
    assert response["Content-Disposition"] == 'attachment; filename="a-X-y.csv"'
