"""Every mail of the site is in one log with its reason, is tried again, and keeps no secret."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend
from typer.testing import CliRunner

from mutualise.accounts.actions import forget, mail
from mutualise.accounts.actions.security_letters import tell
from mutualise.accounts.models import Mail, Person
from mutualise.accounts.queries import held_on
from mutualise.accounts.rules.mail import GIVE_UP_AFTER, KEEP_LOG, TRIES_AT_ONCE
from mutualise.chronicle import clock
from mutualise.programme.actions import letters
from mutualise.web.cli.commands import app
from mutualise.web.cli.console import screen
from tests.programme.builders import case_at

pytestmark = pytest.mark.django_db
SOURCE = Path(__file__).resolve().parents[2] / "src" / "mutualise"


class Broken(EmailBackend):
    def send_messages(self, messages):
        raise OSError("the server is down: code 123456")


@pytest.fixture
def broken(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Broken"


@pytest.fixture
def person():
    return Person.objects.create_user("somebody@example.org")


def sign_in_code(client) -> None:
    client.post("/accounts/login/code/", {"email": "somebody@example.org"})


def test_nothing_but_the_log_sends_mail():
    senders = [
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if re.search(r"django\.core\.mail|mail_admins|smtplib", path.read_text())
        and "settings" not in path.parts
    ]
    assert senders == ["accounts/actions/mail.py"]


def test_a_sign_in_code_comes_in_the_products_own_words(client, person):
    sign_in_code(client)
    [sent] = django_mail.outbox
    assert sent.subject == "Mutualise: your code to sign in"
    assert sent.body.startswith("Your code to sign in is:")
    assert "Hello from" not in sent.body


def test_a_sign_in_code_is_logged_without_what_it_said(client, person):
    sign_in_code(client)
    [sent] = django_mail.outbox
    [row] = Mail.objects.all()
    code = re.search(r"^\s*([A-Z0-9]{4,}-?[A-Z0-9]*)\s*$", sent.body, re.MULTILINE)[1]
    assert (row.to, row.kind, row.tries) == (person.email, "sign-in", 1)
    assert row.sent_at is not None
    assert "code to sign in" in row.reason
    told = " ".join(str(value) for value in vars(row).values())
    assert code not in told
    assert (row.body, row.subject) == ("", "")


def test_an_address_of_nobody_is_not_kept(client):
    client.post("/accounts/login/code/", {"email": "nobody@example.org"})
    assert not Mail.objects.exclude(to="").exists()


def test_a_mail_with_a_secret_is_tried_at_once_and_what_the_server_said_is_not_kept(
    client, person, broken
):
    with pytest.raises(OSError, match="down"):
        sign_in_code(client)
    [row] = Mail.objects.all()
    assert (row.tries, row.sent_at, row.last_error) == (TRIES_AT_ONCE, None, "OSError")
    assert mail.send_due() == (0, 0)


def test_a_mail_about_the_second_factor_is_tried_again_until_it_leaves(
    person, settings, django_capture_on_commit_callbacks
):
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.Broken"
    with django_capture_on_commit_callbacks(execute=True):
        tell(person, "removed")
    [row] = Mail.objects.all()
    assert (row.tries, row.sent_at) == (1, None)
    assert "no longer asks" in row.body
    settings.EMAIL_BACKEND = working
    assert mail.send_due() == (0, 0)
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert CliRunner().invoke(app, ["mail"], catch_exceptions=False).exit_code == 0
    row.refresh_from_db()
    assert [each.to for each in django_mail.outbox] == [[person.email]]
    assert (row.tries, row.body) == (2, "")
    assert row.sent_at is not None


def test_a_mail_that_never_leaves_is_given_up(person, broken):
    mail.post(to=person.email, kind="claim", reason="R", subject="S", body="B", key="k")
    with clock.at(clock.now() + timedelta(days=9)):
        for _ in range(GIVE_UP_AFTER + 2):
            Mail.objects.update(next_try_at=clock.now())
            mail.send_due()
    assert Mail.objects.get().tries == GIVE_UP_AFTER


def test_a_letter_of_the_programme_is_one_line_of_the_log_however_often_it_was_tried(
    person, settings
):
    letters.write(
        "message", to=person.email, case=case_at(lead=person), reason="A message", key="k"
    )
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.Broken"
    assert letters.send_due() == (0, 1)
    settings.EMAIL_BACKEND = working
    with clock.at(clock.now() + timedelta(hours=1)):
        assert letters.send_due() == (1, 0)
    [row] = Mail.objects.all()
    assert (row.kind, row.reason, row.tries, row.body) == ("programme", "A message", 2, "")


def test_members_and_voters_are_not_named_in_the_log(person):
    mail.deliver(to=person.email, kind="meeting", reason="A notice to members", subject="S",
                 body="B", key="k", named=False)  # fmt: skip
    [row] = Mail.objects.all()
    assert (row.to, row.subject, row.reason) == ("", "", "A notice to members")


def test_the_log_can_be_read_is_held_on_its_person_and_forgets(person, monkeypatch):
    mail.deliver(
        to=person.email, kind="programme", reason="A letter", subject="S", body="B", key="k"
    )
    monkeypatch.setattr(screen, "_width", 200)
    shown = CliRunner().invoke(app, ["mail", "--log", "5"])
    assert person.email in shown.output
    assert "A letter" in shown.output
    assert [each["reason"] for each in held_on(person)["accounts.Mail"]] == ["A letter"]
    address = person.email
    forget(person=person, by=None)
    assert not Mail.objects.filter(to=address).exists()
    assert Mail.objects.count() == 1
    with clock.at(clock.now() + KEEP_LOG + timedelta(days=1)):
        assert mail.forget_old() == 1
