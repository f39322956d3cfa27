"""The evidence and the reasons of a verdict name bodies and sources as a reader knows them, not by their codes."""

from __future__ import annotations

import re
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mutualise.evidence.models import Observation
from mutualise.register import actions as register
from mutualise.register.models import Entry

pytestmark = pytest.mark.django_db
NAME = "City Health Care Partnership CIC"


@pytest.fixture
def observed():
    return Observation.objects.known_at(None).filter(subject="chcp").first()


def test_an_observation_opens_the_body_it_is_of_by_its_name(client, as_editor, observed):
    link = f'<a class="govuk-link" href="/register/chcp/">{NAME}</a>'
    address = f"/observations/{observed.reference}/"
    assert link in client.get(address).content.decode()
    assert link in client.get(f"/sources/{observed.source.code}/").content.decode()
    change = f"/editor{address}withdraw/"
    assert link in as_editor.get(change).content.decode()
    asked = client.get(address, {"as_known_at": timezone.localdate().isoformat()}).content.decode()
    assert re.search(rf'href="/register/chcp/\?[^"]+">{NAME}<', asked)


def test_the_data_of_an_observation_has_code_and_name(client, observed):
    found = client.get(f"/observations/{observed.reference}.json").json()
    assert (found["subject"], found["name"]) == ("chcp", NAME)
    listed = client.get(f"/sources/{observed.source.code}.json").json()["observations"]
    assert NAME in {each["name"] for each in listed if each["subject"] == "chcp"}


def test_the_name_is_the_one_known_at_the_moment(client, editor, observed):
    before = timezone.now()
    time.sleep(0.01)
    old = Entry.objects.known_at(None).get(organisation__code="chcp")
    register.correct_fact(
        by=editor, old=old, values={"name": "A new name CIC"}, reason="It was misread."
    )
    address = f"/observations/{observed.reference}/"
    assert "A new name CIC" in client.get(address).content.decode()
    then = client.get(address, {"as_known_at": before.isoformat()}).content.decode()
    assert NAME in then
    assert "A new name CIC" not in then


def test_what_is_no_body_is_said_in_words(client):
    row = Observation.objects.known_at(None).filter(subject="sector").first()
    page = client.get(f"/observations/{row.reference}/").content.decode()
    assert "All mutuals together" in page
    assert 'href="/register/sector/"' not in page


def test_a_source_of_many_bodies_asks_for_their_names_at_once(client):
    def asked(bodies: int) -> int:
        rows = Observation.objects.known_at(None).order_by("subject")
        by_source: dict[str, set[str]] = {}
        for row in rows.select_related("source"):
            by_source.setdefault(row.source.code, set()).add(row.subject)
        code = sorted(by_source, key=lambda each: (len(by_source[each]), each))[bodies]
        client.get(f"/sources/{code}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/sources/{code}/")
        return len(queries)

    assert asked(0) == asked(-1)


def test_a_link_to_the_source_of_a_reason_tells_its_title(client):
    for address in ("/definitions/CO-2011/", "/register/chcp/"):
        page = client.get(address).content.decode()
        told = re.findall(r'href="/sources/([\w-]+)/">source<span[^>]*>: ([^<]+)</span>', page)
        assert told
        assert not [code for code, title in told if code == title.strip()]
        main = page.partition("<main")[2]
        assert not re.findall(r" \[[\w-]+\]", re.sub(r"<[^>]+>", "", main))


def test_words_in_brackets_that_are_no_source_stay_as_they_were_written(client, as_editor):
    verdict = {
        "definition": "CO-2011", "outcome": "MEETS", "decided_for-day": "31", "decided_for-month": "10",
        "decided_for-year": "2014", "reasons": "It keeps its director [see-page-4].", "source": "pcs-2014-10-03",
    }  # fmt: skip
    assert as_editor.post("/editor/register/mycsp/verdict/add/", verdict).status_code == 302
    day = {"as_at": "2014-11-01"}
    for address in ("/definitions/CO-2011/", "/register/mycsp/"):
        assert "director [see-page-4]." in client.get(address, day).content.decode()
