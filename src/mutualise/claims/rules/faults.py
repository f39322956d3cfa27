"""Faults of wording that a reader would miss, each a code and a plain sentence.

wrong-unit, changed-bound, different-area, -body, -denominator, -period and -quantity are grave: a claim that
has one is never supported, whatever its number. small-base, older-figure and far-from-stated are warnings.
Source of the cases: published figures that contradict each other (the 2014 announcement beside its sources).
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mutualise.claims.rules.areas import NamedArea
from mutualise.claims.rules.bodies import other_body
from mutualise.claims.rules.compile import COUNTS, MONEY, SHARES, NotCompilable
from mutualise.claims.rules.dating import later_than_said, older_than_said, opening_year
from mutualise.claims.rules.families import other_quantity
from mutualise.claims.rules.interval import grouped, with_unit
from mutualise.claims.rules.links import AREAS, start_of
from mutualise.claims.rules.measured import Measured
from mutualise.claims.rules.periods import different_period, years_that_follow
from mutualise.claims.rules.quantities import Quantity
from mutualise.claims.rules.stated import changed_bound, far_from_stated
from mutualise.claims.rules.subjects import counts_something_else
from mutualise.claims.rules.units import Kind
from mutualise.statistics.rules.days import in_words

GRAVE = frozenset(
    {
        "wrong-unit",
        "changed-bound",
        "different-area",
        "different-body",
        "different-denominator",
        "different-period",
        "different-quantity",
    }
)
SMALL = 20
_SLIPS: Mapping[int, str] = {3: "a thousand", 6: "a million"}
_STAFF = re.compile(
    r"\b(?:staff|employees?|workers?|workforce|people|colleagues|personnel)\b", re.IGNORECASE
)
_ANSWERED = re.compile(
    r"\brespon(?:dents?|ded|ding|ses)\b|\banswer(?:s|ed|ing)?\b|\bsurveyed\b|\breplied\b|\bpolled\b"
    r"|\bof those (?:asked|questioned)\b|\btook part\b|\btaking part\b",
    re.IGNORECASE,
)
_STAFF_SURVEY = re.compile(
    r"\b(?:staff|employee|people|colleague|worker)s?['’]?s?\s+(?:survey|poll|questionnaire)s?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Fault:
    """A fault of wording: a code, and what is wrong in a plain sentence."""

    code: str
    message: str


@dataclass(frozen=True)
class Wording:
    """A claim's words: its sentence, the words of its link, the areas and figures they name.

    `begins` is the place in the sentence at which the words of the link begin.
    """

    sentence: str
    words: str
    begins: int
    areas: Sequence[NamedArea]
    quantity: Quantity | None
    durations: Sequence[Quantity]
    params: Mapping[str, str]


def find_faults(
    wording: Wording, measured: Measured, refusal: NotCompilable | None, on: date | None
) -> tuple[Fault, ...]:
    """All faults of one claim. `on` is the document's date; `refusal` why its figure gives no test."""
    return tuple(
        Fault(code, message)
        for code, messages in (
            ("wrong-unit", _wrong_unit(wording.quantity, measured, refusal)),
            ("wrong-unit", _wrong_subject(wording, measured)),
            ("different-body", _different_body(wording, measured)),
            (
                "different-quantity",
                other_quantity(wording.words, wording.sentence, measured.title, measured.unit),
            ),
            ("changed-bound", changed_bound(wording.quantity, measured)),
            ("far-from-stated", far_from_stated(wording.quantity, measured)),
            ("different-area", _different_area(wording, measured)),
            ("different-denominator", _different_denominator(wording, measured)),
            ("different-period", _different_period(wording, measured)),
            ("different-period", opening_year(wording.words, wording.sentence, wording.params)),
            ("different-period", later_than_said(wording.sentence, wording.params, on)),
            ("small-base", _small_base(measured)),
            ("older-figure", _older_figure(wording.params, measured, on)),
            ("older-figure", older_than_said(wording.sentence, wording.params, on)),
        )
        for message in messages
    )


def grave(faults: Sequence[Fault]) -> str:
    """The message of the first fault that a supported claim cannot have, or an empty string."""
    return next((fault.message for fault in faults if fault.code in GRAVE), "")


