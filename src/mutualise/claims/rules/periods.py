"""Does the sentence speak of the period the evidence covers?"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mutualise.claims.rules.calendar import years_named
from mutualise.claims.rules.interval import grouped
from mutualise.claims.rules.links import start_of
from mutualise.claims.rules.measured import Measured
from mutualise.claims.rules.quantifiers import Quantifier
from mutualise.claims.rules.quantities import Quantity
from mutualise.claims.rules.units import DURATIONS

_MONTH = Decimal("30.4375")  # days
_ARTICLE = re.compile(
    r"\b(?:in|within|over|inside|under)\s+(?:just\s+|only\s+|under\s+|about\s+|less\s+than\s+)?(?:a|the\s+(?:past|last))\s+"
    r"(?:single\s+)?(year|month|week|decade)\b",
    re.IGNORECASE,
)
_SINGLE = re.compile(
    r"\b(?:in|during|at|on|of|for|by)\s+(?:the\s+)?(?:[0-9]{1,2}(?:st|nd|rd|th)?\s+)?(?:[A-Z][a-z]{2,8}\.?\s+)?\Z"
)
_RANGE = re.compile(r"\s*(?:and|to|until|up to|till|through to|through|-|–|—|/)\s*\Z")


@dataclass(frozen=True)
class Window:
    """A period the evidence or the link covers, its length in months; `coarse` when known only to the year."""

    months: Decimal
    coarse: bool
    words: str
    first: int | None = None
    last: int | None = None


def different_period(
    words: str, durations: Sequence[Quantity], params: Mapping[str, str], measured: Measured
) -> str:
    """What is different about the period, in a sentence, or an empty string. `words` is the link's text."""
    windows = list(_windows(params, measured))
    for length in _lengths(words, durations):
        for window in windows:
            if not _same_length(length[0], window, length[2]):
                return f"The sentence says “{length[1]}”, but the figure is for {window.words}."
    years = years_named(words)
    for window in windows:
        problem = _other_years(words, years, window)
        if problem:
            return problem
    return _other_day(words, years, params) if not windows and not durations else ""


def _windows(params: Mapping[str, str], measured: Measured) -> Iterator[Window]:
    if measured.window_from and measured.window_to:
        yield _between(measured.window_from, measured.window_to, coarse=False)
    elif measured.window_years:
        yield _years(measured.window_years)
    if "years" in params:
        yield _years(int(params["years"]))
    first, last = start_of(params["from"]) if "from" in params else None, None
    if "to" in params:
        last = start_of(params["to"])
    if first and last:
        yield _between(first, last, coarse=len(params["from"]) == 4 or len(params["to"]) == 4)


def _years(count: int) -> Window:
    return Window(Decimal(12 * count), False, f"{count} year{'' if count == 1 else 's'}")


def _between(first: date, last: date, *, coarse: bool) -> Window:
    months = Decimal((last - first).days) / _MONTH
    coarse = coarse or (
        (first.month, first.day) in {(1, 1)} and (last.month, last.day) in {(1, 1), (12, 31)}
    )
    words = (
        f"{first.year} to {last.year}" if coarse else f"{first.isoformat()} to {last.isoformat()}"
    )
    return Window(months, coarse, words, first.year, last.year)


def _lengths(
    words: str, durations: Sequence[Quantity]
) -> Iterator[tuple[Decimal, str, Quantifier]]:
    """The lengths of time the link's words state, in months."""
    for quantity in durations:
        yield quantity.value * DURATIONS[quantity.unit], quantity.text, quantity.quantifier
    for match in _ARTICLE.finditer(words):
        yield DURATIONS[match[1].lower()], match.group(), Quantifier.BARE


def _same_length(stated: Decimal, window: Window, quantifier: Quantifier) -> bool:
    slack = max(Decimal("0.6"), window.months / 20)
    if window.coarse:
        slack = Decimal(
            "12.1"
        )  # 1997 to 2010 is thirteen years of growth over fourteen calendar years
    if quantifier in {Quantifier.UNDER, Quantifier.UP_TO, Quantifier.NEARLY}:
        return window.months <= stated + slack and (window.months >= stated / 2)
    if quantifier in {Quantifier.OVER, Quantifier.AT_LEAST}:
        return stated - slack <= window.months <= stated * 2
    return abs(stated - window.months) <= slack


def _other_years(words: str, years: list[tuple[int, int]], window: Window) -> str:
    """ "between 1997 and 2010" against a figure for other years."""
    if window.first is None or window.last is None:
        return ""
    for (first, place), (last, other) in itertools.pairwise(years):
        joined = _RANGE.fullmatch(words[place + 4 : other])
        if joined and last > first and (first, last) != (window.first, window.last):
            return f"The sentence says {first} to {last}, but the figure is for {window.words}."
    return ""


def _other_day(words: str, years: list[tuple[int, int]], params: Mapping[str, str]) -> str:
    """ "in 2012" on a figure as at 2014."""
    if "at" not in params or not years:
        return ""
    day = start_of(params["at"])
    named = {year for year, _ in years}
    if day is None or day.year in named or not _SINGLE.search(words[: years[0][1]]):
        return ""
    return f"The sentence speaks of {grouped(Decimal(years[0][0])).replace(',', '')}, but the figure is as at {params['at']}."
