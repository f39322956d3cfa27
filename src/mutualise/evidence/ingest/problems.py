"""What is wrong with a file, named by file, row and column, with the remedy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")
_ONE_LINE = 200  # characters; what may be longer, an address or a note, may have lines
# They show other letters, or another order of them, than are written: "gnp.exe" for "exe.png".
_TURNS = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))


@dataclass(frozen=True)
class Problem:
    """One thing that stops a load. `row` counts the header as row 1; 0 means the whole file."""

    file: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        where = ", ".join(
            part
            for part in (
                f"row {self.row}" if self.row else "",
                self.column and f"column {self.column}",
            )
            if part
        )
        return f"{self.file}{', ' if where else ''}{where}: {self.message}"


class BadFile(Exception):
    """A file cannot be read at all; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True)
class Line:
    """One row of a file, as texts by column."""

    file: str
    row: int
    cells: dict[str, str]


class LineReader:
    """Reads the cells of one line, noting every problem instead of stopping at the first."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.problems: list[Problem] = []

    def text(self, column: str, *, most: int, needed: bool = False) -> str:
        value = self.line.cells.get(column, "").strip()
        if needed and not value:
            self.note(column, "is empty. Fill it in.")
        if len(value) > most:
            self.note(column, f"has {len(value)} characters. Shorten it to {most}.")
        if any(ord(char) < 32 and char not in "\n\t" for char in value):
            self.note(column, "has a control character. Remove it.")
        elif most <= _ONE_LINE and ("\n" in value or "\t" in value):
            self.note(column, "has a line break or a tab. Write it on one line.")
        if any(char in _TURNS for char in value):
            self.note(column, "has a mark that turns the order of its letters. Remove it.")
        return value

    def read(self, column: str, reader: Callable[[str], T], *, needed: bool = False) -> T | None:
        """The cell as `reader` gives it, or None when it is empty or a problem was noted."""
        value = self.text(column, most=500, needed=needed)
        if not value:
            return None
        try:
            return reader(value)
        except (ValueError, LookupError) as error:
            said = str(error.args[0]) if error.args else str(error)
            self.note(column, said if said.endswith(".") else said + ".")
            return None

    def one_of(self, column: str, known: Any, *, needed: bool = True) -> str:
        value = self.text(column, most=100, needed=needed)
        if value and value not in known:
            self.note(column, f"“{value[:40]}” is not known. Use one of: {', '.join(known)}.")
        return value

    def note(self, column: str, message: str) -> None:
        self.problems.append(Problem(self.line.file, self.line.row, column, message))
