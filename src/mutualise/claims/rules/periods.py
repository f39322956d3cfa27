"""Does the sentence speak of the period the evidence covers?"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mutualise.claims.rules.calendar import years_named
from mutualise.claims.rules.compile import COUNTS
from mutualise.claims.rules.interval import grouped
from mutualise.claims.rules.links import start_of
from mutualise.claims.rules.measured import Measured
from mutualise.claims.rules.quantifiers import Quantifier
from mutualise.claims.rules.quantities import Quantity
from mutualise.claims.rules.units import DURATIONS, Kind, Noun
from mutualise.statistics.rules.days import in_words

_MONTH = Decimal("30.4375")  # days
_SLACK = Decimal("0.6")  # months by which a stated length may miss the period
_YEAR = Decimal("12.6")  # a year and the slack
_ARTICLE = re.compile(
    r"\b(?:in|within|over|inside|under|for)\s+(?:just\s+|only\s+|under\s+|about\s+|less\s+than\s+)?(?:a|the\s+(?:past|last))\s+"
    r"(?:single\s+)?(year|month|week|decade)\b",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"\bsince\s+(?:the\s+start\s+of\s+)?(?:[A-Z][a-z]{2,8}\s+)?((?:19|20)[0-9]{2})\b"
)
_YEAR_WORDS = r"(?:19|20)[0-9]{2}\b"
_FOLLOWING = re.compile(
    rf"(?:\s+[a-z-]+){{0,4}}?\s+(?:since\s+(?:the\s+start\s+of\s+)?(?:[A-Z][a-z]{{2,8}}\s+)?{_YEAR_WORDS}"
    rf"|between\s+{_YEAR_WORDS}\s+and\s+{_YEAR_WORDS}|from\s+{_YEAR_WORDS}\s+to\s+{_YEAR_WORDS})"
)
# "mutuals launched since 2010": the years of other bodies, and not of the figure.
_FOUNDED_THEN = re.compile(
    r"\b(?:mutuals|spin-?outs|organisations|bodies|companies|enterprises|charities|trusts|firms|businesses"
    r"|co-?operatives|providers|teams|societies|ventures|those|ones)\s+(?:(?:that|which)\s+)?"
    r"(?:(?:were|was|are|have\s+been|had\s+been)\s+)?(?:newly\s+)?"
    r"(?:launched|founded|set\s+up|created|formed|established|spun\s+(?:out|off)|started)\s+(?:[a-z-]+\s+){0,2}?"
    rf"(?:since\s+(?:the\s+start\s+of\s+)?(?:[A-Z][a-z]{{2,8}}\s+)?{_YEAR_WORDS}"
    rf"|between\s+{_YEAR_WORDS}\s+and\s+{_YEAR_WORDS}|from\s+{_YEAR_WORDS}\s+to\s+{_YEAR_WORDS}|in\s+{_YEAR_WORDS})"
)
_IN_ALL = re.compile(r"\b(?:in total|altogether|in all|all told|cumulatively)\b", re.IGNORECASE)
_YEARLY = re.compile(r"\b(?:annual(?:ly)?|yearly|year|average)\b", re.IGNORECASE)
_SINGLE = re.compile(
    r"\b(?:in|during|at|on|of|for|by)\s+(?:the\s+)?(?:[0-9]{1,2}(?:st|nd|rd|th)?\s+)?(?:[A-Z][a-z]{2,8}\.?\s+)?\Z"
)
_RANGE = re.compile(r"\s*(?:and|to|until|up to|till|through to|through|-|–|—|/)\s*\Z")


@dataclass(frozen=True)
class Window:
    """A period the evidence or the link covers, its length in months.

    `shorter` and `longer` are months the period may be told short or long where only years are known:
    1997 to 2010 is thirteen years of growth and fourteen calendar years.
    """

    months: Decimal
    words: str
    first: int | None = None
    last: int | None = None
    shorter: Decimal = Decimal(0)
    longer: Decimal = Decimal(0)


@dataclass(frozen=True)
class _Length:
    """A length of time as the sentence states it, in months."""

    words: str
    shortest: Decimal
    longest: Decimal
    quantifier: Quantifier


def different_period(
    words: str,
    quantity: Quantity | None,
    durations: Sequence[Quantity],
    params: Mapping[str, str],
    measured: Measured,
) -> str:
    """What is different about the period, in a sentence, or an empty string. `words` is the link's text."""
    if quantity is None or quantity.noun is not Noun.BODIES:
        words = _FOUNDED_THEN.sub(" ", words)
    windows = list(_windows(params, measured))
    for length in (*_lengths(words, durations), *_rate(quantity, measured)):
        for window in windows:
            if not _same_length(length, window):
                return f"The sentence says “{length.words}”, but the figure is for {window.words}."
    if not windows and (rate := next(_rate(quantity, measured), None)):
        return f"The sentence says “{rate.words}”, but the figure is no number {rate.words}."
    years, day = years_named(words), start_of(params.get("at", ""))
    for window in windows:
        problem = _other_years(words, years, window) or _other_start(words, window, day)
        if problem:
            return problem
    total = _sum_since(words, quantity, measured) or _total_for_a_rate(
        words, quantity, durations, years, measured
    )
    if total:
        return total
    return _other_day(words, years, params) if not windows and not durations else ""


def years_that_follow(words: str, sentence: str) -> str:
    """ "since 2010" and "between 1997 and 2010" right after a claim's words: they belong to it."""
    match = _FOLLOWING.match(sentence.partition(words)[2])
    return match.group() if match else ""


