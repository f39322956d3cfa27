"""What a person can see of the programme: the one place that decides it.

Staff see the cases that are not closed to them. A case is closed by a recusal, by an interest in its
parent body that holds today, and by having been in its team or in the supplier that advises it. The
team sees its own case. Every list, page, search, export, feed and letter starts from these queries.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from mutualise.accounts.permissions import holds_somewhere, organisations_of
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.models import Assignment, Case, CaseMember, Interest, Recusal, WorkOrder
from mutualise.programme.rules.stages import Actor

SEE_EVERY_OPEN_CASE = (Role.PROGRAMME_OFFICER, Role.DECISION_MAKER, Role.FINANCE_OFFICER)


def cases_for(person: Any) -> QuerySet[Any]:
    """The cases the person may see in any capacity, each with its state. Shape: Case rows."""
    return Case.objects.with_state().filter(_in_team(person) | _as_staff(person))


def staff_cases(person: Any) -> QuerySet[Any]:
    """The cases the person may see as officer, decision maker, finance officer or assessor."""
    return Case.objects.with_state().filter(_as_staff(person))


def team_cases(person: Any) -> QuerySet[Any]:
    """The cases the person is in the team of."""
    return Case.objects.with_state().filter(_in_team(person))


def assigned_cases(person: Any) -> QuerySet[Any]:
    """The cases an assessor is asked to read and has not found a conflict with, also before they
    have declared anything: to be shown by reference, team and parent body alone."""
    if not holds_somewhere(person, Role.ASSESSOR):
        return Case.objects.none()
    asked = Assignment.objects.filter(case=OuterRef("pk"), assessor=person, ended_at=None)
    return Case.objects.with_state().filter(Exists(asked) & ~closed_to(person))


def is_closed_to(person: Any, case: Case) -> bool:
    """Whether a conflict closes the case to the person in every capacity but the team's."""
    return Case.objects.filter(pk=case.pk).filter(closed_to(person)).exists()


def closed_to(person: Any) -> Q:
    """True of the cases a conflict closes to the person: for any query over cases."""
    today = clock.today()
    interests = Interest.objects.known_at(None).filter(
        Q(valid_until=None) | Q(valid_until__gt=today),
        person=person,
        valid_from__lte=today,
        organisation_key=OuterRef("parent_key"),
    )
    advised = WorkOrder.objects.filter(
        award__case=OuterRef("pk"), supplier__code__in=organisations_of(person, Role.ADVISER)
    )
    return Q(
        Exists(Recusal.objects.filter(case=OuterRef("pk"), person=person))
        | Exists(interests)
        | Exists(CaseMember.objects.filter(case=OuterRef("pk"), person=person))
        | Exists(advised)
    )


def may_be_told(person: Any, case: Case) -> bool:
    """Whether a letter about the case may go to the person: never where it was closed to them."""
    if Recusal.objects.filter(person=person, case=case).exists():
        return False
    in_team = CaseMember.objects.filter(case=case, person=person, left_at=None).exists()
    return in_team or not is_closed_to(person, case) or _advises(person, case)


def _advises(person: Any, case: Case) -> bool:
    return WorkOrder.objects.filter(
        award__case=case, supplier__code__in=organisations_of(person, Role.ADVISER)
    ).exists()


def actors_of(person: Any, case: Case) -> frozenset[Actor]:
    """In which capacities the person may act on the case today."""
    found = set()
    if Case.objects.filter(_in_team(person), pk=case.pk).exists():
        found.add(Actor.TEAM)
    if not is_closed_to(person, case):
        if holds_somewhere(person, Role.PROGRAMME_OFFICER):
            found |= {Actor.OFFICER, Actor.CHECKER}
        if holds_somewhere(person, Role.DECISION_MAKER):
            found.add(Actor.DECISION_MAKER)
    return frozenset(found)


def _in_team(person: Any) -> Q:
    if not getattr(person, "is_authenticated", False):
        return Q(pk__in=[])
    member = CaseMember.objects.filter(case=OuterRef("pk"), person=person, left_at=None)
    recused = Recusal.objects.filter(case=OuterRef("pk"), person=person)
    return Q(Exists(member)) & ~Q(Exists(recused))


def _as_staff(person: Any) -> Q:
    if any(holds_somewhere(person, role) for role in SEE_EVERY_OPEN_CASE):
        return ~closed_to(person)
    if holds_somewhere(person, Role.ASSESSOR):
        asked = Assignment.objects.filter(
            case=OuterRef("pk"), assessor=person, no_conflict_at__isnull=False
        )
        return Q(Exists(asked)) & ~closed_to(person)
    return Q(pk__in=[])
