"""Codes to vote by text message: to whom, in what words, once, and what of them stays anywhere."""

from __future__ import annotations

import html
import logging
import re

import pytest
from django.core import mail as django_mail

from mutualise.accounts.models import AuditEntry, Mail
from mutualise.chronicle import clock
from mutualise.governance.actions import code_letters, elections, members, roll, voting
from mutualise.governance.models import CodeSent, IssuedCode, Member
from mutualise.governance.queries.codes import unsent_codes, ways_of
from mutualise.governance.rules.code_text import parts
from tests import texts_kept
from tests.governance.election_builders import called, mutual, nominated, opened, quick_keys, vote
from tests.governance.test_attack_table import dump
from tests.programme.builders import signed_in

pytestmark = pytest.mark.django_db
CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")


@pytest.fixture(autouse=True)
def _texts(monkeypatch, settings, tmp_path):
    settings.VAR, settings.TEXT_BACKEND = tmp_path, texts_kept.KEPT
    texts_kept.empty()
    quick_keys(monkeypatch)


def give(body, number: int, mobile: str) -> None:
    members.describe(
        by=body.secretary, on=clock.today(), reason="Told us",
        member=Member.objects.get(register__organisation=body.organisation, number=number),
        about={"name": f"Member {number}", "address": "A", "mobile": mobile,
               "email": f"member-{number}@example.org" if number % 2 else ""},
    )  # fmt: skip


def at_the_roll(*numbers: int):
    """An election whose roll is frozen; these members have a number of their own."""
    body = mutual()
    for number in numbers:
        give(body, number, mobile_of(number))
    election = called(body)
    nominated(body, election)
    roll.freeze(election=election, by=body.secretary)
    return body, election


def mobile_of(number: int) -> str:
    return f"+447700900{number:03d}"


def text(body, election, **more) -> tuple[int, int]:
    return code_letters.send_codes(election=election, by=body.secretary, channel="TEXT", **more)


def channels(election) -> dict[str, str]:
    rows = IssuedCode.objects.filter(entry__contest__election=election)
    return dict(rows.values_list("entry__member_number", "channel"))


def test_names_with_a_number_and_no_code_get_one_by_text_and_vote_with_it():
    body, election = at_the_roll(2, 4, 15)
    assert code_letters.send_codes(election=election, by=body.secretary, channel="MAIL") == (12, 0)
    assert text(body, election) == (2, 0)
    assert sorted(to for to, _ in texts_kept.outbox) == [mobile_of(2), mobile_of(4)]
    assert channels(election)["15"] == "MAIL", "one code a name, by the way that was chosen first"
    assert len(roll.issue_codes(election=election, by=body.secretary, channel="LETTER")) == 10
    opened(body, election)
    [code] = CODE.findall(dict(texts_kept.outbox)[mobile_of(2)])
    assert vote(code, 1)[0].number == 1


def test_a_text_is_short_and_says_who_sends_it_and_for_which_contest(settings):
    settings.SITE = "https://vote.example.org"
    body, election = at_the_roll(2)
    text(body, election)
    [(_, said)] = texts_kept.outbox
    assert said.startswith(f"{body.organisation.code}: your code to vote in Nurses' director is ")
    assert "https://vote.example.org/vote/ " in said and parts(said) <= 3
    assert f"{election.reference}/roll/" in said, "until the poll opens the roll can be looked at"
    assert "Member 2" not in said


def test_a_number_changed_after_the_roll_was_frozen_is_the_one_used():
    body, election = at_the_roll(2)
    give(body, 2, mobile_of(99))
    text(body, election)
    assert [to for to, _ in texts_kept.outbox] == [mobile_of(99)]


def test_a_number_that_several_voters_share_gets_no_text_and_the_page_names_them():
    body, election = at_the_roll(2, 4, 6)
    give(body, 4, mobile_of(6))
    page = signed_in(body.secretary).get(f"/run-elections/{election.reference}/codes/texts/")
    assert "members 4 and 6" in page.content.decode()
    assert text(body, election) == (1, 0)
    assert [to for to, _ in texts_kept.outbox] == [mobile_of(2)]
    entry = election.contests.get(code="nurses").roll.get(member_number="4")
    with pytest.raises(elections.ElectionRefused, match="Members 4, 6 have one mobile number"):
        code_letters.send_again(entry=entry, by=body.secretary, channel="TEXT")