def _windows(params: Mapping[str, str], measured: Measured) -> Iterator[Window]:
    if measured.window_from and measured.window_to:
        yield _between(measured.window_from, measured.window_to)
    elif measured.window_years:
        yield _years(measured.window_years)
    if "years" in params:
        yield _years(int(params["years"]), start_of(params.get("at", "")))
    elif measured.unit == "GBP a year" and not measured.window_to:
        yield _years(1)
    first, last = start_of(params.get("from", "")), start_of(params.get("to", ""))
    if first and last:
        yield _between(first, last)


def _years(count: int, until: date | None = None) -> Window:
    """A number of years, which end in the year of `until` where it is known."""
    words = f"{count} year{'' if count == 1 else 's'}"
    if until is None:
        return Window(Decimal(12 * count), words)
    words = f"the {words} to {in_words(until)}"
    return Window(Decimal(12 * count), words, until.year - count, until.year)


def _between(first: date, last: date) -> Window:
    months = Decimal((last - first).days) / _MONTH
    opens, closes = (first.month, first.day), (last.month, last.day)
    if opens == (1, 1) and closes in {(1, 1), (12, 31)}:
        whole = closes == (12, 31)
        return Window(
            months,
            f"{first.year} to {last.year}",
            first.year,
            last.year,
            shorter=_YEAR if whole else Decimal(0),
            longer=Decimal(0) if whole else _YEAR,
        )
    return Window(months, f"{in_words(first)} to {in_words(last)}", first.year, last.year)


def _lengths(words: str, durations: Sequence[Quantity]) -> Iterator[_Length]:
    """The lengths of time the link's words state."""
    for quantity in durations:
        unit = DURATIONS[quantity.unit]
        top = quantity.value if quantity.top is None else quantity.top
        yield _Length(quantity.text, quantity.value * unit, top * unit, quantity.quantifier)
    for match in _ARTICLE.finditer(words):
        months = DURATIONS[match[1].lower()]
        yield _Length(match.group(), months, months, Quantifier.BARE)


def _rate(quantity: Quantity | None, measured: Measured) -> Iterator[_Length]:
    """ "3,000 jobs a year" is no statement about three years together."""
    if quantity is not None and measured.unit in COUNTS and quantity.per in DURATIONS:
        months = DURATIONS[quantity.per]
        yield _Length(f"a {quantity.per}", months, months, Quantifier.BARE)


def _same_length(stated: _Length, window: Window) -> bool:
    shortest = window.months - max(window.shorter, _SLACK, window.months / 20)
    longest = window.months + max(window.longer, _SLACK, window.months / 20)
    if stated.quantifier in {Quantifier.UNDER, Quantifier.UP_TO, Quantifier.NEARLY}:
        return shortest <= stated.longest <= longest * 2
    if stated.quantifier in {Quantifier.OVER, Quantifier.JUST_OVER, Quantifier.AT_LEAST}:
        return shortest / 2 <= stated.shortest <= longest
    return shortest <= stated.longest and stated.shortest <= longest


def _other_years(words: str, years: list[tuple[int, int]], window: Window) -> str:
    """ "between 1997 and 2010" against a figure for other years."""
    if window.first is None or window.last is None:
        return ""
    for (first, place), (last, other) in itertools.pairwise(years):
        joined = _RANGE.fullmatch(words[place + 4 : other])
        if joined and last > first and (first, last) != (window.first, window.last):
            return f"The sentence says {first} to {last}, but the figure is for {window.words}."
    return ""


def _other_start(words: str, window: Window, day: date | None) -> str:
    """ "since 2013" against a figure that starts in 2011, or that ends years before the day it is as at."""
    match = _SINCE.search(words)
    if match is None or window.first is None or window.last is None:
        return ""
    until_now = day is None or day.year - window.last <= 1
    if int(match[1]) == window.first and until_now:
        return ""
    return f"The sentence says “{match.group()}”, but the figure is for {window.words}."


def _sum_since(words: str, quantity: Quantity | None, measured: Measured) -> str:
    """ "£1.5bn of services since 2010" is no sum a year."""
    match = _SINCE.search(words)
    if match is None or quantity is None or quantity.per or measured.unit != "GBP a year":
        return ""
    return f"The sentence says “{match.group()}”, but the figure is of one year."


def _total_for_a_rate(
    words: str,
    quantity: Quantity | None,
    durations: Sequence[Quantity],
    years: list[tuple[int, int]],
    measured: Measured,
) -> str:
    """ "rose by 15 per cent over two years" is not 15 per cent a year."""
    if quantity is None or quantity.kind is not Kind.PERCENT or quantity.per:
        return ""
    if measured.unit != "per cent a year" or _YEARLY.search(words):
        return ""
    long = any(length.value * DURATIONS[length.unit] > _YEAR for length in durations)
    long = long or _IN_ALL.search(words) is not None
    if not long and not (years and (_SINCE.search(words) or len(years) > 1)):
        return ""
    return (
        "The sentence gives a change over several years together, but the figure is a rate a year."
    )


def _other_day(words: str, years: list[tuple[int, int]], params: Mapping[str, str]) -> str:
    """ "in 2012" on a figure as at 2014."""
    if "at" not in params or not years:
        return ""
    day = start_of(params["at"])
    named = {year for year, _ in years}
    if day is None or day.year in named or not _SINGLE.search(words[: years[0][1]]):
        return ""
    return f"The sentence speaks of {grouped(Decimal(years[0][0])).replace(',', '')}, but the figure is as at {params['at']}."
