"""A token made in the voter's browser is a public key: whoever holds its secret half alone can vote.

The token is an Ed25519 public key (32 bytes), the ballot is signed with the other half. So neither
somebody who reads the box while the poll is open, nor the platform, can put a later ballot under a
token and replace its voter's vote. The browser signs with tweetnacl, the platform and everybody who
verifies an archive check with libsodium.
"""

from __future__ import annotations

from nacl.exceptions import CryptoError
from nacl.signing import SigningKey, VerifyKey

SIGNATURE_BYTES = 64
START = b"mutualise sealed ballot v1\0"


def new_pair() -> tuple[bytes, bytes]:
    """A token and its secret seed, 32 bytes each. In use they are made on the voter's device."""
    key = SigningKey.generate()
    return bytes(key.verify_key), bytes(key)


def ballot_message(box: str, counter: int, sealed: bytes) -> bytes:
    """What is signed: the box by name ("EL-0001/nurses"), the turn, and the sealed ballot."""
    return START + f"{box}\0{counter}\0".encode() + sealed


def sign(seed: bytes, message: bytes) -> bytes:
    """The 64 bytes of the signature, as the voter's device makes them."""
    return bytes(SigningKey(seed).sign(message).signature)


def is_signed(token: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the holder of the token's secret half signed the message."""
    try:
        VerifyKey(token).verify(message, signature)
    except (CryptoError, ValueError, TypeError):
        return False
    return True
