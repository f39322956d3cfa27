"""`mutualise verify` as an outsider runs it: words, JSON and exit status."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from mutualise.governance.rules.ballot_box import archive, recount
from mutualise.web.cli.verify import verify
from tests.rules.governance import ballot_box_archives as cases
from tests.rules.governance.ballot_box_cases import CONTEST

APP = typer.Typer()
APP.command()(verify)


@pytest.fixture(scope="module")
def published() -> dict[str, bytes]:
    return cases.files(cases.cast_votes(12), rule="scottish", count=recount.count_first)


def run(tmp_path, files, *options):
    target = tmp_path / "election.zip"
    target.write_bytes(archive.packed(files))
    return CliRunner().invoke(APP, [str(target), *options])


def test_an_honest_archive_is_confirmed_check_by_check(tmp_path, published):
    said = run(tmp_path, published)
    assert said.exit_code == 0
    assert "count: passed" in said.output
    assert "the published result, elected" in said.output.replace("\n", " ")
    assert "tokens: cannot be checked" in said.output
    assert "all hold. 3 cannot be checked from it" in said.output


def test_an_edited_row_makes_it_fail_and_is_named(tmp_path, published):
    spoiled = cases.changed(
        published, f"{CONTEST}/board.json", lambda content: content["rows"][6].update(counter=2)
    )
    said = run(tmp_path, spoiled)
    assert said.exit_code == 1
    assert "board: failed" in said.output and "Row 7 of the board" in said.output
    assert "Do not rely on this result." in said.output


def test_json_is_for_another_program(tmp_path, published):
    said = run(tmp_path, published, "--json")
    content = json.loads(said.output)
    assert content["holds"] is True
    assert {check["check"] for check in content["checks"]} >= {"roll", "board", "mix", "count"}


def test_a_kept_receipt_shows_whether_this_is_the_board_that_gave_it(tmp_path, published):
    rows = json.loads(published[f"{CONTEST}/board.json"])["rows"]
    mine = f"{CONTEST}:3:{rows[2]['head']}"
    assert run(tmp_path, published, "--receipt", mine).exit_code == 0
    said = run(tmp_path, published, "--receipt", f"{CONTEST}:4:{rows[2]['head']}")
    assert said.exit_code == 1 and "two boards were shown" in said.output.replace("\n", " ")


@pytest.mark.parametrize("receipt", ["staff", "staff:1:abc", "users:1:" + "a" * 64])
def test_a_receipt_that_is_none_is_refused(tmp_path, published, receipt):
    said = run(tmp_path, published, "--receipt", receipt)
    assert said.exit_code == 2
    assert receipt.split(":")[0] in said.output


def test_a_published_result_that_was_not_counted_is_found_by_its_stage(tmp_path, published):
    def wrong(content):
        content["result"]["stages"][0]["votes"]["2"] = "5.00000"

    said = run(tmp_path, cases.changed(published, f"{CONTEST}/count.json", wrong))
    assert said.exit_code == 1 and "at stage 1, the votes of candidate 2" in said.output


def test_a_deed_that_was_mailed_and_is_not_in_the_archive_fails(tmp_path, published):
    said = run(tmp_path, published, "--deed", "a" * 64)
    assert said.exit_code == 1
    assert f"No deed here has the hash {'a' * 64}" in said.output.replace("\n", "")
    refused = run(tmp_path, published, "--deed", "the mail")
    assert refused.exit_code == 2 and "is not the hash of a deed" in refused.output


@pytest.mark.parametrize("content", [b"", b"not a zip"])
def test_what_is_no_archive_is_bad_input(tmp_path, content):
    target = tmp_path / "election.zip"
    target.write_bytes(content)
    said = CliRunner().invoke(APP, [str(target), "--json"])
    assert said.exit_code == 2
    assert "not a readable zip" in said.output
    assert CliRunner().invoke(APP, [str(tmp_path / "none.zip")]).exit_code == 2


def test_it_runs_on_a_machine_without_a_database(tmp_path, published):
    target = tmp_path / "election.zip"
    target.write_bytes(archive.packed(published))
    done = subprocess.run(
        [Path(sys.executable).with_name("mutualise"), "verify", target, "--json"],
        env={"PATH": "/usr/bin:/bin", "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"},
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["holds"] is True
