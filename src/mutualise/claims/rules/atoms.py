"""One figure with its sign, currency, scale and unit, before any quantifier: "£1.5bn", "15 per cent"."""

from dataclasses import dataclass, replace
from decimal import Decimal

from mutualise.claims.rules.change import RATIO_WORDS, ratio_at
from mutualise.claims.rules.fractions import (
    ORDINALS,
    Part,
    begins_weighed,
    more_or_less_than_half,
    part_at,
)
from mutualise.claims.rules.malformed import malformed_at
from mutualise.claims.rules.number_words import SCALES, TENS, UNITS
from mutualise.claims.rules.numbers import Numeral, numeral_at
from mutualise.claims.rules.quantifiers import Quantifier
from mutualise.claims.rules.tokens import Tokens, at, low, past_hyphen, vocabulary
from mutualise.claims.rules.units import (
    CURRENCY_SIGNS,
    CURRENCY_WORDS,
    DURATIONS,
    OTHER_UNITS,
    Kind,
    Noun,
    noun_after,
)

_FIRST_SIGNS = frozenset("£$€¥½¼¾⅓⅔⅕⅛⅒-−+–")
_FIRST_WORDS = (
    frozenset(UNITS)
    | frozenset(TENS)
    | frozenset(RATIO_WORDS)
    | vocabulary(
        "hundred half halves quarter minus plus us au ca gbp usd eur majority minority most"
    )
)
_AFTER_ARTICLE = frozenset(SCALES) | ORDINALS | {"half", "quarter"}
_BEFORE_NOUN_ONLY = vocabulary(
    "way tier star pronged sided dimensional speed"
)  # "a two-way street"
_GLUED_UNITS = vocabulary("pc pct p x yr yrs hr hrs fold plus pp ppt percent ish odd") | OTHER_UNITS
_BEFORE_TIME = vocabulary("calendar financial working full consecutive short further more whole")
_SHORT_TIMES = {
    "yrs": "year",
    "hr": "hour",
    "hrs": "hour",
    "mins": "minute",
    "centuries": "century",
}
_BEFORE_DOZEN = vocabulary("the this that its our their another first last every")
_ZERO_IDIOMS = vocabulary("hours hour tolerance carbon emissions sum based waste")


_UNKNOWN_LETTERS = "The letters after the sum are not known: write for example £1.5 million."
_IMPLIED = {
    "plus": Quantifier.AT_LEAST, "+": Quantifier.AT_LEAST, "odd": Quantifier.ABOUT, "ish": Quantifier.ABOUT,
}  # fmt: skip


@dataclass(frozen=True)
class Atom:
    """A figure: tokens `first` to `upto`, its value and step in `kind`'s own unit.

    Money is in whole units of `currency`; per cent and fractions are in per cent; a duration's value is
    its number of `unit`. `implied` is a bound inside the figure ("90-plus per cent", "the majority of").
    `problem` says why a figure that was read cannot be tested.
    """

    first: int
    upto: int
    kind: Kind
    value: Decimal = Decimal(0)
    step: Decimal = Decimal(0)
    currency: str = ""
    unit: str = ""
    sign: int = 0
    points: bool = False
    scale: Decimal = Decimal(1)
    plain: bool = False
    problem: str = ""
    implied: Quantifier | None = None

    def scaled(self, factor: Decimal) -> "Atom":
        """The same figure on the scale of its neighbour: "1" in "1 to 2 million"."""
        return replace(self, value=self.value * factor, step=self.step * factor, scale=factor)


def atom_at(tokens: Tokens, index: int) -> Atom | None:
    """The figure that begins at this token, or None."""
    if not may_begin(tokens, index):
        return None
    place, sign = _sign(tokens, index)
    currency, place = _currency_before(tokens, place)
    numeral = numeral_at(tokens, place, money=bool(currency))
    if not currency:
        special = (None if sign else _ratio(tokens, index, numeral)) or _part(
            tokens, place, numeral
        )
        if special is not None:
            return replace(special, first=index, sign=sign)
    malformed = malformed_at(tokens, place)
    if malformed is not None:
        return Atom(index, malformed[0], Kind.OTHER, problem=malformed[1])
    if numeral is None or _is_idiom(tokens, place, numeral):
        return None
    after = at(tokens, numeral.upto)
    no_scale = currency and after.glued and after.low in OTHER_UNITS  # "£10MM"
    if no_scale or _is_ordinal(tokens, place, numeral):
        unread = Atom(index, numeral.upto + 1, Kind.OTHER, problem=_UNKNOWN_LETTERS)
        return unread if currency else None
    atom = Atom(
        index, numeral.upto, Kind.MONEY if currency else Kind.NUMBER, numeral.value, numeral.step, currency,
        sign=sign, scale=numeral.scale, plain=numeral.plain and not currency,
    )  # fmt: skip
    return _with_unit(tokens, atom)


