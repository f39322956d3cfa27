"""Every quantity in a text, with its place, its quantifier and what it counts.

Left out: calendar years and dates, ordinals, times of day, references to sections and pages, numbers
inside names and codes, and "one" as a pronoun. A four-digit year-like number counts when a noun or a
quantifier makes it a count ("2,000 people", "over 2000 staff").
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from mutualise.claims.rules import quantifiers
from mutualise.claims.rules.atoms import Atom, atom_at, is_glued_to_word
from mutualise.claims.rules.calendar import Span, not_quantities
from mutualise.claims.rules.change import direction, flat_at, moves_before
from mutualise.claims.rules.quantifiers import NEGATIONS, Bound, Quantifier
from mutualise.claims.rules.tokens import DASHES, Token, Tokens, at, low, past_hyphen, tokenise
from mutualise.claims.rules.units import Kind, Noun, noun_after, stated_per
from mutualise.claims.rules.vague import is_vague_money, vague_at

_TEMPORAL = frozenset(
    [
        "in",
        "since",
        "during",
        "until",
        "till",
        "before",
        "after",
        "throughout",
        "early",
        "late",
        "mid",
        "spring",
        "summer",
        "autumn",
        "winter",
        "by",
        "from",
        "to",
        "between",
        "and",
        "of",
        "the",
        "year",
    ]
)
_ALWAYS_TEMPORAL = frozenset(
    [
        "in",
        "since",
        "during",
        "until",
        "till",
        "before",
        "after",
        "throughout",
        "early",
        "late",
        "mid",
    ]
)
_COUNTING = frozenset(
    {Quantifier.OVER, Quantifier.AT_LEAST, Quantifier.NEARLY, Quantifier.EXACTLY, Quantifier.UNDER}
)
_LONG = 30


@dataclass(frozen=True)
class Quantity:
    """A figure a text states. `text` is exactly `source[start:end]`.

    `value` and `step` (one unit of the last stated digit) are in the kind's own unit: pounds for money,
    per cent for per cent and fractions, `unit`s for a duration. `top` is the upper end of "between".
    `sign` is the direction of a change. `problem` says why it cannot be tested.
    """

    start: int
    end: int
    text: str
    kind: Kind
    quantifier: Quantifier = Quantifier.BARE
    value: Decimal = Decimal(0)
    step: Decimal = Decimal(0)
    top: Decimal | None = None
    currency: str = ""
    unit: str = ""
    noun: Noun = Noun.NONE
    per: str = ""
    sign: int = 0
    points: bool = False
    problem: str = ""
    core: tuple[int, int] = (0, 0)  # the figure itself, without its quantifier
    wording: str = ""  # the quantifier as written


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """All quantities of the text in order; they do not overlap."""
    return _Reader(text).read()


class _Reader:
    """Reads one text from left to right; every look ahead and behind is bounded."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[Token] = tokenise(text)
        self.left_out = _token_flags(self.tokens, not_quantities(text))
        self.found: list[Quantity] = []
        self.floor = 0  # no quantifier reaches back past the quantity before

    def read(self) -> tuple[Quantity, ...]:
        index = 0
        while index < len(self.tokens):
            index = self._step(index)
        return tuple(self.found)

    def _step(self, index: int) -> int:
        """Read what begins at this token; the token to go on from."""
        if self.left_out[index]:
            return index + 1
        token = self.tokens[index]
        if token.kind == "number" and is_glued_to_word(self.tokens, index):
            return index + 1
        upto = self._wordy(index)
        if upto is not None:
            return upto
        atom = atom_at(self.tokens, index)
        if atom is None or any(self.left_out[atom.first : atom.upto]):
            return self._unread(index)
        return self._figure(atom)

    def _unread(self, index: int) -> int:
        """A token that is no figure. Digits too long to be one are shown as unreadable."""
        token = self.tokens[index]
        if token.kind == "number" and len(token.text) > _LONG:
            self._add(
                index,
                index + 1,
                Quantity(0, 0, "", Kind.OTHER, problem="The number is too long to be read."),
            )
            return index + 1
        if token.kind == "number" or (token.kind == "word" and atom_at(self.tokens, index) is None):
            return index + 1 + self._ordinal_tail(index)
        return index + 1

    def _ordinal_tail(self, index: int) -> int:
        """ "twenty-first": skip the "first" too; "3BM": skip the letters."""
        following = at(self.tokens, index + 1)
        return (
            1
            if self.tokens[index].kind == "number" and following.glued and following.kind == "word"
            else 0
        )

    def _wordy(self, index: int) -> int | None:
        """Amounts without a number: vague words and words for no change."""
        upto = vague_at(self.tokens, index) or (
            index + 2 if is_vague_money(self.tokens, index) else None
        )
        if upto is not None:
            reason = (
                f"“{self._slice(index, upto)}” is not a number: it cannot be turned into a test."
            )
            self._add(index, upto, Quantity(0, 0, "", Kind.VAGUE, problem=reason))
            return upto
        upto = flat_at(self.tokens, index)
        if upto is not None:
            self._add(index, upto, Quantity(0, 0, "", Kind.FLAT, problem=self._negation(index)))
        return upto

    def _negation(self, index: int) -> str:
        """Why a word of change after "not" cannot be tested."""
        before = [low(self.tokens, place) for place in range(max(self.floor, index - 3), index)]
        negated = any(word in NEGATIONS or word.endswith("n't") for word in before)
        negated = negated or before[-2:] == ["failed", "to"]
        return (
            "The sentence denies the figure; it states no figure that could be tested."
            if negated
            else ""
        )

    def _figure(self, atom: Atom) -> int:
        """A figure with what stands around it: quantifier, range, noun, rate, direction."""
        bound = quantifiers.before(self.tokens, atom.first, floor=self.floor)
        range_start = self._range_start(atom.first)
        top = self._top(atom, range_start)
        if top is not None:
            atom, top = _level(atom, top)
            start = atom.first if range_start is None else range_start
            bound = Bound(Quantifier.BETWEEN, start, words="between")
        last = top or atom
        if self._is_not_a_figure(atom, top, bound):
            return atom.upto
        noun = (
            noun_after(self.tokens, past_hyphen(self.tokens, last.upto))
            if last.kind is Kind.NUMBER
            else Noun.NONE
        )
        bound, upto = self._with_suffix(bound, last, noun)
        if last.kind is Kind.NUMBER and noun is Noun.NONE and upto > last.upto:
            noun = noun_after(self.tokens, past_hyphen(self.tokens, upto))  # "3,000+ jobs"
        self._add(bound.place, upto, self._quantity(atom, top, bound, noun))
        return upto

    def _quantity(self, atom: Atom, top: Atom | None, bound: Bound, noun: Noun) -> Quantity:
        last = top or atom
        problem = atom.problem or (top.problem if top else "")
        if atom.kind is Kind.RATIO:
            problem = problem or self._negation(bound.place)
        if bound.negated:
            problem = f"“{bound.words}” sets no bound that could be tested."
        if top is not None and top.value < atom.value:
            problem = "The range runs backwards: its first figure is larger than its second."
        sign = atom.sign or self._direction(atom, bound, last)
        return Quantity(
            0, 0, "", last.kind, bound.quantifier, atom.value, atom.step,
            top=None if top is None else top.value, currency=last.currency, unit=last.unit, noun=noun,
            per=stated_per(self.tokens, last.upto), sign=sign, points=last.points, problem=problem,
            core=(self.tokens[atom.first].start, self.tokens[last.upto - 1].end), wording=bound.words,
        )  # fmt: skip

    def _direction(self, atom: Atom, bound: Bound, last: Atom) -> int:
        if last.kind not in {Kind.PERCENT, Kind.FRACTION, Kind.NUMBER, Kind.MONEY}:
            return 0
        if last.kind in {Kind.NUMBER, Kind.MONEY} and low(self.tokens, bound.place - 1) not in {
            "by",
            "of",
        }:
            return 0
        return direction(self.tokens, bound.place, last.upto)

    def _range_start(self, first: int) -> int | None:
        """The "between" or "from" that opens a range, if it stands just before."""
        for place in (first - 1, first - 2):
            if place < self.floor:
                break
            word = low(self.tokens, place)
            if word == "between" or (word == "from" and not moves_before(self.tokens, place)):
                return place
            if word not in {"about", "around", "some", "roughly", "approximately", "a", "an"}:
                break
        return None

    def _top(self, atom: Atom, opened: int | None) -> Atom | None:
        """The upper end of a range that begins with this figure, or None."""
        opener = "" if opened is None else low(self.tokens, opened)
        link = at(self.tokens, atom.upto)
        dash = link.text in DASHES and (link.glued or link.text in {"–", "—"})
        if (not dash and link.low not in {"and", "to", "or"}) or (
            link.low == "and" and opener != "between"
        ):
            return None
        if (
            link.low == "to"
            and not opener
            and moves_before(self.tokens, atom.first)
            and atom.kind is Kind.NUMBER
        ) and low(self.tokens, atom.first - 1) == "from":
            return None
        other = atom_at(self.tokens, atom.upto + 1)
        if other is None or any(self.left_out[other.first : other.upto]):
            return None
        if dash and link.glued != at(self.tokens, atom.upto + 1).glued:
            return None
        if not _alike(atom, other) or self._counts_else(atom, other):
            return None
        rising = _level(atom, other)[0].value < other.value
        near = other.value <= 3 * _level(atom, other)[0].value
        if opener:
            return other
        if link.low == "from":
            return None
        return other if rising and (link.low == "to" or link.glued or near) else None

    def _counts_else(self, atom: Atom, other: Atom) -> bool:
        """ "£5 to 100 people": the second figure counts something of its own."""
        return (
            atom.kind is not Kind.NUMBER
            and other.kind is Kind.NUMBER
            and (noun_after(self.tokens, other.upto) is not Noun.NONE)
        )

    def _with_suffix(self, bound: Bound, last: Atom, noun: Noun) -> tuple[Bound, int]:
        """A quantifier after the figure ("3,000+", "10 people or fewer") when none stands before."""
        if bound.quantifier not in {Quantifier.BARE, Quantifier.ABOUT}:
            return bound, last.upto
        after = quantifiers.after(self.tokens, last.upto)
        if after is None and noun is not Noun.NONE:
            after = quantifiers.after(self.tokens, last.upto + 1)
        if after is None:
            return bound, last.upto
        return Bound(after.quantifier, bound.place, words=after.words), after.place

    def _is_not_a_figure(self, atom: Atom, top: Atom | None, bound: Bound) -> bool:
        if _is_year_like(self.tokens, atom):
            years = top is None or _is_year_like(self.tokens, top)
            if years and self._is_year(top or atom, atom.first, bound):
                return True
        if low(self.tokens, atom.first) == "one" and top is None:
            return self._is_pronoun(atom, bound)
        return False

    def _is_year(self, atom: Atom, first: int, bound: Bound) -> bool:
        """Is the year-like number a year? A noun or a counting quantifier makes it a count."""
        previous = low(self.tokens, first - 1)
        if previous in _ALWAYS_TEMPORAL:
            return True
        if noun_after(self.tokens, atom.upto, reach=3) is not Noun.NONE:
            return False
        counting = bound.quantifier in _COUNTING and bound.words != "under"
        return (
            not counting and quantifiers.after(self.tokens, atom.upto) is None
        ) or previous in _TEMPORAL

    def _is_pronoun(self, atom: Atom, bound: Bound) -> bool:
        """ "one of the", "no one", "one record"; not "one in five", "one hundred", "at least one mutual"."""
        if atom.value != 1 or atom.kind in {Kind.PERCENT, Kind.FRACTION, Kind.MONEY, Kind.RATIO}:
            return False
        if atom.kind is Kind.DURATION:
            return atom.unit in {"day", "minute"} and bound.quantifier is Quantifier.BARE
        return (
            bound.quantifier not in _COUNTING | {Quantifier.UP_TO}
            or low(self.tokens, atom.upto) == "of"
        )

    def _add(self, first: int, upto: int, quantity: Quantity) -> None:
        """Keep the quantity with its place: "over" before a length of time only says "during"."""
        if quantity.kind is Kind.DURATION and quantity.wording in {"over", "some", "above"}:
            first += len(quantity.wording.split())
            quantity = replace(quantity, quantifier=Quantifier.BARE, wording="")
        start, end = self.tokens[first].start, self.tokens[upto - 1].end
        core = quantity.core if quantity.core != (0, 0) else (start, end)
        self.found.append(
            replace(quantity, start=start, end=end, text=self.text[start:end], core=core)
        )
        self.floor = upto

    def _slice(self, first: int, upto: int) -> str:
        return self.text[self.tokens[first].start : self.tokens[upto - 1].end]


