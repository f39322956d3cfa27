"""The scrutineer's signing machine: one blinded message a name, on the disk before it is answered."""

from __future__ import annotations

import base64
import json
import socket
import sqlite3
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.serialization import load_der_public_key

from mutualise.governance.rules.ballot_box import issuing, tokens
from tests.governance.signing_machines import MUTUALISE, SigningMachine

BOX = "EL-0001/nurses"
LEAVES = [bytes([number]) * 32 for number in range(1, 13)]


@pytest.fixture
def machine(tmp_path):
    with SigningMachine(tmp_path / "keys", BOX) as made:
        made.start(issuing.roll_file("EL-0001", {BOX: LEAVES}))
        yield made


def blinded(machine, leaf=LEAVES[0], box=BOX) -> tuple[tokens.Blinded, issuing.Request]:
    key = load_der_public_key(base64.b64decode(machine.public[BOX]))
    made = tokens.blind(key, tokens.new_token())
    return made, issuing.Request(box, leaf, made.message)


def used(machine) -> int:
    base = sqlite3.connect(machine.folder / "record.sqlite3")
    try:
        (found,) = base.execute(
            "SELECT count(*) FROM name WHERE blinded_sha256 <> zeroblob(32)"
        ).fetchone()
    finally:
        base.close()
    return found


def test_the_machine_signs_unseen_what_the_voter_takes_the_blinding_off(machine):
    made, request = blinded(machine)
    status, told = machine.asked(request)
    key = load_der_public_key(base64.b64decode(machine.public[BOX]))
    signature = tokens.unblind(key, made, base64.b64decode(told["signed"]))
    assert status == 200 and tokens.verify(key, made.prepared[32:], signature)


def test_the_same_message_again_is_signed_again_and_another_is_refused(machine):
    _, first = blinded(machine)
    assert machine.asked(first) == machine.asked(first)
    assert machine.asked(blinded(machine)[1])[0] == 409
    assert machine.asked(blinded(machine, LEAVES[1])[1])[0] == 200


def test_killed_after_the_record_and_before_the_answer_it_signs_the_same_and_nothing_else(machine):
    _, request = blinded(machine)
    body = json.dumps(request.as_json()).encode()
    head = f"POST / HTTP/1.1\r\nAuthorization: Bearer {machine.secret}\r\nContent-Length: {len(body)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", machine.port)) as line:
        line.sendall(head.encode() + body)
        limit = time.monotonic() + 30
        while not used(machine):
            assert time.monotonic() < limit
        machine.kill()
    machine.start()
    assert machine.asked(blinded(machine)[1])[0] == 409, "what was recorded is still there"
    first = machine.asked(request)
    assert first[0] == 200 and first == machine.asked(request) and used(machine) == 1


def test_of_two_messages_for_a_name_at_the_same_moment_exactly_one_is_signed(machine):
    for leaf in LEAVES[:6]:
        requests = [blinded(machine, leaf)[1] for _ in range(8)]
        with ThreadPoolExecutor(8) as pool:
            statuses = sorted(status for status, _ in pool.map(machine.asked, requests))
        assert statuses == [200] + [409] * 7


def test_without_the_secret_nothing_is_signed_or_recorded(machine):
    for wrong in ("", "0" * 64, machine.secret[:-1]):
        assert machine.asked(blinded(machine)[1], wrong)[0] == 401
    assert used(machine) == 0


def test_a_name_or_a_contest_that_is_not_on_the_roll_is_refused(machine):
    assert machine.asked(blinded(machine, bytes(32))[1])[0] == 404
    assert machine.asked(blinded(machine, box="EL-0001/others")[1])[0] == 404


def test_a_message_that_fits_no_key_does_not_use_up_the_name(machine):
    assert machine.asked(issuing.Request(BOX, LEAVES[0], b"short"))[0] == 400
    assert machine.asked(blinded(machine)[1])[0] == 200


def test_after_the_end_nothing_is_signed_and_the_number_is_told(machine):
    _, request = blinded(machine)
    machine.asked(request)
    assert machine.end() == {BOX: 1} == machine.end()
    assert machine.asked(request)[0] == 410 == machine.asked(blinded(machine, LEAVES[1])[1])[0]
    machine.kill()
    machine.start()
    assert machine.asked(request)[0] == 410, "an end is an end after a start too"


def test_the_record_refuses_to_be_changed_and_has_no_order_of_voters(machine, tmp_path):
    for leaf in reversed(LEAVES):
        machine.asked(blinded(machine, leaf)[1])
    base = sqlite3.connect(machine.folder / "record.sqlite3")
    for statement in (
        "UPDATE name SET blinded_sha256 = zeroblob(32)", "DELETE FROM name",
        "UPDATE name SET leaf = zeroblob(32)",
    ):  # fmt: skip
        with pytest.raises(sqlite3.IntegrityError):
            base.execute(statement)
    base.rollback()
    rows = base.execute("SELECT leaf FROM name ORDER BY rowid").fetchall()
    base.close()
    assert [bytes(leaf) for (leaf,) in rows] == LEAVES, "the order of the roll, not of the posts"
    assert {each.name for each in machine.folder.glob("record*")} <= {
        "record.sqlite3", "record.sqlite3-journal",
    }  # fmt: skip


def test_another_roll_than_the_first_or_a_damaged_one_is_refused(machine):
    machine.kill()
    for roll in (
        issuing.roll_file("EL-0001", {BOX: LEAVES[1:]}),
        issuing.roll_file("EL-0001", {BOX: LEAVES}) | {"contests": {BOX: {"sha256": "0" * 64, "leaves": []}}},
        {"format": "something"},
    ):  # fmt: skip
        machine.roll.write_text(json.dumps(roll))
        done = subprocess.run(
            [MUTUALISE, "issuer", "answer", machine.folder, machine.roll, "--port", str(machine.port)],
            capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        assert done.returncode == 2 and "cannot start" in done.stderr
