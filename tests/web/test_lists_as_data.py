"""A list says the same as CSV, as JSON and as XLSX: the same rows, in the same order, value for value."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mutualise.claims.actions import keep
from mutualise.register.presenters import COLUMNS
from mutualise.statistics.presenters import LISTED
from tests.architecture.test_routes import routes
from tests.programme.test_closed_lists import CLOSED
from tests.same_in_each_form import at, same_in_each_form

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
    "support/figures",
    "support/fund",
]  # fmt: skip
# Compared in a test of the demonstration's mutual, or with a form of their own: JSON of awards is that
# of 360Giving, and a figure through time, its revisions and the copy a stranger takes are CSV alone.
ELSEWHERE = {
    "members/*", "members/*/changes", "control/*/meetings", "elections/*/board/*",
    "awards", "figures/*", "figures/*/revisions", "members/*/inspection/copy",
    "programme/fund/extracts/*", "support/cases/*/plan",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _the_shipped_text(request, db):
    if "announcements" in request.node.name:
        keep(TEXT.read_text(), code=TEXT.stem, shipped=True)


@pytest.mark.parametrize("question", QUESTIONS)
def test_csv_json_and_xlsx_say_the_same(client, question):
    assert same_in_each_form(client, question) or "2001" in question or "support/" in question


def test_every_list_with_a_csv_is_compared():
    lists = {re.sub(r"<[^>]*>", "*", address).removesuffix(".csv") for address, _ in routes()
             if address.endswith(".csv")}  # fmt: skip
    asked = (question.partition("?")[0] for question in QUESTIONS)
    public = {each.replace("CO-2011", "*").replace("employees", "*") for each in asked}
    assert lists - public - set(CLOSED) == ELSEWHERE


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
