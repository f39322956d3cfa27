"""Read a Markdown announcement: its text piece by piece with line numbers, and its claim links.

Headings, lists, tables, quotations, code, the words for an image and the tips of links and images are text; comments
and the addresses of links are not. Front matter may give `title`, which is text too, and `date`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from mutualise.claims.rules.characters import without_invisible
from mutualise.claims.rules.front_matter import FrontMatter, read_front_matter
from mutualise.claims.rules.links import LinkRefused, is_claim, read_link
from mutualise.claims.rules.markup import (
    CLAIM_IN_HTML,
    gap_of,
    holds_claim,
    is_raised_mark,
    text_of_html,
    tips_of,
)
from mutualise.claims.rules.measured import ClaimReference
from mutualise.claims.rules.number_words import SCALES, TENS, UNITS
from mutualise.claims.rules.tables import Table

MAXIMUM_BYTES = 1024 * 1024
# Reading one figure takes about a sixth of a millisecond: 10,000 of them take two seconds.
MOST_FIGURES = 10_000
_TOO_MANY = "The document states about {:,} figures: check an announcement, not a table of data (10,000 at most)."
_FIGURE = re.compile(
    rf"[0-9]++(?:,[0-9]{{3}}(?![0-9]))*+(?:\.[0-9]++)?+|\b(?:{'|'.join((*UNITS, *TENS, *SCALES))})\b",
    re.IGNORECASE,
)
_TITLE_LENGTH = 300
_DEEPEST_BLOCK, _DEEPEST_MARK = 100, 10
_BROKEN_LINK = re.compile(r"\]\s{0,2}[(\[]\s{0,2}<?claim:", re.IGNORECASE)


@dataclass(frozen=True)
class Problem:
    """What is wrong with a document, on which line, and what to do."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.message}"


class BadDocument(Exception):
    """The document cannot be checked. `problems` lists everything that is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Link:
    """A claim link: the span of its words in its piece of text, and what it refers to."""

    start: int
    end: int
    reference: ClaimReference


@dataclass(frozen=True)
class Piece:
    """A run of text that belongs together (paragraph, cell, heading) with its claim links.

    `heads` are the head of its column and the first cell of its row, for a cell of a table.
    """

    text: str
    line: int
    links: tuple[Link, ...] = ()
    heads: tuple[str, ...] = ()
    is_head: bool = False

    @cached_property
    def _breaks(self) -> list[int]:
        return [match.start() for match in re.finditer("\n", self.text)]

    def line_at(self, offset: int) -> int:
        """The line of the document a place in the text is on."""
        return self.line + bisect_left(self._breaks, offset)


@dataclass(frozen=True)
class Document:
    """An announcement as read."""

    title: str
    date: date | None
    pieces: tuple[Piece, ...]


@dataclass
class _Writer:
    """Collects the text of one piece and the links in it."""

    line: int
    parts: list[str] = field(default_factory=list)
    length: int = 0
    lines: int = 0
    links: list[Link] = field(default_factory=list)
    open_links: list[tuple[int, str, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    tips: list[tuple[str, int]] = field(default_factory=list)

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)
        self.lines += text.count("\n")

    def tip(self, text: object) -> None:
        """Words shown when a reader points at what is written here."""
        if text:
            self.tips.append((str(text), self.line + self.lines))


def read_document(text: str) -> Document:
    """The document's pieces and claims. Raises BadDocument naming every line that is wrong."""
    _check_text(text)
    text = without_invisible(text).replace("\r\n", "\n").replace("\r", "\n")
    front = read_front_matter(text)
    parser = _parser()
    pieces, problems = _title(parser, front)
    title = " ".join(pieces[0].text.split())[:_TITLE_LENGTH] if pieces else ""
    heading = ""
    tokens = parser.parse(front.body)
    table = Table()
    for place, token in enumerate(tokens):
        if token.level >= _DEEPEST_BLOCK - 1:
            line = (token.map[0] if token.map else 0) + 1
            problems.append(Problem(line, "The text is nested too deeply to be read: unfold it."))
            break
        table.go_on(token.type)
        found, wrong = _pieces(token, (token.map[0] if token.map else 0) + 1)
        problems.extend(wrong)
        if not found:
            continue
        piece, *tips = found
        pieces.append(replace(piece, heads=table.heads_above(piece.text), is_head=table.in_head))
        pieces.extend(tips)
        if not heading and place and tokens[place - 1].type == "heading_open":
            heading = " ".join(piece.text.split())[:_TITLE_LENGTH]
    if problems:
        raise BadDocument(tuple(sorted(problems, key=lambda problem: problem.line)))
    return Document(title or heading, front.on, tuple(pieces))


def figures_in(text: str) -> int:
    """About how many figures a text states, told without reading them."""
    return sum(1 for _ in _FIGURE.finditer(text))


