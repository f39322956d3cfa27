"""Who answers for a launched mutual changes as its people do."""

from __future__ import annotations

import pytest

from mutualise.programme.actions import people
from mutualise.programme.actions.confirmations import ask
from mutualise.programme.models import CaseMember, Letter
from mutualise.programme.queries.confirmations import Due
from mutualise.programme.rules.stages import NotPermitted
from mutualise.programme.rules.states import State
from tests.programme.builders import case_at, signed_in, stranger

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return stranger()


def home_of(case) -> str:
    return f"/support/cases/{case.reference}/"


def test_a_lead_who_leaves_after_the_launch_hands_over_and_the_question_goes_to_the_next(lead):
    case, colleague = case_at(State.LAUNCHED, lead=lead), stranger()
    page = signed_in(lead).get(home_of(case)).content.decode()
    assert "Invite somebody" in page
    people.invite(case=case, by=lead, email=colleague.email, part="COLLEAGUE")
    member = people.join(case=case, by=colleague)
    people.hand_over(case=case, by=lead, to=member)
    ask(Due(case, 6))
    assert Letter.objects.get(template="confirmation_asked").to == colleague.email


def test_the_people_of_a_case_that_stopped_stay_as_they_are_and_no_link_says_otherwise(lead):
    case = case_at(State.STOPPED, lead=lead)
    colleague = CaseMember.objects.create(case=case, person=stranger(), part="COLLEAGUE")
    page = signed_in(lead).get(home_of(case)).content.decode()
    assert colleague.person.email in page
    for said in ("Invite somebody", "Hand the case", f"/people/{colleague.pk}/remove/"):
        assert said not in page
    with pytest.raises(NotPermitted, match="ended"):
        people.hand_over(case=case, by=lead, to=colleague)
