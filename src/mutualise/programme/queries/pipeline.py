"""The pipeline as one person may see it: searched, filtered, sorted and counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case as When_
from django.db.models import (
    Count,
    Expression,
    IntegerField,
    Max,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils import timezone

from mutualise.accounts.permissions import holds_somewhere
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.govuk.searching import with_words
from mutualise.programme.models import Case, EligibilityCheck
from mutualise.programme.queries.enquiries import confirmed_at
from mutualise.programme.queries.rounds import made_in_this_round
from mutualise.programme.rules.eligibility import QUESTIONS
from mutualise.programme.rules.next_steps import NEXT, is_overdue, working_days_since
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


# States in which the officer who looks after a case acts. In the others somebody else may or must:
# nobody checks or moderates alone what they brought forward.
OWNED = (State.ENQUIRY, State.SUBMITTED, State.DEFERRED)


@dataclass(frozen=True)
class Wanted:
    text: str = ""
    state: str = ""
    sector: str = ""
    region: str = ""
    sort: str = ""
    mine: bool = False


@dataclass(frozen=True)
class Line:
    """A case in a list, with how many working days it has waited and since when, against which service
    standard (None: no clock), and whether that is too long."""

    case: Case
    state: State
    label: str
    since: date
    days: int
    standard: int | None
    overdue: bool
    confirmed: bool

    @property
    def age(self) -> str:
        """The age as a person reads it: "12 of 10 working days"."""
        of = "" if self.standard is None else f" of {self.standard}"
        return f"{self.days}{of} working days"

    @property
    def officer(self) -> str:
        """Who looks after it, by what they do there; "" for nobody yet."""
        found: Any = self.case.officer
        return found.called if found else ""


def find(person: Any, wanted: Wanted, seen: QuerySet[Any]) -> QuerySet[Any]:
    """Those of the cases the person may see (`seen`, here and below: to find it out takes longer
    than to read it, so a page does it once) that match, in the order asked for."""
    names = ("team", "service", "parent_body")
    found = with_words(seen, wanted.text, *names, codes=("reference",))
    if wanted.mine:
        found = found.filter(_waits_for(person))
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.sector:
        found = found.filter(sector=wanted.sector)
    if wanted.region:
        found = found.filter(region=wanted.region)
    found = found.select_related("officer")
    if wanted.mine and not wanted.sort:
        # What the person looks after, then what nobody does, each from the oldest.
        mine: QuerySet[Any] = found.annotate(hands=_hands(person))
        return mine.order_by("hands", "since", "pk")
    return found.order_by(*SORTS.get(wanted.sort, SORTS["-since"]))


def _waits_for(person: Any) -> Q:
    """True of the cases in the person's queue: their role's move, and in nobody else's hands."""
    free = Q(officer=None) | Q(officer=person) | ~Q(state__in=OWNED)
    return Q(state__in=waiting_for(person)) & free


def _hands(person: Any) -> Expression:
    """0 for a case the person looks after, 1 for one nobody does, 2 for another's."""
    return When_(
        When(officer=person, then=Value(0)), When(officer=None, then=Value(1)), default=Value(2),
        output_field=IntegerField(),
    )  # fmt: skip


def waiting_for(person: Any) -> list[State]:
    """The states in which a case waits for somebody with a role the person holds: their queue."""
    return [
        state for state, roles in QUEUES.items() if any(holds_somewhere(person, r) for r in roles)
    ]


def line(case: Any) -> Line:
    return lines([case])[0]


def lines(cases: Iterable[Any]) -> list[Line]:
    """The cases as lines, in their order. The clock of an enquiry runs from the day it was confirmed on, and
    stands until then: no officer can take it further."""
    listed, today = list(cases), clock.today()
    confirmed = confirmed_at(listed)
    found = []
    for case in listed:
        state, since = State(case.state), case.since
        standard, said = NEXT[state].days, confirmed.get(case.pk)
        waits = state is State.ENQUIRY and said is None
        if state is State.ENQUIRY and said:
            since = max(since, said)
        day = timezone.localdate(since)
        days, clocked = working_days_since(day, today), None if waits else standard
        late = is_overdue(days, clocked)
        found.append(
            Line(
                case,
                state,
                STATE_LABELS[state],
                day,
                days,
                clocked,
                late,
                confirmed=said is not None,
            )
        )
    return found


@dataclass(frozen=True)
class Overview:
    """All cases a person may see, counted by state, sector, region and whether another officer looks
    after them; `mine` are the states in which a case waits for somebody with their role."""

    counted: Mapping[tuple[str, str, str, bool], int]
    mine: Sequence[State]

    def board(self) -> list[tuple[State, str, int]]:
        """The stages in their order that have a case, with how many."""
        rows = [(s, STATE_LABELS[s], self.matching(Wanted(state=s))) for s in State]
        return [row for row in rows if row[2]]

    def queue(self) -> int:
        return self.matching(Wanted(mine=True))

    def sectors(self) -> list[str]:
        return sorted({sector for _, sector, _, _ in self.counted})

    def regions(self) -> list[str]:
        return sorted({region for _, _, region, _ in self.counted})

    def matching(self, wanted: Wanted) -> int:
        """How many cases pass every filter of `wanted` but its words."""
        return sum(
            number
            for (state, sector, region, others), number in self.counted.items()
            if wanted.state in ("", state)
            and wanted.sector in ("", sector)
            and wanted.region in ("", region)
            and (not wanted.mine or (state in self.mine and not (others and state in OWNED)))
        )


def overview(person: Any, seen: QuerySet[Any]) -> Overview:
    """Counted by the database in one reading, so that the page stays quick with many cases."""
    named = seen.order_by().values_list("state", "sector", "region", "officer")
    counted: dict[tuple[str, str, str, bool], int] = {}
    for state, sector, region, officer, number in named.annotate(number=Count("pk")):
        group = (state, sector, region, officer not in (None, person.pk))
        counted[group] = counted.get(group, 0) + number
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
