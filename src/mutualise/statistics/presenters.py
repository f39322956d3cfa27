"""An estimate in the words, tables and charts of a page."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from markupsafe import Markup

from mutualise.evidence.rules import kinds
from mutualise.evidence.rules.parts import label_of_part, named
from mutualise.govuk.charts import Point, Step, series_chart, waterfall_chart
from mutualise.govuk.figures import day, plain, quantity, share
from mutualise.statistics.queries.revisions import Revised
from mutualise.statistics.rules.estimate import Estimate
from mutualise.statistics.rules.measure import Measure
from mutualise.statistics.rules.readings import Row
from mutualise.statistics.rules.revision import Revision

RANGE_KINDS = {
    "imputation": "what is missing was estimated",
    "definition": "from certain to including the unclear",
    "sampling": "95% interval for chance",
    "rounding": "the figure was published rounded",
    "bound": "the sources give bounds",
    "none": "",
}


def value_text(found: Estimate) -> str:
    """The value with its unit, or what stands in its place."""
    if found.value is not None:
        return quantity(found.value, found.unit)
    return range_text(found) if found.lower is not None or found.upper is not None else "No figure"


def headline_text(found: Estimate) -> str:
    return value_text(found) if found.speaks else "Cannot say"


def range_text(found: Estimate) -> str:
    """The range in words; empty when there is none."""
    low, high = (None if e is None else quantity(e, found.unit) for e in (found.lower, found.upper))
    if low is not None and high is not None:
        return low if low == high else f"{low} to {high}"
    if low is not None:
        return f"{'at least' if found.lower_inclusive else 'more than'} {low}"
    if high is not None:
        return f"{'at most' if found.upper_inclusive else 'less than'} {high}"
    return ""


def coverage_text(found: Estimate) -> str:
    said = [
        f"{share(part)} {how}"
        for part, how in (
            (found.coverage_number, "by number"),
            (found.coverage_weight, "by weight"),
        )
        if part is not None
    ]
    return ", ".join(said)


def summary(measure: Measure, found: Estimate) -> list[tuple[str, Any]]:
    """The figure line by line, for the summary list at the top of its page."""
    kind = RANGE_KINDS[found.range_kind]
    rows: list[tuple[str, Any]] = [
        ("Value", value_text(found)),
        ("Range", " – ".join(t for t in (range_text(found), kind) if t) or "Not known"),
        ("Coverage", coverage_text(found) or "Does not apply"),
        ("Estimated part", _part(found.imputed_share, "Nothing is estimated")),
        ("Largest contributor", _largest(found)),
        ("Denominator", found.denominator or "Does not apply"),
        ("Newest evidence used", day(found.evidence_until) if found.evidence_until else "None"),
    ]
    if measure.population:
        rows.insert(1, ("Counted under", found.question.definition))
    return rows


def _part(part: Fraction | None, otherwise: str) -> str:
    return share(part) if part else otherwise


def _largest(found: Estimate) -> str:
    if not found.speaks or not found.largest or found.largest_share is None:
        return "Does not apply"
    return f"{found.largest}, {share(found.largest_share)}"


def grouped(
    rows: Sequence[Mapping[str, Any]], *, first: Sequence[str]
) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Rows of measures under headings, the headline figures before all others."""
    groups: dict[str, list[Mapping[str, Any]]] = {
        "All mutuals together": sorted(
            (row for row in rows if row["measure"].code in first),
            key=lambda row: first.index(row["measure"].code),
        ),
        "As officially stated": [],
        "The support programme": [],
        "One body or one period": [],
    }
    for row in rows:
        measure = row["measure"]
        if measure.code not in first:
            groups[_heading(measure, row["found"])].append(row)
    return [(heading, found) for heading, found in groups.items() if found]


def _heading(measure: Measure, found: Estimate | None) -> str:
    if found is None:
        return "One body or one period"
    if measure.code.startswith("programme-"):
        return "The support programme"
    return "As officially stated" if measure.code.endswith("-stated") else "All mutuals together"


def kind_text(row: Any) -> str:
    return kinds.label_of(row.kind)


def whom(subject: str, names: Mapping[str, str]) -> str:
    """Of whom or of what part a figure is, in words; nothing where it is of the whole."""
    parts = [label_of_part(*part) for part in named(subject).items()]
    return ", ".join(parts) or names.get(subject, subject)


def known_parts(found: Estimate) -> list[tuple[str, str]]:
    """What is known of the parts of a figure, each by its name in words."""
    return [(_part_name(name), plain(value)) for name, value in sorted(found.parts.items())]


