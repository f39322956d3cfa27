"""Editors correct facts and sources; what a fact said before can still be asked for."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from mutualise.accounts.models import AuditEntry
from mutualise.chronicle.refusals import AlreadyRecorded
from mutualise.evidence.models import Source
from mutualise.register import actions
from mutualise.register.models import (
    ControlFact,
    Entry,
    Identifier,
    LifeEvent,
    Name,
    Organisation,
    Stake,
    Verdict,
)
from mutualise.register.queries.facts import facts_of
from mutualise.register.rules.stakes import ImpossibleStakes
from tests.filled import filled

pytestmark = pytest.mark.django_db
SOURCE = "bbc-26030205"


def correct(client, kind, row, **changes):
    """Open the form, change what it is filled with, and send it."""
    address = f"/editor/register/{row.organisation.code}/{kind}/{row.pk}/correct/"
    return client.post(
        address, filled(client.get(address)) | {"reason": "A slip of the pen."} | changes
    )


def a_stake():
    return Stake.objects.known_at(None).get(
        organisation__code="mycsp", holder="partner", valid_from="2012-04-30"
    )


@pytest.mark.parametrize(
    ("kind", "table", "changes", "attribute", "value"),
    [
        ("names", Name, {"name": "Another name"}, "name", "Another name"),
        ("identifiers", Identifier, {"identifier": "99999999"}, "identifier", "99999999"),
        ("events", LifeEvent, {"date": "2013-05"}, "period", "2013-05"),
        ("control", ControlFact, {"wording": "As the articles say"}, "wording", "As the articles say"),
        ("organisations", Entry, {"name": "A corrected name"}, "name", "A corrected name"),
    ],
)  # fmt: skip
def test_a_fact_is_corrected_and_its_old_form_stays_in_the_record(
    as_editor, kind, table, changes, attribute, value
):
    old = table.objects.known_at(None).select_related("organisation").first()
    before = timezone.now()
    assert correct(as_editor, kind, old, **changes).status_code == 302
    new = table.objects.get(replaces=old)
    assert getattr(new, attribute) == value
    assert (new.change, new.reason) == ("CORRECTION", "A slip of the pen.")
    assert old in table.objects.known_at(before)
    assert old not in table.objects.known_at(None)
    assert AuditEntry.objects.latest("id").event.endswith(".correction")


@pytest.mark.parametrize(
    ("kind", "table"),
    [("names", Name), ("identifiers", Identifier), ("events", LifeEvent), ("control", ControlFact),
     ("organisations", Entry), ("stakes", Stake)],
)  # fmt: skip
def test_a_correction_that_changes_nothing_is_refused(as_editor, kind, table):
    old = table.objects.known_at(None).select_related("organisation").first()
    refused = correct(as_editor, kind, old)
    assert refused.status_code == 422
    assert "Nothing is different" in refused.content.decode()
    assert old in table.objects.known_at(None)


def test_a_corrected_stake_shows_as_known_at_each_day_and_changes_the_record_page(as_editor):
    old = a_stake()
    before = timezone.now()
    assert correct(as_editor, "stakes", old, share="39.5").status_code == 302

    def shares(known_at):
        held = facts_of("mycsp", known_at).holdings
        return {h.share for h in held if (h.holder, h.on) == (old.holder, old.valid_from)}

    assert shares(before) == {old.share}
    assert shares(timezone.now() + timedelta(seconds=1)) == {Decimal("39.500")}


def test_a_correction_that_makes_stakes_impossible_changes_nothing(as_editor):
    old = a_stake()
    page = correct(as_editor, "stakes", old, share="100")
    assert page.status_code == 422
    assert "100" in page.content.decode()
    assert not Stake.objects.filter(replaces=old).exists()


def test_a_verdict_is_corrected(as_editor, editor):
    from datetime import date

    from mutualise.register import actions
    from mutualise.register.models import Organisation
    from mutualise.register.rules.facts import Answer

    old = actions.record_verdict(
        by=editor, organisation=Organisation.objects.get(code="mycsp"), definition="CO-2011",
        outcome=Answer.MEETS, decided_for=date(2014, 10, 31), reasons="As read.",
        source=Source.objects.get(code=SOURCE),
    )  # fmt: skip
    assert correct(as_editor, "verdicts", old, outcome="UNCLEAR").status_code == 302
    assert Verdict.objects.get(replaces=old).outcome == "UNCLEAR"


def test_a_fact_is_superseded_by_newer_information(as_editor):
    old = LifeEvent.objects.known_at(None).select_related("organisation").first()
    made = correct(as_editor, "events", old, date="2013-06", change="UPDATE")
    assert made.status_code == 302
    assert LifeEvent.objects.get(replaces=old).change == "UPDATE"
    page = as_editor.get(f"/register/{old.organisation.code}/").content.decode()
    assert "Newer information" in page


def test_a_correction_needs_a_reason_and_a_fact_that_stands(as_editor):
    old = a_stake()
    assert correct(as_editor, "stakes", old, reason=" ").status_code == 422
    assert correct(as_editor, "stakes", old, share="1").status_code == 302
    gone = as_editor.get(f"/editor/register/mycsp/stakes/{old.pk}/correct/")
    assert gone.status_code == 404


@pytest.mark.parametrize("kind", ["identifiers", "stakes"])
def test_a_withdrawn_fact_can_be_entered_again(as_editor, kind):
    table = {"identifiers": Identifier, "stakes": Stake}[kind]
    old = table.objects.known_at(None).select_related("organisation", "source").first()
    code = old.organisation.code
    as_editor.post(f"/editor/register/{code}/{kind}/{old.pk}/withdraw/", {"reason": "Wrong."})
    if kind == "identifiers":
        form = {"scheme": old.scheme, "identifier": old.identifier, "source": old.source.code}
    else:
        day = old.valid_from
        form = {
            "date-day": day.day, "date-month": day.month, "date-year": day.year,
            "instrument": old.instrument, f"share-{old.holder}": f"{old.share}",
            "source": old.source.code,
        }  # fmt: skip
    address = f"/editor/register/{code}/{kind}/add/"
    assert as_editor.post(address, form).status_code == 302
    again = table.objects.known_at(None).get(pk=table.objects.latest("id").pk)
    assert again.replaces.withdrawn
    assert as_editor.post(address, form).status_code == 422


def test_a_source_is_corrected_under_its_code_and_loads_as_before(as_editor):
    from pathlib import Path

    from mutualise.evidence.ingest.tables import read_paths
    from mutualise.register.ingest.load import ALL_COLUMNS, load

    address = f"/editor/sources/{SOURCE}/correct/"
    given = filled(as_editor.get(address))
    assert as_editor.post(address, given | {"title": "A title", "reason": ""}).status_code == 422
    assert as_editor.post(address, given | {"source": "other", "reason": "x"}).status_code == 422
    assert as_editor.post(address, given | {"reason": "Looked again."}).status_code == 422
    made = as_editor.post(address, given | {"title": "A better title", "reason": "As printed."})
    assert made.status_code == 302
    assert "A better title" in as_editor.get(f"/sources/{SOURCE}/").content.decode()
    assert Source.objects.filter(code=SOURCE).count() == 2
    folder = Path(__file__).resolve().parents[2] / "data/register"
    assert not load(read_paths([folder], ALL_COLUMNS)).recorded


def test_a_stranger_and_a_representative_correct_nothing(client, as_representative):
    row = a_stake()
    for address in (f"/editor/register/mycsp/stakes/{row.pk}/correct/", f"/editor/sources/{SOURCE}/correct/"):  # fmt: skip
        assert as_representative.post(address, {"reason": "x"}).status_code == 403
    assert not Stake.objects.filter(replaces=row).exists()


def test_an_observation_shows_the_corrected_title_of_its_source(as_editor):
    from mutualise.evidence.models import Observation

    row = Observation.objects.select_related("source").order_by("id").first()
    address = f"/editor/sources/{row.source.code}/correct/"
    given = filled(as_editor.get(address))
    as_editor.post(address, given | {"title": "A corrected title", "reason": "As printed."})
    assert "A corrected title" in as_editor.get(f"/observations/{row.reference}/").content.decode()


def test_stakes_of_one_day_given_in_two_forms_stay_under_the_whole(editor):
    body = Organisation.objects.get(code="chcp")

    def stake(holder, share):
        return Stake(
            organisation=body, instrument="equity", holder=holder, share=Decimal(share),
            valid_from=date(2020, 1, 1), source=Source.objects.first(),
        )  # fmt: skip

    actions.record_stakes(by=editor, rows=[stake("state", 60)])
    with pytest.raises(ImpossibleStakes):
        actions.record_stakes(by=editor, rows=[stake("partner", 60)])
    actions.record_stakes(by=editor, rows=[stake("partner", 40)])
    assert Stake.objects.filter(organisation=body, valid_from=date(2020, 1, 1)).count() == 2


def test_a_number_of_one_body_cannot_be_corrected_onto_another(editor):
    first, second = Identifier.objects.known_at(None)[:2]
    with pytest.raises(AlreadyRecorded, match="belongs to"):
        actions.correct_fact(
            by=editor, old=second, reason="Misread.",
            values={"scheme": first.scheme, "identifier": first.identifier},
        )  # fmt: skip
    assert Identifier.objects.known_at(None).filter(pk=second.pk).exists()
