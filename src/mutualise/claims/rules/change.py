"""Words of change: the direction of "by N per cent", "doubled", "halved", "N-fold", "flat"."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from mutualise.claims.rules.number_words import UNITS
from mutualise.claims.rules.numbers import Numeral
from mutualise.claims.rules.tokens import Tokens, at, low, past_hyphen, vocabulary

_UP = vocabulary(
    "rose rise rises rising risen grew grow grows growing grown growth increase increased "
    "increases increasing up climbed climb climbing gained gain gains jumped jump jumps "
    "expanded expand expansion expanding improved improve improves improvement improving "
    "surged surge soared soar advanced raised raise raising raises added higher accelerated "
    "boosted boost boosting strengthened swelled leapt leap leaps rocketed mushroomed ballooned hike surging"
)
_DOWN = vocabulary(
    "fell fall falls falling fallen decrease decreased decreases decreasing declined decline "
    "declines declining dropped drop drops dropping down reduced reduce reduces reducing "
    "reduction cut cuts cutting shrank shrink shrunk shrinking lost lose loss slumped slump "
    "contracted contraction lower lowered slipped dipped plunged tumbled sank worsened slid "
    "deteriorated saved saving halving slide plummeted crashed nosedived sagged eroded"
)
_AFTER_UP = vocabulary(
    "more higher increase rise growth improvement gain jump bigger larger faster greater up "
    "uplift expansion again hike surge boost leap better"
)
_AFTER_DOWN = vocabulary(
    "fewer less lower decrease fall drop decline reduction cut smaller slower down "
    "contraction loss dip slide slump plunge worse"
)
_BETWEEN = vocabulary(
    "as many much large big high annual average real real-terms yearly year on overall net per annum - further in-year terms"
)
# "welcomed by 90 per cent of staff": who did it, and no change, whatever rose earlier in the sentence.
_DONE = vocabulary(
    "held felt seen known chosen shown told given taken met made sought said led run put kept understood "
    "thought found agreed bought brought borne heard written spoken"
)
_NOT_DONE = vocabulary("hundred limited united need speed indeed")
_BREAKS = frozenset(".;:!?")
_LOOK_BACK = 12

RATIO_WORDS: Mapping[str, Decimal] = {
    "doubled": Decimal(2), "doubling": Decimal(2), "doubles": Decimal(2), "double": Decimal(2),
    "redoubled": Decimal(2), "trebled": Decimal(3), "trebling": Decimal(3), "trebles": Decimal(3),
    "treble": Decimal(3), "tripled": Decimal(3), "tripling": Decimal(3), "triples": Decimal(3),
    "triple": Decimal(3), "quadrupled": Decimal(4), "quadrupling": Decimal(4), "quadruples": Decimal(4),
    "quadruple": Decimal(4), "quintupled": Decimal(5), "quintupling": Decimal(5), "halved": Decimal("0.5"),
    "halving": Decimal("0.5"), "halves": Decimal("0.5"), "halve": Decimal("0.5"), "twice": Decimal(2),
    "thrice": Decimal(3),
}  # fmt: skip
# An adjective or a name in other places ("double glazing", "triple jump"), a ratio before these.
_ADJECTIVES = frozenset({"double", "treble", "triple", "quadruple"})
_AFTER_RATIO = vocabulary("the its that what their his her our in since over from between by to as")
_MULTIPLE_OF = vocabulary(
    "as the more larger bigger higher greater its that what faster their over better our less "
    "fewer lower"
)
_BE = vocabulary(
    "was were is are remained stayed been stay remain remains stays be broadly largely "
    "essentially virtually practically almost nearly roughly completely entirely held staying "
    "remaining being left went gone"
)
_MOVES = _UP | _DOWN | frozenset(RATIO_WORDS) | vocabulary("fold went moved changed swung")
_FLAT = vocabulary(
    "flat static unchanged stagnant flatlined flatlining flatlines stagnated stagnating plateaued"
)
_FLAT_ALONE = vocabulary("flatlined flatlining flatlines stagnated stagnating plateaued")
FLAT_WORDS = _FLAT | {"no", "zero", "stood", "not"}
_STILL = frozenset({("stood", "still"), ("not", "change"), ("not", "changed")})
_NO_GROWTH = frozenset({"growth"})
_NO_CHANGE = frozenset({"change", "increase", "rise", "improvement"})


class Ratio(NamedTuple):
    """A multiple and the token after it. `stepped` when written with decimals ("2.5 times")."""

    value: Decimal
    step: Decimal
    upto: int
    frequency: bool = False  # "three times a year": how often, not how much


def direction(tokens: Tokens, first: int, upto: int) -> int:
    """+1 when the quantity is a rise, -1 when it is a fall, 0 when it is a level."""
    return _direction_after(tokens, upto) or _direction_before(tokens, first)


def _direction_before(tokens: Tokens, first: int) -> int:
    """ "rose 15%", "rose by …", "an increase of …", "productivity of staff fell steadily by …"."""
    if low(tokens, first - 1) == "of" and low(tokens, first - 2) == "average":
        first -= 3 if low(tokens, first - 3) in {"a", "an"} else 2  # "grew by an average of 15%"
    word = low(tokens, first - 1)
    if word in _UP | _DOWN and word not in {
        "saved",
        "saving",
        "raised",
        "raise",
        "raising",
        "lost",
        "cut",
        "added",
    }:
        return 1 if word in _UP else -1
    if word not in {"by", "of", "a", "an"}:
        return 0
    if word in {"a", "an"} and low(tokens, first - 2) not in {"by", "of"}:
        return 0
    if _names_who(tokens, first - 1 if word == "by" else first - 2):
        return 0
    reach = 3 if "of" in {word, low(tokens, first - 2)} else _LOOK_BACK
    for place in range(first - 2, first - 2 - reach, -1):
        token = at(tokens, place)
        if token.kind in {"number", "end"} or token.text in _BREAKS:
            return 0
        if token.low in _UP:
            return -1 if low(tokens, place - 1) == "negative" else 1
        if token.low in _DOWN:
            return -1
    return 0


def _names_who(tokens: Tokens, place: int) -> bool:
    """Does "by" at this place follow a participle that moves nothing ("was widely welcomed by")?"""
    if low(tokens, place) != "by":
        return False
    before = place - 1
    while low(tokens, before).endswith("ly"):
        before -= 1
    done = low(tokens, before)
    if done in _MOVES | _NOT_DONE or low(tokens, before - 1) in {
        "as",
        "than",
    }:  # "more than planned by"
        return False
    return done in _DONE or (done.endswith("ed") and not done.endswith("eed"))


def _direction_after(tokens: Tokens, upto: int) -> int:
    """ "15 per cent higher", "a 15 per cent annual fall"."""
    for place in range(upto, upto + 5):
        word = low(tokens, place)
        if word in _AFTER_UP:
            return 1
        if word in _AFTER_DOWN:
            return -1
        if word not in _BETWEEN:
            return 0
    return 0


def moves_before(tokens: Tokens, index: int) -> bool:
    """Does a word of change stand before, in the same clause ("rose steadily from 100 to 150")?"""
    for place in range(index - 1, max(-1, index - 9), -1):
        if tokens[place].text in _BREAKS:
            return False
        if tokens[place].low in _MOVES:
            return True
    return False


def ratio_at(tokens: Tokens, index: int, numeral: Numeral | None) -> Ratio | None:
    """The multiple that begins at this token: "doubled", "twice", "three times", "tenfold", "10-fold".

    `numeral` is the number that begins at the same token, if one does.
    """
    word = low(tokens, index)
    if word in RATIO_WORDS:
        return _ratio_word(tokens, index, word)
    if word.endswith("fold") and UNITS.get(word.removesuffix("fold").removesuffix("-"), 0) > 1:
        return Ratio(Decimal(UNITS[word.removesuffix("fold")]), Decimal(0), index + 1)
    if word == "hundredfold":
        return Ratio(Decimal(100), Decimal(0), index + 1)
    if numeral is None or numeral.scale >= 1000 or word in {"a", "an"}:
        return None
    step = numeral.step if numeral.step < 1 else Decimal(0)
    if [low(tokens, index - 2), low(tokens, index - 1)] == ["factor", "of"]:
        return Ratio(numeral.value, step, numeral.upto)
    place = past_hyphen(tokens, numeral.upto)
    if low(tokens, place) == "fold" and at(tokens, place).glued:
        return Ratio(numeral.value, step, place + 1)
    if low(tokens, place) in {"times", "×", "x"} and (
        low(tokens, place) == "times" or at(tokens, place).glued
    ):
        if at(tokens, place + 1).kind == "number":
            return None
        often = low(tokens, place) == "times" and not _is_multiple(tokens, index, place + 1)
        return Ratio(numeral.value, step, place + 1, frequency=often)
    return None


def _ratio_word(tokens: Tokens, index: int, word: str) -> Ratio | None:
    following = at(tokens, index + 1)
    if word in {"twice", "thrice"}:
        often = not _is_multiple(tokens, index, index + 1)
        return Ratio(RATIO_WORDS[word], Decimal(0), index + 1, frequency=often)
    if word in _ADJECTIVES or word == "halves":
        if following.text == "-" and following.glued:
            return None
        if following.kind == "word" and following.low not in _AFTER_RATIO:
            return None
    return Ratio(RATIO_WORDS[word], Decimal(0), index + 1)


def _is_multiple(tokens: Tokens, first: int, after: int) -> bool:
    """ "three times as many" and "grew three times" are multiples; "three times a year" is how often."""
    return low(tokens, after) in _MULTIPLE_OF or any(
        low(tokens, place) in _UP | _DOWN for place in range(first - 2, first)
    )


def flat_at(tokens: Tokens, index: int, *, alone: bool = False) -> int | None:
    """The token after a word for no change ("was flat", "flatlined"), or None.

    `alone` accepts the word without a verb before it, where a claim's link says it is the figure.
    """
    word = low(tokens, index)
    if (
        word == "flat"
        and at(tokens, index + 1).text == "-"
        and low(tokens, index + 2) in {"lined", "lining"}
    ):
        return index + 3
    if word in {"no", "zero"} and low(tokens, index + 1) in _NO_GROWTH | (
        _NO_CHANGE if alone else set()
    ):
        return index + 2
    if (word, low(tokens, index + 1)) in _STILL and (alone or word == "stood"):
        return index + 2
    if word == "unchanged" and not alone:  # of figures or of anything else
        return None
    if word not in _FLAT:
        return None
    if (
        alone
        or word in _FLAT_ALONE
        or any(low(tokens, place) in _BE for place in (index - 1, index - 2))
    ):
        following = at(tokens, index + 1)
        modifies = following.kind == "word" and following.low in {
            "structure",
            "structures",
            "hierarchy",
            "rate",
            "fee",
        }
        return None if modifies else index + 1
    return None
