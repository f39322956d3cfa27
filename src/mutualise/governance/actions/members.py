"""What a company secretary does to the register of members. Every deed locks the register, writes
dated rows that are never changed, and a line of the audit trail, in one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from mutualise.accounts import actions as audit
from mutualise.accounts.models import Person
from mutualise.accounts.permissions import check_holds
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle.models import Change
from mutualise.chronicle.refusals import AlreadyRecorded, NoLongerStands, ReasonMissing
from mutualise.governance import models
from mutualise.governance.queries.members import balances, spell_of
from mutualise.governance.rules.membership import ENDED_LABELS, Ended
from mutualise.governance.rules.mobile import NotAMobile, read_mobile
from mutualise.governance.rules.standing import DatesCross, check_apart
from mutualise.register.queries.entry import organisation_exists

ABOUT = ("name", "employee_number", "email", "address", "mobile")


class RegisterRefused(Exception):
    """The register cannot be changed so; `field` names what is wrong, the message the remedy."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def locked(by: Person, register: models.MemberRegister) -> models.MemberRegister:
    """Check that the person keeps this register, and hold it until the transaction ends."""
    check_holds(by, Role.COMPANY_SECRETARY, organisation=register.code)
    return models.MemberRegister.objects.select_for_update().get(pk=register.pk)


def note(event: str, by: Person, register: models.MemberRegister, **detail: Any) -> None:
    """One line of the audit trail; numbers and keys only, never a name or an address."""
    audit.record(f"governance.{event}", by=by, subject=register.code, **detail)


@transaction.atomic
def open_register(
    *, by: Person, code: str, form: str, votes: str, guarantee_pence: int | None, on: date,
    demonstration: bool = False,
) -> models.MemberRegister:  # fmt: skip
    """Open the register of members of a body of the public register.

    Raises NotAllowed, RegisterRefused or AlreadyRecorded.
    """
    check_holds(by, Role.COMPANY_SECRETARY, organisation=code)
    if not organisation_exists(code):
        raise RegisterRefused(f"The public register has no body with the code {code}.")
    if models.MemberRegister.objects.filter(organisation_id=code).exists():
        raise AlreadyRecorded("The register of members is open already.")
    made = models.MemberRegister.objects.create(organisation_id=code, demonstration=demonstration)
    models.Constitution.objects.create(
        register=made, form=form, votes=votes, guarantee_pence=guarantee_pence, valid_from=on,
        recorded_by=by,
    )  # fmt: skip
    note("register.opened", by, made, form=form)
    return made


@transaction.atomic
def add_constituency(
    *, by: Person, register: models.MemberRegister, code: str, name: str, kind: str
) -> models.Constituency:
    """Add a class of members. Raises NotAllowed or AlreadyRecorded."""
    locked(by, register)
    if register.constituencies.filter(code=code).exists():
        raise AlreadyRecorded(f"There is a class with the code {code} already.")
    made = register.constituencies.create(code=code, name=name, kind=kind)
    note("constituency.added", by, register, code=code)
    return made


@transaction.atomic
def admit(
    *, by: Person, register: models.MemberRegister, about: Mapping[str, str],
    constituency: models.Constituency, employee: bool, on: date, number: int | None = None,
) -> models.Member:  # fmt: skip
    """Enter a member from a day, under the next free number unless one is given.

    Raises NotAllowed, RegisterRefused when the number or the employee number is taken.
    """
    locked(by, register)
    last = register.members.aggregate(last=Max("number"))["last"] or 0
    wanted = number or last + 1
    if register.members.filter(number=wanted).exists():
        raise RegisterRefused(f"Number {wanted} is taken, or was. Leave it out.", "number")
    _check_employee_number(register, about.get("employee_number", ""))
    member = register.members.create(number=wanted)
    _describe(by, member, about, on, "")
    models.Membership.objects.create(
        register=register, member=member, constituency=constituency, employee=employee,
        valid_from=on, recorded_by=by,
    )  # fmt: skip
    note("member.admitted", by, register, number=wanted)
    return member


@transaction.atomic
def admit_again(
    *, by: Person, member: models.Member, constituency: models.Constituency, employee: bool,
    on: date,
) -> models.Membership:  # fmt: skip
    """Let a former member back under their old number. Raises NotAllowed or RegisterRefused."""
    register = locked(by, member.register)
    made = models.Membership(
        register=register, member=member, constituency=constituency, employee=employee,
        valid_from=on, recorded_by=by,
    )  # fmt: skip
    _check_dates(member, made)
    made.save()
    note("member.admitted_again", by, register, number=member.number)
    return made


@transaction.atomic
def move(
    *, by: Person, member: models.Member, constituency: models.Constituency, employee: bool,
    on: date,
) -> models.Membership:  # fmt: skip
    """Move a member to another class from a day. Raises NotAllowed or RegisterRefused."""
    register = locked(by, member.register)
    standing = _in_force(member)
    if (standing.constituency_id, standing.employee) == (constituency.pk, employee):
        raise RegisterRefused("The member is in this class already.", "constituency")
    _end(by, standing, on, Ended.MOVED)
    made: models.Membership = models.Membership.objects.create(
        register=register, member=member, constituency=constituency, employee=employee,
        valid_from=on, recorded_by=by,
    )  # fmt: skip
    note("member.moved", by, register, number=member.number, to=constituency.code)
    return made


