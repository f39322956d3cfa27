"""The conflicts found from records, for the officers who may lift a false match."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from mutualise.accounts.models import Person
from mutualise.accounts.permissions import holds_somewhere, may_open
from mutualise.accounts.rules.roles import Access, Role
from mutualise.govuk.searching import with_words
from mutualise.programme.models import Case, CaseMember, Recusal
from mutualise.programme.queries.ties import Ties
from mutualise.programme.queries.visible import is_closed_to, staff_cases, work_of
from mutualise.programme.rules.interests import GROUND_LABELS, Ground


def new_ties(person: Any) -> list[tuple[Case, Ground]]:
    """The ties found of a person that are not written down: of any case for staff, of the cases
    they work for or made an offer for as an adviser. Of their own team's cases, that alone."""
    mine = CaseMember.objects.filter(person=person, joined_at__isnull=False).values("case")
    cases = Case.objects.all()
    grounds = list(Ground)
    if not may_open(person, Access.PROGRAMME_STAFF):
        cases, grounds = cases.filter(work_of(person)), [Ground.MAIL, Ground.BODY]
    ties = Ties(person)
    found: list[tuple[Case, Ground]] = []
    for ground in grounds:
        written = Recusal.objects.filter(person=person, ground=ground).values("case")
        others = cases if ground is Ground.TEAM else cases.exclude(pk__in=mine)
        rows = others.filter(ties.tied(ground)).exclude(pk__in=written).order_by("pk")
        found += [(case, ground) for case in rows]
    return found


def found_conflicts(viewer: Any, text: str = "") -> QuerySet[Recusal]:
    """What was found of others, on cases open to the viewer, newest first."""
    rows = Recusal.objects.filter(origin="FOUND", case__in=staff_cases(viewer).values("pk"))
    rows = rows.exclude(person=viewer)
    names = ("case__team", "person__email", "person__job_title")
    rows = with_words(rows, text, *names, codes=("case__reference",))
    return rows.select_related("person", "case", "lifting__by").order_by("-pk")


def found_conflict(viewer: Any, number: int) -> Recusal | None:
    return found_conflicts(viewer).filter(pk=number).first()


def why(row: Recusal) -> str:
    """What the conflict was found from, in words."""
    return GROUND_LABELS[Ground(row.ground)]


def officers_for(case: Case) -> list[Person]:
    """The officers to whom a case is open, by address: who may look after it."""
    people = Person.objects.filter(is_active=True, holdings__role=Role.PROGRAMME_OFFICER.value)
    return [
        person for person in people.distinct().order_by("email")
        if holds_somewhere(person, Role.PROGRAMME_OFFICER) and not is_closed_to(person, case)
    ]  # fmt: skip
