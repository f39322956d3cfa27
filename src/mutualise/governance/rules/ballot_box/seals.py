"""A ballot as fixed-length text, sealed in three layers to the trustees.

Format (version 1), simple enough for the browser module `seal.js`, which writes the same bytes:

- **Plain text**: JSON of `election`, `contest`, `code` (check code), `nonce` (16 random bytes in
  base64) and `ranking` (candidate numbers, first choice first; empty is a blank vote), filled up
  with spaces to PLAIN_BYTES, so that no length tells one ballot from another.
- **Layers**: libsodium sealed boxes (X25519, XSalsa20-Poly1305). Plain text to trustee 3; that to
  trustee 2; then the 32 bytes of the token's SHA-256 and that to trustee 1. The hash inside the
  outermost layer ties the ciphertext to its token: nobody can post it again under another.

The nonce makes the published SHA-256 of an opened ballot say nothing to anyone who does not hold
the ballot; a check code of 40 bits alone could be found by trial.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from nacl.bindings import (
    crypto_box_beforenm,
    crypto_box_open_afternm,
    crypto_box_seal,
    crypto_box_seal_open,
    crypto_generichash_blake2b_salt_personal,
    crypto_scalarmult_base,
)
from nacl.exceptions import CryptoError

from mutualise.governance.rules.ballot_box.canonical import base64_text, digest, from_base64
from mutualise.governance.rules.ballot_box.codes import new_code, normal_code

TRUSTEES = 3
KEY_BYTES = 32
NONCE_BYTES = 16
PLAIN_BYTES = 320
OVERHEAD = 48
LONGEST_NAME = 40
MOST_RANKED = 40
# Length of a ciphertext as trustee 1, 2, 3 receives it.
SEALED_BYTES = {3: PLAIN_BYTES + OVERHEAD, 2: PLAIN_BYTES + 2 * OVERHEAD}
SEALED_BYTES[1] = SEALED_BYTES[2] + 32 + OVERHEAD


class NotABallot(ValueError):
    """The content is not a ballot of this format; the message says what is wrong."""


class NotOpened(ValueError):
    """A sealed layer does not open with this key, or holds something of the wrong length."""


@dataclass(frozen=True)
class Ballot:
    """What a voter decided. `ranking` holds candidate numbers, first choice first."""

    election: str
    contest: str
    code: str
    nonce: bytes
    ranking: tuple[int, ...]


def new_ballot(election: str, contest: str, ranking: Sequence[int]) -> Ballot:
    """A ballot with a fresh check code and nonce, for a vote that the server seals.

    Raises NotABallot when a name or the ranking does not fit the format.
    """
    ballot = Ballot(election, contest, new_code(), secrets.token_bytes(NONCE_BYTES), tuple(ranking))
    plain_text(ballot)
    return ballot


def plain_text(ballot: Ballot) -> bytes:
    """The ballot as PLAIN_BYTES bytes. Raises NotABallot."""
    _check(ballot)
    content = {
        "code": ballot.code,
        "contest": ballot.contest,
        "election": ballot.election,
        "nonce": base64_text(ballot.nonce),
        "ranking": list(ballot.ranking),
    }
    return json.dumps(content, separators=(",", ":")).encode("ascii").ljust(PLAIN_BYTES)


def _check(ballot: Ballot) -> None:
    for name, text in (("election", ballot.election), ("contest", ballot.contest)):
        plain = text.isascii() and text.isprintable() and not set('"\\') & set(text)
        if not plain or not 0 < len(text) <= LONGEST_NAME:
            raise NotABallot(
                f"The {name} is not 1 to {LONGEST_NAME} plain ASCII characters: {text!r}."
            )
    if normal_code(ballot.code) != ballot.code:
        raise NotABallot("The check code is not 8 characters of its alphabet.")
    if len(ballot.nonce) != NONCE_BYTES:
        raise NotABallot(f"The nonce is not {NONCE_BYTES} bytes.")
    ranked = ballot.ranking
    if len(ranked) > MOST_RANKED or not all(type(n) is int and 1 <= n <= 99 for n in ranked):
        raise NotABallot(f"The ranking is not up to {MOST_RANKED} numbers from 1 to 99.")
    if len(set(ranked)) != len(ranked):
        raise NotABallot("The ranking names a candidate twice.")


def read_ballot(plain: bytes) -> Ballot:
    """The ballot in an opened plain text. Raises NotABallot unless it is exactly as written here.

    One vote has one text: any other spelling of the same content is refused, because it could
    carry a mark that identifies a voter or a seller of votes.
    """
    try:
        content = json.loads(plain.decode("ascii"))
        ballot = Ballot(
            content["election"], content["contest"], content["code"],
            from_base64(content["nonce"], "nonce"), tuple(content["ranking"]),
        )  # fmt: skip
        exact = plain_text(ballot) == plain
    except NotABallot:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise NotABallot("The opened text is not a ballot.") from problem
    if not exact:
        raise NotABallot("The opened text is not written as ballots are.")
    return ballot


def new_keys() -> tuple[bytes, bytes]:
    """A trustee's (public, secret) keys, 32 bytes each. Made off the platform, by the trustee."""
    secret = secrets.token_bytes(KEY_BYTES)
    return public_key(secret), secret


