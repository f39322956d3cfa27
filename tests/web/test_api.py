"""The API as its programs use it: paging, filters, dates, entity tags, refusals, matching."""

from __future__ import annotations

import json

import pytest

pytestmark = pytest.mark.django_db
V1 = "/api/v1"


def test_pages_of_a_list_join_up(client):
    seen, address = [], f"{V1}/register?per_page=30"
    while address:
        answer = client.get(address).json()
        seen += [item["code"] for item in answer["items"]]
        address = answer["next"]
    assert answer["count"] == len(seen) == len(set(seen)) == 86


def test_filters_and_dates(client):
    found = client.get(f"{V1}/register?q=nudge&as_at=2022-01-01").json()
    assert [item["code"] for item in found["items"]] == ["bit"]
    assert found["as_at"] == "2022-01-01"
    assert client.get(f"{V1}/register?as_known_at=2001-01-01").json()["count"] == 0
    verdicts = client.get(f"{V1}/register/bit?as_at=2022-01-01").json()["verdicts"]
    assert {v["outcome"] for v in verdicts} == {"DOES_NOT_MEET"}


def test_an_estimate_is_that_of_the_page(client):
    asked = "staff-feel-trusted?subject=chcp&at=2014-07-23"
    answer = client.get(f"{V1}/measures/{asked}").json()
    code, query = asked.split("?")
    assert answer["estimate"] == {
        key: value
        for key, value in client.get(f"/figures/{code}.json?{query}").json().items()
        if key != "about"
    }
    assert answer["estimate"]["value"] == "91.0"


def test_nothing_can_be_written(client):
    for method in (client.post, client.put, client.patch, client.delete):
        refused = method(f"{V1}/register")
        assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_head_is_answered_as_get_without_the_content(client):
    for address, status in (
        ("/register?sector=dental", 200),
        ("/register?page=0", 400),
        ("/no", 404),
    ):
        got, head = client.get(V1 + address), client.head(V1 + address)
        assert (got.status_code, head.status_code, head.content) == (status, status, b"")
        assert head["Content-Type"] == got["Content-Type"]
        assert head["Content-Length"] == got["Content-Length"] == str(len(got.content))
        assert head.get("ETag") == got.get("ETag")


def test_a_page_of_another_site_may_send_and_read_the_entity_tag(client):
    for address, methods in (
        ("/register", "GET, HEAD, OPTIONS"),
        ("/reconcile", "GET, HEAD, POST, OPTIONS"),
    ):
        asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
        before = client.options(V1 + address, headers=asked)
        assert (before.status_code, before["Access-Control-Allow-Origin"]) == (204, "*")
        assert before["Access-Control-Allow-Methods"] == methods
        assert "If-None-Match" in before["Access-Control-Allow-Headers"]
        assert client.get(V1 + address)["Access-Control-Expose-Headers"] == "ETag"


def test_an_answer_that_has_not_changed_is_not_sent_again(client, editor):
    first = client.get(f"{V1}/register")
    again = client.get(f"{V1}/register", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    from mutualise.evidence.models import Source

    Source.objects.create(code="new", title="New")
    assert client.get(f"{V1}/register", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_the_description_lists_every_address(client):
    described = client.get(f"{V1}/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert {"/api/v1/register", "/api/v1/measures/{code}"} <= set(described["paths"])
    posted = {path for path, methods in described["paths"].items() if set(methods) != {"get"}}
    assert posted == {"/api/v1/reconcile"}


def reconcile(client, **queries):
    answer = client.post(f"{V1}/reconcile", {"queries": json.dumps(queries)})
    return answer.status_code, answer.json()


def test_equal_names_match_by_themselves_and_near_ones_do_not(client):
    _, found = reconcile(
        client, a={"query": "city health care partnership"}, b={"query": "Knowsley Youth Mutual"},
        c={"query": "City Healthcare"}, d={"query": "06273905"},
    )  # fmt: skip
    first = {key: answer["result"][0] for key, answer in found.items()}
    assert (first["a"]["id"], first["a"]["match"]) == ("chcp", True)
    assert (first["b"]["id"], first["b"]["match"]) == ("kym", True)
    assert first["c"]["match"] is False
    assert (first["d"]["id"], first["d"]["score"]) == ("chcp", 100)


def test_a_bad_batch_is_refused(client):
    for text in ("[", "[" * 100_000, '{"q0":' * 20_000):
        assert client.post(f"{V1}/reconcile", {"queries": text}).status_code == 400
    assert reconcile(client, **{str(n): {"query": "x"} for n in range(51)})[0] == 400
    assert client.get(f"{V1}/reconcile").json()["versions"] == ["0.2"]
    assert client.get(f"{V1}/reconcile/preview?id=%3Cscript%3E").status_code == 404


def test_the_tag_changes_with_the_release_the_page_and_the_filter(client, monkeypatch):
    from mutualise.govuk import keep
    from mutualise.web.api import app

    def tags():
        asked = ("?per_page=10", "?per_page=10&page=2", "?per_page=10&sector=dental")
        return [client.get(f"{V1}/register{each}")["ETag"] for each in asked] + [
            client.get("/figures/live-mutuals/")["ETag"]
        ]

    before = tags()
    assert len(set(before)) == 4
    assert tags() == before
    for module in (app, keep):
        monkeypatch.setattr(module, "release", lambda: "another release")
    assert not set(tags()) & set(before)
