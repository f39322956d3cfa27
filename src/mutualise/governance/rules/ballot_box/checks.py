"""One check of an archive: what was asked, what came out, and each entry that fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Outcome(Enum):
    PASSED = "passed"
    FAILED = "failed"
    # Nothing is wrong, and nothing is shown: the archive cannot answer, and says why.
    CANNOT = "cannot be checked"


@dataclass(frozen=True)
class Check:
    """`name` and `contest` (empty: the whole election), the outcome in `words`, the `faults`."""

    name: str
    contest: str
    outcome: Outcome
    words: str
    faults: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "check": self.name, "contest": self.contest or None, "outcome": self.outcome.value,
            "words": self.words, "faults": list(self.faults),
        }  # fmt: skip


# What a check gives back: the words when nothing is wrong, and the faults.
Found = tuple[str, list[str]]


class CannotCheck(Exception):
    """Raised by a check that the archive gives no means for; the message says why."""


def run(name: str, contest: str, ask: Callable[[], Found]) -> Check:
    """Run one check. Content that is not as the format says is a fault, never a crash."""
    try:
        words, faults = ask()
    except CannotCheck as reason:
        return Check(name, contest, Outcome.CANNOT, str(reason))
    except (KeyError, IndexError) as missing:
        return _failed(name, contest, [f"A part is missing from the file: {missing}."])
    except (TypeError, AttributeError, ValueError, ArithmeticError) as bad:
        return _failed(name, contest, [f"The file is not as the format says: {bad}"])
    if faults:
        return _failed(name, contest, faults)
    return Check(name, contest, Outcome.PASSED, words)


def _failed(name: str, contest: str, faults: list[str]) -> Check:
    count = f"{len(faults)} fault" if len(faults) == 1 else f"{len(faults)} faults"
    return Check(name, contest, Outcome.FAILED, f"{count} found.", tuple(faults))