def _part_name(name: str) -> str:
    """ "transferred_in" as "Transferred in", "vintage 2014-02-27" as "Release of 27 February 2014"."""
    if name in PART_NAMES:
        return PART_NAMES[name]
    kind, _, published = name.partition(" ")
    if kind == "vintage":
        return (
            f"Release of {day(date.fromisoformat(published))}"
            if ISO_DAY.fullmatch(published)
            else "A release without a day"
        )
    return name.replace("_", " ").capitalize()


PART_NAMES = {
    "respondents_total": "Sum of the bodies with a figure of their own",
    "stock_change": "Change of all people employed",
    "organic": "Change from hires and leavers",
}
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def over_time(found: Sequence[Estimate], title: str) -> Markup | None:
    """A chart of values that speak; None when none does."""
    points = [
        Point(each.question.as_at, each.value, each.lower, each.upper)
        if each.speaks
        else Point(each.question.as_at, None)
        for each in found
    ]
    if not any(point.value is not None for point in points):
        return None
    return series_chart(points, title=title, unit=found[0].unit, key="over-time")


LISTED = ("measure", "title", "as_at", "value", "lower", "upper", "unit", "speaks", "reason")


def listed(measure: Measure, found: Estimate | None) -> dict[str, object]:
    """A measure in the table of all; without a value where it needs more than a day."""
    row: dict[str, object] = dict.fromkeys(LISTED)
    row |= {"measure": measure.code, "title": measure.title, "unit": measure.unit}
    if found is None:
        return row | {"reason": "Needs a body or a window: open the figure."}
    return (
        row
        | {"as_at": found.question.as_at}
        | {name: getattr(found, name) for name in ("value", "lower", "upper", "speaks", "reason")}
    )


OBSERVED = (
    "reference", "subject", "name", "kind", "qualifier", "value", "unit", "valid_from", "valid_until",
    "area", "quality", "base", "base_count", "population_count", "source", "source_title", "locator",
    "note", "recorded_at", "used", "digest",
)  # fmt: skip


def observed(
    row: Row, names: Mapping[str, str], titles: Mapping[str, str], used: Collection[str]
) -> dict[str, object]:
    """An observation behind a figure as data; `used` says whether the value rests on it."""
    found = {name: getattr(row, name, None) for name in OBSERVED}
    return found | {
        "name": names.get(row.subject, ""),
        "source_title": titles.get(row.source, ""),
        "used": row.digest in used,
    }


REVISED = (
    "recorded_at", "before", "lower_before", "upper_before", "speaks_before", "after", "lower_after",
    "upper_after", "speaks_after", "unit", "cause", "amount",
)  # fmt: skip


def revised(changes: Sequence[Revised]) -> list[dict[str, object]]:
    """A row for every cause of every change, newest change first. The amounts of one change sum to it;
    where there was no value before or is none after, no cause has an amount."""
    return [
        {
            "recorded_at": each.moment, "unit": each.new.unit,
            "before": each.old.value, "lower_before": each.old.lower, "upper_before": each.old.upper,
            "speaks_before": each.old.speaks,
            "after": each.new.value, "lower_after": each.new.lower, "upper_after": each.new.upper,
            "speaks_after": each.new.speaks, "cause": cause, "amount": amount,
        }
        for each in changes
        for cause, amount in _causes(each.split)
    ]  # fmt: skip


def _causes(found: Revision) -> list[tuple[str, Decimal | None]]:
    known = found.change is not None
    parts = [(str(part.cause), part.amount if known else None) for part in found.parts]
    return parts or [("rounding", found.change)]


def over_time_rows(found: Sequence[Estimate]) -> list[list[str]]:
    return [
        [
            day(each.question.as_at),
            headline_text(each),
            range_text(each) or "Not known",
            coverage_text(each) or "Does not apply",
        ]
        for each in found
    ]


def waterfall(found: Estimate, title: str) -> Markup | None:
    """The steps from the naive sum to the published value, ending in the total."""
    if not found.waterfall:
        return None
    first, *changes = found.waterfall
    total = sum((step.amount for step in found.waterfall), start=first.amount - first.amount)
    steps = [Step(first.label, first.amount, total=True)]
    steps += [Step(step.label, step.amount) for step in changes]
    steps.append(Step("Result" if found.speaks else "What is left", total, total=True))
    return waterfall_chart(steps, title=title, unit=found.unit, key="waterfall")


def waterfall_rows(found: Estimate) -> list[list[str]]:
    return [[step.label, quantity(step.amount, found.unit), step.note] for step in found.waterfall]


def days_for_chart(as_at: date, *, years: int = 12) -> list[date]:
    """The same day of each of the years up to the one asked about, oldest first."""
    return [_years_before(as_at, back) for back in range(years, -1, -1)]


def _years_before(day_asked: date, years: int) -> date:
    try:
        return day_asked.replace(year=day_asked.year - years)
    except ValueError:  # 29 February
        return day_asked.replace(year=day_asked.year - years, day=28)
