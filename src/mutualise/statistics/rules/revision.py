"""Why a figure changed: the change split by cause, so that the parts add up exactly.

The two states of the inputs are turned into each other one cause at a time, in a fixed order:
new data, correction (withdrawals are corrections), method, definition, population. The part of a
cause is what the figure moves when that cause alone is let in, after those before it. The parts
of such a chain always sum to the whole change; another order could share them out otherwise,
which is why the order never varies.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

import numpy as np

from mutualise.statistics.rules import days
from mutualise.statistics.rules.amounts import Flags, Ints
from mutualise.statistics.rules.evaluate import evaluate
from mutualise.statistics.rules.measure import Measure
from mutualise.statistics.rules.population import Population
from mutualise.statistics.rules.question import Question
from mutualise.statistics.rules.readings import CHANGES, Columns, Readings
from mutualise.statistics.rules.versions import computes_as, with_method_of

Cause = Literal["new data", "correction", "method", "definition", "population"]
CAUSES: tuple[Cause, ...] = ("new data", "correction", "method", "definition", "population")
UPDATE = CHANGES.index("UPDATE")
# Changes that repair what was recorded, rather than tell something newer.
REPAIRS = [CHANGES.index("CORRECTION"), CHANGES.index("WITHDRAWAL")]
# What two readings of the same thing have in common.
ABOUT = ("subject", "kind", "valid_from", "valid_until")


@dataclass(frozen=True, eq=False)
class State:
    """Everything one published figure was made from. `readings` are the same in the states that
    are compared; `standing` are those of them that this state knows."""

    readings: Readings
    standing: Flags
    measure: Measure
    definition: str
    population: Population
    question: Question
    before: Population | None = None

    def same(self, other: State) -> bool:
        """Whether the figure of both is made from the same."""
        mine, theirs = (
            (each.definition, each.population, each.question, each.before) for each in (self, other)
        )
        return (
            mine == theirs
            and computes_as(self.measure, other.measure)
            and bool(np.array_equal(self.standing, other.standing))
        )


@dataclass(frozen=True)
class Part:
    """What one cause did."""

    cause: Cause
    amount: Decimal


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
    before: State, after: State, figures: tuple[Decimal | None, Decimal | None] | None = None
) -> Revision:
    """Split the change from one state to another by cause. `figures` are the figures of both, if
    they are known already."""
    first, last = figures or (figure_of(before), figure_of(after))
    summing = first is not None and last is not None
    state, level, parts = before, first, []
    for cause in CAUSES:
        changed = _let_in(cause, state, after)
        if changed.same(state):
            continue
        now = last if changed.same(after) else figure_of(changed)
        # A step without a value hands its part on to the next step that has one.
        amount = now - level if summing and now is not None and level is not None else Decimal(0)
        parts.append(Part(cause, amount))
        state, level = changed, now if now is not None else level
    return Revision(first, last, tuple(parts))


def figure_of(state: State) -> Decimal | None:
    """The value of the state's measure, None where it cannot speak."""
    columns = state.readings.columns.take(state.standing)
    as_what_stands = np.full(len(columns), days.NEVER, dtype=np.int64)
    found = evaluate(
        state.measure,
        state.readings.holding(replace(columns, known_until=as_what_stands)),
        state.population,
        replace(state.question, definition=state.definition, as_known_at=None),
        before=state.before,
    )
    return found.value


def _let_in(cause: Cause, state: State, after: State) -> State:
    if cause == "new data":
        came = _with_new_data(state.readings.columns, state.standing, after.standing)
        return replace(state, standing=came)
    if cause == "correction":
        return replace(state, standing=after.standing)
    if cause == "method":
        measure = with_method_of(state.measure, after.measure)
        return replace(state, measure=measure, question=after.question)
    if cause == "definition":
        # What a measure is of belongs to its definition, as the wording of what counts does.
        state = replace(state, measure=after.measure)
        if state.definition == after.definition:
            return state
        # Another definition brings its own population: what both cause together is the definition.
        return replace(
            state,
            definition=after.definition,
            population=after.population,
            before=after.before,
        )
    return replace(state, population=after.population, before=after.before)


def _with_new_data(columns: Columns, old: Flags, new: Flags) -> Flags:
    """The readings that stood with what newer information brought or replaced, corrections still
    out.

    A reading that came in for one that went, of the same subject, kind and period, moves with it
    under the cause of the newcomer; one that went alone goes by why it was ended.
    """
    came, went = np.flatnonzero(new & ~old), np.flatnonzero(old & ~new)
    repairs = np.isin(columns.change[came], REPAIRS)
    found = old.copy()
    found[came[~repairs]] = True
    if len(went):
        about = _about(columns, np.concatenate([came, went]))
        of_came, of_went = about[: len(came)], about[len(came) :]
        updated = of_came[columns.change[came] == UPDATE]
        newer = (columns.ended_by[went] == UPDATE) | np.isin(of_went, updated)
        found[went[newer & ~np.isin(of_went, of_came[repairs])]] = False
    return found


def _about(columns: Columns, which: Ints) -> Ints:
    """A number for what each of some readings is about, the same for readings of the same thing."""
    said = np.stack([getattr(columns, name)[which].astype(np.int64) for name in ABOUT], axis=1)
    numbers: Ints = np.unique(said, axis=0, return_inverse=True)[1].reshape(-1)
    return numbers
