"""How a session begins, how long it lasts, how it ends, and what is written down about it."""

from __future__ import annotations

import json
import logging
import re

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from mutualise.accounts.actions import InvitationRefused, invite
from mutualise.accounts.actions import second_factor as actions
from mutualise.accounts.models import AuditEntry, Person
from mutualise.accounts.permissions import SEEN, SINCE
from mutualise.accounts.rules.roles import Role
from mutualise.accounts.rules.sessions import IDLE, LONGEST
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(db) -> Person:
    return Person.objects.create_user("somebody@example.org")


def code_for(client: Client, person: Person) -> str:
    client.post("/accounts/login/code/", {"email": person.email})
    return re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]*)\s*$", mail.outbox[-1].body, re.M).group(1)


def older(client: Client, **seconds: int) -> None:
    session = client.session
    for name, by in seconds.items():
        session[name] -= by
    session.save()


@pytest.mark.parametrize(
    ("seconds", "open_still"),
    [
        ({SEEN: IDLE - 60}, True),
        ({SEEN: IDLE + 60}, False),
        ({SINCE: LONGEST - 60, SEEN: 60}, True),
        ({SINCE: LONGEST + 60, SEEN: 60}, False),
    ],
)
def test_a_session_ends_without_use_and_after_half_a_day(client, person, seconds, open_still):
    sign_in(client, person)
    older(client, **seconds)
    answer = client.get("/your-data/")
    assert (answer.status_code == 200) is open_still
    assert ("_auth_user_id" in client.session) is open_still


def test_using_a_session_keeps_it_but_not_for_longer_than_half_a_day(client, person):
    sign_in(client, person)
    for _ in range(7):
        older(client, **{SINCE: IDLE - 60, SEEN: IDLE - 60})
        last = client.get("/your-data/").status_code
    assert last == 302


def test_signing_in_begins_a_new_session_and_signing_out_ends_it(client, person):
    code = code_for(client, person)
    before = client.session.session_key
    client.post("/accounts/login/code/confirm/", {"code": code})
    key = client.session.session_key
    assert key != before
    assert len(key) == 32
    assert not Session.objects.filter(session_key=before).exists()
    thief = Client()
    thief.cookies["sessionid"] = key
    assert thief.get("/your-data/").status_code == 200
    answer = client.post("/accounts/logout/")
    assert answer["Clear-Site-Data"] == '"cache"'
    assert not Session.objects.filter(session_key=key).exists()
    assert thief.get("/your-data/").status_code == 302


def test_signing_out_needs_a_post(client, person):
    sign_in(client, person)
    client.get("/accounts/logout/")
    assert client.get("/your-data/").status_code == 200


def test_who_may_no_longer_sign_in_is_out_at_once(client, person):
    sign_in(client, person)
    person.is_active = False
    person.save()
    assert client.get("/your-data/").status_code == 302


def test_a_role_taken_away_counts_at_the_next_request(client):
    editor = invite(email="e@example.org", role=Role.REGISTER_EDITOR, valid_from="2014-01-01")
    sign_in(client, editor)
    assert client.get("/editor/").status_code == 200
    editor.holdings.all().delete()
    assert client.get("/editor/").status_code == 403


def test_somebody_signs_out_on_every_device(client, person):
    other = sign_in(Client(), person)
    sign_in(client, person)
    assert "Sign out on every device" in client.get("/accounts/second-factor/").content.decode()
    assert client.get("/accounts/sign-out-everywhere/").status_code == 405
    assert client.post("/accounts/sign-out-everywhere/").status_code == 302
    for each in (client, other):
        assert each.get("/your-data/").status_code == 302
    assert AuditEntry.objects.filter(event="accounts.sessions.ended", by=person).exists()


def test_a_mailed_code_works_once_in_the_browser_it_was_asked_in_and_not_for_long(client, person):
    from allauth.account import app_settings

    code = code_for(client, person)
    assert len(code.replace("-", "")) >= 6
    assert app_settings.LOGIN_BY_CODE_TIMEOUT <= 600
    stranger = Client()
    stranger.post("/accounts/login/code/confirm/", {"code": code})
    assert "_auth_user_id" not in stranger.session
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert "_auth_user_id" in client.session
    client.post("/accounts/logout/")
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert "_auth_user_id" not in client.session


def test_three_wrong_mailed_codes_end_the_attempt(client, person):
    code = code_for(client, person)
    for _ in range(3):
        client.post("/accounts/login/code/confirm/", {"code": "AAA-AAA"})
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert "_auth_user_id" not in client.session


def test_an_unknown_address_is_answered_as_a_known_one(person):
    pages = []
    for email in (person.email, "nobody@example.org"):
        answer = Client().post("/accounts/login/code/", {"email": email}, follow=True)
        pages.append((answer.redirect_chain, answer.content.decode().replace(email, "")))
    tokens = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    assert pages[0][0] == pages[1][0]
    assert tokens.sub("", pages[0][1]) == tokens.sub("", pages[1][1])


@pytest.mark.parametrize(
    "away", ["//elsewhere.example", "https://elsewhere.example/", "javascript:x"]
)
def test_signing_in_leads_to_no_other_site(client, person, away):
    code = code_for(client, person)
    answer = client.post(f"/accounts/login/code/confirm/?next={away}", {"code": code, "next": away})
    assert answer["Location"].startswith("/accounts/")


def test_an_address_with_a_line_break_is_refused():
    with pytest.raises(InvitationRefused):
        invite(
            email="a@example.org\nBcc: b@example.org", role=Role.ASSESSOR, valid_from="2014-01-01"
        )


def test_the_security_log_has_sign_ins_wrong_codes_and_refusals(client, person, caplog):
    caplog.set_level(logging.INFO, "mutualise.security")
    code = code_for(client, person)
    client.post("/accounts/login/code/confirm/", {"code": "AAA-AAA"})
    client.post("/accounts/login/code/confirm/", {"code": code})
    client.get("/editor/?x=%0Aforged")
    client.post("/accounts/logout/")
    with pytest.raises(actions.CodeRefused):
        actions.prove(person=person, code="000000")
    told = [r.message for r in caplog.records if r.name == "mutualise.security"]
    assert [json.loads(each)["event"] for each in told] == [
        "mailed_code_rejected", "signed_in", "refused", "signed_out", "second_factor_wrong",
    ]  # fmt: skip
    for each in told:
        line = json.loads(each)
        assert line["person"] == person.pk
        assert re.search(r"[+-]\d\d:\d\d$", line["at"])
        assert "\n" not in each
        assert code not in each
        assert person.email not in each


def test_limits_count_readers_behind_our_own_proxy_and_believe_no_other(client, settings, caplog):
    caplog.set_level(logging.INFO, "mutualise.security")
    for proxies, expected in ((1, "203.0.113.9"), (0, "127.0.0.1")):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
        client.get("/accounts/signup/", headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.9"})
        assert json.loads(caplog.records[-1].message)["from"] == expected


def test_every_page_of_somebody_signed_in_leads_to_signing_out(client, person):
    sign_in(client, person)
    for address in ("/", "/your-data/", "/accounts/second-factor/", "/support/"):
        assert 'href="/accounts/logout/"' in client.get(address).content.decode(), address
