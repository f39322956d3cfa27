"""Shares without a number: "every member of staff" is 100 per cent, "no respondent" is none."""

from decimal import Decimal

from mutualise.claims.rules.quantifiers import Quantifier
from mutualise.claims.rules.quantities import Quantity
from mutualise.claims.rules.tokens import Tokens, low, tokenise, vocabulary
from mutualise.claims.rules.units import Kind, Noun, noun_after

_ALL, _NONE = vocabulary("all every each"), vocabulary("no none neither")
_EVERYBODY, _NOBODY = vocabulary("everyone everybody"), vocabulary("nobody")
# "nearly all", "not every", "at all", "all but" say less than all.
_WEAKER = vocabulary(
    "nearly almost virtually practically essentially not hardly about near at above in if"
)
_BETWEEN = vocabulary("of the its our their his her these those single and every one last")
_COUNTED = frozenset({Noun.PEOPLE, Noun.BODIES, Noun.JOBS})


def whole_or_none(words: str) -> Quantity | None:
    """The share that the words of a claim on a percentage state without a figure, or None."""
    tokens = tokenise(words)
    for place in range(len(tokens)):
        share = _share(tokens, place)
        if share is not None and low(tokens, place - 1) not in _WEAKER:
            start, end = tokens[place].start, tokens[place].end
            return Quantity(
                start, end, tokens[place].text, Kind.PERCENT, Quantifier.EXACTLY, share, Decimal(1)
            )  # fmt: skip
    return None


def _share(tokens: Tokens, place: int) -> Decimal | None:
    word = low(tokens, place)
    if word in _EVERYBODY:
        return Decimal(100)
    if word in _NOBODY or (word == "no" and low(tokens, place + 1) == "one"):
        return Decimal(0)
    if word not in _ALL | _NONE:
        return None
    after = place + 1
    while low(tokens, after) in _BETWEEN and after - place <= 5:
        after += 1
    if noun_after(tokens, after, reach=4) not in _COUNTED:
        return None
    return Decimal(100) if word in _ALL else Decimal(0)
