"""Numerals in digits and in words, with the precision they are stated to.

"1,500", "1.5bn", "£1,500m", "35k", "thirty-five thousand", "a hundred", "two dozen",
"one and a half million", "half a million".

`step` is one unit in the last stated digit, so a bare numeral means value ± step/2:
- written with decimals or a scale ("1.50bn", "£9 million"): the last written digit;
- a whole number ending in zeros ("35,000", "£1,500m"): the zeros are rounding, but the first two
  digits at least are stated. Number words follow their value in the same way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from mutualise.claims.rules.number_words import SCALES, words_at
from mutualise.claims.rules.tokens import Tokens, at, low, past_hyphen

SUFFIXES: Mapping[str, Decimal] = {
    "k": Decimal(10) ** 3,
    "m": Decimal(10) ** 6,
    "mn": Decimal(10) ** 6,
    "mln": Decimal(10) ** 6,
    "mil": Decimal(10) ** 6,
    "mill": Decimal(10) ** 6,
    "bn": Decimal(10) ** 9,
    "b": Decimal(10) ** 9,
    "bil": Decimal(10) ** 9,
    "bln": Decimal(10) ** 9,
    "tn": Decimal(10) ** 12,
    "trn": Decimal(10) ** 12,
}
GLYPHS: Mapping[str, Decimal] = {
    "½": Decimal("0.5"),
    "¼": Decimal("0.25"),
    "¾": Decimal("0.75"),
    "⅛": Decimal("0.125"),
}
# A longer run of digits is no figure anyone states; it is shown as unreadable, never computed with.
LONGEST = 30
_THIN = frozenset("\u00a0\u2009\u202f")


@dataclass(frozen=True)
class Numeral:
    """A number as written. `upto` is the token after it; `scale` the power it was written with."""

    value: Decimal
    step: Decimal
    upto: int
    scale: Decimal = Decimal(1)
    plain: bool = False  # digits only, with neither comma, point nor scale: may be a year


def whole_step(value: Decimal) -> Decimal:
    """One unit in the last stated digit of a whole number, trailing zeros read as rounding."""
    digits = f"{abs(value):f}"
    zeros = len(digits) - len(digits.rstrip("0"))
    return Decimal(10) ** max(0, min(zeros, len(digits) - 2))


def step_of(value: Decimal) -> Decimal:
    """The step of a number given only by its value (number words)."""
    if value == value.to_integral_value():
        return whole_step(value.to_integral_value())
    exponent = value.normalize().as_tuple().exponent
    return Decimal(10) ** int(exponent)


def numeral_at(tokens: Tokens, index: int, *, money: bool = False) -> Numeral | None:
    """The numeral that begins at this token, or None. `money` lets a lone "m" mean million."""
    token = at(tokens, index)
    if token.kind == "number":
        return _digits_at(tokens, index, money=money)
    if token.text in GLYPHS:
        return _glyph_at(tokens, index)
    if token.kind != "word":
        return None
    words = words_at(tokens, index)
    if words is None:
        return None
    return Numeral(words.value, step_of(words.value), words.upto, words.scale)


def _glyph_at(tokens: Tokens, index: int) -> Numeral | None:
    """ "½ million": a fraction sign counts as a number only before a scale."""
    scale, upto = _scale_at(tokens, index + 1, money=False)
    if upto == index + 1:
        return None
    value = GLYPHS[tokens[index].text] * scale
    return Numeral(value, step_of(value), upto, scale)


def _digits_at(tokens: Tokens, index: int, *, money: bool) -> Numeral | None:
    digits, upto = _grouped(tokens, index, money=money)
    if len(digits) > LONGEST:
        return None
    value = Decimal(digits)
    decimals = len(digits.partition(".")[2])
    glyph = at(tokens, upto)
    if glyph.text in GLYPHS and glyph.glued:
        value, decimals, upto = value + GLYPHS[glyph.text], 1, upto + 1
    scale, after = _scale_at(tokens, upto, money=money)
    plain = after == index + 1 and tokens[index].text.isdigit()
    return Numeral(
        value * scale, _written_step(value, decimals, scale) * scale, after, scale, plain=plain
    )


def _written_step(value: Decimal, decimals: int, scale: Decimal) -> Decimal:
    """The step of the mantissa. Four digits and more before a scale ("£1,500m") are read as without."""
    if decimals:
        return Decimal(1).scaleb(-decimals)
    if scale > 1 and value < 1000:
        return Decimal(1)
    return whole_step(value)


def _grouped(tokens: Tokens, index: int, *, money: bool) -> tuple[str, int]:
    """Digits without commas, groups set apart by a space ("35 000") joined; the token after them."""
    digits = tokens[index].text.replace(",", "")
    upto = index + 1
    if len(digits) > 3 or not digits.isdigit() or digits.startswith("0"):
        return digits, upto
    while _is_group(tokens, upto, money=money) and len(digits) < LONGEST:
        digits += tokens[upto].text
        upto += 1
    return digits, upto


def _is_group(tokens: Tokens, index: int, *, money: bool) -> bool:
    """After a sign of money any three digits set apart belong to it: "£1 500 million"."""
    token = at(tokens, index)
    if token.kind != "number" or len(token.text) != 3:
        return False
    return token.gap in _THIN or (token.gap == " " and (money or token.text == "000"))


def _scale_at(tokens: Tokens, index: int, *, money: bool) -> tuple[Decimal, int]:
    """The scale written after the digits (1 when none) and the token after it."""
    suffix = low(tokens, index).removesuffix("'s")  # "£1.5bn's worth"
    if suffix in SUFFIXES and _is_suffix(tokens, index, suffix, money=money):
        return SUFFIXES[suffix], index + 1
    scale = Decimal(1)
    for _ in range(2):  # "two hundred thousand", "thousand million"
        place = past_hyphen(tokens, index)
        word = low(tokens, place).removesuffix("'s").removesuffix("s")
        if word not in SCALES or (place == index and at(tokens, place).glued):
            break
        scale, index = scale * SCALES[word], place + 1
    return scale, index


def _is_suffix(tokens: Tokens, index: int, suffix: str, *, money: bool) -> bool:
    """Glued ("35k"), or set apart where it cannot be read as a length ("£10 m", "1.5 bn")."""
    if tokens[index].glued:
        return True
    return suffix in {"bn", "mn", "tn", "mln", "trn"} or (
        money and suffix in {"m", "k", "b", "mil", "mill", "bil", "bln"}
    )
