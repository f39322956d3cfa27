"""What platform and the scrutineer's own signing machine say to each other: the roll, and one request.

The roll is the leaves of the names and its hash, which no stranger can read back. A request names
the contest's box, one leaf and one blinded message; the machine learns nothing else of a voter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mutualise.governance.rules.ballot_box.canonical import base64_text, from_base64, from_hex
from mutualise.governance.rules.ballot_box.roll import roll_hash

ROLL = "mutualise issuer roll 1"
LEAF_BYTES = 32
MOST_BYTES = 4096


class IssuingUnfit(ValueError):
    """A roll or a request cannot be read; the message says what is wrong."""


def roll_file(election: str, rolls: Mapping[str, Sequence[bytes]]) -> dict[str, Any]:
    """The file for the scrutineer's machine: the leaves of each contest by its box's name."""
    return {
        "format": ROLL, "election": election,
        "contests": {
            box: {"sha256": roll_hash(leaves).hex(), "leaves": sorted(each.hex() for each in leaves)}
            for box, leaves in rolls.items()
        },
    }  # fmt: skip


def read_roll(given: Any) -> dict[str, list[bytes]]:
    """The leaves of each contest, sorted, by its box's name. Raises IssuingUnfit."""
    if not isinstance(given, dict) or given.get("format") != ROLL:
        raise IssuingUnfit("This is not a roll for the signing machine. Download it again.")
    found = {}
    try:
        for box, roll in given["contests"].items():
            leaves = [from_hex(each, "leaves", LEAF_BYTES) for each in roll["leaves"]]
            if leaves != sorted(set(leaves)) or roll_hash(leaves).hex() != roll["sha256"]:
                raise IssuingUnfit(f"The roll of {box} does not give its own hash.")
            found[box] = leaves
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        raise IssuingUnfit(f"The roll is damaged: {problem}") from problem
    return found


@dataclass(frozen=True)
class Request:
    """One name's blinded message."""

    box: str
    leaf: bytes
    blinded: bytes

    def as_json(self) -> dict[str, str]:
        """The body of the post."""
        return {"box": self.box, "leaf": self.leaf.hex(), "blinded": base64_text(self.blinded)}


def read_request(given: Any) -> Request:
    """A request from the body of a post. Raises IssuingUnfit."""
    try:
        return Request(
            str(given["box"]), from_hex(given["leaf"], "leaf", LEAF_BYTES),
            from_base64(given["blinded"], "blinded"),
        )  # fmt: skip
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        raise IssuingUnfit(f"The request is damaged: {problem}") from problem


def given_words(given: int, marked: int) -> str:
    """What the number of signatures given shows, beside the names marked for a sealed vote."""
    return (
        f"The scrutineer's own machine gave {given} signatures; {marked} names were marked for a vote sealed in a "
        "browser. So the platform made no token for such a vote without that machine counting a name as used. It could still have used names of "
        "people who did not vote: only asking them would show it."
    )


def given_faults(given: int, marked: int, tokens: int) -> list[str]:
    """What cannot be so: more signatures than names marked, or more tokens than signatures.

    >>> given_faults(5, 6, 4)
    []
    """
    faults = []
    if given > marked:
        faults.append(
            f"The scrutineer's machine gave {given} signatures, {marked} names are marked."
        )
    if tokens > given:
        faults.append(f"{tokens} tokens voted, the scrutineer's machine gave {given} signatures.")
    return faults
