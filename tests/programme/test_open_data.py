"""Awards as open data, valid against the schema of the standard that ships with the project."""

from __future__ import annotations

import csv
import json
from datetime import datetime
from pathlib import Path

import jsonschema
import pytest
from referencing import Registry, Resource

from mutualise.accounts.rules.roles import Role
from mutualise.programme.models import CaseEvent
from mutualise.programme.rules.states import State
from mutualise.register.actions.launch import record_launch
from tests.programme.builders import award_of, case_at, holder
from tests.programme.test_launch import body

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
    assert "grants" not in json.loads(client.get("/awards.json").content)
    assert len(client.get("/awards.csv").content.splitlines()) == 1
    assert not CaseEvent.objects.filter(name="accept_offer").exists()


def test_no_person_is_in_the_open_data(client, awarded):
    text = client.get("/awards.json").content.decode()
    assert "@" not in text


def test_the_csv_holds_the_same_grants_in_columns_of_the_standard(client, awarded):
    """Each row is put back into a grant by the standard's own titles, and the whole is valid."""
    titles = json.loads((FOLDER / "titles.json").read_text())
    rows = list(csv.DictReader(client.get("/awards.csv").content.decode().splitlines()))
    assert set(rows[0]) <= set(titles)
    grants = [unflattened(row, titles) for row in rows]
    validator().validate({"grants": grants})
    published = json.loads(client.get("/awards.json").content)["grants"]
    assert [(g["id"], g["amountAwarded"]) for g in grants] == [
        (g["id"], g["amountAwarded"]) for g in published
    ]
    with pytest.raises(jsonschema.ValidationError):
        validator().validate({"grants": [unflattened(rows[0] | {"Award Date": "soon"}, titles)]})


def unflattened(row: dict[str, str], titles: dict[str, str]) -> dict[str, object]:
    grant: dict[str, object] = {}
    for title, text in row.items():
        where, _, inner = titles[title].partition("[]/")
        value = float(text) if where.startswith("amount") else text
        if inner and text:
            grant.setdefault(where, [{}])[0][inner] = value
        elif text:
            grant[where] = value
    return grant


def test_with_no_award_there_is_a_header_and_no_invalid_package(client):
    assert client.get("/awards.csv").content.decode().startswith("Identifier,Title,")
    assert len(client.get("/awards.csv").content.splitlines()) == 1
    empty = client.get("/awards.json")
    assert empty.status_code == 404
    assert "no file without a grant" in json.loads(empty.content)["message"]


def test_two_awards_to_one_parent_body_have_one_recipient_and_a_launched_body_its_own_number(
    client,
):
    for team in ("One", "Two"):
        award_of(case_at(State.DELIVERING, parent_body="Exampleshire Council", team=team), 100_00)
    case = case_at(State.LAUNCHED)
    award_of(case, 100_00)
    case.organisation = record_launch(
        by=holder(Role.PROGRAMME_OFFICER), launch=body(scheme="GB-COH", identifier="01234567")
    )
    case.save()
    found = json.loads(client.get("/awards.json").content)["grants"]
    ids = [grant["recipientOrganization"][0]["id"] for grant in found]
    assert ids[0] == ids[1]
    assert ids[2] == "GB-COH-01234567"
    assert found[2]["recipientOrganization"][0]["name"] == "The Mutual"
    assert [g["recipientOrganization"][0].get("department") for g in found] == ["One", "Two", None]
