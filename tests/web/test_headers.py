"""What every answer tells the browser, and what the server does not answer at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.test import Client, override_settings
from django.urls import path

from mutualise.accounts.models import Person
from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.web.urls import urlpatterns as ours
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
STATIC = "/static/govuk/start.js"


@open_to(Access.ANYONE)
def broken(request):
    raise RuntimeError("secret of the database")


urlpatterns = [*ours, path("broken/", broken)]


@pytest.mark.parametrize("address", ["/", "/register/", "/no-such-page/", "/register.csv", STATIC,
                                     "/accounts/login/code/", "/api/v1/measures"])  # fmt: skip
def test_every_answer_has_the_headers(client, address):
    answer = client.get(address)
    policy = answer["Content-Security-Policy"]
    for part in ("default-src 'none'", "object-src 'none'", "base-uri 'none'",
                 "frame-ancestors 'none'", "form-action 'self'", "script-src 'self'"):  # fmt: skip
        assert part in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("address", ["/", "/register/", "/register.csv", "/your-data/", "/api/"])
def test_what_somebody_signed_in_sees_is_stored_nowhere(client, address):
    sign_in(client, Person.objects.create_user("somebody@example.org"))
    assert client.get(address)["Cache-Control"] == "private, no-store"


def test_cookies_are_for_the_server_alone(client):
    client.get("/accounts/login/code/")
    client.post("/accounts/login/code/", {"email": "somebody@example.org"})
    assert set(client.cookies) == {"csrftoken", "sessionid"}
    for cookie in client.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_a_form_of_another_site_is_refused():
    strict = Client(enforce_csrf_checks=True)
    for address in ("/accounts/login/code/", "/accounts/logout/", "/check/", "/support/enquiry/"):
        assert strict.post(address, {}).status_code == 403, address
    sign_in(strict, Person.objects.create_user("somebody@example.org"))
    for address in ("/accounts/second-factor/set-up/", "/accounts/sign-out-everywhere/"):
        assert strict.post(address, {}).status_code == 403, address


@pytest.mark.parametrize(
    "address", ["/", "/register/", "/accounts/login/code/", "/api/v1/measures"]
)
def test_trace_is_not_answered(client, address):
    assert client.trace(address).status_code in (403, 405)


@pytest.mark.parametrize("address", ["/static/", "/static/govuk/", "/.git/config", "/var/", "/files/",
                                     "/static/../pyproject.toml", "/static/%2e%2e/pyproject.toml"])  # fmt: skip
def test_no_folder_is_listed_and_no_source_given(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/library/", "/register/", "/api/v1/register", "/"])
def test_a_nul_in_a_question_is_refused_before_it_reaches_the_database(client, address):
    assert client.get(f"{address}?q=%00").status_code == 400


@override_settings(ROOT_URLCONF="tests.web.test_headers")
def test_an_unexpected_error_says_nothing_of_the_inside(client, caplog):
    client.raise_request_exception = False
    answer = client.get("/broken/")
    assert answer.status_code == 500
    assert "secret of the database" not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()
    assert any("secret of the database" in str(r.exc_info[1]) for r in caplog.records if r.exc_info)


SETTINGS = """
import json
from mutualise.settings import production as s
print(json.dumps({n: getattr(s, n) for n in (
    "DEBUG", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME",
    "SESSION_COOKIE_AGE")}))
"""


def in_production(tmp_path, **more: str) -> subprocess.CompletedProcess[str]:
    env = {
        "PATH": os.environ["PATH"], "PYTHONPATH": "src", "MUTUALISE_VAR": str(tmp_path),
        "MUTUALISE_SECRET_KEY": "k", "MUTUALISE_HOSTS": "mutuals.example",
        "DATABASE_URL": f"sqlite:///{tmp_path}/a.sqlite3",
        "MUTUALISE_EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
    } | more  # fmt: skip
    return subprocess.run(
        [sys.executable, "-c", SETTINGS], env=env, capture_output=True, text=True, check=False
    )


def test_a_public_installation_insists_on_tls_and_its_own_cookies(tmp_path):
    given = json.loads(in_production(tmp_path).stdout)
    assert given == {
        "DEBUG": False, "SECURE_SSL_REDIRECT": True, "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True, "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True, "SESSION_COOKIE_NAME": "__Host-session",
        "CSRF_COOKIE_NAME": "__Host-csrf", "SESSION_COOKIE_AGE": 12 * 60 * 60,
    }  # fmt: skip


def test_a_public_installation_is_no_demonstration_and_needs_its_secret(tmp_path):
    for more in ({"MUTUALISE_DEMONSTRATION": "yes"}, {"MUTUALISE_SECRET_KEY": ""}):
        refused = in_production(tmp_path, **more)
        assert refused.returncode != 0
        assert next(iter(more)) in refused.stderr
