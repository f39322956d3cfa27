"""The name a form was sent with is taken only where a page of the site may have given it."""

from __future__ import annotations

import pytest
from django.test import Client

from mutualise.programme.models import Case, Letter
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
