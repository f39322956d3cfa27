"""What looks like a figure and is not one: dates, years, times, references, addresses, codes.

`not_quantities` gives the spans to leave out; `years_named` gives the calendar years a text names,
so that a sentence's period can be compared with the claim's.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from mutualise.claims.rules.units import is_unit_word

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_YEAR = r"(?:1[5-9]|20)[0-9]{2}"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?"
_OPEN = r"(?<![\w.,£$€/-])"  # nothing numeric before
_SHUT = r"(?![\w%]|[.,/-][0-9])"  # nothing numeric after
_TO = r"\s?(?:-|–|—|/|to|and|&|until|or)\s?"

_DAY_MONTH = re.compile(
    rf"{_OPEN}{_DAY}(?:{_TO}{_DAY}){{0,3}}\s+(?:of\s+)?(?P<month>{_MONTH})(?:,?\s+{_YEAR}\b)?",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"\b(?P<month>{_MONTH})\s+(?:the\s+)?{_DAY}{_SHUT}(?:,?\s+(?P<year>{_YEAR})\b)?", re.IGNORECASE
)
_MONTH_YEAR = re.compile(
    rf"\b(?P<month>{_MONTH})(?:{_TO}{_MONTH})?,?\s+(?:of\s+)?{_YEAR}\b(?![.,][0-9]|%)",
    re.IGNORECASE,
)
_ALWAYS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_OPEN}{_YEAR}[-–/](?:0[1-9]|1[0-2])(?:[-–/](?:0[1-9]|[12][0-9]|3[01]))?(?:T[0-9:.]+Z?)?\b",
        r"(?<![\w.,])(?:0?[1-9]|[12][0-9]|3[01])([/.-])(?:0?[1-9]|1[0-2])\1(?:[0-9]{4}|[0-9]{2})\b(?![.,]?[0-9])",
        r"\b[0-9]+(?:\.[0-9]+){2,}\b",  # versions and numbered paragraphs
        r"(?:https?://|www\.)[^\s<>]+",
        r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}",
        r"(?<![\d.:,])(?:[01]?[0-9]|2[0-3])[:.][0-5][0-9]\s?(?:am|pm|a\.m\.|p\.m\.|hrs|hours)(?!\w)",
        r"(?<![\d.:,])(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?(?![\d:])",
        r"(?<![\d.:,£$€])(?:1[0-2]|0?[1-9])\s?(?:am|pm|a\.m\.|p\.m\.|o['’]clock)(?!\w)",
        r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s(?:o['’]clock|am|pm)\b",
        r"(?<!\w)\+[0-9]{2}[ (][0-9 ()]{6,16}[0-9]",  # telephone
        r"(?<![\w.,£$€])(?<![0-9]\s)0[0-9]{1,5}(?:[ -][0-9]{2,8}){0,3}\b(?![.,][0-9])",  # telephone, padded code
        r"\(0[0-9]{2,5}\)[ -]?[0-9]{3,8}(?:[ -][0-9]{3,6})?(?![0-9])",  # telephone
        r"\b(?:ring|call|dial|phone|text|nhs)\s(?:999|111|101|105|112|119|116\s?[0-9]{3})\b",
        r"\b(?:company|charity|registered|registration|reference|ref|account|licence|vat|case)\s(?:number|no\.?|nos\.?)"
        r"[\s:]{0,2}(?:[A-Z]{1,3})?[0-9]{4,12}\b",
        r"\b[0-9]{1,4}[a-z]?(?:[-–][0-9]{1,4})?\s(?-i:(?:[A-Z][\w'’]{1,20}\s){1,3}(?:Street|Road|Avenue|Lane|Square|Terrace"
        r"|Crescent|Gardens|Drive|Embankment|Quay|Wharf)|Whitehall)\b",  # addresses
        rf"\b(?:{_YEAR}|[1-9]0)['’]?s\b",  # decades
        r"\[\^?[0-9]{1,3}\]",  # note marks
        r"(?:(?<=\A)|(?<=[;:,] )|(?<=and )|(?<=or ))\([0-9]{1,2}\)",  # list marks
        r"\bnet zero\b|\b24/7\b|\bone[- ](?:to|by)[- ]one\b",
    )
]
# Marks and numbers of documents, in one pattern: a thousand short paragraphs are read as quickly as one long one.
_OF_DOCUMENTS = re.compile(
    "|".join(
        (
            r"\A[0-9]{1,2}[.)]\s(?=\S)|\A[0-9]{1,2}(?:\.[0-9]{1,2})+\.?\s(?-i:(?=[A-Z]))",  # a heading's own number
            rf"(?-i:\b{_MONTH}\s['’][0-9]{{2}}\b)",  # "July '14"
            r"\b(?-i:ISO|IEC|BS|EN|FTSE|ISBN|ISSN|CAB|PN)(?:[/ ](?-i:IEC|EN|ISO))*[ :-]{1,2}[0-9]+(?:[-:/ ][0-9]+){0,5}\b(?![.,]?[0-9]|%)",
            r"\b(?:press (?:notice|release)|notice|bulletin)\s[0-9]{1,4}[/-][0-9]{1,4}\b",
            r"\[(?:19|20)[0-9]{2}\]\s(?:[A-Z]\w{0,5}\s){1,3}[0-9]{1,4}\b",  # neutral citation of a judgment
            r"\bext(?:ension)?\.?\s[0-9]{2,6}\b(?![.,][0-9]|%)",
            r"\bv[0-9]{1,3}(?:\.[0-9]{1,3})+\b",  # "v2.1"
            r"(?<![\w'’])(?:ss?|arts?)\s[0-9]{1,3}(?:[-–][0-9]{1,3})?(?:\([a-z0-9]{1,4}\))*(?![\w%]|[.,][0-9])",
        )
    ),
    re.IGNORECASE,
)
_YEARS_APART = re.compile(
    rf"{_OPEN}(?P<first>{_YEAR})[-–/](?P<second>{_YEAR}|[0-9]{{2}})\b(?![.,]?[0-9]|%)"
)
_SPELT = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_REFERENCE_WORDS = (
    "section|page|part|chapter|para|paragraph|figure|fig|table|annex|appendix|article|clause|regulation|reg"
    "|schedule|sch|rule|note|footnote|volume|vol|version|release|level|phase|stage|step|tier|grade|band|wave"
    "|round|lot|cohort|item|point|question|limb|option|room|floor|line|row|column|ward|zone|type|class|group|form"
    "|route|junction|platform|issue|edition|number|no|nos|page|channel|radio|formula|chart|box|exhibit"
    "|objective|priority|recommendation|principle|criterion|key stage|si|hc|cm|cmnd|iso|rfc|isbn|issn|directive"
)
_REFERENCE = re.compile(
    rf"\b(?P<word>{_REFERENCE_WORDS})(?P<plural>s?)\.?\s(?P<first>[0-9]{{1,4}}(?:\.[0-9]{{1,3}})?[a-z]?|{_SPELT})\b(?:\([a-z0-9]{{1,4}}\))*"
    rf"(?P<more>(?:(?:,\s?|\s?[-–]\s?|\s(?:and|to|or|of|&)\s)(?:[0-9]{{1,4}}|{_SPELT})\b(?:\([a-z0-9]{{1,4}}\))*){{0,9}})"
    r"(?![.,][0-9]|%)",
    re.IGNORECASE,
)
_SHORT_REFERENCE = re.compile(
    r"\b(?:ss?|pp?|paras?|regs?|arts?|cl|vol|figs?|ch|nos?|sch)\.\s?[0-9]{1,4}(?:\(\w{1,4}\))*(?:\s?[-–,]\s?[0-9]{1,4}){0,5}(?![\w%]|[.,][0-9])",
    re.I,
)
_CAPITAL_REFERENCE = re.compile(
    rf"\b(?:Day|Week|Month|Year|Quarter|Model|Unit|Act|Limb|Note|Article|Cohort)\s(?:[0-9]{{1,3}}|{_SPELT.title()})\b"
)
# A grade with a capital stays one before what has it: "Band 5 nurses", "Key Stage 2 pupils".
_GRADE = re.compile(
    rf"\b(?:Band|Tier|Stage|Level|Grade|Type|Category|Year|Phase|Wave|Lot|Cohort)\s(?:[0-9]{{1,2}}|{_SPELT})\b(?!-)(?![.,][0-9]|%)"
)
# "Our mutuals number 100": a verb.
_NUMBERING = re.compile(
    r"(?:\b(?:now|they|we|which|that|who|already|together|staff|people)|[a-z]s)\s\Z", re.IGNORECASE
)


class Span(NamedTuple):
    start: int
    end: int


def not_quantities(text: str) -> list[Span]:
    """Spans of the text, in order, in which no quantity is read."""
    spans = [Span(*match.span()) for pattern in _ALWAYS for match in pattern.finditer(text)]
    spans.extend(Span(*match.span()) for match in _OF_DOCUMENTS.finditer(text))
    spans.extend(_dates(text))
    spans.extend(_years_apart(text))
    spans.extend(_references(text))
    return sorted(spans)


def _dates(text: str) -> Iterator[Span]:
    for match in _DAY_MONTH.finditer(text):
        if match["month"][0].isupper():
            yield Span(*match.span())
    for match in _MONTH_YEAR.finditer(text):
        if match["month"][0].isupper():
            yield Span(*match.span())
    for match in _MONTH_DAY.finditer(text):
        if match["month"][0].isupper() and (match["year"] or not _counts(text, match.end())):
            yield Span(*match.span())


def _years_apart(text: str) -> Iterator[Span]:
    """ "1997-2010", "2013-14", "2013/14", unless things are counted ("2000-2500 people")."""
    for match in _YEARS_APART.finditer(text):
        first, second = int(match["first"]), int(match["second"])
        financial_year = second == (first + 1) % 100
        if financial_year or not _counts(text, match.end()):
            yield Span(*match.span())


def _references(text: str) -> Iterator[Span]:
    for match in _SHORT_REFERENCE.finditer(text):
        yield Span(*match.span())
    for match in _GRADE.finditer(text):
        yield Span(*match.span())
    for match in _CAPITAL_REFERENCE.finditer(text):
        if not _counts(text, match.end()):
            yield Span(*match.span())
    for match in _REFERENCE.finditer(text):
        if match["word"] == "no" and not text[match.end("word") :].startswith("."):
            continue
        if match["word"].lower() == "number" and _NUMBERING.search(
            text, max(0, match.start() - 12), match.start()
        ):
            continue
        end = match.end()
        if match["more"] and _counts(text, end):
            end = match.start("more")  # "Part 2 and 35 people": the second number counts
        if not _counts(text, end):
            yield Span(match.start(), end)


_NEXT_WORD = re.compile(r"[\s-]{0,2}(?:per[\s-]cent|[^\W\d_]{1,30}|%)")


def _counts(text: str, place: int) -> bool:
    """Is the number that ends here a count of something: does a unit or a known noun follow at once?"""
    following = _NEXT_WORD.match(text, place)
    return following is not None and is_unit_word(following.group().strip(" -\n\t\u00a0").lower())


_NAMED_YEAR = re.compile(
    rf"(?<![\w.,£$€])(?P<first>{_YEAR})(?:[-–/](?P<second>{_YEAR}|[0-9]{{2}}))?(?![\d%]|[.,]\d|\w)"
)


def years_named(text: str) -> list[tuple[int, int]]:
    """The calendar years a text names, each with its place; "2013-14" names both of its years."""
    named = []
    for match in _NAMED_YEAR.finditer(text):
        first, second = match["first"], match["second"]
        named.append((int(first), match.start()))
        if second:
            named.append(
                (int(second if len(second) == 4 else first[:2] + second), match.start("second"))
            )
    return named
