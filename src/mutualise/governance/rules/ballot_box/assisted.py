"""Permission for an assisted vote: a keyed hash of a token that the platform made itself.

No issuer's key can give it. Who signs blind does not see what it signs, so whatever such a key
permitted could be had by a voter for a token of her own. This key signs nothing else and nothing
unseen: there is one a contest, and only the platform ever makes or checks what it gives. It is good
for one token in one box, at each of its turns.
"""

from __future__ import annotations

import hmac
import secrets

SECRET_BYTES = 32
START = b"mutualise assisted permission v1\0"


def new_secret() -> bytes:
    """A fresh key for one contest."""
    return secrets.token_bytes(SECRET_BYTES)


def permit(secret: bytes, box: str, token: bytes) -> bytes:
    """What lets the holder of a token vote in a box ("EL-0001/nurses"): HMAC-SHA256, 32 bytes."""
    return hmac.digest(secret, START + f"{box}\0".encode() + token, "sha256")


def is_permitted(secret: bytes, box: str, token: bytes, given: bytes) -> bool:
    """Whether the permission was made here for this token and box; compared in constant time."""
    return hmac.compare_digest(permit(secret, box, token), given)
