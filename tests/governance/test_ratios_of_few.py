"""What a body with few employee members publishes of who controls it."""

from __future__ import annotations

import pytest

from mutualise.chronicle import clock
from mutualise.governance.actions.ratios import publish_ratios
from mutualise.register.models import ControlFact, Stake
from tests.governance.election_builders import mutual

pytestmark = pytest.mark.django_db


def test_the_public_register_has_no_share_of_fewer_than_ten_employees(client):
    """Eight members, all employees; the kinds of control they show say nothing of how many."""
    body = mutual(nurses=4, others=4)
    code = body.organisation.code
    publish_ratios(by=body.secretary, organisation=code, on=clock.today())
    assert not Stake.objects.filter(organisation=body.organisation).exists()
    [shown] = ControlFact.objects.filter(organisation=body.organisation)
    assert shown.kind == "staff-membership"
    assert "fewer than 10 people" in client.get(f"/employee-control/{code}/").content.decode()
