"""A team cannot choose its judges: a name it wrote closes nothing, a part somebody took up does."""

from __future__ import annotations

import pytest

from mutualise.accounts.models import Person
from mutualise.accounts.permissions import NotAllowed
from mutualise.accounts.rules.roles import Role
from mutualise.programme.actions import conflicts, people
from mutualise.programme.actions.application import Wrong
from mutualise.programme.models import CaseMember, Letter, Recusal
from mutualise.programme.queries.visible import actors_of, is_closed_to, team_cases
from mutualise.programme.rules.stages import NotPermitted
from mutualise.programme.rules.states import State
from tests.programme.builders import case_at, holder, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return case_at(State.DRAFTING)


@pytest.fixture
def judge():
    return holder(Role.DECISION_MAKER)


def lead_of(case):
    return case.members.get(part="LEAD").person


def named(case, person, part="COLLEAGUE"):
    people.invite(case=case, by=lead_of(case), email=person.email, part=part)


@pytest.mark.parametrize(
    "role", [Role.PROGRAMME_OFFICER, Role.DECISION_MAKER, Role.FINANCE_OFFICER]
)
@pytest.mark.parametrize("part", ["COLLEAGUE", "SPONSOR"])
def test_a_team_does_not_shut_out_its_judge_by_naming_them(case, role, part):
    judge = holder(role)
    home = f"/support/cases/{case.reference}/"
    team = signed_in(lead_of(case))
    assert team.post(f"{home}people/add/", {"email": judge.email, "part": part}).status_code == 302
    office, file = signed_in(judge), f"/programme/cases/{case.reference}/"
    assert office.get(file).status_code == 200
    number = case.members.get(person=judge).pk
    assert team.post(f"{home}people/{number}/remove/").status_code == 302
    assert office.get(file).status_code == 200
    assert not Recusal.objects.exists()


def test_naming_somebody_of_an_employer_does_not_shut_out_all_who_work_there(case, judge):
    Person.objects.filter(pk=judge.pk).update(email="judge@exampleshire.gov.uk")
    judge.refresh_from_db()
    colleague = Person.objects.create_user("clerk@exampleshire.gov.uk")
    named(case, colleague)
    conflicts.record_found()
    assert not is_closed_to(judge, case) and not Recusal.objects.exists()
    people.join(case=case, by=colleague)
    assert is_closed_to(judge, case)


def test_the_team_reads_the_same_of_whoever_it_names(case, judge):
    """Neither the answer nor the list of people says who works for the programme."""
    home, team = f"/support/cases/{case.reference}/", signed_in(lead_of(case))
    said = []
    for email in (judge.email, "nobody@unlikely.test"):
        answer = team.post(f"{home}people/add/", {"email": email, "part": "COLLEAGUE"}, follow=True)
        member = case.members.get(person__email=email)
        said.append(answer.text.replace(email, "X").replace(f"people/{member.pk}/", "people/N/"))
        people.remove_member(case=case, by=lead_of(case), member=member)
    assert "Invited, has not joined" in said[0]
    table = [text[text.index(">People<") : text.index(">Messages<")] for text in said]
    assert table[0] == table[1]


def test_whoever_is_invited_reads_nothing_of_the_case_until_they_join(case):
    person = Person.objects.create_user("colleague@unlikely.test")
    named(case, person)
    client, home = signed_in(person), f"/support/cases/{case.reference}/"
    assert client.get(home).url == f"{home}people/join/"
    assert client.get(f"{home}certify/").status_code == 404
    assert not team_cases(person).exists() and not actors_of(person, case)
    assert f"{home}people/join/" in client.get("/support/cases/").text
    assert f"{home}people/join/" in Letter.objects.get(to=person.email).body
    assert client.get(f"{home}people/join/").status_code == 200
    assert not team_cases(person).exists(), "reading is not joining"
    assert client.post(f"{home}people/join/").url == home
    assert client.get(home).status_code == 200
    assert "has not joined" not in client.get(home).text


def test_an_officer_who_joins_the_team_loses_the_case_and_it_is_on_the_list(case):
    officer, other = holder(Role.PROGRAMME_OFFICER), holder(Role.PROGRAMME_OFFICER)
    type(case).objects.filter(pk=case.pk).update(officer=officer)
    named(case, officer)
    people.join(case=case, by=officer)
    assert is_closed_to(officer, case)
    assert signed_in(officer).get(f"/programme/cases/{case.reference}/").status_code == 404
    case.refresh_from_db()
    assert case.officer is None
    page = signed_in(other).get("/programme/conflicts/").text
    assert officer.called in page and "Is in the team, or was" in page


def test_a_part_in_the_team_is_lifted_only_once_they_have_left_it(case, judge):
    office = holder(Role.PROGRAMME_OFFICER)
    named(case, judge)
    people.join(case=case, by=judge)
    found = Recusal.objects.get(person=judge, ground="TEAM")
    with pytest.raises(NotAllowed, match="in the team now"):
        conflicts.lift(recusal=found, by=office, reason="Joined by mistake")
    people.remove_member(case=case, by=lead_of(case), member=case.members.get(person=judge))
    assert is_closed_to(judge, case), "leaving the team does not open the case"
    conflicts.lift(recusal=found, by=office, reason="Joined by mistake")
    assert not is_closed_to(judge, case)
    named(case, judge)
    assert not is_closed_to(judge, case)
    people.join(case=case, by=judge)
    assert is_closed_to(judge, case)
    people.remove_member(
        case=case, by=lead_of(case), member=case.members.get(person=judge, left_at=None)
    )
    assert is_closed_to(judge, case), "what was lifted was the earlier part"


def test_an_invitation_taken_back_or_to_a_case_that_ended_is_not_taken_up(case):
    first, second = (Person.objects.create_user(f"{n}@unlikely.test") for n in ("a", "b"))
    for person in (first, second):
        named(case, person)
    people.remove_member(case=case, by=lead_of(case), member=case.members.get(person=first))
    with pytest.raises(NotAllowed):
        people.join(case=case, by=first)
    ended = case_at(State.WITHDRAWN)
    CaseMember.objects.create(case=ended, person=second, part="COLLEAGUE", joined_at=None)
    with pytest.raises(NotPermitted):
        people.join(case=ended, by=second)


def test_the_lead_is_handed_only_to_who_has_joined(case):
    person = Person.objects.create_user("next@unlikely.test")
    named(case, person)
    member = case.members.get(person=person)
    with pytest.raises(Wrong):
        people.hand_over(case=case, by=lead_of(case), to=member)
    people.join(case=case, by=person)
    assert people.hand_over(case=case, by=lead_of(case), to=member).part == "LEAD"
