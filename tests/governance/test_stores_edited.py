"""Somebody drops the triggers and edits a row: the archive and the check in place name the row."""

from __future__ import annotations

import pytest
from django.db import connection
from typer.testing import CliRunner

from mutualise.governance.models import BoardEntry, RollEntry, RollMark
from mutualise.governance.queries.archive import archive_of
from mutualise.governance.queries.stored import faults_of
from mutualise.governance.rules.ballot_box import verification
from mutualise.governance.rules.ballot_box.archive import unpacked
from mutualise.governance.rules.ballot_box.checks import Outcome
from mutualise.governance.rules.ballot_box.recount import ENGINES
from mutualise.web.cli.commands import app
from tests.governance.election_builders import counted, open_election, quick_keys, vote
from tests.governance.sealed_builders import vote_sealed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _keys(monkeypatch, settings, tmp_path):
    settings.VAR = tmp_path
    quick_keys(monkeypatch)


@pytest.fixture
def election():
    body, election, codes = open_election()
    for number in range(1, 6):
        vote_sealed(codes[str(number)], 1 + number % 2, 3)
        vote(codes[str(number + 12)], 1 + number % 3, 4)
    counted(body, election)
    return election


def edit(table: str, change: str, key: int) -> None:
    """Change one row as somebody would who may drop triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table]
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
        else:
            # Checks that wait for the end of the transaction stand in the way of ALTER TABLE.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        column = "entry_id" if table == RollMark._meta.db_table else "id"
        cursor.execute(f'UPDATE "{table}" SET {change} WHERE "{column}" = %s', [key])
        assert cursor.rowcount == 1


def failed(election) -> dict[str, tuple[str, ...]]:
    """The checks of the archive that fail, by contest and name."""
    checks = verification.verify(unpacked(archive_of(election)), engines=ENGINES)
    return {
        f"{each.contest} {each.name}": tuple(each.faults)
        for each in checks
        if each.outcome is Outcome.FAILED
    }


def inspected(election) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["inspect", election.reference])
    return done.exit_code, " ".join(done.output.split())


def test_what_nobody_edited_passes_both_checks(election):
    assert failed(election) == {} and faults_of(election) == []
    assert inspected(election) == (0, "Roll, marks and boards are as they were fixed.")


@pytest.mark.parametrize(
    "change",
    ["counter = 2", "mode = 'paper'", f"token_hash = '{'a' * 64}'", f"head = '{'b' * 64}'"],
)
def test_an_edited_row_of_the_board_is_named(election, change):
    row = BoardEntry.objects.get(box__reference=f"{election.reference}/nurses", number=3)
    edit(BoardEntry._meta.db_table, change, row.pk)
    assert any("Row 3 of the board" in each for each in failed(election)["nurses board"])
    assert "others board" not in failed(election)
    named = [each for each in faults_of(election) if "Row 3 of the board" in each]
    assert len(named) == 1 and named[0].startswith("nurses: ")
    status, said = inspected(election)
    assert status == 1 and "Row 3 of the board" in said


@pytest.mark.parametrize("change", ["name = 'Member 99'", "member_number = '99'", "salt = '00'"])
def test_an_edited_row_of_the_roll_is_named(election, change):
    row = RollEntry.objects.get(contest__election=election, member_number="7")
    edit(RollEntry._meta.db_table, change, row.pk)
    (fault,) = failed(election)["nurses roll"]
    assert row.leaf and row.leaf[:12] in fault
    number = "99" if change.startswith("member") else "7"
    assert faults_of(election) == [
        f"nurses: The row of member number {number} on the roll was changed after the freeze."
    ]
    assert inspected(election)[0] == 1


def test_a_row_of_the_roll_edited_with_its_leaf_shows_in_the_hash_of_the_freeze(election):
    row = RollEntry.objects.get(contest__election=election, member_number="7")
    edit(RollEntry._meta.db_table, f"leaf = '{'a' * 64}'", row.pk)
    assert any("a name came or went" in each for each in failed(election)["nurses roll"])
    assert any("not the one that was frozen" in each for each in faults_of(election))


@pytest.mark.parametrize(("number", "kind"), [("13", "-"), ("20", "A")])
def test_a_mark_taken_back_or_put_in_after_the_close_is_found(election, number, kind):
    row = RollMark.objects.get(entry__contest__election=election, entry__member_number=number)
    edit(RollMark._meta.db_table, f"kind = '{kind}'", row.pk)
    assert [each for each in faults_of(election) if "marks are not those of the close" in each]
