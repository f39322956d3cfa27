"""Words that turn a number into a bound: "nearly", "more than", "as many as", "about", "3,000+"."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mutualise.claims.rules.tokens import Tokens, at, low, past_hyphen, vocabulary


class Quantifier(StrEnum):
    """How the sentence bounds its number."""

    BARE = "bare"
    EXACTLY = "exactly"
    NEARLY = "nearly"
    JUST_OVER = "just over"
    OVER = "over"
    AT_LEAST = "at least"
    UP_TO = "up to"
    UNDER = "under"
    ABOUT = "about"
    BETWEEN = "between"


_BEFORE: Mapping[Quantifier, str] = {
    Quantifier.EXACTLY: "exactly, precisely, =",
    Quantifier.NEARLY: (
        "nearly, almost, just under, just below, just short of, just less than, just fewer than, close to, "
        "very close to, approaching, nearing, not quite, slightly under, slightly less than, slightly fewer than, "
        "a little under, a little less than, a shade under, a touch under, virtually, practically, getting on for, "
        "only just under, shy of, just shy of, verging on, bordering on, coming up to, close on, nigh on, well nigh, "
        "not far short of, not far off, not far from, just off, a whisker under, nears, neared, little short of, a near, near -, "
        "the best part of, best part of, the better part of, better part of, all but"
    ),
    Quantifier.JUST_OVER: (
        "just over, just above, just more than, only just over, slightly over, slightly above, slightly more than, "
        "a little over, a little above, a little more than, a shade over, a touch over, a whisker over, a fraction over, "
        "fractionally over, fractionally more than, marginally over, marginally more than, marginally above, barely over"
    ),
    Quantifier.OVER: (
        "over, more than, above, in excess of, upwards of, upward of, exceeding, exceeds, exceeded, exceed, "
        "greater than, higher than, larger than, bigger than, north of, beyond, surpassing, surpassed, surpasses, topping, topped, tops, passing, passed, passes, "
        "passed the, passes the, passing the, "
        "better than, broke through, broken through, breaks through, breaking through, smashed through, burst through, "
        "pushed past, went past, gone past, crossed, crosses, crossing, breached, smashed, >"
    ),
    Quantifier.AT_LEAST: (
        "at least, no fewer than, no less than, not less than, not fewer than, a minimum of, minimum of, "
        "at a minimum, no lower than, at the very least, as few as, as little as, as low as, not under, "
        "a floor of, a minimum, minimum, min, min ., >=, ≥, ⩾"
    ),
    Quantifier.UP_TO: (
        "up to, as many as, as much as, as high as, at most, at the most, no more than, not more than, a maximum of, maximum of, "
        "no greater than, not exceeding, no higher than, capped at, limited to, anything up to, "
        "up to and including, a ceiling of, a cap of, a limit of, a maximum, maximum, max, max ., <=, ≤, ⩽"
    ),
    Quantifier.UNDER: (
        "under, fewer than, less than, below, lower than, smaller than, south of, short of, "
        "fall short of, falls short of, fell short of, falling short of, <"
    ),
    Quantifier.ABOUT: (
        "about, around, some, roughly, approximately, approx, approx ., circa, c, c ., ca, ca ., in the region of, "
        "of the order of, in the order of, on the order of, something like, an estimated, estimated, estimated at, "
        "in the neighbourhood of, more or less, give or take, ~, ≈, ∼, ~ ~"
    ),
}
# They leave the bound as it is: "well over", "a total of more than".
_FILLERS = (
    "a total of, total of, well, far, much, significantly, comfortably, considerably, substantially, just, only, "
    "slightly, a little, marginally, an average of, on average, average of, a round, a good, a cool, a full, a further, an additional, an extra, another, the equivalent of, equivalent to, "
    "some way, somewhere, somewhere in, a, an, perhaps, probably"
)
_AFTER: Mapping[Quantifier, str] = {
    Quantifier.AT_LEAST: (
        "+, plus, - plus, or more, or over, or above, or greater, or higher, and over, and above, and more, and up, "
        "and upwards, or upwards, at least, at the very least, minimum, at a minimum, "
        "or slightly more, or a little more, or a few more, and then some"
    ),
    Quantifier.UP_TO: "or less, or fewer, or under, or below, and under, or lower, at most, maximum, at the most, at the very most, "
    "or slightly less, or slightly fewer, or a little less",
    Quantifier.ABOUT: "or so, - odd, odd, or thereabouts, approximately, approx, - ish, ish, give or take",
    Quantifier.EXACTLY: "exactly, precisely",
}
_MARKS = frozenset({"mark", "barrier", "threshold", "milestone"})
_PAST = vocabulary(
    "through beyond past broke broken breaks breaking breached crossed crosses crossing smashed"
)
_NEGATED: Mapping[Quantifier, Quantifier] = {
    Quantifier.OVER: Quantifier.UP_TO,
    Quantifier.UNDER: Quantifier.AT_LEAST,
}
_DENYING = frozenset({"not", "never", "hardly", "cannot", "without", "nor", "neither"})
_LONGEST_STACK = 4
_CLIPPED = frozenset({"min", "max"})


@dataclass(frozen=True)
class Bound:
    """A quantifier, the first token of its words (or the token after them), and what is wrong with it."""

    quantifier: Quantifier
    place: int
    negated: bool = False
    words: str = ""


def _table(
    source: Mapping[Quantifier, str], *, last: bool
) -> dict[str, list[tuple[tuple[str, ...], Quantifier]]]:
    """Phrases by their last (or first) word, longest first."""
    table: dict[str, list[tuple[tuple[str, ...], Quantifier]]] = {}
    for quantifier, phrases in source.items():
        for phrase in phrases.split(", "):
            words = tuple(_pieces(phrase))
            table.setdefault(words[-1 if last else 0], []).append((words, quantifier))
    for rows in table.values():
        rows.sort(key=lambda row: -len(row[0]))
    return table


def _pieces(phrase: str) -> Iterable[str]:
    for word in phrase.split():
        yield from (list(word) if word in {">=", "<="} else [word])


_BY_LAST = _table(_BEFORE, last=True)
_BY_FIRST = _table(_AFTER, last=False)
_FILLERS_BY_LAST = _table({Quantifier.BARE: _FILLERS}, last=True)


def before(tokens: Tokens, index: int, *, floor: int = 0) -> Bound:
    """The quantifier whose words end just before this token; of several, the outermost ("up to about")."""
    found = Bound(Quantifier.BARE, index)
    place = index
    for _ in range(_LONGEST_STACK):
        match = _ending_at(_BY_LAST, tokens, place, floor)
        if match is not None:
            place = match[1]
            found = Bound(match[0], place, words=match[2])
            continue
        filler = _ending_at(_FILLERS_BY_LAST, tokens, place, floor)
        if filler is None:
            break
        place = filler[1]
    return _heeding_negation(tokens, found, floor)


def _heeding_negation(tokens: Tokens, found: Bound, floor: int) -> Bound:
    """ "not over 100" is "up to 100"; "not exactly 100" bounds nothing."""
    place = _denial(tokens, found.place, floor)
    if found.quantifier is Quantifier.BARE or place is None:
        return found
    turned = _NEGATED.get(found.quantifier)
    words = " ".join(low(tokens, each) for each in range(place, found.place)) + f" {found.words}"
    return Bound(turned or found.quantifier, place, negated=turned is None, words=words)


def _denial(tokens: Tokens, index: int, floor: int) -> int | None:
    """The denying word before a quantifier: "not over", "doesn't exceed", "not a penny over", "not a
    single job more than"."""
    for place in range(index - 1, max(floor, index - 4) - 1, -1):
        word = low(tokens, place)
        between = [low(tokens, each) for each in range(place + 1, index)]
        if word in _DENYING or word.endswith("n't"):
            one_of = len(between) > 1 and between[0] in {"a", "an", "one"}
            close = len(between) < 3 or between[1] == "single"
            return place if not between or (one_of and close) else None
    return None


