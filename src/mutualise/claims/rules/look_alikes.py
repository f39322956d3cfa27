"""What looks like a figure and is not: a calendar year, "one" as a pronoun, and part of a name or code."""

from mutualise.claims.rules import quantifiers
from mutualise.claims.rules.atoms import Atom
from mutualise.claims.rules.quantifiers import Bound, Quantifier
from mutualise.claims.rules.tokens import HYPHENS, Tokens, at, low, vocabulary
from mutualise.claims.rules.units import Kind, Noun, noun_after

_TEMPORAL = vocabulary(
    "in since during until till before after throughout early late mid spring summer autumn "
    "winter by from to between and of the year"
)
_ALWAYS_TEMPORAL = vocabulary("in since during until till before after throughout early late mid")
_COUNTING = frozenset(
    {
        Quantifier.OVER,
        Quantifier.JUST_OVER,
        Quantifier.AT_LEAST,
        Quantifier.NEARLY,
        Quantifier.EXACTLY,
        Quantifier.UNDER,
    }
)
_FIRST_YEAR, _LAST_YEAR = 1800, 2099
_VALUED = frozenset({Kind.PERCENT, Kind.FRACTION, Kind.MONEY, Kind.RATIO})


def is_no_figure(tokens: Tokens, atom: Atom, top: Atom | None, bound: Bound) -> bool:
    """Is the figure (or the whole range) a year or years, or the pronoun "one"?"""
    if _is_year_like(tokens, atom) and (top is None or _is_year_like(tokens, top)):
        return _is_year(tokens, top or atom, atom.first, bound)
    if low(tokens, atom.first) == "one" and top is None:
        return _is_pronoun(tokens, atom, bound)
    return False


def is_year_before(tokens: Tokens, atom: Atom, other: Atom) -> bool:
    """ "from £2m in 2011 to £6m": the year of one figure is no end of a range with the next."""
    temporal = low(tokens, atom.first - 1) in _ALWAYS_TEMPORAL
    return temporal and _is_year_like(tokens, atom) and not _is_year_like(tokens, other)


def _is_year_like(tokens: Tokens, atom: Atom) -> bool:
    if atom.kind is not Kind.NUMBER or not atom.plain or atom.sign:
        return False
    return len(tokens[atom.first].text) == 4 and _FIRST_YEAR <= atom.value <= _LAST_YEAR


def _is_year(tokens: Tokens, atom: Atom, first: int, bound: Bound) -> bool:
    """A noun or a counting quantifier makes a year-like number a count, unless "in" stands before it."""
    previous = low(tokens, first - 1)
    if previous in _ALWAYS_TEMPORAL:
        return True
    if noun_after(tokens, atom.upto, reach=3) is not Noun.NONE:
        return False
    counting = bound.quantifier in _COUNTING and bound.words != "under"
    counts = counting or quantifiers.after(tokens, atom.upto) is not None
    return not counts or previous in _TEMPORAL


def _is_pronoun(tokens: Tokens, atom: Atom, bound: Bound) -> bool:
    """ "one of the", "no one", "one record"; not "one in five", "one hundred", "at least one mutual"."""
    if atom.value != 1 or atom.kind in _VALUED:
        return False
    if atom.kind is Kind.DURATION:
        return atom.unit in {"day", "minute"} and bound.quantifier is Quantifier.BARE
    counted = bound.quantifier in _COUNTING | {Quantifier.UP_TO}
    return not counted or low(tokens, atom.upto) == "of"


def is_glued_to_word(tokens: Tokens, index: int) -> bool:
    """Is the number part of a name or code: "COVID-19", "#5", "and/7", "B2B-3"?"""
    token, previous = at(tokens, index), at(tokens, index - 1)
    if not token.glued or previous.kind == "end":
        return False
    if previous.text in HYPHENS and previous.glued:
        return at(tokens, index - 2).kind in {"word", "identifier"} and low(
            tokens, index - 2
        ) not in {"just", "near", "nearly"}
    if previous.text in {"#", "@", "_"}:
        return True
    if previous.text == "/" and previous.glued:
        return True
    return previous.kind == "identifier"
