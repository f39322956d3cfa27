"""Conflicts nobody declared: ties of a person to a case that the records themselves show.

A tie is looked for whenever the person looks, so that no case stays open until somebody notices;
`actions.conflicts` writes what was found into the record, where an officer can lift a false match.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from mutualise.accounts.models import Person, RoleHolding
from mutualise.accounts.rules.roles import ROLES_OF, Access, Role
from mutualise.chronicle import clock
from mutualise.programme.models import (
    Case,
    CaseMember,
    ConsortiumPlace,
    Interest,
    Lifting,
    Quote,
    Recusal,
    Supplier,
    WorkOrder,
)
from mutualise.programme.rules.interests import Ground, employer_of, keys_of
from mutualise.register.queries.kin import names_and_parents

NONE = Q(pk__in=[])


def found(person: Any, *grounds: Ground) -> Q:
    """True of the cases the person has a tie to by one of the grounds, unless it was lifted."""
    every = NONE
    for ground in grounds:
        lifted = Lifting.objects.filter(recusal__person=person, recusal__ground=ground)
        every |= tied(person, ground) & ~Q(pk__in=lifted.values("recusal__case"))
    stays = Recusal.objects.filter(person=person, ground__in=grounds, lifting=None)
    return every | Q(pk__in=stays.values("case"))


def tied(person: Any, ground: Ground) -> Q:
    """True of the cases the person has a tie to by the ground, as the records stand now."""
    if not getattr(person, "is_authenticated", False):
        return NONE
    return LOOKED_FOR[ground](person)


def interests_of_today(person: Any) -> QuerySet[Any]:
    """What the person has declared and holds today."""
    today = clock.today()
    return Interest.objects.known_at(None).filter(
        Q(valid_until=None) | Q(valid_until__gt=today), person=person, valid_from__lte=today
    )


def _by_mail(person: Any) -> Q:
    employer = employer_of(person.email)
    if not employer:
        return NONE
    colleagues = Person.objects.filter(_works_at(employer)).exclude(pk=person.pk)
    return Q(pk__in=CaseMember.objects.filter(person__in=colleagues.values("pk")).values("case"))


def _by_supplier(person: Any) -> Q:
    """A tie to the supplier, or to a consortium through a firm in it, whenever it was a member."""
    advisers = RoleHolding.objects.filter(role=Role.ADVISER.value)
    employer = employer_of(person.email)
    theirs = Q(person=person)
    if employer:
        theirs |= Q(person__in=Person.objects.filter(_works_at(employer)).values("pk"))
    firms = Supplier.objects.filter(
        Q(code__in=advisers.filter(theirs).values("organisation"))
        | Q(name_key__in=interests_of_today(person).values("organisation_key"))
    ).values("pk")
    consortia = ConsortiumPlace.objects.filter(supplier__in=firms).values("consortium")
    either = Q(supplier__in=firms) | Q(supplier__in=consortia)
    return Q(pk__in=WorkOrder.objects.filter(either).values("award__case")) | Q(
        pk__in=Quote.objects.filter(either).values("competition__award__case")
    )


def _by_body(person: Any) -> Q:
    """A role in the launched body or in one called as the parent body, and a declared tie to a body
    the register knows by another name than the case does."""
    codes = {
        row.organisation for row in person.holdings.all()
        if row.role != Role.ADVISER.value and row.organisation
    }  # fmt: skip
    keys = set(interests_of_today(person).values_list("organisation_key", flat=True))
    every = NONE
    if codes:
        own = names_and_parents(code__in=codes).values()
        theirs = {key for names in own for name in names for key in keys_of(name)}
        every |= Q(organisation__code__in=codes) | Q(parent_key__in=theirs)
    if keys:
        launched = Case.objects.exclude(organisation=None).values("organisation")
        named = names_and_parents(pk__in=launched)
        same = [
            number for number, names in named.items() if keys & set().union(*map(keys_of, names))
        ]
        every |= Q(organisation__in=same)
    return every


def _works_at(employer: str) -> Q:
    return Q(email__iendswith=f"@{employer}") | Q(email__iendswith=f".{employer}")


LOOKED_FOR = {Ground.MAIL: _by_mail, Ground.SUPPLIER: _by_supplier, Ground.BODY: _by_body}


def staff() -> list[Person]:
    """Everybody who holds a role of the programme's staff, or held one."""
    roles = [role.value for role in ROLES_OF[Access.DECLARES_INTERESTS]]
    people = Person.objects.filter(is_active=True, holdings__role__in=roles)
    return list(people.prefetch_related("holdings").distinct().order_by("pk"))
