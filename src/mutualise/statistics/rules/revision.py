"""Why a figure changed: the change split by cause, so that the parts add up exactly.

The two states of the inputs are turned into each other one cause at a time, in a fixed order:
new data, correction (withdrawals are corrections), method, definition, population. The part of a
cause is what the figure moves when that cause alone is let in, after those before it. The parts
of such a chain always sum to the whole change; another order could share them out otherwise,
which is why the order never varies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Literal

from mutualise.statistics.rules.evaluate import evaluate
from mutualise.statistics.rules.measure import Measure
from mutualise.statistics.rules.population import Population
from mutualise.statistics.rules.question import Question
from mutualise.statistics.rules.readings import Readings, Row, was_known

Cause = Literal["new data", "correction", "method", "definition", "population"]
CAUSES: tuple[Cause, ...] = ("new data", "correction", "method", "definition", "population")
# Changes that repair what was recorded, rather than tell something newer.
REPAIRS = ("CORRECTION", "WITHDRAWAL")


@dataclass(frozen=True)
class State:
    """Everything one published figure was made from; `rows` are the readings then known."""

    rows: tuple[Row, ...]
    measure: Measure
    definition: str
    population: Population
    question: Question
    before: Population | None = None


@dataclass(frozen=True)
class Part:
    """What one cause did. `touched` is how many rows came or went for it."""

    cause: Cause
    amount: Decimal
    touched: int = 0


@dataclass(frozen=True)
class Revision:
    """A change with its parts, in the order of CAUSES, causes that changed nothing left out.

    Where the figure had no value before or has none now, `change` is None and the parts name the
    causes with an amount of 0.
    """

    before: Decimal | None
    after: Decimal | None
    parts: tuple[Part, ...]

    @property
    def change(self) -> Decimal | None:
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


def split(
    before: State, after: State, value_of: Callable[[State], Decimal | None] | None = None
) -> Revision:
    """Split the change from one state to another by cause. `value_of` gives a state's figure; left
    out, the measure's own value."""
    value = value_of or figure_of
    first, last = value(before), value(after)
    summing = first is not None and last is not None
    state, level, parts = before, first, []
    for cause in CAUSES:
        changed, touched = _let_in(cause, state, after)
        if changed == state:
            continue
        now = value(changed)
        # A step without a value hands its part on to the next step that has one.
        amount = now - level if summing and now is not None and level is not None else Decimal(0)
        parts.append(Part(cause, amount, touched))
        state, level = changed, now if now is not None else level
    return Revision(first, last, tuple(parts))


def figure_of(state: State) -> Decimal | None:
    """The value of the state's measure, None where it cannot speak."""
    found = evaluate(
        state.measure,
        Readings.of(state.rows),
        state.population,
        replace(state.question, definition=state.definition, as_known_at=None),
        before=state.before,
    )
    return found.value


def known(rows: Iterable[Row], moment: datetime | None = None) -> tuple[Row, ...]:
    """The rows known at a moment (None: what stands now), taken as what stands, in one order, so
    that two states compare by content. `ended_by` keeps why a row went later."""
    standing = (row._replace(known_until=None) for row in rows if was_known(row, moment))
    return tuple(sorted(standing, key=lambda row: (row.digest, row.reference)))


def _let_in(cause: Cause, state: State, after: State) -> tuple[State, int]:
    if cause == "new data":
        rows, touched = _with_new_data(state.rows, after.rows)
        return replace(state, rows=rows), touched
    if cause == "correction":
        now = {row.reference for row in state.rows} ^ {row.reference for row in after.rows}
        return replace(state, rows=known(after.rows)), len(now)
    if cause == "method":
        return replace(state, measure=after.measure, question=after.question), 0
    if cause == "definition":
        if state.definition == after.definition:
            return state, 0
        # Another definition brings its own population: what both cause together is the definition.
        return replace(
            state,
            definition=after.definition,
            population=after.population,
            before=after.before,
        ), 0
    return replace(state, population=after.population, before=after.before), 0


def _with_new_data(old: tuple[Row, ...], new: tuple[Row, ...]) -> tuple[tuple[Row, ...], int]:
    """The old rows with what newer information brought or replaced, corrections still out.

    A row that came in for one that went, of the same subject, kind and period, moves with it
    under the cause of the newcomer; one that went alone goes by why it was ended.
    """
    old_refs, new_refs = {row.reference for row in old}, {row.reference for row in new}
    came = [row for row in new if row.reference not in old_refs]
    arrived = [row for row in came if row.change not in REPAIRS]
    repaired = {_about(row) for row in came if row.change in REPAIRS}
    updated = {_about(row) for row in arrived if row.change == "UPDATE"}
    gone = [
        row
        for row in old
        if row.reference not in new_refs
        and (row.ended_by == "UPDATE" or _about(row) in updated)
        and _about(row) not in repaired
    ]
    gone_refs = {row.reference for row in gone}
    kept = [row for row in old if row.reference not in gone_refs]
    return known([*kept, *arrived]), len(arrived) + len(gone)


def _about(row: Row) -> tuple[object, ...]:
    return row.subject, row.kind, row.valid_from, row.valid_until
