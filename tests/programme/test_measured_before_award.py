"""An award is judged by the objectives and the baseline it was made on, not by easier ones of later."""

from __future__ import annotations

import pytest

from mutualise.accounts.rules.roles import Role
from mutualise.programme.models import Baseline, Objective
from mutualise.programme.rules.states import State
from tests.filled import filled
from tests.programme.builders import (
    case_at,
    give_objectives_and_baseline,
    holder,
    signed_in,
    stranger,
)

pytestmark = pytest.mark.django_db
BASELINE = {"kind": "COST", "value": "5", "unit": "GBP", "read_from": "Accounts", "reason": "Audited",
            "as_at-day": "1", "as_at-month": "4", "as_at-year": "2026"}  # fmt: skip


@pytest.mark.parametrize(
    ("state", "sent"),
    [(State.DECIDING, 302), (State.DEFERRED, 302), (State.AWARDED, 422), (State.DELIVERING, 422)],
)
def test_a_team_changes_what_it_is_measured_by_until_the_award(state, sent):
    lead = stranger()
    case = case_at(state, lead=lead)
    give_objectives_and_baseline(case)
    client, home = signed_in(lead), f"/support/cases/{case.reference}/"
    goal = Objective.objects.get(case=case)
    easier = filled(client.get(f"{home}objectives/{goal.pk}/")) | {
        "target_value": "8.9", "reason": "Easier",
    }  # fmt: skip
    answers = [client.post(f"{home}objectives/{goal.pk}/", easier),
               client.post(f"{home}baseline/add/", filled(client.get(f"{home}baseline/add/")) | BASELINE)]  # fmt: skip
    assert [answer.status_code for answer in answers] == [sent, sent]
    changed = sent == 302
    assert (Objective.objects.known_at(None).get(case=case) != goal) is changed
    assert (
        Baseline.objects.filter(case=case, kind="COST", replaces__isnull=False).exists() is changed
    )
    page = client.get(home).content.decode()
    assert ("Add an objective" in page) is changed
    assert ("Correct<" in page) is changed
    for table in ("Objectives", "Files", "People"):
        heads = page.split(f'aria-label="{table}"')[-1].split("</thead>")[0]
        kept = {"Objectives": changed, "Files": state is not State.DECIDING, "People": False}[table]
        assert ("Change" in heads) is kept, table


def test_who_decides_reads_before_the_form_what_keeps_an_award_from_being_made():
    case, client = case_at(State.DECIDING), signed_in(holder(Role.DECISION_MAKER))
    address = f"/programme/cases/{case.reference}/award/"
    page = client.get(address).text
    assert "no measurable objective" in page and "baseline is not complete" in page
    give_objectives_and_baseline(case)
    assert "No award can be made yet" not in client.get(address).text
