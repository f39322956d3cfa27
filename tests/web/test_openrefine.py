"""The matching service as OpenRefine uses it, each question and answer held against the official schemas.

The order and the form of the requests are those of OpenRefine's own source: registering a service
(recon-manager.js), guessing the type of a column (GuessTypesOfColumnCommand), completing what is typed
(standard-service-panel.js), matching in batches of ten (StandardReconConfig), and adding columns
(extend-data-preview-dialog.js, ReconciledDataExtensionJob).
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from jsonschema import Draft7Validator, ValidationError
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

pytestmark = pytest.mark.django_db
HERE = "/api/v1/reconcile"
ORIGIN = {"Origin": "http://127.0.0.1:3333"}
SCHEMAS = {
    path.stem: json.loads(path.read_text())
    for path in (Path(__file__).parents[1] / "data/reconciliation-0.2").glob("*.json")
}
KNOWN = Registry().with_resources(
    (each["$id"], Resource.from_contents(each, default_specification=DRAFT7))
    for each in SCHEMAS.values()
)
NAMES = ["MyCSP", "City Health Care Partnership CIC", "Behavioural Insights Ltd", "Tesco plc"]


def fits(found, schema):
    """The content itself, when the official schema of that name allows it."""
    Draft7Validator(SCHEMAS[schema], registry=KNOWN).validate(found)
    return found


def posted(client, **form):
    """The answer to a form as the program sends it, from another site."""
    answer = client.post(
        HERE, urlencode(form), content_type="application/x-www-form-urlencoded", headers=ORIGIN
    )
    assert answer["Access-Control-Allow-Origin"] == "*"
    return answer


def got(client, address, **query):
    """The answer to a question of a page on another site, sent as JSON."""
    answer = client.get(address, query, headers=ORIGIN)
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (200, "*")
    return answer.json()


def as_script(client, address, **query):
    """The same as a script that calls a function (JSONP), as jQuery asks for it."""
    name = "jQuery331_1700000000000"
    more = urlencode(query | {"callback": name, "_": "1700000000001"})
    answer = client.get(f"{address}{'&' if '?' in address else '?'}{more}")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"
    return json.loads(re.fullmatch(rf"/\*\*/{name}\((.*)\);", answer.content.decode())[1])


def test_a_column_is_matched_and_extended_as_openrefine_does_it(client):
    # A service is added: by CORS, and where that fails by JSONP.
    manifest = fits(got(client, HERE), "manifest")
    assert as_script(client, HERE) == manifest
    [kind] = manifest["defaultTypes"]

    # The type of the column is guessed from its first ten cells.
    queries = {f"q{n}": {"query": name, "limit": 3} for n, name in enumerate(NAMES)}
    sample = json.dumps(fits(queries, "reconciliation-query-batch"))
    guessed = fits(posted(client, queries=sample).json(), "reconciliation-result-batch")
    assert {t["id"] for r in guessed.values() for c in r["result"] for t in c["type"]} == {
        kind["id"]
    }

    # Another type and a property for another column are typed and completed, with a flyout.
    suggest = {name: each["service_url"] + each["service_path"]
               for name, each in manifest["suggest"].items()}  # fmt: skip
    assert fits(as_script(client, suggest["type"], prefix="publ"), "suggest-types-response")[
        "result"
    ]
    found = as_script(client, suggest["property"], prefix="nat", schema=kind["id"])
    [nation] = fits(found, "suggest-properties-response")["result"]
    for what, code in (("property", nation["id"]), ("type", kind["id"]), ("entity", "bit")):
        each = manifest["suggest"][what]
        path = each["flyout_service_path"].replace("${id}", quote(code))
        flyout = as_script(client, each["flyout_service_url"] + path)
        assert flyout["id"] == code
        assert flyout["html"].startswith("<p><strong>")

    # The column is matched in batches of ten.
    queries = {
        f"q{n}": {
            "query": name, "type": kind["id"], "type_strict": "should",
            "properties": [{"pid": nation["id"], "v": "england"}],
        }
        for n, name in enumerate(NAMES)
    }  # fmt: skip
    batch = json.dumps(fits(queries, "reconciliation-query-batch"))
    answer = fits(posted(client, queries=batch).json(), "reconciliation-result-batch")
    matched = {key: found["result"][0]["id"] for key, found in answer.items()
               if found["result"] and found["result"][0]["match"]}  # fmt: skip
    assert matched == {"q0": "mycsp", "q1": "chcp", "q2": "bit"}

    # A candidate is previewed in a frame, another is searched for, and the view is opened.
    preview = client.get(manifest["preview"]["url"].replace("{{id}}", "bit"))
    assert "Behavioural Insights" in preview.content.decode()
    found = as_script(client, suggest["entity"], prefix="nudge", type=kind["id"], type_strict="all")
    assert fits(found, "suggest-entities-response")["result"][0]["id"] == "bit"
    assert client.get(manifest["view"]["url"].replace("{{id}}", "bit")).status_code == 200

    # Columns are added from the bodies matched.
    proposing = manifest["extend"]["propose_properties"]
    address = proposing["service_url"] + proposing["service_path"]
    proposed = as_script(client, address, type=kind["id"])
    assert proposed["type"] == kind["id"]
    wanted = [{"id": each["id"]} for each in proposed["properties"]]
    query = {"ids": list(matched.values()), "properties": wanted}
    extend = json.dumps(fits(query, "data-extension-query"))
    extended = fits(posted(client, extend=extend).json(), "data-extension-response")
    assert [each["id"] for each in extended["meta"]] == [each["id"] for each in wanted]
    assert list(extended["rows"]) == ["mycsp", "chcp", "bit"]
    assert all(set(row) == {each["id"] for each in wanted} for row in extended["rows"].values())


def extended(client, code, *wanted, **settings):
    asked = {"ids": [code], "properties": [{"id": w, "settings": settings} for w in wanted]}
    answer = posted(client, extend=json.dumps(asked)).json()
    return fits(answer, "data-extension-response")["rows"][code]


def test_what_a_body_is_extended_with_is_what_its_entry_says(client):
    row = extended(
        client, "mycsp", "name", "status", "launched", "launched_latest", "ended", "ended_how",
        "ended_source", "entry_source", "GB-COH", "other_names", "sector",
    )  # fmt: skip
    entry = client.get("/register/mycsp.json").json()
    events = {each["event"]: each for each in entry["events"]}
    assert row["name"] == [{"str": entry["name"]}]
    assert row["status"] == [{"str": "ENDED"}]
    assert row["launched"] == [{"date": f"{events['launched']['earliest']}T00:00:00Z"}]
    assert row["launched_latest"] == [{"date": f"{events['launched']['latest']}T00:00:00Z"}]
    ended = events[row["ended_how"][0]["str"]]
    assert row["ended"] == [{"date": f"{ended['earliest']}T00:00:00Z"}]
    assert [each["str"] for each in row["other_names"]] == [n["name"] for n in entry["names"]]
    [source] = row["ended_source"]
    assert source["str"].endswith(f"/sources/{ended['source']}/")
    for each in (source, *row["entry_source"]):
        assert client.get(each["str"]).status_code == 200
    assert extended(client, "chcp", "GB-COH") == {"GB-COH": [{"str": "06273905"}]}


def test_a_property_can_be_asked_as_at_a_day(client):
    then = extended(client, "mycsp", "status", "ended", as_at="2014-07-23")
    assert then == {"status": [{"str": "LIVE"}], "ended": []}


def test_a_code_that_is_not_in_the_register_has_no_values(client):
    assert extended(client, "nobody", "name", "status") == {"name": [], "status": []}


def test_properties_are_proposed_by_type_and_limit(client):
    address = f"{HERE}/properties"
    assert len(got(client, address, type="PublicServiceMutual", limit="3")["properties"]) == 3
    assert got(client, address, type="Person")["properties"] == []
    assert len(got(client, address)["properties"]) > 15
    for limit in ("0", "x", "9" * 5000):
        assert client.get(address, {"limit": limit}).status_code == 400


@pytest.mark.parametrize(
    ("extend", "said"),
    [
        ("[", "not a JSON object"),
        ("[]", "not a JSON object"),
        ('{"a":' * 20_000, "not a JSON object"),
        ('{"ids": "chcp", "properties": []}', "ids is not a list"),
        ('{"ids": [1], "properties": []}', "ids is not a list"),
        ('{"ids": ["chcp"]}', "properties is not a list"),
        ('{"ids": ["chcp"], "properties": ["name"]}', "properties is not a list"),
        ('{"ids": ["chcp"], "properties": [{}]}', "has no id"),
        ('{"ids": ["chcp"], "properties": [{"id": "colour"}]}', "launched_source"),
        (
            '{"ids": ["chcp"], "properties": [{"id": "name", "settings": {"as_at": "then"}}]}',
            "2014-07-23",
        ),
        (json.dumps({"ids": [str(n) for n in range(101)], "properties": []}), "At most 100"),
    ],
)
def test_a_request_to_extend_that_cannot_be_answered_is_refused_in_words(client, extend, said):
    answer = posted(client, extend=extend)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert said in answer.json()["detail"]


@pytest.mark.parametrize("name", ["alert(1)//", "a b", "?", "a" * 101, "<script>", "a.", "été"])
def test_a_script_calls_a_function_and_holds_nothing_else(client, name):
    answer = client.get(f"{HERE}/suggest", {"prefix": "city", "callback": name})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_suggestions_go_on_after_the_cursor_and_know_the_code(client):
    everything = got(client, f"{HERE}/suggest/property", prefix="")["result"]
    assert (
        got(client, f"{HERE}/suggest/property", prefix="", cursor="2")["result"] == everything[2:]
    )
    assert got(client, f"{HERE}/suggest", prefix="chcp")["result"][0]["id"] == "chcp"
    assert got(client, f"{HERE}/suggest/type", prefix="person")["result"] == []
    assert client.get(f"{HERE}/suggest", {"prefix": "a", "cursor": "-1"}).status_code == 400
    assert client.get(f"{HERE}/flyout/entity", {"id": "nobody"}).status_code == 404


def test_a_flyout_holds_no_html_of_the_record(client, editor):
    from mutualise.register.models import Entry, Organisation

    source = Entry.objects.first().source
    body = Organisation.objects.create(code="odd")
    Entry.objects.create(organisation=body, name="<script>x</script>", source=source)
    flyout = got(client, f"{HERE}/flyout/entity", id="odd")
    assert "<script" not in flyout["html"]


def test_the_schemas_refuse_what_is_wrong():
    with pytest.raises(ValidationError):
        fits({"q0": {"result": [{"id": "x"}]}}, "reconciliation-result-batch")
    with pytest.raises(ValidationError):
        fits(
            {"rows": {"x": {"y": [{"date": "2014-07-23"}]}}, "meta": []}, "data-extension-response"
        )
    with pytest.raises(ValidationError):
        fits({"result": [{"id": "x"}]}, "suggest-types-response")


def test_a_misspelt_cell_is_offered_the_body_it_means(client):
    # OpenRefine asks with the whole cell when "Search for match" is opened.
    cells = {"City Healthcare Partnership": "chcp", "Medway Comunity Healthcare": "medway"}
    for cell, code in cells.items():
        assert got(client, f"{HERE}/suggest", prefix=cell)["result"][0]["id"] == code
    assert got(client, f"{HERE}/suggest", prefix="Ministry of Magic")["result"] == []
    # What begins so comes first, and once.
    begun = [each["id"] for each in got(client, f"{HERE}/suggest", prefix="mycsp")["result"]]
    assert begun == ["mycsp"]


def test_a_preview_says_who_it_is_in_the_size_of_text(client):
    shown = client.get(f"{HERE}/preview", {"id": "bit"}).content.decode()
    assert "<strong>Behavioural Insights Team</strong>" in shown and "<h1" not in shown
    assert "Also known as" in shown and "Nudge Unit" in shown
