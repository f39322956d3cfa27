"""Reading ballots from a file: BLT, a CSV sheet, or PrefLib; plain or gzipped.

Papers that are not plain are treated as the laws treat them, the same under every rule (SSI 2011/399
Schedule 1; ERS97 6.10 and 6.12; Local Elections (Northern Ireland) Order 1985 rules 46 and 50(4)): a
paper counts up to the first preference that is equal with another or missing; one with no clear
first preference is rejected. Each is noted. What is simply wrong (a number that is no candidate, a
candidate twice) is refused, naming the line, the field and the remedy.
"""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Callable

from mutualise.governance.rules.counting.poll import Poll, PollUnfit
from mutualise.governance.rules.counting.reading.blt import read_blt
from mutualise.governance.rules.counting.reading.lines import BallotsUnreadable, refuse_too_many
from mutualise.governance.rules.counting.reading.preflib import read_preflib
from mutualise.governance.rules.counting.reading.sheet import read_sheet

__all__ = ["BallotsUnreadable", "read"]

_PREFLIB_HEADS = (
    b"# FILE NAME",
    b"# TITLE",
    b"# ALTERNATIVE",
    b"# NUMBER ALTERNATIVES",
    b"# DATA TYPE",
)
_BLT_HEAD = re.compile(rb"[0-9]{1,9}[ \t]+[0-9]{1,9}[ \t,;]*(?:#.*)?")
_COUNCIL_HEAD = re.compile(rb"[0-9]{1,5}[ \t]*,[ \t]*[0-9]{1,5}[ \t,]*")
_ORDER = re.compile(rb"[0-9]{1,20}[ \t]*:")
_LOOK = 2**16
# A million papers that each rank 50 candidates are 145 MB.
MOST_BYTES = 160 * 2**20
_PREFLIB = (".soi", ".soc", ".toi", ".toc")


def read(content: str | bytes, name: str, seats: int | None = None) -> Poll:
    """The poll in a file's content. `name` tells the format; `seats` is needed where it is not said.

    Raises BallotsUnreadable, whose text names the line, the field and the remedy.
    """
    raw = content.encode() if isinstance(content, str) else content
    if raw[:2] == b"\x1f\x8b":
        raw = _unpacked(raw, name)
    elif len(raw) > MOST_BYTES:
        raise _too_large(name, "is")
    raw = _in_bytes_of_utf8(raw).removeprefix(b"\xef\xbb\xbf").rstrip(b"\x00\x1a")
    if not raw.strip():
        raise BallotsUnreadable(name, 0, "the file", "is empty", "Give a BLT, CSV or PrefLib file.")
    try:
        poll = _reader(raw, name.lower().removesuffix(".gz"))(raw, name, seats)
    except PollUnfit as wrong:
        raise BallotsUnreadable(name, 0, "the poll", "does not fit together", str(wrong)) from wrong
    refuse_too_many(len(poll.candidates), name)
    return poll


def _unpacked(raw: bytes, name: str) -> bytes:
    """Never more than the limit is unpacked, whatever the file says of its own size."""
    try:
        with gzip.open(io.BytesIO(raw)) as packed:
            found = packed.read(MOST_BYTES + 1)
            if len(found) > MOST_BYTES:
                raise _too_large(name, "unpacks to")
            return found
    except (OSError, EOFError, zlib.error) as wrong:
        raise BallotsUnreadable(
            name, 0, "the file", "is a damaged gzip file", "Fetch or pack it again."
        ) from wrong


def _too_large(name: str, what: str) -> BallotsUnreadable:
    said = f"{what} more than {MOST_BYTES // 2**20} MB, more than any contest's ballots"
    return BallotsUnreadable(name, 0, "the file", said, "Check that it is the right file.")


def _in_bytes_of_utf8(raw: bytes) -> bytes:
    """Spreadsheets save “Unicode text” as UTF-16, which says so in its first two bytes."""
    if raw[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return raw
    return raw.decode("utf-16", errors="replace").encode()


def _reader(raw: bytes, name: str) -> Callable[[bytes, str, int | None], Poll]:
    """By what the file holds, where that is plain, and else by its name."""
    first = _first_line(raw)
    if _BLT_HEAD.fullmatch(first):
        return read_blt
    if _ORDER.match(first) or name.endswith(_PREFLIB) or raw.startswith(_PREFLIB_HEADS):
        return read_preflib
    if name.endswith((".csv", ".tsv")) or _COUNCIL_HEAD.fullmatch(first):
        return read_sheet
    start = raw.lstrip()[:1]
    if name.endswith(".blt") or start.isdigit() or start == b"#":
        return read_blt
    return read_sheet


def _first_line(raw: bytes) -> bytes:
    """The first line with something on it that is no comment, of those at the beginning."""
    lines = (line.strip() for line in raw[:_LOOK].splitlines())
    return next((line for line in lines if line and not line.startswith(b"#")), b"")
