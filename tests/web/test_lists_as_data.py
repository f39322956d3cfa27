"""A list says the same as CSV, as JSON and as XLSX: the same rows, in the same order, value for value."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from mutualise.claims.actions import keep
from mutualise.govuk.downloads import as_text
from mutualise.register.presenters import COLUMNS
from mutualise.statistics.presenters import LISTED
from tests.architecture.test_routes import routes

pytestmark = pytest.mark.django_db
TEXT = Path(__file__).resolve().parents[2] / "data/announcements/2014-07-23-hundred-mutuals.md"
DAY = "as_at=2014-07-23"
QUESTIONS = [
    "register",
    "register?sector=community+health",
    f"register?q=city&sort=-launched&{DAY}",
    "register?status=LIVE&area=north-west&exists=yes",
    "register?as_known_at=2001-01-01",
    "register/map",
    f"register/map?{DAY}",
    "sources",
    "sources?q=nhs",
    "sources?as_known_at=2001-01-01",
    "definitions",
    "definitions?as_at=2012-01-01",
    "definitions/CO-2011",
    f"definitions/CO-2011?{DAY}",
    f"definitions/compare?{DAY}&against=2015-01-01",
    "figures",
    f"figures?{DAY}",
    "figures?as_known_at=2001-01-01",
    f"figures/employees/observations?{DAY}",
    "figures/staff-feel-trusted/observations?subject=chcp&at=2014-07-23",
    "announcements",
]  # fmt: skip
# Lists of the programme and of members are closed, and tested where they are.
PUBLIC = ("register", "sources", "definitions", "figures", "announcements")


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


@pytest.fixture(autouse=True)
def _the_shipped_text(request, db):
    if "announcements" in request.node.name:
        keep(TEXT.read_text(), code=TEXT.stem, shipped=True)


@pytest.mark.parametrize("question", QUESTIONS)
def test_csv_json_and_xlsx_say_the_same(client, question):
    answer = client.get(at(question, "csv"))
    assert answer.status_code == 200
    [columns, *rows] = from_csv(answer)
    assert rows or "2001" in question
    assert from_json(question, client.get(at(question, "json")).json(), columns) == rows
    sheet = client.get(at(question, "xlsx"))
    if sheet.status_code == 200:
        assert _plain(from_xlsx(sheet, columns)) == _plain(rows)
    else:
        assert not question.startswith("register?") and "observations" not in question


def test_every_public_list_with_a_csv_is_compared():
    lists = {address.removesuffix(".csv").replace("<slug:code>", "*") for address, _ in routes()
             if address.endswith(".csv") and address.startswith(PUBLIC)}  # fmt: skip
    compared = {
        question.partition("?")[0].replace("CO-2011", "*").replace("employees", "*")
        for question in QUESTIONS
    }
    # A figure through time and its revisions are CSV alone: its JSON is the figure itself.
    assert lists - compared == {"figures/*", "figures/*/revisions"}


@pytest.mark.parametrize("query", ["", "?sector=community+health", f"?q=city&sort=-launched&{DAY}"])
def test_the_api_lists_what_the_register_downloads(client, query):
    listed = client.get(f"/api/v1/register{query}{'&' if query else '?'}per_page=500").json()
    downloaded = client.get(f"/register.json{query}").json()["rows"]
    assert [{name: item[name] for name in COLUMNS} for item in listed["items"]] == downloaded


def test_a_list_of_figures_gives_what_each_figure_gives(client):
    for row in client.get(f"/figures.json?{DAY}").json()["items"]:
        assert set(LISTED) < set(row)
        if row["estimate"]:
            assert row["value"] == row["estimate"]["value"]


def test_the_observations_behind_a_figure_are_those_it_rests_on(client):
    asked = "figures/employees/observations?at=2014-07-23"
    rows = client.get(at(asked, "json")).json()["rows"]
    figure = client.get("/figures/employees.json?at=2014-07-23").json()
    used = [row["digest"] for row in rows if row["used"]]
    assert sorted(used) == sorted(figure["used"])
    assert used
    assert [row["used"] for row in rows] == sorted((row["used"] for row in rows), reverse=True)
    one = rows[0]
    recorded = client.get(f"/observations/{one['reference']}.json").json()
    assert {one[name] == recorded[name] for name in ("value", "source", "locator", "quality")} == {
        True
    }
    assert one["source_title"] == client.get(f"/sources/{one['source']}.json").json()["title"]
    page = client.get("/figures/employees/?at=2014-07-23").content.decode()
    for ending in ("csv", "xlsx", "json"):
        assert at(asked, ending) in page
    assert all(row["reference"] in page for row in rows[:50])
    assert client.get("/figures/employees/observations.csv?at=then").status_code == 400
    assert client.get("/figures/none/observations.csv").status_code == 404
