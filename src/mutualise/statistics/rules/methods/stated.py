"""stated/1: what the government last said, kept beside the register's own figure.

The latest official statement about the subject, not older than the limit. Statements of the same
date that differ give the range they span. A bound stays a bound: "more than 3,000" has a lower
end and no value.
"""

from __future__ import annotations

from mutualise.evidence.rules.areas import lies_in
from mutualise.evidence.rules.parts import rest_of
from mutualise.statistics.rules import days
from mutualise.statistics.rules.estimate import Estimate
from mutualise.statistics.rules.inputs import Inputs
from mutualise.statistics.rules.statements import (
    Statement,
    digests_of,
    newest_period,
    settle,
    statements,
)

OFFICIAL = "STATED"


def stated(inputs: Inputs) -> Estimate:
    """The latest statement on or before the day, within `max_age_months`."""
    since = inputs.back(inputs.measure.whole("max_age_months"))
    return latest_statement(inputs, since=since, what="official statement")


def latest_statement(inputs: Inputs, *, since: int, what: str) -> Estimate:
    """An estimate made of the newest statement about the measure's subject. Of a part by several
    dimensions without one, what is stated of all such parts together holds: there is nothing of it."""
    kind, subject = inputs.measure.kinds[0], inputs.subject
    everywhere = statements(inputs, kind, subject, worst=OFFICIAL, since=since)
    if not everywhere and rest_of(subject):
        everywhere = statements(inputs, kind, rest_of(subject), worst=OFFICIAL, since=since)
    given = newest_period(for_area(everywhere, inputs.area))
    if not given:
        return inputs.silent(_nothing_said(inputs, everywhere, what))
    told = settle(given)
    notes = []
    if told.conflict:
        notes.append("The statements of that date differ; the range spans what they allow.")
    return inputs.answer(
        value=told.value,
        lower=told.lower,
        upper=told.upper,
        lower_inclusive=told.lower_inclusive,
        upper_inclusive=told.upper_inclusive,
        range_kind="none" if told.value is not None else "bound",
        digests=(digests_of(given),),
        newest=max(each.day for each in given).toordinal(),
        base_count=len(given),
        area=given[0].area or inputs.area,
        notes=tuple(notes),
    )


def for_area(given: list[Statement], area: str) -> list[Statement]:
    """Statements about exactly that area, or failing those the ones that name no area."""
    if not area:
        return given
    about = [each for each in given if each.area == area]
    return about or [each for each in given if not each.area]


def _nothing_said(inputs: Inputs, elsewhere: list[Statement], what: str) -> str:
    day = days.in_words(inputs.question.as_at)
    if elsewhere:
        areas = sorted({each.area for each in elsewhere})
        part = "part" if any(lies_in(each, inputs.area) for each in areas) else "another area"
        return (
            f"There is no {what} for {inputs.area}; those on record are for {part}: "
            f"{', '.join(areas)}."
        )
    return f"There is no {what} on record for {day} or recent enough before it."
