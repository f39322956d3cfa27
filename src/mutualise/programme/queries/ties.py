"""Conflicts nobody declared: ties of a person to a case that the records themselves show.

A tie is looked for whenever the person looks, so that no case stays open until somebody notices;
`actions.conflicts` writes what was found into the record, where an officer can lift a false match.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import Case as Case_
from django.db.models import Exists, OuterRef, Q, QuerySet, When

from mutualise.accounts.models import Person, RoleHolding
from mutualise.accounts.rules.roles import ROLES_OF, Access, Role
from mutualise.chronicle import clock
from mutualise.programme.models import (
    Case,
    CaseMember,
    ConsortiumPlace,
    Dispensation,
    Interest,
    Lifting,
    Quote,
    Recusal,
    Supplier,
    WorkOrder,
)
from mutualise.programme.rules.interests import BETWEEN, Ground, employer_of, keys_of
from mutualise.register.queries.kin import names_and_parents

NONE = Q(pk__in=[])


class Ties:
    """The ties of one person, by which cases are closed to them. What is written of the person is
    read once; what comes of it holds for as long as one page or one action takes."""

    def __init__(self, person: Any) -> None:
        self.person = person
        self.known = bool(getattr(person, "is_authenticated", False))

    def found(self, *grounds: Ground) -> Q:
        """True of the cases the person has a tie to by one of the grounds, unless it was lifted or
        two people gave leave in spite of it, for as long as that holds."""
        every = NONE
        for ground in grounds:
            rows = [row for row in self._written if row[1] == ground.value]
            lifted = {case for case, _, free in rows if free}
            stays = {case for case, _, free in rows if not free}
            every |= (self.tied(ground) & ~Q(pk__in=lifted)) | Q(pk__in=stays)
        return every

    def declared(self) -> Q:
        """True of the cases the person said they have a conflict with, and of those of a body in
        which an interest they declared holds today."""
        said = {case for case, ground, _ in self._written if not ground}
        return Q(pk__in=said | self._joint) | Q(parent_key__in=self._bodies)

    def tied(self, ground: Ground) -> Q:
        """True of the cases the person has a tie to by the ground, as the records stand now."""
        if not self.known:
            return NONE
        return {
            Ground.MAIL: self._by_mail, Ground.SUPPLIER: self._by_supplier,
            Ground.BODY: self._by_body, Ground.TEAM: self._by_team,
        }[ground]()  # fmt: skip

    @cached_property
    def _written(self) -> list[tuple[int, str, bool]]:
        """Case and ground (none for what they said themselves) of each recusal, and whether it
        closes nothing: it was lifted, or leave in spite of it is in force."""
        rows = Recusal.objects.filter(person=self.person if self.known else None)
        leave = Exists(in_force().filter(recusal=OuterRef("pk")))
        free = Q(lifting__isnull=False) | (Q(ground=Ground.MAIL.value) & leave)
        marked = rows.annotate(free=Case_(When(free, then=True), default=False))
        return list(marked.values_list("case", "ground", "free"))

    @cached_property
    def _bodies(self) -> set[str]:
        """Keys of the bodies in which the person has declared an interest that holds today; of several
        named in one declaration, each."""
        today = clock.today()
        held = Interest.objects.known_at(None).filter(
            Q(valid_until=None) | Q(valid_until__gt=today),
            person=self.person if self.known else None,
            valid_from__lte=today,
        )
        return {
            key for name in held.values_list("organisation", flat=True) for key in keys_of(name)
        }

    @cached_property
    def _joint(self) -> set[int]:
        """Numbers of the cases whose parent body is several in one text, of which the person has declared
        an interest in one."""
        if not self._bodies:
            return set()
        several = Q(*(("parent_body__icontains", mark) for mark in BETWEEN), _connector=Q.OR)
        named = Case.objects.filter(several).values_list("pk", "parent_body")
        return {number for number, body in named if self._bodies & keys_of(body)}

    def _by_mail(self) -> Q:
        employer = employer_of(self.person.email)
        if not employer:
            return NONE
        colleagues = Person.objects.filter(_works_at(employer)).exclude(pk=self.person.pk)
        members = CaseMember.objects.filter(
            person__in=colleagues.values("pk"), joined_at__isnull=False
        )
        return Q(pk__in=members.values("case"))

    def _by_team(self) -> Q:
        """A part in the team that the person took up: while they are in it, and afterwards until an
        officer lifts it. One taken up again since counts again."""
        lifted = Lifting.objects.filter(
            recusal__person=self.person, recusal__ground=Ground.TEAM.value,
            recusal__case=OuterRef("case"), at__gte=OuterRef("joined_at"),
        )  # fmt: skip
        mine = CaseMember.objects.filter(
            Q(left_at=None) | ~Exists(lifted), person=self.person, joined_at__isnull=False
        )
        return Q(pk__in=mine.values("case"))

    def _by_supplier(self) -> Q:
        """A tie to the supplier, or to a consortium through a firm in it, whenever it was a member."""
        advisers = RoleHolding.objects.filter(role=Role.ADVISER.value)
        employer = employer_of(self.person.email)
        theirs = Q(person=self.person)
        if employer:
            theirs |= Q(person__in=Person.objects.filter(_works_at(employer)).values("pk"))
        # Asked for here and now: nearly always there is none, and then nothing more is to be asked.
        firms = list(
            Supplier.objects.filter(
                Q(code__in=advisers.filter(theirs).values("organisation"))
                | Q(name_key__in=self._bodies)
            ).values_list("pk", flat=True)
        )
        if not firms:
            return NONE
        consortia = ConsortiumPlace.objects.filter(supplier__in=firms).values("consortium")
        either = Q(supplier__in=firms) | Q(supplier__in=consortia)
        return Q(pk__in=WorkOrder.objects.filter(either).values("award__case")) | Q(
            pk__in=Quote.objects.filter(either).values("competition__award__case")
        )

    def _by_body(self) -> Q:
        """A role in the launched body or in one called as the parent body, and a declared tie to a
        body the register knows by another name than the case does."""
        codes = {
            row.organisation for row in self.person.holdings.all()
            if row.role != Role.ADVISER.value and row.organisation
        }  # fmt: skip
        every = NONE
        if codes:
            own = names_and_parents(code__in=codes).values()
            theirs = {key for names in own for name in names for key in keys_of(name)}
            every |= Q(organisation__code__in=codes) | Q(parent_key__in=theirs)
        if self._bodies:
            launched = Case.objects.exclude(organisation=None).values("organisation")
            named = names_and_parents(pk__in=launched)
            same = [
                number for number, names in named.items()
                if self._bodies & set().union(*map(keys_of, names))
            ]  # fmt: skip
            every |= Q(organisation__in=same)
        return every


def in_force() -> QuerySet[Dispensation]:
    """The dispensations two people agreed on that have neither ended nor run out."""
    return Dispensation.objects.filter(
        agreed_at__isnull=False, ended_at=None, until__gt=clock.today()
    )


def _works_at(employer: str) -> Q:
    return Q(email__iendswith=f"@{employer}") | Q(email__iendswith=f".{employer}")


def staff() -> list[Person]:
    """Everybody who holds a role of the programme's staff, or held one."""
    roles = [role.value for role in ROLES_OF[Access.DECLARES_INTERESTS]]
    people = Person.objects.filter(is_active=True, holdings__role__in=roles)
    return list(people.prefetch_related("holdings").distinct().order_by("pk"))
