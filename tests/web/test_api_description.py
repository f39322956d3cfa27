"""The API's description is a valid one, every address in it answers as it says, and none is missing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator

from mutualise.claims.actions import keep
from mutualise.web.api.app import api
from tests.architecture.test_routes import routes

TEXT = Path(__file__).resolve().parents[2] / "data/announcements/2014-07-23-hundred-mutuals.md"
pytestmark = pytest.mark.django_db
ROUTES = {
    "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", address)
    for address, _ in routes()
    if address.startswith("api/") and address not in ("api/", "api/v1/")
}
DESCRIBED = api.get_openapi_schema()
GETS = [path for path, methods in DESCRIBED["paths"].items() if "get" in methods]
PARAMETERS = [
    (path, each["name"])
    for path in GETS
    for each in DESCRIBED["paths"][path]["get"]["parameters"]
    if each["in"] == "query" and path.count("reconcile") == 0
]
# Where a parameter has a meaning only beside others, or only for another figure than the example.
BESIDE = {
    "subject": ("staff-feel-trusted", {"at": "2014-07-23"}),
    "from": ("public-service-productivity-growth", {"to": "2015"}),
}


@pytest.fixture(autouse=True)
def _the_shipped_text_is_kept(request, db):
    """Where an announcement is asked for, the record holds the one that ships."""
    path = getattr(request.node, "callspec", None) and request.node.callspec.params.get("path", "")
    if path and "announcements" in path:
        keep(TEXT.read_text(), code=TEXT.stem, shipped=True)


def validated(answer, path):
    """The answer of an address, held against the schema its description gives for the status."""
    described = DESCRIBED["paths"][path]["get"]["responses"][str(answer.status_code)]
    if "$ref" in described:
        described = DESCRIBED["components"]["responses"][described["$ref"].rsplit("/", 1)[1]]
    [(kind, content)] = described["content"].items()
    assert answer["Content-Type"].split(";")[0] == kind
    if kind == "text/html":
        return answer.content.decode()
    schema = {"$ref": content["schema"]["$ref"], "components": DESCRIBED["components"]} if (
        "$ref" in content["schema"]) else content["schema"]  # fmt: skip
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(answer.json())
    return answer.json()


def asked(path, **more):
    """The address of a documented path with its own examples, and what it must be given."""
    given = {}
    for each in DESCRIBED["paths"][path]["get"]["parameters"]:
        if each["in"] == "path":
            path = path.replace(f"{{{each['name']}}}", each["example"])
        elif each["required"]:
            given[each["name"]] = each["example"]
    return path, given | more


def test_the_description_is_valid_openapi(client):
    sent = client.get("/api/v1/openapi.json").json()
    assert sent["openapi"].startswith("3.1")
    assert [str(each) for each in OpenAPIV31SpecValidator(sent).iter_errors()] == []


def test_the_validator_finds_what_is_wrong():
    wrong = {name: part for name, part in DESCRIBED.items() if name != "info"}
    assert list(OpenAPIV31SpecValidator(wrong).iter_errors())


def test_every_address_is_described_and_every_description_has_an_address():
    assert set(DESCRIBED["paths"]) == ROUTES


@pytest.mark.parametrize("path", GETS)
def test_an_address_answers_as_it_is_described_and_not_again_while_nothing_changed(client, path):
    address, given = asked(path)
    first = client.get(address, given)
    assert first.status_code == 200
    validated(first, path)
    again = client.get(address, given, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(("path", "name"), PARAMETERS)
def test_a_parameter_is_taken_as_described(client, path, name):
    [rule] = [e for e in DESCRIBED["paths"][path]["get"]["parameters"] if e["name"] == name]
    Draft202012Validator(rule["schema"]).validate(_read(rule))
    assert rule["description"]
    address, given = asked(path)
    if path == "/api/v1/measures/{code}" and name in BESIDE:
        code, given = BESIDE[name]
        address = f"/api/v1/measures/{code}"
    answer = client.get(address, given | {name: rule["example"]})
    if path == "/api/v1/measures/{code}" and "part" in rule["description"]:
        # No shipped figure has parts on record: the question is refused, and says so.
        assert answer.status_code == 400
        assert f"not counted by {name}" in validated(answer, path)["detail"]
    else:
        assert answer.status_code == 200, answer.content.decode()
        validated(answer, path)
    odd = {
        "detail": "",
        **validated(client.get(address, given | {name: "\N{SNOWMAN}" * 201}), path),
    }
    assert odd["status"] == 400
    assert odd["parameter"] == name
    assert odd["detail"].startswith(f"{name}: ")


def _read(rule):
    return int(rule["example"]) if rule["schema"].get("type") == "integer" else rule["example"]


@pytest.mark.parametrize("path", [p for p, name in PARAMETERS if name == "page"])
def test_a_list_is_paged_to_its_end(client, path):
    address, given = asked(path, per_page=7)
    seen, pages = [], 0
    whole = client.get(address, {**given, "per_page": 500}).json()
    next_page = client.get(address, given)
    while next_page is not None:
        answer = validated(next_page, path)
        seen += answer["items"]
        pages += 1
        assert answer["page"] == pages
        next_page = client.get(answer["next"]) if answer["next"] else None
    assert pages == whole["count"] // 7 + bool(whole["count"] % 7)
    assert seen == whole["items"]
    assert answer["previous"] is None or client.get(answer["previous"]).status_code == 200
    beyond = client.get(address, {**given, "page": pages + 1})
    assert beyond.status_code == 400
    assert beyond.json()["type"] == "/api/#page-beyond-end"
