"""Pages that nothing in the demonstration leads to are accessible and fit a phone.

Each is made in the test's own database, fetched with Django's client and shown to the browser as
the answer to its request: no server runs, and the browser applies the page's own policy and styles.
"""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import resolve

from tests.governance.election_builders import quick_keys
from tests.governance.meeting_builders import held_and_written, secretary_of
from tests.journeys.crawling import wrong_with
from tests.journeys.rare_pages import HELD, PAGES, of_form
from tests.programme.builders import signed_in, stranger
from tests.programme.every_form import FORMS

CASES = list(PAGES.items()) + [(form.address, of_form(form)) for form in FORMS]


@pytest.fixture(scope="session", autouse=True)
def beside_a_loop():
    """The browser's driver keeps an event loop in the thread, beside which Django opens no database
    unless it is told to. Nothing of ours waits in that loop."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(beside_a_loop, django_db_modify_db_settings):
    """Told before the tests' database is made, where no earlier test has made it."""


@pytest.fixture(autouse=True)
def _record(db, monkeypatch, settings, tmp_path):
    """The test's own database, its files and quick keys."""
    settings.VAR = tmp_path
    quick_keys(monkeypatch)


@pytest.fixture(scope="module")
def window(browser):
    """One page of the browser for all, as opening one takes as long as looking at one."""
    context = browser.new_context(locale="en-GB")
    yield context.new_page()
    context.close()


@cache
def static(path: str) -> tuple[dict[str, str], bytes]:
    answer = Client().get(path)
    return dict(answer.headers), answer.getvalue()


def show(page, client: Client, address: str, status: int = 200) -> None:
    """Put the answer to a client of Django before the browser, with its headers."""
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)

    def fulfil(route) -> None:
        path = urlsplit(route.request.url).path
        if route.request.is_navigation_request():
            route.fulfill(status=status, headers=dict(answer.headers), body=answer.content)
        elif path.startswith("/static/"):
            headers, body = static(path)
            route.fulfill(status=200, headers=headers, body=body)
        else:
            route.abort()

    page.unroute_all()
    page.route("**/*", fulfil)
    page.goto(f"http://testserver{address}")


@pytest.mark.urls("tests.web.test_headers")
def test_the_page_of_an_unexpected_error_is_like_the_others(window, accessible):
    client = Client()
    client.raise_request_exception = False
    show(window, client, "/broken/", 500)
    assert window.locator("h1").inner_text() == "Something went wrong"
    assert not wrong_with(window, accessible)


def test_a_page_that_is_closed_or_not_there_is_like_the_others(window, accessible):
    for client, address, status in (
        (Client(), "/nothing/", 404), (signed_in(stranger()), "/programme/", 403),
    ):  # fmt: skip
        show(window, client, address, status)
        assert not wrong_with(window, accessible)


@pytest.mark.parametrize(("route", "make"), CASES, ids=[name for name, _ in CASES])
def test_it_is_accessible_and_fits_a_phone(window, accessible, route, make):
    client, address = make()
    if not route.startswith("/"):
        assert resolve(urlsplit(address).path).route == route
    show(window, client, address)
    wrong = wrong_with(window, accessible)
    assert not wrong, wrong


def test_each_page_of_a_meeting_that_was_held_is_accessible_and_fits_a_phone(window, accessible):
    """All of one meeting: to hold one takes longer than to look at a page."""
    held_and_written()
    client, wrong = signed_in(secretary_of("held")), []
    for route, path in HELD.items():
        address = f"/control/held/{path}"
        assert resolve(address).route == route
        show(window, client, address)
        if found := wrong_with(window, accessible):
            wrong.append(f"{route}: {found}")
    assert not wrong, "\n".join(wrong)
