"""What people do to the register: record facts, correct them, bring them up to date and withdraw
them, and decide verdicts. Every deed is a new row and a line of the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import UniqueConstraint

from mutualise.accounts import actions as audit
from mutualise.accounts.models import Person
from mutualise.accounts.permissions import check_holds
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle.models import Change
from mutualise.chronicle.refusals import (
    AlreadyRecorded,
    NoLongerStands,
    NothingChanged,
    ReasonMissing,
)
from mutualise.register import models
from mutualise.register.rules.facts import Answer
from mutualise.register.rules.life import check_order, check_successor
from mutualise.register.rules.stakes import check_statement


@transaction.atomic
def record_fact(*, by: Person, row: Any) -> Any:
    """Record one fact about an organisation: an event, a name, an identifier, control evidence.

    Raises NotAllowed, AlreadyRecorded or ImpossibleLife.
    """
    check_holds(by, Role.REGISTER_EDITOR)
    if isinstance(row, models.Identifier):
        check_owner(row, {})
    if isinstance(row, models.LifeEvent):
        _check_life(row, {})
    return record(by, row)


@transaction.atomic
def add_organisation(*, by: Person, code: str, entry: models.Entry) -> models.Organisation:
    """Enter a body in the register. Raises NotAllowed or AlreadyRecorded."""
    check_holds(by, Role.REGISTER_EDITOR)
    if models.Organisation.objects.filter(code=code).exists():
        raise AlreadyRecorded(f"The register has a body with the code {code} already.")
    entry.organisation = models.Organisation.objects.create(code=code)
    record(by, entry)
    return entry.organisation


@transaction.atomic
def record_stakes(*, by: Person, rows: Sequence[models.Stake]) -> None:
    """Record a statement of stakes of one body in one instrument on one day, beside those of that
    day that stand already.

    Raises NotAllowed, ImpossibleStakes or AlreadyRecorded.
    """
    check_holds(by, Role.REGISTER_EDITOR)
    stated = {row.holder for row in rows}
    same_day = {
        name: getattr(rows[0], name) for name in ("organisation", "valid_from", "instrument")
    }
    beside = models.Stake.objects.known_at(None).filter(**same_day).exclude(holder__in=stated)
    check_statement([(row.holder, row.share) for row in [*beside, *rows]])
    for row in rows:
        record(by, row)


@transaction.atomic
def record_verdict(
    *,
    by: Person,
    organisation: models.Organisation,
    definition: str,
    outcome: Answer,
    decided_for: date,
    reasons: str,
    source: Any,
) -> models.Verdict:
    """Decide whether a body meets a definition on a day. Raises NotAllowed or ReasonMissing."""
    check_holds(by, Role.REGISTER_EDITOR)
    if not reasons.strip():
        raise ReasonMissing
    row = models.Verdict(
        organisation=organisation,
        definition=definition,
        outcome=outcome.value,
        decided_for=decided_for,
        reasons=reasons.strip(),
        source=source,
    )
    recorded: models.Verdict = record(by, row)
    return recorded


@transaction.atomic
def withdraw_fact(*, by: Person, old: Any, reason: str) -> Any:
    """Say that a recorded fact should not stand. Raises NotAllowed, ReasonMissing, NoLongerStands."""
    check_holds(by, Role.REGISTER_EDITOR)
    return _replace(by, old, {"withdrawn": True}, Change.WITHDRAWAL, reason)


@transaction.atomic
def correct_fact(
    *, by: Person, old: Any, values: dict[str, Any], reason: str, change: Change = Change.CORRECTION
) -> Any:
    """Put another row in the place of a fact: a corrected one, or one that holds newer information.

    Raises as `withdraw_fact`, NothingChanged, ImpossibleStakes when a statement of stakes would pass 100%,
    ImpossibleLife when the body would end before it began or succeed itself, and AlreadyRecorded when a number belongs to another body.
    """
    check_holds(by, Role.REGISTER_EDITOR)
    if all(getattr(old, name) == value for name, value in values.items()):
        raise NothingChanged
    if isinstance(old, models.Stake):
        _check_corrected_stake(old, values)
    if isinstance(old, models.Identifier):
        check_owner(old, values)
    if isinstance(old, models.LifeEvent):
        _check_life(old, values)
    return _replace(by, old, values, change, reason)


def _check_corrected_stake(old: models.Stake, values: dict[str, Any]) -> None:
    now = {name: values.get(name, getattr(old, name)) for name in ("valid_from", "instrument")}
    others = models.Stake.objects.known_at(None).filter(organisation=old.organisation, **now)
    stated = [(row.holder, row.share) for row in others.exclude(pk=old.pk)]
    holder, share = values.get("holder", old.holder), values.get("share", old.share)
    check_statement([*stated, (holder, share)])


def check_owner(row: models.Identifier, values: dict[str, Any]) -> None:
    """The database keeps a number for one body only as it was first recorded; what stands may be
    a correction."""
    number = {name: values.get(name, getattr(row, name)) for name in ("scheme", "identifier")}
    others = models.Identifier.objects.known_at(None).filter(**number).exclude(pk=row.pk)
    if (taken := others.select_related("organisation").first()) is not None:
        raise AlreadyRecorded(
            f"{taken.scheme} {taken.identifier} belongs to {taken.organisation.code} already. "
            "Check the number, or correct that body first."
        )


def _check_life(row: models.LifeEvent, values: dict[str, Any]) -> None:
    """No body ends before it launches or succeeds itself: the row as it would be, among the other
    events that stand."""
    check_successor(row.organisation.code, values.get("successor", row.successor))
    now = [values.get(name, getattr(row, name)) for name in ("kind", "earliest", "latest")]
    others = models.LifeEvent.objects.known_at(None).filter(organisation=row.organisation)
    rest = others.exclude(pk=row.pk).values_list("kind", "earliest", "latest")
    check_order([*rest, (now[0], now[1], now[2])])


def _withdrawn_before(row: Any) -> Any | None:
    """The withdrawal of the fact that has this row's key, which the row can take the place of."""
    for constraint in row._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            key = {name: getattr(row, name) for name in constraint.fields}
            end = type(row).objects.filter(**key, replaces=None).first()
            while end is not None and (later := type(row).objects.filter(replaces=end).first()):
                end = later
            if end is not None and end.withdrawn:
                return end
    return None


def record(by: Person, row: Any) -> Any:
    """Write one row and its line of the audit trail, for an action that has checked who may."""
    row.recorded_by = by
    withdrawn = _withdrawn_before(row)
    if withdrawn is not None:
        row.replaces, row.change = withdrawn, Change.CORRECTION
        row.reason = "Entered again after it was withdrawn"
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise AlreadyRecorded(
            "This fact, or another with the same key, is recorded already. Correct that one."
        ) from error
    audit.record(
        f"register.{row._meta.model_name}.recorded",
        by=by,
        subject=row.organisation.code,
        row=row.pk,
    )
    return row


def _replace(by: Person, old: Any, values: dict[str, Any], change: Change, reason: str) -> Any:
    if not reason.strip():
        raise ReasonMissing
    row = type(old)(
        **(old.content() | values),
        replaces=old,
        recorded_by=by,
        change=change,
        reason=reason.strip(),
    )
    try:
        with transaction.atomic():
            if old.withdrawn:
                raise IntegrityError
            row.save()
    except IntegrityError as error:
        raise NoLongerStands("This fact no longer stands: somebody has replaced it.") from error
    audit.record(
        f"register.{row._meta.model_name}.{change.lower()}",
        by=by,
        subject=old.organisation.code,
        row=row.pk,
        reason=row.reason,
    )
    return row
