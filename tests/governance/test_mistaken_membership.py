"""Somebody entered by mistake, or twice, was a member on no day; what was written stays to be read."""

from __future__ import annotations

from datetime import date

import pytest

from mutualise.chronicle import clock
from mutualise.chronicle.refusals import NoLongerStands
from mutualise.governance.actions import erasure, members, shares
from mutualise.governance.actions.members import RegisterRefused
from mutualise.governance.actions.mistaken_membership import withdraw_membership
from mutualise.governance.models import Member, Membership
from mutualise.governance.queries.electorate import electorate
from mutualise.governance.queries.members import lines
from tests.governance.meeting_builders import SINCE, body, secretary_of
from tests.programme.builders import signed_in

pytestmark = pytest.mark.django_db


def twice():
    """Ten members, of whom the tenth is the first again."""
    register, by = body(), secretary_of("care")
    again = Member.objects.get(register=register, number=10)
    return register, {"by": by, "row": again.memberships.get(), "reason": "Member 1 again"}, again


def test_they_are_gone_from_every_day_and_the_entry_can_be_read():
    register, given, again = twice()
    path = f"/members/care/10/correct/{given['row'].pk}/withdraw/"
    page = signed_in(given["by"])
    assert path in page.get("/members/care/10/").content.decode()
    assert page.post(path, {"reason": given["reason"]}).status_code == 302
    assert [each.number for each in lines(register, SINCE)] == list(range(1, 10))
    assert 10 not in electorate("care", clock.today())
    said = page.get("/members/care/10/").content.decode()
    assert "Withdrawn: In staff, an employee, from 1 January 2025" in said
    assert "Withdrawal: Member 1 again" in said
    with pytest.raises(NoLongerStands):
        withdraw_membership(**given)
    assert erasure.erase(by=given["by"], member=again, reason="Entered twice") == 1


def test_what_rests_on_it_is_withdrawn_or_corrected_first():
    register, given, again = twice()
    ordinary = shares.add_share_class(
        by=given["by"], register=register, code="a", name="A", nominal_pence=100
    )
    moved = shares.move_shares(
        by=given["by"], share_class=ordinary, quantity=1, on=date(2026, 1, 1), target=again
    )
    with pytest.raises(RegisterRefused, match="Withdraw those entries first"):
        withdraw_membership(**given)
    shares.withdraw_movement(by=given["by"], row=moved, reason="Never allotted")
    users = register.constituencies.get(code="users")
    members.move(
        by=given["by"], member=again, constituency=users, employee=False, on=date(2026, 2, 1)
    )
    for row in Membership.objects.known_at(None).filter(member=again):
        with pytest.raises(RegisterRefused, match="moved between this class and another"):
            withdraw_membership(**given | {"row": row})
