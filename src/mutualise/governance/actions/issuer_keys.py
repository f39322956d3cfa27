"""The platform's key that signs permission to vote: one a contest, in a file and in no table.

Whoever steals the database cannot make a token from it. The file lies under MUTUALISE_VAR, readable
by the service alone; where several machines serve one site they share that folder.
"""

from __future__ import annotations

import os
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from django.conf import settings

from mutualise.governance.rules.ballot_box import tokens
from mutualise.governance.rules.ballot_box.tokens import Signature


class IssuerKeyMissing(Exception):
    """The key file of a contest is not there, so that nobody can be given a voting paper."""


def _file(box: str) -> Path:
    folder = Path(settings.VAR) / "issuer-keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{box.replace('/', '.')}.pem"


def make(box: str) -> None:
    """A fresh key for a contest; one that is there already stays."""
    path = _file(box)
    if path.exists():
        return
    made = tokens.new_issuer_key().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    new = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(made)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


@lru_cache(maxsize=64)
def _read(path: Path) -> RSAPrivateKey:
    if not path.exists():
        raise IssuerKeyMissing(
            f"The issuing key {path.name} is missing. Restore it from its backup."
        )
    found = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(found, RSAPrivateKey):
        raise IssuerKeyMissing(f"{path.name} is not an issuing key.")
    return found


def key_of(box: str) -> RSAPrivateKey:
    """The key of a contest. Raises IssuerKeyMissing."""
    return _read(_file(box))


def sign_seen(box: str, token: bytes) -> Signature:
    """Sign a token that the platform knows, for an assisted vote: as the blind way would, at once."""
    prefix = secrets.token_bytes(tokens.PREFIX_BYTES)
    pss = padding.PSS(mgf=padding.MGF1(hashes.SHA384()), salt_length=tokens.SALT_BYTES)
    return Signature(prefix, key_of(box).sign(prefix + token, pss, hashes.SHA384()))


def signed_here(box: str, token: bytes, signature: Signature) -> bool:
    """Whether the token was signed by the contest's key."""
    return tokens.verify(key_of(box).public_key(), token, signature)
