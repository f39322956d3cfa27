"""What happened to an election after its notice that changes what the notice or the result says.

An extension of its poll and a declaration that it is void. Each deed has the hash of the one before in it, the
first that of the notice, so that none can be left out, added or reworded between two that somebody kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mutualise.governance.rules.ballot_box.archive import read_json
from mutualise.governance.rules.ballot_box.canonical import as_bytes, digest
from mutualise.governance.rules.ballot_box.checks import Found

FILE = "deeds.json"


def chained(notice: bytes, deeds: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The deeds in their order, each with `before` and its own `hash` (SHA-256, in hexadecimal).

    `notice` is the notice byte for byte as it was hashed.
    """
    before, found = digest(notice).hex(), []
    for each in deeds:
        content = dict(each) | {"before": before}
        before = digest(as_bytes(content)).hex()
        found.append(content | {"hash": before})
    return found


def check_deeds(files: Mapping[str, bytes]) -> Found:
    """The chain of deeds from the notice on; every head that one names is on the board."""
    listed = read_json(files, FILE)["deeds"]
    plain = [{k: v for k, v in each.items() if k not in ("before", "hash")} for each in listed]
    faults = [
        f"Deed {number} ({given['deed']}) does not follow from the one before, or was changed."
        for number, (given, again) in enumerate(
            zip(listed, chained(files["notice.json"], plain), strict=True), start=1
        )
        if given != again
    ]
    for number, each in enumerate(listed, start=1):
        faults += [
            f"Deed {number} names a head of {contest} that is not on its board."
            for contest, (size, head) in each.get("boards", {}).items()
            if _head_at(files, contest, size) != head
        ]
    return " ".join(_told(each) for each in listed), faults


def _head_at(files: Mapping[str, bytes], contest: str, size: int) -> str:
    board = read_json(files, f"{contest}/board.json")
    head: str = board["rows"][size - 1]["head"] if size else board["opening_head"]
    return head


def _told(deed: Mapping[str, Any]) -> str:
    if deed["deed"] == "extend":
        return (
            f"On {deed['on']} the scrutineer extended the poll from {deed['from']} to "
            f"{deed['until']}: {deed['words']}"
        )
    return (
        f"DECLARED VOID on {deed['on']}. The result in this archive no longer stands: "
        f"{deed['words']}"
    )


def is_void(files: Mapping[str, bytes]) -> bool:
    """Whether an archive says that its election was declared void."""
    listed = read_json(files, FILE).get("deeds") if FILE in files else []
    return isinstance(listed, list) and any(
        isinstance(each, dict) and each.get("deed") == "void" for each in listed
    )
