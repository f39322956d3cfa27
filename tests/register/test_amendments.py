"""A representative proposes a change of any public fact of their body; an editor decides."""

from __future__ import annotations

import pytest
from django.test import Client

from mutualise.accounts.permissions import NotAllowed
from mutualise.chronicle.refusals import NoLongerStands
from mutualise.evidence.models import Observation, Source
from mutualise.register.actions import amendments as actions
from mutualise.register.forms.amendments import read_proposal
from mutualise.register.models import (
    Amendment,
    ControlFact,
    Entry,
    Identifier,
    LifeEvent,
    Name,
    Organisation,
    Stake,
)
from tests.filled import filled
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
DOCUMENT = {"source_title": "Annual report 2025", "source_url": "https://example.org/report.pdf"}
WHY = {"reason": "Our report says so."}
PROPOSED = {
    "names": ({"name": "Hull care", "kind": "also-known-as"}, Name),
    "identifiers": ({"scheme": "GB-CHC", "identifier": "1234567"}, Identifier),
    "events": ({"event": "renamed", "date": "2025-05-01", "detail": "To Hull care"}, LifeEvent),
    "stakes": (
        {
            "date-day": "1", "date-month": "5", "date-year": "2025", "instrument": "votes",
            "share-employees": "60", "share-users": "40",
        },
        Stake,
    ),
    "control": ({"kind": "staff-directors", "wording": "Three of nine"}, ControlFact),
    "observations": (
        {
            "measure": "employees", "qualifier": "=", "value": "1500", "unit": "people",
            "period": "2025-03-31", "quality": "RETURNED",
        },
        Observation,
    ),
}  # fmt: skip


@pytest.fixture
def as_office(editor):
    office = Client()
    sign_in(office, editor)
    return office


def proposed(client, kind, /, **changes):
    address = f"/your-organisations/chcp/propose/{kind}/"
    return client.post(address, filled(client.get(address)) | WHY | changes)


def decided(office, decision="accept", reason="Checked."):
    address = f"/editor/amendments/{Amendment.objects.latest('id').pk}/"
    return office.post(address, {"decision": decision, "reason": reason})


def test_an_entry_is_amended_in_several_fields_at_once(as_representative, as_office):
    made = proposed(
        as_representative, "organisations", sector="", sector_other="health and care",
        region="north-east", change="UPDATE", valid_from="2025-04",
    )  # fmt: skip
    assert made.status_code == 302
    assert Amendment.objects.get().cells == {
        "sector": "health and care", "region": "north-east", "change": "UPDATE",
        "valid_from": "2025-04",
    }  # fmt: skip
    assert "health and care" in as_office.get("/editor/").content.decode()
    page = as_office.get(f"/editor/amendments/{Amendment.objects.get().pk}/").content.decode()
    assert "City Health Care Partnership CIC" in page
    assert "Yorkshire and The Humber" in page
    assert "North East" in page
    assert decided(as_office, reason="").status_code == 422
    assert decided(as_office).status_code == 302
    entry = Entry.objects.known_at(None).get(organisation__code="chcp")
    assert (entry.sector, entry.region, entry.change) == ("health and care", "north-east", "UPDATE")
    assert "Our report says so." in entry.reason
    old, new = (
        as_office.get(f"/register/chcp/?as_at={day}") for day in ("2025-03-31", "2025-04-01")
    )
    assert "health and care" not in old.content.decode()
    assert "health and care" in new.content.decode()
    assert "Accepted" in as_representative.get("/your-organisations/").content.decode()


@pytest.mark.parametrize("kind", PROPOSED)
def test_a_fact_of_every_kind_is_proposed_with_its_document_and_recorded(
    kind, as_representative, as_office, editor
):
    given, table = PROPOSED[kind]
    before = table.objects.count()
    assert proposed(as_representative, kind, **given).status_code == 422, "names no document"
    assert proposed(as_representative, kind, **given, **DOCUMENT).status_code == 302
    assert table.objects.count() == before, "nothing is recorded until an editor accepts"
    assert decided(as_office).status_code == 302
    rows = table.objects.order_by("-id")[: table.objects.count() - before]
    assert len(rows) == (2 if kind == "stakes" else 1)
    for row in rows:
        assert (row.source.title, row.source.url) == ("Annual report 2025", DOCUMENT["source_url"])
        assert row.recorded_by == editor
        assert "Our report says so. Accepted: Checked." in row.reason
    assert "Accepted" in as_representative.get("/your-organisations/").content.decode()


