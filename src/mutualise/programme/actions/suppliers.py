"""The framework: who is on it, for which lots, at which rates, in which consortium."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from mutualise.accounts import actions as audit
from mutualise.accounts.permissions import check_holds
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.chronicle.models import Change
from mutualise.chronicle.refusals import NoLongerStands
from mutualise.programme.models import Supplier
from mutualise.programme.queries.suppliers import FACTS, new_fact
from mutualise.programme.rules.interests import key_of


class Wrong(Exception):
    """Something given cannot stand; `field` names it and the message says what to do."""

    def __init__(self, field: str | None, message: str) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def add_supplier(
    *, by: Any, code: str, name: str, small: bool, consortium: bool = False
) -> Supplier:
    """Put a supplier on the framework, on no lot yet. Raises NotAllowed or Wrong."""
    check_holds(by, Role.PROGRAMME_OFFICER)
    try:
        with transaction.atomic():
            made = Supplier.objects.create(
                code=code, name=name.strip(), name_key=key_of(name), small=small,
                consortium=consortium, joined_at=clock.now(),
            )  # fmt: skip
    except IntegrityError as error:
        raise Wrong("code", f"There is a supplier with the code {code} already.") from error
    audit.record("programme.supplier.added", by=by, subject=code)
    return made


@transaction.atomic
def add_fact(*, by: Any, supplier: Supplier, kind: str, given: dict[str, Any]) -> Any:
    """Record a lot, rate, consortium or tie of a supplier. Raises NotAllowed or Wrong."""
    check_holds(by, Role.PROGRAMME_OFFICER)
    until = given.get("valid_until")
    if until and until <= given["valid_from"]:
        raise Wrong("valid_until", "The end must be after the start.")
    if kind == "consortia":
        _check_consortium(supplier, given["consortium"])
    row = new_fact(kind, supplier, given)
    if _overlaps(row):
        raise Wrong("valid_from", "The same is recorded for that time already. End that one first.")
    row.recorded_by, row.recorded_at = by, clock.now()
    row.save()
    audit.record(f"programme.supplier.{kind}", by=by, subject=supplier.code, row=row.pk)
    return row


@transaction.atomic
def end_fact(*, by: Any, row: Any, on: date, reason: str) -> Any:
    """Say from which day something of a supplier does not hold any more.

    Raises NotAllowed, Wrong or NoLongerStands.
    """
    check_holds(by, Role.PROGRAMME_OFFICER)
    if on <= row.valid_from:
        raise Wrong("on", "The end must be after the start.")
    if not reason.strip():
        raise Wrong("reason", "Say why: the reason stays in the record.")
    ended = type(row)(**row.content() | {"valid_until": on}, change=Change.UPDATE)
    _put_in_place(by, row, ended, reason)
    audit.record("programme.supplier.ended", by=by, subject=row.supplier.code, row=ended.pk)
    return ended


@transaction.atomic
def withdraw_fact(*, by: Any, row: Any, reason: str) -> Any:
    """Take back something of a supplier that was recorded in error: it never held.

    What was recorded stays in the record with the reason. Raises NotAllowed, Wrong or
    NoLongerStands.
    """
    check_holds(by, Role.PROGRAMME_OFFICER)
    if not reason.strip():
        raise Wrong("reason", "Say what was wrong: the reason stays in the record.")
    gone = type(row)(**row.content(), change=Change.WITHDRAWAL, withdrawn=True)
    _put_in_place(by, row, gone, reason)
    audit.record("programme.supplier.withdrawn", by=by, subject=row.supplier.code, row=gone.pk)
    return gone


def _put_in_place(by: Any, old: Any, new: Any, reason: str) -> None:
    new.replaces, new.reason = old, reason.strip()
    new.recorded_by, new.recorded_at = by, clock.now()
    try:
        with transaction.atomic():
            new.save()
    except IntegrityError as error:
        raise NoLongerStands("Somebody changed this at the same time. Look again.") from error


def _check_consortium(supplier: Supplier, consortium: Supplier) -> None:
    if not consortium.consortium or supplier.consortium or supplier.pk == consortium.pk:
        raise Wrong("consortium", "A firm joins a consortium; a consortium does not join another.")


def _overlaps(row: Any) -> bool:
    same = {"lots": ("lot",), "rates": ("lot", "grade"), "consortia": ("consortium_id",),
            "interests": ("organisation_key",)}  # fmt: skip
    kind = next(name for name, model in FACTS.items() if isinstance(row, model))
    like = {name: getattr(row, name) for name in same[kind]}
    others = FACTS[kind].objects.known_at(None).filter(supplier=row.supplier, **like)
    return any(
        (each.valid_until is None or each.valid_until > row.valid_from)
        and (row.valid_until is None or row.valid_until > each.valid_from)
        for each in others
    )
