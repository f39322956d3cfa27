"""A payroll list in a register: looked at, taken in whole, taken in twice, and erasure after."""

from __future__ import annotations

import io
from datetime import date

import pytest

from mutualise.accounts.actions import invite
from mutualise.accounts.rules.roles import Role
from mutualise.governance import models
from mutualise.governance.actions import erasure, members
from mutualise.governance.actions.payroll import fingerprint, preview, take_in
from mutualise.governance.ingest.payroll import PayrollRefused, read
from mutualise.governance.queries.ratios import ratios_of
from mutualise.governance.rules.membership import Ended

pytestmark = pytest.mark.django_db
START, DAY = date(2010, 1, 1), date(2012, 1, 1)
HEAD = "employee_number,name,email,address,constituency,member\n"


@pytest.fixture
def by(db):
    return invite(email="s@example.org", role=Role.COMPANY_SECRETARY, organisation="mycsp",
                  valid_from=date(2010, 1, 1))  # fmt: skip


@pytest.fixture
def register(by):
    made = members.open_register(by=by, code="mycsp", form="CIC_GUARANTEE", votes="MEMBER",
                                 guarantee_pence=100, on=START)  # fmt: skip
    members.add_constituency(by=by, register=made, code="staff", name="Staff", kind="STAFF")
    return made


def take(by, register, text, day=START, answers=None):
    listed = read(io.BytesIO((HEAD + text).encode()), "list.csv", ["staff"])
    seen = fingerprint(preview(register, listed, day))
    return take_in(by=by, register=register, listed=listed, on=day, read_from="list.csv",
                   seen=seen, answers=answers or {})  # fmt: skip


TWO = "E1,Employee 001,,Site A,staff,yes\nE2,Employee 002,,Site A,staff,yes\n"


def test_the_same_list_twice_changes_nothing(by, register):
    take(by, register, TWO)
    before = [table.objects.count() for table in (models.Member, models.Membership,
              models.Particulars, models.Workforce)]  # fmt: skip
    take(by, register, TWO)
    assert before == [table.objects.count() for table in (models.Member, models.Membership,
                      models.Particulars, models.Workforce)]  # fmt: skip
    assert before == [2, 2, 2, 1]


def test_a_register_that_changed_since_the_preview_is_left_alone(by, register):
    listed = read(io.BytesIO((HEAD + TWO).encode()), "list.csv", ["staff"])
    with pytest.raises(members.RegisterRefused, match="changed"):
        take_in(
            by=by, register=register, listed=listed, on=START, read_from="a", seen="x", answers={}
        )
    assert not models.Member.objects.exists()


def test_a_bad_list_names_row_and_column(register):
    with pytest.raises(PayrollRefused) as refused:
        read(
            io.BytesIO((HEAD + "E1,,a,,staff,maybe\nE1,A B,,,x,yes\n").encode()), "l.csv", ["staff"]
        )
    assert sorted((p.row, p.column) for p in refused.value.problems) == [
        (2, "email"), (2, "member"), (2, "name"), (3, "constituency"), (3, "employee_number"),
    ]  # fmt: skip


def test_another_bodys_secretary_may_not_take_a_list_in(register):
    other = invite(email="o@example.org", role=Role.COMPANY_SECRETARY, organisation="chcp",
                   valid_from=date(2010, 1, 1))  # fmt: skip
    with pytest.raises(Exception, match="Only a company secretary of mycsp"):
        take(other, register, TWO)


def test_erasure_waits_ten_years_and_keeps_past_ratios(by, register):
    take(by, register, TWO)
    member = register.members.get(number=1)
    with pytest.raises(members.RegisterRefused, match="must name its members"):
        erasure.erase(by=by, member=member, reason="Asked")
    members.cease(by=by, member=member, on=DAY, ended=Ended.RESIGNED)
    before = ratios_of(register, START)
    assert erasure.erase(by=by, member=member, reason="Asked") == 1
    assert set(member.particulars.values_list("name", "address")) == {("", "")}
    assert ratios_of(register, START) == before
    assert before.employee_members == 2
