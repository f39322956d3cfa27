"""On a body's page each event, stake and piece of evidence of control says where in its source it stands."""

import html
import re

import pytest

pytestmark = pytest.mark.django_db


def cells(client, body: str) -> list[str]:
    page = html.unescape(client.get(f"/register/{body}/").content.decode())
    rows = re.findall(r"<td[^>]*>(.*?)</td>", page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


def test_an_event_a_stake_and_evidence_of_control_say_where_they_stand(client):
    shown = cells(client, "explore")
    assert any(each.endswith("paragraph 2") for each in shown)
    assert any(each.endswith("list of the Board") for each in shown)
    assert any(each.endswith("paragraph 1 and the list of the Board") for each in shown)


def test_a_fact_whose_place_nobody_saw_shows_its_source_alone(client):
    shown = [each for each in cells(client, "innovoclm") if each.startswith("More mutual news")]
    assert shown == ["More mutual news"]
