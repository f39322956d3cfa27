"""What the readers share: the refusal, texts out of bytes, and the care for unclear papers."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from mutualise.governance.rules.counting.poll import MOST_PAPERS

MOST_IN_A_FILE = 1_000  # a count of n candidates has about n stages of n figures each
# What a file gave where a number or a name should be may be the whole file: only its beginning is shown.
_SHOWN = re.compile(r"(?<=“[^”]{60})[^”]+(?=”)|(?<=\S{60})\S+")


class BallotsUnreadable(ValueError):
    """A file of ballots that cannot be read. The text names file, line, field and remedy."""

    def __init__(self, name: str, line: int, field: str, wrong: str, remedy: str) -> None:
        place = f"{name}, line {line}" if line else name
        super().__init__(f"{place}: {field} {_SHOWN.sub('…', wrong)}. {remedy}")
        self.line, self.field, self.remedy = line, field, remedy


def text_of(raw: bytes) -> tuple[str, list[str]]:
    """The text, and a note where it was not UTF-8."""
    try:
        return raw.decode("utf-8"), []
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace"), [
            "The file is not in UTF-8; it was read as Windows-1252. Check accents in the names."
        ]


def count_of(text: str, name: str, line: int, field: str) -> int:
    """A positive whole number of papers."""
    if not text.isascii() or not text.isdigit():
        raise BallotsUnreadable(
            name, line, field, f"is “{text}”, not a whole number of papers",
            "Write how many papers bear this ranking, as 1 or more.",
        )  # fmt: skip
    number = int(text[:20])  # 20 digits are more than 2^62 already
    if not 1 <= number < MOST_PAPERS:
        raise BallotsUnreadable(
            name, line, field, f"is {text}; it must be 1 or more (and less than 2^62)",
            "Correct the number or delete the line.",
        )  # fmt: skip
    return number


def refuse_too_many(candidates: int, name: str, line: int = 0) -> None:
    """Raises BallotsUnreadable where a file has more candidates than any ballot, and a count would not end."""
    if candidates > MOST_IN_A_FILE:
        raise BallotsUnreadable(
            name, line, "the number of candidates", f"is {candidates:,}",
            f"Up to {MOST_IN_A_FILE:,} can be counted; check that this is the right file.",
        )  # fmt: skip


def seats_or_refuse(seats: int | None, name: str) -> int:
    """The number of places for a format that does not say it."""
    if seats is None:
        raise BallotsUnreadable(
            name, 0, "the number of places", "is not in this kind of file",
            "Say how many are to be elected: --seats 3.",
        )  # fmt: skip
    return seats


def rows_of(
    text: str, name: str, delimiter: str = ",", strict: bool = True
) -> Iterator[tuple[int, list[str]]]:
    """(line, cells without the space around them) of each row of CSV. Raises BallotsUnreadable."""
    rows = csv.reader(io.StringIO(text, newline=None), delimiter=delimiter, strict=strict)
    try:
        for row in rows:
            yield rows.line_num, [cell.strip() for cell in row]
    except csv.Error as wrong:
        raise BallotsUnreadable(
            name, rows.line_num, "the row", f"is not CSV ({wrong})", "Save the sheet again as CSV."
        ) from wrong


def papers(number: int) -> str:
    """ "1 paper", "2,000 papers"."""
    return f"{number:,} paper{'' if number == 1 else 's'}"


class Care:
    """Adds up rankings and remembers what had to be cut or rejected."""

    def __init__(self) -> None:
        self.rows: Counter[tuple[int, ...]] = Counter()
        self.cut = self.rejected = 0

    def add(self, papers: int, ranking: tuple[int, ...], unclear: bool) -> None:
        """A ranking as far as it is clear; `unclear` says that more stood on the paper."""
        if not ranking:
            self.rejected += papers
            return
        if unclear:
            self.cut += papers
        self.rows[ranking] += papers

    def papers(self) -> list[tuple[int, tuple[int, ...]]]:
        return [(number, ranking) for ranking, number in sorted(self.rows.items())]

    def notes(self) -> list[str]:
        found = []
        if self.cut:
            found.append(
                f"{papers(self.cut)} gave equal or skipped preferences; each counts up to there."
            )
        if self.rejected:
            found.append(
                f"{papers(self.rejected)} without one clear first preference "
                f"{'was' if self.rejected == 1 else 'were'} rejected."
            )
        return found
