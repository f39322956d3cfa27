"""Carry the unit in a table's head to its cells: under "£ million", "1,500" is £1,500 million.

The head of the column is asked first, then the first cell of the row. A cell that states a unit of its own
keeps it. Only figures without a noun are touched, so "100 mutuals" under "£m" stays a hundred mutuals.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from mutualise.claims.rules.number_words import SCALES
from mutualise.claims.rules.numbers import SUFFIXES
from mutualise.claims.rules.quantities import Quantity, find_quantities
from mutualise.claims.rules.tokens import Token, at, low, tokenise
from mutualise.claims.rules.units import (
    CURRENCY_SIGNS,
    CURRENCY_WORDS,
    Kind,
    Noun,
    noun_after,
    stated_per,
)

_LONGEST = 40  # tokens of a head; a longer one is a sentence
_WORDS = {Noun.PEOPLE: "people", Noun.JOBS: "jobs", Noun.BODIES: "mutuals", Noun.THINGS: "services"}


@dataclass(frozen=True)
class Head:
    """What a head says of the figures below it."""

    currency: str = ""
    scale: Decimal = Decimal(1)
    per_cent: bool = False
    noun: Noun = Noun.NONE
    per: str = ""

    @property
    def says_nothing(self) -> bool:
        return self == Head(per=self.per)


def quantities_under(text: str, heads: Sequence[str]) -> tuple[Quantity, ...]:
    """The quantities of a cell, in the units of the first of its heads that names one."""
    read = (head_of(head) for head in heads)
    head = next((one for one in read if not one.says_nothing), None)
    if head is None:
        return find_quantities(text)
    # The noun is what tells 2,014 staff from the year 2014.
    noun = "" if head.currency or head.per_cent else _WORDS.get(head.noun, "")
    found = find_quantities(f"{text} {noun}" if noun else text)
    return tuple(_carried(quantity, head) for quantity in found if quantity.end <= len(text))


def head_of(text: str) -> Head:
    """The currency, scale, percentage, noun and rate in a column's head."""
    tokens = tokenise(text)[:_LONGEST]
    currency = next(filter(None, (_currency(token) for token in tokens)), "")
    per_cent = any(_is_per_cent(tokens, place) for place in range(len(tokens)))
    scale = Decimal(1)
    for place, token in enumerate(tokens):
        scale *= _scale(tokens, place, token, money=bool(currency))
    nouns = [noun_after(tokens, place, reach=1) for place in range(len(tokens))]
    noun = next((one for one in nouns if one is not Noun.NONE), Noun.NONE)
    rates = (stated_per(tokens, place, reach=2) for place in range(len(tokens)))
    return Head(currency, scale, per_cent, noun, next(filter(None, rates), ""))


def _currency(token: Token) -> str:
    return CURRENCY_SIGNS.get(token.low, "") or CURRENCY_WORDS.get(token.low, "")


def _is_per_cent(tokens: Sequence[Token], place: int) -> bool:
    word = low(tokens, place)
    return word in {"%", "percentage", "percent"} or (
        word == "per" and low(tokens, place + 1) == "cent"
    )


def _scale(tokens: Sequence[Token], place: int, token: Token, *, money: bool) -> Decimal:
    """ "£ million", "£m", "(m)", "thousands", "000s", "'000"."""
    if token.low.removesuffix("s") in SCALES and token.kind == "word":
        return SCALES[token.low.removesuffix("s")]
    if token.text == "000":
        return Decimal(1000)
    alone = at(tokens, place - 1).text == "(" and at(tokens, place + 1).text == ")"
    follows_sign = _currency(at(tokens, place - 1)) != ""
    if token.low in SUFFIXES and (alone or (money and follows_sign)):
        return SUFFIXES[token.low]
    return Decimal(1)


def _kind(quantity: Quantity, head: Head) -> Kind:
    if quantity.kind is Kind.NUMBER and head.currency:
        return Kind.MONEY
    return Kind.PERCENT if quantity.kind is Kind.NUMBER and head.per_cent else quantity.kind


def _carried(quantity: Quantity, head: Head) -> Quantity:
    if quantity.problem or quantity.kind not in {Kind.NUMBER, Kind.MONEY}:
        return quantity
    if quantity.kind is Kind.MONEY and quantity.currency != head.currency:
        return quantity
    own_noun = quantity.noun is not Noun.NONE and quantity.noun is not head.noun
    if quantity.kind is Kind.NUMBER and own_noun:
        return quantity
    factor = head.scale if quantity.scale == 1 else Decimal(1)
    kind = _kind(quantity, head)
    if kind is Kind.PERCENT:
        factor = Decimal(1)
    step = min(quantity.step, Decimal(1)) if kind is Kind.PERCENT else quantity.step
    return replace(
        quantity, kind=kind, currency=head.currency, per=quantity.per or head.per,
        value=quantity.value * factor, step=step * factor, scale=quantity.scale * factor,
        top=None if quantity.top is None else quantity.top * factor,
        noun=Noun.NONE if kind is not Kind.NUMBER else quantity.noun or head.noun,
    )  # fmt: skip
