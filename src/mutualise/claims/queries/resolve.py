"""The bridge from a claim link to an estimate of the statistics room."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from urllib.parse import urlencode

from mutualise.claims.rules.bodies import short_name
from mutualise.claims.rules.check import CheckedDocument, check
from mutualise.claims.rules.measured import (
    BadParameter,
    ClaimReference,
    Measured,
    Resolver,
    StatedBound,
    UnknownMeasure,
    Unrounded,
)
from mutualise.evidence.queries import columns
from mutualise.evidence.queries.subject import titles_of
from mutualise.evidence.rules.areas import label_of
from mutualise.govuk.asked import DateUnreadable
from mutualise.statistics.queries.bodies import names_of_bodies
from mutualise.statistics.queries.figure import estimate, rows_behind
from mutualise.statistics.queries.measures import MeasureUnknown, in_force, measure_called, measures
from mutualise.statistics.queries.questions import ParameterWrong, question
from mutualise.statistics.rules.amounts import EXACT
from mutualise.statistics.rules.estimate import Estimate
from mutualise.statistics.rules.measure import Measure
from mutualise.statistics.rules.question import Question
from mutualise.statistics.rules.readings import Row, was_known

# The words of the statistics room for whom a percentage is of, as the claims room's codes.
DENOMINATORS = {"those who answered": "respondents", "all staff": "staff"}
SECTOR = "sector"
# The names of each body by its code, without their legal forms.
Names = Mapping[str, tuple[str, ...]]


def checked(text: str) -> CheckedDocument:
    """Check a document against everything recorded now. Raises BadDocument."""
    return check(text, resolver())


def resolver() -> Resolver:
    """What is known of each claim of one check, for which the names of all bodies are read once, and
    the same question is answered once."""
    known: dict[tuple[str, frozenset[tuple[str, str]]], Measured] = {}

    @cache
    def names(known_at: datetime | None) -> Names:
        found = names_of_bodies(known_at)
        return {code: tuple(short_name(each) for each in known) for code, known in found.items()}

    def known_of(reference: ClaimReference) -> Measured:
        question_asked = (reference.measure, frozenset(reference.params.items()))
        if question_asked not in known:
            known[question_asked] = measured(reference, names)
        return known[question_asked]

    return known_of


def asked(reference: ClaimReference) -> tuple[Measure, Question]:
    """The measure and question of a claim link. Raises UnknownMeasure or BadParameter."""
    try:
        measure = measure_called(reference.measure)
    except MeasureUnknown as unknown:
        raise UnknownMeasure(str(unknown)) from unknown
    try:
        put = question(measure, reference.params)
    except (ParameterWrong, DateUnreadable) as wrong:
        raise BadParameter(str(wrong)) from wrong
    return in_force(measure, put.as_known_at), put


def measured(reference: ClaimReference, names: Callable[[datetime | None], Names]) -> Measured:
    """What is known of one claim. `names` gives those of all bodies as known at a moment. Raises
    UnknownMeasure or BadParameter."""
    measure, put = asked(reference)
    found = estimate(measure, put)
    area = found.area if measure.subject != "organisation" else ""
    own, others = _names(measure, put, names)
    return Measured(
        unit=measure.unit,
        title=measure.title,
        value=found.value,
        lower=found.lower,
        upper=found.upper,
        unrounded=Unrounded(*map(_decimal, found.exact)),
        lower_inclusive=found.lower_inclusive,
        upper_inclusive=found.upper_inclusive,
        range_kind=found.range_kind,
        coverage_number=found.coverage_number,
        coverage_weight=found.coverage_weight,
        speaks=found.speaks,
        reason=found.reason,
        area=area,
        area_label=label_of(area) if area else "",
        denominator=DENOMINATORS.get(found.denominator, ""),
        base_count=found.base_count if _is_of_a_sample(measure) else None,
        base_known=found.base_count is not None or not _is_of_a_sample(measure),
        base_value=_base_value(found),
        evidence_until=found.evidence_until,
        stated=_stated(measure, put),
        window_years=put.years,
        window_from=put.window_from,
        window_to=put.window_to,
        link=figure_link(reference),
        vintage=_vintage(measure, put, found),
        subject_names=own,
        other_names=others,
    )


def _names(
    measure: Measure, put: Question, names: Callable[[datetime | None], Names]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the body a claim is of and those of all other bodies, without their legal forms."""
    if measure.subject != "organisation":
        return (), ()
    known = names(put.as_known_at)
    own = known.get(put.subject, ())
    return own, tuple(name for each in known.values() for name in each if name not in own)


def _decimal(number: Fraction | None) -> Decimal | None:
    """A number to sixty digits, more than any figure in words can tell apart."""
    if number is None:
        return None
    return EXACT.divide(Decimal(number.numerator), Decimal(number.denominator))


def figure_link(reference: ClaimReference) -> str:
    """The address of the figure page that answers the same question."""
    query = urlencode(reference.params)
    return f"/figures/{reference.measure}/" + (f"?{query}" if query else "")


def _vintage(measure: Measure, put: Question, found: Estimate) -> str:
    """The release of an official series the figure was read from, with the day it was published."""
    if not measure.method.startswith("period-growth/"):
        return ""
    used = {row.source: row for row in rows_behind(measure, put) if row.digest in found.used}
    titles = titles_of(used)
    return "; ".join(
        f"{_cited(titles, code)}, published {row.source_published.isoformat()}"
        if row.source_published
        else f"{_cited(titles, code)}, day of publication not recorded"
        for code, row in sorted(used.items())
    )


def _is_of_a_sample(measure: Measure) -> bool:
    return measure.method.startswith("proportion/")


def _base_value(found: Estimate) -> Decimal | None:
    return found.parts.get("base_value") or found.parts.get("base_value_least")


def _cited(titles: Mapping[str, str], code: str) -> str:
    """A source as a reader knows it: its title, or its code where it has none."""
    return f"“{titles[code]}”" if titles.get(code) else code


def statements_behind(measure: Measure, put: Question) -> list[Row]:
    """Every recorded statement of the figure itself by the day asked about, standing or not: a claim
    is held against what was published of it, beside what the evidence gives."""
    companion = measures().get(measure.companion)
    # The kinds a measure is computed from are other figures: jobs are computed from people employed.
    kinds = tuple({measure.code, *(companion.kinds if companion else measure.kinds)})
    subject = put.subject or measure.subject or SECTOR
    rows = (Row(*row) for row in columns.rows(kinds, subject))
    return [
        row
        for row in rows
        if row.quality in ("STATED", "CLAIMED") and row.valid_from and row.valid_from <= put.as_at
    ]


def _stated(measure: Measure, put: Question) -> tuple[StatedBound, ...]:
    """Published statements of the same figure made by the day asked about, newest first, of those
    recorded by the moment it is asked as known at."""
    dated = [
        (row.valid_from, row)
        for row in statements_behind(measure, put)
        if row.valid_from and was_known(row, put.as_known_at)
    ]
    dated.sort(key=lambda each: each[0], reverse=True)
    titles = titles_of(row.source for _, row in dated)
    return tuple(
        StatedBound(
            value=row.value,
            qualifier=row.qualifier,
            on=on,
            source=_cited(titles, row.source),
            area=row.area,
        )
        for on, row in dated
    )
