"""What is kept of a poll between votes never hides what changes; prepared statements say what they need."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from mutualise.chronicle.prepared import Prepared, PreparedRow
from mutualise.governance.actions import trustees, voting
from mutualise.governance.models import Box, Contest
from mutualise.governance.queries import polls
from tests.governance.election_builders import called, mutual, open_election
from tests.governance.sealed_builders import ready, vote_sealed

pytestmark = pytest.mark.django_db


def test_a_poll_that_closes_takes_no_vote_from_the_next_request_on():
    body, election, codes = open_election()
    vote_sealed(codes["1"], 2, 1)
    late = ready(codes["2"])
    trustees.close_poll(election=election, by=body.scrutineer)
    assert late.post("ballot", late.ballot(1, 3)).json()["reason"] == "closed"
    assert late.post("begin", {"code": codes["3"]}).json()["reason"] == "closed"


def test_a_poll_that_is_not_there_yet_is_found_once_it_is():
    assert polls.contest_named("EL-9999/nurses") is None
    election = called(mutual())
    contest = Contest.objects.filter(election=election).first()
    assert polls.contest_named(f"{election.reference}/{contest.code}") == contest
    assert polls.contest_named(f"{election.reference}/nobody") is None


def test_a_vote_asks_the_database_few_times(django_assert_max_num_queries):
    _, _, codes = open_election()
    vote_sealed(codes["1"], 1)
    device = ready(codes["2"])
    sent = device.ballot(1, 2)
    # Transaction, lock, board, and three rows; on SQLite also that the disk is waited for.
    with django_assert_max_num_queries(9):
        device.post("ballot", sent)


def test_a_ballot_of_another_way_under_the_same_turn_is_refused():
    _, _, codes = open_election()
    device = vote_sealed(codes["1"], 1)
    contest = polls.contest_named(device.given["contest"])
    row = Box.objects.get(reference=device.given["contest"]).entries.get()
    entry = voting.Entry(bytes.fromhex(row.token_hash), 1, bytes(row.sealed), "assisted")
    with pytest.raises(voting.VoteRefused, match="other way"), transaction.atomic():
        voting.append(entry, contest)


def test_a_prepared_question_gives_what_the_orm_gives_for_other_values():
    boxes = [Box.objects.create(reference=f"box {n}", opening_head=f"{n}") for n in (1, 2)]
    asked = Prepared(
        lambda reference, key: Box.objects.filter(reference=reference, pk__lte=key).values_list(
            "opening_head", "pk"
        ),
        str, int,
    )  # fmt: skip
    for box in boxes:
        assert asked.rows(box.reference, box.pk) == [(box.opening_head, box.pk)]
    assert asked.first("box 2", 0) is None


def test_a_prepared_question_that_would_lose_a_value_is_refused():
    lost = Prepared(lambda key: Box.objects.filter(pk=F("pk")).values_list("pk"), int)
    with pytest.raises(ValueError, match="Every value"):
        lost.rows(1)


def test_a_prepared_row_needs_every_column_and_keeps_the_tables_rules():
    row = PreparedRow(Box)
    row.write(reference="a box", opening_head="0")
    assert Box.objects.get(reference="a box").opening_head == "0"
    with pytest.raises(KeyError, match="reference"):
        row.write(reference="another")
    with pytest.raises(IntegrityError), transaction.atomic():
        row.write(reference="a box", opening_head="1")
