"""Parts of a whole in words and signs: "a third", "two thirds", "half", "one in five", "3 out of 4", "½"."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from mutualise.claims.rules.number_words import SCALES, UNITS
from mutualise.claims.rules.numbers import Numeral, numeral_at
from mutualise.claims.rules.tokens import Tokens, at, low, past_hyphen, vocabulary
from mutualise.claims.rules.units import Noun, noun_after

_ORDINALS: Mapping[str, int] = {
    "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "twelfth": 12, "twentieth": 20, "hundredth": 100,
}  # fmt: skip
ORDINALS = frozenset(_ORDINALS) - {"quarter"} | vocabulary(
    "first second eleventh thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth "
    "nineteenth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth "
    "thousandth millionth"
)
_GLYPHS: Mapping[str, Fraction] = {
    "½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3),
    "⅕": Fraction(1, 5), "⅛": Fraction(1, 8), "⅒": Fraction(1, 10),
}  # fmt: skip
# After "a third" these words leave it a fraction; a noun ("a third party") makes it an ordinal.
_AFTER_FRACTION = vocabulary(
    "of more fewer less higher lower larger smaller bigger faster quicker were are is was "
    "have had has did do say said in by and or to since over from on at with as who that "
    "which feel felt each per during within between than while when after before if but not "
    "now will would can could may"
)
_OUT_OF = (
    ("out", "of", "every"), ("out", "of"), ("in", "every"), ("in", "each"), ("in",), ("of", "every")
)  # fmt: skip
_VERBS = vocabulary(
    "owns holds works says thinks believes feels joined joins voted votes left leaves answered took takes "
    "replied agreed agrees gets got chose chooses became becomes"
)
_NOT_HALF_BEFORE = vocabulary(
    "first second latter last final next early former better this each every and-a"
)
_NOT_HALF_AFTER = vocabulary(
    "time way term day hour year price hearted marathon yearly brother sister past an"
)
_SUPERLATIVE_BEFORE = vocabulary("the make makes making made at its their our")
_WEIGHED = vocabulary("good full clear solid mere bare whole further")
_WHOLES = vocabulary("the our its their these those them all")
_COUNTED_BY_MOST = vocabulary("staff employees respondents mutuals workers members colleagues")
_TIME_HALVES = frozenset(["day", "year", "decade", "century", "hour"])
_LARGEST_WHOLE = 1000
_ROUND_WHOLES = (100, 1000)  # "one in a hundred", "3 in a thousand"


@dataclass(frozen=True)
class Part:
    """A part of a whole as a percentage, to six decimals, and the token after it.

    `slack` is a millionth where the percentage does not end ("a third"), else nought.
    """

    per_cent: Decimal
    slack: Decimal
    upto: int


def part_at(tokens: Tokens, index: int, numeral: Numeral | None) -> Part | None:
    """The fraction in words or as a sign that begins at this token, or None.

    `numeral` is the number that begins at the same token, if one does.
    """
    token = at(tokens, index)
    if token.text in _GLYPHS:
        return _part(_GLYPHS[token.text], index + 1)
    if token.kind == "number":
        return _slashed(tokens, index) or _out_of(tokens, index, numeral)
    if token.kind != "word":
        return None
    if token.low == "every":
        return _every_so_many(tokens, index)
    return (
        _half(tokens, index)
        or _of_ordinal(tokens, index, numeral)
        or _out_of(tokens, index, numeral)
    )


def _part(value: Fraction, upto: int) -> Part:
    millionths = round(value * 100 * 10**6)
    exact = value * 100 * 10**6 == millionths
    per_cent = (Decimal(millionths) / 10**6).normalize() + 0
    return Part(per_cent, Decimal(0) if exact else Decimal("0.000001"), upto)


def more_or_less_than_half(tokens: Tokens, index: int) -> int | None:
    """+1 for "the majority of" and "most of the staff", -1 for "a minority of", None for anything else."""
    word, following = low(tokens, index), low(tokens, index + 1)
    if word in {"majority", "minority"}:
        return (1 if word == "majority" else -1) if following == "of" else None
    if word != "most" or low(tokens, index - 1) in _SUPERLATIVE_BEFORE:
        return None
    some = following == "of" and low(tokens, index + 2) in _WHOLES
    return 1 if some or following in _COUNTED_BY_MOST else None


def _half(tokens: Tokens, index: int) -> Part | None:
    """ "half", "a half", "one half"; not "the first half", "half-year", "half a day"."""
    place = index
    if low(tokens, index) in {"a", "one"}:
        place = past_hyphen(tokens, index + 1)
    if low(tokens, place) not in {"half", "halves"} or low(tokens, index - 1) in _NOT_HALF_BEFORE:
        return None
    after = place + 1
    if (low(tokens, past_hyphen(tokens, after)) != "a" and at(tokens, after).text == "-") or low(
        tokens, after
    ) in _NOT_HALF_AFTER:
        return None
    follower = past_hyphen(tokens, after)
    if low(tokens, follower) in SCALES:  # "half million" is a number
        return None
    if (
        low(tokens, follower) == "a"
        and low(tokens, past_hyphen(tokens, follower + 1)) in _TIME_HALVES | SCALES.keys()
    ):
        return None
    return _part(Fraction(1, 2), after)


def _of_ordinal(tokens: Tokens, index: int, number: Numeral | None) -> Part | None:
    """ "a third", "two-thirds", "three quarters"."""
    word = low(tokens, index)
    weighed = begins_weighed(tokens, index)
    count = 1 if word == "a" or weighed else UNITS.get(word, 0)
    if not count:
        return None
    place = index if weighed else past_hyphen(tokens, index + 1)
    named = low(tokens, place)
    whole = _ORDINALS.get(named.removesuffix("s"))
    if whole is None or count >= whole or (count == 1) == named.endswith("s"):
        return None
    following = at(tokens, place + 1)
    if number is not None and number.upto > place:  # "a quarter of a million"
        return None
    if following.glued and following.text in {"-", "'", "’"}:
        return None
    if word == "a" and following.kind == "word" and following.low not in _AFTER_FRACTION:
        return None
    return _part(Fraction(count, whole), place + 1)


def begins_weighed(tokens: Tokens, index: int) -> bool:
    """ "a good third", "a full quarter": the part begins after the word between."""
    between = low(tokens, index - 1) in _WEIGHED and low(tokens, index - 2) == "a"
    return between and low(tokens, index) in _ORDINALS


def _out_of(tokens: Tokens, index: int, count: Numeral | None) -> Part | None:
    """ "one in five", "nine out of ten", "9 in every 10", "one-in-five"."""
    if count is None or count.scale != 1 or low(tokens, index) in {"a", "an"}:
        return None
    plain = past_hyphen(tokens, count.upto)
    place = _past_its_noun(tokens, plain)
    named = place > plain
    for phrase in _OUT_OF:
        if all(low(tokens, place + step) == word for step, word in enumerate(phrase)):
            place = past_hyphen(tokens, place + len(phrase))
            break
    else:
        return None
    whole = numeral_at(tokens, place)
    if whole is None or not count.value < whole.value <= _LARGEST_WHOLE:
        return None
    if whole.scale != 1 and whole.value not in _ROUND_WHOLES:
        return None
    if count.value <= 0 or _is_unit(tokens, whole.upto):
        return None
    if named and _counts_something(tokens, whole.upto):
        return None
    return _part(Fraction(count.value) / Fraction(whole.value), whole.upto)


def _every_so_many(tokens: Tokens, index: int) -> Part | None:
    """ "every second member"; not "every third year", which is how often."""
    whole = _ORDINALS.get(low(tokens, index + 1)) or (
        2 if low(tokens, index + 1) == "second" else 0
    )
    counted = noun_after(tokens, index + 2, reach=3) in {Noun.PEOPLE, Noun.BODIES, Noun.JOBS}
    return _part(Fraction(1, whole), index + 2) if whole and counted else None


def _past_its_noun(tokens: Tokens, place: int) -> int:
    """ "one employee in three", "nine staff out of ten": the token after the noun that stands inside."""
    inside = noun_after(tokens, place, reach=1)
    return place + 1 if inside in {Noun.PEOPLE, Noun.BODIES, Noun.JOBS} else place


def _counts_something(tokens: Tokens, index: int) -> bool:
    """Does a noun follow ("one team in three counties"), or another number ("12 staff in 50 to 60
    teams")? A verb with its ending looks like a noun."""
    following = at(tokens, index)
    if following.low in {"to", "or", "and"} and numeral_at(tokens, index + 1) is not None:
        return True
    return following.kind == "word" and following.low not in _AFTER_FRACTION | _VERBS


def _is_unit(tokens: Tokens, index: int) -> bool:
    """ "3 in 10 years" and "5 in 12 per cent" are not proportions."""
    place = past_hyphen(tokens, index)
    return low(tokens, place).removesuffix("s") in {
        "year",
        "month",
        "week",
        "day",
        "hour",
        "minute",
        "%",
        "per",
        "percent",
    }


def _slashed(tokens: Tokens, index: int) -> Part | None:
    """ "1/3" where the whole is larger than the part; the calendar's own forms are left out before."""
    bar, whole = at(tokens, index + 1), at(tokens, index + 2)
    if bar.text not in "/⁄" or not bar.glued or whole.kind != "number" or not whole.glued:
        return None
    over, under = tokens[index].text, whole.text
    if not (over.isdigit() and under.isdigit()) or len(under) > 3 or not 0 < int(over) < int(under):
        return None
    if at(tokens, index + 3).glued and at(tokens, index + 3).text in {"/", "-"}:
        return None
    return _part(Fraction(int(over), int(under)), index + 3)
