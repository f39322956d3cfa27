"""BLT files, as used by OpaVote, OpenSTV, OpenTally and election offices.

    4 3                 four candidates, three places
    -2                  candidate 2 has withdrawn
    254 1 3 0           254 papers: first preference 1, second 3
    0                   end of the papers
    "Ann"               the names, in order, then the title
    …

`#` starts a comment. `(17)` before a paper, its number, is passed over, and so are commas at the end of a line and an
option such as `[tie 2 1]`. `1=2` (equal) and `-` (skipped) end the clear part of a paper. Names: `names.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mutualise.governance.rules.counting.poll import Papers, Poll
from mutualise.governance.rules.counting.reading.blt_fast import fast_papers
from mutualise.governance.rules.counting.reading.lines import (
    MOST_IN_A_FILE,
    BallotsUnreadable,
    Care,
    count_of,
    refuse_too_many,
    text_of,
)
from mutualise.governance.rules.counting.reading.names import read_names

_END = re.compile(rb"^[ \t]*0[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
_HEAD = re.compile(rb"[ \t]*(\d{1,9})[ \t]+(\d{1,9})[ \t]*\r?\n")
_AROUND = " \t\r\n,;\x00\x1a"  # what spreadsheets and old systems leave at the end of a line
_OPTIONS = {"[tie", "[droop", "[source", "[comment"}
_HEADING = "The first line holds the number of candidates and of places, as: 5 2"


@dataclass
class _Read:
    name: str
    candidates: int = 0
    seats: int = 0
    withdrawn: set[int] = field(default_factory=set)
    care: Care = field(default_factory=Care)
    notes: list[str] = field(default_factory=list)
    end: int = 0  # the line of the closing 0


def read_blt(raw: bytes, name: str, seats: int | None = None) -> Poll:
    """A poll from BLT content; `seats` overrides the file's. Raises BallotsUnreadable."""
    fast = _fast(raw)
    if fast:
        candidates, own_seats, papers, rest, line = fast
        names, title, notes = read_names(rest, name, line, candidates)
        return Poll(
            names, _places(seats, own_seats, name), papers, frozenset(), title, tuple(notes)
        )
    found, rest_text, notes = _slow(raw, name)
    names, title, more = read_names(rest_text.encode(), name, found.end, found.candidates)
    return Poll(
        names, _places(seats, found.seats, name), Papers.of(found.care.papers()),
        frozenset(found.withdrawn), title, (*notes, *found.notes, *more, *found.care.notes()),
        found.care.rejected,
    )  # fmt: skip


def _places(asked: int | None, own: int, name: str) -> int:
    places = own if asked is None else asked
    if places < 1:
        raise BallotsUnreadable(
            name, 1, "the number of places", f"is {places}", "Write 1 or more, or say --seats N."
        )
    return places


def _fast(raw: bytes) -> tuple[int, int, Papers, bytes, int] | None:
    """The plain case, read as columns; None sends the file to the careful reader."""
    head = _HEAD.match(raw)
    if not head or not 1 <= int(head[1]) <= MOST_IN_A_FILE:
        return None
    at = raw.find(b"\n0\n", head.end())
    start, stop = at + 1, at + 3
    if at < 0:  # another way of writing the closing line
        end = _END.search(raw, head.end())
        if end is None:
            return None
        start, stop = end.span()
    papers = fast_papers(raw, head.end(), start, int(head[1]))
    if papers is None:
        return None
    return int(head[1]), int(head[2]), papers, raw[stop:], raw.count(b"\n", 0, stop)


def _tokens(text: str) -> Iterator[tuple[int, str, int]]:
    """(line, word, offset after the word), comments left out."""
    offset = 0
    for line, content in enumerate(text.splitlines(keepends=True), start=1):
        for word in re.finditer(r"\S+", content.split("#", 1)[0].rstrip(_AROUND)):
            yield line, word[0], offset + word.end()
        offset += len(content)


