"""What was paid on shares moves with them, and whoever holds shares is a member."""

from __future__ import annotations

from datetime import date

import pytest

from mutualise.governance.actions import members, shares
from mutualise.governance.actions.members import RegisterRefused
from mutualise.governance.models import Member
from mutualise.governance.queries.members import lines
from mutualise.governance.rules.membership import Ended
from tests.governance.meeting_builders import body, secretary_of

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


def ten_shares():
    """Member 1 was allotted ten shares of £1, paid in full; the body has ten members."""
    register, by = body(form="CIC_SHARES"), secretary_of("care")
    ordinary = shares.add_share_class(
        by=by, register=register, code="a", name="A", nominal_pence=100
    )
    one, two = Member.objects.filter(register=register, number__in=(1, 2)).order_by("number")
    given = {"by": by, "share_class": ordinary}
    shares.move_shares(quantity=10, on=DAY, target=one, paid_pence=100, **given)
    return register, given, one, two


def paid(register):
    return [(each.held, each.paid) for each in lines(register, DAY)][:2]


@pytest.mark.parametrize(("quantity", "pence"), [(5, 300), (10, 0), (10, 99)])
def test_a_transfer_does_not_move_its_price_or_leave_money_without_shares(quantity, pence):
    register, given, one, two = ten_shares()
    with pytest.raises(RegisterRefused, match=r"On the 10 shares .* £10\.00 .* not the price"):
        shares.move_shares(
            quantity=quantity, on=DAY, source=one, target=two, paid_pence=pence, **given
        )
    assert paid(register) == [(10, 1000), (0, 0)]
    shares.move_shares(quantity=4, on=DAY, source=one, target=two, paid_pence=100, **given)
    assert paid(register) == [(6, 600), (4, 400)]


def test_shares_are_not_allotted_to_somebody_who_is_no_member_on_that_day():
    register, given, _, two = ten_shares()
    members.cease(by=given["by"], member=two, on=date(2026, 2, 1), ended=Ended.RESIGNED)
    with pytest.raises(RegisterRefused, match="is not a member on that day"):
        shares.move_shares(quantity=1, on=DAY, target=two, paid_pence=100, **given)
    assert paid(register)[1] == (0, 0)
