"""Leave in spite of a conflict: who may sign it, where it is needed, and what stands on a case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from mutualise.accounts.models import Person
from mutualise.accounts.permissions import holds_somewhere
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.models import Case, Dispensation, Recusal
from mutualise.programme.queries.ties import in_force
from mutualise.programme.queries.visible import (
    SEE_EVERY_OPEN_CASE,
    closed_to,
    is_closed_to,
    staff_cases,
)
from mutualise.programme.rules.interests import NEEDED, Ground, leave_fault
from mutualise.programme.rules.states import OPEN


def may_sign(person: Any, recusal: Recusal) -> frozenset[Role]:
    """The roles in which a person may ask for leave on a case, agree to it or end it: none for whoever
    it is about, and none for whoever works on the case by leave."""
    if recusal.person == person or is_closed_to(person, recusal.case):
        return frozenset()
    if in_force().filter(recusal__case=recusal.case, recusal__person=person).exists():
        return frozenset()
    return frozenset(role for role in SEE_EVERY_OPEN_CASE if holds_somewhere(person, role))


def free_holders(role: Role, case: Case) -> list[Person]:
    """Who holds a role and can see a case without leave, by address."""
    people = Person.objects.filter(is_active=True, holdings__role=role.value)
    by_leave = in_force().filter(recusal__case=case).values("recusal__person")
    return [
        person for person in people.exclude(pk__in=by_leave).distinct().order_by("email")
        if holds_somewhere(person, role) and not is_closed_to(person, case)
    ]  # fmt: skip


def fault_of(recusal: Recusal) -> str | None:
    """Why no leave may be given in spite of a conflict, or None."""
    if recusal.origin != Recusal.Origin.FOUND or hasattr(recusal, "lifting"):
        return "What a person declared of themselves stays, and what was lifted needs no leave."
    held = frozenset(role for role in NEEDED if holds_somewhere(recusal.person, Role(role)))
    free = {role: len(free_holders(Role(role), recusal.case)) for role in held}
    return leave_fault(recusal.ground, free, held)


def standing(recusal: Recusal) -> Dispensation | None:
    """The leave that is asked for or in force."""
    rows = Dispensation.objects.filter(recusal=recusal, ended_at=None, until__gt=clock.today())
    return rows.first()


def dispensations(viewer: Any) -> QuerySet[Dispensation]:
    """Every leave on cases open to the viewer but those about themselves, newest first."""
    rows = Dispensation.objects.filter(recusal__case__in=staff_cases(viewer).values("pk"))
    return (
        rows.exclude(recusal__person=viewer)
        .select_related("recusal__person", "recusal__case", "asked_by", "agreed_by", "ended_by")
        .order_by("-pk")
    )


def dispensation(viewer: Any, number: int) -> Dispensation | None:
    return dispensations(viewer).filter(pk=number).first()


def agreed_on(case: Case) -> Sequence[Dispensation]:
    """Every leave that two people ever agreed on for a case, oldest first: also what has ended."""
    rows = Dispensation.objects.filter(recusal__case=case, agreed_at__isnull=False)
    return list(
        rows.select_related("recusal__person", "asked_by", "agreed_by", "ended_by").order_by("pk")
    )


def without_officer(viewer: Any) -> list[Case]:
    """Open cases the viewer may see that no officer may without leave, a shared employer being found:
    by reference."""
    shut = _shut(Role.PROGRAMME_OFFICER)
    return list(staff_cases(viewer).filter(pk__in=shut).order_by("reference"))


def shut_to_all() -> int:
    """How many open cases nobody of the staff may see, officers, decision makers and finance officers
    alike: somebody of another employer has to be brought in."""
    return len(_shut(*SEE_EVERY_OPEN_CASE))


def _shut(*roles: Role) -> set[int]:
    """Open cases in which a shared employer was found that are closed to everybody who holds one of
    the roles, leave apart."""
    found = Recusal.objects.filter(ground=Ground.MAIL.value, lifting=None).values("case")
    cases = Case.objects.with_state().filter(pk__in=found, state__in=OPEN)
    shut = set(cases.values_list("pk", flat=True))
    people = Person.objects.filter(is_active=True, holdings__role__in=[r.value for r in roles])
    for person in people.distinct():
        if shut and any(holds_somewhere(person, role) for role in roles):
            seen = Case.objects.filter(pk__in=shut).exclude(closed_to(person))
            by_leave = (
                in_force().filter(recusal__person=person).values_list("recusal__case", flat=True)
            )
            shut -= set(seen.values_list("pk", flat=True)) - set(by_leave)
    return shut
