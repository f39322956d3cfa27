"""An enquiry in somebody's name makes nobody its lead: the link in the letter to them does."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from mutualise.accounts.models import Person
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.govuk.figures import day
from mutualise.programme.actions import conflicts, enquiries, reminders
from mutualise.programme.models import Case, CaseEvent, Letter, Recusal
from mutualise.programme.queries.cases import state_of
from mutualise.programme.queries.figures import figures
from mutualise.programme.queries.privacy import past_keeping
from mutualise.programme.queries.visible import actors_of, is_closed_to, team_cases
from mutualise.programme.rules.states import State
from tests.programme.builders import case_at, holder, signed_in

pytestmark = pytest.mark.django_db
GIVEN = {
    "team": "Junk", "service": "Community nursing", "sector": "community health", "region": "london",
    "parent_body": "Exampleshire Council",
}  # fmt: skip


def enquire(email: str, client: Client | None = None) -> Case:
    sent = (client or Client()).post("/support/enquiry/", GIVEN | {"email": email})
    assert sent.status_code == 302
    return Case.objects.latest("pk")


def link_to(email: str) -> str:
    letter = Letter.objects.get(to=email, template="enquiry_received")
    return re.search(r"/support/enquiry/confirm/\S+/", letter.body)[0]


@pytest.mark.parametrize("named", ["judge@programme.gov.uk", "clerk@programme.gov.uk"])
def test_a_junk_enquiry_closes_its_case_to_nobody_and_is_declined_by_whom_it_names(named):
    officer = holder(Role.PROGRAMME_OFFICER)
    Person.objects.filter(pk=officer.pk).update(email="judge@programme.gov.uk")
    officer.refresh_from_db()
    case = enquire(named)
    conflicts.record_found()
    assert not is_closed_to(officer, case) and not Recusal.objects.exists()
    assert not team_cases(Person.objects.get(email=named)).exists()
    client, file = signed_in(officer), f"/programme/cases/{case.reference}/"
    assert "Has not confirmed the enquiry" in client.get(file).text
    assert "Not confirmed" in client.get("/programme/").text
    assert "Nobody has confirmed" in client.post(f"{file}lead/", {"email": "x@team.test"}).text
    told = {"code": "OTHER", "words": "Nobody confirmed it"}
    assert client.post(f"{file}steps/decline/", told).status_code == 302
    assert Case.objects.with_state().get().state == State.DECLINED


def test_reading_the_link_confirms_nothing_and_the_button_makes_the_lead():
    case, person = enquire("lead@team.test"), Person.objects.get(email="lead@team.test")
    scanner = Client()
    for _ in range(3):
        assert "Confirm the enquiry" in scanner.get(link_to(person.email)).text
    assert not actors_of(person, case)
    visitor = Client()
    assert visitor.post(link_to(person.email)).status_code == 302
    assert "You have confirmed" in visitor.get(link_to(person.email)).text
    assert team_cases(person).get() == case
    since = case.members.get().joined_at
    assert visitor.post(link_to(person.email)).status_code == 200
    assert case.members.get().joined_at == since


def test_once_confirmed_the_case_is_closed_to_the_lead_and_to_who_shares_their_employer():
    judge = holder(Role.DECISION_MAKER)
    Person.objects.filter(pk=judge.pk).update(email="judge@exampleshire.gov.uk")
    judge.refresh_from_db()
    case = enquire("lead@exampleshire.gov.uk")
    Client().post(link_to("lead@exampleshire.gov.uk"))
    assert is_closed_to(judge, case)
    own = enquire(judge.email)
    Client().post(link_to(judge.email))
    assert is_closed_to(judge, own)
    assert Recusal.objects.filter(person=judge, case=own, ground="TEAM").exists()


def test_an_application_is_invited_only_from_who_confirmed_so_that_conflicts_are_found_first():
    case, client = enquire("lead@team.test"), signed_in(holder(Role.PROGRAMME_OFFICER))
    address = f"/programme/cases/{case.reference}/steps/invite/"
    assert "Nobody has confirmed the enquiry" in client.post(address).text
    sent = client.post("/programme/bulk/", {"step": "invite", "case": case.reference})
    assert "Nobody has confirmed the enquiry" in sent.text
    assert Case.objects.with_state().get().state == State.ENQUIRY
    Client().post(link_to("lead@team.test"))
    assert client.post(address).status_code == 302


def test_who_lost_the_letter_signs_in_and_confirms():
    case, person = enquire("lead@team.test"), Person.objects.get(email="lead@team.test")
    client, home = signed_in(person), f"/support/cases/{case.reference}/"
    assert "Confirm your enquiry" in client.get("/support/cases/").text
    assert client.get(home).url == f"{home}people/join/"
    assert client.post(f"{home}people/join/").url == home
    assert client.get(home).status_code == 200


def test_who_is_signed_in_with_the_address_has_nothing_to_confirm():
    person = Person.objects.create_user("lead@team.test")
    case = enquire(person.email, signed_in(person))
    assert team_cases(person).get() == case
    assert "confirm" not in Letter.objects.get().body
    other = enquire("somebody.else@team.test", signed_in(person))
    assert other.members.get().joined_at is None


def test_a_link_that_was_not_given_or_whose_enquiry_has_ended_confirms_nothing():
    case, client = enquire("lead@team.test"), signed_in(holder(Role.PROGRAMME_OFFICER))
    link = link_to("lead@team.test")
    for wrong in (link.replace(".", "x."), link[:-3] + "/", "/support/enquiry/confirm/x/"):
        assert Client().post(wrong).status_code == 404
    client.post(
        f"/programme/cases/{case.reference}/steps/decline/", {"code": "OTHER", "words": "x"}
    )
    late = Client().post(link)
    assert late.status_code == 422 and "has ended" in late.text
    assert case.members.get().joined_at is None


def test_no_officer_reads_the_link_that_confirms_in_the_name_of_another():
    enquire("lead@team.test")
    letter, client = Letter.objects.get(), signed_in(holder(Role.PROGRAMME_OFFICER))
    page = client.get(f"/programme/letters/{letter.pk}/").text
    assert "for the addressee alone" in page and link_to("lead@team.test") not in page


def test_an_enquiry_counts_in_the_figures_once_it_is_confirmed():
    case_at()
    enquire("lead@team.test")
    counted = lambda: figures(clock.today(), demonstration=False).stages[0].reached  # noqa: E731
    assert counted() == 1
    Client().post(link_to("lead@team.test"))
    assert counted() == 2


def test_the_page_after_sending_says_where_the_link_went_and_gives_it_in_a_demonstration_alone(
    settings,
):
    client = Client()
    enquire("lead@team.test", client)
    page = client.get("/support/enquiry/sent/").text
    assert "lead@team.test" in page and "/support/enquiry/confirm/" not in page
    settings.DEMONSTRATION = True
    tried = Client()
    enquire("tried@team.test", tried)
    link = re.search(
        r'href="(/support/enquiry/confirm/[^"]+)"', tried.get("/support/enquiry/sent/").text
    )
    assert tried.post(link[1]).status_code == 302


def later(days: int):
    return clock.today() + timedelta(days=days)


def test_an_enquiry_nobody_confirms_is_asked_about_once_and_ends_with_a_coded_reason():
    case, confirmed = enquire("lead@team.test"), enquire("prompt@team.test")
    Client().post(link_to("prompt@team.test"))
    assert f"by {day(later(28))}" in Letter.objects.get(to="lead@team.test").body
    assert reminders.remind(later(13)) == 0
    assert [reminders.remind(later(days)) for days in (14, 15, 28)] == [1, 0, 0]
    again = Letter.objects.get(template="reminder_enquiry")
    assert again.to == "lead@team.test" and link_to("lead@team.test") in again.body
    assert enquiries.let_lapse(later(28)) == 0
    assert enquiries.let_lapse(later(29)) == 1
    assert enquiries.let_lapse(later(29)) == 0
    ended = CaseEvent.objects.get(case=case, name="lapse")
    assert (ended.target, ended.code, ended.by) == ("DECLINED", "NO_ANSWER", None)
    assert state_of(confirmed) is State.ENQUIRY
    assert "has ended" in Client().get(link_to("lead@team.test")).text
    person = Person.objects.get(email="lead@team.test")
    assert case.reference not in signed_in(person).get("/support/cases/").text


def test_whom_an_enquiry_named_that_nobody_confirmed_is_soon_forgotten():
    enquire("lead@team.test")
    person = Person.objects.get(email="lead@team.test")
    enquiries.let_lapse(later(29))
    assert past_keeping(later(27)) == []
    assert past_keeping(later(28)) == [person]


def test_an_invitation_is_offered_once_the_enquiry_is_confirmed_and_until_then_it_says_what_is_waited_for():
    case, client = enquire("lead@team.test"), signed_in(holder(Role.PROGRAMME_OFFICER))
    page = client.get(f"/programme/cases/{case.reference}/").text
    assert "Decline the enquiry" in page and "Invite an application" not in page
    assert f"do not by {day(later(28))}, it ends by itself" in page
    Client().post(link_to("lead@team.test"))
    page = client.get(f"/programme/cases/{case.reference}/").text
    assert "Invite an application" in page and "ends by itself" not in page


def test_an_enquiry_nobody_confirmed_is_counted_as_that_alone_also_after_it_ended():
    case_at()
    enquire("lead@team.test")
    told = "1 enquiry was confirmed by nobody at the address given, and is in no other figure"
    assert told in Client().get("/support/figures/").text
    enquiries.let_lapse(later(29))
    found = figures(clock.today(), demonstration=False)
    assert (found.stages[0].reached, found.stopped, found.unconfirmed) == (1, [], 1)
    assert "Not confirmed and in no other figure,1" in Client().get("/support/figures.csv").text
