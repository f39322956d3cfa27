"""A program is refused in a document that says what is wrong and what to write instead (RFC 9457)."""

from __future__ import annotations

import pytest
from django.test import Client, override_settings

from mutualise.web.api.problems import KINDS

pytestmark = pytest.mark.django_db
V1 = "/api/v1"


def refused(answer, status):
    """The problem an answer is, with what every problem has to have."""
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert int(answer["Content-Length"]) == len(answer.content)
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    found = answer.json()
    assert found["status"] == status
    assert found["title"] and found["detail"]
    return found


@pytest.mark.parametrize(
    ("question", "parameter", "said"),
    [
        ("/register?page=0", "page", "whole number from 1"),
        ("/register?page=abc", "page", "whole number from 1"),
        ("/register?page=1.0", "page", "whole number from 1"),
        ("/register?page=99", "page", "The list has 2 pages of 50."),
        ("/definitions?page=2&as_at=1999-01-01", "page", "The list has 1 page of 50."),
        ("/register?per_page=501", "per_page", "from 1 to 500"),
        ("/register?sort=size", "sort", "name, launched, -launched"),
        ("/register?status=live", "status", "NOT_LAUNCHED, LIVE"),
        ("/register?sector=magic", "sector", "community health"),
        (
            "/register?sector=magic&as_at=2014-07-23&as_known_at=2014-07-23",
            "sector",
            "community health",
        ),
        ("/register?area=narnia", "area", "north-east"),
        ("/register?area=united-kingdom", "area", "north-east"),
        ("/register?legal_form=magic", "legal_form", "CIC limited by shares"),
        ("/register?entry_class=magic", "entry_class", "borderline"),
        ("/register?exists=maybe", "exists", "yes, no"),
        ("/register?launch_year=11", "launch_year", "as in 2014"),
        ("/register?as_at=yesterday", "as_at", "as in 2014-07-23"),
        ("/register?as_known_at=2014-02-30", "as_known_at", "as in 2014-07-23"),
        ("/register?as_known_at=0001-01-01T00:00:00%2B23:59", "as_known_at", "as in 2014-07-23"),
        ("/register?as_known_at=9999-12-31T23:59:59-23:59", "as_known_at", "as in 2014-07-23"),
        ("/register?colour=blue", "colour", "It takes: q, sector"),
        ("/openapi.json?page=1", "page", "It takes none."),
        ("/register?q=a&q=b", "q", "once"),
        (f"/register?q={'a' * 201}", "q", "at most 200"),
        ("/observations", "subject", "add it"),
        ("/observations?subject=", "subject", "add it"),
        ("/observations?subject=nobody", "subject", "/api/v1/register"),
        ("/observations?subject=chcp&measure=luck", "measure", "employees"),
        ("/observations?subject=chcp&quality=good", "quality", "AUDITED"),
        ("/sources?as_at=now", "as_at", "as in 2014-07-23"),
        ("/measures/employees?area=narnia", "area", "england-and-wales"),
        ("/measures/employees?years=0", "years", "1 to 50"),
        ("/measures/employees?definition=none", "definition", "CO-2011"),
        ("/measures/live-mutuals?at=0001-01-01", "at", "as in 2014-07-23"),
    ],
)
def test_what_cannot_be_used_is_named_with_the_remedy(client, question, parameter, said):
    found = refused(client.get(V1 + question), 400)
    assert found["parameter"] == parameter
    assert said in found["detail"]
    assert parameter in found["detail"]
    if "value" in found:
        assert found["value"] in found["detail"]
    if "allowed" in found:
        assert all(each in found["detail"] for each in found["allowed"])


def test_a_measure_refuses_what_it_is_not_measured_by(client):
    found = refused(client.get(f"{V1}/measures/employees?subject=chcp"), 400)
    assert "leave out subject" in found["detail"]


@pytest.mark.parametrize(
    "question",
    [
        "/register?sector=&area=&page=&sort=",
        "/register?sort=%20name%20&page=%201",
        "/register?sector=community+health&as_known_at=2001-01-01",
        "/register?as_at=9999-12-31",
        "/register?as_known_at=2026-01-01T10:00:00%2B01:00",
        "/sources?as_at=2014-07-23&as_known_at=2999-01-01",
    ],
)
def test_what_forms_and_links_send_is_taken(client, question):
    assert client.get(V1 + question).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/register/nobody", "/observations/obs-999999", "/measures/none", "/sources/none",
        "/definitions/none/count", "/announcements/none", "/nothing", "/register/", "/", "/register/chcp/x",
        "/reconcile/preview?id=none", "/reconcile/nothing",
    ],
)  # fmt: skip
def test_what_does_not_exist_is_a_problem_and_no_page(client, address):
    assert refused(client.get(V1 + address), 404)["type"] == "/api/#not-found"


def test_addresses_below_api_but_no_others_have_problems(client):
    assert refused(client.get("/api/v2/register"), 404)
    assert client.get("/apis/")["Content-Type"].startswith("text/html")


def test_other_methods_a_nul_and_another_host_are_problems(client):
    assert "Use GET, HEAD" in refused(client.post(f"{V1}/register"), 405)["detail"]
    assert "HEAD, POST" in refused(client.put(f"{V1}/reconcile"), 405)["detail"]
    assert "NUL" in refused(client.get(f"{V1}/register?q=%00"), 400)["detail"]
    with override_settings(ALLOWED_HOSTS=["localhost"]):
        refused(client.get(f"{V1}/register", headers={"Host": "evil.example"}), 400)


def test_a_failure_is_a_problem_that_tells_nothing(monkeypatch):
    from mutualise.web.api import record

    def fail(*args, **kwargs):
        raise RuntimeError("secret of the database")

    monkeypatch.setattr(record, "find", fail)
    found = refused(Client(raise_request_exception=False).get(f"{V1}/register"), 500)
    assert "secret" not in str(found)


def test_each_kind_of_problem_is_explained_where_its_type_leads(client):
    page = client.get("/api/").content.decode()
    assert all(f'id="{kind}"' in page for kind in KINDS)
