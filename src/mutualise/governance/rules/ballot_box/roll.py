"""The frozen roll as one hash that members can check and that tells outsiders no name.

Each name has a random salt and becomes one leaf; the roll's hash is over the sorted leaves, which
are published. A member who is shown her salt finds her own leaf; nobody can find hers by guessing
names, because the salt has 128 bits.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from mutualise.governance.rules.ballot_box.canonical import digest

SALT_BYTES = 16


def new_salt() -> bytes:
    """A salt for one name, drawn when the roll is frozen; shown to that member alone."""
    return secrets.token_bytes(SALT_BYTES)


def leaf(salt: bytes, contest: str, member_number: str, name: str) -> bytes:
    """32 bytes that stand for one name on the roll of a contest."""
    return digest(b"mutualise roll v1\0", salt, f"{contest}\0{member_number}\0{name}".encode())


def roll_hash(leaves: Iterable[bytes]) -> bytes:
    """SHA-256 over the leaves in sorted order: independent of how the roll was listed."""
    return digest(*sorted(leaves))