@pytest.mark.parametrize("way", ["letters", "mail", "texts"])
def test_a_page_that_issues_codes_has_a_button_only_while_a_name_on_the_roll_has_none(way):
    body = mutual()
    election = called(body)
    nominated(body, election)
    secretary, page = signed_in(body.secretary), f"/run-elections/{election.reference}/codes/{way}/"
    early = secretary.get(page).content.decode()
    assert "once the roll is frozen" in early
    assert "Make the codes" not in early
    roll.freeze(election=election, by=body.secretary)
    assert "Make the codes" in secretary.get(page).content.decode()
    roll.issue_codes(election=election, by=body.secretary, channel="LETTER")
    late = secretary.get(page).content.decode()
    assert "Every name on the roll has a code." in late
    assert "Make the codes" not in late


def test_nothing_kept_anywhere_has_the_code_or_joins_it_to_the_number(caplog):
    body, election = at_the_roll(2, 4)
    with caplog.at_level(logging.DEBUG):
        text(body, election)
    codes = [CODE.findall(said)[0] for _, said in texts_kept.outbox]
    stores = dump() + caplog.text
    for code in codes:
        assert code not in stores and code.replace("-", "") not in stores
    holders = {
        model
        for model in (Mail, IssuedCode, CodeSent, AuditEntry)
        for row in model.objects.values_list()
        if any("7700" in str(value) for value in row)
    }
    assert holders == set()
    assert "7700" not in caplog.text
    rows = Mail.objects.filter(kind="text")
    assert {(row.to, row.subject, row.body) for row in rows} == {("", "", "")}


def test_texts_that_did_not_leave_are_named_and_new_codes_go_by_any_way(settings):
    settings.TEXT_BACKEND = texts_kept.REFUSING
    body, election = at_the_roll(2, 4)
    home = f"/run-elections/{election.reference}/"
    desk = signed_in(body.secretary)
    done = desk.post(f"{home}codes/texts/", follow=True).content.decode()
    assert "0 codes sent by text; 2 could not be sent." in done
    assert "not known to have left for 2 names" in done
    page = html.unescape(desk.get(f"{home}codes/letters/").content.decode())
    assert "Member 2" in page and "Make a new code also for the names" in page
    settings.TEXT_BACKEND = texts_kept.KEPT
    assert text(body, election) == (0, 0), "nobody is sent a second code unasked"
    assert text(body, election, again=True) == (2, 0)
    assert not unsent_codes(election).exists()
    assert text(body, election, again=True) == (0, 0)


def test_a_sender_killed_half_way_sends_nobody_a_second_text_unasked(monkeypatch):
    """What left before it died is written down; whoever was next is named to the secretary."""
    body, election = at_the_roll(2, 4, 6)

    class Killed(BaseException):
        pass

    def dies_at_the_third(to, words):
        if len(texts_kept.outbox) == 2:
            raise Killed
        texts_kept.outbox.append((to, words))

    monkeypatch.setattr(texts_kept.Kept, "send", lambda self, to, text: dies_at_the_third(to, text))
    with pytest.raises(Killed):
        text(body, election)
    monkeypatch.undo()
    assert CodeSent.objects.count() == 2
    assert [each.entry.member_number for each in ways_of(election).unsent] == ["6"]
    opened(body, election)
    first = CODE.findall(texts_kept.outbox[0][1])[0]
    assert vote(first, 1)[0].number == 1


def test_a_voter_whose_text_left_unanswered_keeps_the_code_she_voted_with(settings):
    settings.TEXT_BACKEND = texts_kept.SILENT
    body, election = at_the_roll(2, 4)
    assert text(body, election) == (0, 2)
    opened(body, election)
    [code] = CODE.findall(dict(texts_kept.outbox)[mobile_of(2)])
    vote(code, 1)
    settings.TEXT_BACKEND = texts_kept.KEPT
    texts_kept.empty()
    assert text(body, election, again=True) == (1, 0)
    assert [to for to, _ in texts_kept.outbox] == [mobile_of(4)], "two codes would be two votes"
    vote(code, 2)


