"""Every quantity in a text, with its place, its quantifier and what it counts.

Left out: calendar years and dates, ordinals, times of day, references to sections and pages, numbers
inside names and codes, and "one" as a pronoun. A four-digit year-like number counts when a noun or a
quantifier makes it a count ("2,000 people", "over 2000 staff").
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from mutualise.claims.rules import quantifiers, ranges
from mutualise.claims.rules.atoms import Atom, atom_at, may_begin
from mutualise.claims.rules.calendar import Span, not_quantities
from mutualise.claims.rules.change import FLAT_WORDS, direction, flat_at
from mutualise.claims.rules.characters import plain_figures
from mutualise.claims.rules.look_alikes import is_glued_to_word, is_no_figure
from mutualise.claims.rules.quantifiers import Bound, Quantifier
from mutualise.claims.rules.tokens import Token, Tokens, at, low, past_hyphen, tokenise
from mutualise.claims.rules.units import Kind, Noun, noun_after, stated_per
from mutualise.claims.rules.vague import AMOUNT_WORDS, is_vague_money, vague_at

_LONG = 30
# What may stand before a range: it says nothing else than the range.
_OF_A_RANGE = frozenset({Quantifier.BARE, Quantifier.ABOUT})


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
    scale: Decimal = Decimal(1)  # the power it was written with
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
        self.left_out = _token_flags(self.tokens, not_quantities(plain_figures(text)))
        self.found: list[Quantity] = []
        self.floor = 0  # no quantifier reaches back past the quantity before

    def read(self) -> tuple[Quantity, ...]:
        index = 0
        while index < len(self.tokens):
            index = self._step(index)
        return tuple(self.found)

    def _step(self, index: int) -> int:
        """Read what begins at this token; the token to go on from."""
        token = self.tokens[index]
        if self.left_out[index] or not self._may_begin(index, token):
            return index + 1
        if token.kind == "number" and is_glued_to_word(self.tokens, index):
            return index + 1
        upto = self._wordy(index)
        if upto is not None:
            return upto
        atom = atom_at(self.tokens, index)
        if atom is None:
            return self._unread(index)
        unreadable = atom.kind is Kind.OTHER and atom.problem != ""
        if any(self.left_out[atom.first : atom.upto]) and not unreadable:
            return self._unread(index)
        return self._figure(atom)

    def _may_begin(self, index: int, token: Token) -> bool:
        return token.low in AMOUNT_WORDS or token.low in FLAT_WORDS or may_begin(self.tokens, index)

    def _unread(self, index: int) -> int:
        """A token that is no figure. Digits too long to be one are shown as unreadable."""
        token, following = self.tokens[index], at(self.tokens, index + 1)
        if token.kind == "number" and len(token.text) > _LONG:
            problem = "The number is too long to be read."
            self._add(index, index + 1, Quantity(0, 0, "", Kind.OTHER, problem=problem))
        # "3BM", "21st": the letters belong to the number.
        letters = token.kind == "number" and following.glued and following.kind == "word"
        return index + (2 if letters else 1)

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
            self._add(index, upto, Quantity(0, 0, "", Kind.FLAT))
        return upto

    def _figure(self, atom: Atom) -> int:
        """A figure with what stands around it: quantifier, range, noun, rate, direction."""
        bound = quantifiers.before(self.tokens, atom.first, floor=self.floor)
        opened = ranges.opener(self.tokens, atom.first, floor=self.floor)
        top = ranges.upper_end(self.tokens, atom, opened, self.left_out)
        if top is not None:
            atom, top = ranges.level(atom, top)
            start = atom.first if opened is None else opened
            words = "between" if bound.quantifier in _OF_A_RANGE else bound.words
            start = start if words == "between" else bound.place
            bound = Bound(Quantifier.BETWEEN, start, words=words)
        elif atom.implied is not None and bound.quantifier is Quantifier.BARE:
            bound = Bound(atom.implied, bound.place, words=atom.implied.value)
        atom = atom if top is not None else self._with_words_repeated(atom)
        last = top or atom
        if is_no_figure(self.tokens, atom, top, bound):
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

    def _with_words_repeated(self, atom: Atom) -> Atom:
        """ "100 (one hundred)" is one figure."""
        if at(self.tokens, atom.upto).text != "(":
            return atom
        again = atom_at(self.tokens, atom.upto + 1)
        if again is None or at(self.tokens, again.upto).text != ")":
            return atom
        same = (again.kind, again.value) == (atom.kind, atom.value)
        return replace(atom, upto=again.upto + 1) if same else atom

    def _quantity(self, atom: Atom, top: Atom | None, bound: Bound, noun: Noun) -> Quantity:
        last = top or atom
        problem = atom.problem or (top.problem if top else "")
        if bound.words.endswith("all but") and atom.kind is not Kind.RATIO:
            problem = "“all but” gives what is left out: state what remains."
        if bound.negated:
            problem = f"“{bound.words}” sets no bound that could be tested."
        if bound.quantifier is Quantifier.BETWEEN and bound.words != "between":
            problem = f"“{bound.words}” bounds one figure, and a range has two: give one of them."
        if top is not None and top.value < atom.value:
            problem = "The range runs backwards: its first figure is larger than its second."
        sign = atom.sign or self._direction(atom, bound, last)
        return Quantity(
            0, 0, "", last.kind, bound.quantifier, atom.value, atom.step,
            top=None if top is None else top.value, currency=last.currency, unit=last.unit, noun=noun,
            per=stated_per(self.tokens, last.upto), sign=sign, points=last.points, problem=problem, scale=last.scale,
            core=(self.tokens[atom.first].start, self.tokens[last.upto - 1].end), wording=bound.words,
        )  # fmt: skip

    def _direction(self, atom: Atom, bound: Bound, last: Atom) -> int:
        if last.kind not in {Kind.PERCENT, Kind.FRACTION, Kind.NUMBER, Kind.MONEY}:
            return 0
        counted = last.kind in {Kind.NUMBER, Kind.MONEY}
        if counted and low(self.tokens, bound.place - 1) not in {"by", "of"}:
            return 0
        return direction(self.tokens, bound.place, last.upto)

    def _with_suffix(self, bound: Bound, last: Atom, noun: Noun) -> tuple[Bound, int]:
        """A quantifier after the figure ("3,000+", "10 people or fewer") when none stands before."""
        if bound.quantifier not in {Quantifier.BARE, Quantifier.ABOUT}:
            return bound, last.upto
        past = quantifiers.past_a_mark(self.tokens, bound.place, last.upto)
        if past is not None:
            return past, last.upto
        after = quantifiers.after(self.tokens, last.upto)
        if after is None and noun is not Noun.NONE:
            after = quantifiers.after(self.tokens, last.upto + 1)
        if after is None:
            return bound, last.upto
        return Bound(after.quantifier, bound.place, words=after.words), after.place

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
