"""A member is written to where the register says, whatever was recorded last about an earlier time."""

from __future__ import annotations

from datetime import date

import pytest

from mutualise.accounts.models import Person
from mutualise.chronicle import clock
from mutualise.governance.actions import members
from mutualise.governance.models import Member, RollEntry
from mutualise.governance.queries.electorate import electorate
from mutualise.governance.queries.members import lines
from mutualise.governance.queries.roll import reader_signed_in
from tests.governance.election_builders import called, mutual, nominated, with_roll

pytestmark = pytest.mark.django_db


def test_a_notice_and_a_code_go_to_the_address_of_today_when_an_earlier_one_is_put_right_later():
    body = mutual()
    first = Member.objects.get(register__organisation=body.organisation, number=1)
    for email, since in (("now@example.org", 2020), ("then@example.org", 2016)):
        members.describe(
            by=body.secretary, member=first, on=date(since, 1, 1), reason="Told us",
            about={"name": "Member 1", "email": email},
        )  # fmt: skip
    election = called(body)
    nominated(body, election)
    with_roll(body, election)
    [line] = [each for each in lines(first.register, clock.today()) if each.number == 1]
    assert line.email == "now@example.org"
    assert electorate(body.organisation.code, clock.today())[1].email == line.email
    entry = RollEntry.objects.get(contest__election=election, member_number="1")
    assert entry.email == line.email
    reader = reader_signed_in(election, Person.objects.create(email="now@example.org"))
    assert reader is not None and reader.number == "1"
    assert reader_signed_in(election, Person.objects.create(email="then@example.org")) is None
