"""The front matter of an announcement: the title and the date between two lines of `---` at its top."""

import re
from dataclasses import dataclass, field
from datetime import date

_LONGEST = 200  # lines
_COMMENT = re.compile(r"\s#.*\Z")
_FOLDED = re.compile(r"[>|][+-]?\Z")


@dataclass
class FrontMatter:
    """What it says: the title with the line it is on, and the day. `body` is the text with the front
    matter blanked, so that line numbers stay; `wrong` are lines with what is wrong on them."""

    body: str
    title: str = ""
    title_line: int = 1
    on: date | None = None
    wrong: list[tuple[int, str]] = field(default_factory=list)


def read_front_matter(text: str) -> FrontMatter:
    """The front matter of a text, which may have none."""
    lines = text.split("\n")
    closing = next(
        (n for n, line in enumerate(lines[1:_LONGEST], 1) if line.rstrip() in {"---", "..."}), None
    )
    if lines[0].rstrip() != "---" or closing is None:
        return FrontMatter(text)
    found = FrontMatter("\n".join([""] * (closing + 1) + lines[closing + 1 :]))
    for number, line in enumerate(lines[1:closing], 2):
        key, colon, value = line.partition(":")
        value = value.strip()
        if key == "title" and colon:
            _read_title(found, value, number, lines[number:closing])
        elif key == "date" and colon:
            _read_date(found, value, number)
    return found


def _read_title(found: FrontMatter, value: str, number: int, following: list[str]) -> None:
    """A title on its line and the indented lines that carry it on; after ">" or "|" on those alone."""
    below: list[str] = []
    for line in following:
        if line.strip() and not line[0].isspace():
            break
        below.append(line.strip())
    if _FOLDED.match(value):
        found.title, found.title_line = "\n".join(below).rstrip(), number + 1
    else:
        found.title, found.title_line = "\n".join([value, *below]).rstrip().strip("\"'"), number


def _read_date(found: FrontMatter, value: str, number: int) -> None:
    value = _COMMENT.sub("", value.strip("\"'")).strip("\"'")
    found.on = _day(value)
    if found.on is None:
        remedy = "write it as YYYY-MM-DD, for example 2014-07-23."
        found.wrong.append((number, f"“{value}” is not a date: {remedy}"))


def _day(value: str) -> date | None:
    try:
        return (
            date.fromisoformat(value)
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value)
            else None
        )
    except ValueError:
        return None
