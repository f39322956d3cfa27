"""The areas a sentence names: nations, Britain, the United Kingdom, England's regions, "nationwide".

A name inside an organisation's name ("Bank of England", "NHS England", "the UK government") says nothing
of where the figure holds, and neither does "the UK's largest".
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from mutualise.claims.rules.tokens import vocabulary

# "British mutuals" says where; "the British government" does not.
_ADJECTIVE = (
    r"(?=\s(?:public[\s-]service\s)?(?:mutuals|staff|workers|employees|people|public\sservices|organisations"
    r"|councils|companies|jobs|co-operatives|towns|cities|regions)\b)"
)
_NAMES: Mapping[str, str] = {
    r"England\s+(?:and|&)\s+Wales": "england-and-wales",
    r"Land['’]s\s+End\s+to\s+John\s+o['’]\s?Groats": "great-britain",
    r"(?:across|throughout|all over|in) (?:these islands|the British Isles)": "united-kingdom",
    r"(?:the\s+)?(?:north|south) of England|(?:northern|southern) England": "part-of-england",
    r"(?:the\s+)?North[\s-]East(?:\s+of)?(?:\s+England)?": "north-east",
    r"(?:the\s+)?North[\s-]West(?:\s+of)?(?:\s+England)?": "north-west",
    r"(?:the\s+)?South[\s-]East(?:\s+of)?(?:\s+England)?": "south-east",
    r"(?:the\s+)?South[\s-]West(?:\s+of)?(?:\s+England)?": "south-west",
    r"Yorkshire(?:\s+(?:and|&)\s+(?:the\s+)?Humber(?:side)?)?": "yorkshire-and-the-humber",
    r"(?:the\s+)?East\s+Midlands": "east-midlands",
    r"(?:the\s+)?West\s+Midlands": "west-midlands",
    r"(?:the\s+)?East\s+of\s+England|East\s+Anglia": "east-of-england",
    r"(?:Greater\s+)?London": "london",
    r"Northern\s+Ireland": "northern-ireland",
    r"(?:the\s+)?United\s+Kingdom|(?:the\s+)?U\.?K\b\.?": "united-kingdom",
    r"Great\s+Britain|Britain": "great-britain",
    r"England": "england",
    r"Scotland": "scotland",
    r"Wales": "wales",
    r"nation[\s-]?wide|country[\s-]?wide|nationally": "united-kingdom",
    r"(?:across|up and down|throughout|all over|around) the (?:whole )?(?:country|nation)\b": "united-kingdom",
    r"(?:all )?four nations": "united-kingdom",
    r"world[\s-]?wide|globally|across the (?:world|globe)|around the (?:world|globe)": "world",
    rf"British{_ADJECTIVE}": "great-britain",
    rf"English{_ADJECTIVE}": "england",
    rf"Scottish{_ADJECTIVE}": "scotland",
    rf"Welsh{_ADJECTIVE}": "wales",
}
_CODES = list(_NAMES.values())
_AREA = re.compile(
    "|".join(rf"(?P<a{n}>\b(?:{pattern})(?!\w))" for n, pattern in enumerate(_NAMES)), re.IGNORECASE
)
_PLAIN_BEFORE = vocabulary(
    "in across throughout within over around for of from outside inside the all and or to by "
    "as at with both between including covering serving near than that our their its every "
    "mainland"
)
_INSTITUTION = re.compile(
    r"\s+(?:government|parliament|treasury|ministers?|civil\s+service|cabinet|statistics|plc|ltd|limited|office|border|"
    r"law|policy|borough|assembly|council|online)\b",
    re.IGNORECASE,
)
_SUPERLATIVE = re.compile(
    r"['’]s?\s+(?:first|second|third|only|own|next|[a-z]+est|leading|most|best|top|premier)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?P<far>[\w'’.-]+)?\s*(?P<near>[\w'’&-]+)[\s-]\Z")
_AFTER = re.compile(r"[\s-](?P<word>[^\W\d_]+)")
_MONTHS = vocabulary(
    "january february march april may june july august september october november december"
)
_IN_SMALL = (
    "islands",
    "isles",
    "nationally",
    "country",
    "nation",
    "nations",
)
_REACH = 60


class NamedArea(NamedTuple):
    """An area as a text names it."""

    area: str
    wording: str
    start: int


class AreasNamed:
    """The areas one text names, found once and asked by place."""

    def __init__(self, text: str) -> None:
        self._areas = areas_named(text)
        self._starts = [area.start for area in self._areas]

    def between(self, start: int, end: int) -> list[NamedArea]:
        """Those that begin in this span of the text."""
        return self._areas[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def nearest(
        self, words: tuple[int, int], following: int, sentence: tuple[int, int]
    ) -> list[NamedArea]:
        """Those in a claim's own words; else those after it, before the next claim begins; else those
        of its whole sentence."""
        return (
            self.between(*words)
            or self.between(words[1], min(following, sentence[1]))
            or self.between(*sentence)
        )


def areas_named(text: str) -> list[NamedArea]:
    """The areas the text names as places, in order."""
    return list(_named(text))


def _named(text: str) -> Iterator[NamedArea]:
    for match in _AREA.finditer(text):
        group = match.lastgroup or "a0"
        wording = " ".join(match.group().split())
        if not _is_written_as_a_name(wording, _CODES[int(group[1:])]):
            continue
        if not _in_organisation(text, match.start(), match.end()):
            yield NamedArea(_CODES[int(group[1:])], wording, match.start())


def _is_written_as_a_name(wording: str, area: str) -> bool:
    """Nations need a capital; compass points and "nationwide" are also written small."""
    bare = wording.removeprefix("the ").removeprefix("The ")
    if area in {"world", "part-of-england"} or "wide" in bare.lower():
        return True
    if bare.lower().endswith(_IN_SMALL):
        return True
    return bare[0].isupper() or area in {"north-east", "north-west", "south-east", "south-west"}


def _in_organisation(text: str, start: int, end: int) -> bool:
    """Is the area part of a name: a capital word before it, "X of" before it, or a capital word after it?"""
    if _INSTITUTION.match(text, end) or _SUPERLATIVE.match(text, end):
        return True
    following = _AFTER.match(text, end, end + _REACH)
    if following and _is_name(following["word"]) and not text[start:end].isupper():
        return True
    before = _BEFORE.search(text[max(0, start - _REACH) : start])
    if before is None:
        return False
    near, far = before["near"], before["far"] or ""
    if (near.lower() in {"of", "for"} and _is_name(far) and not far.isupper()) or near == "&":
        return True
    if near.lower() in _PLAIN_BEFORE:
        return False
    return near[0].isupper() and not _opens_sentence(text, start, near)


def _is_name(word: str) -> bool:
    return word[:1].isupper() and word.lower() not in _PLAIN_BEFORE | _MONTHS | {"i"}


def _opens_sentence(text: str, start: int, near: str) -> bool:
    """A capital only because the sentence starts there is no name: "Mainland Britain", "Across England"."""
    head = text[max(0, start - _REACH) : start].rstrip().removesuffix(near).rstrip()
    return not head or head[-1] in ".!?:;\n"
