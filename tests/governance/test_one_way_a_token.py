"""A token signed blind votes sealed in a browser alone, and an assisted one in the assisted way alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from mutualise.governance.actions import issuer_keys, voting
from mutualise.governance.models import BoardEntry, RollMark
from mutualise.governance.queries.archive import archive_of
from mutualise.governance.rules.ballot_box import assisted, token_keys, verification
from mutualise.governance.rules.ballot_box.archive import unpacked
from mutualise.governance.rules.ballot_box.recount import ENGINES
from tests.governance.election_builders import counted, open_election, quick_keys, vote
from tests.governance.sealed_builders import Device, cast_as_assisted, ready, vote_sealed


@pytest.fixture(autouse=True)
def _keys(monkeypatch, settings, tmp_path):
    settings.VAR = tmp_path
    quick_keys(monkeypatch)


def test_a_token_signed_blind_casts_no_assisted_vote_and_the_proof_holds(db):
    body, election, codes = open_election()
    vote_sealed(codes["2"], 2, 1)
    vote(codes["13"], 1, 4)
    device = ready(codes["1"])
    others = voting.hand_out_assisted(codes["3"])
    for permit in (device.signatures["roll"].value, device.signatures["scrutineer"].value,
                   device.token, b"", others.permit):  # fmt: skip
        answer = cast_as_assisted(device, 1, permit)
        assert answer.status_code == 422 and "not issued here" in answer.content.decode()
    assert BoardEntry.objects.count() == 2
    assert device.post("ballot", device.ballot(1, 1, 3)).status_code == 200, "her vote as it was"
    counted(body, election)
    checks = verification.verify(unpacked(archive_of(election)), engines=ENGINES)
    assert [str(each) for each in checks if each.faults] == []


def test_nor_a_later_vote_under_a_token_that_voted_sealed(db):
    """Not even with a permission that only the platform could make."""
    device = vote_sealed(open_election()[2]["1"], 1)
    box = device.given["contest"]
    permit = assisted.permit(issuer_keys.assisted_secret(box), box, device.token)
    answer = cast_as_assisted(device, 2, permit)
    assert answer.status_code == 422 and "used in the other way" in answer.content.decode()
    assert list(BoardEntry.objects.values_list("mode", "counter")) == [("online", 1)]


def test_an_assisted_token_casts_no_vote_sealed_in_a_browser(db, monkeypatch):
    """Two who work together can have it signed blind for the name of one; its secret half nobody has."""
    codes = open_election()[2]
    vote(codes["1"], 1)
    token = voting.hand_out_assisted(codes["1"]).token
    mate = Device(codes["2"])
    mate.begin()
    monkeypatch.setattr(token_keys, "new_pair", lambda: (token, b"?" * 32))
    mate.fetch_token()
    for counter in (1, 2):
        answer = mate.post("ballot", mate.ballot(counter, 2))
        assert (answer.status_code, answer.json()["reason"]) == (422, "not-signed")
    # And if it could be signed: its first ballot was assisted.
    monkeypatch.setattr(token_keys, "is_signed", lambda *_: True)
    for counter in (1, 2):
        answer = mate.post("ballot", mate.ballot(counter, 2))
        assert (answer.status_code, answer.json()["reason"]) == (422, "not-issued")
    assert list(BoardEntry.objects.values_list("mode", "counter")) == [("assisted", 1)]


def test_a_permission_is_good_for_its_own_token_and_its_own_box():
    secret, token = assisted.new_secret(), b"t" * 32
    given = assisted.permit(secret, "EL-0001/nurses", token)
    assert assisted.is_permitted(secret, "EL-0001/nurses", token, given)
    for wrong in (
        (assisted.new_secret(), "EL-0001/nurses", token, given),
        (secret, "EL-0001/others", token, given),
        (secret, "EL-0002/nurses", token, given),
        (secret, "EL-0001/nurses", b"T" * 32, given),
        (secret, "EL-0001/nurses", token, given[:31]),
    ):
        assert not assisted.is_permitted(*wrong)


def test_a_contest_has_one_key_for_assisted_votes_and_the_service_alone_reads_it(settings):
    def asked(_: int) -> bytes:
        issuer_keys._assisted.cache_clear()
        return issuer_keys.assisted_secret("EL-0001/nurses")

    with ThreadPoolExecutor(8) as workers:
        keys = set(workers.map(asked, range(40)))
    (file,) = (settings.VAR / "issuer-keys").iterdir()
    assert keys == {file.read_bytes()} and len(file.read_bytes()) == assisted.SECRET_BYTES
    assert file.stat().st_mode & 0o777 == 0o600
    assert issuer_keys.assisted_secret("EL-0001/others") not in keys


def test_a_poll_that_was_open_before_there_was_such_a_key_goes_on(db, settings):
    codes = open_election()[2]
    before = voting.hand_out_assisted(codes["1"])
    vote(codes["1"], 1)
    for file in (settings.VAR / "issuer-keys").glob("*.assisted.key"):
        file.unlink()
    issuer_keys._assisted.cache_clear()
    sealed, _ = voting.seal_assisted(before, (2,))
    with pytest.raises(voting.VoteRefused, match="Start again with your code"):
        voting.cast(before, counter=2, sealed=sealed)
    vote(codes["1"], 2)
    assert RollMark.objects.made().count() == 1
    assert list(BoardEntry.objects.values_list("mode", "counter")) == [("assisted", 1), ("assisted", 2)]  # fmt: skip
