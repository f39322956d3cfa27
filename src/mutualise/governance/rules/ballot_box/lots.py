"""Lots that anyone can repeat and nobody could steer.

`seed = SHA-256(election || contest || closing board head || secret)`. The scrutineer commits to
the secret at opening by publishing its hash; the head is settled by the last ballot. The
scrutineer alone cannot choose the head, the last voters cannot know the secret. Candidates stand
in the order of `SHA-256(seed in hexadecimal || candidate)`, which is the order
`mutualise.governance.rules.counting` takes from the same seed.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from hmac import compare_digest

from mutualise.governance.rules.ballot_box.canonical import digest

SECRET_BYTES = 32


def new_secret() -> bytes:
    """32 random bytes, made by the scrutineer and kept until close."""
    return secrets.token_bytes(SECRET_BYTES)


def commitment(secret: bytes) -> bytes:
    """What the notice publishes at opening: SHA-256 of the secret under a name of its own.

    Raises ValueError when the secret is not 32 bytes: a short one could be guessed.
    """
    if len(secret) != SECRET_BYTES:
        raise ValueError(f"The secret for lots is not {SECRET_BYTES} bytes.")
    return digest(b"mutualise lot secret v1\0", secret)


def keeps_commitment(secret: bytes, committed: bytes) -> bool:
    """Whether the secret shown at close is the one committed at opening."""
    return len(secret) == SECRET_BYTES and compare_digest(commitment(secret), committed)


def seed(election: str, contest: str, closing_head: bytes, secret: bytes) -> bytes:
    """32 bytes. Names end with a zero byte, so that no two elections run together."""
    return digest(f"{election}\0{contest}\0".encode(), closing_head, secret)


def order(lot_seed: bytes, candidates: Iterable[str]) -> list[str]:
    """The candidates' ids in the order of the lot. Of those who tie, it falls on the first.

    That candidate's surplus is transferred first, or is the one excluded, or is elected: as the
    rule that calls for the lot says ("the candidate on whom the lot falls").
    """
    start = lot_seed.hex().encode()
    return sorted(candidates, key=lambda candidate: digest(start, candidate.encode()))
