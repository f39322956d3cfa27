"""Conflicts nobody declared: each is found, written down as found, and lifted only as a false match."""

from __future__ import annotations

from datetime import date

import pytest

from mutualise.accounts.actions import invite
from mutualise.accounts.models import AuditEntry, Person
from mutualise.accounts.permissions import NotAllowed
from mutualise.accounts.rules.roles import Role
from mutualise.programme.actions import conflicts
from mutualise.programme.actions.assessment import Wrong, assign, declare_interest
from mutualise.programme.actions.suppliers import add_fact
from mutualise.programme.models import Case, CaseMember, ConsortiumPlace, Recusal
from mutualise.programme.queries.suppliers import may_serve
from mutualise.programme.queries.visible import is_closed_to, orders_for, team_cases
from mutualise.programme.rules.interests import Ground
from mutualise.programme.rules.states import State
from mutualise.register.models import Organisation
from tests.programme.builders import (
    at_work,
    award_of,
    case_at,
    holder,
    order_of,
    signed_in,
    supplier,
)

pytestmark = pytest.mark.django_db
LONG_AGO = date(2014, 1, 1)


def sponsored_from(email: str) -> Case:
    case = case_at(State.ASSESSING)
    CaseMember.objects.create(case=case, person=Person.objects.create_user(email), part="SPONSOR")
    return case


def owns(person: Person, organisation: str) -> None:
    declare_interest(
        by=person,
        kind="FINANCIAL",
        organisation=organisation,
        valid_from=LONG_AGO,
        valid_until=None,
    )


@pytest.mark.parametrize(
    ("theirs", "sponsors", "closed"),
    [
        ("a@exampleshire.gov.uk", "b@exampleshire.gov.uk", True),
        ("a@Adults.Exampleshire.gov.uk", "b@children.exampleshire.gov.uk", True),
        ("a@exampleshire.gov.uk", "b@otherexampleshire.gov.uk", False),
        ("a@nhs.net", "b@nhs.net", False),
        ("a@gmail.com", "b@gmail.com", False),
    ],
)
def test_an_employer_is_known_by_the_address_of_mail(theirs, sponsors, closed):
    assert is_closed_to(at_work(theirs), sponsored_from(sponsors)) is closed


def test_a_tie_to_a_supplier_closes_the_cases_it_works_for_also_through_a_consortium():
    firm, group = (
        supplier(name="Advice One Ltd"),
        supplier(name="Advisers together", consortium=True),
    )
    ConsortiumPlace.objects.create(supplier=firm, consortium=group, valid_from=LONG_AGO)
    case, other = case_at(State.DELIVERING), case_at(State.DELIVERING)
    order_of(award_of(case, 500_00), group)
    order_of(award_of(other, 500_00))
    owner, colleague = holder(Role.DECISION_MAKER), at_work("a@advice-one.co.uk")
    owns(owner, "Advice One")
    invite(
        email="b@advice-one.co.uk", role=Role.ADVISER, organisation=firm.code, valid_from=LONG_AGO
    )
    for person in (owner, colleague):
        assert is_closed_to(person, case)
        assert not is_closed_to(person, other)


@pytest.mark.parametrize("tie", ["role", "name"])
def test_a_tie_to_the_launched_body_closes_its_case(tie):
    case, other = case_at(State.LAUNCHED), case_at(State.LAUNCHED)
    Case.objects.filter(pk=case.pk).update(organisation=Organisation.objects.get(code="mycsp"))
    person = holder(Role.PROGRAMME_OFFICER)
    assert not is_closed_to(person, case)
    if tie == "role":
        invite(
            email=person.email, role=Role.REPRESENTATIVE, organisation="mycsp", valid_from=LONG_AGO
        )
        person = Person.objects.get(pk=person.pk)
    else:
        owns(person, "MyCSP Limited")
    assert is_closed_to(person, case)
    assert not is_closed_to(person, other)


def test_who_speaks_for_a_mutual_is_tied_to_the_body_it_left():
    case = case_at(parent_body="The Cabinet Office")
    person = holder(Role.ASSESSOR)
    invite(email=person.email, role=Role.REPRESENTATIVE, organisation="mycsp", valid_from=LONG_AGO)
    assert is_closed_to(Person.objects.get(pk=person.pk), case)


@pytest.mark.parametrize(
    "parent", ["NHS Northtown and Exampleshire Council", "Cabinet Office / Exampleshire Council"]
)
def test_an_interest_in_one_of_several_parent_bodies_closes_their_case(parent):
    officer, case = holder(Role.PROGRAMME_OFFICER), case_at(State.ENQUIRY, parent_body=parent)
    other = case_at(State.ENQUIRY, parent_body="Exampleshire Council Tenants and Friends")
    owns(officer, "Exampleshire Council")
    assert is_closed_to(officer, case)
    assert not is_closed_to(officer, other)


