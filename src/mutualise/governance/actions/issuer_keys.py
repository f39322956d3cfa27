"""The keys that sign permission to vote: two a contest, in files and in no table.

The roll's key and the scrutineer's. Both lie under MUTUALISE_VAR, readable by the service alone;
where several machines serve one site they share that folder. Whoever steals the database cannot
make a token from it. Whoever runs the machine can: the second key guards against that only once it
is kept on a machine of the scrutineer's own, which is not built (decision 0036).
"""

from __future__ import annotations

import os
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from django.conf import settings

from mutualise.governance.rules.ballot_box import tokens
from mutualise.governance.rules.ballot_box.tokens import Signature


class IssuerKeyMissing(Exception):
    """The key file of a contest is not there, so that nobody can be given a voting paper."""


Issuer = Literal["roll", "scrutineer"]
ISSUERS: tuple[Issuer, ...] = get_args(Issuer)
# Who keeps both keys, as the archive says it.
HELD_BY = "platform"


def _file(box: str, issuer: Issuer) -> Path:
    more = "" if issuer == "roll" else f".{issuer}"
    return Path(settings.VAR) / "issuer-keys" / f"{box.replace('/', '.')}{more}.pem"


def make(box: str) -> None:
    """Fresh keys for a contest; one that is there already stays."""
    for issuer in ISSUERS:
        path = _file(box, issuer)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _write(path)


def _write(path: Path) -> None:
    made = tokens.new_issuer_key().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    new = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(made)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def _read(path: Path) -> RSAPrivateKey:
    if not path.exists():
        raise IssuerKeyMissing(
            f"The issuing key {path.name} is missing. Restore it from its backup."
        )
    # Whether its numbers are primes takes seconds to check, at every start of a worker. A damaged
    # key signs nothing: each signature is checked before it leaves (`tokens.sign`, OpenSSL's own).
    found = serialization.load_pem_private_key(
        path.read_bytes(), password=None, unsafe_skip_rsa_key_validation=True
    )
    if not isinstance(found, RSAPrivateKey):
        raise IssuerKeyMissing(f"{path.name} is not an issuing key.")
    return found


def key_of(box: str, issuer: Issuer = "roll") -> RSAPrivateKey:
    """An issuer's key of a contest. Raises IssuerKeyMissing."""
    return _kept(str(settings.VAR), box, issuer)


@lru_cache(maxsize=64)
def _kept(_: str, box: str, issuer: Issuer) -> RSAPrivateKey:
    return _read(_file(box, issuer))


@lru_cache(maxsize=64)
def _public(private: RSAPrivateKey) -> RSAPublicKey:
    return private.public_key()


def are_there(box: str) -> bool:
    """Whether both issuers have a key: without them votes are taken in the assisted way alone."""
    return all(_file(box, issuer).exists() for issuer in ISSUERS)


def public_of(box: str, issuer: Issuer) -> bytes:
    """The public key, as SubjectPublicKeyInfo in DER. Raises IssuerKeyMissing."""
    return key_of(box, issuer).public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )  # fmt: skip


def sign_seen(box: str, token: bytes) -> Signature:
    """Sign a token that the platform knows, for an assisted vote: as the blind way would, at once."""
    prefix = secrets.token_bytes(tokens.PREFIX_BYTES)
    pss = padding.PSS(mgf=padding.MGF1(hashes.SHA384()), salt_length=tokens.SALT_BYTES)
    return Signature(prefix, key_of(box).sign(prefix + token, pss, hashes.SHA384()))


def signed_here(box: str, token: bytes, signature: Signature, issuer: Issuer = "roll") -> bool:
    """Whether the token was signed by an issuer's key of the contest."""
    return tokens.verify(_public(key_of(box, issuer)), token, signature)
