"""Ballots of Scottish councils as the Scottish elections collection publishes them, in CSV.

    3,2,
    12,1,3,
    7,2,
    "Candidate 1","Ann","Party",
    …
    "The ward"

Candidates and places; then papers and preferences by number, in order; then the names, and the title.
"""

from __future__ import annotations

import re

from mutualise.governance.rules.counting.poll import Papers, Poll
from mutualise.governance.rules.counting.reading.lines import (
    BallotsUnreadable,
    Care,
    count_of,
    rows_of,
)

_FIRST = re.compile(r"[ \t]*[0-9]{1,5}[ \t]*,[ \t]*[0-9]{1,5}[ \t]*(,[ \t]*)*[\r\n]")
_NAMED = re.compile(r"^[ \t]*\"?candidate\s+1\"?\s*,", re.IGNORECASE | re.MULTILINE)
_CANDIDATE = re.compile(r"candidate\s+(\d+)", re.IGNORECASE)


def is_council(text: str) -> bool:
    """Two numbers alone in the first row, and somewhere a row `"Candidate 1",…`."""
    return bool(_FIRST.match(text) and _NAMED.search(text))


def read_council(text: str, name: str, seats: int | None, notes: list[str]) -> Poll:
    """A poll from such content. Raises BallotsUnreadable."""
    rows = rows_of(text, name, strict=False)  # some titles have their quotes doubled twice
    line, first = next(rows)
    candidates, places = (int(each) for each in first[:2])
    care, names, title = Care(), list[str](), ""
    for line, cells in rows:
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if found := _CANDIDATE.fullmatch(cells[0]):
            _next_name(cells, int(found[1]), names, name, line)
        elif names:
            title = ", ".join(cells).strip('" ')
        else:
            papers = count_of(cells[0], name, line, "the number of papers")
            care.add(papers, _ranking(cells[1:], candidates, name, line), False)
    if len(names) != candidates:
        raise BallotsUnreadable(
            name, line, "the list of candidates",
            f"has {len(names)} names; the first row says {candidates}", "Correct one of them.",
        )  # fmt: skip
    return Poll(
        tuple(names), places if seats is None else seats, Papers.of(care.papers()), frozenset(),
        title, (*notes, *care.notes()), care.rejected,
    )  # fmt: skip


def _next_name(cells: list[str], number: int, names: list[str], file: str, line: int) -> None:
    if number != len(names) + 1 or len(cells) < 2:
        raise BallotsUnreadable(
            file, line, "the candidate", f"is not number {len(names) + 1} with a name",
            f'Write it as "Candidate {len(names) + 1}","Ann","Party"',
        )  # fmt: skip
    names.append(cells[1])


def _ranking(cells: list[str], candidates: int, file: str, line: int) -> tuple[int, ...]:
    ranking: dict[int, None] = {}  # in order, and quickly asked
    for place, each in enumerate(cells, start=1):
        known = re.fullmatch(r"[0-9]{1,5}", each) and 1 <= int(each) <= candidates
        if not known or int(each) in ranking:
            raise BallotsUnreadable(
                file, line, f"preference {place}",
                f"is “{each}”, not a candidate or one named already",
                f"Use each number from 1 to {candidates} at most once.",
            )  # fmt: skip
        ranking[int(each)] = None
    return tuple(ranking)
