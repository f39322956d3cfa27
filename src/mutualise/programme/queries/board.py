"""The pipeline as a board: a column a stage, with the cases that have waited longest in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from mutualise.programme.queries.pipeline import Line, Wanted, find, line
from mutualise.programme.rules.next_steps import NEXT
from mutualise.programme.rules.states import OPEN, STATE_LABELS, State

SHOWN = 5


@dataclass(frozen=True)
class Column:
    """One stage: its service standard in working days (None: no clock), how many cases stand there,
    and the first of them."""

    state: State
    label: str
    standard: int | None
    total: int
    cards: Sequence[Line]


def board(person: Any, wanted: Wanted, seen: QuerySet[Any]) -> list[Column]:
    """Open stages in their order that have a case the person may see (`seen`);
    one question whatever the number of cases. In a queue the cases in the person's own hands come first."""
    order = (F("hands"), F("since"), F("pk")) if wanted.mine else (F("since"), F("pk"))
    rows = find(person, Wanted(sector=wanted.sector, region=wanted.region, mine=wanted.mine), seen)
    placed = rows.filter(state__in=OPEN).order_by().annotate(
        place=Window(RowNumber(), partition_by=F("state"), order_by=order),
        total=Window(Count("pk"), partition_by=F("state")),
    )  # fmt: skip
    found: dict[State, list[Any]] = {}
    for case in placed.filter(place__lte=SHOWN).order_by("place"):
        found.setdefault(State(case.state), []).append(case)
    return [
        Column(state, STATE_LABELS[state], NEXT[state].days, cases[0].total, [*map(line, cases)])
        for state in State
        if (cases := found.get(state))
    ]