def _token_flags(tokens: Tokens, spans: list[Span]) -> list[bool]:
    """For each token, whether it lies in one of the spans (both in order)."""
    flags, place, reach = [], 0, -1
    for token in tokens:
        while place < len(spans) and spans[place].start < token.end:
            reach = max(reach, spans[place].end)
            place += 1
        flags.append(token.start < reach)
    return flags


def _alike(atom: Atom, other: Atom) -> bool:
    """May the two figures be the ends of one range?"""
    if Kind.OTHER in {atom.kind, other.kind} and atom.unit != other.unit:
        return False
    if atom.kind is other.kind:
        return not (atom.currency and other.currency and atom.currency != other.currency)
    percent = {Kind.PERCENT, Kind.FRACTION}
    return (
        atom.kind is Kind.NUMBER or other.kind is Kind.NUMBER or {atom.kind, other.kind} == percent
    )


def _level(atom: Atom, top: Atom) -> tuple[Atom, Atom]:
    """Both ends in one unit and scale: "1 to 2 million", "£5 to 10", "10 to 15 per cent"."""
    if atom.scale == 1 and top.scale > 1 and atom.value * top.scale <= top.value:
        atom = atom.scaled(top.scale)
    if atom.kind is not Kind.NUMBER and top.kind is Kind.NUMBER:
        top = replace(top, kind=atom.kind, currency=atom.currency, unit=atom.unit)
    return atom, top


def _is_year_like(tokens: Tokens, atom: Atom) -> bool:
    return (
        atom.kind is Kind.NUMBER
        and atom.plain
        and atom.sign == 0
        and 1800 <= atom.value <= 2099
        and (len(tokens[atom.first].text) == 4)
    )
