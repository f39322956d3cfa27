"""One case: where it stands, what happened to it, who is in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Max, QuerySet

from mutualise.programme.models import (
    Baseline,
    Case,
    CaseEvent,
    CaseMember,
    Letter,
    Message,
    Objective,
)
from mutualise.programme.rules.states import State


def state_of(case: Case) -> State:
    """Where the case stands now: the end of its last event. Raises LookupError for one never
    opened."""
    last = last_event(case)
    if last is None:
        raise LookupError(case.reference)
    return State(last.target)


def last_event(case: Case) -> CaseEvent | None:
    return CaseEvent.objects.filter(case=case).order_by("-number").first()


def events_of(case: Case) -> Sequence[CaseEvent]:
    """Everything that happened to the case, newest first."""
    return list(CaseEvent.objects.filter(case=case).select_related("by").order_by("-number"))


def members_of(case: Case) -> Sequence[CaseMember]:
    """Who is in the team now, the lead first."""
    return [member for member in with_invited(case) if member.joined_at]


def with_invited(case: Case) -> Sequence[CaseMember]:
    """Who is in the team now, or invited to it, the lead first."""
    now = CaseMember.objects.filter(case=case, left_at=None).select_related("person")
    order = list(CaseMember.Part.values)
    return sorted(now, key=lambda member: (order.index(member.part), member.pk))


def called(cases: QuerySet[Any], reference: str) -> Any:
    """The case of that reference among those a person may see, with its state, or None."""
    return cases.filter(reference__iexact=reference).first()


def last_number(case: Case) -> int | None:
    """The number of the case's last event: what a page that acts on the case has seen."""
    last = last_event(case)
    return last.number if last else None


def last_numbers(cases: Sequence[Case]) -> dict[str, int | None]:
    """`last_number` of many cases, by reference, in one question to the database."""
    rows = CaseEvent.objects.filter(case__in=cases).order_by().values_list("case__reference")
    return dict(rows.annotate(newest=Max("number")))


def messages_of(case: Case, *, staff: bool) -> Sequence[Message]:
    """Letters and, for staff, notes; newest first."""
    found = Message.objects.filter(case=case).select_related("by").order_by("-at", "-pk")
    return list(found if staff else found.filter(to_team=True))


def new_objective(values: dict[str, Any]) -> Objective:
    """A row ready to record."""
    return Objective(**values)


def objective(case: Case, number: int) -> Objective | None:
    """An objective that stands."""
    return Objective.objects.known_at(None).filter(case=case, pk=number).first()


def earlier_objectives(row: Objective) -> list[Objective]:
    """What an objective said before its corrections, newest first."""
    found: list[Objective] = []
    earlier: Any = row.replaces
    while earlier is not None:
        found.append(earlier)
        earlier = earlier.replaces
    return found


def newest_baseline(case: Case) -> int:
    """The number of the newest figure of the baseline; nothing recorded is 0."""
    last = Baseline.objects.filter(case=case).order_by("-pk").values_list("pk", flat=True).first()
    return last or 0


def new_baseline(values: dict[str, Any]) -> Baseline:
    """A row ready to record."""
    return Baseline(**values)


def letters_of(case: Case) -> QuerySet[Letter]:
    """What was sent about the case, newest first."""
    return Letter.objects.filter(case=case).order_by("-pk")
