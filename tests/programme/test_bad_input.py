"""Every form of the programme: bad input, a repeated submit, a stale page and somebody else's link
each get a clear message, and nothing changes."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import connection, transaction
from django.test import Client

from mutualise.accounts.actions import invite
from mutualise.programme.models import Interest
from mutualise.programme.urls import urlpatterns
from tests.all_rows import rows_of
from tests.filled import filled
from tests.programme.builders import case_at, holder, signed_in, stranger
from tests.programme.every_form import (
    ADVISER,
    ASSESSOR,
    DECIDER,
    FORMS,
    OFFICER,
    PAYER,
    TEAM,
    good,
    world,
)

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert('here')</script>"
FILLERS = {"empty": "", "too long": "x" * 30_000, "wrong type": "\N{SNOWMAN} no", "hostile": HOSTILE}  # fmt: skip
# A blank is the way to erase an answer of the draft: nothing is wrong with it.
BLANK_IS_FINE = (TEAM + "answers/services/",)
# Hidden values of a page, and what names a page rather than fills it.
KEPT = ("once", "seen", "over", "read", "step", "case", "again")
IDS = [f"{each.address}{each.prepare.__name__ if each.prepare else ''}" for each in FORMS]


class Watched:
    """Everything there is, read anew only after something was written."""

    def __init__(self) -> None:
        self.known: dict[str, list[tuple]] | None = None

    def __call__(self, execute, sql, params, many, context):
        if not sql.startswith(("SELECT", "SAVEPOINT", "RELEASE")) and "django_session" not in sql:
            self.known = None
        return execute(sql, params, many, context)


watched = Watched()


@pytest.fixture(autouse=True)
def _watch(db):
    watched.known = None
    with connection.execute_wrapper(watched):
        yield


def everything_there_is() -> dict[str, list[tuple]]:
    if watched.known is None:
        watched.known = all_rows()
    return watched.known


def all_rows() -> dict[str, list[tuple]]:
    return rows_of("programme", "accounts")


@contextmanager
def undone():
    """What is done inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    watched.known = None


def main_of(page) -> str:
    return page.content.decode().partition("<main")[2]


def fields(page) -> list[str]:
    found = re.findall(r'<(?:input|textarea|select)[^>]*\bname="([^"]+)"', main_of(page))
    given = [n for n in dict.fromkeys(found) if n not in ("csrfmiddlewaretoken", "confirm", "q")]
    return [n for n in given if n not in KEPT and not n.startswith("seen-")]


def bad(page, kind: str) -> dict[str, object]:
    """What the page's form would send, made bad in one way in every field."""
    kept = {n: v for n, v in filled(page).items() if n in KEPT or n.startswith("seen-")}
    return kept | dict.fromkeys(fields(page), FILLERS[kind])


def typed_otherwise(page) -> bool:
    """Whether the form has anything but free text."""
    main = main_of(page)
    return any(mark in main for mark in ('type="radio"', "<select", 'inputmode="', 'type="email"', "-day"))  # fmt: skip


def refused(answer, where: object) -> None:
    text = answer.content.decode()
    assert answer.status_code == 422, (where, answer.status_code)
    assert "govuk-error-summary" in text
    assert "Error: " in text[: text.index("</title>")]
    summary = text.partition("govuk-error-summary__list")[2].partition("</ul>")[0]
    astray = [t for t in re.findall(r'href="#([^"]*)"', summary) if f'id="{t}"' not in text]
    assert not astray, (where, astray)


def opened(made):
    if getattr(made, "press_first", ""):
        made.client.post(made.press_first)
    page = made.client.get(made.address + made.query)
    assert page.status_code == 200, (made.address, page.status_code)
    return page


def test_every_address_that_takes_a_form_is_tried():
    """The forms come from the table of addresses: a new one without a line above fails here."""
    takers = {str(p.pattern) for p in urlpatterns if getattr(p.callback, "takes_forms", False)}
    named = re.compile(r"<(?:slug|int|str):\w+>")
    tried = [re.compile(named.sub(r"[^/]+", route)) for route in takers]
    addresses = [re.sub(r"\{\w+\}", "1", each.address)[1:] for each in FORMS]
    assert len(takers) > 60
    missing = {route for route, each in zip(takers, tried, strict=True)
               if not any(each.fullmatch(address) for address in addresses)}  # fmt: skip
    assert missing == set()