@transaction.atomic
def cease(*, by: Person, member: models.Member, on: date, ended: Ended) -> models.Membership:
    """End a membership on a day: the first on which they are not a member.

    Raises NotAllowed, or RegisterRefused while the member holds shares on that day.
    """
    register = locked(by, member.register)
    held, _ = balances(register, on)
    left = sum(held[member.pk].values())
    if left:
        raise RegisterRefused(
            f"The member holds {left} shares on that day. Transfer or withdraw them first.", "on"
        )
    row = _end(by, _in_force(member), on, ended)
    note("member.ceased", by, register, number=member.number, ended=ended)
    return row


@transaction.atomic
def correct_membership(
    *, by: Person, row: models.Membership, values: Mapping[str, Any], reason: str
) -> models.Membership:
    """Put a corrected row in the place of a time in a class.

    Raises NotAllowed, ReasonMissing, RegisterRefused or NoLongerStands.
    """
    register = locked(by, row.register)
    if not reason.strip():
        raise ReasonMissing
    made = _replacement(by, row, values, Change.CORRECTION, reason.strip())
    _check_dates(row.member, made, instead_of=row.pk)
    put(made)
    note("membership.corrected", by, register, number=row.member.number, row=made.pk)
    return made


@transaction.atomic
def describe(
    *, by: Person, member: models.Member, about: Mapping[str, str], on: date, reason: str
) -> models.Particulars:
    """Record new particulars of a member from a day. Raises NotAllowed, ReasonMissing or
    RegisterRefused."""
    register = locked(by, member.register)
    if not reason.strip():
        raise ReasonMissing
    _check_employee_number(register, about.get("employee_number", ""), member)
    row = _describe(by, member, about, on, reason.strip())
    note("member.described", by, register, number=member.number)
    return row


def _describe(
    by: Person, member: models.Member, about: Mapping[str, str], on: date, reason: str
) -> models.Particulars:
    values = {name: about.get(name, "").strip() for name in ABOUT}
    if not values["name"]:
        raise RegisterRefused("Enter the member's name.", "name")
    if values["mobile"]:
        try:
            values["mobile"] = read_mobile(values["mobile"])
        except NotAMobile as error:
            raise RegisterRefused(str(error), "mobile") from error
    return models.Particulars.objects.create(
        member=member, valid_from=on, recorded_by=by, reason=reason, **values
    )


def _check_employee_number(
    register: models.MemberRegister, number: str, member: models.Member | None = None
) -> None:
    """No two members carry one employee number at once."""
    if not number.strip():
        return
    others = employee_numbers(register).get(number.strip(), set())
    if others - {member.number if member else 0}:
        raise RegisterRefused(
            f"Employee number {number} belongs to another member. Check it.", "employee_number"
        )


def employee_numbers(register: models.MemberRegister) -> dict[str, set[int]]:
    """The members, by number, who carry each employee number as they were last described; also those
    who have left."""
    rows = models.Particulars.objects.filter(member__register=register).order_by("valid_from", "id")
    latest: dict[int, str] = dict(rows.values_list("member__number", "employee_number"))
    found: dict[str, set[int]] = defaultdict(set)
    for member, number in latest.items():
        if number:
            found[number].add(member)
    return found


def _in_force(member: models.Member) -> models.Membership:
    found = models.Membership.objects.known_at(None).filter(member=member, valid_until=None).first()
    if found is None:
        raise RegisterRefused("They are not a member, or their membership has its end already.")
    row: models.Membership = found
    return row


def _end(by: Person, row: models.Membership, on: date, ended: Ended) -> models.Membership:
    if on <= row.valid_from:
        raise RegisterRefused(
            f"It began on {row.valid_from:%d %B %Y}. Give a later day, or correct that day.", "on"
        )
    made = _replacement(
        by, row, {"valid_until": on, "ended": ended.value}, Change.UPDATE, ENDED_LABELS[ended]
    )
    put(made)
    return made


def _replacement(
    by: Person, row: models.Membership, values: Mapping[str, Any], change: Change, reason: str
) -> models.Membership:
    return models.Membership(
        **(row.content() | dict(values)), replaces=row, recorded_by=by, change=change, reason=reason
    )


def put(made: models.Membership) -> None:
    """Write a row in the place of the one it replaces. Raises NoLongerStands."""
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise NoLongerStands("Somebody changed this meanwhile. Look again.") from error


def _check_dates(member: models.Member, made: models.Membership, instead_of: int = 0) -> None:
    rows = models.Membership.objects.known_at(None).filter(member=member).exclude(pk=instead_of)
    if made.valid_until is not None and made.valid_until <= made.valid_from:
        raise RegisterRefused("The end must be after the beginning.", "valid_until")
    try:
        check_apart([*(spell_of(row) for row in rows), spell_of(made)])
    except DatesCross as error:
        raise RegisterRefused(str(error), "valid_from") from error
