"""The log of letters, and GOV.UK Notify as the way they leave."""

from __future__ import annotations

import re
from unittest.mock import patch

import pytest
from notifications_python_client.notifications import NotificationsAPIClient

from mutualise.accounts.rules.mail import GIVE_UP_AFTER
from mutualise.accounts.rules.roles import Role
from mutualise.programme.actions import letters
from mutualise.programme.models import Letter, Recusal
from mutualise.programme.rules.states import State
from mutualise.programme.views.staff import LETTERS
from tests.programme.builders import case_at, holder, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter():
    case = case_at(State.ENQUIRY, service="Zephyrian nursing")
    return letters.write("message", to="lead@example.org", case=case, reason="A message", key="k")


def test_an_officer_reads_what_was_written_and_why(officer, letter):
    client = signed_in(officer)
    page = client.get("/programme/letters/?q=lead").content.decode()
    assert "A message" in page and "Waiting" in page
    assert letter.body.split()[0] in client.get(f"/programme/letters/{letter.pk}/").content.decode()
    rows = client.get("/programme/letters.csv?state=waiting").content.decode().splitlines()
    assert len(rows) == 2
    assert "No letter matches" in client.get("/programme/letters/?state=sent").content.decode()


def test_letters_of_a_closed_case_are_not_in_the_log(officer, letter):
    Recusal.objects.create(person=officer, case=letter.case, origin="DECLARED", words="A relative")
    client = signed_in(officer)
    assert "lead@example.org" not in client.get("/programme/letters/").content.decode()
    assert "lead@example.org" not in client.get("/programme/letters.csv").content.decode()
    assert client.get(f"/programme/letters/{letter.pk}/").status_code == 404


def test_a_letter_that_was_given_up_can_be_sent_again_once(officer, letter, mailoutbox):
    Letter.objects.filter(pk=letter.pk).update(tries=GIVE_UP_AFTER)
    assert letters.send_due() == (0, 0)
    signed_in(officer).post(f"/programme/letters/{letter.pk}/")
    assert letters.send_due() == (1, 0)
    signed_in(officer).post(f"/programme/letters/{letter.pk}/")
    assert letters.send_due() == (0, 0)
    assert len(mailoutbox) == 1


def test_a_letter_that_waited_while_its_case_was_closed_to_its_reader_is_not_sent(
    officer, mailoutbox
):
    reader = holder(Role.PROGRAMME_OFFICER)
    case = case_at(State.ENQUIRY)
    row = letters.write("message", to=reader.email, case=case, reason="A message", key="k")
    Recusal.objects.create(person=reader, case=case, origin="DECLARED", words="A relative")
    assert letters.send_due() == (0, 0)
    page = signed_in(officer).get(f"/programme/letters/{row.pk}/").content.decode()
    assert "Given up" in page and letters.CLOSED_SINCE in page
    signed_in(officer).post(f"/programme/letters/{row.pk}/")
    assert letters.send_due() == (0, 0)
    row.refresh_from_db()
    assert (row.sent_at, row.last_error) == (None, letters.CLOSED_SINCE)
    assert not mailoutbox


def test_letters_leave_through_govuk_notify_when_it_is_set(settings, letter):
    settings.EMAIL_BACKEND = "django_gov_notify.backends.NotifyEmailBackend"
    settings.GOVUK_NOTIFY_API_KEY = "key-" + "0" * 36 + "-" + "1" * 36
    settings.GOVUK_NOTIFY_PLAIN_EMAIL_TEMPLATE_ID = "00000000-0000-4000-8000-000000000000"
    with patch.object(NotificationsAPIClient, "send_email_notification") as sent:
        assert letters.send_due() == (1, 0)
    [call] = sent.call_args_list
    assert call.kwargs["email_address"] == "lead@example.org"
    assert call.kwargs["template_id"] == settings.GOVUK_NOTIFY_PLAIN_EMAIL_TEMPLATE_ID
    assert call.kwargs["personalisation"] == {"subject": letter.subject, "body": letter.body}


def test_a_failure_of_notify_is_logged_and_tried_again(settings, letter):
    settings.EMAIL_BACKEND = "django_gov_notify.backends.NotifyEmailBackend"
    settings.GOVUK_NOTIFY_API_KEY = "key-" + "0" * 36 + "-" + "1" * 36
    settings.GOVUK_NOTIFY_PLAIN_EMAIL_TEMPLATE_ID = "00000000-0000-4000-8000-000000000000"
    with patch.object(
        NotificationsAPIClient, "send_email_notification", side_effect=OSError("no route")
    ):
        assert letters.send_due() == (0, 1)
    letter.refresh_from_db()
    assert (letter.sent_at, letter.tries, letter.last_error) == (None, 1, "no route")
    assert letter.next_try_at > letter.written_at


def test_the_page_of_a_case_leads_to_its_earliest_letter(officer, letter):
    first, *later = [
        letters.write(
            "message",
            to=f"reader-{n:02}@example.org",
            case=letter.case,
            reason="A message",
            key=f"k{n}",
        )
        for n in range(LETTERS + 1)
    ]
    client, file = signed_in(officer), f"/programme/cases/{letter.case.reference}/"
    page = client.get(file).text
    assert later[-1].to in page and first.to not in page
    onward = re.search(r'href="(\?page=2#letters)"', page)[1]
    page = client.get(file + onward).text
    assert first.to in page and later[-1].to not in page and 'id="letters"' in page
