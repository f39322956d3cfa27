"""Amounts without a number: "hundreds", "tens of thousands", "several hundred", "dozens", "a score of"."""

from mutualise.claims.rules.number_words import words_at
from mutualise.claims.rules.tokens import Tokens, at, low, past_hyphen, vocabulary

_PLURALS = vocabulary("hundreds thousands millions billions trillions dozens")
_TAILS = _PLURALS | frozenset({"millions", "thousand", "million"})
_SINGULAR = vocabulary("hundred thousand million billion dozen score")
_LOOSE = vocabulary("several many few countless untold umpteen")
_FIGURES = vocabulary("four five six seven eight nine")
_FIGURE_DIGITS = frozenset("3456789")  # "a 7-figure sum"
_DIGITS = vocabulary("single double triple")
_MULTIPLES = vocabulary("multimillion multibillion")
AMOUNT_WORDS = (
    _PLURALS
    | _LOOSE
    | _FIGURES
    | _DIGITS
    | {"two", "three"}
    | _MULTIPLES
    | {"baker's", "tens", "scores", "score", "couple", "pair", "multi", "handful"}
)


def vague_at(tokens: Tokens, index: int) -> int | None:
    """The token after the vague amount that begins here, or None."""
    word = low(tokens, index)
    upto = None
    if word in _PLURALS or (word in {"tens", "scores"} and low(tokens, index + 1) == "of"):
        upto = index + 1
    elif word in _LOOSE and low(tokens, index + 1) in _SINGULAR | _PLURALS:
        upto = index + 2
    elif word == "score" and _is_twenty(tokens, index):
        upto = index + 1
    elif word == "baker's" and low(tokens, index + 1) == "dozen":
        upto = index + 2
    elif word in {"couple", "pair", "handful"} and low(tokens, index + 1) == "of":
        upto = index + (3 if low(tokens, index + 2) in _SINGULAR else 1)
    else:
        upto = _sized(tokens, index, word)
    if upto is None:
        return None
    for _ in range(2):  # "tens of thousands", "hundreds of thousands of millions"
        if low(tokens, upto) == "of" and low(tokens, upto + 1) in _TAILS:
            upto += 2
    return upto


def _is_twenty(tokens: Tokens, index: int) -> bool:
    """ "a score of mutuals", which is about twenty of them; not "a score of 9", which is a mark."""
    of = low(tokens, index - 1) == "a" and low(tokens, index + 1) == "of"
    number = words_at(tokens, index + 2) is not None
    return of and low(tokens, index + 2).isalpha() and not number


def _sized(tokens: Tokens, index: int, word: str) -> int | None:
    """ "a seven-figure sum", "double-digit growth", "a multi-million pound deal"."""
    if word in _MULTIPLES:
        return index + 1
    place = past_hyphen(tokens, index + 1)
    joined = place > index + 1
    if joined and word == "multi" and low(tokens, place) in _SINGULAR:
        return place + 1
    following = low(tokens, place).removesuffix("s")
    if following not in {"figure", "digit"}:
        return None
    named = joined and (word in _FIGURES | {"two", "three"} or word in _FIGURE_DIGITS)
    return place + 1 if named or word in _DIGITS else None


def is_vague_money(tokens: Tokens, index: int) -> bool:
    """ "£millions"."""
    return at(tokens, index).text in "£€$" and low(tokens, index + 1) in _PLURALS
