"""The last day of an open poll moved to a later one: who may, until when, and where it stands for ever."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core import mail
from django.test import Client

from mutualise.accounts.permissions import NotAllowed
from mutualise.chronicle import clock
from mutualise.governance.actions import counting, elections, extension, trustees, voting
from mutualise.governance.actions.elections import ElectionRefused
from mutualise.governance.queries.archive import archive_of
from mutualise.governance.queries.deeds import extensions_of, letters_about
from mutualise.governance.queries.elections import closes_on
from mutualise.governance.rules.ballot_box import verification
from mutualise.governance.rules.ballot_box.archive import unpacked
from mutualise.governance.rules.ballot_box.canonical import as_bytes, digest
from mutualise.governance.rules.ballot_box.recount import ENGINES
from mutualise.governance.rules.days import spoken
from mutualise.governance.rules.election_stages import GuardsUnmet, NotPermitted
from mutualise.governance.rules.election_timetable import (
    LONDON,
    Kind,
    TimetableUnfit,
    earliest_close,
    model,
)
from mutualise.governance.rules.seats import After
from tests.governance.election_builders import (
    called,
    counted,
    mutual,
    nominated,
    opened,
    quick_keys,
    vote,
    with_roll,
)
from tests.programme.builders import signed_in

pytestmark = pytest.mark.django_db
WHY = "Post was not carried from 9 to 13 March. Rule 14 lets the scrutineer extend; all candidates agreed."
NOTICE_ON = dt.date(2026, 1, 12)
CLOSES = earliest_close(NOTICE_ON)
DAYS = model(CLOSES, NOTICE_ON)
LATER = CLOSES + dt.timedelta(days=7)


@pytest.fixture(autouse=True)
def _keys(monkeypatch, settings, tmp_path):
    quick_keys(monkeypatch)
    settings.VAR = tmp_path


def moment(day: dt.date, hour: int = 12):
    return clock.at(dt.datetime.combine(day, dt.time(hour), LONDON))


def with_a_roll(**more):
    """Under the Model Election Rules, before its poll is opened; the codes by member number."""
    body = mutual()
    with moment(NOTICE_ON):
        election = called(body, kind=Kind.MODEL_RULES, days=DAYS, **more)
    with moment(DAYS.withdrawals_until + dt.timedelta(days=1)):
        nominated(body, election)
        codes = with_roll(body, election)
    return body, election, codes


def polling(**more):
    body, election, codes = with_a_roll(**more)
    with moment(DAYS.opens_on):
        opened(body, election)
    return body, election, codes


def extended(body, election, until=LATER, words=WHY):
    return extension.extend(election=election, by=body.scrutineer, until=until, words=words)


def test_votes_are_taken_until_the_new_day_and_no_longer():
    body, election, codes = polling()
    with moment(CLOSES):
        extended(body, election)
    assert closes_on(election) == LATER
    with moment(CLOSES, 18):
        vote(codes["1"], 1)
        with pytest.raises(GuardsUnmet, match=f"from 5pm on {spoken(LATER)}, not before"):
            trustees.close_poll(election=election, by=body.scrutineer)
        early = signed_in(body.scrutineer).get(f"/run-elections/{election.reference}/")
    with moment(LATER, 17):
        due = signed_in(body.scrutineer).get(f"/run-elections/{election.reference}/")
    offered = f"/run-elections/{election.reference}/steps/close/"
    assert offered not in early.content.decode(), "nothing is offered that would be refused"
    assert f"from 5pm on {spoken(LATER)}, not before" in early.content.decode()
    assert offered in due.content.decode()
    with moment(LATER, 16), pytest.raises(GuardsUnmet):
        trustees.close_poll(election=election, by=body.scrutineer)
    with moment(LATER, 17), pytest.raises(voting.VoteRefused, match="has closed"):
        vote(codes["2"], 1)


def test_only_the_scrutineer_extends_before_the_poll_ends_and_says_why():
    body, election, _ = polling()
    with moment(CLOSES, 16):
        with pytest.raises(NotAllowed):
            extension.extend(election=election, by=body.secretary, until=LATER, words=WHY)
        with pytest.raises(ElectionRefused, match="Say why"):
            extended(body, election, words=" ")
    with moment(CLOSES, 17), pytest.raises(TimetableUnfit, match="has ended cannot be extended"):
        extended(body, election)
    assert not election.events.filter(name="extend").exists()
    with moment(CLOSES, 17):
        trustees.close_poll(election=election, by=body.scrutineer)
        with pytest.raises(NotPermitted):
            extended(body, election)


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (CLOSES, "Choose a day after"),
        (CLOSES + dt.timedelta(days=31), "30 days at once"),
        (CLOSES + dt.timedelta(days=(5 - CLOSES.weekday()) % 7), "weekend or on a bank holiday"),
        (CLOSES + dt.timedelta(days=22), "The terms in the notice end on"),
    ],
)
def test_a_day_that_cannot_be_the_last_is_refused(until, said):
    body, election, _ = polling(after=After(None, CLOSES + dt.timedelta(days=22), ""))
    with moment(CLOSES), pytest.raises(TimetableUnfit, match=said):
        extended(body, election, until)


def test_it_stands_on_the_page_in_the_report_and_in_the_archive_and_voters_are_told():
    body, election, codes = polling()
    with moment(CLOSES):
        vote(codes["1"], 1)
        desk = signed_in(body.scrutineer)
        home = f"/run-elections/{election.reference}/"
        assert "Extend the poll" in desk.get(home).content.decode()
        given = {
            "until-day": LATER.day,
            "until-month": LATER.month,
            "until-year": LATER.year,
            "words": WHY,
        }
        answer = desk.post(f"{home}steps/extend/", given)
        assert answer.status_code == 302, answer.content.decode()
        assert not longer(), "no mail waits for a mail server while the scrutineer does"
        assert "0 of 12 have left" in desk.get(home).content.decode()
        assert extension.send_due() == (12, 0)
        assert extension.send_due() == (0, 0), "each once"
        assert "12 of 12 have left" in desk.get(home).content.decode()
    told = longer()
    assert len(told) == 12, "everybody with an address, whoever has voted"
    assert WHY in told[0].body
    with moment(LATER, 16):
        vote(codes["13"], 1, 4)
    with moment(LATER, 17):
        counted(body, election)
        counting.sign(election=election, by=body.scrutineer)
        counting.declare(election=election, by=body.scrutineer)
    page = Client().get(f"/elections/{election.reference}/").content.decode()
    report = Client().get(f"/elections/{election.reference}/report/").content.decode()
    deed = election.report.content["extensions"][0]
    for words in (WHY, deed["hash"], f"to {LATER:%-d %B %Y}"):
        assert words in page and words in report, words
    assert deed["hash"] in told[0].body
    assert deed["boards"]["nurses"][0] == 1 and deed["boards"]["others"][0] == 0
    checks = verification.verify(unpacked(archive_of(election)), engines=ENGINES)
    assert verification.holds(checks)
    [said] = [each.words for each in checks if each.name == "deeds"]
    assert WHY in said


def longer():
    return [each for each in mail.outbox if "open longer" in each.subject]


def test_a_sender_cut_off_loses_no_mail_and_each_extension_tells_its_own_day(monkeypatch):
    body, election, _ = polling()
    with moment(CLOSES, 10):
        extended(body, election)
        extended(body, election, LATER + dt.timedelta(days=7), "Later still.")
        sent = []
        with monkeypatch.context() as cut:
            cut.setattr(
                "mutualise.governance.actions.outbox.deliver", lambda **m: sent.append(m) or 1 / 0
            )
            assert extension.send_due(most=5) == (0, 5)
        assert letters_about(election) == {"written": 24, "sent": 0, "lost": 0}
        assert extension.send_due()[0] == 19
    with moment(CLOSES, 11):
        assert extension.send_due() == (5, 0)
        assert letters_about(election)["sent"] == 24
    first, second = extensions_of(election)
    for deed in first, second:
        told = [each for each in longer() if deed["hash"] in each.body]
        assert len({each.to[0] for each in told}) == len(told) == 12
        assert all(deed["words"] in each.body for each in told)


def test_an_extension_that_is_refused_writes_no_mail():
    body, election, _ = polling()
    with moment(CLOSES), pytest.raises(TimetableUnfit):
        extended(body, election, CLOSES)
    assert letters_about(election)["written"] == 0


def archived(*, void: bool = False):
    body, election, codes = polling()
    with moment(CLOSES):
        vote(codes["1"], 1)
        vote(codes["13"], 1, 4)
        extended(body, election)
    with moment(LATER, 17):
        counted(body, election)
        counting.sign(election=election, by=body.scrutineer)
        counting.declare(election=election, by=body.scrutineer)
        before = unpacked(archive_of(election))
        if void:
            words = "A court set it aside."
            elections.move("void", election=election, by=body.scrutineer, words=words)
        return before, unpacked(archive_of(election))


def deeds_check(files):
    [found] = [each for each in verification.verify(files, engines=ENGINES) if each.name == "deeds"]
    return found


def test_the_archive_says_that_the_election_was_declared_void():
    before, after = archived(void=True)
    assert "VOID" not in deeds_check(before).words, "an earlier archive cannot know of it"
    found = deeds_check(after)
    assert found.outcome.value == "passed"
    assert "DECLARED VOID" in found.words and "A court set it aside." in found.words
    same = set(before) - {"archive.json", "deeds.json"}
    assert {name: before[name] for name in same} == {name: after[name] for name in same}
    assert set(after) == set(before)


@pytest.mark.parametrize("what", ["words", "left out", "head"])
def test_a_deed_reworded_left_out_or_given_another_head_is_found(what):
    _, files = archived(void=True)
    deeds = json.loads(files["deeds.json"])["deeds"]
    if what == "words":
        deeds[0]["words"] = "Nobody knows."
    elif what == "left out":
        del deeds[0]
    else:
        deeds[0]["boards"]["nurses"][1] = "0" * 64
        before = digest(files["notice.json"]).hex()
        for each in deeds:
            del each["hash"]
            each["before"] = before
            before = each["hash"] = digest(as_bytes(each)).hex()
    files["deeds.json"] = as_bytes({"deeds": deeds})
    assert deeds_check(files).outcome.value == "failed"


def test_a_poll_that_nobody_opened_is_not_opened_after_its_last_day_and_says_so():
    body, election, codes = with_a_roll()
    with moment(CLOSES, 16), pytest.raises(voting.VoteRefused, match="try again later"):
        voting.contest_for(codes["1"])
    with moment(CLOSES, 17):
        with pytest.raises(voting.VoteRefused, match="never opened, and its last day has passed"):
            voting.contest_for(codes["1"])
        with pytest.raises(GuardsUnmet, match="call it again"):
            opened(body, election)
