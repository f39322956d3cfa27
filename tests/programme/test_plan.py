"""The plan to launch: what may be recorded of a step, by whom, and from which page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.actions import delivery
from mutualise.programme.models import Milestone
from mutualise.programme.queries.delivery import milestones_of
from mutualise.programme.rules.milestones import LIABILITY_NOTICE, Plan, faults, transfer_stops
from mutualise.programme.rules.states import State
from tests.filled import filled
from tests.programme.builders import case_at, holder, signed_in, stranger

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return stranger()


@pytest.fixture
def planned(lead):
    case = case_at(State.DELIVERING, lead=lead)
    delivery.begin_plan(case=case, by=lead, launch_on=clock.today() + timedelta(days=200))
    return case


def record(case, by, step: str, done_on: date | None = None, not_needed: bool = False) -> None:
    old = milestones_of(case)[step]
    plan = Plan(step, old.starts, old.due, done_on, not_needed)
    delivery.change_step(case=case, by=by, old=old, plan=plan, note="Said so")


def day(name: str, value: date) -> dict[str, object]:
    return {f"{name}-day": value.day, f"{name}-month": value.month, f"{name}-year": value.year}


def test_a_step_changed_by_a_colleague_is_not_written_over_from_a_stale_page(planned, lead):
    team, officer = signed_in(lead), signed_in(holder(Role.PROGRAMME_OFFICER))
    address = f"/support/cases/{planned.reference}/plan/steps/options/"
    stale = filled(team.get(address))
    done = filled(officer.get(address)) | day("done_on", clock.today())
    assert officer.post(address, done).status_code == 302
    for _ in range(2):
        page = team.post(address, stale)
        assert page.status_code == 422
        assert "while you were looking at it" in page.content.decode()
        # Sent again as it came back, it is as stale as before.
        stale = filled(page)
    assert Milestone.objects.filter(case=planned, step="OPTIONS").count() == 2
    assert milestones_of(planned)["OPTIONS"].done_on == clock.today()
    assert team.post(address, filled(team.get(address)) | {"note": "Read"}).status_code == 302


DAYS = st.dates(date(2026, 1, 1), date(2026, 6, 30))


@given(pensions=st.none() | DAYS, notice=st.none() | DAYS, on=DAYS)
def test_staff_transfer_only_with_pensions_settled_and_28_days_of_notice(pensions, notice, on):
    plans = {
        "PENSIONS": Plan("PENSIONS", on, on, pensions),
        "LIABILITY_INFO": Plan("LIABILITY_INFO", on, on, notice),
    }
    stopped = {stop.step for stop in transfer_stops(plans, on)}
    assert ("PENSIONS" in stopped) == (pensions is None or pensions > on)
    assert ("LIABILITY_INFO" in stopped) == (notice is None or notice + LIABILITY_NOTICE > on)
    assert {stop.step for stop in transfer_stops({}, on)} == {"PENSIONS", "LIABILITY_INFO"}


def test_the_page_refuses_a_transfer_while_pensions_are_open_or_notice_is_short(planned, lead):
    team, today = signed_in(lead), clock.today()
    address = f"/support/cases/{planned.reference}/plan/steps/transfer/"
    sent = filled(team.get(address)) | day("done_on", today)
    page = team.post(address, sent)
    assert page.status_code == 422
    assert "Pensions admission is still open" in page.content.decode()
    assert "information has not been given" in page.content.decode()
    record(planned, lead, "PENSIONS", today)
    record(planned, lead, "LIABILITY_INFO", today - timedelta(days=27))
    page = team.post(address, sent)
    assert "at least 28 days before the transfer" in page.content.decode()
    assert "still open" not in page.content.decode()
    record(planned, lead, "LIABILITY_INFO", today - timedelta(days=28))
    assert team.post(address, sent).status_code == 302
    assert milestones_of(planned)["TRANSFER"].done_on == today


def test_what_a_transfer_rests_on_cannot_be_taken_from_under_it(planned, lead):
    today = clock.today()
    record(planned, lead, "PENSIONS", today)
    record(planned, lead, "LIABILITY_INFO", today - timedelta(days=28))
    record(planned, lead, "TRANSFER", today)
    for step, when in (("PENSIONS", None), ("LIABILITY_INFO", today - timedelta(days=20))):
        with pytest.raises(delivery.Refused):
            record(planned, lead, step, when)


def test_a_fault_of_the_plan_names_a_step_with_its_initials(lead):
    on = date(2026, 3, 1)
    plans = {
        "TRANSFER": Plan("TRANSFER", on, on + timedelta(days=9)),
        "LAUNCH": Plan("LAUNCH", on, on),
    }
    assert "Launch comes before transfer of staff (TUPE). Move one of the two." in [
        fault.message for fault in faults(plans)
    ]


@pytest.mark.parametrize("step", ["PENSIONS", "LIABILITY_INFO"])
def test_a_team_alone_cannot_set_aside_what_protects_those_who_transfer(planned, lead, step):
    with pytest.raises(delivery.Refused, match="Only a programme officer"):
        record(planned, lead, step, not_needed=True)
    record(planned, holder(Role.PROGRAMME_OFFICER), step, not_needed=True)
    assert milestones_of(planned)[step].not_needed
    # The team may still write a note on a step that staff set aside.
    record(planned, lead, step, not_needed=True)
    record(planned, lead, "BALLOT", not_needed=True)


def test_a_case_without_an_award_offers_no_plan_and_no_risk(lead):
    case = case_at(State.DRAFTING, lead=lead)
    page = signed_in(lead).get(f"/support/cases/{case.reference}/plan/").content.decode()
    assert "planned between the award and the launch" in page
    assert "plan/begin/" not in page
    assert "risks/add/" not in page


def test_a_new_risk_is_looked_at_again_on_a_day_to_come(planned, lead):
    risk = {"title": "R", "likelihood": "2", "impact": "2", "mitigation": "M", "owner": lead.pk}
    with pytest.raises(delivery.Refused, match="in the past"):
        delivery.add_risk(case=planned, by=lead, given=risk | {"review_on": date(2020, 1, 1)})


def test_a_slip_of_the_pen_in_a_year_is_refused_on_its_field(planned, lead):
    team = signed_in(lead)
    begin = f"/support/cases/{case_at(State.DELIVERING, lead=lead).reference}/plan/begin/"
    for year in (2226, 9999):
        page = team.post(
            begin, {"launch_on-day": "1", "launch_on-month": "4", "launch_on-year": year}
        )
        assert page.status_code == 422
        assert "Check the year" in page.content.decode()
    address = f"/support/cases/{planned.reference}/plan/steps/options/"
    sent = filled(team.get(address)) | {"starts-year": "0202", "note": "Earlier"}
    assert "Check the year" in team.post(address, sent).content.decode()
    assert Milestone.objects.filter(case=planned, step="OPTIONS").count() == 1


def test_a_team_cannot_say_that_it_has_launched_where_nothing_was_recorded(planned, lead):
    with pytest.raises(delivery.Refused, match="programme officer records the launch"):
        record(planned, lead, "LAUNCH", clock.today())
    # Its day can be moved.
    record(planned, lead, "LAUNCH")


def test_the_page_of_the_launch_step_moves_it_and_asks_for_no_day_it_was_done(planned, lead):
    client, address = signed_in(lead), f"/support/cases/{planned.reference}/plan/steps/launch/"
    page = client.get(address)
    assert "It was done on" not in page.content.decode()
    later = milestones_of(planned)["LAUNCH"].due + timedelta(days=7)
    given = filled(page) | day("due", later) | day("done_on", clock.today()) | {"note": "A delay"}
    assert client.post(address, given).status_code == 302
    moved = milestones_of(planned)["LAUNCH"]
    assert (moved.due, moved.done_on) == (later, None)


def test_a_step_done_before_what_it_rests_on_is_said_on_the_plan(planned, lead):
    record(planned, lead, "OUTLINE_CASE", clock.today())
    page = signed_in(lead).get(f"/support/cases/{planned.reference}/plan/").content.decode()
    assert "Outline business case is done, and options appraisal is not" in page
