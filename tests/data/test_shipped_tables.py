"""Every table that ships can be read, refers to what exists and says nothing impossible."""

import csv
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from mutualise.evidence.rules import areas, bounds, digest, kinds, period, quality, units

DATA = Path(__file__).resolve().parents[2] / "data"
FOLDERS = ("register", "ons", "demonstration")
COLUMNS = {
    "sources": "source,title,publisher,kind,url,url_note,published_on,retrieved_on,licence,sha256",
    "organisations": "organisation,name,entry_class,legal_form,sector,region,nation,parent_body,"
    "note,source,locator",
    "names": "organisation,name,kind,valid_from,valid_until,source,locator",
    "identifiers": "organisation,scheme,identifier,valid_from,valid_until,source,locator",
    "events": "organisation,event,date,detail,successor,source,locator",
    "stakes": "organisation,date,instrument,holder,share,source,locator,note",
    "control": "organisation,kind,valid_from,valid_until,share,wording,source,locator",
    "observations": "subject,measure,qualifier,value,unit,period,area,quality,base,base_count,"
    "population_count,source,locator,note",
    "left-out": "file,row,subject,what,reason",
}
WORDS = {
    ("organisations", "entry_class"): "mutual borderline unverified aspiring never-launched "
    "not-a-spin-out negative-control",
    ("names", "kind"): "former also-known-as current",
    ("identifiers", "scheme"): "GB-COH GB-CLOUDSTORE",
    ("events", "event"): "launched renamed control-changed merged contract-ended ended "
    "never-launched converted incorporated",
    ("stakes", "instrument"): "equity votes board-seats",
    ("stakes", "holder"): "employees employee-trust state partner users community",
    ("control", "kind"): "staff-shareholding employee-trust staff-directors staff-council "
    "staff-membership multi-stakeholder ownership-stated staff-led-stated joint-venture-partner "
    "controlled-by-others none-found profit-to-members-or-none",
}
SUBJECTS = {"sector", "programme", "ons:total-public-services"}
DATES = {
    "sources": ("published_on", "retrieved_on"),
    "names": ("valid_from", "valid_until"),
    "identifiers": ("valid_from", "valid_until"),
    "events": ("date",),
    "stakes": ("date",),
    "control": ("valid_from", "valid_until"),
    "observations": ("period",),
}


def rows(folder, table):
    path = DATA / folder / f"{table}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shipped(table):
    return [
        pytest.param(folder, table, id=f"{folder}/{table}")
        for folder in FOLDERS
        if (DATA / folder / f"{table}.csv").exists()
    ]


FILES = [case for table in COLUMNS for case in shipped(table)]


def test_there_are_tables_to_read():
    assert len(FILES) >= 18
    for folder in FOLDERS:
        names = {path.stem for path in (DATA / folder).glob("*.csv")}
        assert names <= set(COLUMNS), "a table nobody checks"


@pytest.mark.parametrize(("folder", "table"), FILES)
def test_table_has_its_columns_in_plain_utf8_and_no_row_twice(folder, table):
    text = (DATA / folder / f"{table}.csv").read_bytes().decode("utf-8")
    assert text.startswith(COLUMNS[table] + "\n")
    assert "\r" not in text
    listed = [tuple(row.values()) for row in rows(folder, table)]
    assert all(None not in row and len(row) == len(COLUMNS[table].split(",")) for row in listed)
    assert [row for row, times in Counter(listed).items() if times > 1] == []
    assert [cell for row in listed for cell in row if cell != cell.strip()] == []


@pytest.mark.parametrize(("folder", "table"), FILES)
def test_every_date_and_period_can_be_read(folder, table):
    for row in rows(folder, table):
        for column in DATES.get(table, ()):
            if row[column]:
                read = period.parse_period(row[column])
                if table in ("sources", "stakes"):
                    assert read.precision is period.Precision.DAY, row


@pytest.mark.parametrize(("folder", "table"), FILES)
def test_periods_end_after_they_start(folder, table):
    for row in rows(folder, table):
        if row.get("valid_from") and row.get("valid_until"):
            earliest, _ = period.parse_date_range(row["valid_from"])
            _, latest = period.parse_date_range(row["valid_until"])
            assert earliest < latest, row


@pytest.mark.parametrize(("folder", "table"), FILES)
def test_every_row_names_a_source_and_a_body_that_exist(folder, table):
    sources = {row["source"] for row in rows(folder, "sources")}
    bodies = {row["organisation"] for row in rows(folder, "organisations")}
    for row in rows(folder, table):
        assert row.get("source") in sources | ({None} if table == "left-out" else set()), row
        if "organisation" in row:
            assert row["organisation"] in bodies, row
        if table == "observations":
            assert row["subject"] in bodies | SUBJECTS, row


