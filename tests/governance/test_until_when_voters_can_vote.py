"""Every letter and mail to voters says until when they can vote: to the hour, where the poll ends at one."""

from __future__ import annotations

import pytest
from django.core import mail

from mutualise.governance.actions import code_letters, extension, roll
from tests.governance.election_builders import called, mutual, nominated, opened, quick_keys
from tests.governance.test_poll_extended import CLOSES, LATER, WHY, moment, polling, spoken
from tests.programme.builders import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _keys(monkeypatch, settings, tmp_path):
    quick_keys(monkeypatch)
    settings.VAR = tmp_path


def test_under_the_model_election_rules_it_is_5pm_also_after_an_extension():
    body, election, _ = polling()
    with moment(CLOSES):
        code_letters.remind(election=election, by=body.secretary)
        again = f"/run-elections/{election.reference}/contests/nurses/new-code/"
        letter = (
            signed_in(body.secretary)
            .post(again, {"number": "1", "channel": "LETTER"})
            .content.decode()
        )
        extension.extend(election=election, by=body.scrutineer, until=LATER, words=WHY)
        mail.outbox.clear()
        code_letters.remind(election=election, by=body.secretary)
        reminder = mail.outbox[0].body
        mail.outbox.clear()
        extension.send_due()
    assert f"until 5pm on {spoken(CLOSES)}. Open" in " ".join(letter.split())
    assert f"is open until 5pm on {spoken(LATER)}." in reminder
    assert f"It is open until 5pm on {spoken(LATER)}. The reason" in mail.outbox[0].body


def test_under_own_rules_a_voter_is_told_that_the_last_day_may_end_at_any_hour():
    body = mutual()
    election = called(body)
    nominated(body, election)
    roll.freeze(election=election, by=body.secretary)
    code_letters.send_codes(election=election, by=body.secretary, channel="MAIL")
    opened(body, election)
    assert (
        f"until the scrutineer closes the poll, which can be at any hour of {spoken(election.closes_on)}"
        in mail.outbox[0].body
    )
