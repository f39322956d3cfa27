"""The keys that sign permission to vote: two a contest, in files and in no table; and one for assisted votes.

The roll's key and the scrutineer's sign tokens they cannot see. Neither permits an assisted vote: the
third, which signs nothing unseen, does (decision 0095). All lie under MUTUALISE_VAR, readable by the service alone;
where several machines serve one site they share that folder. Whoever steals the database cannot
make a token from it. Whoever runs the machine can (decision 0036), unless the scrutineer gave in the
public half of a key of their own before the freeze: then only that half lies here (decision 0086).
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from django.conf import settings

from mutualise.governance.rules.ballot_box import assisted, tokens
from mutualise.governance.rules.ballot_box.tokens import Signature


class IssuerKeyMissing(Exception):
    """The key file of a contest is not there, so that nobody can be given a voting paper."""


Issuer = Literal["roll", "scrutineer"]
ISSUERS: tuple[Issuer, ...] = get_args(Issuer)


def _file(box: str, issuer: Issuer) -> Path:
    more = "" if issuer == "roll" else f".{issuer}"
    return Path(settings.VAR) / "issuer-keys" / f"{box.replace('/', '.')}{more}.pem"


def _own_file(box: str) -> Path:
    """The public half of a scrutineer's key that is kept elsewhere."""
    return _file(box, "scrutineer").with_suffix(".public.pem")


def make(box: str, scrutineers: RSAPublicKey | None = None) -> None:
    """Fresh keys for a contest; one that is there already stays. Where the scrutineer has a key of
    their own its public half is kept, and no secret one is made."""
    _file(box, "roll").parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for issuer in ISSUERS:
        path = _file(box, issuer)
        if issuer == "scrutineer" and scrutineers is not None:
            _write(_own_file(box), scrutineers.public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            ))  # fmt: skip
        elif not path.exists():
            _write(path, tokens.private_pem(tokens.new_issuer_key()))
    assisted_secret(box)


def _write(path: Path, made: bytes) -> None:
    _draft(path, made).replace(path)


def _draft(path: Path, made: bytes) -> Path:
    new = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(made)
        file.flush()
        os.fsync(file.fileno())
    return new


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


def elsewhere(box: str, issuer: Issuer) -> bool:
    """Whether the issuer's secret half is kept on the scrutineer's own machine; of a frozen roll."""
    return issuer == "scrutineer" and _elsewhere(str(settings.VAR), box)


@lru_cache(maxsize=64)
def _elsewhere(_: str, box: str) -> bool:
    return _own_file(box).exists()


def public_key_of(box: str, issuer: Issuer) -> RSAPublicKey:
    """An issuer's public key, wherever its secret half is. Raises IssuerKeyMissing."""
    return _public(str(settings.VAR), box, issuer)


@lru_cache(maxsize=64)
def _public(var: str, box: str, issuer: Issuer) -> RSAPublicKey:
    if not elsewhere(box, issuer):
        return _kept(var, box, issuer).public_key()
    found = serialization.load_pem_public_key(_own_file(box).read_bytes())
    if not isinstance(found, RSAPublicKey):
        raise IssuerKeyMissing(f"{_own_file(box).name} is not an issuing key.")
    return found


def are_there(box: str) -> bool:
    """Whether both issuers have a key: without them votes are taken in the assisted way alone."""
    return all(_file(box, issuer).exists() or elsewhere(box, issuer) for issuer in ISSUERS)


def public_of(box: str, issuer: Issuer) -> bytes:
    """The public key, as SubjectPublicKeyInfo in DER. Raises IssuerKeyMissing."""
    return tokens.public_der(public_key_of(box, issuer))


def assisted_secret(box: str) -> bytes:
    """The key that permits assisted votes in a contest. One that is not there is made: a permission
    under a lost one is asked for again with the code, which gives the same token."""
    return _assisted(str(settings.VAR), box)


@lru_cache(maxsize=64)
def _assisted(_: str, box: str) -> bytes:
    path = _file(box, "roll").with_suffix(".assisted.key")
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = _draft(path, assisted.new_secret())
        # A link takes no name that is taken, so that workers who come together keep one key.
        with suppress(FileExistsError):
            path.hardlink_to(new)
        new.unlink()
    return path.read_bytes()


def signed_here(box: str, token: bytes, signature: Signature, issuer: Issuer = "roll") -> bool:
    """Whether the token was signed by an issuer's key of the contest."""
    return tokens.verify(public_key_of(box, issuer), token, signature)
