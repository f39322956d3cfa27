"""Is the figure of the day the sentence, and the announcement it stands in, speak of?"""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from mutualise.claims.rules.calendar import years_named
from mutualise.claims.rules.links import start_of
from mutualise.statistics.rules.days import in_words

_YEAR = 366  # days
_OPENING = re.compile(
    r"\W{0,3}(?:in|by|during|until|before)\s+(?:(?:early|mid|late|the\s+(?:start|end|spring|summer|autumn|winter)\s+of)[\s-])?"
    r"(?:[0-9]{1,2}\s+)?(?:[A-Z][a-z]{2,8}\s+)?(?P<year>(?:19|20)[0-9]{2})\b(?!-),?",
    re.IGNORECASE,
)
_ANOTHER_CLAUSE = re.compile(
    r"[,;:]|\b(?:and|but|while|that|which|when|now|today)\b", re.IGNORECASE
)


def opening_year(words: str, sentence: str, params: Mapping[str, str]) -> Iterator[str]:
    """ "In 2012 there were [100 mutuals]" on a figure as at 2014. `words` are those of the link."""
    before = sentence.partition(words)[0]
    opening = _OPENING.match(before)
    day = start_of(params.get("at", ""))
    if opening is None or day is None or {"from", "to"} & params.keys():
        return
    if int(opening["year"]) != day.year and not _ANOTHER_CLAUSE.search(before, opening.end()):
        yield f"The sentence speaks of {opening['year']}, but the figure is as at {in_words(day)}."


def later_than_said(sentence: str, params: Mapping[str, str], on: date | None) -> Iterator[str]:
    """The figure is of a day long after the announcement, and the sentence names no such year."""
    day = _unsaid(sentence, params)
    if day and on and (day - on).days > _YEAR:
        yield f"The figure is as at {in_words(day)}, over a year after the announcement of {in_words(on)}."


def older_than_said(sentence: str, params: Mapping[str, str], on: date | None) -> Iterator[str]:
    """The figure is of a day long before the announcement, and the sentence does not say so."""
    day = _unsaid(sentence, params)
    if day and on and (on - day).days > _YEAR:
        yield (
            f"The figure is as at {in_words(day)}, over a year before the announcement of {in_words(on)}, "
            "and the sentence does not say so."
        )


def _unsaid(sentence: str, params: Mapping[str, str]) -> date | None:
    """The day the figure is of, where the sentence does not name its year."""
    day = start_of(params.get("at", ""))
    named = {year for year, _ in years_named(sentence)}
    return None if day is None or day.year in named else day
