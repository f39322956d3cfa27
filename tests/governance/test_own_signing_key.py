"""A contest whose second key lies on the scrutineer's own machine: from the key to the report."""

from __future__ import annotations

import json
import re

import pytest
from django.db import connection

from mutualise.accounts.permissions import NotAllowed
from mutualise.governance.actions import elections, issuer_keys, issuer_relay, own_issuer
from mutualise.governance.actions.elections import ElectionRefused
from mutualise.governance.models import IssuerKey, RollMark
from mutualise.governance.presenters.report import report_page
from mutualise.governance.queries.archive import archive_of
from mutualise.governance.queries.elections import box_name
from mutualise.governance.queries.report import report_of
from mutualise.governance.queries.tokens import rolls_elsewhere
from mutualise.governance.rules.ballot_box import issuing, tokens, verification
from mutualise.governance.rules.ballot_box.archive import unpacked
from mutualise.governance.rules.ballot_box.issuing import roll_file
from tests.governance.election_builders import (
    called,
    counted,
    mutual,
    nominated,
    opened,
    quick_keys,
    vote,
    with_roll,
)
from tests.governance.sealed_builders import Device, cast_as_assisted, ready, vote_sealed
from tests.governance.signing_machines import SigningMachine
from tests.programme.builders import signed_in


@pytest.fixture(autouse=True)
def _keys(monkeypatch, settings, tmp_path):
    settings.VAR = tmp_path
    quick_keys(monkeypatch)
    issuer_relay._seen.clear()


@pytest.fixture
def poll(db, tmp_path):
    """An open poll whose nurses' second key is on a machine that answers; that of the others is here."""
    body = mutual()
    election = called(body)
    nurses = election.contests.get(code="nurses")
    with SigningMachine(tmp_path / "keys", box_name(nurses)) as machine:
        own_issuer.offer_key(
            contest=nurses, by=body.scrutineer, public_key=machine.public[box_name(nurses)]
        )
        nominated(body, election)
        codes = with_roll(body, election)
        opened(body, election)
        machine.start(roll_file(election.reference, rolls_elsewhere(election)))
        machine.tell_platform(tmp_path, election.reference)
        yield body, election, codes, machine


def asked_for_token(code: str) -> tuple[Device, int, dict[str, str]]:
    device = Device(code)
    device.begin()
    answer = device.post("token", device.request())
    return device, answer.status_code, answer.json()


def test_a_vote_goes_through_both_machines_and_report_and_archive_say_so(poll):
    body, election, codes, machine = poll
    for number in ("1", "2"):
        vote_sealed(codes[number], 2, 1)
    vote(codes["3"], 1)
    vote_sealed(codes["13"], 1, 4)
    held = {
        each.box.reference: each.held_by for each in IssuerKey.objects.filter(issuer="scrutineer")
    }
    assert sorted(held.values()) == ["platform", "scrutineer"]
    assert not list(issuer_keys._file(box_name(election.contests.get(code="nurses")), "roll")
                    .parent.glob("*nurses.scrutineer.pem"))  # fmt: skip
    counted(body, election)
    nurses = election.contests.get(code="nurses")
    given = machine.end()
    assert given == {box_name(nurses): 2}
    assert "was not entered" in str(report_page(election)["contests"][0]["told"])
    assert report_of(election)["contests"][0]["machine"] == {
        "given": None,
        "marked": 2,
        "tokens": 2,
    }
    own_issuer.enter_given(contest=nurses, by=body.scrutineer, given=2)
    found = report_of(election)["contests"][0]
    assert found["machine"]["given"] == 2 and found["faults"] == []
    assert report_of(election)["contests"][1]["machine"] == {}
    told = [" ".join(each["told"]) for each in report_page(election)["contests"]]
    assert "own machine gave 2 signatures" in told[0] and "platform kept both" in told[1]
    words = " ".join(str(each) for each in verification.verify(unpacked(archive_of(election))))
    assert "own machine gave 2 signatures; 2 names were marked" in words
    assert "Both keys lay on the platform's machine" in words, "the other contest's"


def test_a_token_signed_blind_by_the_platform_casts_no_assisted_vote_here_either(poll):
    """With the platform's signature alone the scrutineer's machine would be gone round."""
    body, election, codes, machine = poll
    device = ready(codes["1"])
    for permit in (device.signatures["roll"].value, device.signatures["scrutineer"].value):
        answer = cast_as_assisted(device, 1, permit)
        assert answer.status_code == 422 and "not issued here" in answer.content.decode()
    assert device.post("ballot", device.ballot(1, 2)).status_code == 200
    vote(codes["2"], 1)
    vote_sealed(codes["13"], 1, 4)
    counted(body, election)
    nurses = election.contests.get(code="nurses")
    own_issuer.enter_given(contest=nurses, by=body.scrutineer, given=1)
    assert report_of(election)["contests"][0]["faults"] == []
    checks = verification.verify(unpacked(archive_of(election)))
    assert [str(each) for each in checks if each.faults] == []


