"""Archives whose parts cannot be unpacked, each in another way: what a hostile upload may be."""

from __future__ import annotations

import io
import zipfile

LOCAL, CENTRAL = b"PK\x03\x04", b"PK\x01\x02"


def _header(content: bytes, part: str, sign: bytes, name_at: int) -> int:
    """Where the header with the sign begins that names the part."""
    at = content.find(sign)
    while at >= 0:
        if content.startswith(part.encode(), at + name_at):
            return at
        at = content.find(sign, at + 4)
    raise LookupError(part)


def _put(content: bytes, part: str, *, local: int, central: int, value: int) -> bytes:
    made = bytearray(content)
    for sign, name_at, at in ((LOCAL, 30, local), (CENTRAL, 46, central)):
        start = _header(content, part, sign, name_at) + at
        made[start : start + 2] = value.to_bytes(2, "little")
    return bytes(made)


def encrypted(content: bytes, part: str) -> bytes:
    return _put(content, part, local=6, central=8, value=1)


def packed_in_an_unknown_way(content: bytes, part: str) -> bytes:
    return _put(content, part, local=8, central=10, value=99)


def corrupt(content: bytes, part: str) -> bytes:
    """The packed bytes of the part are no deflate stream."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        info = archive.getinfo(part)
    start = info.header_offset + 30 + len(part)
    return content[:start] + b"\xff" * info.compress_size + content[start + info.compress_size :]


def named_in_no_letters(content: bytes, part: str) -> bytes:
    """The directory says its names are UTF-8, and that of the part is not."""
    made = bytearray(_put(content, part, local=6, central=8, value=0x800))
    at = _header(content, part, CENTRAL, 46) + 46
    made[at] = 0xFF
    return bytes(made)


DAMAGES = [encrypted, packed_in_an_unknown_way, corrupt, named_in_no_letters]
