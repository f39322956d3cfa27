"""Taking back that somebody was a member: they were entered by mistake, or twice."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from mutualise.accounts.models import Person
from mutualise.chronicle.models import Change
from mutualise.chronicle.refusals import NoLongerStands, ReasonMissing
from mutualise.governance import models
from mutualise.governance.actions.members import RegisterRefused, locked, note, put
from mutualise.governance.rules.days import spoken


@transaction.atomic
def withdraw_membership(*, by: Person, row: models.Membership, reason: str) -> models.Membership:
    """Say that a member never was one in this time. The register keeps that it was entered, and by whom.

    Raises NotAllowed, ReasonMissing, NoLongerStands, or RegisterRefused while shares of that time or
    another class before or after it rest on it.
    """
    register = locked(by, row.register)
    if not reason.strip():
        raise ReasonMissing
    standing = models.Membership.objects.known_at(None).filter(member=row.member)
    if not standing.filter(pk=row.pk).exists():
        raise NoLongerStands("Somebody changed this meanwhile. Look again.")
    beside = Q(valid_until=row.valid_from)
    if row.valid_until:
        beside |= Q(valid_from=row.valid_until)
    if next_to := standing.exclude(pk=row.pk).filter(beside).first():
        raise RegisterRefused(
            f"The member moved between this class and another, in which they are from "
            f"{spoken(next_to.valid_from)}. Correct the days or the class instead."
        )
    moved = models.ShareMovement.objects.known_at(None).filter(
        Q(source_member=row.member) | Q(target_member=row.member), on__gte=row.valid_from
    )
    if row.valid_until:
        moved = moved.filter(on__lt=row.valid_until)
    if moved.exists():
        raise RegisterRefused(
            "Shares moved to or from them in that time. Withdraw those entries first."
        )
    made = models.Membership(
        **row.content(), replaces=row, recorded_by=by, change=Change.WITHDRAWAL, withdrawn=True,
        reason=reason.strip(),
    )  # fmt: skip
    put(made)
    note("membership.withdrawn", by, register, number=row.member.number, row=row.pk)
    return made