def test_more_signatures_than_names_marked_or_fewer_than_tokens_are_named(poll):
    body, election, codes, _ = poll
    vote_sealed(codes["1"], 2, 1)
    vote_sealed(codes["13"], 1, 4)
    counted(body, election)
    nurses = election.contests.get(code="nurses")
    for given, words in ((2, "gave 2 signatures, 1 names are marked"), (0, "1 tokens voted")):
        own_issuer.enter_given(contest=nurses, by=body.scrutineer, given=given)
        assert words in " ".join(report_of(election)["contests"][0]["faults"])
        assert words in str(verification.verify(unpacked(archive_of(election))))
    with pytest.raises(Exception, match="agree"):
        elections.move("declare", election=election, by=body.scrutineer)


def test_while_the_machine_is_away_no_name_is_marked_and_there_are_other_ways_to_vote(poll):
    _, _, codes, machine = poll
    machine.kill()
    devices = {}
    for number in ("1", "2"):
        devices[number], status, told = asked_for_token(codes[number])
        assert (status, told) == (422, {"error": issuer_relay.AWAY_BEFORE, "reason": "issuer-away"})
    assert not RollMark.objects.made().exists()
    vote(codes["1"], 1)
    machine.start()
    issuer_relay._seen.clear()  # as when some seconds went by
    devices["2"].fetch_token()
    assert devices["2"].post("ballot", devices["2"].ballot(1, 2)).status_code == 200
    assert asked_for_token(codes["1"])[2]["reason"] == "assisted"


def test_a_machine_that_goes_away_in_between_costs_nothing_and_the_same_again_gets_its_paper(poll, monkeypatch):  # fmt: skip
    _, _, codes, machine = poll
    with monkeypatch.context() as answered:
        answered.setattr(issuer_relay, "check_answers", lambda election: machine.kill())
        device, status, told = asked_for_token(codes["1"])
    assert (status, told["reason"]) == (422, "issuer-away") and "Nothing is lost" in told["error"]
    assert RollMark.objects.made().get().kind == RollMark.Kind.BLIND
    machine.start()
    device.fetch_token()
    assert device.post("ballot", device.ballot(1, 2)).status_code == 200


def test_a_machine_that_hangs_is_asked_once_in_some_seconds_and_one_that_answered_not_again(
    poll, monkeypatch
):
    _, _, codes, _ = poll
    sent, real, now = [], issuer_relay._sent, [1000.0]
    monkeypatch.setattr(issuer_relay, "monotonic", lambda: now[0])

    def hangs(*given):
        sent.append(given[2])
        raise TimeoutError

    monkeypatch.setattr(issuer_relay, "_sent", hangs)
    for number in ("1", "2", "3"):
        assert asked_for_token(codes[number])[2]["error"] == issuer_relay.AWAY_BEFORE
    assert sent == [{}], "asked for the first voter alone"
    now[0] += issuer_relay.FRESH
    monkeypatch.setattr(
        issuer_relay, "_sent", lambda *given: (sent.append(given[2]), real(*given))[1]
    )
    for number in ("1", "2", "3"):
        assert asked_for_token(codes[number])[1] == 200
    assert [bool(each) for each in sent] == [False, False, True, True, True]


@pytest.mark.parametrize("wrong", [
    {"secret": "another"}, {"address": "http://scrutineer.example.org"}, {"secret": ""}, {"address": "https://"},
])  # fmt: skip
def test_a_wrong_secret_or_an_address_without_tls_gives_no_paper_and_is_told(poll, tmp_path, wrong, caplog):  # fmt: skip
    _, election, codes, machine = poll
    machine.tell_platform(tmp_path, election.reference, **wrong)
    device, status, told = asked_for_token(codes["1"])
    assert (status, told["reason"]) == (422, "issuer-away")
    assert machine.secret not in caplog.text and "scrutineer's machine" in caplog.text
    machine.tell_platform(tmp_path, election.reference)
    issuer_relay._seen.clear()
    device.fetch_token()


def test_a_platform_that_used_a_name_before_its_voter_is_found_out_by_her(poll):
    _, election, codes, machine = poll
    nurses = election.contests.get(code="nurses")
    key = issuer_keys.public_key_of(box_name(nurses), "scrutineer")
    entry = nurses.roll.get(member_number="1")
    made_up = tokens.blind(key, tokens.new_token())
    stolen = issuing.Request(box_name(nurses), bytes.fromhex(entry.leaf), made_up.message)
    assert machine.asked(stolen)[0] == 200
    _, status, told = asked_for_token(codes["1"])
    assert (status, told["reason"]) == (422, "issuer-refused")
    assert "Tell the scrutineer at once" in told["error"]
    assert machine.end() == {box_name(nurses): 1}


