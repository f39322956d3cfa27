"""Lists of elections ask the database as often for many elections as for one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mutualise.governance.queries import elections as asking
from tests.governance.election_builders import called, mutual, open_election
from tests.programme.builders import signed_in

pytestmark = pytest.mark.django_db


def asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_public_list_asks_no_more_for_more_elections():
    called(mutual())
    client = Client()
    asked(client, "/elections/")
    once = asked(client, "/elections/")
    for _ in range(3):
        called(mutual())
    assert asked(client, "/elections/") == once


def test_the_list_of_those_who_run_them_asks_no_more_for_more_elections():
    body = mutual()
    called(body)
    client = signed_in(body.secretary)
    asked(client, "/run-elections/")
    once = asked(client, "/run-elections/")
    for _ in range(3):
        called(body)
    assert asked(client, "/run-elections/") == once


def test_each_election_of_a_list_stands_where_it_stands():
    _, opened, _ = open_election()
    nominating = called(mutual())
    found = asking.states_of([opened, nominating])
    assert found == {each.pk: asking.state_of(each) for each in (opened, nominating)}
    assert len(set(found.values())) == 2
