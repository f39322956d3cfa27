"""A programme publishes what it counted of itself at the end of a day, as evidence like any other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import cast

from django.db import transaction
from django.db.models import Q

from mutualise.accounts import actions as audit
from mutualise.accounts.models import Person
from mutualise.accounts.permissions import check_holds
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle.models import Change
from mutualise.evidence.actions import digest_of, enter_source, put_in_place
from mutualise.evidence.models import Observation, Source
from mutualise.evidence.rules.kinds import check_kind
from mutualise.evidence.rules.parts import AND, REST, subject_of
from mutualise.evidence.rules.period import parse_period
from mutualise.evidence.rules.programme import ProgrammeFigure
from mutualise.evidence.rules.quality import Quality
from mutualise.govuk.downloads import OUR_LICENCE

Said = dict[tuple[str, str], list[Observation]]


@dataclass(frozen=True)
class _Day:
    """The end of a day of one whole, and the source that states it. `gone` is what was said of the whole
    on that day and withdrawn, by its kind."""

    by: Person | None
    source: Source
    whole: str
    on: date
    gone: Mapping[str, Observation]


@transaction.atomic
def publish_programme_figures(
    *, by: Person | None, subject: str, title: str, url: str, on: date,
    figures: Sequence[ProgrammeFigure], cannot_say: Collection[str] = (),
) -> int:  # fmt: skip
    """Record what a programme counted of itself at the end of a day; how many rows are new. What is
    `on_change` is recorded where it differs from what was last said. Of the kinds it `cannot_say`, what was
    said of that same day is withdrawn; what was said of an earlier day stays true of it.

    The same figures again write nothing; one that came out differently on the same day replaces
    the row that stood. `by` is None when the clock publishes. Raises NotAllowed.
    """
    if by is not None:
        check_holds(by, Role.PROGRAMME_OFFICER)
    code = f"{subject}-record"
    source = Source.objects.known_at(None).filter(code=code).first() or enter_source(
        by,
        Source(
            code=code, title=title, publisher=title, kind="programme record", url=url,
            licence=OUR_LICENCE,
        ),
    )  # fmt: skip
    withdrawn = Observation.objects.filter(
        subject=subject, period=on.isoformat(), source__code=code, withdrawn=True, replaced_by=None
    )
    day = _Day(by, source, subject, on, {row.measure: row for row in withdrawn})
    said = _said(day)
    new = sum(
        _publish(day, said, each) for each in (*figures, *_counted_no_more(day, said, figures))
    )
    return new + _withdrawn(day, cannot_say)


def _withdrawn(day: _Day, kinds: Collection[str]) -> int:
    """Takes back what was said of the whole on the day; how many rows."""
    standing = Observation.objects.known_at(None).filter(
        subject=day.whole,
        measure__in=kinds,
        source__code=day.source.code,
        period=day.on.isoformat(),
    )
    for old in standing.order_by("pk"):
        gone = Observation(**old.content(), withdrawn=True)
        why = f"It cannot be said any more, as counted at the end of {day.on:%-d %B %Y}"
        put_in_place(day.by, old, gone, Change.WITHDRAWAL, why)
    return len(standing)


def _said(day: _Day) -> Said:
    """What stands by subject and kind, in the order of its days: of `on_change` figures all, of the
    others what is of this day or later."""
    found: Said = defaultdict(list)
    rows = Observation.objects.known_at(None).filter(
        Q(subject__contains=AND) | Q(subject=subject_of(day.whole, REST)) | Q(valid_from__gte=day.on),
        Q(subject=day.whole) | Q(subject__startswith=f"{day.whole}:"), source__code=day.source.code,
        valid_from__isnull=False,
    )  # fmt: skip
    for row in rows.order_by("valid_from", "pk"):
        found[row.subject, row.measure].append(row)
    return found


def _counted_no_more(
    day: _Day, said: Said, figures: Sequence[ProgrammeFigure]
) -> list[ProgrammeFigure]:
    """Nought for each part by several dimensions that stood at something and is counted no more."""
    counted = {(subject_of(day.whole, each.part), each.kind) for each in figures}
    until = {
        key: [row for row in rows if _day_of(row) <= day.on]
        for key, rows in said.items() if AND in key[0]
    }  # fmt: skip
    return [
        ProgrammeFigure(
            kind, Decimal(0), rows[-1].unit, rows[-1].locator, subject.partition(":")[2]
        )
        for (subject, kind), rows in sorted(until.items())
        if rows and rows[-1].value and (subject, kind) not in counted
    ]


def _day_of(row: Observation) -> date:
    # Rows without a day, which an editor may record, were not read.
    return cast(date, row.valid_from)


def _publish(day: _Day, said: Said, figure: ProgrammeFigure) -> bool:
    check_kind(figure.kind, figure.unit)
    own = said.get((subject_of(day.whole, figure.part), figure.kind), [])
    stands = next((row for row in own if row.period == day.on.isoformat()), None)
    before = stands
    if figure.on_change and not stands:
        before = next((row for row in reversed(own) if _day_of(row) < day.on), None)
    if before and before.value == figure.value:
        return False
    if figure.on_change:
        # An earlier day is counted after a later one: what held of the later day is said again of it.
        whole = said.get((day.whole, figure.kind), [])
        later = next((_day_of(row) for row in whole if _day_of(row) > day.on), None)
        if later and not any(day.on < _day_of(row) <= later for row in own):
            was = replace(figure, value=before.value if before else Decimal(0))
            _state(replace(day, on=later), was, None)
    _state(day, figure, stands)
    return True


def _state(day: _Day, figure: ProgrammeFigure, stands: Observation | None) -> None:
    period = parse_period(day.on.isoformat())
    row = Observation(
        subject=subject_of(day.whole, figure.part), measure=figure.kind, value=figure.value,
        unit=figure.unit, period=day.on.isoformat(), valid_from=period.valid_from,
        valid_until=period.valid_until, quality=Quality.RETURNED, source=day.source,
        locator=figure.locator, recorded_by=day.by,
    )  # fmt: skip
    row.digest = digest_of(row)
    if stands:
        put_in_place(day.by, stands, row, Change.UPDATE, "Counted again at the end of the same day")
    else:
        if not figure.part and (gone := day.gone.get(figure.kind)) is not None:
            row.replaces, row.change, row.reason = gone, Change.UPDATE, "It can be said again"
        row.save()
        audit.record("evidence.observation.recorded", by=day.by, subject=row.reference)
