"""The platform's side of the scrutineer's own signing machine: one post a name, and what it answers.

Where the machine is, and the secret it asks for, stand in a file beside the keys and in no table:
`issuer-keys/EL-0001.machine.json` with `address` and `secret`. It is read for each post, so that a
machine that moved is found without a restart.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

from django.conf import settings

from mutualise.governance.actions import issuer_keys
from mutualise.governance.actions.voting import VoteRefused
from mutualise.governance.models import RollEntry
from mutualise.governance.rules.ballot_box import tokens
from mutualise.governance.rules.ballot_box.canonical import from_base64
from mutualise.governance.rules.ballot_box.issuing import MOST_BYTES, Request

log = logging.getLogger(__name__)
# A voter waits, and a thread of the server with her.
SECONDS = 5
# For how long what a machine did stands for what it would do: one that hangs then holds a thread of each worker
# now and again, and not with every voter.
FRESH = 5.0
# By election: when its machine was asked last by this process, and whether it answered.
_seen: dict[str, tuple[float, bool]] = {}
AWAY = (
    "The scrutineer’s machine, which signs your voting paper too, does not answer. Nothing is lost and nothing "
    "was sent. Try again with your code in a few minutes, in this browser on this device."
)
AWAY_BEFORE = (
    "The scrutineer’s machine, which signs your voting paper too, does not answer. Nothing is lost: your name is not "
    "marked and no paper was given. Try again with your code in a few minutes. If you cannot wait, let the server seal "
    "your vote instead, or ask the company secretary to vote on paper."
)
USED = (
    "The scrutineer’s machine has signed another voting paper for your name, which this platform did not keep. "
    "Tell the scrutineer at once: somebody may have used your name."
)


class MachineUnknown(Exception):
    """The file that says where the scrutineer's machine is is missing or wrong; the message says how."""


def machine_of(election: str) -> tuple[str, str]:
    """Address and secret of the machine of an election. Raises MachineUnknown."""
    file = Path(settings.VAR) / "issuer-keys" / f"{election}.machine.json"
    try:
        found = json.loads(file.read_text())
        address, secret = str(found["address"]), str(found["secret"])
        at = urlsplit(address)
        local = at.scheme == "http" and at.hostname in ("127.0.0.1", "localhost", "::1")
        if not at.hostname or not (at.scheme == "https" or local) or at.port == 0 or not secret:
            raise ValueError("it needs an address with https and a secret")
    except (OSError, TypeError, KeyError, ValueError) as problem:
        raise MachineUnknown(f"{file} does not say where the machine is: {problem}") from problem
    return address, secret


def ask(entry: RollEntry, box: str, blinded: bytes) -> bytes:
    """The scrutineer's blind signature for a name that is marked; outside every transaction.

    Sends the contest, the name's leaf on the roll and the blinded message, and nothing else.
    Raises VoteRefused when there is no answer, or the machine refuses.
    """
    election = entry.contest.election.reference
    leaf = RollEntry.objects.values_list("leaf", flat=True).get(pk=entry.pk)
    request = Request(box, bytes.fromhex(leaf or ""), blinded)
    try:
        status, told = _posted(*machine_of(election), request)
        _seen[election] = (monotonic(), status in (200, 409))
        if status == 200:
            signed = from_base64(json.loads(told)["signed"], "signed")
            if tokens.is_blind_signature(
                issuer_keys.public_key_of(box, "scrutineer"), blinded, signed
            ):
                return signed
            raise ValueError("its answer is not a signature under its key")
    except (OSError, HTTPException, MachineUnknown, KeyError, TypeError, ValueError) as problem:
        _seen[election] = (monotonic(), False)
        # Without the name or its leaf: a line in the log has a time.
        log.error("the scrutineer's machine gave no signature: %s", problem)
        raise VoteRefused(AWAY, "issuer-away") from problem
    log.error("the scrutineer's machine refused with %s", status)
    if status == 409:
        raise VoteRefused(USED, "issuer-refused")
    raise VoteRefused(AWAY, "issuer-away")


def check_answers(election: str) -> None:
    """Raises VoteRefused unless the machine of an election answers, or did within the last seconds.

    Asked before a name is marked, so that a voter who comes while it is away can still vote in another way.
    """
    asked, answered = _seen.get(election, (0.0, False))
    if monotonic() - asked >= FRESH or not asked:
        check_answers_now(election)
    elif not answered:
        raise VoteRefused(AWAY_BEFORE, "issuer-away")


def check_answers_now(election: str) -> None:
    """Raises VoteRefused unless the machine of an election answers now and knows the platform's secret.

    What is sent is an empty request, which the machine refuses as one; a proxy before a machine that is off
    says otherwise.
    """
    try:
        status, _ = _sent(*machine_of(election), {})
        if status != 400:
            raise ValueError(f"it answers {status}")
    except (OSError, HTTPException, MachineUnknown, ValueError) as problem:
        _seen[election] = (monotonic(), False)
        log.error("the scrutineer's machine does not answer: %s", problem)
        raise VoteRefused(AWAY_BEFORE, "issuer-away") from problem
    _seen[election] = (monotonic(), True)


def _posted(address: str, secret: str, request: Request) -> tuple[int, bytes]:
    return _sent(address, secret, request.as_json())


def _sent(address: str, secret: str, body: Mapping[str, str]) -> tuple[int, bytes]:
    """Status and body of the machine's answer. Follows no redirect, which could take the secret along."""
    at = urlsplit(address)
    made = HTTPSConnection if at.scheme == "https" else HTTPConnection
    connection = made(at.hostname or "", at.port, timeout=SECONDS)
    try:
        connection.request(
            "POST", at.path or "/", json.dumps(body),
            {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"},
        )  # fmt: skip
        answer = connection.getresponse()
        return answer.status, answer.read(MOST_BYTES)
    finally:
        connection.close()