def _wrong_unit(
    quantity: Quantity | None, measured: Measured, refusal: NotCompilable | None
) -> Iterator[str]:
    if refusal is not None and refusal.wrong_unit:
        yield refusal.reason
    elif quantity is not None and measured.denominator and _is_change(quantity):
        yield f"“{quantity.text}” is a change; the measure is the share itself."
    elif quantity is not None and not quantity.problem and measured.unit in COUNTS | MONEY:
        yield from _wrong_scale(quantity, measured)


def _is_change(quantity: Quantity) -> bool:
    return bool(quantity.sign) or quantity.kind in {Kind.RATIO, Kind.FLAT}


def _different_body(wording: Wording, measured: Measured) -> Iterator[str]:
    named = other_body(
        wording.words, wording.sentence, measured.subject_names, measured.other_names
    )
    if named:
        yield f"The sentence speaks of {named}, but the evidence is of {measured.subject_names[0]}."


def _wrong_subject(wording: Wording, measured: Measured) -> Iterator[str]:
    if measured.unit in COUNTS | MONEY:
        yield from _something_else(wording, measured)


def _something_else(wording: Wording, measured: Measured) -> Iterator[str]:
    return counts_something_else(wording.quantity, wording.words, wording.sentence, measured)


def _wrong_scale(quantity: Quantity, measured: Measured) -> Iterator[str]:
    """ "million" for "billion": every known value is about a thousand or a million times another."""
    known = [
        value for value in (measured.value, *(bound.value for bound in measured.stated)) if value
    ]
    for power, words in _SLIPS.items():
        for value, stated, slip in (
            (quantity.value, known, "small"),
            (quantity.value, known, "large"),
        ):
            if not stated or not value:
                continue
            ratios = [abs(v / value) if slip == "small" else abs(value / v) for v in stated]
            if all(
                Decimal(10) ** power / 2 <= ratio <= Decimal(10) ** power * 2 for ratio in ratios
            ):
                yield (
                    f"The sentence says {with_unit(value, measured.unit)} where the evidence says about "
                    f"{with_unit(stated[0], measured.unit)}: {words} times too {slip}. Check million, billion and thousand."
                )
                return


def _different_area(wording: Wording, measured: Measured) -> Iterator[str]:
    if not measured.area:
        return
    named = wording.areas
    areas = {area.area for area in named}
    if {"england", "wales"} <= areas:
        areas.add("england-and-wales")
    if not named or measured.area in areas:
        return
    label = measured.area_label or AREAS.get(measured.area, measured.area)
    yield f"The sentence says “{named[0].wording}”, but the evidence covers {label}."


def _different_denominator(wording: Wording, measured: Measured) -> Iterator[str]:
    sentence = wording.sentence
    if measured.unit not in COUNTS | MONEY:
        yield from _something_else(wording, measured)
    asked = _ANSWERED.search(sentence)
    if measured.denominator == "respondents" and not asked:
        said = _STAFF.search(_STAFF_SURVEY.sub(" ", sentence))
        if said:
            yield (
                f"The sentence speaks of “{said.group()}”, but the figure is of those who answered a survey: "
                "write “of respondents”."
            )
    elif measured.denominator == "staff" and asked:
        yield f"The sentence speaks of “{asked.group()}”, but the figure is of all staff."


def _different_period(wording: Wording, measured: Measured) -> Iterator[str]:
    message = different_period(
        wording.words + years_that_follow(wording.words, wording.sentence),
        wording.quantity,
        wording.durations,
        wording.params,
        measured,
    )
    if message:
        yield message


def _small_base(measured: Measured) -> Iterator[str]:
    if measured.base_count is not None and measured.base_count < SMALL:
        yield f"The percentage is of {measured.base_count}: under {SMALL}, one answer moves it by several points."
    elif measured.base_value is not None and abs(measured.base_value) < SMALL:
        yield f"The change starts from {grouped(measured.base_value)}: under {SMALL}, small numbers make large ratios."
    elif not measured.base_known and measured.base_count is None and measured.unit in SHARES:
        yield "The number the percentage is of was not published, so nobody can say how firm it is."


def _older_figure(params: Mapping[str, str], measured: Measured, on: date | None) -> Iterator[str]:
    """The newest evidence is more than twelve months before the day the claim speaks of."""
    written = params.get("to") or params.get("at", "")
    spoken = start_of(written) if written else on
    if spoken is None or measured.evidence_until is None:
        return
    if _a_year_after(measured.evidence_until) < spoken:
        yield f"The newest evidence is of {in_words(measured.evidence_until)}, over a year before {in_words(spoken)}."


def _a_year_after(day: date) -> date:
    year = day.year + 1
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))
