"""Reading ballots from a file: BLT, a CSV sheet, or PrefLib; plain or gzipped.

Papers that are not plain are treated as the laws treat them, the same under every rule (SSI 2011/399
Schedule 1; ERS97 6.10 and 6.12; Local Elections (Northern Ireland) Order 1985 rules 46 and 50(4)): a
paper counts up to the first preference that is equal with another or missing; one with no clear
first preference is rejected. Each is noted. What is simply wrong (a number that is no candidate, a
candidate twice) is refused, naming the line, the field and the remedy.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

from mutualise.governance.rules.counting.poll import Poll, PollUnfit
from mutualise.governance.rules.counting.reading.blt import read_blt
from mutualise.governance.rules.counting.reading.lines import BallotsUnreadable
from mutualise.governance.rules.counting.reading.preflib import read_preflib
from mutualise.governance.rules.counting.reading.sheet import read_sheet

__all__ = ["BallotsUnreadable", "read"]

_PREFLIB = (".soi", ".soc", ".toi", ".toc")


def read(content: str | bytes, name: str, seats: int | None = None) -> Poll:
    """The poll in a file's content. `name` tells the format; `seats` is needed where it is not said.

    Raises BallotsUnreadable, whose text names the line, the field and the remedy.
    """
    raw = content.encode() if isinstance(content, str) else content
    if raw[:2] == b"\x1f\x8b":
        try:
            raw = gzip.decompress(raw)
        except (OSError, EOFError, zlib.error) as wrong:
            raise BallotsUnreadable(
                name, 0, "the file", "is a damaged gzip file", "Fetch or pack it again."
            ) from wrong
    raw = _in_bytes_of_utf8(raw).removeprefix(b"\xef\xbb\xbf")
    if not raw.strip():
        raise BallotsUnreadable(name, 0, "the file", "is empty", "Give a BLT, CSV or PrefLib file.")
    try:
        return _reader(raw, name.lower().removesuffix(".gz"))(raw, name, seats)
    except PollUnfit as wrong:
        raise BallotsUnreadable(name, 0, "the poll", "does not fit together", str(wrong)) from wrong


def _in_bytes_of_utf8(raw: bytes) -> bytes:
    """Spreadsheets save “Unicode text” as UTF-16, which says so in its first two bytes."""
    if raw[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return raw
    return raw.decode("utf-16", errors="replace").encode()


def _reader(raw: bytes, name: str) -> Callable[[bytes, str, int | None], Poll]:
    if name.endswith(_PREFLIB) or raw.startswith((b"# FILE NAME", b"# TITLE", b"# ALTERNATIVE")):
        return read_preflib
    if name.endswith((".csv", ".tsv")):
        return read_sheet
    start = raw.lstrip()[:1]
    if name.endswith(".blt") or start.isdigit() or start == b"#":
        return read_blt
    return read_sheet
