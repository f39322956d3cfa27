"""Allotting, transferring and withdrawing shares, and recording how many people work there."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q

from mutualise.accounts.models import Person
from mutualise.chronicle.models import Change
from mutualise.chronicle.refusals import AlreadyRecorded, NoLongerStands, ReasonMissing
from mutualise.governance import models
from mutualise.governance.actions.members import RegisterRefused, locked, note
from mutualise.governance.rules.share_ledger import Movement, TooManyShares, check_never_below


@transaction.atomic
def add_share_class(
    *, by: Person, register: models.MemberRegister, code: str, name: str, nominal_pence: int,
    votes_per_share: int = 1, withdrawable: bool = False,
) -> models.ShareClass:  # fmt: skip
    """Add a class of shares. Raises NotAllowed or AlreadyRecorded."""
    locked(by, register)
    if register.share_classes.filter(code=code).exists():
        raise AlreadyRecorded(f"There is a class of shares with the code {code} already.")
    made = register.share_classes.create(
        code=code, name=name, nominal_pence=nominal_pence, votes_per_share=votes_per_share,
        withdrawable=withdrawable,
    )  # fmt: skip
    note("shareclass.added", by, register, code=code)
    return made


@transaction.atomic
def move_shares(
    *, by: Person, share_class: models.ShareClass, quantity: int, on: date,
    source: models.Member | None = None, target: models.Member | None = None, paid_pence: int = 0,
) -> models.ShareMovement:  # fmt: skip
    """Allot (no source), transfer, or withdraw (no target) shares on a day.

    `paid_pence` is what was paid or agreed as paid on each, which moves with the share: not the price of
    a transfer. Raises NotAllowed, or RegisterRefused when the source would hold fewer than none on that
    day or later, or less was paid on what they hold, or the target is no member on that day.
    """
    register = locked(by, share_class.register)
    if quantity < 1:
        raise RegisterRefused("Enter how many shares, 1 or more.", "quantity")
    if source is None and target is None:
        raise RegisterRefused("Choose who gives or who receives the shares.", "target")
    if source is not None and target is not None and source.pk == target.pk:
        raise RegisterRefused("A member cannot transfer shares to themselves.", "target")
    row = models.ShareMovement(
        register=register, share_class=share_class, source_member=source, target_member=target,
        quantity=quantity, on=on, paid_pence=paid_pence, recorded_by=by,
    )  # fmt: skip
    _check(row)
    _check_paid(row)
    _check_member(row)
    row.save()
    note(
        "shares.moved", by, register, quantity=quantity, share_class=share_class.code,
        source=source.number if source else None, target=target.number if target else None,
    )  # fmt: skip
    return row


@transaction.atomic
def withdraw_movement(
    *, by: Person, row: models.ShareMovement, reason: str
) -> models.ShareMovement:
    """Say that a movement was entered by mistake.

    Raises NotAllowed, ReasonMissing, NoLongerStands, or RegisterRefused when shares moved later
    rest on it.
    """
    register = locked(by, row.register)
    if not reason.strip():
        raise ReasonMissing
    _check(row, without=True)
    made = models.ShareMovement(
        **row.content(), replaces=row, recorded_by=by, change=Change.WITHDRAWAL, withdrawn=True,
        reason=reason.strip(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            if row.withdrawn:
                raise IntegrityError
            made.save()
    except IntegrityError as error:
        raise NoLongerStands("Somebody withdrew this movement already.") from error
    note("shares.withdrawn", by, register, row=row.pk)
    return made


@transaction.atomic
def count_workforce(
    *, by: Person, register: models.MemberRegister, on: date, employees: int, read_from: str
) -> models.Workforce | None:
    """Record how many people the body employed on a day; the same again records nothing.

    Raises NotAllowed or RegisterRefused.
    """
    locked(by, register)
    stands = models.Workforce.objects.known_at(None).filter(register=register, on=on).first()
    if stands and stands.employees == employees:
        return None
    made = models.Workforce(
        register=register, on=on, employees=employees, read_from=read_from, recorded_by=by
    )
    if stands:
        made.replaces, made.change = stands, Change.UPDATE
        made.reason = f"Counted again from {read_from}"
    made.save()
    note("workforce.counted", by, register, on=on.isoformat(), employees=employees)
    return made


def _check(row: models.ShareMovement, *, without: bool = False) -> None:
    if row.source_member_id is None and not without:
        return  # An allotment takes from nobody.
    others = models.ShareMovement.objects.known_at(None).filter(share_class=row.share_class)
    moved = [_movement(each) for each in others.exclude(pk=row.pk)]
    try:
        check_never_below(moved if without else [*moved, _movement(row)])
    except TooManyShares as error:
        raise RegisterRefused(str(error), "quantity") from error


def _check_paid(row: models.ShareMovement) -> None:
    """What was paid on the source's shares of the class is never less than nothing, nor left without
    a share (Companies Act 2006 section 113(3)(b))."""
    if row.source_member_id is None:
        return
    held = paid = 0
    moved = models.ShareMovement.objects.known_at(None).filter(
        Q(source_member=row.source_member_id) | Q(target_member=row.source_member_id),
        share_class=row.share_class, on__lte=row.on,
    )  # fmt: skip
    for each in moved:
        quantity = (
            each.quantity if each.target_member_id == row.source_member_id else -each.quantity
        )
        held += quantity
        paid += quantity * each.paid_pence
    left = paid - row.quantity * row.paid_pence
    if left < 0 or (left and row.quantity == held):
        raise RegisterRefused(
            f"On the {held:,} shares of this class they hold £{paid // 100:,}.{paid % 100:02d} was paid or agreed "
            "as paid. Give what was paid on each share that moves, not the price of the transfer.",
            "paid",
        )


def _check_member(row: models.ShareMovement) -> None:
    """Whoever holds shares is a member: shares of anybody else would be in no ratio and no vote."""
    if row.target_member_id is None:
        return
    members = models.Membership.objects.known_at(None).filter(
        Q(valid_until=None) | Q(valid_until__gt=row.on), member=row.target_member_id,
        valid_from__lte=row.on,
    )  # fmt: skip
    if not members.exists():
        raise RegisterRefused(
            "Whoever receives the shares is not a member on that day. Admit them from that day first.",
            "on",
        )


def _movement(row: models.ShareMovement) -> Movement:
    return Movement(row.on, row.source_member_id, row.target_member_id, row.quantity)
