"""What a launched mutual says of its support, months later."""

from __future__ import annotations

import re

import pytest

from mutualise.programme.actions.confirmations import ask
from mutualise.programme.actions.privacy import erase
from mutualise.programme.models import Confirmation, Letter
from mutualise.programme.queries.confirmations import Due
from mutualise.programme.rules.states import State
from tests.filled import filled
from tests.programme.builders import case_at, stranger

pytestmark = pytest.mark.django_db


def test_the_question_can_be_answered_after_the_lead_it_was_sent_to_was_erased(client):
    lead = stranger()
    case = case_at(State.LAUNCHED, lead=lead)
    ask(Due(case, 6))
    link = re.search(r"/support/confirm/\S+/", Letter.objects.get(case=case).body)[0]
    erase(person=lead, by=None)
    sent = filled(client.get(link)) | {"confirmed": "yes", "counterfactual": "LATER"}
    assert client.post(link, sent).status_code == 302
    answered = Confirmation.objects.get(case=case)
    assert answered.confirmed
    assert answered.answered_by == lead
    assert "person-" not in answered.answered_by.email
