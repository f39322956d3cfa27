"""The plan to launch: what may be recorded of a step, by whom, and from which page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.actions import delivery
from mutualise.programme.models import Milestone
from mutualise.programme.queries.delivery import milestones_of
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
