"""The pipeline as a board: a column a stage, with the cases that have waited longest in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from mutualise.programme.queries.pipeline import Line, Wanted, find, lines
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
    """Open stages in their order that have a case the person may see (`seen`); three questions whatever
    the number of cases. In a queue the cases in the person's own hands come first."""
    order = ("hands", "since", "pk") if wanted.mine else ("since", "pk")
    rows = find(person, Wanted(sector=wanted.sector, region=wanted.region, mine=wanted.mine), seen)
    total: Counter[State] = Counter()
    first: dict[int, State] = {}
    # Number and stage of every open case: to have the database number the cases of each stage takes five times as long.
    for pk, state in rows.filter(state__in=OPEN).order_by(*order).values_list("pk", "state"):
        total[State(state)] += 1
        if total[State(state)] <= SHOWN:
            first[pk] = State(state)
    cases = find(person, Wanted(), seen).in_bulk(list(first))
    cards: dict[State, list[Line]] = {}
    for card in lines(cases[pk] for pk in first):
        cards.setdefault(card.state, []).append(card)
    return [
        Column(state, STATE_LABELS[state], NEXT[state].days, total[state], cards[state])
        for state in State
        if state in cards
    ]
