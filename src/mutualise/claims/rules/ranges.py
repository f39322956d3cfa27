"""Ranges: "between X and Y", "from X to Y", "X to Y", "X-Y", "two or three"."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from mutualise.claims.rules.atoms import Atom, atom_at
from mutualise.claims.rules.change import moves_before
from mutualise.claims.rules.look_alikes import is_year_before
from mutualise.claims.rules.tokens import DASHES, Token, Tokens, at, low, vocabulary
from mutualise.claims.rules.units import Kind, Noun, noun_after

_BEFORE_FIRST = vocabulary("about around some roughly approximately a an")
_NEAR = 3  # "two or three", "10 – 15": ends further apart are two figures


def opener(tokens: Tokens, first: int, *, floor: int) -> int | None:
    """The "between" or "from" that opens a range at this figure. "rose from 9 to 100" is two figures."""
    for place in range(first - 1, max(floor, first - 2) - 1, -1):
        word = low(tokens, place)
        if word == "between" or (word == "from" and not moves_before(tokens, place)):
            return place
        if word not in _BEFORE_FIRST:
            break
    return None


def upper_end(
    tokens: Tokens, atom: Atom, opened: int | None, left_out: Sequence[bool]
) -> Atom | None:
    """The second figure of a range that begins with this one, or None."""
    link = at(tokens, atom.upto)
    if not _links(tokens, atom, link, "" if opened is None else low(tokens, opened)):
        return None
    other = atom_at(tokens, atom.upto + 1)
    if other is None or any(left_out[other.first : other.upto]):
        return None
    if is_year_before(tokens, atom, other):
        return None
    if not _alike(atom, other) or _counts_else(tokens, atom, other):
        return None
    bottom, top = level(atom, other)
    if opened is not None:
        # "from 5% to 2%" is a change; "between 5% and 2%" is a range written backwards.
        return other if low(tokens, opened) == "between" or bottom.value <= top.value else None
    firm = link.low == "to" or (link.glued and link.kind == "sign")
    rising = bottom.value < top.value
    if _is_change(tokens, atom, other):
        firm = False
    return other if rising and (firm or top.value <= _NEAR * bottom.value) else None


def _is_change(tokens: Tokens, atom: Atom, other: Atom) -> bool:
    """ "a rise of 3,000 to 35,000 staff" is a change and where it led; "by 5 to 15 per cent" is a range."""
    counted = other.kind in {Kind.NUMBER, Kind.MONEY} and low(tokens, atom.upto) == "to"
    by = low(tokens, atom.first - 1) in {"of", "by"}
    return counted and by and moves_before(tokens, atom.first - 1)


def _links(tokens: Tokens, atom: Atom, link: Token, opened_by: str) -> bool:
    """May this token join the two ends?"""
    if link.text in DASHES:
        # A dash set apart on one side only, and a spaced hyphen, is punctuation.
        alike = link.glued == at(tokens, atom.upto + 1).glued
        return alike and (link.glued or link.text in {"–", "—"})
    if link.low == "and":
        return opened_by == "between"
    if link.low == "to":
        return bool(opened_by) or low(tokens, atom.first - 1) != "from"
    return link.low == "or"


def _counts_else(tokens: Tokens, atom: Atom, other: Atom) -> bool:
    """ "£5 to 100 people": the second figure counts something of its own."""
    if atom.kind is Kind.NUMBER or other.kind is not Kind.NUMBER:
        return False
    return noun_after(tokens, other.upto) is not Noun.NONE


def _alike(atom: Atom, other: Atom) -> bool:
    """May the two figures be the ends of one range?"""
    kinds = {atom.kind, other.kind}
    if Kind.RATIO in kinds:
        return other.kind is Kind.RATIO and atom.kind in {Kind.NUMBER, Kind.RATIO}
    if Kind.OTHER in kinds and atom.unit != other.unit:
        return False
    if atom.kind is other.kind:
        same_unit = atom.kind is not Kind.DURATION or atom.unit == other.unit
        return same_unit and not (
            atom.currency and other.currency and atom.currency != other.currency
        )
    return Kind.NUMBER in kinds or kinds == {Kind.PERCENT, Kind.FRACTION}


def level(atom: Atom, top: Atom) -> tuple[Atom, Atom]:
    """Both ends in one unit and scale: "1 to 2 million", "£5 to 10", "10 to 15 per cent"."""
    if atom.scale == 1 and top.scale > 1 and atom.value * top.scale <= top.value:
        atom = atom.scaled(top.scale)
    elif atom.value < 1000 <= top.value and top.scale == 1 and not atom.unit:
        thousands = atom.value * 1000  # "3-4,000 jobs"
        if (
            atom.value == int(atom.value)
            and thousands < top.value <= _NEAR * thousands
            and top.step >= 100
        ):
            atom = atom.scaled(Decimal(1000))
    if atom.kind is not Kind.NUMBER and top.kind is Kind.NUMBER:
        top = replace(top, kind=atom.kind, currency=atom.currency, unit=atom.unit)
    return atom, top