def test_what_is_refused_changes_nothing_but_the_reason_is_shown(as_representative, as_office):
    proposed(as_representative, "events", **PROPOSED["events"][0], **DOCUMENT)
    before = LifeEvent.objects.count(), Source.objects.count()
    assert decided(as_office, "refuse", "The document does not say so.").status_code == 302
    assert (LifeEvent.objects.count(), Source.objects.count()) == before
    page = as_representative.get("/your-organisations/").content.decode()
    assert "The document does not say so." in page


@pytest.mark.parametrize(
    ("kind", "changes", "said"),
    [
        ("organisations", {"region": "narnia", "change": "UPDATE"}, "Select region from the list"),
        ("organisations", {"region": "london", "nation": "wales", "change": "UPDATE"}, "of England"),
        ("organisations", {"name": "X", "change": "UPDATE"}, "from which day"),
        ("organisations", {"change": "CORRECTION"}, "says all of this already"),
        ("events", {"event": "renamed", "date": "soon"}, "soon"),
        ("stakes", PROPOSED["stakes"][0] | {"share-users": "41"}, "100"),
        ("observations", PROPOSED["observations"][0] | {"value": "many"}, "digits"),
        ("names", {"name": "X", "kind": "former", "source_url": "javascript:x"}, "web address"),
        ("stakes", PROPOSED["stakes"][0] | {"source_url": "javascript:x"}, "web address"),
        ("identifiers", PROPOSED["identifiers"][0] | {"source": "nope"}, "not the code"),
    ],
)  # fmt: skip
def test_what_the_register_could_not_hold_is_refused_at_once(
    kind, changes, said, as_representative
):
    page = proposed(as_representative, kind, **(DOCUMENT | changes))
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not Amendment.objects.exists()


def test_a_number_taken_meanwhile_is_not_accepted_and_the_amendment_still_waits(
    as_representative, as_office
):
    taken = Identifier.objects.known_at(None).exclude(organisation__code="chcp").first()
    number = {"scheme": taken.scheme, "identifier": taken.identifier}
    proposed(as_representative, "identifiers", **number, **DOCUMENT)
    page = decided(as_office)
    assert page.status_code == 422
    assert f"belongs to {taken.organisation.code} already" in page.content.decode()
    assert Amendment.objects.get().state == "PROPOSED"
    assert not Source.objects.filter(title="Annual report 2025").exists()


def test_only_a_body_s_own_representative_proposes_and_an_amendment_is_decided_once(
    as_representative, representative, editor
):
    assert as_representative.get("/your-organisations/mycsp/propose/").status_code == 403
    assert as_representative.get("/your-organisations/mycsp/propose/events/").status_code == 403
    assert as_representative.get("/your-organisations/chcp/propose/spells/").status_code == 404
    for person, code in ((representative, "mycsp"), (editor, "chcp")):
        with pytest.raises(NotAllowed):
            actions.propose_amendment(
                by=person, organisation=Organisation.objects.get(code=code),
                kind="organisations", cells={"name": "x"}, reason="x",
            )  # fmt: skip
    proposed(as_representative, "names", **PROPOSED["names"][0], **DOCUMENT)
    waiting = Amendment.objects.get()
    told = {"amendment": waiting, "accept": False, "reason": "No.", "reading": read_proposal}
    with pytest.raises(NotAllowed):
        actions.decide_amendment(by=representative, **told)
    actions.decide_amendment(by=editor, **told)
    with pytest.raises(NoLongerStands):
        actions.decide_amendment(by=editor, **told)


def test_a_proposal_sent_twice_waits_once_and_can_be_made_again_when_decided(
    as_representative, as_office
):
    given, _ = PROPOSED["names"]
    for _ in range(2):
        assert proposed(as_representative, "names", **given, **DOCUMENT).status_code == 302
    assert Amendment.objects.count() == 1
    decided(as_office, "refuse", "Not yet.")
    proposed(as_representative, "names", **given, **DOCUMENT)
    assert Amendment.objects.count() == 2
