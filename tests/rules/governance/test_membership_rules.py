"""Ratios, payroll lists and shares, by rule alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualise.governance.presenters.ratios import CONTRADICT, ratio_lines
from mutualise.governance.rules.directors import Chosen
from mutualise.governance.rules.disclosure import shown
from mutualise.governance.rules.membership import Kind, erasable_from
from mutualise.governance.rules.names_alike import maybe_one, near
from mutualise.governance.rules.payroll import Known, Paid, Step, leaving, proposals
from mutualise.governance.rules.ratios import Holding, percent, ratios, statement, statements
from mutualise.governance.rules.share_ledger import Movement, TooManyShares, check_never_below
from mutualise.governance.rules.standing import DatesCross, Spell, check_apart, stands
from mutualise.governance.rules.statutory import Votes

DAY = date(2026, 3, 1)


def paid(number="E1", name="Employee 001", **more):
    return Paid(**({"row": 2, "employee_number": number, "name": name, "email": "", "address": "",
                    "constituency": "staff", "member": True} | more))  # fmt: skip


def known(number=1, employee_number="E1", name="Employee 001", **more):
    return Known(**({"number": number, "employee_number": employee_number, "name": name, "email": "",
                     "address": "", "constituency": "staff", "employee": True, "current": True,
                     "shares": 0} | more))  # fmt: skip


@pytest.mark.parametrize(
    ("listed", "members", "steps"),
    [
        ([paid()], [], [Step.JOIN]),
        ([paid()], [known()], [Step.SAME]),
        ([paid()], [known(name="Somebody Else")], [Step.OTHER_NAME]),
        ([paid("E2", "Ann Brown")], [known(name="Anne Brown")], [Step.NEAR_NAME]),
        ([paid("E2", "Employee 002")], [known()], [Step.JOIN, Step.LEAVE]),
        ([paid("E2", "Employee 002")], [known(shares=1)], [Step.JOIN, Step.STAY]),
        ([paid(member=False)], [known(shares=1)], [Step.KEEP]),
        ([paid()], [known(constituency="other", later=True)], [Step.LATER]),
        ([paid()], [known(current=False)], [Step.RETURN]),
        ([paid(constituency="other")], [known()], [Step.MOVE]),
        ([paid(email="a@example.org")], [known()], [Step.DESCRIBE]),
        ([paid(member=False)], [], [Step.NOT_A_MEMBER]),
        ([], [known(employee=False)], []),
        # Who may be a member the list does not name is asked about, and nobody is ended meanwhile.
        ([paid("E2", "Ann Brown")], [known(name="Tom Brown")], [Step.NEAR_NAME]),
        ([paid("E1", "Ann Hall")], [known(name="Ann Lee")], [Step.OTHER_NAME]),
        ([paid("E9", "Ann Lee")], [known(name="Ann Lee")], [Step.NEAR_NAME]),
        ([paid("E9", "Anne-Marie Lee")], [known(name="Annemarie Lee")], [Step.NEAR_NAME]),
        ([paid("E9", "Ann Lee-Hall")], [known(name="Ann Lee")], [Step.NEAR_NAME]),
        ([paid("E9", "Jorgen Odegard")], [known(name="Jørgen Ødegård")], [Step.NEAR_NAME]),
        ([paid("E1", "Sean OBrien")], [known(name="Seán O’Brien")], [Step.DESCRIBE]),
        (
            [paid("E9", "Ann Hall", email="A@example.org")],
            [known(name="Mary Lee", email="a@example.org")],
            [Step.NEAR_NAME],
        ),
        # Two people with one name: each is offered once; a new namesake of one on the list joins.
        (
            [paid("E8", "Ann Lee"), paid("E9", "Ann Lee", row=3)],
            [known(name="Ann Lee"), known(2, "E2", "Ann Lee")],
            [Step.NEAR_NAME] * 2,
        ),
        (
            [paid("E1", "Ann Lee"), paid("E2", "Ann Lee", row=3)],
            [known(name="Ann Lee")],
            [Step.SAME, Step.JOIN],
        ),
        # A number given on to somebody else.
        (
            [paid("E1", "Tom Hall"), paid("E9", "Ann Lee", row=3)],
            [known(name="Ann Lee")],
            [Step.OTHER_NAME, Step.NEAR_NAME],
        ),
        (
            [paid("E1", "Tom Hall")],
            [known(name="Ann Lee"), known(2, "E2", "Tom Hall")],
            [Step.NEAR_NAME, Step.LEAVE],
        ),
    ],
)
def test_a_list_comes_to(listed, members, steps):
    assert [each.step for each in proposals(listed, members)] == steps


def test_no_member_is_offered_to_two_lines_while_another_is_left():
    two = [paid("E8", "Ann Lee"), paid("E9", "Ann Lee", row=3)]
    found = proposals(two, [known(name="Ann Lee"), known(2, "E2", "Ann Lee")])
    assert sorted(each.known.number for each in found) == [1, 2]


@pytest.mark.parametrize(
    ("leavers", "members", "large"),
    [(278, 280, True), (6, 59, True), (6, 60, False), (5, 5, False), (0, 0, False)],
)
def test_a_tenth_and_more_than_five_leaving_is_a_large_part(leavers, members, large):
    all_of = [known(n, f"E{n}", f"Employee {n:03}") for n in range(members)]
    listed = [paid(k.employee_number, k.name) for k in all_of[leavers:]]
    found = leaving(proposals(listed, [*all_of, known(9999, "", "User", employee=False)]))
    assert (found.leavers, found.members, found.large) == (leavers, members, large)


@given(st.text(), st.text())
def test_nearness_has_no_direction(one, other):
    assert near(one, other) == near(other, one)
    assert maybe_one(one, other) == maybe_one(other, one)
    assert near(one, one)


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_rounding_never_carries_a_share_past_a_threshold(part, more):
    whole = part + more
    for threshold in (25, 50, 75):
        if percent(part, whole) > threshold:
            assert part * 100 > threshold * whole


def test_the_three_ratios_stay_apart():
    holders = [Holding(Kind.STAFF, True, 100, 1)] * 3 + [Holding(Kind.PARTNER, False, 700, 7)]
    found = ratios(holders, on=DAY, votes=Votes.MEMBER, seats=[], employees=12)
    assert statement(found.equity) == {"employees": Decimal("30"), "partner": Decimal("70")}
    assert statement(found.votes) == {"employees": Decimal("75"), "partner": Decimal("25")}
    assert (found.membership.numerator, found.membership.denominator) == (1, 4)
    by_share = ratios(holders, on=DAY, votes=Votes.SHARE, seats=[], employees=2)
    assert statement(by_share.votes)["employees"] == 30
    assert by_share.membership is None, "more members than employees is no ratio"
    assert [_said_of_members(employees) for employees in (None, 2, 12)] == [
        "The number of employees is not recorded", CONTRADICT, "",
    ]  # fmt: skip


def _said_of_members(employees):
    three = [Holding(Kind.STAFF, True, 100, 1)] * 3
    found = ratios(three, on=DAY, votes=Votes.MEMBER, seats=[], employees=employees)
    [line] = [each for each in ratio_lines(found, public=False) if each.unit == "person"]
    return line.note


def test_few_people_are_not_shown():
    assert not shown(9, 100) and not shown(91, 100) and shown(10, 100) and shown(0, 100)


def test_shares_that_would_tell_of_fewer_than_ten_employees_are_not_stated():
    rest = [Holding(Kind.PARTNER, False, 700, 7), Holding(Kind.TRUST, False, 300, 3)]
    nine, ten = (
        ratios([Holding(Kind.STAFF, True, 100, 1)] * n + rest, on=DAY, votes=Votes.MEMBER,
               seats=[Chosen.EMPLOYEES, Chosen.PARTNER], employees=12)
        for n in (9, 10)
    )  # fmt: skip
    assert set(statements(ten)) == {"equity", "votes", "board-seats"}
    assert statements(ten)["votes"]["employees"] > 80
    assert statements(nine) == {
        "equity": {"employee-trust": percent(300, 1900)},
        "board-seats": {"employees": Decimal(50), "partner": Decimal(50)},
    }
    assert [line.per_cent for line in ratio_lines(nine, public=True)] == [
        None, percent(300, 1900), None, None, Decimal(50),
    ]  # fmt: skip


def test_nobody_gives_more_shares_than_they_hold():
    allotted = Movement(DAY, None, 1, 2)
    check_never_below([allotted, Movement(DAY, 1, 2, 2)])
    with pytest.raises(TooManyShares):
        check_never_below([allotted, Movement(DAY, 1, 2, 3)])
    with pytest.raises(TooManyShares):
        check_never_below([allotted, Movement(date(2026, 2, 1), 1, 2, 1)])


def test_a_member_is_in_one_class_at_a_time_and_a_gap_begins_anew():
    first = Spell(1, 1, True, DAY, date(2026, 4, 1), "MOVED")
    moved = Spell(2, 2, True, date(2026, 4, 1), date(2026, 5, 1), "RESIGNED")
    back = Spell(3, 2, True, date(2026, 6, 1), None)
    check_apart([first, moved, back])
    assert stands([first, moved], date(2026, 4, 30)).admitted_on == DAY
    assert stands([first, moved], date(2026, 5, 1)).ceased_on == date(2026, 5, 1)
    assert stands([first, moved, back], date(2026, 6, 1)).admitted_on == date(2026, 6, 1)
    with pytest.raises(DatesCross):
        check_apart([Spell(1, 1, True, DAY, None), moved])


def test_particulars_are_kept_ten_years():
    assert erasable_from(date(2016, 2, 29)) == date(2026, 3, 1)
