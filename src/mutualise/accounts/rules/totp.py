"""Codes that an authenticator app shows: RFC 6238 with SHA-1, six figures, thirty seconds."""

from __future__ import annotations

import base64
import secrets
from binascii import Error as NotBase32
from hmac import compare_digest
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

PERIOD = 30
DIGITS = 6
# A phone's clock may be a step ahead or behind; RFC 6238 section 5.2 advises no more.
EITHER_SIDE = 1
SECRET_BYTES = 20


def new_secret() -> str:
    """160 random bits (RFC 4226 section 4, R6) in base 32, as an app wants them."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def code_at(secret: str, step: int) -> str:
    """The code of one step of thirty seconds, counted from 1970.

    >>> code_at(base64.b32encode(b"12345678901234567890").decode(), 59 // PERIOD)
    '287082'
    """
    key = HOTP(base64.b32decode(secret, casefold=True), DIGITS, SHA1())  # noqa: S303
    return key.generate(step).decode()


def step_proved(secret: str, code: str, *, at: int, after: int = -1) -> int | None:
    """The step whose code this is, or None.

    `at` in seconds since 1970. A step up to `after` does not count again: RFC 6238 section 5.2
    lets a code be taken once.
    """
    given = "".join(code.split())
    if not (given.isascii() and given.isdigit() and len(given) == DIGITS):
        return None
    try:
        now = at // PERIOD
        steps = range(max(now - EITHER_SIDE, after + 1), now + EITHER_SIDE + 1)
        fitting = [step for step in steps if compare_digest(code_at(secret, step), given)]
    except (NotBase32, ValueError):
        return None
    return fitting[0] if fitting else None


def address_for_app(secret: str, *, label: str, issuer: str) -> str:
    """What the QR code says, in the form that authenticator apps read."""
    asked = urlencode({"secret": secret, "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{quote(issuer)}:{quote(label)}?{asked}"


def in_groups(text: str, size: int = 4) -> str:
    """A secret as people read it out.

    >>> in_groups("ABCDEFGHIJ")
    'ABCD EFGH IJ'
    """
    return " ".join(text[at : at + size] for at in range(0, len(text), size))
