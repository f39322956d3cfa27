"""Runs of digits that are no single figure: thousands set apart as nobody can be sure of, and
proportions of two parts."""

import re

from mutualise.claims.rules.number_words import SCALES
from mutualise.claims.rules.tokens import Tokens, at, low, vocabulary
from mutualise.claims.rules.units import CURRENCY_SIGNS, Noun, noun_after

_MISPLACED = "The commas are not before groups of three digits: write for example 35,000."
_SET_APART = "The thousands are not set apart by commas: write for example 35,000."
_POWER = "A power of ten is no figure in a sentence: write for example 1,000,000 or 1 million."
_EXPONENT = re.compile(r"e[0-9]++\Z")
_ONE_GROUP = re.compile(r"[0-9]{1,3}\.[0-9]{3}\Z")
_SCALED = frozenset(SCALES) | vocabulary(
    "bn b m mn mln k tn trn thousands millions billions per a an"
)
_MIXED = "A whole number with a fraction beside it is read in two ways: write for example 1.5."
_NOT_ONE_FIGURE = "A proportion of two parts is not one figure: state the share of one of them."


def malformed_at(tokens: Tokens, index: int) -> tuple[int, str] | None:
    """The token after what begins here and why it cannot be read, or None."""
    return (
        _misplaced_commas(tokens, index)
        or _points_for_commas(tokens, index)
        or _apostrophes(tokens, index)
        or _two_parts(tokens, index)
        or _mixed(tokens, index)
        or _power_of_ten(tokens, index)
    )


def _misplaced_commas(tokens: Tokens, index: int) -> tuple[int, str] | None:
    """ "35,00" and "1,00,000": digits nobody can be sure of."""
    upto = index
    while _group_follows(tokens, upto):
        upto += 2
    return None if upto == index else (upto + 1, _MISPLACED)


def _group_follows(tokens: Tokens, index: int) -> bool:
    """A comma and digits that begin with a nought, in a group of three also set apart ("3, 000"): not a
    list of numbers."""
    comma, group = at(tokens, index + 1), at(tokens, index + 2)
    if at(tokens, index).kind != "number" or group.kind != "number" or comma.text != ",":
        return False
    joined = (comma.glued and group.glued) or len(group.text) == 3
    return joined and group.text[0] == "0" and len(group.text) > 1


def _points_for_commas(tokens: Tokens, index: int) -> tuple[int, str] | None:
    """ "35.000 people" and "£35.000": nobody counts people or pounds in thousandths."""
    if not _ONE_GROUP.match(at(tokens, index).text):
        return None
    upto = index + 1
    while at(tokens, upto).text == "." and _is_group(tokens, upto + 1):
        upto += 2
    if at(tokens, upto).glued and low(tokens, upto) in _SCALED:  # "0.035m people"
        return None
    counted = noun_after(tokens, upto) in {Noun.PEOPLE, Noun.JOBS, Noun.BODIES}
    scaled = not counted and low(tokens, upto) in _SCALED
    paid = low(tokens, index - 1) in CURRENCY_SIGNS and not scaled
    return (upto, _SET_APART) if counted or paid else None


def _apostrophes(tokens: Tokens, index: int) -> tuple[int, str] | None:
    """ "35'000"."""
    upto = index + 1
    while at(tokens, index).kind == "number" and at(tokens, upto).text in {"'", "’"}:
        if not (at(tokens, upto).glued and _is_group(tokens, upto + 1)):
            break
        upto += 2
    return None if upto == index + 1 else (upto, _SET_APART)


def _is_group(tokens: Tokens, index: int) -> bool:
    token = at(tokens, index)
    return token.kind == "number" and token.glued and len(token.text) == 3


def _power_of_ten(tokens: Tokens, index: int) -> tuple[int, str] | None:
    """ "1e6" and "10^6"."""
    mark, other = at(tokens, index + 1), at(tokens, index + 2)
    if at(tokens, index).kind != "number" or not mark.glued:
        return None
    if mark.text == "^" and other.kind == "number" and other.glued:
        return index + 3, _POWER
    return (index + 2, _POWER) if _EXPONENT.match(mark.low) else None


def _two_parts(tokens: Tokens, index: int) -> tuple[int, str] | None:
    """ "50:50", "3:1" and "60/40"."""
    sign, other = at(tokens, index + 1), at(tokens, index + 2)
    if {at(tokens, index).kind, other.kind} != {"number"} or not (sign.glued and other.glued):
        return None
    first, second = at(tokens, index).text, other.text
    whole = first.isdigit() and second.isdigit() and int(first[:4]) + int(second[:4]) == 100
    if sign.text != ":" and not (sign.text == "/" and whole):
        return None
    return index + 3, _NOT_ONE_FIGURE


def _mixed(tokens: Tokens, index: int) -> tuple[int, str] | None:
    """ "£1 1/2 billion": one and a half, or 1 and 1/2."""
    parts = [at(tokens, index + step) for step in range(4)]
    if [each.kind for each in parts] != ["number", "number", "sign", "number"]:
        return None
    slashed = parts[2].text == "/" and parts[2].glued and parts[3].glued
    small = all(parts[n].text.isdigit() and len(parts[n].text) == 1 for n in (1, 3))
    dated = at(tokens, index + 4).text == "/"  # "1 1/2/2014"
    return (index + 4, _MIXED) if slashed and small and not dated else None
