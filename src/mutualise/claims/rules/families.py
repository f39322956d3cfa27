"""Does the sentence name another quantity than its link's measure? Turnover is not headcount.

Only the claim's own words, and what stands right before a verb ("its turnover has [doubled]"), are asked.
A sentence that names the measure's own quantity as well ("doubled its headcount and turnover") is not at fault.
"""

import re
from collections.abc import Iterator, Mapping

# The word of a family as the titles of measures write it, and what sentences call it.
_FAMILIES: Mapping[str, re.Pattern[str]] = {
    name: re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)
    for name, pattern in {
        "headcount": r"headcount|employment|staff numbers|number of (?:staff|employees|people)|workforce|payroll|employees|staff",
        "output": r"productivity|output",
        "turnover": r"(?<!staff )(?<!labour )turnover|revenues?|income|sales|takings",
        "profit": r"profits?|surplus(?:es)?",
        "costs": r"costs?|spending|expenditure|overheads|wages|pay|salaries",
        "absence": r"absen(?:ce|teeism)|sickness|sick leave|staff turnover",
        "services": r"services?|contracts?",
    }.items()
}
_OWN: Mapping[str, str] = {"productivity": "output", "headcount": "headcount", "output": "output"}
# Words that may say whose the figure is, so they never name another quantity.
_WHOSE = frozenset({"headcount", "services"})
_SUBJECT = re.compile(
    r"(?:\A|[,;:]|\b(?:its|their|our|the|and)\b)\s*(?P<named>[A-Za-z' -]{2,40}?)\s+(?:has|have|had|was|were|is|grew|rose|fell)?\s*\Z"
)
# What the subject is, without what it is of: "productivity" of "productivity in public services", but all of "sales team".
_HEAD = re.compile(r"\A(?P<noun>.*?)(?:\s+(?:of|on|in|per|at|for|among|across)\b.*)?\Z", re.DOTALL)
_TITLES = ("headcount", "productivity", "output", "services")


def other_quantity(words: str, sentence: str, title: str, unit: str) -> Iterator[str]:
    """A sentence where the claim names turnover, profit, costs, absence, productivity or headcount and its measure is another."""
    own = _family_of(title)
    if not own or unit not in {"ratio", "per cent a year", "GBP a year"}:
        return
    subject = _SUBJECT.search(sentence.partition(words)[0])
    head = _HEAD.match(subject["named"]) if subject else None
    said = f"{words} {head['noun']}" if head else words
    if _FAMILIES[own].search(said):
        return
    for family, pattern in _FAMILIES.items():
        named = pattern.search(words) or (_ends_in(pattern, head["noun"]) if head else None)
        if family == own or named is None:
            continue
        if family in _WHOSE and not re.fullmatch(
            r"headcount|employment|staff numbers|workforce|payroll", named.group(), re.IGNORECASE
        ):
            continue
        yield f"The sentence speaks of “{named.group()}”; the measure is “{title}”."
        return


def _ends_in(pattern: re.Pattern[str], noun: str) -> re.Match[str] | None:
    return next((match for match in pattern.finditer(noun) if match.end() == len(noun)), None)


def _family_of(title: str) -> str:
    """The family a measure belongs to by the first telling word of its title."""
    lower = title.lower()
    found = sorted((lower.index(word), word) for word in _TITLES if word in lower)
    if not found:
        return ""
    return _OWN.get(found[0][1], found[0][1])
