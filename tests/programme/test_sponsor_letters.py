"""The sponsor is asked to certify by letter, answers what stands, and the lead is told."""

from __future__ import annotations

import pytest

from mutualise.accounts.models import Person
from mutualise.programme.actions import people
from mutualise.programme.models import Answer, CaseMember, Certification, Letter
from mutualise.programme.rules.states import State
from tests.filled import filled
from tests.programme.builders import case_at, signed_in

pytestmark = pytest.mark.django_db
GIVEN = {"outcome": "given", "name": "Name", "post": "Post"}


@pytest.fixture
def sponsor():
    return Person.objects.create_user("chief@unlikely-council.test")


@pytest.fixture
def case():
    return case_at(State.DRAFTING)


@pytest.fixture
def sponsored(case, sponsor):
    CaseMember.objects.create(case=case, person=sponsor, part="SPONSOR")
    return case


def lead_of(case):
    return CaseMember.objects.get(case=case, part="LEAD").person


@pytest.mark.parametrize(("part", "asked"), [("SPONSOR", True), ("COLLEAGUE", False)])
def test_only_the_sponsor_is_invited_to_certify(case, part, asked):
    people.invite(case=case, by=lead_of(case), email="new@example.org", part=part)
    letter = Letter.objects.get(to="new@example.org")
    assert ("certify" in letter.subject) is asked
    assert ("read it and certified it" in letter.body) is asked
    assert letter.body.startswith(case.team)


@pytest.mark.parametrize(
    ("given", "subject"),
    [
        (GIVEN, "certified the application"),
        (GIVEN | {"outcome": "declined", "words": "The costs"}, "asks for changes"),
    ],
)
def test_the_lead_gets_a_letter_with_the_sponsors_answer(sponsored, sponsor, given, subject):
    client, where = signed_in(sponsor), f"/support/cases/{sponsored.reference}/certify/"
    assert client.post(where, filled(client.get(where)) | given).status_code == 302
    letter = Letter.objects.get(to=lead_of(sponsored).email, template="sponsor_answered")
    assert subject in letter.subject
    assert ("The costs" in letter.body) is ("words" in given)


def test_a_sponsor_whose_page_went_stale_answers_the_page_shown_again(sponsored, sponsor):
    client, where = signed_in(sponsor), f"/support/cases/{sponsored.reference}/certify/"
    old = filled(client.get(where)) | GIVEN
    Answer.objects.create(
        case=sponsored, question="services", number=1, text="Nursing", by=lead_of(sponsored)
    )
    again = client.post(where, old)
    assert again.status_code == 422
    assert "this page shows it as it stands now" in again.content.decode()
    assert not Certification.objects.exists()
    shown = filled(again)
    assert shown["name"] == "Name" and shown["read"] != old["read"]
    assert client.post(where, shown | GIVEN).status_code == 302
    assert Certification.objects.get().digest == shown["read"]
