"""The code in a voter's letter: it opens the voting page once the poll is open, without an account.

Sixteen characters of 32 (80 bits). The platform keeps only its hash, so what is stored lets nobody
vote. In the assisted way of voting the token is worked out from the code, so that the same voter
who comes again replaces the earlier vote: whoever knows a code could find its sealed ballot on the
board, and the page says so.
"""

from __future__ import annotations

import secrets

from mutualise.governance.rules.ballot_box.canonical import digest
from mutualise.governance.rules.ballot_box.codes import ALPHABET, READ_AS

LENGTH = 16


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def shown(code: str) -> str:
    """The code as people read it, in fours.

    >>> shown("0123456789ABCDEF")
    '0123-4567-89AB-CDEF'
    """
    return "-".join(code[at : at + 4] for at in range(0, LENGTH, 4))


def normal(typed: str) -> str | None:
    """The code a person typed, forgiving case, spaces, dashes and misread letters; or None."""
    code = typed.upper().translate(READ_AS)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def stored(code: str) -> str:
    """What is kept of a code: a hash, in hexadecimal."""
    return digest(b"mutualise one-time code v1\0", code.encode()).hex()


def assisted_token(box: str, code: str) -> bytes:
    """The token (32 bytes) of an assisted vote in a box, the same each time the code is used."""
    return digest(b"mutualise assisted token v1\0", f"{box}\0{code}".encode())