def _check_text(text: str) -> None:
    if len(text) > MAXIMUM_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAXIMUM_BYTES:
        raise BadDocument(
            (Problem(1, "The document is over 1 MB: check an announcement, not a whole report."),)
        )
    figures = figures_in(text)
    if figures > MOST_FIGURES:
        raise BadDocument((Problem(1, _TOO_MANY.format(figures)),))
    if "\0" in text:
        line = 1 + text.count("\n", 0, text.index("\0"))
        raise BadDocument(
            (Problem(line, "The document has NUL bytes: save it as plain text in UTF-8."),)
        )


def _parser() -> MarkdownIt:
    """Blocks are read to a depth nobody writes; inside a line the usual depth keeps "[[[[…" quick."""
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST_BLOCK})
    parser.enable("table").enable("strikethrough")

    def shallower(state: StateCore) -> None:
        state.md.options["maxNesting"] = _DEEPEST_MARK

    parser.core.ruler.after("block", "shallower", shallower)
    return parser


def _title(parser: MarkdownIt, front: FrontMatter) -> tuple[list[Piece], list[Problem]]:
    """The title of the front matter as a piece of the text: its figures can be bound by links."""
    problems = [Problem(line, said) for line, said in front.wrong]
    if not front.title:
        return [], problems
    pieces: list[Piece] = []
    for token in parser.parseInline(front.title):
        found, wrong = _pieces(token, front.title_line)
        pieces.extend(found)
        problems.extend(wrong)
    return pieces, problems


def _pieces(token: Token, line: int) -> tuple[list[Piece], list[Problem]]:
    """What a token says, and after it the tips of what is in it."""
    if token.type == "inline":
        writer = _Writer(line)
        _write(writer, token.children or [])
        piece = Piece("".join(writer.parts), line, tuple(writer.links))
        writer.problems.extend(_broken_links(piece))
        return [piece, *(Piece(text, at) for text, at in writer.tips)], writer.problems
    if token.type == "fence":
        return [Piece(token.content, line + 1)], []
    if token.type == "code_block":
        return [Piece(token.content, line)], []
    if token.type == "html_block":
        tips = [Piece(text, line + below) for text, below in tips_of(token.content)]
        found = Piece(text_of_html(token.content), line)
        return [found, *tips], list(_claims_in_html(token.content, line))
    return [], []


def _broken_links(piece: Piece) -> Iterator[Problem]:
    for match in _BROKEN_LINK.finditer(piece.text):
        yield Problem(
            piece.line_at(match.start()),
            "A claim link is broken: write [words](claim:measure?name=value) without spaces in the address.",
        )


def _write(writer: _Writer, children: list[Token]) -> None:
    for place, child in enumerate(children):
        if is_raised_mark([one.content for one in children[max(0, place - 1) : place + 2]]):
            continue
        if child.type in {"softbreak", "hardbreak"}:
            writer.write("\n")
        elif child.type == "link_open":
            _open_link(writer, str(child.attrGet("href") or ""))
            writer.tip(child.attrGet("title"))
        elif child.type == "link_close":
            _close_link(writer)
        elif child.type == "image":
            _write_image(writer, child)
        elif child.type == "html_inline":
            writer.problems.extend(_claims_in_html(child.content, writer.line + writer.lines))
            for text, _ in tips_of(child.content):
                writer.tip(text)
            writer.write(gap_of(child.content))
        elif child.content:
            writer.write(child.content)


def _claims_in_html(source: str, line: int) -> Iterator[Problem]:
    if holds_claim(source):
        yield Problem(line, CLAIM_IN_HTML)


def _write_image(writer: _Writer, token: Token) -> None:
    if is_claim(str(token.attrGet("src") or "")):
        here = writer.line + writer.lines
        writer.problems.append(
            Problem(here, "A claim is an image: make it a link, without the exclamation mark.")
        )
    writer.tip(token.attrGet("title"))
    _write(writer, token.children or [])


def _open_link(writer: _Writer, address: str) -> None:
    writer.open_links.append((writer.length, address, writer.line + writer.lines))


def _close_link(writer: _Writer) -> None:
    start, address, line = writer.open_links.pop()
    if not is_claim(address):
        return
    words = _since(writer, start)
    if not words.strip() or is_claim(words.strip()):
        writer.problems.append(
            Problem(line, "A claim link has no words: write the claim between [ and ].")
        )
        return
    try:
        writer.links.append(Link(start, writer.length, read_link(address, line)))
    except LinkRefused as refusal:
        writer.problems.append(Problem(line, str(refusal)))


def _since(writer: _Writer, start: int) -> str:
    """What was written since a place, read from the end so that many links in one paragraph stay quick."""
    wanted, parts = writer.length - start, list[str]()
    for part in reversed(writer.parts):
        if wanted <= 0:
            break
        parts.append(part)
        wanted -= len(part)
    return "".join(reversed(parts))
