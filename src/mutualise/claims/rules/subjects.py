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
    "families pensioners shareholders"
)
_STAFF_UNITS = frozenset({"people", "FTE"})
_FTE = re.compile(
    r"\b(?:FTEs?|WTEs?|(?:full|whole)[\s-]time[\s-]equivalents?|(?:full|whole)[\s-]time[\s-](?:staff|employees|people|workers"
    r"|jobs|posts|roles))\b",
    re.IGNORECASE,
)
_SHARE_OF = re.compile(
    r"\bof\s+(?:(?:all|its|the|our|their|those|these|every)\s+){0,2}(?:[a-z-]{2,20}\s+){0,2}?"
    r"(?P<whom>patients|customers|service users|users|clients|residents|tenants|pupils|students|shareholders"
    r"|volunteers|mutuals|organisations|companies|managers|directors|nurses|doctors|members of the public)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z']+|[.,;:]")
_NEAR = 40  # characters after the claim's words in which its subject is still named


def counts_something_else(
    quantity: Quantity | None, words: str, sentence: str, measured: Measured
) -> Iterator[str]:
    """A sentence for each way in which the claim's figure is of another subject than the measure."""
    if quantity is None or quantity.problem:
        return
    after = words + sentence.partition(words)[2][:_NEAR].partition(".")[0]
    if quantity.kind is Kind.NUMBER and measured.unit in _STAFF_UNITS:
        yield from _other_people(quantity, after, measured)
    elif quantity.kind is Kind.NUMBER and measured.unit == "count":
        yield from _people_for_bodies(quantity, measured)
    elif measured.denominator in {"staff", "respondents"}:
        match = _SHARE_OF.search(after)
        if match:
            yield f"The sentence gives a share of {match['whom']}; the figure is of {measured.denominator}."


def _other_people(quantity: Quantity, after: str, measured: Measured) -> Iterator[str]:
    counted = _first_known(after, quantity)
    if counted and counted not in measured.title.lower():
        yield f"The sentence counts {counted}; the measure counts staff."
    full_time = _FTE.search(after)
    if full_time and measured.unit == "people":
        yield f"The sentence speaks of “{full_time.group()}”; the measure counts everybody employed, part-time or not."


def _first_known(after: str, quantity: Quantity) -> str:
    """The outsiders named within three words of the figure, before any other noun is."""
    rest = after.partition(quantity.text)[2].lower() or after.lower()
    for match in itertools.islice(_WORD.finditer(rest), 4):
        word = match.group()
        if word in _OUTSIDERS:
            return word
        if word in {"of", "in", "for", "by", "to", "and", "who", "with", ".", ",", ";", ":"}:
            return ""
    return ""


def _people_for_bodies(quantity: Quantity, measured: Measured) -> Iterator[str]:
    if quantity.noun in {Noun.PEOPLE, Noun.JOBS} and "mutual" in measured.title.lower():
        yield f"The sentence counts {quantity.noun.value}; the measure counts mutuals."
