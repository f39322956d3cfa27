"""Attacks on a stored poll that no other test has: a stolen roll, a running total, a small class."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.test import Client

from mutualise.accounts.rules.roles import Access
from mutualise.governance.actions import voting
from mutualise.governance.models import BoardEntry
from mutualise.governance.rules import one_time_codes
from mutualise.web.middleware import access_of
from tests.architecture.test_routes import OURS
from tests.governance.election_builders import open_election, quick_keys, vote
from tests.governance.sealed_builders import vote_sealed
from tests.programme.builders import signed_in
from tests.whole_case import filled_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _keys(monkeypatch, settings, tmp_path):
    settings.VAR = tmp_path
    quick_keys(monkeypatch)


def dump() -> str:
    """Every value of every table, bytes in hexadecimal."""
    rows = [row for model in apps.get_models() for row in model._base_manager.values_list()]
    return "\n".join(
        value.hex() if isinstance(value := bytes(v) if isinstance(v, memoryview) else v, bytes) else str(value)
        for row in rows
        for v in row
    )  # fmt: skip


def test_a_stolen_roll_holds_no_secret_and_makes_no_token(settings):
    _, _, codes = open_election()
    device = vote_sealed(codes["1"], 2, 1)
    _, check = vote(codes["13"], 1, 4)
    stolen = dump()
    secrets = {"a code": codes["14"], "a code as it is read": one_time_codes.shown(codes["14"]),
               "the voter's key": device.seed.hex(), "a check code": check,
               "her check code": device.kept.code, "her nonce": device.kept.nonce.hex()}  # fmt: skip
    assert {name for name, said in secrets.items() if said in stolen} == set()
    assert "PRIVATE KEY" not in stolen
    # What stands there instead of a code opens nothing, and no token is worked out from it.
    kept = one_time_codes.stored(codes["14"])
    assert kept in stolen
    for guess in (kept, kept[:16], kept[:16].upper()):
        with pytest.raises(voting.VoteRefused):
            voting.hand_out_assisted(guess)
    box = BoardEntry.objects.latest("pk").box.reference
    permission = voting.hand_out_assisted(codes["14"])
    sealed, _ = voting.seal_assisted(permission, (1, 2))
    for token in (one_time_codes.assisted_token(box, kept), bytes.fromhex(kept)):
        forged = voting.Permission(permission.contest, token, permission.permit)
        with pytest.raises(voting.VoteRefused, match="not issued here"):
            voting.cast(forged, counter=1, sealed=sealed)


def test_no_page_gives_a_vote_or_a_total_before_the_close():
    body, election, codes = open_election()
    sent = [vote(codes[str(number)], 2, 1)[1] for number in (1, 2, 3)]
    values = [
        ("", {"reference": election.reference, "contest": "nurses", "number": 1, "verb": "close"})
    ]
    people = [Client(), *map(signed_in, (body.secretary, body.scrutineer, body.clerks[0]))]
    seen = {}
    for route, pattern in OURS:
        if not route.startswith(("elections/<", "run-elections/<")):
            continue
        address = filled_in(route, values)
        for who, client in enumerate(people):
            if who and access_of(pattern.callback, pattern.name) is Access.ANYONE:
                continue
            page = client.get(address)
            if page.status_code == 200:
                seen[address, who] = page.content.decode(errors="replace")
    for what in ("archive.zip", "report/", "report.pdf", "opened/nurses.json"):
        assert not [1 for address, _ in seen if address.endswith(what)], what
    assert not [1 for address, _ in seen if address.endswith("input.json")]
    assert any(address.endswith(f"{election.reference}/") for address, _ in seen)
    assert len(seen) > 10
    for code in sent:
        assert not [where for where, text in seen.items() if code in text.replace(" ", "")]


def test_a_thousand_replays_of_a_post_give_its_receipt_and_leave_the_box_as_it_was():
    _, _, codes = open_election()
    permission = voting.hand_out_assisted(codes["1"])
    sealed, _ = voting.seal_assisted(permission, (2, 1))
    first = voting.cast(permission, counter=1, sealed=sealed)
    box = list(BoardEntry.objects.values_list())
    again = {voting.cast(permission, counter=1, sealed=sealed) for _ in range(1000)}
    assert again == {first}
    assert list(BoardEntry.objects.values_list()) == box
