"""Shares without a number: "every member of staff" is 100 per cent, "no respondent" is none.

Only the plainest sentences are read. "Not quite all staff", "everyone but the chair" and "all staff
groups" look alike and state no share, so one word not foreseen here leaves the claim without a figure.
"""

from decimal import Decimal

from mutualise.claims.rules.quantifiers import Quantifier
from mutualise.claims.rules.quantities import Quantity
from mutualise.claims.rules.tokens import Tokens, at, low, tokenise, vocabulary
from mutualise.claims.rules.units import Kind, Noun, noun_after

_ALL, _NONE = vocabulary("all every each everyone everybody"), vocabulary("no none nobody")
_ALONE = vocabulary("everyone everybody nobody")
_COUNTED = frozenset({Noun.PEOPLE, Noun.BODIES, Noun.JOBS})
# Between the quantifier and what is counted: "each and every one of our employees". No word that
# makes the group smaller ("senior", "new") is among them.
_BETWEEN = vocabulary("of the its our their his her these those single and every one current")
# Anywhere before in its sentence: "not quite all", "far from all", "few say that all".
_WEAKER_BEFORE = vocabulary(
    "not never cannot no none nobody nor neither without nearly almost virtually practically "
    "essentially effectively basically broadly largely mostly mainly roughly approximately hardly "
    "barely scarcely quite far nigh near close about short more less fewer few most many some half "
    "majority part if whether unless until untrue false wrong other than"
)
# Directly before: "at all", "in all", "above all", "a share of all", "from all".
_JUST_BEFORE = vocabulary("at in above of from after for")
# Anywhere after in its sentence: "but the chair", "does not feel", "was asked; most agreed".
_WEAKER_AFTER = vocabulary(
    "but except excepting excluding bar barring apart aside save unless other otherwise fewer less "
    "more most many some few half not never cannot hardly barely scarcely nearly almost asked "
    "invited surveyed whether if should must ought ?"
)
# What may follow what is counted: a place, or the verb of the sentence; no second noun.
_FOLLOWING = vocabulary(
    "at in of on across within here there now still also always is are was were has have had do does "
    "did feel feels felt say says said think thinks thought trust trusts trusted agree agrees agreed "
    "believe believes believed know knows knew report reports reported tell tells told find finds "
    "found see sees saw own owns owned hold holds held work works worked vote votes voted answer "
    "answers answered respond responds responded recommend recommends recommended , . ; : ! ) –"
)


def whole_or_none(sentence: str, first: int, last: int) -> Quantity | None:
    """The share that the words from `first` to before `last` of a sentence state without a figure.

    For a claim on a percentage. None where a word of the sentence may weaken or turn the share.
    """
    tokens = tokenise(sentence)
    places = (n for n, each in enumerate(tokens) if first <= each.start < last)
    place = next((n for n in places if low(tokens, n) in _ALL | _NONE), None)
    if place is None or _weakened(tokens, place) or not _counts(tokens, place):
        return None
    word = tokens[place]
    share = Decimal(100) if word.low in _ALL else Decimal(0)
    start, end = word.start - first, word.end - first
    return Quantity(start, end, word.text, Kind.PERCENT, Quantifier.EXACTLY, share, Decimal(1))


def _weakened(tokens: Tokens, place: int) -> bool:
    before, after = tokens[:place], tokens[place + 1 :]
    return (
        any(each.low in _WEAKER_BEFORE or each.low.endswith("n't") for each in before)
        or low(tokens, place - 1) in _JUST_BEFORE
        or any(each.low in _WEAKER_AFTER or each.low.endswith("n't") for each in after)
    )


def _counts(tokens: Tokens, place: int) -> bool:
    """Is the quantifier followed directly by what is counted, and that by nothing it could belong to?"""
    word, after = low(tokens, place), place + 1
    if word == "no" and low(tokens, after) == "one":
        return _ends(tokens, after + 1)
    if word in _ALONE:
        return _ends(tokens, after)
    while low(tokens, after) in _BETWEEN or _owns(tokens, after):
        after += 1
    upto, counted = _nouns(tokens, after)
    if low(tokens, upto) == "of" and low(tokens, upto + 1) == "staff":  # "member of staff"
        upto += 2
    return counted in _COUNTED and _ends(tokens, upto)


def _owns(tokens: Tokens, place: int) -> bool:
    """ "the partnership's", but not "employees'": their managers are not the employees."""
    owner = low(tokens, place).endswith("'s")
    return owner and noun_after(tokens, place, reach=1) is not Noun.PEOPLE


def _nouns(tokens: Tokens, place: int) -> tuple[int, Noun]:
    """The place after a run of known nouns ("council staff"), and the kind of the last one."""
    counted = Noun.NONE
    while (noun := noun_after(tokens, place, reach=1)) is not Noun.NONE:
        place, counted = place + 1, noun
    return place, counted


def _ends(tokens: Tokens, place: int) -> bool:
    return at(tokens, place).kind == "end" or low(tokens, place) in _FOLLOWING
