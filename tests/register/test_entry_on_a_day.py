"""A page of the register or its evidence asked as at a day, and as known at a moment."""

from __future__ import annotations

import time
from datetime import date

import pytest
from django.utils import timezone

from mutualise.evidence import actions as evidence
from mutualise.evidence.models import Observation, Source
from mutualise.register import models
from mutualise.register.actions import record_fact

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def moved(editor):
    """Livewell was Plymouth Community Healthcare until 2014, and another form in another region."""
    entry = models.Entry.objects.known_at(None).get(organisation__code="livewell")
    Changed = {"legal_form": "charitable society", "region": "london"}
    models.Entry.objects.create(
        **entry.content() | Changed | {"valid_from": date(2015, 1, 1)},
        replaces=entry, change="UPDATE", reason="It moved and became a society.",
    )  # fmt: skip
    day = date(2014, 10, 1)
    record_fact(
        by=editor,
        row=models.LifeEvent(
            organisation=entry.organisation, source=entry.source, kind="renamed", earliest=day,
            latest=day,
        ),
    )  # fmt: skip
    return entry


def body(client, day: str) -> dict:
    return client.get(f"/register/livewell.json?as_at={day}").json()


def test_a_body_is_shown_with_its_name_form_and_area_of_the_day(client, moved):
    before, after = body(client, "2014-07-23"), body(client, "2015-06-01")
    assert before["name"] == "Plymouth Community Healthcare CIC"
    assert (before["legal_form"], before["region"]) == (moved.legal_form, moved.region)
    assert (after["name"], after["legal_form"], after["region"]) == (
        moved.name, "charitable society", "london",
    )  # fmt: skip
    assert {"livewell"} == {
        each["code"]
        for each in client.get("/register.json?q=livewell&as_at=2014-07-23").json()["rows"]
        if each["name"] == "Plymouth Community Healthcare CIC"
    }
    page = client.get("/register/livewell/?as_at=2014-07-23").content.decode()
    assert moved.name not in page.split("<h1", 1)[1].split("Verdict under each", 1)[0]
    assert "The body as it was on 23 July 2014" in page
    api = client.get(f"{API}/register/livewell?as_at=2014-07-23").json()
    assert (api["name"], api["region"]) == (before["name"], moved.region)


def test_every_number_leads_out_or_says_why_not(client):
    page = client.get("/register/chcp/").content.decode()
    assert "company-information.service.gov.uk/company/06273905" in page
    assert "10029254 (no public page for a number; read in <a" in " ".join(page.split())


def test_a_correction_of_a_form_is_no_change_of_form(client, moved):
    now = models.Entry.objects.known_at(None).get(organisation__code="livewell")
    models.Entry.objects.create(
        **now.content() | {"legal_form": "registered society"},
        replaces=now, change="CORRECTION", reason="Misread.",
    )  # fmt: skip
    assert body(client, "2014-07-23")["legal_form"] == moved.legal_form
    assert body(client, "2015-06-01")["legal_form"] == "registered society"


def test_events_stakes_and_figures_of_a_later_day_are_left_out(client):
    then = client.get("/register/mycsp.json?as_at=2014-07-23").json()
    assert {each["on"] for each in then["stakes"]} == {"2012-04-30"}
    assert [each["event"] for each in then["events"]] == ["launched"]
    assert all((each["valid_from"] or "") <= "2014-07-23" for each in then["observations"])
    page = client.get("/register/mycsp/?as_at=2014-07-23").content.decode()
    assert "2018" not in page.split(">Life</h2>", 1)[1].split("Undated figures", 1)[0]
    whole = client.get("/register/mycsp.json").json()
    assert {each["on"] for each in whole["stakes"]} > {"2012-04-30"}


@pytest.fixture
def learnt_since(editor):
    """A moment, and a source, an observation and a correction of another recorded after it."""
    old = Observation.objects.known_at(None).filter(measure="staff-feel-trusted", value=91).get()
    before = timezone.now().isoformat()
    time.sleep(0.01)
    Source.objects.create(code="late-report", title="Late report")
    row = Observation(**old.content() | {"value": 82})
    row.digest = evidence.digest_of(row)
    new = evidence.replace_observation(
        by=editor, old=old, row=row, change="CORRECTION", reason="Misread."
    )
    return before, old, new or row


def test_sources_and_observations_are_those_known_at_the_moment(client, learnt_since):
    moment, old, new = learnt_since
    then = {"as_known_at": moment}
    for list_of_sources in ("/sources.json", f"{API}/sources"):
        asked = {"q": "late report"}
        assert client.get(list_of_sources, asked).json()["count"] == 1
        assert client.get(list_of_sources, asked | then).json()["count"] == 0
    assert client.get("/sources/late-report/").status_code == 200
    assert client.get("/sources/late-report/", then).status_code == 404
    assert (
        "Not recorded yet" in client.get(f"/observations/{new.reference}/", then).content.decode()
    )
    assert client.get(f"{API}/observations/{new.reference}", then).status_code == 404
    now = client.get(f"/observations/{old.reference}.json").json()
    known = client.get(f"/observations/{old.reference}.json", then).json()
    assert (now["stands"], len(now["history"])) == (False, 2)
    assert (known["stands"], len(known["history"])) == (True, 1)
    assert "no longer stands" in client.get(f"/observations/{old.reference}/").content.decode()
    page = client.get(f"/observations/{old.reference}/", then).content.decode()
    assert "no longer stands" not in page and "Misread" not in page


def test_what_was_read_from_a_source_is_that_known_at_the_moment(client, learnt_since):
    moment, old, new = learnt_since
    for address in (f"/sources/{old.source.code}.json", f"{API}/sources/{old.source.code}"):
        for asked, there, gone in (({}, new, old), ({"as_known_at": moment}, old, new)):
            read = {each["reference"] for each in client.get(address, asked).json()["observations"]}
            assert there.reference in read and gone.reference not in read


def test_what_was_read_from_a_source_can_end_with_a_day(client):
    source = Observation.objects.filter(subject="mycsp", valid_from__gt=date(2014, 7, 23)).first()
    address = f"/sources/{source.source.code}.json"
    late = {each["reference"] for each in client.get(address).json()["observations"]}
    asked = client.get(address, {"as_at": "2014-07-23"}).json()["observations"]
    assert source.reference in late - {each["reference"] for each in asked}
    subject = client.get(f"{API}/observations?subject=mycsp&as_at=2014-07-23&per_page=500").json()
    assert source.reference not in {each["reference"] for each in subject["items"]}


def test_definitions_are_those_published_by_the_day(client):
    def codes(address: str) -> set[str]:
        found = client.get(address).json()
        return {each["code"] for each in found.get("items") or found["rows"]}

    for address in ("/definitions.json", f"{API}/definitions"):
        early, late = codes(f"{address}?as_at=2012-01-01"), codes(address)
        assert "CO-2011" in early and early < late
    page = client.get("/definitions/?as_at=2012-01-01").content.decode()
    assert "Wordings published by 1 January 2012" in page


@pytest.mark.parametrize(
    "address", ["/definitions/", "/definitions/CO-2011/", "/sources/", "/register/chcp/"]
)
def test_a_date_that_cannot_be_read_is_refused_beside_its_box(client, address):
    name = "as_known_at" if address == "/sources/" else "as_at"
    answer = client.get(address, {name: "yesterday"})
    assert answer.status_code == 400
    assert f'id="{name}-error"' in answer.content.decode()
