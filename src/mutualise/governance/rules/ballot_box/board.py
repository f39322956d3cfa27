"""The public board: every accepted ballot, in a chain that cannot be changed unseen.

`head = SHA-256(previous head || SHA-256(entry))`, from an opening head that holds the notice of
election. A receipt is an entry's number and the head after it. Whoever kept a head (an agent, a
trustee, the hourly mail) can show that the board they are shown now is another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from mutualise.governance.rules.ballot_box.canonical import (
    as_bytes,
    base64_text,
    digest,
    from_base64,
    from_hex,
)

Mode = Literal["online", "assisted", "paper"]
MODES: tuple[Mode, ...] = get_args(Mode)


@dataclass(frozen=True)
class Entry:
    """One accepted ballot. `counter` starts at 1 under each token; a later one replaces.

    `mode` says who sealed it: the voter's browser, the server at the voter's wish (assisted), or
    the scrutineer from a paper (paper). Only the first is ever called verifiable.
    """

    token_hash: bytes
    counter: int
    sealed: bytes
    mode: Mode


@dataclass(frozen=True)
class Receipt:
    """Entry `number` (from 1) and the `head` after it, 32 bytes."""

    number: int
    head: bytes


def opening_head(notice: bytes, contest: str) -> bytes:
    """The head before the first entry: it ties a contest's board to the exact notice of election."""
    return digest(b"mutualise board v1\0", digest(notice), contest.encode())


def entry_bytes(entry: Entry) -> bytes:
    """What is hashed for an entry."""
    return as_bytes(entry_as_json(entry))


def append(head: bytes, entry: Entry) -> bytes:
    """The head after an entry."""
    return digest(head, digest(entry_bytes(entry)))


def heads(opening: bytes, entries: Iterable[Entry]) -> Iterator[bytes]:
    """The head after each entry in turn."""
    head = opening
    for entry in entries:
        head = append(head, entry)
        yield head


def closing_head(opening: bytes, entries: Iterable[Entry]) -> bytes:
    """The head after the last entry; the opening head when there is none."""
    head = opening
    for entry in entries:
        head = append(head, entry)
    return head


def broken_links(opening: bytes, rows: Sequence[tuple[Entry, bytes]]) -> list[int]:
    """Numbers of rows whose stated head does not follow from the row before and its own entry.

    A row is (entry, head stated for it). An edit of an entry breaks its own row alone, because
    the next row is checked against the stated head: the row that was touched is the one named.
    """
    previous, broken = opening, []
    for number, (entry, stated) in enumerate(rows, start=1):
        if append(previous, entry) != stated:
            broken.append(number)
        previous = stated
    return broken


def forks(rows_heads: Sequence[bytes], kept: Iterable[Receipt]) -> list[Receipt]:
    """Receipts or mailed heads that this board does not contain: proof of another board."""
    return [
        receipt
        for receipt in kept
        if not 1 <= receipt.number <= len(rows_heads)
        or rows_heads[receipt.number - 1] != receipt.head
    ]


def entry_as_json(entry: Entry) -> dict[str, Any]:
    return {
        "counter": entry.counter,
        "mode": entry.mode,
        "sealed": base64_text(entry.sealed),
        "token": entry.token_hash.hex(),
    }


def entry_from_json(row: Any) -> Entry:
    """An entry from its published row. Raises ValueError naming the field."""
    if not isinstance(row, dict):
        raise ValueError("A row of the board is not an object.")
    counter, mode = row.get("counter"), row.get("mode")
    if type(counter) is not int or counter < 1:
        raise ValueError("counter is not a whole number from 1.")
    if mode not in MODES:
        raise ValueError(f"mode is not one of {', '.join(MODES)}.")
    sealed = from_base64(row.get("sealed"), "sealed")
    if base64_text(sealed) != row.get("sealed"):
        raise ValueError("sealed is not written as base64 with padding.")
    return Entry(from_hex(row.get("token"), "token"), counter, sealed, mode)
