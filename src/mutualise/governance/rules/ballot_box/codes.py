"""Check codes: how a voter finds her own ballot among those that were counted.

Eight characters of 32 (40 bits, chosen at random on the voter's device). The list of codes is
never shown as a table beside full rankings: it is looked up one code at a time, by hash.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from mutualise.governance.rules.ballot_box.canonical import digest

if TYPE_CHECKING:
    from mutualise.governance.rules.ballot_box.seals import Ballot

# Without I, L, O and U, which are misread or make words.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", " ": None, "-": None})


def new_code() -> str:
    """A fresh check code; each character is drawn evenly from the 32."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def shown(code: str) -> str:
    """The code as people read it: in two groups of four."""
    return f"{code[:4]} {code[4:]}"


def normal_code(typed: str) -> str | None:
    """The code a person typed, forgiving case, spaces, dashes and misread letters; or None."""
    code = typed.upper().translate(READ_AS)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def code_hash(election: str, contest: str, code: str) -> bytes:
    """What is stored to find a ballot by its code: SHA-256 of the code in its contest."""
    return digest(b"mutualise check code v1\0", f"{election}\0{contest}\0{code}".encode())


def by_hash(ballots: Iterable[Ballot]) -> dict[bytes, list[Ballot]]:
    """Ballots by the hash of their code. Two ballots may share a code: both are shown."""
    found: dict[bytes, list[Ballot]] = {}
    for ballot in ballots:
        key = code_hash(ballot.election, ballot.contest, ballot.code)
        found.setdefault(key, []).append(ballot)
    return found


def look_up(
    index: Mapping[bytes, list[Ballot]], election: str, contest: str, typed: str
) -> list[Ballot]:
    """The counted ballots under a typed code; none when the code is unknown or malformed."""
    code = normal_code(typed)
    return index.get(code_hash(election, contest, code), []) if code else []
