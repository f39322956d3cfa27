"""Where shipped figures stand in their sources, and the days on which those were published."""

import csv
import re
from pathlib import Path

import pytest

REGISTER = Path(__file__).resolve().parents[2] / "data" / "register"
FACTS = ("observations", "events", "stakes", "control")
# A day in an address: /2014/04/30/ or /2014/apr/30/.
DAY = re.compile(r"/(\d{4})/(\d{2}|[a-z]{3})/(\d{2})(?:/|$)")
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def table(name):
    with (REGISTER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", FACTS)
def test_a_place_in_a_source_is_short_and_is_no_quotation(name):
    places = [row["locator"] for row in table(name) if row["locator"]]
    assert places
    assert [place for place in places if len(place) > 90] == []


def test_a_day_in_an_address_is_the_day_of_publication():
    held = 0
    for row in table("sources"):
        found = DAY.search(row["url"])
        if not found:
            continue
        year, month, day = found.groups()
        number = int(month) if month.isdigit() else MONTHS.index(month) + 1
        assert row["published_on"] == f"{year}-{number:02}-{day}", row["source"]
        held += 1
    assert held > 10


def test_a_source_has_an_address_or_a_note_where_it_is():
    assert [
        row["source"] for row in table("sources") if not row["url"] and not row["url_note"]
    ] == []
