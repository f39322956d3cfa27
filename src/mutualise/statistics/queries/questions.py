"""From words in an address, a claim or a command to a question put to a measure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.utils import timezone

from mutualise.evidence.queries.subject import parts_known
from mutualise.evidence.rules.areas import AREAS
from mutualise.evidence.rules.parts import DIMENSIONS, part_of, subject_of
from mutualise.govuk.asked import read_day, read_moment
from mutualise.register.queries.definitions import definitions
from mutualise.register.queries.facts import facts_of
from mutualise.statistics.queries.measures import in_force
from mutualise.statistics.rules.measure import Measure
from mutualise.statistics.rules.question import Question

PARAMETERS = (
    "at",
    "known_at",
    "area",
    "subject",
    "from",
    "to",
    "years",
    "definition",
    "vintage",
    *DIMENSIONS,
)


class ParameterWrong(ValueError):
    """A parameter of a question cannot be used; the message names it and the remedy."""


def question(measure: Measure, given: Mapping[str, str], *, today: date | None = None) -> Question:
    """The question these parameters put to a measure.

    Parameters are those of a claim link (PARAMETERS). Left out, `at` is the end of the window
    where there is one, else today. Raises ParameterWrong or DateUnreadable.
    """
    measure = _version(measure, given)
    unknown = sorted(set(given) - set(PARAMETERS))
    if unknown:
        raise ParameterWrong(
            f"“{unknown[0]}” is not a parameter. Those there are: {', '.join(PARAMETERS)}."
        )
    window_from, window_to = _edge("from", given, end=False), _edge("to", given, end=True)
    if window_from and window_to and window_to < window_from:
        raise ParameterWrong("“to” is before “from”. Change one of them.")
    default = window_to or today or timezone.localdate()
    return Question(
        as_at=_day("at", given) or default,
        as_known_at=_moment(given),
        area=_area(measure, given),
        subject=_subject(measure, given) or _part(measure, given),
        window_from=window_from,
        window_to=window_to,
        years=_years(given),
        vintage=_day("vintage", given),
        definition=_definition(measure, given),
    )


def with_window(measure: Measure, given: Mapping[str, str]) -> dict[str, str]:
    """The parameters with the measure's usual window where they name none. Raises DateUnreadable
    for a moment that cannot be read."""
    measure = _version(measure, given)
    usual = measure.years and not {"years", "from"} & set(given)
    return dict(given) | ({"years": str(measure.years)} if usual else {})


def _version(measure: Measure, given: Mapping[str, str]) -> Measure:
    """The version in force at the moment the parameters name."""
    return in_force(measure, _moment(given))


def _moment(given: Mapping[str, str]) -> datetime | None:
    return read_moment("known_at", given["known_at"]) if given.get("known_at") else None


def _definition(measure: Measure, given: Mapping[str, str]) -> str:
    chosen = _one_of("definition", given, definitions())
    return (chosen or measure.population) if measure.population else ""


def _day(name: str, given: Mapping[str, str]) -> date | None:
    return read_day(name, given[name]) if given.get(name) else None


def _edge(name: str, given: Mapping[str, str], *, end: bool) -> date | None:
    """An end of the window: a day, or a year, which begins or ends it."""
    text = given.get(name, "")
    if len(text) == 4 and text.isdigit() and text > "1000":
        return date(int(text), 12, 31) if end else date(int(text), 1, 1)
    return read_day(name, text) if text else None


def _one_of(name: str, given: Mapping[str, str], known: Mapping[str, object]) -> str:
    value = given.get(name, "")
    if value and value not in known:
        raise ParameterWrong(f"{name}: “{value}” is not known. Use one of: {', '.join(known)}.")
    return value


def _subject(measure: Measure, given: Mapping[str, str]) -> str:
    subject = given.get("subject", "")
    if measure.subject == "organisation":
        if not subject:
            raise ParameterWrong(
                f"{measure.code} is measured for one body: add subject= with its code in the register."
            )
        if facts_of(subject) is None:
            raise ParameterWrong(f"subject: the register has no body with the code “{subject}”.")
        return subject
    if subject:
        raise ParameterWrong(f"{measure.code} is not measured for one body: leave out subject.")
    return ""


def _area(measure: Measure, given: Mapping[str, str]) -> str:
    """The area asked about. A part that is a region is of that area."""
    if given.get("area") and "region" in measure.parts:
        raise ParameterWrong(f"{measure.code} is counted by region: write region= for area=.")
    return _one_of("area", given, AREAS) or given.get("region", "")


def _part(measure: Measure, given: Mapping[str, str]) -> str:
    """The subject of the part asked for, by one dimension or several, or nothing where the whole
    is meant."""
    asked = [name for name in DIMENSIONS if given.get(name)]
    if not asked:
        return ""
    by = " or ".join(measure.parts)
    for name in asked:
        if name not in measure.parts:
            raise ParameterWrong(
                f"{measure.code} is not counted by {name}, "
                + (f"but by {by}." if by else "only as a whole.")
            )
    known = parts_known(measure.kinds[0], measure.subject)
    for name in asked:
        if not known.get(name):
            raise ParameterWrong(f"{name}: nothing is recorded by {name} yet.")
        _one_of(name, given, dict.fromkeys(known[name]))
    return subject_of(measure.subject, part_of({name: given[name] for name in asked}))


def _years(given: Mapping[str, str]) -> int | None:
    text = given.get("years", "")
    if not text:
        return None
    if not text.isdigit() or not 1 <= int(text) <= 50:
        raise ParameterWrong(f"years: “{text}” is not a whole number from 1 to 50.")
    return int(text)
