"""The name a form was sent with is taken only where a page of the site may have given it."""

from __future__ import annotations

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponseRedirect
from django.test import Client

from mutualise.programme.models import Case, Letter
from mutualise.programme.views.shared import both
from tests.filled import filled

pytestmark = pytest.mark.django_db
GIVEN = {
    "email": "a@team.test", "team": "T", "service": "Nursing", "sector": "community health",
    "region": "london", "parent_body": "Exampleshire Council", "employees": "9",
}  # fmt: skip
WHERE = "/support/enquiry/"


def sent(client: Client, once: str):
    return client.post(WHERE, filled(client.get(WHERE)) | GIVEN | {"once": once})


@pytest.mark.parametrize("once", ["x" * 41, "x" * 113, "a\0b", "a b", "é", ""])
def test_a_name_no_page_gave_is_not_taken(client, once):
    """PostgreSQL takes neither a key of 121 signs nor a NUL: the enquiry failed."""
    assert sent(client, once).status_code == 302
    key = Letter.objects.get().key
    assert len(key) <= 50 and key.isascii() and "\0" not in key
    assert not once or once not in key


def test_the_same_form_sent_twice_opens_one_case(client):
    assert sent(client, "a-name_1").status_code == 302
    assert sent(client, "a-name_1").status_code == 302
    assert Case.objects.count() == 1


def test_a_form_sent_twice_at_once_is_taken_once(rf):
    done, sessions = [], [SessionStore() for _ in range(2)]
    sessions[0].create()
    sessions[1]._session_key = sessions[0].session_key

    @both
    def view(request):
        done.append(request)
        return HttpResponseRedirect("/done/")

    for session in sessions:  # each was read before either form was taken
        session.get("sent")
    for session in sessions:
        request = rf.post("/", {"once": "the-same"})
        request.session, request._messages = session, CookieStorage(request)
        assert view(request).url == "/done/"
    assert len(done) == 1
