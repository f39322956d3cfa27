"""A voter's device in Python: it does what sealed_vote.js does in a browser, post by post."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key
from django.test import Client

from mutualise.governance.rules.ballot_box import seals, token_keys, tokens


def b64(content: bytes) -> str:
    return base64.b64encode(content).decode()


@dataclass
class Device:
    """One browser: what it keeps between the posts."""

    code: str
    client: Client = field(default_factory=Client)
    token: bytes = b""
    seed: bytes = b""
    given: dict[str, Any] = field(default_factory=dict)
    blinded: dict[str, tokens.Blinded] = field(default_factory=dict)
    signatures: dict[str, tokens.Signature] = field(default_factory=dict)
    kept: seals.Ballot | None = None

    def post(self, name: str, body: Any, **more: Any) -> Any:
        return self.client.post(
            f"/vote/{name}.json", json.dumps(body), content_type="application/json", **more
        )

    def begin(self) -> dict[str, Any]:
        self.given = self.post("begin", {"code": self.code}).json()
        return self.given

    def _key(self, issuer: str) -> RSAPublicKey:
        key = load_der_public_key(base64.b64decode(self.given["issuers"][issuer]))
        assert isinstance(key, RSAPublicKey)
        return key

    def request(self) -> dict[str, str]:
        """The body that asks for a token: drawn once, the same each time."""
        if not self.token:
            self.token, self.seed = token_keys.new_pair()
            self.blinded = {
                issuer: tokens.blind(self._key(issuer), self.token)
                for issuer in self.given["issuers"]
            }
        return {"code": self.code} | {
            issuer: b64(each.message) for issuer, each in self.blinded.items()
        }

    def fetch_token(self) -> None:
        answer = self.post("token", self.request()).json()
        self.signatures = {
            issuer: tokens.unblind(self._key(issuer), each, base64.b64decode(answer[issuer]))
            for issuer, each in self.blinded.items()
        }

    def ballot(self, counter: int, *ranking: int) -> dict[str, Any]:
        """The body of a vote, ready to be sent as often as it takes."""
        election, contest = self.given["election"], self.given["code"]
        self.kept = seals.new_ballot(election, contest, ranking)
        sealed = seals.seal(
            seals.plain_text(self.kept), [bytes.fromhex(key) for key in self.given["trustees"]],
            tokens.token_hash(self.token),
        )  # fmt: skip
        message = token_keys.ballot_message(self.given["contest"], counter, sealed)
        return {
            "contest": self.given["contest"], "token": self.token.hex(), "counter": counter,
            "sealed": b64(sealed), "signature": b64(token_keys.sign(self.seed, message)),
        } | {
            issuer: {"prefix": each.prefix.hex(), "value": b64(each.value)}
            for issuer, each in self.signatures.items()
        }  # fmt: skip


def ready(code: str) -> Device:
    """A device that holds a signed token."""
    device = Device(code)
    device.begin()
    device.fetch_token()
    return device


def vote_sealed(code: str, *ranking: int) -> Device:
    """A vote sealed on a device of its own, cast once."""
    device = ready(code)
    answer = device.post("ballot", device.ballot(1, *ranking))
    assert answer.status_code == 200, answer.content
    return device


def cast_as_assisted(device: Device, counter: int, permit: bytes) -> Any:
    """What a voter posts who takes the token of her own device for a paper of the assisted way."""
    sent = device.ballot(counter, 1, 3)
    roll = device.signatures["roll"]
    # `prefix` and `signature` are what permitted an assisted vote once (decision 0095).
    return Client().post("/vote/", {
        "step": "cast", "contest": device.given["contest"], "token": b64(device.token), "permit": b64(permit),
        "prefix": b64(roll.prefix), "signature": b64(roll.value), "counter": str(counter),
        "sealed": sent["sealed"], "check": device.kept.code if device.kept else "",
    })  # fmt: skip