def may_begin(tokens: Tokens, index: int) -> bool:
    """A quick look that spares most words and signs the full reading."""
    token = at(tokens, index)
    if token.kind == "number":
        return True
    if token.kind == "sign":
        return token.text in _FIRST_SIGNS
    if token.low in {"a", "an"}:
        place = past_hyphen(tokens, index + 1)
        return low(tokens, place) in _AFTER_ARTICLE or at(tokens, place).text == "$"
    if token.low == "every":  # "every second member"
        return low(tokens, index + 1) in ORDINALS
    if token.low == "dozen" and low(tokens, index - 1) in _BEFORE_DOZEN:
        return True
    return token.low in _FIRST_WORDS or token.low.endswith("fold") or begins_weighed(tokens, index)


def _sign(tokens: Tokens, index: int) -> tuple[int, int]:
    """A sign written before the digits ("-0.1", "+15%", "minus 3"): the token after it, and the sign."""
    token = at(tokens, index)
    if token.low in {"minus", "plus"}:
        return (
            (index + 1, -1 if token.low == "minus" else 1)
            if at(tokens, index + 1).kind == "number"
            else (index, 0)
        )
    if token.text not in "-−+–" or token.kind != "sign" or not at(tokens, index + 1).glued:
        return index, 0
    if token.glued and at(tokens, index - 1).text not in {"(", '"', "“", "‘"}:
        return index, 0
    return index + 1, 1 if token.text == "+" else -1


def _currency_before(tokens: Tokens, index: int) -> tuple[str, int]:
    word = low(tokens, index)
    if (
        word in {"us", "a", "au", "ca"}
        and at(tokens, index + 1).text == "$"
        and at(tokens, index + 1).glued
    ):
        return "USD", index + 2
    if word in CURRENCY_SIGNS and at(tokens, index + 1).kind == "number":
        return CURRENCY_SIGNS[word], index + 1
    if at(tokens, index).text in "£$€¥" and at(tokens, index).kind == "sign":
        return CURRENCY_SIGNS[word], index + 1
    return "", index


def _ratio(tokens: Tokens, index: int, numeral: Numeral | None) -> Atom | None:
    ratio = ratio_at(tokens, index, numeral)
    if ratio is None:
        return None
    if ratio.frequency:
        return Atom(
            index, ratio.upto, Kind.OTHER, ratio.value, problem="It says how often, not how much."
        )
    return Atom(index, ratio.upto, Kind.RATIO, ratio.value, ratio.step)


def _part(tokens: Tokens, index: int, numeral: Numeral | None) -> Atom | None:
    part = part_at(tokens, index, numeral)
    if part is not None:
        return _of_one_per_cent(tokens, index, part) or Atom(
            index, part.upto, Kind.FRACTION, part.per_cent, part.slack
        )
    more = more_or_less_than_half(tokens, index)
    if more is None:
        return None
    bound = Quantifier.OVER if more > 0 else Quantifier.UNDER
    return Atom(index, index + 1, Kind.FRACTION, Decimal(50), implied=bound)


def _of_one_per_cent(tokens: Tokens, index: int, part: Part) -> Atom | None:
    """ "half a per cent", "a tenth of one percentage point": as precise as its decimals, 0.5 and 0.1."""
    place = part.upto + 1 if low(tokens, part.upto) == "of" else part.upto
    if low(tokens, place) not in {"a", "one", "1"}:
        place -= 1  # "a half per cent"
    value = (part.per_cent / 100).quantize(Decimal("0.01")) if part.slack else part.per_cent / 100
    value = value.normalize()
    step = Decimal((0, (1,), int(value.as_tuple().exponent)))
    return _per_cent(tokens, Atom(index, place + 1, Kind.PERCENT, value, step), place + 1)


def _is_ordinal(tokens: Tokens, index: int, numeral: Numeral) -> bool:
    """ "21st", "twenty-first", and digits glued to letters that are no unit ("3BM", "4x4")."""
    following = at(tokens, numeral.upto)
    if tokens[index].kind == "word":
        place = past_hyphen(tokens, numeral.upto)
        return (
            low(tokens, index) in TENS.keys() | UNITS.keys()
            and low(tokens, place) in ORDINALS
            and place > index + 1
        )
    if not following.glued or following.kind not in {"word", "identifier"}:
        return False
    return following.low not in _GLUED_UNITS or following.text == "G"