def test_a_false_answer_of_the_machine_is_not_handed_on(poll, monkeypatch):
    _, _, codes, _ = poll
    monkeypatch.setattr(issuer_relay, "_posted", lambda *_: (200, b'{"signed": "AAAA"}'))
    assert asked_for_token(codes["1"])[1:] == (422, {"error": issuer_relay.AWAY, "reason": "issuer-away"})  # fmt: skip


def test_the_machine_is_asked_outside_every_transaction_and_after_the_mark(poll, monkeypatch):
    _, _, codes, _ = poll
    seen, ask, around = [], issuer_relay._posted, list(connection.atomic_blocks)

    def watched(*given):
        seen.append((list(connection.atomic_blocks) == around, RollMark.objects.made().count()))
        assert set(given[2].as_json()) == {"box", "leaf", "blinded"}
        return ask(*given)

    monkeypatch.setattr(issuer_relay, "_posted", watched)
    vote_sealed(codes["1"], 2)
    assert seen == [(True, 1)], "in no transaction but the test's own"


def test_with_both_keys_here_no_machine_is_asked(poll, monkeypatch):
    _, _, codes, machine = poll
    machine.kill()
    monkeypatch.setattr(issuer_relay, "ask", None)
    vote_sealed(codes["13"], 1, 4)


def test_a_key_is_given_in_before_the_freeze_by_the_scrutineer_for_one_contest_alone(db, tmp_path):
    body = mutual()
    election = called(body)
    nurses, others = election.contests.order_by("code")
    machine = SigningMachine(tmp_path / "keys", "EL-1/a", "EL-1/b")
    first, second = machine.public.values()
    offer = own_issuer.offer_key
    with pytest.raises(NotAllowed):
        offer(contest=nurses, by=body.secretary, public_key=first)
    for wrong in ("", "AAAA", first[:-8], "no key"):
        with pytest.raises(ElectionRefused, match="no public key"):
            offer(contest=nurses, by=body.scrutineer, public_key=wrong)
    offer(contest=nurses, by=body.scrutineer, public_key=first)
    with pytest.raises(ElectionRefused, match="another contest"):
        offer(contest=others, by=body.scrutineer, public_key=first)
    offer(contest=nurses, by=body.scrutineer, public_key=second)
    nominated(body, election)
    with_roll(body, election)
    key = IssuerKey.objects.get(box__reference=box_name(nurses), issuer="scrutineer")
    assert (key.public_key, key.held_by) == (second, "scrutineer")
    with pytest.raises(ElectionRefused, match="before the roll is frozen"):
        offer(contest=others, by=body.scrutineer, public_key=first)
    with pytest.raises(ElectionRefused, match="after the poll"):
        own_issuer.enter_given(contest=nurses, by=body.scrutineer, given=1)


def test_the_scrutineer_gives_in_key_and_number_on_pages(db, tmp_path):
    body = mutual()
    election = called(body)
    nurses = election.contests.get(code="nurses")
    machine = SigningMachine(tmp_path / "keys", box_name(nurses))
    desk = f"/run-elections/{election.reference}/"
    page = f"{desk}contests/nurses/signing-key/"
    client = signed_in(body.scrutineer)
    assert page in client.get(desk).content.decode()
    # One folder for all contests: the machine begins with the rolls of all of them.
    assert (
        f"keys FOLDER {election.reference}/nurses {election.reference}/others"
        in client.get(page).content.decode()
    )
    assert "no public key" in client.post(page, {"public_key": "x"}).content.decode()
    shown = client.post(page, {"public_key": machine.public[box_name(nurses)]}, follow=True)
    assert re.search(r">[0-9a-f]{64}<", shown.content.decode())
    assert client.get(f"{desk}signing-machine/roll.json").status_code == 404
    nominated(body, election)
    codes = with_roll(body, election)
    roll = client.get(f"{desk}signing-machine/roll.json").json()
    assert list(issuing.read_roll(roll)) == [box_name(nurses)]
    assert "Member 1" not in json.dumps(roll)
    opened(body, election)
    public = client.get(f"/elections/{election.reference}/keys/").content.decode()
    assert public.count("its secret half is kept by the scrutineer") == 1
    for number in ("13", "14"):
        vote_sealed(codes[number], 1, 4)
    vote(codes["1"], 1)
    counted(body, election)
    sign = f"{desk}steps/sign/"
    missing = "How many signatures your machine gave is not entered for: Nurses’ director"
    assert missing in client.get(sign).content.decode()
    assert client.post(f"{desk}contests/nurses/signatures/", {"given": "0"}).status_code == 302
    assert missing not in client.get(sign).content.decode()
    assert client.post(f"{desk}contests/others/signatures/", {"given": "0"}).status_code == 422
    assert "own machine gave 0 signatures" in str(report_page(election)["contests"][0]["told"])
