"""What happened to an election after its notice that changes what the notice or the result says.

An extension of its poll and a declaration that it is void. Each deed has the hash of the one before in it, the
first that of the notice, so that none can be left out, added or reworded between two that somebody kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mutualise.governance.rules.ballot_box.archive import read_json
from mutualise.governance.rules.ballot_box.canonical import as_bytes, digest

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


def is_void(files: Mapping[str, bytes]) -> bool:
    """Whether an archive says that its election was declared void."""
    listed = read_json(files, FILE).get("deeds") if FILE in files else []
    return isinstance(listed, list) and any(
        isinstance(each, dict) and each.get("deed") == "void" for each in listed
    )