def _is_idiom(tokens: Tokens, index: int, numeral: Numeral) -> bool:
    place = past_hyphen(tokens, numeral.upto)
    if place > numeral.upto and low(tokens, place) in _BEFORE_NOUN_ONLY:
        return True
    if low(tokens, index) in {"nought", "nil"}:  # "for nought", "two-nil"; not "nil complaints"
        return numeral.upto == index + 1 and noun_after(tokens, place, reach=3) is Noun.NONE
    return low(tokens, index) == "zero" and (
        low(tokens, place) in _ZERO_IDIOMS or place > numeral.upto
    )


def _with_unit(tokens: Tokens, atom: Atom) -> Atom:
    """The figure with the unit written after it."""
    place = past_hyphen(tokens, atom.upto)
    if atom.currency:
        after = place + 1 if low(tokens, place) in CURRENCY_WORDS else atom.upto
        return replace(atom, upto=after)
    return (
        _per_cent(tokens, atom, place)
        or _money(tokens, atom, place)
        or _other(tokens, atom, place)
        or atom
    )


def _per_cent(tokens: Tokens, atom: Atom, place: int) -> Atom | None:
    # "90+ per cent", "ninety-odd per cent"
    implied = _IMPLIED.get(low(tokens, place))
    place = past_hyphen(tokens, place + 1) if implied else place
    word, upto, points = low(tokens, place), 0, False
    if word in {"%", "percent", "pc", "pct", "％"}:
        upto = place + 1
    elif word == "per" and low(tokens, past_hyphen(tokens, place + 1)) == "cent":
        upto = past_hyphen(tokens, place + 1) + 1
    elif word == "p" and [low(tokens, place + step) for step in (1, 2, 3)] == [".", "c", "."]:
        upto = place + 4
    elif word == "percentage" and low(tokens, past_hyphen(tokens, place + 1)) in {
        "point",
        "points",
    }:
        upto, points = past_hyphen(tokens, place + 1) + 1, True
    elif word in {"pp", "ppt", "ppts"}:
        upto, points = place + 1, True
    elif word == "bps" or (word == "basis" and low(tokens, place + 1) in {"point", "points"}):
        upto, points = place + (1 if word == "bps" else 2), True
        atom = replace(atom, value=atom.value / 100, step=atom.step / 100)
    if not upto:
        return None
    if low(tokens, upto) in {"point", "points"} and not points:
        upto, points = upto + 1, True
    # A whole percentage is stated to the unit: "100 per cent" is 99.5 to 100.5.
    step = min(atom.step, Decimal(1)) if atom.value <= 100 else atom.step
    return replace(
        atom, kind=Kind.PERCENT, upto=upto, step=step, points=points, plain=False, implied=implied
    )


def _money(tokens: Tokens, atom: Atom, place: int) -> Atom | None:
    word = low(tokens, place)
    if (word == "p" and at(tokens, place).glued) or word in {"pence", "penny"}:
        hundredth = Decimal("0.01")
        return replace(
            atom, kind=Kind.MONEY, currency="GBP", upto=place + 1, value=atom.value * hundredth,
            step=atom.step * hundredth, plain=False,
        )  # fmt: skip
    if word not in CURRENCY_WORDS:
        return None
    upto = place + 2 if low(tokens, place + 1) == "sterling" else place + 1
    return replace(atom, kind=Kind.MONEY, currency=CURRENCY_WORDS[word], upto=upto, plain=False)


def _other(tokens: Tokens, atom: Atom, place: int) -> Atom | None:
    word = low(tokens, place).removesuffix("'s").removesuffix("'")
    if word in _BEFORE_TIME:
        place += 1
        word = low(tokens, place).removesuffix("'s").removesuffix("'")
    length = _SHORT_TIMES.get(word, word.removesuffix("s"))
    if length in DURATIONS and word != "second":  # "a second" is an ordinal
        return replace(atom, kind=Kind.DURATION, unit=length, upto=place + 1, plain=False)
    grams = at(tokens, place).glued and at(tokens, place).text == "g"  # "5g"; "5G" is a network
    if word in OTHER_UNITS and (word != "g" or grams):
        return replace(atom, kind=Kind.OTHER, unit=word, upto=place + 1, plain=False, problem="")
    return None
