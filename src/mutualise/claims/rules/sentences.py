"""Cut a piece of text into sentences, so that a claim is read with its own sentence and no other."""

import re
from bisect import bisect_right

from mutualise.claims.rules.tokens import vocabulary

# A full stop ends a sentence when white space and a new start follow, and no abbreviation precedes it.
_END = re.compile(r"[.!?][\"'”’)\]]{0,3}(?=\s+[\"'“‘(\[]{0,2}[A-Z0-9£€$])|[.!?…]\s*\n\s*\n|[.!?]\Z")
_ABBREVIATIONS = vocabulary(
    "mr mrs ms dr prof st no nos c ca approx e.g i.e eg ie vs etc inc ltd co p pp s ss para "
    "fig vol hon rt rev gen jan feb mar apr jun jul aug sept sep oct nov dec u.k u.s a.m p.m "
    "cf est"
)
_LONGEST_WORD = 12
# Text without full stops (a long list, a table pasted as a line) is cut this far from the claim.
_REACH = 1000


class Sentences:
    """The sentences of one text, found once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = [
            match.end() for match in _END.finditer(text) if not _abbreviated(text, match.start())
        ]

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Where the sentence (or sentences) that hold this span begin and end."""
        first = bisect_right(self._ends, start)
        last = bisect_right(self._ends, max(start, end - 1))
        begin = self._ends[first - 1] if first else 0
        close = self._ends[last] if last < len(self._ends) else len(self._text)
        return max(begin, self._word_start(start - _REACH)), min(close, end + _REACH)

    def _word_start(self, place: int) -> int:
        return 0 if place <= 0 else self._text.find(" ", place) + 1


def _abbreviated(text: str, stop: int) -> bool:
    if text[stop] != ".":
        return False
    word = text[max(0, stop - _LONGEST_WORD) : stop].split()
    last = word[-1].lstrip("(“\"'").lower() if word and not text[stop - 1].isspace() else ""
    return last in _ABBREVIATIONS or (
        len(last) == 1 and last.isalpha() and text[stop - 1].isupper()
    )
