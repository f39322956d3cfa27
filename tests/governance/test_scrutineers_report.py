"""The scrutineer's report: what it says of the papers, the lot, other rules, and contests without a vote."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from mutualise.governance.actions import counting, elections, trustees
from mutualise.governance.actions.elections import ElectionRefused
from mutualise.governance.queries.counts import last_count
from mutualise.governance.rules import disclosure
from mutualise.governance.rules.ballot_box import verification
from mutualise.governance.rules.ballot_box.archive import unpacked
from mutualise.governance.rules.ballot_box.checks import Outcome
from mutualise.governance.rules.ballot_box.recount import ENGINES
from tests.governance.election_builders import counted, open_election, quick_keys, vote
from tests.programme.builders import signed_in

pytestmark = pytest.mark.django_db
STATEMENT = {"register": "ASKED", "matter": "One name stood twice.", "rules": "yes", "free": "yes",
             "security": "yes", "counted_by": "Two clerks"}  # fmt: skip


@pytest.fixture(autouse=True)
def _keys(monkeypatch, settings, tmp_path):
    settings.VAR = tmp_path
    quick_keys(monkeypatch)


def unsealed(body, election) -> None:
    trustees.close_poll(election=election, by=body.scrutineer)
    trustees.open_with_demonstration_keys(election=election, by=body.scrutineer)
    elections.move("unseal", election=election, by=body.scrutineer)


def declared(body, election) -> str:
    """Sign and declare; the report as anyone reads it."""
    counting.sign(election=election, by=body.scrutineer, statement=STATEMENT)
    counting.declare(election=election, by=body.scrutineer)
    return Client().get(f"/elections/{election.reference}/report/").content.decode()


def tied_election():
    """Nurses: two first choices each for two candidates, and nothing that parts them."""
    body, election, codes = open_election()
    for number, choice in (("1", 1), ("2", 1), ("3", 2), ("4", 2), ("5", 3)):
        vote(codes[number], choice)
    for number, choice in zip(range(13, 23), (1, 1, 1, 1, 4, 4, 4, 2, 2, 3), strict=True):
        vote(codes[str(number)], choice)
    unsealed(body, election)
    return body, election


def test_the_report_gives_figures_days_in_words_drawings_and_the_statement():
    body, election, codes = open_election()
    for number in range(1, 8):
        vote(codes[str(number)], 1 + number % 2, 3)
    vote(codes["13"], 1, 4)
    counted(body, election)
    page = declared(body, election)
    assert re.search(r"Poll closed</dt>\s*<dd[^>]*>\s*\d{1,2} [A-Z][a-z]+ 20\d\d", page)
    assert not re.search(r"\b20\d\d-\d\d-\d\d\b", page)
    for words in ("Voting papers distributed", "Spoiled, blank", "Valid votes for each candidate",
                  "One name stood twice.", "Two clerks"):  # fmt: skip
        assert words in page, words
    assert "Yes, because a member or candidate asked" in page
    assert page.count('role="img"') >= 2
    assert "What if" not in page, "twelve voters: nothing beyond the stage table"
    assert "What the other rules would have done is not shown" in page
    printed = Client().get(f"/elections/{election.reference}/report.pdf").content
    assert printed.startswith(b"%PDF")


def test_a_contest_without_a_vote_stays_empty_and_does_not_stop_the_others():
    body, election, codes = open_election()
    vote(codes["1"], 2)
    counted(body, election)
    page = declared(body, election)
    assert "Elected: Member 2." in page and "Elected: nobody." in page
    assert "Nobody cast a valid vote in this contest" in page
    address = f"/elections/{election.reference}/"
    checks = verification.verify(
        unpacked(Client().get(f"{address}archive.zip").content), engines=ENGINES
    )
    assert [each for each in checks if each.outcome is Outcome.FAILED] == []
    assert Client().get(f"{address}report.pdf").content.startswith(b"%PDF")
    assert Client().get(address).status_code == 200


def test_an_election_in_which_nobody_voted_is_not_counted():
    body, election, _ = open_election()
    unsealed(body, election)
    with pytest.raises(ElectionRefused, match="Cancel it"):
        counting.count(election=election, by=body.scrutineer)


def test_a_lot_is_drawn_by_hand_before_witnesses_on_the_pages():
    body, election = tied_election()
    count, home = signed_in(body.scrutineer), f"/run-elections/{election.reference}/"
    shown = count.get(f"{home}count/").content.decode()
    assert "drawn by hand for Nurses’ director" in shown
    drawn = {"drawn_nurses": "2, 1", "witnesses": "Staff council, Union branch",
             "reason": "Our rules say so."}  # fmt: skip
    for left_out, says in (
        ({"witnesses": "Staff council"}, "at least two witnesses"), ({"reason": ""}, "Say why"),
        ({"drawn_nurses": "2, 9"}, "Candidate 9 does not stand"),
    ):  # fmt: skip
        page = count.post(f"{home}count/", drawn | left_out)
        assert page.status_code == 422 and says in page.content.decode(), says
        assert last_count(election.contests.get(code="nurses")) is None
    assert count.post(f"{home}count/", drawn).status_code == 302
    made = last_count(election.contests.get(code="nurses"))
    assert made.first["elected"] == [1] == made.second["elected"], "the lot fell on 2, who is out"
    assert made.lots["kind"] == "manual" and made.lots["reason"] == "Our rules say so."
    assert last_count(election.contests.get(code="others")).lots == {"kind": "none"}
    page = declared(body, election)
    assert (
        "before these witnesses: Staff council and Union branch. Why by hand: Our rules say so."
        in page
    )
    assert "The lot decided who is elected" in page
    assert "1 way)" not in page, "so few voted that the other outcomes are not named"


def test_where_enough_voted_other_outcomes_and_other_rules_are_shown_as_what_ifs(monkeypatch):
    monkeypatch.setattr(disclosure, "FEWEST_VOTES", 6)
    monkeypatch.setattr(disclosure, "FEWEST_IN_CONTEST", 5)
    body, election = tied_election()
    counting.count(election=election, by=body.scrutineer)
    page = declared(body, election)
    assert "Member 2 (1 way); Member 1 (1 way)" in page
    assert "This is not the result and changes nothing" in page
    assert page.count("What if, not the result: ") == 4, "two tables, each with its name twice"


def test_the_secret_kept_by_the_scrutineer_settles_a_tie_too():
    body, election = tied_election()
    counting.count(election=election, by=body.scrutineer)  # a demonstration finds its own secret
    page = declared(body, election)
    assert "It follows from the seed that the scrutineer committed to" in page


def test_a_lot_that_was_drawn_stands_and_is_not_drawn_in_another_way():
    body, election = tied_election()
    secret = trustees.demonstration_secret(election)
    nurses = election.contests.get(code="nurses")
    by_hand = {"drawn": {"nurses": "1, 2"}, "witnesses": "Chair, Clerk", "reason": "Our rules."}
    counting.count(election=election, by=body.scrutineer, secret=secret)
    assert last_count(nurses).lots["kind"] == "seed"
    with pytest.raises(ElectionRefused, match="committed secret, and it stands"):
        counting.count(election=election, by=body.scrutineer, **by_hand)
    counting.count(election=election, by=body.scrutineer, secret=secret)
    assert last_count(nurses).number == 2


def test_a_lot_drawn_by_hand_is_corrected_by_hand_alone():
    body, election = tied_election()
    by_hand = {"witnesses": "Chair, Clerk", "reason": "Our rules."}
    counting.count(election=election, by=body.scrutineer, drawn={"nurses": "1, 2"}, **by_hand)
    with pytest.raises(ElectionRefused, match="drawn by hand, and it stands"):
        counting.count(
            election=election, by=body.scrutineer, secret=trustees.demonstration_secret(election)
        )
    counting.count(election=election, by=body.scrutineer, drawn={"nurses": "2, 1"}, **by_hand)
    assert last_count(election.contests.get(code="nurses")).first["elected"] == [1]
