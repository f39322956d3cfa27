"""Who sees which case, and what a conflict of interest takes away."""

from __future__ import annotations

from datetime import date

import pytest

from mutualise.accounts.rules.roles import Role
from mutualise.programme.models import Assignment, CaseMember, Interest, Recusal
from mutualise.programme.queries.visible import actors_of, assigned_cases, cases_for, staff_cases
from mutualise.programme.rules.interests import key_of
from mutualise.programme.rules.stages import Actor
from mutualise.programme.rules.states import State
from tests.programme.builders import case_at, holder, stranger

pytestmark = pytest.mark.django_db


def interest(person, organisation, **dates):
    Interest.objects.create(
        person=person, kind="EMPLOYER", organisation=organisation,
        organisation_key=key_of(organisation), **({"valid_from": date(2020, 1, 1)} | dates),
    )  # fmt: skip


def test_a_stranger_sees_nothing_and_the_team_its_own():
    case, _other = case_at(), case_at()
    assert not cases_for(stranger()).exists()
    assert list(cases_for(case.members.get().person)) == [case]


def test_an_officer_sees_every_case_but_those_a_conflict_closes():
    officer = holder(Role.PROGRAMME_OFFICER)
    free, recused = case_at(), case_at()
    employer = case_at(parent_body="Exampleshire County Council")
    former = case_at(parent_body="Elsewhere Council")
    own = case_at()
    interest(officer, "the EXAMPLESHIRE County Council")
    interest(officer, "Elsewhere Council", valid_until=date(2021, 1, 1))
    Recusal.objects.create(person=officer, case=recused, origin="DECLARED", words="A friend")
    CaseMember.objects.create(
        case=own, person=officer, part="COLLEAGUE", left_at="2020-01-01T00:00Z"
    )
    assert set(staff_cases(officer)) == {free, former}
    assert actors_of(officer, employer) == frozenset()
    assert Actor.OFFICER in actors_of(officer, free)


def test_an_assessor_sees_a_case_after_declaring_no_conflict():
    assessor, case = holder(Role.ASSESSOR), case_at(State.ASSESSING)
    asked = Assignment.objects.create(
        case=case, assessor=assessor, due=date(2026, 12, 1), assigned_by=stranger()
    )
    assert not cases_for(assessor).exists()
    assert list(assigned_cases(assessor)) == [case]
    asked.no_conflict_at = "2026-11-24T10:00Z"
    asked.save()
    assert list(cases_for(assessor)) == [case]
