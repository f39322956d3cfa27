"""Each condition of a tie found on record, alone: what closes a case, and what near it does not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from mutualise.accounts.actions import invite
from mutualise.accounts.models import Person
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.actions.conflicts import record_found
from mutualise.programme.actions.orders import withdraw_competition
from mutualise.programme.models import (
    Case,
    CaseMember,
    CompetitionWithdrawal,
    Dispensation,
    Interest,
    Lifting,
    Recusal,
)
from mutualise.programme.queries.visible import (
    actors_of,
    competitions_for,
    invitations_of,
    is_closed_to,
    orders_for,
    team_cases,
)
from mutualise.programme.rules.interests import key_of
from mutualise.programme.rules.states import State
from mutualise.register.models import Organisation
from tests.programme.builders import (
    at_work,
    award_of,
    case_at,
    holder,
    member_of,
    order_of,
    stranger,
    supplier,
)
from tests.programme.test_advice import compete, offer, on_day, on_lot

pytestmark = pytest.mark.django_db
LONG_AGO = date(2014, 1, 1)


def test_nobody_signed_in_is_in_no_team_and_invited_to_nothing():
    from django.contrib.auth.models import AnonymousUser

    case, nobody = case_at(), AnonymousUser()
    member_of(case, stranger(), joined_at=None)
    assert not invitations_of(nobody)
    assert not team_cases(nobody)
    assert actors_of(nobody, case) == frozenset()


def test_a_part_that_was_taken_up_is_no_invitation():
    case, person = case_at(), stranger()
    member_of(case, person)
    assert not invitations_of(person)


def test_the_interest_of_somebody_else_closes_nothing():
    case, person = case_at(parent_body="Exampleshire Council"), holder(Role.PROGRAMME_OFFICER)
    Interest.objects.create(
        person=holder(Role.PROGRAMME_OFFICER), kind="EMPLOYER", organisation="Exampleshire Council",
        organisation_key=key_of("Exampleshire Council"), valid_from=LONG_AGO,
    )  # fmt: skip
    assert not is_closed_to(person, case)


def test_what_was_found_of_somebody_else_closes_nothing():
    case, person = case_at(), holder(Role.PROGRAMME_OFFICER)
    for origin, ground in (("DECLARED", ""), ("FOUND", "BODY")):
        Recusal.objects.create(
            person=holder(Role.PROGRAMME_OFFICER),
            case=case,
            origin=origin,
            ground=ground,
            words="x",
        )
    assert not is_closed_to(person, case)


def test_nobody_is_their_own_colleague():
    """A part that an officer lifted, once its holder had left, is not found again from their own address."""
    case, person = case_at(), at_work("a@exampleshire.gov.uk")
    member_of(case, person, joined_at="2026-01-01T00:00Z", left_at="2026-02-01T00:00Z")
    record_found()
    row = Recusal.objects.get(person=person, case=case)
    Lifting.objects.create(recusal=row, by=stranger(), at="2026-03-01T00:00Z", reason="Left")
    assert not is_closed_to(person, case)


def test_a_colleague_who_is_only_invited_closes_nothing():
    case, person = case_at(), at_work("a@exampleshire.gov.uk")
    row = member_of(case, Person.objects.create_user("b@exampleshire.gov.uk"), joined_at=None)
    assert not is_closed_to(person, case)
    CaseMember.objects.filter(pk=row.pk).update(joined_at=timezone.now())
    assert is_closed_to(person, case)


def test_whoever_is_in_a_team_has_a_tie_to_it_whatever_was_lifted_and_who_is_invited_has_none():
    case, other, person = case_at(), case_at(), holder(Role.PROGRAMME_OFFICER)
    member_of(case, person, joined_at="2026-01-01T00:00Z")
    member_of(other, person, joined_at=None)
    record_found()
    row = Recusal.objects.get(person=person)
    Lifting.objects.create(recusal=row, by=stranger(), at="2026-03-01T00:00Z", reason="By mistake")
    assert is_closed_to(person, case)
    assert not is_closed_to(person, other)


def test_lifting_another_ground_leaves_the_part_in_the_team():
    case, person = case_at(), at_work("a@exampleshire.gov.uk")
    member_of(case, Person.objects.create_user("b@exampleshire.gov.uk"))
    member_of(case, person, joined_at="2026-01-01T00:00Z", left_at="2026-02-01T00:00Z")
    mail = Recusal.objects.create(
        person=person, case=case, origin="FOUND", ground="MAIL", words="Found"
    )
    Lifting.objects.create(recusal=mail, by=stranger(), at="2026-03-01T00:00Z", reason="Shared")
    assert is_closed_to(person, case)


@pytest.mark.parametrize(("ground", "agreed", "free"), [
    ("MAIL", True, True), ("MAIL", False, False), ("BODY", True, False),
])  # fmt: skip
def test_leave_that_two_agreed_on_frees_a_shared_employer_alone(ground, agreed, free):
    case, person = case_at(), holder(Role.PROGRAMME_OFFICER)
    row = Recusal.objects.create(
        person=person, case=case, origin="FOUND", ground=ground, words="Found"
    )
    both = {"agreed_by": stranger(), "agreed_at": timezone.now(), "agreed_words": "Yes"}
    Dispensation.objects.create(
        recusal=row, reason="Nobody else", until=clock.today() + timedelta(days=5),
        asked_by=stranger(), **(both if agreed else {}),
    )  # fmt: skip
    assert is_closed_to(person, case) is not free


def test_a_tie_to_the_firm_itself_closes_the_case_it_works_for():
    firm = supplier(name="Advice One Ltd")
    case = case_at(State.DELIVERING)
    order_of(award_of(case, 500_00), firm)
    invite(
        email="b@advice-one.co.uk", role=Role.ADVISER, organisation=firm.code, valid_from=LONG_AGO
    )
    assert is_closed_to(at_work("a@advice-one.co.uk"), case)


def test_an_adviser_of_a_case_is_no_staff_of_it():
    firm = supplier()
    case = case_at(State.DELIVERING)
    order_of(award_of(case, 500_00), firm)
    adviser = at_work("a@advice-one.co.uk")
    assert not is_closed_to(adviser, case)
    invite(email=adviser.email, role=Role.ADVISER, organisation=firm.code, valid_from=LONG_AGO)
    assert is_closed_to(Person.objects.get(pk=adviser.pk), case)


def test_a_role_in_another_body_closes_nothing():
    case = case_at(State.LAUNCHED)
    Case.objects.filter(pk=case.pk).update(organisation=Organisation.objects.get(code="mycsp"))
    person = holder(Role.PROGRAMME_OFFICER)
    invite(email=person.email, role=Role.REPRESENTATIVE, organisation="chcp", valid_from=LONG_AGO)
    assert not is_closed_to(Person.objects.get(pk=person.pk), case)
    invite(email=person.email, role=Role.REPRESENTATIVE, organisation="mycsp", valid_from=LONG_AGO)
    assert is_closed_to(Person.objects.get(pk=person.pk), case)


def test_an_adviser_with_a_conflict_loses_the_order_of_that_case_alone():
    firm = supplier()
    orders = [order_of(award_of(case_at(State.DELIVERING), 500_00), firm) for _ in range(2)]
    adviser = holder(Role.ADVISER, firm.code)
    assert set(orders_for(adviser)) == set(orders)
    Recusal.objects.create(
        person=adviser, case=orders[0].award.case, origin="DECLARED", words="A friend"
    )
    assert list(orders_for(adviser)) == [orders[1]]


def test_a_competition_is_shown_to_who_answered_it_and_until_it_is_withdrawn():
    officer = holder(Role.PROGRAMME_OFFICER)
    with on_day(0):
        firm, adviser = on_lot(officer, "first-law")
        on_lot(officer, "second-law")
        asked, elsewhere = (
            compete(award_of(case_at(State.DELIVERING), 30_000_00), officer, lot=lot)
            for lot in ("LEGAL", "LEGAL")
        )
        offer(asked, adviser, firm, 9_000_00)
        outside, stays = on_lot(officer, "third-law", lot="PENSIONS")
        assert set(competitions_for(adviser)) == {asked, elsewhere}
        assert not competitions_for(stays)
        assert outside
        withdraw_competition(competition=elsewhere, by=officer, words="Not needed")
        assert CompetitionWithdrawal.objects.exists()
        assert list(competitions_for(adviser)) == [asked]


def test_a_role_other_than_an_advisers_ties_nobody_to_the_supplier_of_the_same_code():
    firm = supplier(code="mycsp")
    case = case_at(State.DELIVERING)
    order_of(award_of(case, 500_00), firm)
    person = holder(Role.PROGRAMME_OFFICER)
    invite(email=person.email, role=Role.REPRESENTATIVE, organisation="mycsp", valid_from=LONG_AGO)
    assert not is_closed_to(Person.objects.get(pk=person.pk), case)
    invite(email=person.email, role=Role.ADVISER, organisation="mycsp", valid_from=LONG_AGO)
    assert is_closed_to(Person.objects.get(pk=person.pk), case)
