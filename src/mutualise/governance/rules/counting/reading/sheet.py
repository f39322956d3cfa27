"""Sheets of ballots as CSV, in the three ways that programs write them.

    papers,Ann,Bea,Cem          Choice 1,Choice 2          3,2,
    1,1,2,                      Ann,Bea                    12,1,3,
    3,,1,2                      Bea,                       "Candidate 1","Ann","Party",

First: the heading names the candidates and a cell holds the preference given to that one (1 or 1st is
the first), or nothing (also `0`, `-`, `.` or `NA`); a form's heading `Rank them [Ann]` is Ann. Second: the heading numbers the
preferences and a cell names a candidate, by name or number. Third, as Scottish councils' ballots are
collected: candidates and places, then papers and preferences, then the names (`council.py`).
The first column may be `papers` (or `count`): how many papers bear this row. Comma, semicolon or tab part
the cells. Columns that forms add (a timestamp, an id) are passed over, and said to be.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from mutualise.governance.rules.counting.poll import Papers, Poll
from mutualise.governance.rules.counting.reading.choices import Choices, preference_of
from mutualise.governance.rules.counting.reading.council import is_council, read_council
from mutualise.governance.rules.counting.reading.lines import (
    BallotsUnreadable,
    Care,
    count_of,
    rows_of,
    seats_or_refuse,
    text_of,
)

_PAPERS = {"papers", "count", "ballots", "number of papers", "number of ballots", "weight"}
_ASIDE = {
    "timestamp", "id", "ballot", "ballot id", "ballotid", "ballot_id", "ballot number", "voter id", "start time",
    "completion time", "email", "email address", "name",
}  # fmt: skip
_NO_PREFERENCE = {"", "-", "–", "—", ".", "0", "na", "n/a", "nan", "null", "none"}
_IN_BRACKETS = re.compile(r".*\[([^\[\]]+)\]")
_CELL = re.compile(r"(\d{1,6})(?:\.0+|st|nd|rd|th)?(?: choice| preference)?", re.IGNORECASE)


@dataclass(frozen=True)
class _Heading:
    """Which columns hold what. `choices` where they are numbered preferences."""

    names: tuple[str, ...]
    columns: tuple[int, ...]
    papers: int | None
    aside: tuple[str, ...]
    choices: bool
    width: int


def read_sheet(raw: bytes, name: str, seats: int | None = None) -> Poll:
    """A poll from CSV content. Raises BallotsUnreadable."""
    text, notes = text_of(raw)
    if is_council(text):
        return read_council(text, name, seats, notes)
    places = seats_or_refuse(seats, name)
    first = text.splitlines()[0]
    rows = rows_of(text, name, max(",;\t", key=first.count))
    heading = _heading(next(rows)[1], name)
    care, choices = Care(), Choices(name)
    for line, cells in rows:
        if any(cells) or len(cells) > 1:  # a line without any cell is no paper
            _row(cells, heading, care, choices, name, line)
    names = choices.settle(care) if heading.choices else heading.names
    notes += [f"The column “{each}” was not read." for each in heading.aside]
    notes += choices.notes() if heading.choices else []
    return Poll(
        names, places, Papers.of(care.papers()), frozenset(), "", (*notes, *care.notes()),
        care.rejected,
    )  # fmt: skip


def _heading(cells: list[str], file: str) -> _Heading:
    while cells and not cells[-1]:
        cells.pop()
    aside = [at for at, each in enumerate(cells) if each.casefold() in _ASIDE]
    columns = [at for at in range(len(cells)) if at not in aside]
    papers = None
    if columns and cells[columns[0]].casefold() in _PAPERS:
        papers = columns.pop(0)
    names = [cells[at] for at in columns]
    in_brackets = [_IN_BRACKETS.fullmatch(each) for each in names]
    if all(in_brackets):
        names = [each[1].strip() for each in in_brackets if each]
    places = [preference_of(each) for each in names]
    choices = bool(names) and places == list(range(1, len(names) + 1))
    if not choices:
        _check_names(names, columns, file)
    return _Heading(
        tuple(names), tuple(columns), papers, tuple(cells[at] for at in aside), choices, len(cells)
    )


def _check_names(names: list[str], columns: list[int], file: str) -> None:
    remedy = "The first row holds the names of the candidates, or “Choice 1”, “Choice 2” and so on."
    if not names:
        raise BallotsUnreadable(file, 1, "the heading", "names no candidate", remedy)
    times = Counter(names)
    for at, each in zip(columns, names, strict=True):
        if not each or each.isdigit():
            raise BallotsUnreadable(
                file, 1, f"heading {at + 1}", f"is “{each}”, not a name", remedy
            )
        if times[each] > 1:
            raise BallotsUnreadable(
                file, 1, f"heading {at + 1}", f"“{each}” stands there twice",
                "Give the two candidates names that tell them apart.",
            )  # fmt: skip


def _row(
    row: list[str], heading: _Heading, care: Care, choices: Choices, file: str, line: int
) -> None:
    if any(row[heading.width :]):
        raise BallotsUnreadable(
            file, line, "the row", f"has {len(row)} cells for the {heading.width} of the heading",
            "Delete the cells beyond the last candidate.",
        )  # fmt: skip
    row = row + [""] * (heading.width - len(row))
    cells = [row[at] for at in heading.columns]
    papers = 1
    if heading.papers is not None:
        if not row[heading.papers] and not any(cells):
            return  # what a spreadsheet leaves below the last row
        papers = count_of(row[heading.papers], file, line, "column “papers”")
    if heading.choices:
        choices.add(papers, cells, line)
    else:
        care.add(papers, *_preferences(cells, heading.names, file, line))


def _preferences(
    cells: list[str], names: tuple[str, ...], file: str, line: int
) -> tuple[tuple[int, ...], bool]:
    """The clear part of a ranking, and whether more stood on the paper."""
    places: dict[int, list[int]] = {}
    for number, (candidate, cell) in enumerate(zip(names, cells, strict=True), start=1):
        if cell.casefold() in _NO_PREFERENCE:
            continue
        found = _CELL.fullmatch(cell)
        if not found or not cell.isascii() or not int(found[1]):
            raise BallotsUnreadable(
                file, line, f"column “{candidate}”", f"is “{cell}”, not a preference",
                "Write 1 for the first preference, 2 for the second, or leave it empty.",
            )  # fmt: skip
        places.setdefault(int(found[1]), []).append(number)
    ranking: list[int] = []
    while len(places.get(len(ranking) + 1, ())) == 1:
        ranking.append(places[len(ranking) + 1][0])
    return tuple(ranking), len(ranking) < len(places)
