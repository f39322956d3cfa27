"""Who looks after a case at the programme, and the sector it is counted in."""

from __future__ import annotations

from django.db import transaction

from mutualise.accounts import actions as audit
from mutualise.accounts.models import Person
from mutualise.accounts.permissions import holds_somewhere
from mutualise.accounts.rules.roles import Role
from mutualise.programme.actions.suppliers import Wrong
from mutualise.programme.models import Case
from mutualise.programme.queries.visible import check_officer, is_closed_to


@transaction.atomic
def hand_to(*, case: Case, by: Person, officer: Person | None) -> None:
    """Give a case to an officer to look after, or to nobody. Raises NotAllowed or Wrong."""
    check_officer(by, case)
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if officer and (
        not holds_somewhere(officer, Role.PROGRAMME_OFFICER) or is_closed_to(officer, case)
    ):
        raise Wrong("officer", "Choose somebody else: this person may not look after the case.")
    if locked.officer == officer:
        return
    locked.officer = officer
    locked.save(update_fields=["officer"])
    audit.record(
        "programme.case.handed", by=by, subject=case.reference, to=officer.pk if officer else None
    )


@transaction.atomic
def name_sector(*, case: Case, by: Person, sector: str) -> None:
    """Give a case the sector it belongs to, where the team wrote another. Raises NotAllowed or Wrong."""
    check_officer(by, case)
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if not sector.strip():
        raise Wrong("sector", "Say which sector it is.")
    was = locked.sector
    if was == sector:
        return
    locked.sector = sector
    locked.save(update_fields=["sector"])
    audit.record("programme.case.sector_named", by=by, subject=case.reference, was=was, now=sector)
