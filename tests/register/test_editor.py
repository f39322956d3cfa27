"""Recording, correcting and withdrawing through the editor."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from mutualise.accounts.models import AuditEntry
from mutualise.accounts.permissions import NotAllowed
from mutualise.evidence import actions as evidence
from mutualise.evidence.models import Observation
from mutualise.register.models import LifeEvent, Organisation, Stake, Verdict

pytestmark = pytest.mark.django_db
OBSERVATION = {
    "subject": "bit", "measure": "employees", "qualifier": "=", "value": "36", "unit": "people",
    "period": "2014-08-05", "area": "england", "quality": "OBSERVED", "source": "bbc-26030205",
}  # fmt: skip


def test_an_observation_is_recorded_corrected_and_withdrawn(as_editor, editor):
    made = as_editor.post("/editor/observations/add/", OBSERVATION)
    first = Observation.objects.latest("id")
    assert made.headers["Location"] == f"/observations/{first.reference}/"
    assert first.recorded_by == editor
    corrected = OBSERVATION | {"value": "35", "reason": "A typing mistake."}
    as_editor.post(f"/editor/observations/{first.reference}/correct/", corrected)
    second = Observation.objects.latest("id")
    assert (second.value, second.replaces, second.change) == (35, first, "CORRECTION")
    as_editor.post(
        f"/editor/observations/{second.reference}/withdraw/", {"reason": "Not about the body."}
    )
    third = Observation.objects.latest("id")
    assert third.withdrawn
    assert (
        not Observation.objects.known_at(None)
        .filter(pk__in=[first.pk, second.pk, third.pk])
        .exists()
    )
    history = as_editor.get(f"/observations/{first.reference}/").content.decode()
    assert "A typing mistake." in history
    assert "Not about the body." in history
    events = list(AuditEntry.objects.order_by("id").values_list("event", flat=True))[-3:]
    assert events == [
        "evidence.observation.recorded",
        "evidence.observation.correction",
        "evidence.observation.withdrawal",
    ]


def test_an_observation_that_is_corrected_to_what_it_says_is_left_alone(as_editor):
    as_editor.post("/editor/observations/add/", OBSERVATION)
    row = Observation.objects.latest("id")
    again = as_editor.post(
        f"/editor/observations/{row.reference}/correct/", OBSERVATION | {"reason": "Looked again."}
    )
    assert (again.status_code, Observation.objects.latest("id")) == (422, row)
    assert "Nothing is different" in again.content.decode()


def test_a_change_needs_a_reason_and_a_row_that_stands(as_editor, editor):
    row = Observation.objects.known_at(None).first()
    assert (
        as_editor.post(
            f"/editor/observations/{row.reference}/withdraw/", {"reason": " "}
        ).status_code
        == 422
    )
    evidence.withdraw_observation(by=editor, old=row, reason="First.")
    with pytest.raises(evidence.NoLongerStands):
        evidence.withdraw_observation(by=editor, old=row, reason="Second.")


def test_bad_values_in_a_form_are_shown_on_their_fields(as_editor):
    page = as_editor.post(
        "/editor/observations/add/", OBSERVATION | {"value": "many", "source": "nope"}
    )
    assert page.status_code == 422
    assert "write digits only" in page.content.decode()
    assert "not a recorded source" in page.content.decode()


def test_a_source_is_recorded_once(as_editor):
    source = {"source": "a-new-source", "title": "A new source", "url": "https://example.org/a"}
    assert as_editor.post("/editor/sources/add/", source).status_code == 302
    assert as_editor.post("/editor/sources/add/", source).status_code == 422


def test_a_body_with_its_facts_is_entered(as_editor):
    body = {
        "organisation": "fire-mutual",
        "name": "Fire mutual",
        "entry_class": "mutual",
        "source": "bbc-26030205",
    }
    assert as_editor.post("/editor/register/add/", body).status_code == 302
    assert as_editor.post("/editor/register/add/", body).status_code == 422
    event = {"event": "launched", "date": "2015-04", "source": "bbc-26030205"}
    assert as_editor.post("/editor/register/fire-mutual/events/add/", event).status_code == 302
    stakes = {
        "date-day": "1", "date-month": "4", "date-year": "2015", "instrument": "equity",
        "source": "bbc-26030205", "share-employees": "60", "share-state": "40",
    }  # fmt: skip
    assert as_editor.post("/editor/register/fire-mutual/stakes/add/", stakes).status_code == 302
    assert Stake.objects.filter(organisation__code="fire-mutual").count() == 2
    over = stakes | {"date-year": "2016", "share-state": "41"}
    assert as_editor.post("/editor/register/fire-mutual/stakes/add/", over).status_code == 422
    page = as_editor.get("/register/fire-mutual/?as_at=2016-01-01").content.decode()
    assert "Fire mutual" in page
    row = LifeEvent.objects.get(organisation__code="fire-mutual")
    as_editor.post(
        f"/editor/register/fire-mutual/events/{row.pk}/withdraw/", {"reason": "Wrong body."}
    )
    assert not LifeEvent.objects.known_at(None).filter(organisation__code="fire-mutual").exists()


def test_a_verdict_is_decided_with_reasons(as_editor):
    verdict = {
        "definition": "CO-2011", "outcome": "MEETS", "decided_for-day": "31", "decided_for-month": "10",
        "decided_for-year": "2014", "reasons": "The trust keeps its director.", "source": "pcs-2014-10-03",
    }  # fmt: skip
    assert as_editor.post("/editor/register/mycsp/verdict/add/", verdict).status_code == 302
    assert Verdict.objects.get(organisation__code="mycsp").outcome == "MEETS"


def test_actions_refuse_who_may_not(representative):
    row = Observation.objects.known_at(None).first()
    with pytest.raises(NotAllowed):
        evidence.withdraw_observation(by=representative, old=row, reason="x")


def test_a_figure_of_an_unknown_body_is_refused_and_its_body_named(as_editor):
    before = Observation.objects.count()
    for subject in ("narnia-care", "narnia:care"):
        page = as_editor.post("/editor/observations/add/", OBSERVATION | {"subject": subject})
        assert page.status_code == 422
        assert f"no body with the code “{subject}”" in page.content.decode()
    row = Observation.objects.known_at(None).first()
    changed = OBSERVATION | {"subject": "narnia-care", "reason": "Misread."}
    address = f"/editor/observations/{row.reference}/correct/"
    assert as_editor.post(address, changed).status_code == 422
    assert Observation.objects.count() == before


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (
            Stake,
            {"share": 101, "valid_from": "2014-01-01", "instrument": "equity", "holder": "state"},
        ),
        (LifeEvent, {"kind": "ended", "earliest": "2015-01-01", "latest": "2014-01-01"}),
        (LifeEvent, {"kind": "ended", "change": "CORRECTION", "reason": "no row replaced"}),
        (LifeEvent, {"kind": "ended", "withdrawn": True}),
    ],
)
def test_the_database_refuses_impossible_facts(table, values):
    from mutualise.evidence.models import Source

    body, source = Organisation.objects.get(code="bit"), Source.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        table.objects.create(organisation=body, source=source, **values)


def test_signing_in_takes_a_code_sent_by_mail(client, editor):
    import re

    from django.core import mail

    assert client.get("/editor/").status_code == 302
    client.post("/accounts/login/code/", {"email": editor.email})
    code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]*)\s*$", mail.outbox[0].body, re.M).group(1)
    assert client.get("/accounts/login/code/confirm/").status_code == 200
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert client.get("/editor/")["Location"] == "/accounts/second-factor/set-up/"


def test_a_stranger_gets_no_account(client):
    from django.core import mail

    from mutualise.accounts.models import Person

    client.post("/accounts/login/code/", {"email": "stranger@example.org"})
    assert not Person.objects.filter(email="stranger@example.org").exists()
    assert not [m for m in mail.outbox if re_code(m.body)]


def re_code(body: str) -> bool:
    import re

    return bool(re.search(r"^\s*[A-Z0-9]{3,}-[A-Z0-9]{3,}\s*$", body, re.M))


def test_the_editor_reads_facts_in_words(as_editor):
    page = as_editor.get("/editor/register/mycsp/").content.decode()
    assert "Launched, between 30 April 2012 and 1 May 2012, " in page
    assert "3 October 2014, Equity, Employee trust, 25%" in page
    assert "CloudStore buyer list, 10032765" in page
    assert "Add a life event" in page
    number = page.partition("/stakes/")[2].partition("stakes/")[2].partition("/")[0]
    form = as_editor.get(f"/editor/register/mycsp/stakes/{number}/withdraw/").content.decode()
    assert "MyCSP Ltd" in form
    assert "25.000" not in form


def merger_of_chcp(as_editor, successor: str):
    return as_editor.post(
        "/editor/register/chcp/events/add/",
        {"event": "merged", "date": "2026-01-31", "source": "bbc-26030205", "successor": successor,
         "locator": "paragraph 2"},
    )  # fmt: skip


def test_an_event_leads_to_the_body_that_goes_on(as_editor, client):
    assert merger_of_chcp(as_editor, "mycsp").status_code == 302
    page = client.get("/register/chcp/").content.decode()
    assert 'Successor: <a class="govuk-link" href="/register/mycsp/">MyCSP Ltd</a>' in page
    told = client.get("/register/chcp.json").json()["events"][-1]
    assert (told["successor"], told["locator"]) == ("mycsp", "paragraph 2")


def test_a_successor_outside_the_register_is_told_by_its_name(as_editor, client):
    merger_of_chcp(as_editor, "A charity & its trust")
    page = client.get("/register/chcp/").content.decode()
    assert "Successor: A charity &amp; its trust" in page


def test_a_body_is_not_entered_as_its_own_successor(as_editor):
    refused = merger_of_chcp(as_editor, "chcp")
    assert refused.status_code == 422
    assert "chcp cannot succeed itself" in refused.content.decode()
    assert not LifeEvent.objects.filter(organisation__code="chcp", kind="merged").exists()
