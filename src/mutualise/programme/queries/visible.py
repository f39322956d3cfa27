"""What a person can see of the programme: the one place that decides it.

Staff see the cases that are not closed to them. A case is closed by a recusal, by an interest in its
parent body that holds today, by having joined its team or in the supplier that advises it, and by a
tie found on record (`queries.ties`) that no officer lifted and two people gave no leave to disregard. The team sees its own case. Advisers see the orders of their supplier, never the case. Every list, page, search, export, feed and letter starts from these queries.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from mutualise.accounts.permissions import NotAllowed, holds_somewhere, organisations_of
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.models import (
    Assignment,
    Case,
    CaseMember,
    Competition,
    LotPlace,
    Quote,
    Recusal,
    Supplier,
    WorkOrder,
)
from mutualise.programme.queries.suppliers import firms_of, holding, may_serve
from mutualise.programme.queries.ties import Ties
from mutualise.programme.rules.interests import Ground
from mutualise.programme.rules.stages import Actor

SEE_EVERY_OPEN_CASE = (Role.PROGRAMME_OFFICER, Role.DECISION_MAKER, Role.FINANCE_OFFICER)
STAFF_ACTORS = {
    Role.PROGRAMME_OFFICER: {Actor.OFFICER, Actor.CHECKER},
    Role.DECISION_MAKER: {Actor.DECISION_MAKER},
}


def sees_every_open_case(person: Any) -> bool:
    """Whether the person is shown every case that no conflict closes to them, and so the conflicts of others."""
    return any(holds_somewhere(person, role) for role in SEE_EVERY_OPEN_CASE)


def cases_for(person: Any) -> QuerySet[Any]:
    """The cases the person may see in any capacity, each with its state. Shape: Case rows."""
    return Case.objects.with_state().filter(_in_team(person) | _as_staff(person))


def staff_cases(person: Any) -> QuerySet[Any]:
    """The cases the person may see as officer, decision maker, finance officer or assessor."""
    return Case.objects.with_state().filter(_as_staff(person))


def team_cases(person: Any) -> QuerySet[Any]:
    """The cases the person is in the team of."""
    return Case.objects.with_state().filter(_in_team(person))


def invitations_of(person: Any) -> QuerySet[CaseMember]:
    """The parts in a team the person is asked to take and has not taken, but in cases they declared a
    conflict with."""
    if not getattr(person, "is_authenticated", False):
        return CaseMember.objects.none()
    recused = Recusal.objects.filter(case=OuterRef("case"), person=person, origin="DECLARED")
    asked = CaseMember.objects.filter(person=person, left_at=None, joined_at=None)
    return asked.exclude(Exists(recused)).select_related("case").order_by("pk")


def invitation_of(person: Any, case: Case) -> CaseMember | None:
    return invitations_of(person).filter(case=case).first()


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
    """True of the cases a conflict closes to the person: for any query over cases. Each part is
    a list of cases that the database makes once, and does not look up again for every case."""
    advised = _orders_of(person)
    ties = Ties(person)
    return (
        _in_conflict(ties)
        | ties.tied(Ground.TEAM)
        | Q(pk__in=advised.values("award__case"))
        | ties.found(Ground.SUPPLIER)
    )


def orders_for(person: Any) -> QuerySet[WorkOrder]:
    """The work orders the person may work on as an adviser of the supplier, or of a firm in the
    consortium that has the order."""
    open_cases = Case.objects.exclude(_in_conflict(Ties(person)))
    return _orders_of(person).filter(award__case__in=open_cases)


def competitions_for(person: Any) -> QuerySet[Competition]:
    """The competitions the person may answer for a supplier on their lot, or did answer."""
    today = clock.today()
    mine = _firms(person)
    known = LotPlace.objects.known_at(None).filter(holding(today), supplier__in=mine)
    answered = Quote.objects.filter(competition=OuterRef("pk"), supplier__in=mine)
    return Competition.objects.filter(
        Exists(known.filter(lot=OuterRef("lot"))) | Exists(answered),
        award__case__in=Case.objects.exclude(_in_conflict(Ties(person))),
        withdrawal=None,
    )


def offers_of(person: Any) -> QuerySet[Quote]:
    """The offers the person's suppliers made, in cases no conflict closes to the person."""
    open_cases = Case.objects.exclude(_in_conflict(Ties(person)))
    return Quote.objects.filter(
        supplier__in=_firms(person), competition__award__case__in=open_cases
    )


