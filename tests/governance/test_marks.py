"""A mark on the roll: made once, never taken back, and found where its blank lay."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from mutualise.governance.actions import elections, roll, trustees, voting
from mutualise.governance.models import RollEntry, RollMark
from tests.governance.election_builders import open_election, quick_keys, vote

pytestmark = pytest.mark.django_db
TABLE = RollMark._meta.db_table
HASH = "a" * 64


@pytest.fixture(autouse=True)
def _keys(monkeypatch, settings, tmp_path):
    settings.VAR = tmp_path
    quick_keys(monkeypatch)


def kind_of(number: str) -> str:
    return RollMark.objects.get(entry__member_number=number).kind


def test_every_name_has_a_blank_from_the_freeze_and_no_row_comes_later():
    _, _, codes = open_election()
    before = list(RollMark.objects.order_by("pk").values_list("pk", flat=True))
    assert len(before) == RollEntry.objects.count() == 24
    assert not RollMark.objects.made().exists()
    vote(codes["3"], 1)
    assert list(RollMark.objects.order_by("pk").values_list("pk", flat=True)) == before
    assert [row.entry.member_number for row in RollMark.objects.made()] == ["3"]


@pytest.mark.parametrize(
    "change",
    [
        "kind = '-'",
        "kind = 'P'",
        f"kind = 'B', blinded_sha256 = '{HASH}'",
        "entry_id = entry_id + 1000",
    ],
)
def test_the_database_never_takes_a_mark_back_or_changes_it(change):
    _, _, codes = open_election()
    vote(codes["3"], 1)
    marked = RollMark.objects.made().get()
    refused = pytest.raises(DatabaseError, match="marked once")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET {change} WHERE entry_id = %s", [marked.pk])
    assert kind_of("3") == "A"


@pytest.mark.parametrize(
    "statement",
    [
        f"DELETE FROM {TABLE}",
        f"UPDATE {TABLE} SET kind = '-', blinded_sha256 = '{HASH}'",
        f"UPDATE {TABLE} SET blinded_sha256 = '{HASH}'",
        f"UPDATE {TABLE} SET kind = 'X'",
        f"UPDATE {TABLE} SET kind = 'B'",
        f"INSERT INTO {TABLE} (entry_id, kind, blinded_sha256) SELECT entry_id + 1000, 'P', "
        f"blinded_sha256 FROM {TABLE}",
        f"INSERT INTO {TABLE} SELECT * FROM {TABLE}",
    ],
)
def test_the_database_lets_a_blank_be_marked_and_nothing_else(statement):
    open_election()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert RollMark.objects.count() == 24 and not RollMark.objects.made().exists()


def test_a_blank_put_in_the_place_of_a_mark_is_refused():
    if connection.vendor != "sqlite":
        pytest.skip("INSERT OR REPLACE is SQLite's")
    _, _, codes = open_election()
    vote(codes["3"], 1)
    refused = pytest.raises(DatabaseError, match="marked once")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT OR REPLACE INTO {TABLE} (entry_id, kind, blinded_sha256) "
            f"SELECT entry_id, '-', blinded_sha256 FROM {TABLE} WHERE kind = 'A'"
        )
    assert kind_of("3") == "A"


def test_a_row_may_be_written_again_as_it_is():
    _, _, codes = open_election()
    vote(codes["3"], 1)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET kind = kind")
        assert cursor.rowcount == 24
    assert kind_of("3") == "A"


def between(monkeypatch, deed) -> None:
    """Let `deed` happen after a code was looked up and before its name's row is held."""
    asked, askers = voting.at_once, (voting, voting.marks)

    def later(*questions):
        for each in askers:
            monkeypatch.setattr(each, "at_once", asked)
        deed()
        return asked(*questions)

    for each in askers:
        monkeypatch.setattr(each, "at_once", later)


def test_no_name_is_marked_by_a_code_that_a_newer_letter_ended_meanwhile(monkeypatch):
    body, _, codes = open_election()
    entry = RollEntry.objects.get(member_number="3")
    between(monkeypatch, lambda: roll.issue_again(entry=entry, by=body.secretary))
    with pytest.raises(voting.VoteRefused, match="newer code"):
        voting.hand_out_assisted(codes["3"])
    assert not RollMark.objects.made().exists()


def test_no_name_is_marked_once_the_poll_has_closed_meanwhile(monkeypatch):
    body, election, codes = open_election()
    vote(codes["13"], 1)
    entry = RollEntry.objects.get(member_number="3")

    def close():
        trustees.close_poll(election=election, by=body.scrutineer)

    between(monkeypatch, close)
    with pytest.raises(voting.VoteRefused, match="closed"):
        voting.hand_out_assisted(codes["3"])
    between(monkeypatch, close)
    with pytest.raises(elections.ElectionRefused, match="while the poll is open"):
        roll.mark_paper(entry=entry, by=body.clerks[0])
    assert [row.entry.member_number for row in RollMark.objects.made()] == ["13"]