def public_key(secret: bytes) -> bytes:
    return bytes(crypto_scalarmult_base(secret))


def seal(plain: bytes, trustee_public_keys: Sequence[bytes], token_hash: bytes) -> bytes:
    """Seal a plain text for trustees 1, 2 and 3 (keys in that order), tied to a token's hash.

    Returns SEALED_BYTES[1] bytes. Raises NotABallot when a length is wrong.
    """
    if len(plain) != PLAIN_BYTES or len(token_hash) != 32:
        raise NotABallot(f"A plain text has {PLAIN_BYTES} bytes and a token hash 32.")
    first, second, third = trustee_public_keys
    inner = crypto_box_seal(crypto_box_seal(plain, third), second)
    return bytes(crypto_box_seal(token_hash + inner, first))


def open_layer(trustee: int, sealed: bytes, secret: bytes, public: bytes | None = None) -> bytes:
    """What trustee 1, 2 or 3 finds inside one ciphertext (for 1: token hash, then ciphertext).

    `public` saves working the public key out again for every one of many. Raises NotOpened.
    """
    _check_length(trustee, sealed)
    try:
        return bytes(crypto_box_seal_open(sealed, public or public_key(secret), secret))
    except CryptoError as problem:
        raise NotOpened(f"Layer {trustee} does not open with this key.") from problem


def unbind(opened: bytes, token_hash: bytes) -> bytes:
    """The ciphertext for trustee 2, once the hash before it is the token's. Raises NotOpened."""
    if opened[:32] != token_hash:
        raise NotOpened("The ciphertext was sealed for another token.")
    return opened[32:]


def opening_key(sealed: bytes, secret: bytes) -> bytes:
    """The key of this one ciphertext (32 bytes): shows one entry without giving away the rest.

    A trustee publishes it when a voter's check fails; `open_with_key` lets anyone see what the
    trustee should have put on the list.
    """
    return bytes(crypto_box_beforenm(sealed[:KEY_BYTES], secret))


def open_with_key(trustee: int, sealed: bytes, public: bytes, key: bytes) -> bytes:
    """As `open_layer`, by the key of this one ciphertext. Raises NotOpened.

    A sealed box is the sender's one-time public key, then a box whose nonce is the BLAKE2b of
    that key and the receiver's (libsodium documentation, "Sealed boxes").
    """
    _check_length(trustee, sealed)
    once, box = sealed[:KEY_BYTES], sealed[KEY_BYTES:]
    nonce = crypto_generichash_blake2b_salt_personal(once + public, digest_size=24)
    try:
        return bytes(crypto_box_open_afternm(box, nonce, key))
    except (CryptoError, ValueError) as problem:
        raise NotOpened(f"Layer {trustee} does not open with this key.") from problem


def _check_length(trustee: int, sealed: bytes) -> None:
    if len(sealed) != SEALED_BYTES[trustee]:
        raise NotOpened(f"Trustee {trustee} receives {SEALED_BYTES[trustee]} bytes a ballot.")


def opened_hash(plain: bytes) -> bytes:
    """SHA-256 of an opened ballot: the line of the published list that its voter can recompute."""
    return digest(plain)