def firms_for(person: Any, competition: Competition) -> list[Supplier]:
    """The suppliers the person may make an offer for: theirs, on the lot, without a tie."""
    case = competition.award.case
    return list(may_serve(competition.lot, case).filter(pk__in=_firms(person).values("pk")))


def may_advise(person: Any, case: Case) -> bool:
    """Whether no conflict of the person's own keeps them from advising the team of a case."""
    return not Case.objects.filter(pk=case.pk).filter(_in_conflict(Ties(person))).exists()


def work_of(person: Any) -> Q:
    """True of the cases the person's suppliers work for, or made an offer for."""
    offered = Quote.objects.filter(supplier__in=_firms(person))
    return Q(pk__in=_orders_of(person).values("award__case")) | Q(
        pk__in=offered.values("competition__award__case")
    )


def _firms(person: Any) -> QuerySet[Supplier]:
    return firms_of(organisations_of(person, Role.ADVISER), clock.today())


def _orders_of(person: Any) -> QuerySet[WorkOrder]:
    return WorkOrder.objects.filter(supplier__in=_firms(person))


def _in_conflict(ties: Ties) -> Q:
    """What closes a case to the person as staff and as an adviser of its supplier alike."""
    return ties.declared() | ties.found(Ground.MAIL, Ground.BODY)


def may_be_told(person: Any, case: Case) -> bool:
    """Whether a letter about the case may go to the person: never where it was closed to them."""
    if Recusal.objects.filter(person=person, case=case, origin="DECLARED").exists():
        return False
    in_team = CaseMember.objects.filter(case=case, person=person, left_at=None).exists()
    return in_team or not is_closed_to(person, case) or _advises(person, case)


def _advises(person: Any, case: Case) -> bool:
    """Whether the person's supplier works for the team, or made it an offer."""
    made = offers_of(person).filter(competition__award__case=case)
    return orders_for(person).filter(award__case=case).exists() or made.exists()


def actors_of(person: Any, case: Case) -> frozenset[Actor]:
    """In which capacities the person may act on the case today."""
    if not getattr(person, "is_authenticated", False):
        return frozenset()
    parts = {Actor.TEAM} if Case.objects.filter(_in_team(person), pk=case.pk).exists() else set()
    # A conflict is looked for last: it is by far the dearest to find, and shuts out staff alone.
    as_staff = {actor for role, actors in STAFF_ACTORS.items() if holds_somewhere(person, role)
                for actor in actors}  # fmt: skip
    if as_staff and not is_closed_to(person, case):
        parts |= as_staff
    return frozenset(parts)


def check_officer(person: Any, case: Case) -> None:
    """Raise NotAllowed unless the person may act on the case today as a programme officer."""
    if Actor.OFFICER not in actors_of(person, case):
        raise NotAllowed("Only a programme officer to whom the case is open may do this.")


def _in_team(person: Any) -> Q:
    if not getattr(person, "is_authenticated", False):
        return Q(pk__in=[])
    member = CaseMember.objects.filter(
        case=OuterRef("pk"), person=person, left_at=None, joined_at__isnull=False
    )
    recused = Recusal.objects.filter(case=OuterRef("pk"), person=person, origin="DECLARED")
    return Q(Exists(member)) & ~Q(Exists(recused))


def _as_staff(person: Any) -> Q:
    if sees_every_open_case(person):
        return ~closed_to(person)
    if holds_somewhere(person, Role.ASSESSOR):
        asked = Assignment.objects.filter(
            case=OuterRef("pk"), assessor=person, no_conflict_at__isnull=False, ended_at=None
        )
        return Q(Exists(asked)) & ~closed_to(person)
    return Q(pk__in=[])
