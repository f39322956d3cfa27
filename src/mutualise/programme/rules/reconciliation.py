"""Comparing the ledger's payments with an extract of the finance system, line by line."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Finding(StrEnum):
    MATCHED = "MATCHED"
    AMOUNT = "AMOUNT"
    LEDGER_ONLY = "LEDGER_ONLY"
    EXTRACT_ONLY = "EXTRACT_ONLY"
    TWICE = "TWICE"


FINDING_LABELS = {
    Finding.MATCHED: "The same in both",
    Finding.AMOUNT: "The amounts differ",
    Finding.LEDGER_ONLY: "In the ledger only",
    Finding.EXTRACT_ONLY: "In the extract only",
    Finding.TWICE: "Twice in the extract",
}


@dataclass(frozen=True)
class Entry:
    """A payment: `number` is its posting in the ledger, or its line in the extract."""

    number: int
    reference: str
    on: date
    pence: int
    payee: str = ""


@dataclass(frozen=True)
class Pair:
    """A payment of the ledger beside one of the extract; one of them may be missing."""

    finding: Finding
    ledger: Entry | None
    extract: Entry | None

    @property
    def difference(self) -> int:
        """Pence in the extract less pence in the ledger."""
        theirs = self.extract.pence if self.extract else 0
        return theirs - (self.ledger.pence if self.ledger else 0)


def key_of(reference: str) -> str:
    """A reference as it is compared: without spaces, whatever its case.

    >>> key_of(" ap 000-12") == key_of("AP000-12")
    True
    """
    return "".join(reference.split()).casefold()


def reconcile(ledger: Iterable[Entry], extract: Iterable[Entry]) -> list[Pair]:
    """Pair every payment of both sides once: by reference, equal amounts first.

    The differences of the pairs sum to the difference of the two sides.
    """
    ours, theirs = _by_reference(ledger), _by_reference(extract)
    found: list[Pair] = []
    for key in sorted(ours.keys() | theirs.keys()):
        found += _paired(ours.get(key, []), theirs.get(key, []))
    return found


def _paired(ours: list[Entry], theirs: list[Entry]) -> list[Pair]:
    found, unpaired, matched = [], [], set()
    # By amount, so that thousands of lines under the one reference of a batch are read once.
    of_amount: dict[int, deque[Entry]] = defaultdict(deque)
    for each in theirs:
        of_amount[each.pence].append(each)
    for mine in ours:
        if of_amount[mine.pence]:
            found.append(Pair(Finding.MATCHED, mine, of_amount[mine.pence].popleft()))
            matched.add(mine.pence)
        else:
            unpaired.append(mine)
    twice = [each for pence in sorted(matched) for each in of_amount[pence]]
    left = [each for each in theirs if each.pence not in matched]
    both = min(len(unpaired), len(left))
    found += [Pair(Finding.AMOUNT, a, b) for a, b in zip(unpaired, left, strict=False)]
    found += [Pair(Finding.LEDGER_ONLY, each, None) for each in unpaired[both:]]
    found += [Pair(Finding.EXTRACT_ONLY, None, each) for each in left[both:]]
    return found + [Pair(Finding.TWICE, None, each) for each in twice]


def _by_reference(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for each in entries:
        found[key_of(each.reference)].append(each)
    return found
