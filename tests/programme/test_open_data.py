"""Awards as open data, valid against the schema of the standard that ships with the project."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import jsonschema
import pytest
from referencing import Registry, Resource

from mutualise.programme.models import CaseEvent
from mutualise.programme.rules.states import State
from tests.programme.builders import award_of, case_at

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).resolve().parents[2] / "data/360giving"


CHECKER = jsonschema.FormatChecker()


@CHECKER.checks("date-time", raises=ValueError)
def is_date_time(text: object) -> bool:
    """RFC 3339: a day alone is no moment."""
    return "T" in str(text) and datetime.fromisoformat(str(text)).tzinfo is not None


def validator() -> jsonschema.Draft4Validator:
    package, grant = (
        json.loads((FOLDER / name).read_text())
        for name in ("360-giving-package-schema.json", "360-giving-schema.json")
    )
    registry = Registry().with_resource("360-giving-schema.json", Resource.from_contents(grant))
    return jsonschema.Draft4Validator(package, registry=registry, format_checker=CHECKER)


@pytest.fixture
def awarded():
    found = [case_at(State.DELIVERING), case_at(State.LAUNCHED), case_at(State.DELIVERING)]
    for number, case in enumerate(found, 1):
        award_of(case, number * 1_234_56)
    return found


def test_the_download_is_valid_and_adds_up(client, awarded):
    published = json.loads(client.get("/awards.json").content)
    validator().validate(published)
    assert len(published["grants"]) == len(awarded)
    assert round(sum(g["amountAwarded"] * 100 for g in published["grants"])) == 6 * 1_234_56
    text = client.get("/awards.csv").content.decode()
    assert "1234.56" in text and "3703.68" in text


def test_the_schema_finds_a_grant_without_a_recipient(client, awarded):
    published = json.loads(client.get("/awards.json").content)
    del published["grants"][0]["recipientOrganization"]
    with pytest.raises(jsonschema.ValidationError, match="recipientOrganization"):
        validator().validate(published)


def test_an_offer_not_taken_up_is_not_published(client):
    award_of(case_at(State.AWARDED), 100_00)
    assert json.loads(client.get("/awards.json").content)["grants"] == []
    assert not CaseEvent.objects.filter(name="accept_offer").exists()


def test_no_person_is_in_the_open_data(client, awarded):
    text = client.get("/awards.json").content.decode()
    assert "@" not in text
