"""A vote sealed on the voter's own device: two signed tokens unseen, and a post that names nobody."""

from __future__ import annotations

import pytest

from mutualise.governance.actions import roll, voting
from mutualise.governance.models import (
    BallotSignature,
    BoardEntry,
    RollEntry,
    RollMark,
    SignedToken,
)
from mutualise.governance.queries.box import opened_ballots
from tests.governance.election_builders import counted, open_election, quick_keys, vote
from tests.governance.sealed_builders import Device, b64, ready, vote_sealed


@pytest.fixture(autouse=True)
def _keys(monkeypatch, settings, tmp_path):
    settings.VAR = tmp_path
    quick_keys(monkeypatch)


@pytest.fixture
def codes(db):
    return open_election()[2]


def refused(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["reason"]


def test_a_sealed_vote_is_stored_counted_and_found_again(db):
    body, election, codes = open_election()
    device = vote_sealed(codes["1"], 2, 1)
    vote(codes["13"], 1, 4)
    entry = BoardEntry.objects.get(mode="online")
    assert (entry.hour.minute, entry.hour.second, entry.hour.microsecond) == (0, 0, 0)
    early = device.post("counted", {"contest": device.given["contest"], "check": "0000 0000"})
    assert early.json() == {"ready": False, "found": []}
    counted(body, election)
    nurses = election.contests.get(code="nurses")
    assert [each.ranking for each in opened_ballots(nurses)[0]] == [(2, 1)]
    found = device.post(
        "counted", {"contest": device.given["contest"], "check": device.kept.code.lower()}
    ).json()
    assert found["found"] == [
        {"contest": device.given["contest"], "ranking": [2, 1], "nonce": b64(device.kept.nonce)}
    ]


def test_looking_at_the_paper_marks_nobody_and_asking_for_the_token_marks_the_name(codes):
    device = Device(codes["1"])
    given = device.begin()
    assert given["began"] == "" and [c["number"] for c in given["candidates"]] == [1, 2, 3]
    assert not RollMark.objects.made().exists()
    device.fetch_token()
    assert [mark.kind for mark in RollMark.objects.made()] == [RollMark.Kind.BLIND]
    assert device.begin()["began"] == "sealed"


def test_the_same_blinded_message_again_gets_the_same_signatures(codes):
    device = Device(codes["1"])
    device.begin()
    answers = [device.post("token", device.request()).json() for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert RollMark.objects.made().count() == 1


def test_another_blinded_message_is_refused_and_says_what_to_do(codes):
    ready(codes["1"])
    second = Device(codes["1"])
    second.begin()
    answer = second.post("token", second.request())
    assert refused(answer) == (422, "other-device")
    assert "tell the scrutineer" in answer.json()["error"]


def test_one_name_has_one_way_of_voting(codes):
    vote_sealed(codes["1"], 1)
    with pytest.raises(voting.VoteRefused, match="seals votes itself"):
        voting.hand_out_assisted(codes["1"])
    vote(codes["2"], 1)
    assisted = Device(codes["2"])
    assert assisted.begin()["began"] == "assisted"
    assert refused(assisted.post("token", assisted.request())) == (422, "assisted")


def test_a_name_whose_paper_vote_came_cannot_vote_sealed_and_the_other_way_round(db):
    body, election, codes = open_election()
    entries = RollEntry.objects.filter(contest__election=election)
    roll.mark_paper(entry=entries.get(member_number="3"), by=body.clerks[0])
    assert refused(Device(codes["3"]).post("begin", {"code": codes["3"]})) == (422, "paper")
    vote_sealed(codes["4"], 1)
    with pytest.raises(Exception, match="voted online"):
        roll.mark_paper(entry=entries.get(member_number="4"), by=body.clerks[0])


def test_a_replayed_post_gets_the_same_receipt_also_after_the_close(db):
    body, election, codes = open_election()
    device = ready(codes["1"])
    sent = device.ballot(1, 1, 3)
    receipts = [device.post("ballot", sent).json() for _ in range(5)]
    assert all(each == receipts[0] for each in receipts)
    vote(codes["13"], 1, 4)
    late = ready(codes["2"])
    counted(body, election)
    assert device.post("ballot", sent).json() == receipts[0]
    assert refused(late.post("ballot", late.ballot(1, 1))) == (422, "closed")
    assert refused(device.post("ballot", device.ballot(2, 1))) == (422, "closed")
    assert BoardEntry.objects.filter(mode="online").count() == 1 == BallotSignature.objects.count()


def test_voting_again_replaces_and_a_taken_turn_names_the_free_one(codes):
    device = vote_sealed(codes["1"], 1)
    other = device.post("ballot", device.ballot(1, 2))
    assert refused(other) == (422, "turn-taken") and other.json()["next"] == 2
    assert device.post("ballot", device.ballot(2, 2)).status_code == 200
    skipped = device.post("ballot", device.ballot(7, 3))
    assert skipped.json()["next"] == 3
    assert [each.counter for each in BoardEntry.objects.order_by("number")] == [1, 2]
    assert SignedToken.objects.count() == 1 and BallotSignature.objects.count() == 2


@pytest.mark.parametrize("issuer", ["roll", "scrutineer"])
def test_a_token_needs_both_signatures(codes, issuer):
    device = ready(codes["1"])
    sent = device.ballot(1, 1)
    other = "scrutineer" if issuer == "roll" else "roll"
    assert refused(device.post("ballot", sent | {issuer: sent[other]})) == (422, "not-issued")
    assert not BoardEntry.objects.exists()


def test_nobody_replaces_a_vote_without_the_secret_half_of_its_token(codes):
    """Not the platform either, which has seen the token and its signatures."""
    device = vote_sealed(codes["1"], 1)
    thief = Device(codes["1"], token=device.token, seed=b"?" * 32, given=device.given,
                   signatures=device.signatures)  # fmt: skip
    assert refused(thief.post("ballot", thief.ballot(2, 3))) == (422, "not-signed")
    assert BoardEntry.objects.count() == 1


def test_a_signature_is_good_for_its_own_box_and_turn_alone(codes):
    device = ready(codes["1"])
    first, second = device.ballot(1, 1), device.ballot(2, 2)
    wrong = second | {"counter": 1}
    assert refused(device.post("ballot", wrong)) == (422, "not-signed")
    other = device.given["contest"].replace("nurses", "others")
    assert refused(device.post("ballot", first | {"contest": other})) == (422, "not-issued")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"token": "AB"}, "token is not"),
        ({"token": None}, "token is missing"),
        ({"counter": "1"}, "counter is missing"),
        ({"counter": True}, "counter is missing"),
        ({"sealed": "?"}, "sealed is not base64"),
        ({"contest": "nowhere"}, "contest names no contest"),
        ({"contest": "a\0b/c"}, "contest names no contest"),
        ({"roll": "text"}, "roll is missing"),
        ({"scrutineer": {"prefix": "00", "value": ""}}, "prefix is not"),
    ],
)
def test_a_post_that_cannot_be_read_names_the_field(codes, change, words):
    device = ready(codes["1"])
    answer = device.post("ballot", device.ballot(1, 1) | change)
    assert answer.status_code == 400 and words in answer.json()["error"]
    assert not BoardEntry.objects.exists()


