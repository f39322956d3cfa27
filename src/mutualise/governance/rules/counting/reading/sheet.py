"""A sheet of ballots as CSV: the heading names the candidates, each row is a paper.

    papers,Ann,Bea,Cem
    1,1,2,
    3,,1,2

A cell holds the preference the voter gave that candidate (1 is the first), or nothing. The first
column may be `papers`: how many papers bear this row. Comma, semicolon or tab part the cells.
"""

from __future__ import annotations

import csv
import io

from mutualise.governance.rules.counting.poll import Papers, Poll
from mutualise.governance.rules.counting.reading.lines import (
    BallotsUnreadable,
    Care,
    count_of,
    seats_or_refuse,
    text_of,
)


def read_sheet(raw: bytes, name: str, seats: int | None = None) -> Poll:
    """A poll from CSV content. Raises BallotsUnreadable."""
    places = seats_or_refuse(seats, name)
    text, notes = text_of(raw)
    heading = text.splitlines()[0]
    mark = max(",;\t", key=heading.count)
    rows = csv.reader(io.StringIO(text), delimiter=mark, strict=True)
    care = Care()
    try:
        names = [each.strip() for each in next(rows)]
        grouped = names[0].casefold() == "papers"
        names = names[1:] if grouped else names
        _check_names(names, name)
        for row in rows:
            if any(cell.strip() for cell in row):
                _row([cell.strip() for cell in row], names, grouped, care, name, rows.line_num)
            elif len(row) > 1:
                care.add(1, (), True)  # a blank paper
    except csv.Error as wrong:
        raise BallotsUnreadable(
            name, rows.line_num, "the row", f"is not CSV ({wrong})", "Save the sheet again as CSV."
        ) from wrong
    notes += care.notes()
    return Poll(
        tuple(names), places, Papers.of(care.papers()), frozenset(), "", tuple(notes), care.rejected
    )


def _check_names(names: list[str], file: str) -> None:
    for at, each in enumerate(names, start=1):
        if not each or each.isdigit():
            raise BallotsUnreadable(
                file, 1, f"heading {at}", f"is “{each}”, not a name",
                "The first row holds the names of the candidates.",
            )  # fmt: skip
        if names.count(each) > 1:
            raise BallotsUnreadable(
                file, 1, f"heading {at}", f"“{each}” stands there twice",
                "Give the two candidates names that tell them apart.",
            )  # fmt: skip


def _row(row: list[str], names: list[str], grouped: bool, care: Care, file: str, line: int) -> None:
    papers = count_of(row[0], file, line, "column “papers”") if grouped else 1
    cells = row[1:] if grouped else row
    if len(cells) > len(names) and any(cells[len(names) :]):
        raise BallotsUnreadable(
            file, line, "the row", f"has {len(cells)} cells for {len(names)} candidates",
            "Delete the cells beyond the last candidate.",
        )  # fmt: skip
    places: dict[int, list[int]] = {}
    for number, (candidate, cell) in enumerate(zip(names, cells, strict=False), start=1):
        if not cell:
            continue
        if not cell.isascii() or not cell.isdigit() or int(cell) < 1:
            raise BallotsUnreadable(
                file, line, f"column “{candidate}”", f"is “{cell}”, not a preference",
                "Write 1 for the first preference, 2 for the second, or leave it empty.",
            )  # fmt: skip
        places.setdefault(int(cell), []).append(number)
    ranking: list[int] = []
    while len(places.get(len(ranking) + 1, ())) == 1:
        ranking.append(places[len(ranking) + 1][0])
    care.add(papers, tuple(ranking), len(ranking) < len(places))
