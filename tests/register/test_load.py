"""Loading files: all or nothing, the same twice, and bad input named by row, column and remedy."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from mutualise.accounts.models import AuditEntry
from mutualise.evidence.ingest.rows import COLUMNS
from mutualise.evidence.models import Observation, Source
from mutualise.register.ingest.rows import COLUMNS as REGISTER_COLUMNS
from mutualise.register.models import Stake, Verdict
from mutualise.web.cli.commands import app

ROOT = Path(__file__).resolve().parents[2]
HEADER = ",".join(COLUMNS["observations"])
GOOD = "bit,employees,=,36,people,2014-08-05,england,OBSERVED,,,,bbc-26030205,,a note"
pytestmark = pytest.mark.django_db


def load(*paths: Path | str, **options: bool):
    flags = [f"--{name.replace('_', '-')}" for name, wanted in options.items() if wanted]
    return CliRunner().invoke(app, ["load", *map(str, paths), *flags], catch_exceptions=False)


def written(folder: Path, *rows: str, header: str = HEADER, name: str = "observations.csv") -> Path:
    file = folder / name
    file.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return file


def test_the_same_good_file_twice_changes_nothing_the_second_time(tmp_path):
    file = written(tmp_path, GOOD)
    before = Observation.objects.count()
    assert load(file).exit_code == 0
    assert Observation.objects.count() == before + 1
    trail = AuditEntry.objects.count()
    again = load(file, json=True)
    assert again.exit_code == 0
    assert json.loads(again.stdout)["already_recorded"] == {"observations": 1}
    assert Observation.objects.count() == before + 1
    assert AuditEntry.objects.count() == trail


def test_the_shipped_register_is_recorded_already():
    done = load(ROOT / "data/register", ROOT / "data/ons", json=True)
    assert json.loads(done.stdout)["recorded"] == {}


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        (GOOD.replace(",36,", ",many,"), "value", "write digits only"),
        (GOOD.replace(",36,", ",NaN,"), "value", "write digits only"),
        (GOOD.replace(",36,", ",1e9999,"), "value", "write digits only"),
        (GOOD.replace(",36,", ",36.5,"), "value", "decimal places"),
        (GOOD.replace(",36,", ",-1,"), "value", "not below zero"),
        (GOOD.replace("2014-08-05", "2014-02-30"), "period", "2014-02-30"),
        (GOOD.replace("2014-08-05", "2014-08-05/2014-01-01"), "period", "2014"),
        (GOOD.replace("people", "persons"), "unit", "Use one of"),
        (GOOD.replace("OBSERVED", "GOOD"), "quality", "Use one of"),
        (GOOD.replace("england", "narnia"), "area", "Use one of"),
        (GOOD.replace("bbc-26030205", "no-such-source"), "source", "Load the source first"),
        (GOOD.replace("bit,", "no-such-body,"), "subject", "no body with the code"),
        (GOOD.replace("=,36", "==,36"), "qualifier", "Use one of"),
        (GOOD.replace("OBSERVED,,,,", "OBSERVED,staff,50,40,"), "base_count", "Check both"),
        (GOOD.replace("a note", "a\x07note"), "note", "control character"),
    ],
)
def test_one_bad_row_is_named_and_nothing_changes(tmp_path, row, column, said):
    file = written(tmp_path, GOOD, row)
    before = Observation.objects.count()
    done = load(file)
    assert done.exit_code == 2
    assert f"row 3, column {column}" in done.stderr
    assert said in done.stderr
    assert "Nothing was changed" in done.stderr
    assert Observation.objects.count() == before


def test_keep_good_records_the_rest_and_writes_the_rejects(tmp_path):
    file = written(tmp_path, GOOD, GOOD.replace(",36,", ",=1+1,"))
    before = Observation.objects.count()
    done = load(file, keep_good=True)
    assert done.exit_code == 0
    assert Observation.objects.count() == before + 1
    rejects = (tmp_path / "observations.csv.rejects.csv").read_text()
    assert "'=1+1" in rejects
    assert "value" in rejects


def test_a_dry_run_changes_nothing(tmp_path):
    before = Observation.objects.count()
    assert "would record 1" in load(written(tmp_path, GOOD), dry_run=True).stdout
    assert Observation.objects.count() == before


def test_a_repeated_row_is_refused(tmp_path):
    assert "repeats row 2" in load(written(tmp_path, GOOD, GOOD)).stderr


def test_stakes_over_the_whole_are_refused(tmp_path):
    header = "organisation,date,instrument,holder,share,source,locator,note"
    rows = [
        "bit,2015-01-01,equity,state,60,bbc-26030205,,",
        "bit,2015-01-01,equity,partner,41,bbc-26030205,,",
    ]
    before = Stake.objects.count()
    done = load(written(tmp_path, *rows, header=header, name="stakes.csv"))
    assert done.exit_code == 2
    assert "add up to 101 per cent" in done.stderr
    assert Stake.objects.count() == before


def test_an_identifier_of_another_body_is_refused(tmp_path):
    header = "organisation,scheme,identifier,valid_from,valid_until,source,locator"
    row = "bit,GB-COH,06273905,,,bbc-26030205,"
    done = load(written(tmp_path, row, header=header, name="identifiers.csv"))
    assert done.exit_code == 2
    assert "already belongs to chcp" in done.stderr


def test_a_fact_recorded_otherwise_is_refused_with_the_remedy(tmp_path):
    header = ",".join(COLUMNS["sources"])
    row = "bbc-26030205,Another title,,,,,,,,"
    done = load(written(tmp_path, row, header=header, name="sources.csv"))
    assert done.exit_code == 2
    assert "Correct the recorded one in the editor" in done.stderr


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "http://", "not an address", "ftp://example.org/x"],
)
def test_an_address_that_is_no_web_address_is_refused(tmp_path, address):
    header = ",".join(COLUMNS["sources"])
    done = load(
        written(tmp_path, f'new-source,T,,,"{address}",,,,,', header=header, name="sources.csv")
    )
    assert done.exit_code == 2
    assert "column url" in done.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"subject,measure\nbit,employees\n", "missing:"),
        ((HEADER + ",colour\n").encode(), "not known: colour"),
        ((HEADER + ",subject\n").encode(), "given twice: subject"),
        ((HEADER + "\n" + GOOD + ",extra\n").encode(), "has 15 cells"),
        ("subject,é".encode("latin-1"), "Byte 8 is not UTF-8"),
        (b"a\0b", "NUL byte"),
        (b'"open', "not well-formed CSV"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, content, said):
    file = tmp_path / "f.csv"
    file.write_bytes(content)
    done = load(file)
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_file_of_100_mb_is_refused_before_it_is_read(tmp_path):
    file = tmp_path / "large.csv"
    with file.open("wb") as opened:
        opened.truncate(100 * 1024 * 1024)
    done = load(file)
    assert done.exit_code == 2
    assert "larger than 20 MB" in done.stderr


def test_a_workbook_is_loaded_by_the_same_rules(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(COLUMNS["observations"])
    sheet.append(GOOD.split(","))
    file = tmp_path / "facts.xlsx"
    book.save(file)
    before = Observation.objects.count()
    assert load(file).exit_code == 0
    assert Observation.objects.count() == before + 1
    sheet.append(["=1+1", *GOOD.split(",")[1:]])
    book.save(file)
    done = load(file)
    assert done.exit_code == 2
    assert "has a formula" in done.stderr


def test_a_missing_file_and_another_kind_of_file(tmp_path):
    assert load(tmp_path / "none.csv").exit_code == 2
    (tmp_path / "a.txt").write_text("x")
    assert "not a CSV file" in load(tmp_path / "a.txt").stderr
    (tmp_path / "a.xlsx").write_bytes(b"PK")
    assert "not an XLSX workbook" in load(tmp_path / "a.xlsx").stderr


def test_no_file_can_set_the_time_of_recording():
    from mutualise.register.ingest.load import ALL_COLUMNS

    assert not any("recorded" in column for columns in ALL_COLUMNS.values() for column in columns)


def test_an_editor_loads_a_file_on_the_web(as_editor):
    before = Source.objects.count()
    content = ",".join(COLUMNS["sources"]) + "\nweb-source,T,,,,,,,,\n"

    def upload():
        file = io.BytesIO(content.encode())
        file.name = "sources.csv"
        return file

    assert (
        "What would be recorded"
        in as_editor.post("/editor/load/", {"file": upload()}).content.decode()
    )
    assert Source.objects.count() == before
    assert as_editor.post("/editor/load/", {"file": upload(), "record": "yes"}).status_code == 302
    assert Source.objects.count() == before + 1
    bad = io.BytesIO(content.replace("web-source", "Not A Code").encode())
    bad.name = "sources.csv"
    assert as_editor.post("/editor/load/", {"file": bad, "record": "yes"}).status_code == 422


VERDICT = "mycsp,CO-2011,MEETS,2014-10-31,The trust keeps its director.,bbc-26030205,"
VERDICTS = ",".join(REGISTER_COLUMNS["verdicts"])


def test_verdicts_are_loaded_once_from_csv_and_from_a_workbook(tmp_path):
    file = written(tmp_path, VERDICT, header=VERDICTS, name="verdicts.csv")
    assert load(file).exit_code == 0
    row = Verdict.objects.get(organisation__code="mycsp")
    assert (row.definition, row.outcome, str(row.decided_for)) == ("CO-2011", "MEETS", "2014-10-31")
    workbook = openpyxl.Workbook()
    workbook.active.title = "verdicts"
    for line in (VERDICTS, VERDICT):
        workbook.active.append(line.split(","))
    workbook.save(tmp_path / "verdicts.xlsx")
    again = load(tmp_path / "verdicts.xlsx", json=True)
    assert json.loads(again.stdout)["already_recorded"] == {"verdicts": 1}
    assert Verdict.objects.count() == 1


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        (VERDICT.replace("CO-2011", "CO-1066"), "definition", "Use one of"),
        (VERDICT.replace("MEETS", "PASSES"), "outcome", "Use one of"),
        (VERDICT.replace("2014-10-31", "31/10/2014"), "decided_for", "as in 2014-07-23"),
        (VERDICT.replace("The trust keeps its director.", ""), "reasons", "Fill it in"),
        (VERDICT.replace("mycsp", "narnia"), "organisation", "no body with the code"),
    ],
)
def test_a_bad_verdict_is_named_and_nothing_is_recorded(tmp_path, row, column, said):
    done = load(written(tmp_path, VERDICT, row, header=VERDICTS, name="verdicts.csv"))
    assert done.exit_code == 2
    assert f"row 3, column {column}" in done.stderr
    assert said in done.stderr
    assert not Verdict.objects.exists()
