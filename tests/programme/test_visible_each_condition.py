"""Each condition of what a person sees, alone: the same case just inside it and just outside."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from mutualise.accounts.actions import invite
from mutualise.accounts.models import Person
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.actions.conflicts import record_found
from mutualise.programme.models import (
    Assignment,
    CaseMember,
    ConsortiumPlace,
    Dispensation,
    Interest,
    Lifting,
    LotPlace,
    Recusal,
)
from mutualise.programme.queries.ties import staff
from mutualise.programme.queries.visible import (
    actors_of,
    assigned_cases,
    cases_for,
    competitions_for,
    firms_for,
    invitation_of,
    invitations_of,
    is_closed_to,
    may_advise,
    may_be_told,
    offers_of,
    team_cases,
    work_of,
)
from mutualise.programme.rules.interests import key_of
from mutualise.programme.rules.stages import Actor
from mutualise.programme.rules.states import State
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


def keeps_out(case, person, **more) -> Recusal:
    given = {"case": case, "person": person, "origin": "DECLARED", "words": "A friend"} | more
    return Recusal.objects.create(**given)


def test_an_invitation_is_shown_to_the_person_invited_alone_until_they_leave_it():
    case, other, person = case_at(), case_at(), stranger()
    row = member_of(case, person, joined_at=None)
    member_of(other, stranger(), joined_at=None)
    assert list(invitations_of(person)) == [row]
    assert invitation_of(person, case) == row
    assert invitation_of(person, other) is None
    CaseMember.objects.filter(pk=row.pk).update(left_at=timezone.now())
    assert not invitations_of(person)


def test_an_invitation_is_not_shown_to_who_declared_a_conflict_with_its_case_themselves():
    case, person = case_at(), stranger()
    row = member_of(case, person, joined_at=None)
    keeps_out(case_at(), person)
    keeps_out(case, stranger())
    keeps_out(case, person, origin="FOUND", ground="MAIL")
    assert list(invitations_of(person)) == [row]
    keeps_out(case, person)
    assert not invitations_of(person)


def test_a_part_in_a_team_is_the_persons_own_taken_up_and_not_left():
    case, other = case_at(), case_at()
    person, invited, gone = stranger(), stranger(), stranger()
    member_of(case, person)
    member_of(case, invited, joined_at=None)
    member_of(case, gone, left_at=timezone.now())
    assert list(team_cases(person)) == [case]
    assert actors_of(person, case) == {Actor.TEAM}
    assert actors_of(person, other) == frozenset()
    for each in (invited, gone):
        assert not team_cases(each)
        assert actors_of(each, case) == frozenset()


def test_a_member_who_declares_a_conflict_loses_that_case_alone():
    case, other, person = case_at(), case_at(), stranger()
    member_of(case, person)
    member_of(other, person)
    keeps_out(case, stranger())
    keeps_out(case, person, origin="FOUND", ground="MAIL")
    assert set(team_cases(person)) == {case, other}
    keeps_out(case, person)
    assert list(team_cases(person)) == [other]


def test_an_assessor_is_asked_to_read_their_own_cases_while_they_are_asked():
    case, other = case_at(State.ASSESSING), case_at(State.ASSESSING)
    assessor, colleague = holder(Role.ASSESSOR), holder(Role.ASSESSOR)
    declared = {"due": "2026-12-01", "assigned_by": stranger(), "no_conflict_at": timezone.now()}
    row = Assignment.objects.create(case=case, assessor=assessor, **declared)
    Assignment.objects.create(case=other, assessor=colleague, **declared)
    assert list(assigned_cases(assessor)) == list(cases_for(assessor)) == [case]
    keeps_out(other, colleague)
    assert not assigned_cases(colleague)
    assert not cases_for(colleague)
    Assignment.objects.filter(pk=row.pk).update(ended_at=timezone.now())
    assert not assigned_cases(assessor)
    assert not cases_for(assessor)


def test_whoever_is_asked_and_no_assessor_any_more_is_shown_nothing():
    case, person = case_at(State.ASSESSING), stranger()
    Assignment.objects.create(case=case, assessor=person, due="2026-12-01", assigned_by=stranger())
    assert not assigned_cases(person)


def test_a_letter_goes_to_the_team_and_to_staff_to_whom_the_case_is_open():
    case, other = case_at(), case_at()
    colleague = at_work("a@exampleshire.gov.uk")
    member = member_of(case, Person.objects.create_user("b@exampleshire.gov.uk"))
    assert not may_be_told(colleague, case)
    part = member_of(other, colleague)
    assert not may_be_told(colleague, case)
    assert may_be_told(colleague, other)
    CaseMember.objects.filter(pk=part.pk).update(left_at=timezone.now())
    assert not may_be_told(colleague, other)
    assert may_be_told(member.person, case)


def test_no_letter_goes_to_who_declared_a_conflict_with_its_case_themselves():
    case, person = case_at(), stranger()
    member_of(case, person)
    keeps_out(case, stranger())
    keeps_out(case_at(), person)
    keeps_out(case, person, origin="FOUND", ground="MAIL")
    assert may_be_told(person, case)
    keeps_out(case, person)
    assert not may_be_told(person, case)


def test_an_adviser_is_told_of_the_case_of_their_order_and_of_no_other():
    firm = supplier()
    case, other = case_at(State.DELIVERING), case_at(State.DELIVERING)
    order_of(award_of(case, 500_00), firm)
    adviser = at_work("a@firm.co.uk", Role.PROGRAMME_OFFICER)
    invite(email=adviser.email, role=Role.ADVISER, organisation=firm.code, valid_from=LONG_AGO)
    adviser = Person.objects.get(pk=adviser.pk)
    keeps_out(other, adviser, origin="FOUND", ground="BODY")
    assert is_closed_to(adviser, case)
    assert may_be_told(adviser, case)
    assert not may_be_told(adviser, other)


@pytest.fixture
def contest():
    """A competition on the legal lot that a first firm answered; a second is on the lot, a third on another."""
    officer = holder(Role.PROGRAMME_OFFICER)
    with on_day(0):
        award = award_of(case_at(State.DELIVERING), 30_000_00)
        firms = [on_lot(officer, "first-law"), on_lot(officer, "second-law")]
        firms.append(on_lot(officer, "third-tax", lot="TAX_FINANCE"))
        asked = compete(award, officer)
        quote = offer(asked, firms[0][1], firms[0][0], 9_000_00)
        yield asked, quote, firms


def test_a_competition_and_its_offers_are_shown_to_the_firms_of_its_lot_each_its_own(contest):
    asked, quote, ((first, one), (second, two), (_, three)) = contest
    assert list(competitions_for(one)) == list(competitions_for(two)) == [asked]
    assert not competitions_for(three)
    assert list(offers_of(one)) == [quote]
    assert not offers_of(two)
    assert (firms_for(one, asked), firms_for(two, asked)) == ([first], [second])


def test_a_firm_that_answered_keeps_the_competition_when_it_leaves_the_lot(contest):
    asked, _, ((first, one), (second, two), _) = contest
    unanswered = compete(
        award_of(case_at(State.DELIVERING), 30_000_00), holder(Role.PROGRAMME_OFFICER)
    )
    assert set(competitions_for(one)) == {asked, unanswered}
    for firm in (first, second):
        row = LotPlace.objects.get(supplier=firm)
        type(row).objects.create(
            supplier=firm, lot=row.lot, valid_from=row.valid_from, valid_until=clock.today(),
            replaces=row, change="UPDATE", reason="Left", recorded_by=stranger(),
        )  # fmt: skip
    assert list(competitions_for(one)) == [asked]
    assert not competitions_for(two)


def test_a_conflict_of_an_adviser_closes_competitions_and_offers_of_that_case_alone(contest):
    asked, quote, ((_, one), _, _) = contest
    keeps_out(case_at(), one)
    assert may_advise(one, asked.award.case)
    assert list(offers_of(one)) == [quote]
    keeps_out(asked.award.case, one)
    assert not may_advise(one, asked.award.case)
    assert not competitions_for(one)
    assert not offers_of(one)


def test_the_work_of_an_adviser_is_what_their_firm_offered_or_was_ordered(contest):
    from mutualise.programme.models import Case

    asked, _, ((_, one), (second, two), _) = contest
    ordered = case_at(State.DELIVERING)
    order_of(award_of(ordered, 500_00), second)
    assert list(Case.objects.filter(work_of(one))) == [asked.award.case]
    assert list(Case.objects.filter(work_of(two))) == [ordered]


@pytest.mark.parametrize(
    ("starts", "ends", "closed"),
    [(0, None, True), (-1, 1, True), (-1, 0, False), (1, None, False)],
)
def test_an_interest_closes_cases_from_its_first_day_until_its_last(starts, ends, closed):
    case, person = case_at(parent_body="Exampleshire Council"), holder(Role.PROGRAMME_OFFICER)
    today = clock.today()
    Interest.objects.create(
        person=person, kind="EMPLOYER", organisation="Exampleshire Council",
        organisation_key=key_of("Exampleshire Council"), valid_from=today + timedelta(days=starts),
        valid_until=None if ends is None else today + timedelta(days=ends),
    )  # fmt: skip
    assert is_closed_to(person, case) is closed


def test_a_lifted_tie_is_free_and_leave_holds_for_its_own_conflict_until_it_ends():
    case, person = case_at(), at_work("a@exampleshire.gov.uk")
    other = case_at()
    for each in (case, other):
        member_of(each, Person.objects.create_user(f"b{each.pk}@exampleshire.gov.uk"))
    record_found()
    row = Recusal.objects.get(case=case, person=person)
    leave = Dispensation.objects.create(
        recusal=row, reason="Nobody else", until=clock.today() + timedelta(days=5),
        asked_by=stranger(), agreed_by=stranger(), agreed_at=timezone.now(), agreed_words="Yes",
    )  # fmt: skip
    assert not is_closed_to(person, case)
    assert is_closed_to(person, other)
    ended = {"ended_at": timezone.now(), "ended_by": stranger(), "ended_words": "Somebody came"}
    for change in (ended, dict.fromkeys(ended) | {"ended_words": "", "until": clock.today()}):
        Dispensation.objects.filter(pk=leave.pk).update(**change)
        assert is_closed_to(person, case)


def test_a_part_taken_up_again_since_it_was_lifted_counts_again():
    case, person = case_at(), holder(Role.PROGRAMME_OFFICER)
    row = member_of(case, person, joined_at="2026-01-01T00:00Z", left_at="2026-02-01T00:00Z")
    assert is_closed_to(person, case)
    record_found()
    found = Recusal.objects.get(case=case, person=person)
    Lifting.objects.create(recusal=found, by=stranger(), at="2026-03-01T00:00Z", reason="They left")
    assert not is_closed_to(person, case)
    CaseMember.objects.filter(pk=row.pk).update(joined_at="2026-03-02T00:00Z", left_at="2026-03-03T00:00Z")  # fmt: skip
    assert is_closed_to(person, case)


def test_the_lifting_of_another_person_or_case_frees_nothing():
    case, other = case_at(), case_at()
    person, colleague = holder(Role.PROGRAMME_OFFICER), holder(Role.PROGRAMME_OFFICER)
    times = {"joined_at": "2026-01-01T00:00Z", "left_at": "2026-02-01T00:00Z"}
    for who, which in ((person, case), (colleague, case), (person, other)):
        member_of(which, who, **times)
    record_found()
    for row in Recusal.objects.exclude(person=person, case=case):
        Lifting.objects.create(recusal=row, by=stranger(), at="2026-03-01T00:00Z", reason="Left")
    assert is_closed_to(person, case)
    assert not is_closed_to(colleague, case)
    assert not is_closed_to(person, other)


def test_an_offer_of_a_consortium_ties_the_staff_of_its_firms_and_nobody_else(contest):
    asked, _, ((first, _), _, _) = contest
    case = asked.award.case
    member, outside = supplier(name="Member Ltd"), supplier(name="Outside Ltd")
    ConsortiumPlace.objects.create(supplier=member, consortium=first, valid_from=LONG_AGO)
    for firm in (member, outside):
        email = f"adviser@{firm.name.split()[0].lower()}.co.uk"
        invite(email=email, role=Role.ADVISER, organisation=firm.code, valid_from=LONG_AGO)
    assert is_closed_to(at_work("a@member.co.uk"), case)
    assert not is_closed_to(at_work("a@outside.co.uk"), case)
    representative = at_work("c@elsewhere.co.uk")
    invite(email=representative.email, role=Role.REPRESENTATIVE, organisation=first.code,
           valid_from=LONG_AGO)  # fmt: skip
    assert not is_closed_to(Person.objects.get(pk=representative.pk), case)


def test_staff_are_those_active_who_hold_or_held_a_role_of_the_programme():
    officer, gone = holder(Role.PROGRAMME_OFFICER), holder(Role.ASSESSOR)
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    others = [stranger(), holder(Role.REPRESENTATIVE, "mycsp")]
    found = staff()
    assert officer in found
    assert not {gone, *others} & set(found)
