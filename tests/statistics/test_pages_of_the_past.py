"""A page asked as known at a past moment shows what was known then, and nothing since."""

from __future__ import annotations

import time
from datetime import datetime

import pytest
from django.utils import timezone

from mutualise.evidence import actions
from mutualise.evidence.models import Observation

pytestmark = pytest.mark.django_db


@pytest.fixture
def corrected(editor):
    """The moment before a used row was corrected, the row, and the row in its place."""
    old = Observation.objects.known_at(None).filter(measure="staff-feel-trusted", value=91).get()
    before = timezone.now()
    time.sleep(0.01)
    row = Observation(**old.content() | {"value": 82})
    row.digest = actions.digest_of(row)
    actions.replace_observation(by=editor, old=old, row=row, change="CORRECTION", reason="Misread.")
    return before, old, row


def page(client, address: str, known_at: datetime | None = None):
    asked = {"as_at": "2014-07-23"}
    if "trusted" in address:
        asked["subject"] = "chcp"
    if known_at:
        asked["as_known_at"] = known_at.isoformat()
    return client.get(address, asked).content.decode()


def test_evidence_behind_a_figure_is_that_of_the_moment(client, corrected):
    before, old, row = corrected
    then = page(client, "/figures/staff-feel-trusted/", before)
    assert f"/observations/obs-{old.pk}/" in then
    assert f"/observations/obs-{row.pk}/" not in then
    now = page(client, "/figures/staff-feel-trusted/")
    assert f"/observations/obs-{row.pk}/" in now
    assert f"/observations/obs-{old.pk}/" not in now


def test_corrections_on_a_body_are_those_of_the_moment(client, corrected):
    before, _, _ = corrected
    assert "Misread." in page(client, "/register/chcp/")
    assert "Misread." not in page(client, "/register/chcp/", before)


def test_the_bodies_a_count_is_of_are_named_and_open_to_their_sources(client):
    figure = page(client, "/figures/live-mutuals/")
    assert 'href="/register/mycsp/?as_at=2014-07-23"' in figure
    assert 'href="/definitions/CO-2011/?as_at=2014-07-23"' in figure
    body = client.get("/register/mycsp/?as_at=2014-07-23").content.decode()
    assert 'href="/sources/' in body


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/figures.csv", "live-mutuals"),
        ("/definitions.csv", "CO-2011"),
        ("/definitions/compare.csv?as_at=2014-07-23&against=2015-01-01", "2015-01-01"),
        ("/announcements.csv", "verdict"),
    ],
)
def test_every_list_is_a_table_to_download(client, address, said):
    answer = client.get(address)
    assert answer.status_code == 200
    assert said in answer.content.decode()
