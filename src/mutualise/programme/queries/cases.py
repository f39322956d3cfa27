"""One case: where it stands, what happened to it, who is in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from mutualise.programme.models import Case, CaseEvent, CaseMember
from mutualise.programme.rules.states import State


def state_of(case: Case) -> State:
    """Where the case stands: the end of its last event. Raises LookupError for one never opened."""
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
    now = CaseMember.objects.filter(case=case, left_at=None).select_related("person")
    order = list(CaseMember.Part.values)
    return sorted(now, key=lambda member: (order.index(member.part), member.joined_at))


def called(cases: QuerySet[Case], reference: str) -> Any:
    """The case of that reference among those a person may see, with its state, or None."""
    return cases.filter(reference__iexact=reference).first()
