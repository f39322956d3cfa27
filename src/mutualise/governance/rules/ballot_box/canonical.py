"""One way to write a thing down, so that everybody who hashes it gets the same hash."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from typing import Any


def digest(*parts: bytes) -> bytes:
    """SHA-256 (32 bytes) over the parts, one after another."""
    total = hashlib.sha256()
    for part in parts:
        total.update(part)
    return total.digest()


def as_bytes(content: object) -> bytes:
    """JSON with sorted names, no spaces, UTF-8: the only form that is ever hashed.

    Numbers must be integers. Raises TypeError for a float, whose text differs between programs.
    """
    _refuse_floats(content)
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _refuse_floats(content: object) -> None:
    if isinstance(content, float):
        raise TypeError(f"{content!r} is not an integer; write it as text.")
    if isinstance(content, dict):
        for value in content.values():
            _refuse_floats(value)
    elif isinstance(content, list | tuple):
        for value in content:
            _refuse_floats(value)


def base64_text(content: bytes) -> str:
    """Standard base64 with padding."""
    return base64.b64encode(content).decode("ascii")


def from_base64(text: Any, name: str) -> bytes:
    """Bytes of standard base64, strictly. Raises ValueError naming the field."""
    try:
        return base64.b64decode(str(text).encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error) as problem:
        raise ValueError(f"{name} is not base64 text.") from problem


def from_hex(text: Any, name: str, size: int = 32) -> bytes:
    """`size` bytes of lower-case hexadecimal. Raises ValueError naming the field."""
    try:
        found = bytes.fromhex(str(text))
    except ValueError as problem:
        raise ValueError(f"{name} is not hexadecimal text.") from problem
    if len(found) != size or found.hex() != text:
        raise ValueError(f"{name} is not {size} bytes in lower-case hexadecimal.")
    return found
