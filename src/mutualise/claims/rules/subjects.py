"""Does the sentence count what the measure counts? Customers are not employees, and FTE are not heads."""

import itertools
import re
from collections.abc import Iterator

from mutualise.claims.rules.measured import Measured
from mutualise.claims.rules.quantities import Quantity
from mutualise.claims.rules.tokens import vocabulary
from mutualise.claims.rules.units import Kind, Noun

# People whom a body serves or who own it: none of them is on its payroll by being so.
_OUTSIDERS = vocabulary(
    "users patients clients customers residents volunteers pupils students tenants children households "
    "families pensioners shareholders owners"
)
_STAFF_WORDS = vocabulary("staff employee employees worker workers workforce colleague colleagues")
_SERVED = re.compile(
    r"\b(serv(?:e|es|ed|ing)|car(?:e|es|ed|ing) for|treat(?:s|ed|ing)?|look(?:s|ed|ing)? after|help(?:s|ed|ing)?)\s+\Z",
    re.IGNORECASE,
)
_KEPT_OR_LOST = (
    r"(lost|lose|losing|cut|cutting|shed|axed|saved|saving|safeguarded|protected|preserved)"
)
_JOBS_BEFORE = re.compile(rf"\b{_KEPT_OR_LOST}\s+\Z", re.IGNORECASE)
_JOBS_AFTER = re.compile(
    r"[^.;,]{0,30}?\b(?:jobs?|posts?|roles?|positions?)\s+(?:(?:were|was|are|being|have been|has been)\s+)?"
    r"(lost|cut|shed|axed|saved|safeguarded|protected|preserved)\b"  # "jobs saving £5m" are not saved
    r"|[^.;,]{0,10}?\b(job losses|redundancies)\b",
    re.IGNORECASE,
)
_SUM_BEFORE = re.compile(
    r"\b(sav(?:e|es|ed|ing)|lost|wast(?:e|es|ed|ing)|ow(?:e|es|ed|ing))\s+\Z", re.IGNORECASE
)
_SUM_AFTER = re.compile(
    r"(?:['’]s worth)?\s+(?:of|in)\s+(?:[a-z-]+\s+){0,2}?(savings|efficiencies|profits?|losses|debts?|waste|wages|salaries"
    r"|tax(?:es)?)\b",
    re.IGNORECASE,
)
_STAFF_UNITS = frozenset({"people", "FTE"})
_FTE = re.compile(
    r"\b(?:FTEs?|WTEs?|(?:full|whole)[\s-]time[\s-]equivalents?|(?:full|whole)[\s-]time[\s-](?:staff|employees|people|workers"
    r"|jobs|posts|roles))\b",
    re.IGNORECASE,
)
_OF_THEM = r"(?:(?:all|its|the|our|their|those|these|every)\s+){0,2}"
_OTHER_WORDS = r"(?:(?!(?:staff|employees|workers|workforce|people|colleagues|respondents|those|who|that)\b)[a-z-]{2,20}\s+){0,2}?"
# The figure counts what stands right after it: "90 per cent trust their managers", "90 per cent of staff
# trust managers" and "90 per cent are proud of their managers" are no shares of managers.
_SHARE_OF = re.compile(
    rf"\A(?:[^a-z]*(?:(?:share|proportion|majority)\s+)?of\s+{_OF_THEM}{_OTHER_WORDS}|\s+{_OF_THEM})"
    r"(?P<whom>patients|customers|service users|users|clients|residents|tenants|pupils|students|shareholders"
    r"|volunteers|mutuals|organisations|companies|managers|directors|nurses|doctors|members of the public)\b(?!['’])",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z']+|[.,;:]")
_NEAR = 40  # characters after the claim's words in which its subject is still named


_ADDED_BEFORE = re.compile(
    r"\b(creat(?:ed?|es|ing)|add(?:ed|s|ing)?)\s+(?:up to\s+)?\Z", re.IGNORECASE
)
_ADDED_AFTER = re.compile(
    r"\A[\s-]*(?:(additional|new|extra|further|more)\s+(?:[a-z-]+\s+){0,3}?(?:jobs|posts|roles|positions|staff|people|employees)\b"
    r"|(?:[a-z-]+\s+)?(?:jobs|posts|roles|positions)\s+(?:(?:have|had|has)\s+been\s+|were\s+)?(created|added|made)\b)",
    re.IGNORECASE,
)


def counts_something_else(
    quantity: Quantity | None, words: str, sentence: str, measured: Measured
) -> Iterator[str]:
    """A sentence for each way in which the claim's figure is of another subject than the measure."""
    if quantity is None or quantity.problem:
        return
    before, after, rest = _around(quantity.text, words, sentence)
    if quantity.kind is Kind.NUMBER and measured.unit in _STAFF_UNITS:
        yield from _other_people(rest, after, measured)
        yield from _people_served(before, rest)
        yield from _jobs_not_made(before, rest, measured)
        yield from _jobs_added(before, rest, measured)
    elif quantity.kind is Kind.MONEY:
        yield from _other_sum(before, rest, measured)
    elif quantity.kind is Kind.NUMBER and measured.unit == "count":
        yield from _people_for_bodies(quantity, measured)
    elif measured.denominator in {"staff", "respondents"}:
        match = _SHARE_OF.search(rest)
        if match:
            yield f"The sentence gives a share of {match['whom']}; the figure is of {measured.denominator}."


def _around(figure: str, words: str, sentence: str) -> tuple[str, str, str]:
    """What stands before a figure, the claim's words with what follows them, and what follows the figure.

    A figure may be wider than the claim's words: "over [90 per cent] of patients", "[90] per cent of patients".
    """
    before, _, following = sentence.partition(words)
    near = following[:_NEAR].partition(".")[0]
    stop = len(before) + len(words)
    start = sentence.find(figure, max(0, len(before) - len(figure) + 1), stop + len(figure) - 1)
    if not figure or start < 0:
        return before, words + near, words + near
    rest = sentence[start + len(figure) : stop + len(near)]
    return sentence[:start], words + near, rest


def _other_people(rest: str, after: str, measured: Measured) -> Iterator[str]:
    counted = _first_known(rest)
    if counted and counted not in measured.title.lower():
        yield f"The sentence counts {counted}; the measure counts staff."
    full_time = _FTE.search(after)
    if full_time and measured.unit == "people":
        yield f"The sentence speaks of “{full_time.group()}”; the measure counts everybody employed, part-time or not."


def _people_served(before: str, rest: str) -> Iterator[str]:
    """ "They care for 35,000 people": a body's users, unless the words call them its staff."""
    match = _SERVED.search(before)
    if match and not _STAFF_WORDS & set(_WORD.findall(rest.lower())[:4]):
        yield f"The sentence says “{match[1]}”: it counts people served; the measure counts staff."


def _jobs_not_made(before: str, rest: str, measured: Measured) -> Iterator[str]:
    """Jobs lost or saved are no additional jobs."""
    match = _JOBS_BEFORE.search(before) or _JOBS_AFTER.match(rest)
    if match and "additional" in measured.title.lower():
        said = next(word for word in match.groups() if word)
        yield f"The sentence says “{said}”; the measure counts additional jobs."


def _jobs_added(before: str, rest: str, measured: Measured) -> Iterator[str]:
    """ "3,000 additional jobs" is no number of people employed."""
    match = _ADDED_BEFORE.search(before) or _ADDED_AFTER.match(rest)
    if match and "employed" in measured.title.lower():
        said = next(word for word in match.groups() if word)
        yield f"The sentence says “{said}”; the measure counts everybody employed, not who was added."


def _other_sum(before: str, rest: str, measured: Measured) -> Iterator[str]:
    """ "£1.5bn of savings" is no value of services."""
    match = _SUM_BEFORE.search(before) or _SUM_AFTER.match(rest)
    if match and match[1].lower().rstrip("s") not in measured.title.lower():
        yield f"The sentence says “{match[1]}”; the measure is “{measured.title}”."


def _first_known(rest: str) -> str:
    """The outsiders named within three words of the figure, before any other noun is."""
    for match in itertools.islice(_WORD.finditer(rest.lower()), 4):
        word = match.group()
        if word in _STAFF_WORDS:  # "35,000 employee owners"
            return ""
        if word in _OUTSIDERS:
            return word
        if word in {"of", "in", "for", "by", "to", "and", "who", "with", ".", ",", ";", ":"}:
            return ""
    return ""


def _people_for_bodies(quantity: Quantity, measured: Measured) -> Iterator[str]:
    if quantity.noun in {Noun.PEOPLE, Noun.JOBS} and "mutual" in measured.title.lower():
        yield f"The sentence counts {quantity.noun.value}; the measure counts mutuals."
