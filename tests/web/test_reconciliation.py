"""The matching of names as OpenRefine uses it, held against the Reconciliation Service API 0.2.

The shapes asked for here are those of the specification's own schemas (manifest, query batch, result batch and
suggested entities): https://reconciliation-api.github.io/specs/0.2/
"""

from __future__ import annotations

import json

import pytest

pytestmark = pytest.mark.django_db
HERE = "/api/v1/reconcile"
ORIGIN = {"Origin": "http://127.0.0.1:3333"}


def ask(client, **queries):
    answer = client.post(HERE, {"queries": json.dumps(queries)})
    assert answer.status_code == 200
    return answer.json()


def best(client, name, **rest):
    found = ask(client, a={"query": name, **rest})["a"]["result"]
    return (found[0]["id"], found[0]["match"]) if found else None


def test_the_manifest_has_what_the_specification_requires(client):
    manifest = client.get(HERE).json()
    assert "0.2" in manifest["versions"]
    assert {type(manifest[key]) for key in ("name", "identifierSpace", "schemaSpace")} == {str}
    assert "{{id}}" in manifest["view"]["url"]
    assert "{{id}}" in manifest["preview"]["url"]
    assert {type(manifest["preview"][side]) for side in ("width", "height")} == {int}
    assert all(set(each) == {"id", "name"} for each in manifest["defaultTypes"])
    entity = manifest["suggest"]["entity"]
    address = entity["service_url"] + entity["service_path"]
    assert client.get(address, {"prefix": "city"}).json()["result"]


@pytest.mark.parametrize("send", ["get", "post"])
def test_a_batch_is_answered_key_by_key_whether_sent_by_get_or_by_post(client, send):
    queries = {"q0": {"query": "MyCSP", "limit": 3}, "q1": {"query": "nobody at all"}}
    answer = getattr(client, send)(HERE, {"queries": json.dumps(queries)}, headers=ORIGIN)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert set(answer.json()) == {"q0", "q1"}
    for candidates in answer.json().values():
        assert len(candidates["result"]) <= 3
        for each in candidates["result"]:
            assert {type(each[key]) for key in ("id", "name")} == {str}
            assert (type(each["score"]), type(each["match"])) == (int, bool)
            assert all(set(kind) == {"id", "name"} for kind in each["type"])


@pytest.mark.parametrize(
    ("name", "code", "match"),
    [
        ("City Health Care Partnership C.I.C.", "chcp", True),
        ("CHCP", "chcp", True),
        ("Behavioural Insights Limited", "bit", True),
        ("Knowsley Youth Mutual", "kym", True),
        ("Central Surrey Health Ltd", "csh", True),
        ("City Helath Care Partnership", "chcp", False),
        ("Bristol Comunity Helth", "bch", False),
        ("Behavioral Insights Team", "bit", False),
        ("BIT", "bit", False),
        ("My CSP", "mycsp", False),
        ("Nottingham City Care Partnership", "citycare", False),
        ("Suffolk Library", "suflib", False),
        ("chcp", "chcp", True),
    ],
)
def test_former_misspelt_and_shortened_names_find_their_body(client, name, code, match):
    assert best(client, name) == (code, match)


@pytest.mark.parametrize("name", ["", "Tesco plc", "Ѕирона"])
def test_a_name_of_nobody_finds_nobody(client, name):
    assert best(client, name) is None


@pytest.mark.parametrize(
    ("scope", "found"),
    [
        ({"type": "PublicServiceMutual"}, True),
        ({"type": ["Person", "PublicServiceMutual"]}, True),
        ({"type": "Person"}, False),
        ({"type": ["Person"], "type_strict": "any"}, False),
        ({"type": ["Person"], "type_strict": "should"}, True),
    ],
)
def test_a_query_for_another_type_finds_nothing(client, scope, found):
    assert (best(client, "MyCSP", **scope) is not None) is found


@pytest.mark.parametrize(
    ("pid", "value", "match"),
    [
        ("GB-COH", "06273905", True),
        ("GB-COH", "01111111", False),
        ("nation", "england", True),
        ("nation", ["scotland", "wales"], False),
        ("nation", {"id": "england", "name": "England"}, True),
        ("colour", "blue", True),
    ],
)
def test_properties_that_differ_forbid_a_match_by_itself(client, pid, value, match):
    properties = [{"pid": pid, "v": value}]
    found = best(client, "City Health Care Partnership", properties=properties)
    assert found == ("chcp", match)


def test_a_number_given_as_a_property_finds_a_body_by_another_name(client):
    assert best(client, "CHC", properties=[{"pid": "GB-COH", "v": "06273905"}]) == ("chcp", True)


@pytest.mark.parametrize(
    "query",
    [{}, {"query": 5}, {"query": ["x"]}, {"query": "x", "limit": "2"}, {"query": "x", "limit": -1},
     {"query": "x", "type": 5}, {"query": "x", "type": [[]]}, {"query": "x", "properties": "y"},
     {"query": "x", "properties": [{"pid": "nation"}, 5]}],
)  # fmt: skip
def test_an_odd_query_is_answered_with_a_list(client, query):
    assert isinstance(ask(client, a=query)["a"]["result"], list)


def test_the_preview_may_be_framed_by_a_matching_tool_and_no_other_page_may(client):
    first = client.get(f"{HERE}/preview", {"id": "chcp"})
    again = client.get(f"{HERE}/preview", {"id": "chcp"}, headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    for answer in (first, again):
        assert "X-Frame-Options" not in answer
        assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert "<form" not in first.content.decode()
    assert client.get(HERE)["X-Frame-Options"] == "DENY"


def test_a_word_inside_a_name_is_suggested(client):
    found = client.get(f"{HERE}/suggest", {"prefix": "health care"}, headers=ORIGIN)
    assert "chcp" in [each["id"] for each in found.json()["result"]]
    assert found["Access-Control-Allow-Origin"] == "*"
