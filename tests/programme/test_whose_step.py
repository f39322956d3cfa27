"""Whose a step is once somebody has had another part in the case, or has it no more."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest

from mutualise.accounts.actions import invite as give_role
from mutualise.accounts.permissions import NotAllowed
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.actions import assessment
from mutualise.programme.actions.letters import send_due
from mutualise.programme.actions.stages import move
from mutualise.programme.models import CaseEvent, Letter
from mutualise.programme.queries.visible import cases_for
from mutualise.programme.rules.guards import GuardsUnmet
from mutualise.programme.rules.states import State
from tests.programme.builders import case_at, holder, signed_in

pytestmark = pytest.mark.django_db


def asked(case, officer, assessor):
    return assessment.assign(
        case=case, by=officer, assessor=assessor, due=clock.today() + timedelta(days=9)
    )


def test_an_assessor_who_is_asked_no_longer_sees_the_case_no_more_but_is_told():
    officer, assessor = holder(Role.PROGRAMME_OFFICER), holder(Role.ASSESSOR)
    case = case_at(State.ASSESSING)
    row = asked(case, officer, assessor)
    assessment.declare_none(assignment=row, by=assessor)
    client = signed_in(assessor)
    page = f"/programme/cases/{case.reference}/"
    assert client.get(page).status_code == 200
    assessment.stop_asking(assignment=row, by=officer, words="On leave")
    assert client.get(page).status_code == 404
    assert not cases_for(assessor).exists()
    send_due()
    assert Letter.objects.get(template="assessing_ended").sent_at


def test_who_is_asked_no_longer_cannot_declare_to_have_no_conflict():
    officer, assessor = holder(Role.PROGRAMME_OFFICER), holder(Role.ASSESSOR)
    row = asked(case_at(State.ASSESSING), officer, assessor)
    assessment.stop_asking(assignment=row, by=officer, words="On leave")
    row.refresh_from_db()
    with pytest.raises(NotAllowed):
        assessment.declare_none(assignment=row, by=assessor)


def test_whoever_returned_a_case_to_its_assessors_does_not_decide_it():
    both = holder(Role.PROGRAMME_OFFICER)
    give_role(email=both.email, role=Role.DECISION_MAKER, valid_from=date(2014, 1, 1))
    case = case_at(State.CHECKING)
    returned = move("return_to_assessors", case=case, by=both, words="Look at the costs again")
    checker = holder(Role.PROGRAMME_OFFICER)
    for n, (name, source, target) in enumerate(
        [("agree", "ASSESSING", "CHECKING"), ("pass_check", "CHECKING", "DECIDING")], 1
    ):
        CaseEvent.objects.create(
            case=case, number=returned.number + n, name=name, source=source, target=target,
            by=checker, words="x",
        )  # fmt: skip
    with pytest.raises(GuardsUnmet, match="nor checked"):
        move("refuse", case=case, by=both, code="OTHER", words="No")


def test_an_officer_does_not_end_an_appeal_and_the_team_may_withdraw():
    officer = holder(Role.PROGRAMME_OFFICER)
    case = case_at(State.REFUSED)
    lead = case.members.get().person
    move("appeal", case=case, by=lead, words="Look again")
    with pytest.raises(GuardsUnmet, match="Only the team withdraws"):
        move("withdraw", case=case, by=officer, code="OTHER", words="It takes long")
    page = signed_in(officer).get(f"/programme/cases/{case.reference}/").content.decode()
    assert "/steps/withdraw/" not in page
    move("withdraw", case=case, by=lead, code="OTHER", words="We stay in house")


def test_the_pipeline_as_data_gives_the_day_in_london():
    client = signed_in(holder(Role.PROGRAMME_OFFICER))
    with clock.at(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)):
        case_at(State.ENQUIRY)
    data = client.get("/programme.csv").content.decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(data)))["since"] == "2026-07-02"


def test_an_assessor_is_asked_for_on_the_page_until_two_are():
    officer, case = holder(Role.PROGRAMME_OFFICER), case_at(State.ASSESSING)
    client, file = signed_in(officer), f"/programme/cases/{case.reference}/"
    assert "Nobody else can be asked" in client.get(f"{file}assessors/add/").text
    for _ in range(2):
        assessor = holder(Role.ASSESSOR)
        assert "Nobody else can be asked" not in client.get(f"{file}assessors/add/").text
        assert "Ask an assessor" in client.get(file).text
        asked(case, officer, assessor)
    assert "Ask an assessor" not in client.get(file).text
