"""The pipeline as one person may see it: searched, filtered, sorted and counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from mutualise.accounts.permissions import holds_somewhere
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.models import Case, EligibilityCheck
from mutualise.programme.queries.rounds import made_in_this_round
from mutualise.programme.queries.visible import staff_cases
from mutualise.programme.rules.eligibility import QUESTIONS
from mutualise.programme.rules.next_steps import is_overdue, working_days_since
from mutualise.programme.rules.states import STATE_LABELS, State

SORTS = {
    "reference": ("reference",),
    "team": ("team", "pk"),
    "since": ("since", "pk"),
    "-since": ("-since", "-pk"),
    "parent": ("parent_body", "pk"),
}

# Whose move it is, state by state; a state that waits for the team is in nobody's queue.
OFFICER, DECIDER = (Role.PROGRAMME_OFFICER,), (Role.DECISION_MAKER,)
QUEUES = {
    State.ENQUIRY: OFFICER,
    State.SUBMITTED: OFFICER,
    State.ASSESSING: (Role.ASSESSOR,),
    State.MODERATING: OFFICER,
    State.CHECKING: OFFICER,
    State.DEFERRED: OFFICER,
    State.DECIDING: DECIDER,
    State.APPEALED: DECIDER,
}


@dataclass(frozen=True)
class Wanted:
    text: str = ""
    state: str = ""
    sector: str = ""
    region: str = ""
    sort: str = "-since"
    mine: bool = False


@dataclass(frozen=True)
class Line:
    """A case in a list, with how many working days it has waited and whether that is too long."""

    case: Case
    state: State
    label: str
    days: int
    overdue: bool


def find(person: Any, wanted: Wanted) -> QuerySet[Any]:
    """Cases the person may see that match, in the order asked for."""
    found = staff_cases(person)
    for word in wanted.text.split():
        found = found.filter(
            Q(reference__icontains=word) | Q(team__icontains=word) | Q(service__icontains=word)
            | Q(parent_body__icontains=word)
        )  # fmt: skip
    if wanted.mine:
        found = found.filter(state__in=waiting_for(person))
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.sector:
        found = found.filter(sector=wanted.sector)
    if wanted.region:
        found = found.filter(region=wanted.region)
    return found.order_by(*SORTS.get(wanted.sort, SORTS["-since"]))


def waiting_for(person: Any) -> list[State]:
    """The states in which a case waits for somebody with a role the person holds: their queue."""
    return [
        state for state, roles in QUEUES.items() if any(holds_somewhere(person, r) for r in roles)
    ]


def line(case: Any) -> Line:
    state, since = State(case.state), timezone.localdate(case.since)
    today = clock.today()
    return Line(
        case, state, STATE_LABELS[state], working_days_since(since, today),
        is_overdue(state, since, today),
    )  # fmt: skip


@dataclass(frozen=True)
class Overview:
    """All cases a person may see, counted by state, sector and region; `mine` are the states in
    which a case waits for somebody with their role."""

    counted: Mapping[tuple[str, str, str], int]
    mine: Sequence[State]

    def board(self) -> list[tuple[State, str, int]]:
        """The stages in their order that have a case, with how many."""
        rows = [(s, STATE_LABELS[s], self.matching(Wanted(state=s))) for s in State]
        return [row for row in rows if row[2]]

    def queue(self) -> int:
        return self.matching(Wanted(mine=True))

    def sectors(self) -> list[str]:
        return sorted({sector for _, sector, _ in self.counted})

    def regions(self) -> list[str]:
        return sorted({region for _, _, region in self.counted})

    def matching(self, wanted: Wanted) -> int:
        """How many cases pass every filter of `wanted` but its words."""
        return sum(
            number
            for (state, sector, region), number in self.counted.items()
            if wanted.state in ("", state)
            and wanted.sector in ("", sector)
            and wanted.region in ("", region)
            and (state in self.mine or not wanted.mine)
        )


def overview(person: Any) -> Overview:
    """Counted by the database in one reading, so that the page stays quick with many cases."""
    rows = staff_cases(person).order_by().values_list("state", "sector", "region")
    counted = {row[:3]: row[3] for row in rows.annotate(number=Count("pk"))}
    return Overview(counted, waiting_for(person))


def eligibility(case: Case) -> dict[str, EligibilityCheck]:
    """The answers given in this round, by question."""
    known = EligibilityCheck.objects.known_at(None)
    rows = known.filter(made_in_this_round("recorded_at"), case=case)
    return {row.question: row for row in rows}


def eligibility_number(case: Case) -> int:
    """The number of the newest answer on eligibility, or 0: what a page that answers has seen."""
    rows = EligibilityCheck.objects.known_at(None).filter(case=case)
    return rows.aggregate(newest=Max("pk"))["newest"] or 0


def is_eligible(case: Case, by: Any) -> bool:
    """Guard of acceptance: every question is answered and met."""
    found = eligibility(case)
    return all(question in found and found[question].met for question in QUESTIONS)
