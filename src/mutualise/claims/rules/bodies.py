"""Does the sentence speak of another body than its link? Only a body that stands as whom the figure is of counts.

A sentence that names its link's body is never at fault. Nor is one that names another body as a comparison
("unlike MyCSP"), as the object of a deed ("it advised MyCSP") or as who says so ("MyCSP's report says").
"""

import re
from collections.abc import Sequence

_LEGAL = re.compile(
    r"(?:,?\s+(?:Ltd|Limited|CIC|CIO|LLP|PLC|plc|Community Interest Company)\.?)+\Z"
)
_OPENING = re.compile(
    r"\A[\s\"'“‘(*–—-]*(?:(?:At|In|Within|For|Of)\s+(?:the\s+)?|The\s+"
    r"|(?:The\s+)?(?:[Ss]taff|[Ee]mployees|[Hh]eadcount|[Pp]roductivity|[Ww]orkforce)\s+(?:at|of|in)\s+(?:the\s+)?)?\Z"
)
_PLACED = re.compile(r"\b(?:at|of|in|within|for)\s+(?:the\s+|The\s+)?\Z")
_SAYS_SO = re.compile(
    r"\A(?:['’]s?\s+(?:\w+\s+){0,2}(?:report|survey|study|website|statement|accounts|paper|figures|review|announcement)\b"
    r"|,?\s+(?:says?|said|reports?|reported|published|found|states?|stated|writes|wrote|estimates?|estimated|aside)\b)"
)
_SOURCE_BEFORE = re.compile(
    r"\b(?:report|survey|study|website|statement|accounts|paper|figures|review|announcement|example|advice|help"
    r"|lead|words|size|rate|that|those|level)\s+(?:at|of|in|for)\s+(?:the\s+|The\s+)?\Z",
    re.IGNORECASE,
)
_NEW_CLAUSE = re.compile(
    r"[;:]|\b(?:while|whereas|but|although|and (?:the|it|its|another|one))\b", re.IGNORECASE
)
_NEAR = 60  # characters after the claim's words in which "at MyCSP" still belongs to them


def short_name(name: str) -> str:
    """A body's name without its legal form, as sentences write it."""
    return _LEGAL.sub("", name.strip())


def other_body(words: str, sentence: str, subject: Sequence[str], others: Sequence[str]) -> str:
    """The other body the claim's sentence says the figure is of, as written, or an empty string.

    `subject` are the names of the link's body, `others` those of every other body of the register.
    """
    if not subject or any(_places(name, sentence) for name in subject):
        return ""
    start = sentence.find(words)
    end = start + len(words)
    for name in others:
        if name not in sentence or not _is_telling(name):
            continue
        for place in _places(name, sentence):
            if _is_whose(sentence, place, place + len(name), start, end):
                return name
    return ""


def _is_telling(name: str) -> bool:
    """A single word counts when it cannot be an ordinary one: "MyCSP", and not "Inspire"."""
    return " " in name or (len(name) > 2 and any(letter.isupper() for letter in name[1:]))


def _places(name: str, sentence: str) -> list[int]:
    if not name or name not in sentence:
        return []
    return [match.start() for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", sentence)]


def _is_whose(sentence: str, place: int, upto: int, start: int, end: int) -> bool:
    """Whether the name at `place` is whom the claim's words, from `start` to `end`, are about."""
    before, after = sentence[:place], sentence[upto:]
    if _SAYS_SO.match(after) or _SOURCE_BEFORE.search(before):
        return False
    if upto <= start:
        return bool(_OPENING.match(before)) and not _NEW_CLAUSE.search(sentence[upto:start])
    if place > end + _NEAR or _NEW_CLAUSE.search(sentence[end : max(end, place)]):
        return False
    return bool(_PLACED.search(before))
