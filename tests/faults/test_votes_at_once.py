"""One name gets one voting paper and one ballot, however many requests come at once."""

from __future__ import annotations

import json

from tests.faults.conftest import run


def test_fifty_token_requests_at_once_get_one_token_and_fifty_posts_one_ballot(own_database):
    found = json.loads(run(own_database, "-m", "tests.faults.sealed_deeds").splitlines()[-1])
    assert found["winners"] == 1
    # The browser that came first asked five times and was answered each time; nobody else was.
    assert found["statuses"] == [200] * 5 + [422] * 45
    assert found["marks"] == found["ballots"] == found["tokens"] == 1
    assert len(found["receipts"]) == 1 and json.loads(found["receipts"][0])["number"] == 1
