"""Voters of one poll, as a process of their own: `python -m tests.faults.voters PLAN OUT`.

PLAN names the port, the poll and some of the codes. Every voter does what a browser does, in order,
and posts again whatever was not answered, the very same bytes. OUT gets what each was told.
"""

from __future__ import annotations

import base64
import json
import os
import random
import re
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from mutualise.governance.rules.ballot_box import seals, token_keys, tokens
from tests.faults.browsers import Browser, Line, Reply, form_of

RECEIPT = re.compile(r"entry (\d+) of the board.*?([0-9a-f]{64})", re.DOTALL)


class NotServed(AssertionError):
    """A voter was told something else than the next page."""


def _good(reply: Reply) -> Reply:
    if reply.status != 200:
        raise NotServed(f"{reply.status}: {reply.text[:2000]}")
    return reply


@dataclass
class Stored:
    """Whether a ballot lay in the box after a post that had no answer, before it was repeated."""

    token: bytes
    seen: bool = False

    def look(self) -> None:
        import django

        django.setup()
        from mutualise.governance.models import BoardEntry

        of_token = BoardEntry.objects.filter(token_hash=sha256(self.token).hexdigest())
        self.seen = self.seen or of_token.exists()


def assisted(line: Line, code: str, ranking: list[int], plan: dict[str, Any]) -> dict[str, Any]:
    """Code, paper, confirmation, receipt: four requests."""
    browser = Browser(line)
    replies = [_good(browser.get("/vote/"))]
    given = form_of(replies[-1].text, "code")
    replies.append(_good(browser.post("/vote/", [*given, ("code", code)])))
    given = form_of(replies[-1].text, "paper")
    place = {number: str(at) for at, number in enumerate(ranking, start=1)}
    choices = [(f"choice-{n}", place.get(n, "")) for n in range(1, plan["candidates"] + 1)]
    replies.append(_good(browser.post("/vote/", [*given, *choices, ("go", "on")])))
    given = form_of(replies[-1].text, "cast")
    sent = dict(given)
    stored = Stored(base64.b64decode(sent["token"]))
    browser.when_unanswered = stored.look
    replies.append(_good(browser.post("/vote/", given)))
    number, head = RECEIPT.findall(replies[-1].text)[0]
    return {
        "token": sent["token"], "sealed": sent["sealed"], "check": sent["check"],
        "committed_unanswered": stored.seen,
        "number": int(number), "head": head, "replies": replies,
    }  # fmt: skip


@dataclass
class Device:
    """What a voter's browser has made before it posts anything; it is made before the clock runs,
    because in use every voter has a device and here all of them share the server's processors."""

    token: bytes
    blinded: dict[str, tokens.Blinded]
    ballot: seals.Ballot
    sealed: bytes
    signature: bytes


def device(plan: dict[str, Any], ranking: list[int]) -> Device:
    token, seed = token_keys.new_pair()
    blinded = {issuer: tokens.blind(issuer_key(text), token) for issuer, text in plan["issuers"].items()}  # fmt: skip
    ballot = seals.new_ballot(*plan["box"].split("/"), ranking)
    trustees = [bytes.fromhex(key) for key in plan["trustees"]]
    sealed = seals.seal(seals.plain_text(ballot), trustees, tokens.token_hash(token))
    message = token_keys.ballot_message(plan["box"], 1, sealed)
    return Device(token, blinded, ballot, sealed, token_keys.sign(seed, message))


@cache
def issuer_key(text: str) -> RSAPublicKey:
    key = load_der_public_key(base64.b64decode(text))
    assert isinstance(key, RSAPublicKey)
    return key


def b64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def sealed(line: Line, code: str, made: Device, plan: dict[str, Any]) -> dict[str, Any]:
    """The page, what the code is for, two blind signatures, the sealed ballot: four requests."""
    browser = Browser(line)

    def post(name: str, body: dict[str, Any]) -> dict[str, Any]:
        replies.append(_good(browser.post_json(f"/vote/{name}.json", json.dumps(body).encode())))
        found: dict[str, Any] = json.loads(replies[-1].text)
        return found

    replies = [_good(browser.get("/vote/"))]
    # The browser's script sends its posts without cookies.
    browser.cookies.clear()
    begun = post("begin", {"code": code})
    assert begun["issuers"] == plan["issuers"] and begun["trustees"] == plan["trustees"]
    asked = {issuer: b64(each.message) for issuer, each in made.blinded.items()}
    answer = post("token", {"code": code} | asked)
    signatures = {
        issuer: tokens.unblind(issuer_key(plan["issuers"][issuer]), each, base64.b64decode(answer[issuer]))
        for issuer, each in made.blinded.items()
    }  # fmt: skip
    stored = Stored(made.token)
    browser.when_unanswered = stored.look
    receipt = post("ballot", {
        "contest": plan["box"], "token": made.token.hex(), "counter": 1,
        "sealed": b64(made.sealed), "signature": b64(made.signature),
    } | {i: {"prefix": s.prefix.hex(), "value": b64(s.value)} for i, s in signatures.items()})  # fmt: skip
    return {
        "token": b64(made.token), "sealed": b64(made.sealed), "check": made.ballot.code,
        "number": receipt["number"], "head": receipt["head"], "replies": replies,
        "committed_unanswered": stored.seen,
    }  # fmt: skip


def told(found: dict[str, Any], code: str, ranking: list[int]) -> dict[str, Any]:
    """What a voter keeps, and how long each answer took."""
    replies: list[Reply] = found.pop("replies")
    return found | {
        "code": code, "ranking": ranking,
        "seconds": [round(each.seconds, 5) for each in replies],
        "unanswered": [each.unanswered for each in replies],
        "failed": sum(each.failed for each in replies),
    }  # fmt: skip


def vote_all(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """Let every voter of the plan vote, `plan["at_once"]` at a time, each on a connection of its own.

    Prints "ready" once the devices are made, begins when its input is closed, and prints the
    seconds of processor time it spent from then on.
    """
    chance = random.Random(plan["seed"])
    numbers, at_once = range(1, plan["candidates"] + 1), plan["at_once"]
    voters: list[tuple[str, list[int], Any]] = []
    for code in plan["codes"]:
        ranking = chance.sample(numbers, chance.randint(1, plan["candidates"]))
        voters.append(
            (code, ranking, device(plan, ranking) if plan["way"] == "sealed" else ranking)
        )
    way: Callable[..., dict[str, Any]] = {"sealed": sealed, "assisted": assisted}[plan["way"]]
    progress = os.open(plan["progress"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    # The poll begins when every process of voters is ready: the other end closes our input.
    print("ready", flush=True)
    sys.stdin.read()
    before = time.process_time()

    def some(part: int) -> list[dict[str, Any]]:
        done = []
        for code, ranking, own in voters[part::at_once]:
            # Every voter's browser opens a connection of its own.
            line = Line(plan["port"])
            done.append(told(way(line, code, own, plan), code, ranking))
            line.hang_up()
            os.write(progress, b".")
        return done

    with ThreadPoolExecutor(at_once) as pool:
        done = [each for found in pool.map(some, range(at_once)) for each in found]
    print(time.process_time() - before, flush=True)
    return done


if __name__ == "__main__":
    given = json.loads(Path(sys.argv[1]).read_text())
    Path(sys.argv[2]).write_text(json.dumps(vote_all(given)))
