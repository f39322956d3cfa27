"""A payroll list of the end of last month, taken in when the register has moved on; and leavers who hold shares."""

from __future__ import annotations

from datetime import date

import pytest

from mutualise.chronicle import clock
from mutualise.governance import models
from mutualise.governance.actions import members, shares
from mutualise.governance.queries.electorate import electorate
from mutualise.governance.queries.members import current, lines
from mutualise.governance.queries.ratios import ratios_of
from mutualise.governance.rules.membership import Ended
from mutualise.governance.rules.payroll import Step
from tests.governance.test_payroll_list import by, register, take  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
LISTED, SINCE, BEFORE = date(2012, 1, 31), date(2012, 2, 6), date(2011, 5, 1)


def admit(by, register, number, name, on):  # noqa: F811
    about = {"name": name, "employee_number": number, "address": "Site A"}
    return members.admit(
        by=by, register=register, about=about, employee=True, on=on,
        constituency=register.constituencies.get(code="staff"),
    )  # fmt: skip


def names(register):  # noqa: F811
    return [each.name for each in current(lines(register, clock.today()))]


def test_somebody_admitted_since_is_not_entered_a_second_time(by, register):  # noqa: F811
    admit(by, register, "E1", "Employee 001", SINCE)
    done = take(by, register, "E1,Employee 001,,Site A,staff,yes\n", LISTED)
    assert done == {Step.LATER: 1}
    assert names(register) == ["Employee 001"]


def test_somebody_admitted_since_without_a_number_is_asked_about_and_left_alone(by, register):  # noqa: F811
    admit(by, register, "", "Employee 001", SINCE)
    done = take(by, register, "E1,Employee 001,,Site A,staff,yes\n", LISTED, {2: "same"})
    assert done == {Step.LATER: 1}
    assert names(register) == ["Employee 001"]


def test_somebody_who_left_since_stays_a_leaver_and_the_rest_of_the_list_is_taken_in(by, register):  # noqa: F811
    gone = admit(by, register, "E1", "Employee 001", BEFORE)
    members.cease(by=by, member=gone, on=SINCE, ended=Ended.LEFT_EMPLOYMENT)
    unlisted = admit(by, register, "E2", "Employee 002", BEFORE)
    members.cease(by=by, member=unlisted, on=SINCE, ended=Ended.RESIGNED)
    text = "E1,Employee 001,,Site A,staff,yes\nE3,Employee 003,,Site A,staff,yes\n"
    assert take(by, register, text, LISTED) == {Step.LATER: 1, Step.JOIN: 1}
    assert names(register) == ["Employee 003"]


def test_somebody_admitted_since_and_not_on_the_list_is_no_leaver(by, register):  # noqa: F811
    admit(by, register, "E1", "Employee 001", SINCE)
    done = take(by, register, "E2,Employee 002,,Site A,staff,yes\n", LISTED)
    assert done == {Step.JOIN: 1, Step.LATER: 1}
    assert names(register) == ["Employee 001", "Employee 002"]


def test_a_leaver_who_holds_shares_stays_a_member_and_is_an_employee_no_longer(by, register):  # noqa: F811
    ordinary = shares.add_share_class(
        by=by, register=register, code="a", name="A", nominal_pence=100
    )
    for number in (1, 2):
        member = admit(by, register, f"E{number}", f"Employee 00{number}", BEFORE)
        shares.move_shares(
            by=by, share_class=ordinary, quantity=10, on=BEFORE, target=member, paid_pence=100
        )
    text = "E1,Employee 001,,Site A,staff,yes\n"
    assert take(by, register, text, LISTED) == {Step.SAME: 1, Step.STAY: 1}
    assert sorted(electorate("mycsp", LISTED)) == [1, 2]
    found = ratios_of(register, LISTED)
    assert (found.equity.part("employees"), found.equity.whole) == (1000, 2000)
    assert found.employee_members == 1
    before = models.Membership.objects.count()
    assert take(by, register, text, date(2012, 2, 29)) == {Step.SAME: 1}
    assert models.Membership.objects.count() == before
    back = text + "E2,Employee 002,,Site A,staff,yes\n"
    assert take(by, register, back, date(2012, 3, 31)) == {Step.SAME: 1, Step.MOVE: 1}
    assert ratios_of(register, date(2012, 3, 31)).equity.part("employees") == 2000