def past_a_mark(tokens: Tokens, first: int, upto: int) -> Bound | None:
    """ "broke the £1bn barrier" and "beyond the 100 mark" are "over"; "through the £1bn fund" bounds nothing."""
    marked = low(tokens, past_hyphen(tokens, upto)) in _MARKS and low(tokens, first - 1) == "the"
    if not marked or low(tokens, first - 2) not in _PAST:
        return None
    return Bound(Quantifier.OVER, first - 2, words=f"{low(tokens, first - 2)} the")


def after(tokens: Tokens, index: int) -> Bound | None:
    """The quantifier that begins at this token: "3,000+", "10 or fewer"."""
    for words, quantifier in _BY_FIRST.get(low(tokens, index), []):
        if all(low(tokens, index + step) == word for step, word in enumerate(words)):
            if words[0] in {"+", "-"} and not at(tokens, index).glued:
                continue
            upto = index + len(words)
            if quantifier in {Quantifier.EXACTLY, Quantifier.ABOUT} and _leads_on(tokens, upto):
                continue
            if (
                words == ("plus",)
                and at(tokens, upto).kind in {"number", "word"}
                and not _is_noun_next(tokens, upto)
            ):
                continue
            return Bound(quantifier, upto, words=" ".join(words).replace("- ", ""))
    return None


def _leads_on(tokens: Tokens, index: int) -> bool:
    """Does the quantifier belong to a number that follows it ("100, about 50 of them")?"""
    return at(tokens, index).kind == "number"


def _is_noun_next(tokens: Tokens, index: int) -> bool:
    return at(tokens, index).kind == "word" and low(tokens, index) not in {
        "a",
        "an",
        "the",
        "some",
        "about",
        "one",
    }


def _is_no_bound(tokens: Tokens, start: int, words: tuple[str, ...]) -> bool:
    """ "in 5 min 30 staff" is minutes, and "Max" inside a line without a point is somebody's name."""
    named = start > 0 and len(words) == 1 and at(tokens, start).text in {"Max", "Min"}
    return named or at(tokens, start - 1).kind == "number"


def _ending_at(
    table: dict[str, list[tuple[tuple[str, ...], Quantifier]]],
    tokens: Tokens,
    index: int,
    floor: int,
) -> tuple[Quantifier, int, str] | None:
    for words, quantifier in table.get(low(tokens, index - 1), []):
        start = index - len(words)
        if start < floor or (words[0] in _CLIPPED and _is_no_bound(tokens, start, words)):
            continue
        if all(low(tokens, start + step) == word for step, word in enumerate(words)):
            return quantifier, start, " ".join(words)
    return None
