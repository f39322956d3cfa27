"""Elections that end otherwise than by a count: uncontested, cancelled, declared void; what anyone reads."""

from __future__ import annotations

import html

import pytest
from django.test import Client

from mutualise.accounts.permissions import NotAllowed
from mutualise.governance.actions import counting, elections, seats, trustees
from mutualise.governance.actions.elections import ElectionRefused
from mutualise.governance.queries.counts import last_count
from mutualise.governance.queries.elections import state_of
from mutualise.governance.rules.counting import scottish
from mutualise.governance.rules.election_stages import GuardsUnmet, NotPermitted, State
from mutualise.governance.rules.nominations import Seats
from mutualise.governance.rules.notice import ContestNotice
from mutualise.governance.rules.second_count import scottish as second_scottish
from tests.governance.election_builders import (
    called,
    counted,
    mutual,
    nominated,
    open_election,
    quick_keys,
    stand,
    vote,
)
from tests.programme.builders import signed_in

pytestmark = pytest.mark.django_db
WHY = "The members’ meeting set it aside on 3 May: two rolls were mixed up."


@pytest.fixture(autouse=True)
def _keys(monkeypatch, settings, tmp_path):
    quick_keys(monkeypatch)
    settings.VAR = tmp_path


def read(election, page: str = "") -> str:
    """What anyone reads of it, in one line."""
    answer = Client().get(f"/elections/{election.reference}/{page}")
    assert answer.status_code == 200, page
    return " ".join(answer.content.decode().split())


def test_an_uncontested_election_is_declared_and_its_page_gives_the_result():
    body = mutual()
    election = called(body, contests=[ContestNotice("nurses", "Nurses", "nurses", Seats(3))])
    contest = election.contests.get()
    for number in (1, 2):
        stand(body, contest, number)
    elections.move("close_nominations", election=election, by=body.secretary)
    assert "There is no result" not in read(election)
    elections.move("declare_uncontested", election=election, by=body.scrutineer)
    page = read(election)
    assert "Member 1, Member 2 elected without a poll" in page
    assert "archive.zip" not in page, "nothing was sealed"
    report = read(election, "report/")
    assert "Declared without a poll: there was nothing to count" in report
    assert "1 place stayed empty" in report and "Nothing here is declared" not in report


def test_a_cancelled_election_says_when_and_why():
    body = mutual()
    election = called(body)
    nominated(body, election)
    elections.move("cancel", election=election, by=body.secretary, words=WHY)
    page = read(election)
    assert "Cancelled on" in page and "There is no result." in page and WHY in page
    assert "candidates are shown when" not in page
    assert Client().get(f"/elections/{election.reference}/report/").status_code == 404


def test_a_reason_written_before_it_was_public_is_read_by_those_who_run_the_election_alone(
    monkeypatch,
):
    body = mutual()
    election = called(body)
    private = elections.ElectionEvent.objects.create

    def as_it_was(**given):
        return private(**given | {"detail": {}})

    monkeypatch.setattr(elections.ElectionEvent.objects, "create", as_it_was)
    elections.move("cancel", election=election, by=body.secretary, words=WHY)
    assert "Cancelled on" in read(election) and WHY not in read(election)
    desk = signed_in(body.secretary).get(f"/run-elections/{election.reference}/")
    assert WHY in desk.content.decode()


def declared():
    body, election, codes = open_election()
    for number in (1, 2, 3):
        vote(codes[str(number)], 1, 2)
    vote(codes["13"], 1, 4)
    counted(body, election)
    counting.sign(election=election, by=body.scrutineer)
    counting.declare(election=election, by=body.scrutineer)
    return body, election


def test_a_declared_election_set_aside_keeps_its_record_and_gives_no_seat():
    body, election = declared()
    with pytest.raises(NotAllowed):
        elections.move("void", election=election, by=body.secretary, words=WHY)
    with pytest.raises(ElectionRefused, match="Say why"):
        elections.move("void", election=election, by=body.scrutineer)
    desk = signed_in(body.scrutineer)
    home = f"/run-elections/{election.reference}/"
    assert "Declare the election void" in desk.get(home).content.decode()
    assert desk.post(f"{home}steps/void/", {"words": WHY}).status_code == 302
    page = read(election)
    for words in ("Declared void on", "The result below no longer stands.", WHY,
                  "Result, which no longer stands", "archive.zip"):  # fmt: skip
        assert words in page, words
    assert "Nothing below stands any longer" in read(election, "report/")
    assert Client().get(f"/elections/{election.reference}/report.pdf").status_code == 200
    assert Client().get(f"/elections/{election.reference}/archive.zip").status_code == 200
    assert "Look it up" in read(election, "check/")
    with pytest.raises(ElectionRefused, match="once the result is declared"):
        seats.enter_elected(election=election, by=body.secretary)
    with pytest.raises(NotPermitted):
        elections.move("void", election=election, by=body.scrutineer, words=WHY)


def test_a_count_that_can_never_be_declared_is_ended():
    body, election, codes = open_election()
    vote(codes["1"], 1)
    vote(codes["13"], 1)
    counted(body, election)
    with pytest.raises(NotPermitted):
        elections.move("cancel", election=election, by=body.secretary, words=WHY)
    elections.move("void", election=election, by=body.scrutineer, words=WHY)
    assert state_of(election) is State.VOID
    assert "There is no result." in read(election)
    assert Client().get(f"/elections/{election.reference}/report/").status_code == 404


def test_a_program_that_falls_over_blocks_the_declaration_too(monkeypatch):
    body, election, codes = open_election()
    for number in (1, 2, 13):
        vote(codes[str(number)], 1)
    monkeypatch.setattr(second_scottish.ScottishCount, "run", lambda self: max(()))
    counted(body, election)
    told = last_count(election.contests.get(code="nurses")).difference
    assert told.startswith("The second program stopped with an error")
    with pytest.raises(GuardsUnmet, match="programs differ"):
        counting.declare(election=election, by=body.scrutineer)
    assert told in html.unescape(
        signed_in(body.scrutineer).get(f"/elections/{election.reference}/report/").content.decode()
    )


def test_a_first_program_that_falls_over_is_named_on_the_page_and_nothing_is_kept(monkeypatch):
    body, election, codes = open_election()
    for number in (1, 2, 13):
        vote(codes[str(number)], 1)
    trustees.close_poll(election=election, by=body.scrutineer)
    trustees.open_with_demonstration_keys(election=election, by=body.scrutineer)
    elections.move("unseal", election=election, by=body.scrutineer)
    browser, page = signed_in(body.scrutineer), f"/run-elections/{election.reference}/count/"
    with monkeypatch.context() as broken:
        broken.setattr(scottish, "_end_stage", lambda *_: max(()))
        shown = browser.post(page, {})
    assert shown.status_code == 422
    told = "The first program stopped with an error and gave no stage: ValueError."
    assert told in html.unescape(shown.content.decode())
    assert state_of(election) is State.UNSEALED
    assert last_count(election.contests.get(code="nurses")) is None
    assert browser.post(page, {}).status_code == 302
    assert state_of(election) is State.COUNTED