@pytest.mark.parametrize(("folder", "table"), FILES)
def test_words_are_those_the_product_knows(folder, table):
    for (which, column), known in WORDS.items():
        if which == table:
            assert {row[column] for row in rows(folder, table)} <= set(known.split())


@pytest.mark.parametrize(("folder", "table"), shipped("sources"))
def test_sources_have_a_code_of_their_own_and_an_address_that_can_be_opened(folder, table):
    for row in rows(folder, table):
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["source"]), row
        assert row["title"], row
        assert row["publisher"], row
        assert row["kind"], row
        assert row["licence"], row
        if row["url"]:
            parts = urlsplit(row["url"])
            assert parts.scheme in ("http", "https"), row
            assert "." in (parts.hostname or ""), row
            assert not re.search(r"[\s()<>]", row["url"]), row
        elif folder != "demonstration":
            assert row["url_note"], "without an address, say where it was seen"


def test_no_source_code_means_two_documents():
    codes = [row["source"] for folder in FOLDERS for row in rows(folder, "sources")]
    assert [code for code, times in Counter(codes).items() if times > 1] == []


def test_a_document_is_listed_once():
    real = [row["url"] + row["url_note"] for row in rows("register", "sources") if row["url"]]
    assert [url for url, times in Counter(real).items() if times > 1] == []


@pytest.mark.parametrize(("folder", "table"), shipped("sources"))
def test_every_source_is_used(folder, table):
    used = {
        row["source"]
        for other in COLUMNS
        if other not in ("sources", "left-out")
        for row in rows(folder, other)
    }
    assert {row["source"] for row in rows(folder, table)} == used


@pytest.mark.parametrize(("folder", "table"), shipped("observations"))
def test_observations_pass_the_rules_they_are_recorded_by(folder, table):
    assert rows(folder, table)
    for row in rows(folder, table):
        kinds.check_kind(row["measure"], row["unit"])
        value = units.parse_value(row["value"], row["unit"])
        assert digest.plain_decimal(value) == row["value"], row
        assert row["qualifier"] in bounds.QUALIFIERS, row
        assert quality.quality_of(row["quality"]) == row["quality"], row
        assert row["area"] == "" or row["area"] in areas.AREAS, row
        assert row["base"] in ("", "respondents", "staff"), row
        counts = [int(row[name]) for name in ("base_count", "population_count") if row[name]]
        assert counts == sorted(counts), row


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_fact_is_recorded_twice(folder):
    found = Counter(_digest(row) for row in rows(folder, "observations"))
    assert [each for each, times in found.items() if times > 1] == []


def _digest(row):
    day = {"valid_from": None, "valid_until": None}
    if row["period"]:
        read = period.parse_period(row["period"])
        day = {"valid_from": read.valid_from, "valid_until": read.valid_until}
    return digest.content_digest({key: row.get(key) for key in digest.CONTENT_KEYS} | day)


@pytest.mark.parametrize(("folder", "table"), shipped("stakes"))
def test_stakes_of_a_day_are_percentages_of_at_most_a_whole(folder, table):
    sums = Counter()
    for row in rows(folder, table):
        share = Decimal(row["share"])
        assert 0 <= share <= 100, row
        sums[row["organisation"], row["instrument"], row["date"]] += share
    assert sums
    assert [each for each, total in sums.items() if total > 100] == []
    once = [
        (r["organisation"], r["instrument"], r["holder"], r["date"]) for r in rows(folder, table)
    ]
    assert len(once) == len(set(once))


@pytest.mark.parametrize("folder", ["register", "demonstration"])
def test_bodies_have_one_entry_and_lie_where_they_say(folder):
    listed = rows(folder, "organisations")
    codes = [row["organisation"] for row in listed]
    assert len(codes) == len(set(codes)) > 0
    for row in listed:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["organisation"]), row
        assert row["name"], row
        assert row["nation"] in ("england", "wales", "scotland", "northern-ireland"), row
        assert not row["region"] or areas.lies_in(row["region"], row["nation"]), row


def test_an_identifier_belongs_to_one_body():
    listed = rows("register", "identifiers")
    pairs = [(row["scheme"], row["identifier"]) for row in listed]
    assert len(pairs) == len(set(pairs)) == 70
    for scheme, identifier in pairs:
        assert re.fullmatch(r"[0-9]{8}", identifier), (scheme, identifier)


@pytest.mark.parametrize(("folder", "table"), shipped("control"))
def test_shares_in_evidence_of_control_are_percentages(folder, table):
    for row in rows(folder, table):
        assert row["wording"], row
        assert not row["share"] or 0 <= Decimal(row["share"]) <= 100, row


@pytest.mark.parametrize("folder", ["register", "ons", "demonstration", "announcements"])
def test_every_folder_says_where_its_data_come_from(folder):
    assert (DATA / folder / "PROVENANCE.md").read_text(encoding="utf-8").startswith("# ")
