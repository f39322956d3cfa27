"""The pages around a vote sealed on the voter's device: keys to compare, and the opened ballots."""

from __future__ import annotations

import re

import pytest

from mutualise.governance.rules.ballot_box import seals
from tests.governance.election_builders import (
    called,
    counted,
    mutual,
    nominated,
    open_election,
    quick_keys,
    vote,
)
from tests.governance.sealed_builders import vote_sealed


@pytest.fixture(autouse=True)
def _keys(monkeypatch, settings, tmp_path):
    settings.VAR = tmp_path
    quick_keys(monkeypatch)


def test_the_keys_of_a_poll_are_public_and_say_who_keeps_them(client, db):
    _, election, _ = open_election()
    page = client.get(f"/elections/{election.reference}/keys/").content.decode()
    shown = re.findall(r"\b[0-9a-f]{64}\b", page)
    assert len(set(shown)) == 3 + 2 * 2
    assert page.count("its secret half is kept by the platform") == 4
    assert "could make voting papers for names it marks itself" in page
    public = client.get(f"/elections/{election.reference}/").content.decode()
    assert f"/elections/{election.reference}/keys/" in public


def test_before_the_roll_is_frozen_there_are_no_keys_and_no_link(client, db):
    body = mutual()
    election = called(body)
    page = client.get(f"/elections/{election.reference}/keys/").content.decode()
    assert "made when the roll is frozen" in page and "No trustee is named yet" in page
    assert "/keys/" not in client.get(f"/elections/{election.reference}/").content.decode()
    nominated(body, election)


def test_the_opened_ballots_are_hashes_and_only_once_the_box_is_open(client, db):
    body, election, codes = open_election()
    device = vote_sealed(codes["1"], 2, 1)
    vote(codes["2"], 1)
    vote(codes["13"], 1, 4)
    address = f"/elections/{election.reference}/opened/nurses.json"
    assert client.get(address).status_code == 404
    counted(body, election)
    found = client.get(address).json()
    assert found["contest"] == f"{election.reference}/nurses"
    mine = seals.opened_hash(seals.plain_text(device.kept)).hex()
    assert mine in found["opened"] and len(found["opened"]) == 2
    assert found["opened"] == sorted(found["opened"])
    assert client.get(f"/elections/{election.reference}/opened/nobody.json").status_code == 404


def test_the_voting_page_says_the_server_seals_until_a_script_says_otherwise(client, db):
    page = client.get("/vote/").content.decode()
    before, templates = page.split("<template", 1)
    assert "server seals your vote for you" in before
    assert "your own device seals your vote" not in before
    assert "your own device seals your vote" in templates
    assert "Where the platform keeps both" in templates and "Keys of the poll" in templates


def test_no_script_stands_in_the_voting_pages_themselves(client, db):
    _, election, _ = open_election()
    for address in ("/vote/", f"/elections/{election.reference}/check/"):
        page = client.get(address).content.decode()
        assert not re.search(r"<script(?![^>]*src=)", page) and " onclick" not in page
