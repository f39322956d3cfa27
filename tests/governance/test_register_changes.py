"""One list of every change of a register of members: whole, in order, filtered, paged and downloaded."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from django.utils import timezone

from mutualise.accounts.actions import invite
from mutualise.accounts.queries import person_with_address
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.governance.actions import directors, erasure, members, shares
from mutualise.governance.queries.changes import names_today
from mutualise.governance.rules.directors import Chosen
from mutualise.governance.rules.membership import Ended
from tests.same_in_each_form import same_in_each_form
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
CHANGES = "/members/mycsp/changes"


def on(year, month, day):
    return clock.at(timezone.make_aware(datetime(year, month, day, 10)))


@pytest.fixture
def secretary(client):
    by = invite(email="s@example.org", role=Role.COMPANY_SECRETARY, organisation="mycsp",
                valid_from=date(2010, 1, 1))  # fmt: skip
    sign_in(client, by)
    return client


@pytest.fixture
def register(secretary):
    """What a register lives through from 2010 to 2026: each deed on a day of its own."""
    by = person_with_address("s@example.org")
    with on(2010, 3, 1):
        made = members.open_register(by=by, code="mycsp", form="CIC_SHARES", votes="MEMBER",
                                     guarantee_pence=None, on=date(2010, 3, 1))  # fmt: skip
        staff = members.add_constituency(by=by, register=made, code="staff", name="Staff", kind="STAFF")  # fmt: skip
    with on(2010, 3, 2):
        one, two = (
            members.admit(by=by, register=made, about={"name": f"Employee {n}"},
                          constituency=staff, employee=True, on=date(2010, 3, 2))
            for n in (1, 2)
        )  # fmt: skip
    with on(2010, 3, 3):
        pound = shares.add_share_class(by=by, register=made, code="a", name="A share", nominal_pence=100)  # fmt: skip
        shares.move_shares(by=by, share_class=pound, quantity=2, on=date(2010, 3, 3), target=one)
    with on(2010, 3, 4):
        given = shares.move_shares(by=by, share_class=pound, quantity=2, on=date(2010, 3, 4),
                                   source=one, target=two)  # fmt: skip
    with on(2010, 3, 5):
        shares.withdraw_movement(by=by, row=given, reason="Never happened")
        shares.count_workforce(by=by, register=made, on=date(2010, 3, 5), employees=9, read_from="payroll")  # fmt: skip
    with on(2010, 3, 6):
        directors.begin_term(by=by, register=made, name="Employee 2", chosen=Chosen.EMPLOYEES,
                             on=date(2010, 3, 6), member=two)  # fmt: skip
    with on(2012, 5, 1):
        members.cease(by=by, member=two, on=date(2012, 5, 1), ended=Ended.LEFT_EMPLOYMENT)
    with on(2026, 5, 1):
        erasure.erase(by=by, member=two, reason="They asked")
    return made


def listed(client, query=""):
    """What each line of the CSV says, in its order."""
    return [row[5] for row in same_in_each_form(client, f"{CHANGES[1:]}{query}")]


WHOLE = [
    "Class of members added: Staff",
    "CIC limited by shares, one vote a member, from 1 March 2010",
    "In Staff, an employee, from 2 March 2010", "In Staff, an employee, from 2 March 2010",
    "From 2 March 2010: Employee 1", "Particulars from 2 March 2010, erased",
    "Class of shares added: A share", "Allotted to member 1: 2 × A share on 3 March 2010",
    "Transferred from member 1 to member 2: 2 × A share on 4 March 2010",
    "9 employees on 5 March 2010, from payroll",
    "Transferred from member 1 to member 2: 2 × A share on 4 March 2010",
    "Erased, elected by employees, in office from 6 March 2010",
    "In Staff, an employee, from 2 March 2010 until 1 May 2012 (no longer works here)",
    "Particulars erased",
]  # fmt: skip


def test_a_secretary_reads_and_downloads_every_change_in_the_order_of_recording(
    secretary, register
):
    assert listed(secretary, "?sort=recorded") == WHOLE
    assert listed(secretary) == WHOLE[::-1]
    page = secretary.get(f"{CHANGES}/").content.decode()
    assert "Withdrawal: Never happened" in page and "They asked" in page
    assert "Employee 2" not in page, "who was erased has no name in the list"
    they_are_filtered_by_kind_member_and_days(secretary)
    a_long_list_has_pages_and_what_cannot_be_read_is_named(secretary)


def they_are_filtered_by_kind_member_and_days(secretary):
    assert listed(secretary, "?kind=SHARES") == [WHOLE[10], WHOLE[8], WHOLE[7]]
    assert listed(secretary, "?member=2&sort=recorded") == [
        WHOLE[3], WHOLE[5], WHOLE[8], WHOLE[10], WHOLE[11], WHOLE[12], WHOLE[13],
    ]  # fmt: skip
    assert listed(secretary, "?member=2&kind=HEADCOUNT") == []
    assert listed(secretary, "?since=2010-03-04&until=2010-03-04") == [WHOLE[8]]
    assert listed(secretary, "?since=2010-03-06&kind=MEMBERSHIP") == [WHOLE[12]]
    assert listed(secretary, "?until=9999-12-31&kind=MEMBERSHIP&since=2010-03-06") == [WHOLE[12]]
    assert secretary.get(f"{CHANGES}/?until=9999-12-31").status_code == 200


def a_long_list_has_pages_and_what_cannot_be_read_is_named(secretary):
    page = secretary.get(f"{CHANGES}/?per_page=5&page=3&sort=recorded").content.decode()
    assert all(line in page for line in WHOLE[11:]) and WHOLE[9] not in page
    assert re.search(r"Showing.*11.*14.*14", re.sub(r"<[^>]*>|\s+", " ", page))
    wrong = secretary.get(f"{CHANGES}/?since=yesterday&member=first")
    assert wrong.status_code == 400
    told = wrong.content.decode()
    assert "Recorded from: “yesterday” is not a date" in told
    assert "Number of a member: “first” is not a number" in told
    assert secretary.get(f"{CHANGES}.csv?member=first").status_code == 400


def test_a_name_that_begins_on_a_day_to_come_is_not_yet_shown(register, secretary):
    with on(2026, 5, 2):
        one = register.members.get(number=1)
        members.describe(by=person_with_address("s@example.org"), member=one, reason="They asked",
                         about={"name": "Another name"}, on=date(2999, 1, 1))  # fmt: skip
    assert dict(names_today(register)) == {1: "Employee 1", 2: ""}


def test_nobody_but_the_secretary_of_the_body_sees_its_changes(register, client):
    other = invite(email="o@example.org", role=Role.COMPANY_SECRETARY, organisation="other",
                   valid_from=date(2010, 1, 1))  # fmt: skip
    sign_in(client, other)
    for ending in ("/", ".csv", ".xlsx", ".json"):
        assert client.get(CHANGES + ending).status_code == 404
