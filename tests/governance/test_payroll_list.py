"""A payroll list in a register: looked at, taken in whole, taken in twice, and erasure after."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mutualise.accounts.actions import invite
from mutualise.accounts.rules.roles import Role
from mutualise.governance import models
from mutualise.governance.actions import erasure, members
from mutualise.governance.actions.payroll import (
    LeaversUnconfirmed,
    fingerprint,
    preview,
    take_in,
)
from mutualise.governance.ingest.payroll import PayrollRefused, read
from mutualise.governance.queries.ratios import ratios_of
from mutualise.governance.rules.membership import Ended
from tests.signing_in import sign_in

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


def take(by, register, text, day=START, answers=None, **more):
    listed = read(io.BytesIO((HEAD + text).encode()), "list.csv", ["staff"])
    seen = fingerprint(preview(register, listed, day))
    return take_in(by=by, register=register, listed=listed, on=day, read_from="list.csv",
                   seen=seen, answers=answers or {}, **more)  # fmt: skip


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


ALL = "".join(f"E{n},Employee {n:03},,Site A,staff,yes\n" for n in range(20))
FEW = "".join(ALL.splitlines(keepends=True)[:3])


def test_a_list_that_ends_most_of_the_register_waits_for_somebody_to_mean_it(by, register):
    take(by, register, ALL)
    with pytest.raises(LeaversUnconfirmed, match="17 of 20 employee members"):
        take(by, register, FEW, DAY)
    assert ratios_of(register, DAY).employee_members == 20
    take(by, register, FEW, DAY, large_meant=True)
    assert ratios_of(register, DAY).employee_members == 3


def test_the_preview_of_such_a_list_warns_and_the_box_must_be_ticked(by, register, client):
    take(by, register, ALL)
    sign_in(client, by)
    at = "/members/mycsp/payroll/"
    file = SimpleUploadedFile("few.csv", (HEAD + FEW).encode())
    sent = {"file": file, "on-day": "1", "on-month": "1", "on-year": "2012"}
    page = client.post(at, sent).content.decode()
    assert "17 of 20 employee members" in page
    post = {"list": re.search(r'name="list" value="([^"]+)"', page)[1]}
    refused = client.post(at, post)
    assert refused.status_code == 422
    assert "Tick the box" in refused.content.decode()
    assert ratios_of(register, DAY).employee_members == 20
    assert client.post(at, post | {"they-left": "yes"}).status_code == 302
    assert ratios_of(register, DAY).employee_members == 3


def test_two_lines_cannot_be_one_member(by, register):
    take(by, register, "E1,Ann Lee,,Site A,staff,yes\n")
    with pytest.raises(members.RegisterRefused, match="Rows 2 and 3 .* member 1"):
        take(by, register, "E8,Ann Lee,,,staff,yes\nE9,Ann Lee,,,staff,yes\n", DAY,
             answers={2: "same", 3: "same"})  # fmt: skip


def test_nobody_joins_under_an_employee_number_another_member_carries(by, register):
    """E1 stands beside Ann Lee in the register and beside Tom Day on the list; Tom Day has E2."""
    take(by, register, "E1,Ann Lee,,Site A,staff,yes\nE2,Tom Day,,Site A,staff,yes\n")
    swapped = "E1,Tom Day,,Site A,staff,yes\nE9,Ann Lee,,Site A,staff,yes\n"
    with pytest.raises(
        members.RegisterRefused, match="Row 2: employee number E1 .* to member 1. Change the number"
    ):
        take(by, register, swapped, DAY, answers={2: "another"})
    assert models.Member.objects.count() == 2
    take(by, register, swapped, DAY, answers={2: "another", 3: "same"})
    numbers = members.employee_numbers(register)
    assert numbers == {"E9": {1}, "E2": {2}, "E1": {3}}, "Ann Lee took her new number with her"


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
