"""The one way out for texts: what is logged, what is tried again, and how Notify is called."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from notifications_python_client.errors import HTTPError

from mutualise.accounts.actions import text_senders, texts
from mutualise.accounts.actions.text_senders import NotSent, Unanswered
from mutualise.accounts.models import Mail
from mutualise.accounts.rules.mail import TRIES_AT_ONCE
from tests import texts_kept

SOURCE = Path(__file__).resolve().parents[2] / "src" / "mutualise"
NUMBER, WORDS = "+447700900123", "Your code is 7QK2-94XD-HT4P-M3RV"


@pytest.fixture(autouse=True)
def _nothing_sent(settings):
    texts_kept.empty()
    settings.TEXT_BACKEND = texts_kept.KEPT


def send() -> None:
    texts.deliver_secret(texts.sender(), to=NUMBER, reason="A code to vote in EL-0001", text=WORDS)


def test_only_one_module_sends_texts():
    for what, only in (
        (r"notifications_python_client|send_sms", ["accounts/actions/text_senders.py"]),
        (r"TEXT_BACKEND\)", ["accounts/actions/texts.py"]),
    ):
        assert [
            path.relative_to(SOURCE).as_posix()
            for path in sorted(SOURCE.rglob("*.py"))
            if "settings" not in path.parts and re.search(what, path.read_text())
        ] == only


@pytest.mark.django_db
def test_the_log_says_that_a_text_left_and_why_and_neither_to_whom_nor_what():
    send()
    assert texts_kept.outbox == [(NUMBER, WORDS)]
    [row] = Mail.objects.all()
    assert (row.kind, row.reason, row.tries) == ("text", "A code to vote in EL-0001", 1)
    assert row.sent_at is not None
    kept = " ".join(str(value) for value in vars(row).values())
    assert "7700" not in kept and "7QK2" not in kept
    assert (row.to, row.subject, row.body, row.kept) == ("", "", "", False)


@pytest.mark.django_db
def test_a_refused_text_is_tried_three_times_at_once_and_never_later(settings, caplog):
    settings.TEXT_BACKEND = texts_kept.REFUSING
    with caplog.at_level(logging.DEBUG), pytest.raises(NotSent):
        send()
    [row] = Mail.objects.all()
    assert len(texts_kept.tries) == row.tries == TRIES_AT_ONCE
    assert (row.sent_at, row.last_error, row.next_try_at) == (None, "answered 429", None)
    assert "7700" not in caplog.text and "7QK2" not in caplog.text


@pytest.mark.django_db
def test_a_text_without_an_answer_may_have_left_and_is_not_sent_twice(settings):
    settings.TEXT_BACKEND = texts_kept.SILENT
    with pytest.raises(Unanswered):
        send()
    assert len(texts_kept.outbox) == 1
    assert Mail.objects.get().last_error == "no answer"


@pytest.mark.parametrize(("response", "raised"), [(None, Unanswered), (400, NotSent)])
def test_notify_is_given_the_whole_text_and_its_refusals_repeat_no_number(
    settings, monkeypatch, response, raised
):
    settings.GOVUK_NOTIFY_API_KEY = f"name-{'a' * 8}-{'-'.join(['b' * 4] * 3)}-{'c' * 12}" * 2
    settings.NOTIFY_TEXT_TEMPLATE = "template-1"
    sent = []
    monkeypatch.setattr(
        text_senders.NotificationsAPIClient, "send_sms_notification",
        lambda self, **given: sent.append(given),
    )  # fmt: skip
    text_senders.Notify().send(NUMBER, WORDS)
    assert sent == [
        {"phone_number": NUMBER, "template_id": "template-1", "personalisation": {"body": WORDS}}
    ]

    def refuse(self, **given):
        raise HTTPError(response and SimpleNamespace(status_code=response, json=lambda: {
            "errors": [{"message": f"{NUMBER} is not valid"}]
        }))  # fmt: skip

    monkeypatch.setattr(text_senders.NotificationsAPIClient, "send_sms_notification", refuse)
    with pytest.raises(raised) as refused:
        text_senders.Notify().send(NUMBER, WORDS)
    assert type(refused.value) is raised and NUMBER not in str(refused.value)


def test_a_demonstration_shows_texts_on_the_console(capsys):
    text_senders.Console().send(NUMBER, WORDS)
    assert NUMBER in (said := capsys.readouterr().out) and WORDS in said
