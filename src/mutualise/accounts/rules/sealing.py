"""Secrets kept in the database, readable with a key that is not in it."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PURPOSE = b"mutualise second factor"


class CannotBeRead(Exception):
    """Sealed under a key that is not among those given, or changed since."""


def seal(text: str, keys: Sequence[str]) -> str:
    """The text under the first of the site's secret keys."""
    return _ring(keys).encrypt(text.encode()).decode()


def unseal(sealed: str, keys: Sequence[str]) -> str:
    """The text, by whichever key sealed it. Raises CannotBeRead."""
    try:
        return _ring(keys).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise CannotBeRead("This was sealed under another key.") from error


def _ring(keys: Sequence[str]) -> MultiFernet:
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(key.encode())
    return base64.urlsafe_b64encode(made)