def test_a_code_made_meanwhile_stops_the_older_text(monkeypatch):
    body, election = at_the_roll(2, 4)
    entry = election.contests.get(code="nurses").roll.get(member_number="4")

    def and_another(self, to, text):
        texts_kept.outbox.append((to, text))
        if to == mobile_of(2):
            roll.issue_again(entry=entry, by=body.secretary)

    monkeypatch.setattr(texts_kept.Kept, "send", and_another)
    assert text(body, election) == (1, 0)
    assert [to for to, _ in texts_kept.outbox] == [mobile_of(2)]


def test_a_lost_code_is_replaced_by_text_and_the_old_one_dies():
    body, election = at_the_roll(2)
    [first] = [each for each in roll.issue_codes(election=election, by=body.secretary, channel="LETTER")
               if each.number == "2"]  # fmt: skip
    opened(body, election)
    desk = signed_in(body.secretary)
    where = f"/run-elections/{election.reference}/contests/nurses/new-code/"
    done = desk.post(where, {"number": "2", "channel": "TEXT"}, follow=True)
    assert "A new code was sent by text" in done.content.decode()
    with pytest.raises(voting.VoteRefused, match="newer code"):
        vote(first.code, 1)
    [(to, said)] = texts_kept.outbox
    assert to == mobile_of(2) and vote(CODE.findall(said)[0], 1)[0].number == 1
    assert f"{election.reference}/roll/" not in said, "once it is open the roll is not looked at"
    again = desk.post(where, {"number": "3", "channel": "TEXT"})
    assert again.status_code == 422 and "no mobile number of this member" in again.content.decode()
    desk.post(where, {"number": "3", "channel": "MAIL"})
    assert django_mail.outbox[-1].to == ["member-3@example.org"]
    refused = desk.post(where, {"number": "2", "channel": "TEXT"})
    assert "has had its voting paper" in refused.content.decode()


def test_without_a_sender_of_texts_the_way_is_not_offered_and_the_page_says_why(settings):
    settings.TEXT_BACKEND = ""
    body, election = at_the_roll(2)
    home = f"/run-elections/{election.reference}/"
    desk = signed_in(body.secretary)
    page = desk.get(home).content.decode()
    assert "codes/texts/" not in page and "Text messages are not set up here" in page
    for answer in (desk.get(f"{home}codes/texts/"), desk.post(f"{home}codes/texts/")):
        said = answer.content.decode()
        assert "MUTUALISE_TEXT_BACKEND" in said and '<form method="post"' not in said
    lost = f"{home}contests/nurses/new-code/"
    assert 'value="TEXT"' not in desk.get(lost).content.decode()
    assert desk.post(lost, {"number": "2", "channel": "TEXT"}).status_code == 422
    with pytest.raises(elections.ElectionRefused, match="not set up"):
        text(body, election)
    assert not IssuedCode.objects.filter(entry__contest__election=election).exists()


@pytest.mark.parametrize(
    ("sender", "why"),
    [
        ("mutualise.accounts.actions.text_senders.Notify", "MUTUALISE_NOTIFY_KEY"),
        ("mutualise.accounts.actions.text_senders.Notfy", "Notfy"),
    ],
)
def test_no_code_is_made_where_the_sender_of_texts_is_not_set_up_right(settings, sender, why):
    settings.TEXT_BACKEND, settings.GOVUK_NOTIFY_API_KEY = sender, ""
    body, election = at_the_roll(2)
    page = signed_in(body.secretary).post(f"/run-elections/{election.reference}/codes/texts/")
    assert page.status_code == 422 and why in page.content.decode()
    assert not IssuedCode.objects.filter(entry__contest__election=election).exists()


def test_nobody_but_those_who_run_the_election_sends_codes():
    body, election = at_the_roll(2)
    stranger = mutual()
    where = f"/run-elections/{election.reference}/codes/texts/"
    assert signed_in(stranger.secretary).post(where).status_code == 404
    assert signed_in(body.clerks[0]).post(where).status_code == 403
    with pytest.raises(Exception, match="Only the company secretary or the scrutineer"):
        code_letters.send_codes(election=election, by=stranger.secretary, channel="TEXT")
    assert texts_kept.outbox == []
