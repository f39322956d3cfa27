"""A page of a step that a case is past tells so, and keeps what was typed."""

from __future__ import annotations

import re

import pytest

from mutualise.accounts.models import Person
from mutualise.accounts.rules.roles import Role
from mutualise.programme.actions.stages import move
from mutualise.programme.models import CaseEvent
from mutualise.programme.rules.states import State
from tests.filled import filled
from tests.programme.builders import case_at, holder, member_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def refused():
    case, decider = case_at(State.DECIDING), holder(Role.DECISION_MAKER)
    move("refuse", case=case, by=decider, code="SCORE_TOO_LOW", words="Too low")
    return case, case.members.get().person, decider


def text_of(answer) -> str:
    return answer.content.decode()


def test_a_colleagues_second_appeal_is_told_and_keeps_its_words(refused):
    case, lead, _ = refused
    client, home = signed_in(lead), f"/support/cases/{case.reference}/"
    sent = filled(client.get(f"{home}steps/appeal/")) | {"words": "Our pilot was left out"}
    move("appeal", case=case, by=lead, words="A colleague was first")
    answer = client.post(f"{home}steps/appeal/", sent)
    assert answer.status_code == 422
    assert "Somebody moved this case while you were looking at it" in text_of(answer)
    assert "Our pilot was left out" in text_of(answer)
    assert CaseEvent.objects.filter(case=case, name="appeal").count() == 1
    told = client.get(f"{home}steps/appeal/", follow=True)
    assert "“Appeal” is not open to a case that is at “Under appeal”" in text_of(told)


def test_a_team_whose_appeal_was_dismissed_is_not_offered_another(refused):
    case, lead, _ = refused
    client, home = signed_in(lead), f"/support/cases/{case.reference}/"
    assert "you may appeal once" in text_of(client.get(home))
    move("appeal", case=case, by=lead, words="Look again")
    move(
        "dismiss_appeal",
        case=case,
        by=holder(Role.DECISION_MAKER),
        code="SCORE_TOO_LOW",
        words="Seen",
    )
    page = text_of(client.get(home))
    assert "your appeal was dismissed; you may apply again" in page
    assert "you may appeal once" not in page
    told = client.get(f"{home}steps/appeal/", follow=True)
    assert "can be appealed once, and this one was" in text_of(told)
    staff = text_of(
        signed_in(holder(Role.PROGRAMME_OFFICER)).get(f"/programme/cases/{case.reference}/")
    )
    assert "your appeal was dismissed" in staff


def test_an_appeal_is_not_offered_to_whoever_refused_and_they_read_why(refused):
    case, lead, decider = refused
    move("appeal", case=case, by=lead, words="Look again")
    page = f"/programme/cases/{case.reference}/"
    theirs = text_of(signed_in(decider).get(page))
    assert "an appeal to somebody who did not decide it before" in theirs
    others = text_of(signed_in(holder(Role.DECISION_MAKER)).get(page))
    for label in ("Uphold the appeal", "Dismiss the appeal"):
        assert label not in theirs
        assert label in others
    assert "Not for you to take further" not in others


@pytest.mark.parametrize("address", ["steps/decline/", "decide/refuse/"])
def test_a_link_to_a_step_taken_meanwhile_leads_to_the_case_and_says_so(refused, address):
    case = refused[0]
    role = Role.PROGRAMME_OFFICER if "decline" in address else Role.DECISION_MAKER
    client, home = signed_in(holder(role)), f"/programme/cases/{case.reference}/"
    told = client.get(home + address, follow=True)
    assert told.redirect_chain == [(home, 302)]
    assert "is not open to a case that is at “Refused”" in text_of(told)
    # A step of another role stays a page not found.
    assert signed_in(holder(Role.ASSESSOR)).get(home + address).status_code in (403, 404)


@pytest.mark.parametrize(
    "role", [Role.ASSESSOR, Role.PROGRAMME_OFFICER, Role.DECISION_MAKER, Role.FINANCE_OFFICER]
)
def test_the_pipeline_leads_only_to_pages_its_reader_may_open(role):
    client = signed_in(holder(role))
    main = text_of(client.get("/programme/")).partition("<main")[2]
    links = {
        each for each in re.findall(r'href="(/programme/[a-z/]*)"', main) if "cases" not in each
    }
    assert "/programme/interests/" in links
    assert {
        link: client.get(link).status_code for link in links if client.get(link).status_code != 200
    } == {}


def test_a_sponsor_is_asked_for_no_certificate_of_an_application_that_was_submitted():
    for state, asked in ((State.DRAFTING, True), (State.DELIVERING, False)):
        case = case_at(state)
        sponsor = Person.objects.create_user(f"sponsor-{state}@exampleshire.gov.uk".lower())
        member_of(case, sponsor, part="SPONSOR")
        page = text_of(signed_in(sponsor).get(f"/support/cases/{case.reference}/certify/"))
        assert ("Record my answer" in page) is asked
        assert ("there is nothing to answer now" in page) is not asked