@pytest.mark.parametrize("form", FORMS, ids=IDS)
def test_bad_input_is_refused_with_a_message_and_changes_nothing(form):
    made = world(form)
    page = opened(made)
    before = everything_there_is()
    nothing_chosen_beforehand(page)
    if fields(page):
        bad_values(made, page, before)
    somebody_elses(made, before)
    stale(made, page)
    twice(made, page, before)


def nothing_chosen_beforehand(page) -> None:
    """A list begins empty, or at what is recorded: never at whatever stands first in it."""
    for inside in re.findall(r"<select[^>]*>(.*?)</select>", main_of(page), re.DOTALL):
        options = re.findall(r"<option[^>]*>", inside)
        assert 'value=""' in options[0] or any(" selected" in each for each in options), inside


def bad_values(made, page, before) -> None:
    address = made.form.address
    for kind in ("empty", "too long"):
        if kind == "empty" and address in BLANK_IS_FINE:
            continue
        refused(made.client.post(made.address, bad(page, kind)), (address, kind))
    assert everything_there_is() == before
    # Words are words: where nothing else is asked for they are kept, and shown as text.
    for kind in ("hostile", "wrong type"):
        with undone():
            answer = made.client.post(made.address, bad(page, kind))
            assert HOSTILE not in answer.content.decode()
            if typed_otherwise(page):
                refused(answer, (address, kind))
                assert everything_there_is() == before
            elif answer.status_code == 302:
                assert HOSTILE not in made.client.get(answer["Location"]).content.decode()
    if address == "/your-data/erase/":
        made.client = signed_in(made.person)


def somebody_elses(made, before) -> None:
    """Nobody, a person with a case of their own, and one whose ties close the case to them."""
    if made.form.whose is None:
        return
    other = stranger()
    whose = ADVISER if made.form.whose is ADVISER else OFFICER
    conflicted = holder(whose, made.firm.code if whose is ADVISER else "")
    for role in (DECIDER, PAYER, ASSESSOR):
        invite(email=conflicted.email, role=role, valid_from=date(2014, 1, 1))
    about_a_case = "{case}" in made.form.address or whose is ADVISER
    with undone():
        case_at(made.form.state, lead=other)
        Interest.objects.create(
            person=conflicted, kind="EMPLOYER", organisation=made.case.parent_body,
            organisation_key=made.case.parent_key, valid_from=date(2020, 1, 1),
        )  # fmt: skip
        tried = [(Client(), (302,))]
        if made.form.address != "/your-data/erase/":
            tried.append((signed_in(other), (403, 404)))
        if about_a_case:
            tried.append((signed_in(conflicted), (404,)))
        then = everything_there_is()
        for client, allowed in tried:
            for answer in (client.get(made.address), client.post(made.address, {"words": "x", "text": "x"})):  # fmt: skip
                assert answer.status_code in allowed, (made.address, answer.status_code)
        assert everything_there_is() == then


def stale(made, page) -> None:
    """The page was opened, then its object changed: what is sent from it is refused."""
    if isinstance(made.form.meanwhile, str):
        assert made.form.meanwhile
        return
    with undone():
        made.form.meanwhile(made)
        then = everything_there_is()
        answer = made.client.post(made.address, good(page, made))
        said_why(made, answer)
        assert everything_there_is() == then, made.address


def said_why(made, answer) -> None:
    """A page that tells why: a form with its error, a refusal, or the page gone to with a notice."""
    if answer.status_code == 200:
        assert "Refused" in main_of(answer), made.address
    elif answer.status_code == 302:
        assert "govuk-notification-banner" in made.client.get(answer["Location"]).content.decode(), made.address  # fmt: skip
    else:
        assert answer.status_code in (403, 404, 409, 422), (made.address, answer.status_code)
        assert re.search(r"govuk-error-summary|<h1[^>]*>[^<]{8,}", main_of(answer)), made.address


def twice(made, page, before) -> None:
    """Rightly filled in it is done, and sent again it is not done twice."""
    sent = good(page, made)
    answer = made.client.post(made.address, sent)
    assert answer.status_code in (200, 302), (made.address, re.findall(r"error-message[^>]*>.*?</p>|<li><a.*?</a>", main_of(answer)))  # fmt: skip
    done = everything_there_is()
    assert done != before or made.form.may_find_nothing, made.address
    for value in sent.values():
        if hasattr(value, "seek"):
            value.seek(0)
    again = made.client.post(made.address, sent)
    assert everything_there_is() == done, made.address
    if again.status_code not in (200, 302):
        said_why(made, again)