@pytest.mark.parametrize("change", [{"sealed": ""}, {"counter": 0}, {"counter": 10_000}])
def test_a_damaged_ballot_is_refused(codes, change):
    device = ready(codes["1"])
    assert refused(device.post("ballot", device.ballot(1, 1) | change)) == (422, "damaged")


def test_a_blinded_message_that_fits_no_key_marks_nobody(codes):
    device = Device(codes["1"])
    device.begin()
    for wrong in (b"short", b"\xff" * 128):
        answer = device.post("token", device.request() | {"scrutineer": b64(wrong)})
        assert refused(answer) == (422, "damaged")
    assert not RollMark.objects.made().exists()


def test_a_post_with_a_cookie_or_that_is_no_json_is_not_served(codes):
    device = Device(codes["1"])
    device.begin()
    device.client.cookies["csrftoken"] = "a"
    answer = device.post("token", device.request())
    assert answer.status_code == 400 and "no cookie" in answer.json()["error"]
    device.client.cookies.clear()
    form = device.client.post("/vote/begin.json", {"code": codes["1"]})
    assert form.status_code == 400
    assert device.client.get("/vote/begin.json").status_code == 405
    assert not RollMark.objects.made().exists()


def test_the_posts_answer_without_setting_a_cookie(codes):
    device = ready(codes["1"])
    answer = device.post("ballot", device.ballot(1, 1))
    assert not answer.cookies and not device.client.cookies
    assert "no-store" in answer.headers["Cache-Control"]


def test_without_the_scrutineers_key_only_the_assisted_way_is_offered(codes, settings):
    for file in (settings.VAR / "issuer-keys").glob("*.scrutineer.pem"):
        file.unlink()
    assert Device(codes["1"]).begin()["issuers"] is None
    assert vote(codes["1"], 1)[0].number == 1
