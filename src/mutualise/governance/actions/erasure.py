"""Erasing the particulars of a former member, and keeping what figures rest on."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from mutualise.accounts.models import Person
from mutualise.chronicle import clock
from mutualise.chronicle.refusals import ReasonMissing
from mutualise.governance import models
from mutualise.governance.actions.members import RegisterRefused, locked, note
from mutualise.governance.queries.members import spell_of
from mutualise.governance.rules.membership import erasable_from
from mutualise.governance.rules.standing import stands


def erasable_on(member: models.Member) -> date | None:
    """The first day on which the particulars may be erased; None while they are a member. Of somebody who
    never was one, today."""
    rows = models.Membership.objects.known_at(None).filter(member=member)
    if not rows:
        return clock.today()
    where = stands([spell_of(row) for row in rows], clock.today())
    return erasable_from(where.ceased_on) if where and where.ceased_on else None


@transaction.atomic
def erase(*, by: Person, member: models.Member, reason: str) -> int:
    """Empty every row of particulars of a former member; how many there were.

    Raises NotAllowed, ReasonMissing, or RegisterRefused before the ten years are over
    (Companies Act 2006 section 121).
    """
    register = locked(by, member.register)
    if not reason.strip():
        raise ReasonMissing
    from_day = erasable_on(member)
    if from_day is None:
        raise RegisterRefused("They are a member. The register must name its members.")
    if clock.today() < from_day:
        raise RegisterRefused(
            f"The register must keep a former member until {from_day:%d %B %Y} "
            "(Companies Act 2006 section 121)."
        )
    empty = dict.fromkeys(models.Particulars.PERSONAL, "")
    rows = member.particulars.filter(erased_at=None).update(
        **empty, erased_at=clock.now(), erased_by=by
    )
    models.Director.objects.filter(register=register, member=member).update(name="Erased")
    note("member.erased", by, register, number=member.number, rows=rows, reason=reason.strip())
    return rows


@transaction.atomic
def forget_mobile(*, by: Person, member: models.Member) -> int:
    """Empty the mobile number in every row about a member, at any time: no law asks a register of members to
    have it, so it stays no longer than the member lets it. How many rows had one. Raises NotAllowed."""
    register = locked(by, member.register)
    rows = member.particulars.exclude(mobile="").update(mobile="")
    note("member.mobile_forgotten", by, register, number=member.number, rows=rows)
    return rows