def test_an_interest_in_several_bodies_closes_the_case_of_each():
    officer = holder(Role.PROGRAMME_OFFICER)
    case = case_at(State.ENQUIRY, parent_body="Exampleshire Council")
    owns(officer, "Exampleshire Council & NHS Northtown")
    assert is_closed_to(officer, case)


def test_a_supplier_with_a_tie_to_one_of_several_parent_bodies_gets_no_work():
    officer = holder(Role.PROGRAMME_OFFICER)
    case = case_at(parent_body="NHS Northtown; Exampleshire Council")
    tied, free, own = supplier(), supplier(), supplier(name="NHS Northtown")
    for each in (tied, free, own):
        add_fact(by=officer, supplier=each, kind="lots", given={"lot": "LEGAL", "valid_from": LONG_AGO})  # fmt: skip
    add_fact(by=officer, supplier=tied, kind="interests", given={
        "organisation": "Exampleshire Council", "nature": "Audits it", "valid_from": LONG_AGO,
    })  # fmt: skip
    assert list(may_serve("LEGAL", case)) == [free]


def test_what_was_found_is_written_down_once_and_stays_when_the_record_changes():
    person, case = at_work("a@exampleshire.gov.uk"), sponsored_from("b@exampleshire.gov.uk")
    assert conflicts.record_found() == 1
    assert conflicts.record_found() == 0
    row = Recusal.objects.get(person=person, case=case)
    assert (row.origin, row.ground) == ("FOUND", Ground.MAIL)
    assert AuditEntry.objects.filter(
        event="programme.recusal.found", subject=case.reference
    ).exists()
    Person.objects.filter(pk=person.pk).update(email="a@elsewhere.gov.uk")
    assert is_closed_to(Person.objects.get(pk=person.pk), case)


def test_an_officer_lifts_a_false_match_with_a_reason_and_that_ground_alone():
    person, case = at_work("a@shared.gov.uk"), sponsored_from("b@shared.gov.uk")
    conflicts.record_found()
    row = Recusal.objects.get(person=person)
    with pytest.raises(NotAllowed):
        conflicts.lift(recusal=row, by=person, reason="It is nothing")
    office = signed_in(holder(Role.PROGRAMME_OFFICER))
    assert case.reference in office.get("/programme/conflicts/?q=shared").text
    address = f"/programme/conflicts/{row.pk}/lift/"
    assert office.post(address, {"reason": " "}).status_code == 422
    assert is_closed_to(person, case)
    assert office.post(address, {"reason": "Two councils share the domain"}).status_code == 302
    assert not is_closed_to(person, case)
    again = office.post(address, {"reason": "Again"})
    assert again.status_code == 422 and "lifted already" in again.text
    assert AuditEntry.objects.filter(event="programme.recusal.lifted").count() == 1
    assert "Two councils share the domain" in office.get("/programme/conflicts/").text
    owns(person, case.parent_body)
    assert is_closed_to(person, case)


def test_nobody_lifts_what_a_person_declared_or_sees_conflicts_of_cases_closed_to_them():
    first, case = at_work("a@exampleshire.gov.uk"), sponsored_from("b@exampleshire.gov.uk")
    at_work("c@exampleshire.gov.uk")
    conflicts.record_found()
    assert case.reference not in signed_in(first).get("/programme/conflicts/").text
    declared = Recusal.objects.create(
        person=holder(Role.ASSESSOR), case=case, origin="DECLARED", words="A friend"
    )
    with pytest.raises(NotAllowed):
        conflicts.lift(recusal=declared, by=holder(Role.PROGRAMME_OFFICER), reason="Wrong")


def test_an_assessor_with_a_tie_is_not_asked():
    case, officer = sponsored_from("b@exampleshire.gov.uk"), holder(Role.PROGRAMME_OFFICER)
    tied = at_work("a@exampleshire.gov.uk", Role.ASSESSOR)
    with pytest.raises(Wrong, match="somebody else"):
        assign(case=case, by=officer, assessor=tied, due=date(2100, 1, 1))


def test_the_team_and_the_adviser_keep_their_own_work():
    firm = supplier()
    case = case_at(State.DELIVERING, lead=at_work("a@exampleshire.gov.uk"))
    CaseMember.objects.create(
        case=case, person=Person.objects.create_user("b@exampleshire.gov.uk"), part="SPONSOR"
    )
    order = order_of(award_of(case, 500_00), firm)
    adviser = invite(
        email="a@firm.co.uk", role=Role.ADVISER, organisation=firm.code, valid_from=LONG_AGO
    )
    conflicts.record_found()
    assert list(team_cases(case.members.get(part="LEAD").person)) == [case]
    assert list(orders_for(adviser)) == [order]
