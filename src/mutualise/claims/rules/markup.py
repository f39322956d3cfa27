"""HTML inside an announcement: what a reader sees of it. Tags of words join, all others set text apart."""

import re
from collections.abc import Iterator, Sequence
from html import unescape

from mutualise.claims.rules.tokens import vocabulary

_COMMENT_OR_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)|</?(?P<name>[a-z][a-z0-9]*)[^<>]{0,2000}>",
    re.DOTALL | re.I,
)
_TAG = re.compile(r"</?([a-z][a-z0-9]*)", re.I)
_OF_WORDS = vocabulary(
    "a abbr b bdi bdo cite code data del dfn em font i ins kbd mark q s samp small span strong sub sup "
    "time tt u var wbr"
)
_RAISED_MARK = re.compile(
    r"<sup\b[^<>]{0,200}>\s{0,9}\[?[0-9*†‡]{1,3}\]?\s{0,9}</sup\s{0,9}>", re.IGNORECASE
)
_CLAIM = re.compile(r"""<a\b[^<>]{0,500}\bhref\s{0,9}=\s{0,9}["']?\s{0,9}claim:""", re.IGNORECASE)
_TIP = re.compile(
    r"""\s(?:alt|title|aria-label)\s{0,9}=\s{0,9}(?:"([^"]{0,2000})"|'([^']{0,2000})'|([^\s"'<>=`]{1,2000}))""",
    re.I,
)
CLAIM_IN_HTML = (
    "A claim is a link in HTML, which is not read: write [words](claim:measure?name=value)."
)


def holds_claim(source: str) -> bool:
    """Is there a link of HTML to a claim?"""
    return _CLAIM.search(source) is not None


def text_of_html(source: str) -> str:
    """What a reader sees of a block of HTML, line breaks kept. The raised mark of a note is left out."""
    return unescape(_COMMENT_OR_TAG.sub(_in_its_place, _RAISED_MARK.sub("", source)))


def tips_of(source: str) -> Iterator[tuple[str, int]]:
    """The words that tags show or say beside the text (alternative text, titles), each with how many
    lines below the start its tag begins."""
    for tag in _COMMENT_OR_TAG.finditer(source):
        for tip in _TIP.finditer(tag.group()) if tag["name"] else ():
            yield unescape(tip[1] or tip[2] or tip[3] or ""), source.count("\n", 0, tag.start())


def gap_of(tag: str) -> str:
    """What a tag or comment inside a line leaves: nothing for a tag of words, a space for "<br>"."""
    lines = "\n" * tag.count("\n")
    named = _TAG.match(tag)
    return lines or (" " if named and named[1].lower() not in _OF_WORDS else "")


def is_raised_mark(around: Sequence[str]) -> bool:
    """ "<sup>", "1", "</sup>" after a figure is the mark of a note, and no digit of the figure."""
    return len(around) == 3 and _RAISED_MARK.fullmatch("".join(around)) is not None


def _in_its_place(match: re.Match[str]) -> str:
    lines = "\n" * match.group().count("\n")
    named = match["name"]
    return lines if named and named.lower() in _OF_WORDS else " " + lines
