"""Numbers written in words: "thirty-five thousand", "a hundred and twenty", "one point five billion"."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from mutualise.claims.rules.tokens import Tokens, at, low, past_hyphen
from mutualise.claims.rules.units import Noun, noun_after

UNITS: Mapping[str, int] = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {"nought": 0, "nil": 0}
TENS: Mapping[str, int] = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}
SCALES: Mapping[str, Decimal] = {
    "hundred": Decimal(100),
    "dozen": Decimal(12),
    "thousand": Decimal(10) ** 3,
    "million": Decimal(10) ** 6,
    "billion": Decimal(10) ** 9,
    "trillion": Decimal(10) ** 12,
}
_LARGE = frozenset({"thousand", "million", "billion", "trillion"})
_PARTS: Mapping[tuple[str, ...], Decimal] = {
    ("a", "half"): Decimal("0.5"),
    ("one", "half"): Decimal("0.5"),
    ("a", "quarter"): Decimal("0.25"),
    ("one", "quarter"): Decimal("0.25"),
    ("three", "quarters"): Decimal("0.75"),
}
# After "score" as a verb, or as the first part of a thing.
_OF_A_GAME = frozenset({"well", "better", "worse", "card", "cards", "board", "sheet"})
_OPENINGS: Mapping[tuple[str, ...], Decimal] = {
    ("half", "a"): Decimal("0.5"),
    ("half",): Decimal("0.5"),
    ("quarter",): Decimal("0.25"),
    ("three", "quarter"): Decimal("0.75"),
    ("three", "quarters", "of", "a"): Decimal("0.75"),
    ("a", "quarter", "of", "a"): Decimal("0.25"),
    ("quarter", "of", "a"): Decimal("0.25"),
    # To two digits, as a part in words is rough: a third of a million is 330,000, give or take 5,000.
    ("a", "third", "of", "a"): Decimal("0.33"),
    ("one", "third", "of", "a"): Decimal("0.33"),
    ("two", "thirds", "of", "a"): Decimal("0.67"),
}


@dataclass(frozen=True)
class Words:
    """A number in words: its value, the token after it, and the scale when it has a single one."""

    value: Decimal
    upto: int
    scale: Decimal = Decimal(1)


def words_at(tokens: Tokens, index: int) -> Words | None:
    """The number in words that begins at this token, or None."""
    return _part_of_scale(tokens, index) or _groups(tokens, index)


def _follow(tokens: Tokens, index: int, phrase: tuple[str, ...]) -> int | None:
    """The token after the phrase, whose words may be joined by hyphens, or None."""
    for step, word in enumerate(phrase):
        index = past_hyphen(tokens, index) if step else index
        if low(tokens, index) != word:
            return None
        index += 1
    return index


def _part_of_scale(tokens: Tokens, index: int) -> Words | None:
    """ "half a million", "a half-million", "a quarter of a million", "half a dozen"."""
    for phrase, part in _OPENINGS.items():
        after = _follow(tokens, index, phrase)
        if after is not None:
            place = past_hyphen(tokens, after)
            scale = SCALES.get(low(tokens, place))
            if scale is not None and (scale >= 1000 or "of" not in phrase):
                return Words(part * scale, place + 1, scale)
    return None


def _groups(tokens: Tokens, index: int) -> Words | None:
    """Groups of falling scale: "one million two hundred thousand and five"."""
    total, ceiling, groups = Decimal(0), Decimal("Infinity"), 0
    scale = Decimal(1)
    while True:
        place = _next_group(tokens, index, opened=groups > 0)
        group = None if place is None else _scaled_group(tokens, place)
        if group is None or group.scale >= ceiling:
            break
        total, index, ceiling, groups = total + group.value, group.upto, group.scale, groups + 1
        scale = group.scale if groups == 1 else Decimal(1)
        if ceiling < 1000:
            break
    return Words(total, index, scale) if groups else None


def _next_group(tokens: Tokens, index: int, *, opened: bool) -> int | None:
    """Where the next group may begin. After the first, "and" leads only to a last one under a hundred."""
    if not opened:
        return index
    place = past_hyphen(tokens, index)
    if low(tokens, place) == "and":
        return _small_tail(tokens, place + 1)
    if low(tokens, place) == ",":
        group = _below_thousand(tokens, place + 1)
        larger = group is not None and (group[0] >= 100 or low(tokens, group[1]) in _LARGE)
        return place + 1 if larger else None
    return None if low(tokens, place) in {"a", "an"} else place


def _small_tail(tokens: Tokens, index: int) -> int | None:
    """The place of a number under a hundred that no scale follows: not "a hundred and two hundred"."""
    place = past_hyphen(tokens, index)
    small = _below_hundred(tokens, place)
    if small is None or low(tokens, past_hyphen(tokens, small[1])) in SCALES:
        return None
    return place


def _scaled_group(tokens: Tokens, index: int) -> Words | None:
    """A number under a thousand with the scales after it: "thirty-five thousand", "two dozen"."""
    group = _below_thousand(tokens, index)
    if group is None:
        return None
    begun = low(tokens, index) in UNITS
    value, index = group
    scores = _scores(tokens, value, past_hyphen(tokens, index)) if begun else None
    if scores is not None:
        return scores
    value, index = _with_part(tokens, *_with_decimals(tokens, value, index))
    scale = Decimal(1)
    for _ in range(2):
        place = past_hyphen(tokens, index)
        if low(tokens, place) not in SCALES:
            break
        scale, index = scale * SCALES[low(tokens, place)], place + 1
    if scale > 1:
        extra, index = _with_part(tokens, Decimal(0), index)  # "a million and a half"
        value += extra
    return Words(value * scale, index, scale)


def _scores(tokens: Tokens, value: Decimal, place: int) -> Words | None:
    """ "five score mutuals", "three score and ten"; not "five score highly" nor "twelve score cards"."""
    if low(tokens, place) != "score" or not 2 <= value < 20:
        return None
    after = place + 1
    more = _below_hundred(tokens, after + 1) if low(tokens, after) == "and" else None
    if more is not None and more[0] < 20:
        return Words(value * 20 + more[0], more[1], Decimal(1))
    counted = after + 1 if low(tokens, after) == "of" else after
    manner = low(tokens, counted).endswith("ly") or low(tokens, counted) in _OF_A_GAME
    noun = noun_after(tokens, counted, reach=4)
    if manner or noun not in {Noun.PEOPLE, Noun.BODIES, Noun.JOBS}:
        return None
    return Words(value * 20, after, Decimal(20))


def _with_decimals(tokens: Tokens, value: Decimal, index: int) -> tuple[Decimal, int]:
    """ "one point five": digits after "point", at most ten of them."""
    if low(tokens, index) != "point":
        return value, index
    digits, place = "", index + 1
    while UNITS.get(low(tokens, place), 10) < 10 and len(digits) < 10:
        digits, place = digits + str(UNITS[low(tokens, place)]), place + 1
    return (value + Decimal(f"0.{digits}"), place) if digits else (value, index)


def _with_part(tokens: Tokens, value: Decimal, index: int) -> tuple[Decimal, int]:
    """ "and a half", "and three quarters" after a number."""
    place = past_hyphen(tokens, index)
    if low(tokens, place) != "and":
        return value, index
    for phrase, part in _PARTS.items():
        after = _follow(tokens, past_hyphen(tokens, place + 1), phrase)
        if after is not None:
            return value + part, after
    return value, index


def _below_thousand(tokens: Tokens, index: int) -> tuple[Decimal, int] | None:
    place = past_hyphen(tokens, index + 1)
    if low(tokens, index) in {"a", "an"}:
        if low(tokens, place) == "hundred":
            return _with_tail(tokens, Decimal(100), place + 1)
        return (Decimal(1), place) if low(tokens, place) in SCALES else None
    if low(tokens, index) == "hundred":
        return _with_tail(tokens, Decimal(100), index + 1)
    if low(tokens, index) == "dozen":  # "the dozen mutuals"
        return Decimal(1), index
    small = _below_hundred(tokens, index)
    if small is None:
        return None
    value, upto = small
    place = past_hyphen(tokens, upto)
    if low(tokens, place) == "hundred" and value > 0:
        return _with_tail(tokens, value * 100, place + 1)
    return value, upto


def _with_tail(tokens: Tokens, hundreds: Decimal, index: int) -> tuple[Decimal, int]:
    """ "two hundred and five": the part under a hundred, unless it begins a number of its own."""
    place = past_hyphen(tokens, index)
    joined = low(tokens, place) == "and"
    place = past_hyphen(tokens, place + 1) if joined else place
    small = _below_hundred(tokens, place)
    if small is None or low(tokens, past_hyphen(tokens, small[1])) in {"hundred", "dozen"}:
        return hundreds, index
    return hundreds + small[0], small[1]


def _below_hundred(tokens: Tokens, index: int) -> tuple[Decimal, int] | None:
    if at(tokens, index).kind != "word":
        return None
    word = low(tokens, index)
    if word in UNITS:
        return Decimal(UNITS[word]), index + 1
    if word not in TENS:
        return None
    place = past_hyphen(tokens, index + 1)
    unit = UNITS.get(low(tokens, place), 0)
    if 0 < unit < 10:
        return Decimal(TENS[word] + unit), place + 1
    return Decimal(TENS[word]), index + 1
