"""Sheets whose columns are preferences and whose cells name candidates, as many forms export them.

    Choice 1,Choice 2,Choice 3
    Ann,Bea,
    Bea,,Ann

The candidates are those named on some paper, numbered in the order of the alphabet; where every cell
is a number, they are the candidates of that number. An empty cell, `-`, `.`, `n/a`, `skipped`,
`undervote` or `overvote` is a missing preference.
"""

from __future__ import annotations

import re

from mutualise.governance.rules.counting.poll import MOST_CANDIDATES
from mutualise.governance.rules.counting.reading.lines import BallotsUnreadable, Care

_WORDS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
]
_KIND = r"(?:choice|preference|pref|rank|ranking)"
_NUMBERED = re.compile(
    rf"{_KIND}[ _.#-]*(\d{{1,4}})|(\d{{1,4}})(?:st|nd|rd|th)(?:[ _-]*{_KIND})?|(\d{{1,4}})[ _-]*{_KIND}"
)
_NAMED = re.compile(rf"({'|'.join(_WORDS)})[ _-]*{_KIND}?")
_MISSING = {"", "-", "–", "—", ".", "n/a", "skipped", "undervote", "overvote"}


def preference_of(heading: str) -> int:
    """The preference a heading numbers ("Choice 2", "rank2", "2nd", "Second preference"), else 0."""
    text = heading.casefold()
    if found := _NUMBERED.fullmatch(text):
        return int(next(each for each in found.groups() if each))
    if found := _NAMED.fullmatch(text):
        return _WORDS.index(found[1]) + 1
    return 0


class Choices:
    """The papers of such a sheet, until all the names are known."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.rows: list[tuple[int, tuple[str, ...], bool]] = []

    def add(self, papers: int, cells: list[str], line: int) -> None:
        """One row. Raises BallotsUnreadable where it names a candidate twice."""
        listed = ["" if cell.casefold() in _MISSING else cell for cell in cells]
        seen: set[str] = set()
        for place, each in enumerate(listed, start=1):
            if each and each in seen:
                raise BallotsUnreadable(
                    self.file, line, f"preference {place}", f"names “{each}” again",
                    "Look at the paper: a candidate has one place in a ranking.",
                )  # fmt: skip
            seen.add(each)
            if each.isdigit() and not re.fullmatch(r"0*[1-9][0-9]{0,4}", each):
                raise BallotsUnreadable(
                    self.file, line, f"preference {place}", f"is “{each}”, not a candidate",
                    f"Write a name, or a number from 1 to {MOST_CANDIDATES}.",
                )  # fmt: skip
        end = listed.index("") if "" in listed else len(listed)
        cut = any(listed[end:]) or any(cell.casefold() == "overvote" for cell in cells)
        self.rows.append((papers, tuple(listed[:end]), cut))

    def settle(self, care: Care) -> tuple[str, ...]:
        """Give the candidates their numbers and hand the papers over; the names."""
        named = sorted({each for _, ranking, _ in self.rows for each in ranking})
        if named and all(each.isdigit() for each in named):
            numbers = {each: int(each) for each in named}
            names = tuple(f"Candidate {at}" for at in range(1, max(numbers.values()) + 1))
        else:
            numbers = {each: at for at, each in enumerate(named, start=1)}
            names = tuple(named)
        for papers, ranking, cut in self.rows:
            care.add(papers, tuple(numbers[each] for each in ranking), cut)
        if not names:
            raise BallotsUnreadable(
                self.file, 0, "the sheet", "names no candidate on any paper",
                "Check that this is the right file.",
            )  # fmt: skip
        return names

    def notes(self) -> list[str]:
        return ["The candidates are those named on some paper; nobody else is known to this file."]
