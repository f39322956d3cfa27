"""Cut plain text into words, numbers and signs, each with its place in the text.

Everything that reads figures works on these tokens with a bounded look ahead and behind,
so the time to read a document grows with its length and no further.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from mutualise.claims.rules.characters import plain_figures

# Possessive quantifiers: a run once taken is never given back, so no input can make the scan slow.
_TOKEN = re.compile(
    r"(?P<number>[0-9]{1,3}(?:,[0-9]{3})++(?![0-9])(?:\.[0-9]++)?|[0-9]++(?:\.[0-9]++)?|(?<![\w.])\.[0-9]++)"
    r"|(?P<part>[½¼¾⅓⅔⅕⅛⅒])"
    r"|(?P<code>(?:GBP|USD|EUR)(?=[0-9]))"  # "GBP1.5bn"
    r"|(?P<identifier>[^\W\d_]++(?:_|\d)\w*+)"
    r"|(?P<word>[^\W\d_]++(?:['’][^\W\d_]++)*+)"
    r"|(?P<space>\s++)"
    r"|(?P<sign>.)",
    re.DOTALL,
)

_KINDS = {"part": "sign", "code": "word"}

HYPHENS = frozenset("-\u2010\u2011")
DASHES = HYPHENS | frozenset("\u2012\u2013\u2014\u2212")


class Token(NamedTuple):
    """A piece of text. `gap` is the white space before it, empty when it touches the piece before."""

    kind: str
    text: str
    low: str
    start: int
    end: int
    gap: str

    @property
    def glued(self) -> bool:
        """Does it touch the token before it?"""
        return not self.gap


END = Token("end", "", "", -1, -1, " ")
Tokens = Sequence[Token]


def vocabulary(text: str) -> frozenset[str]:
    """A set of words written as a line of text."""
    return frozenset(text.split())


def tokenise(text: str) -> list[Token]:
    """All tokens of the text in order; white space is kept only as the gap before a token."""
    found: list[Token] = []
    gap = " "
    for match in _TOKEN.finditer(plain_figures(text)):
        kind = _KINDS.get(match.lastgroup or "", match.lastgroup or "sign")
        if kind == "space":
            gap = match.group()[:1]
            continue
        piece = match.group()
        found.append(
            Token(kind, piece, piece.lower().replace("’", "'"), match.start(), match.end(), gap)
        )
        gap = ""
    return found


def at(tokens: Tokens, index: int) -> Token:
    """The token at a place, or a token that matches nothing outside the text."""
    return tokens[index] if 0 <= index < len(tokens) else END


def low(tokens: Tokens, index: int) -> str:
    """The token's text in lower case with plain apostrophes, empty outside the text."""
    return tokens[index].low if 0 <= index < len(tokens) else ""


def past_hyphen(tokens: Tokens, index: int) -> int:
    """The place after a hyphen that joins two words ("thirty-five"), or the same place."""
    if 0 <= index < len(tokens) - 1 and tokens[index].text in HYPHENS:
        return index + 1 if not tokens[index].gap and not tokens[index + 1].gap else index
    return index