def _slow(raw: bytes, name: str) -> tuple[_Read, str, list[str]]:
    text, notes = text_of(raw)
    found, words = _Read(name), _tokens(text)
    found.candidates, found.seats = _header(words, name)
    seen_paper = False
    for line, word, offset in words:
        if word == "0":
            found.end = line
            _refuse_no_papers(text[offset:], name, line)
            return found, text[offset:], notes
        if re.fullmatch(r"-\d+", word) and not seen_paper:
            found.withdrawn.add(_candidate(word[1:], found, line, "the withdrawn candidate"))
            continue
        if re.fullmatch(r"\(\w+\)", word):  # the number of the paper, as OpenSTV writes it
            continue
        if word in _OPTIONS and not seen_paper:
            _pass_over(word, words, found)
            continue
        _refuse_extras(word, name, line)
        papers = count_of(word, name, line, "the number of papers")
        seen_paper = True
        _paper(papers, words, found, line)
    raise BallotsUnreadable(
        name, text.count("\n") + 1, "the list of papers", "has no end",
        "Write a line with only 0 after the last paper, then the names.",
    )  # fmt: skip


def _pass_over(word: str, words: Iterator[tuple[int, str, int]], found: _Read) -> None:
    """An option of another program, up to its bracket; said to be passed over."""
    option = [word]
    for _, part, _ in words:
        option.append(part)
        if part.endswith("]"):
            break
    found.notes.append(
        f"“{' '.join(option)}” is an option of another program; it was not followed."
    )


def _refuse_no_papers(rest: str, name: str, line: int) -> None:
    """A closing 0 has nothing but names behind it; with numbers it was meant as a row of papers."""
    behind = re.split(r"[\r\n]", rest, maxsplit=1)[0].split("#", 1)[0].strip()
    if re.fullmatch(r"[\d\s=-]+", behind):
        raise BallotsUnreadable(
            name, line, "the number of papers", "is 0; it must be 1 or more",
            "Correct the number or delete the line.",
        )  # fmt: skip


def _refuse_extras(word: str, name: str, line: int) -> None:
    if word.startswith('"'):
        raise BallotsUnreadable(
            name, line, "a name", "stands among the papers",
            "Write a line with only 0 after the last paper, then the names.",
        )  # fmt: skip
    if word[0] in "([{":
        raise BallotsUnreadable(
            name, line, f"“{word}”", "is an option of one program",
            "Delete it: lines start with the number of papers.",
        )  # fmt: skip


def _header(words: Iterator[tuple[int, str, int]], name: str) -> tuple[int, int]:
    """The number of candidates and the number of places, which stand on one line."""
    first, word, _ = next(words, (1, "nothing", 0))
    if not re.fullmatch(r"[0-9]{1,9}", word) or int(word) < 1:
        raise BallotsUnreadable(name, first, "the number of candidates", f"is “{word}”", _HEADING)
    line, places, _ = next(words, (0, "nothing", 0))
    if line != first or not re.fullmatch(r"[0-9]{1,9}", places):
        said = f"is “{places}”" if line == first else "is missing"
        raise BallotsUnreadable(name, first, "the number of places", said, _HEADING)
    refuse_too_many(int(word), name, first)
    return int(word), int(places)


def _candidate(word: str, found: _Read, line: int, what: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", word) or not 1 <= int(word) <= found.candidates:
        raise BallotsUnreadable(
            found.name, line, what, f"is “{word}”, not a candidate",
            f"Use a number from 1 to {found.candidates}; end each paper with 0.",
        )  # fmt: skip
    return int(word)


def _paper(papers: int, words: Iterator[tuple[int, str, int]], found: _Read, start: int) -> None:
    ranking: list[int] = []
    named: set[int] = set()
    unclear, place = False, 0
    for line, word, _ in words:
        if line != start:  # else a forgotten 0 would make one paper of two
            break
        if word == "0":
            found.care.add(papers, tuple(ranking), unclear)
            return
        place += 1
        if word == "-":
            unclear = True
            continue
        equal = [_candidate(each, found, line, f"preference {place}") for each in word.split("=")]
        for each in equal:
            if each in named:
                raise BallotsUnreadable(
                    found.name, line, f"preference {place}", f"names candidate {each} again",
                    "Look at the paper: a candidate has one place in a ranking.",
                )  # fmt: skip
            named.add(each)
        unclear = unclear or len(equal) > 1
        if not unclear:
            ranking.append(equal[0])
    raise BallotsUnreadable(
        found.name, start, "a paper", "has no end",
        "End each paper with 0, on the line it begins.",
    )  # fmt: skip
