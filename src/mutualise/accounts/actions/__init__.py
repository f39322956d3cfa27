"""What is done to people and their roles, and the trail every room writes to."""

from __future__ import annotations

from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q

from mutualise.accounts.actions.mail import forget_address
from mutualise.accounts.models import AuditEntry, Person, RecoveryCode, RoleHolding, WrongCode
from mutualise.accounts.queries import has_edited
from mutualise.accounts.rules.roles import APART, IN_AN_ORGANISATION, ROLE_LABELS, Role
from mutualise.chronicle import clock


class InvitationRefused(Exception):
    """The address or the role cannot be used; the message says why and what to do."""


class ErasureRefused(Exception):
    """The person cannot be erased yet; the message says why and what to do first."""


def record(event: str, *, by: Person | None, subject: str, **detail: Any) -> AuditEntry:
    """Write one line of the audit trail, in the caller's transaction."""
    return AuditEntry.objects.create(event=event, by=by, subject=subject, detail=detail)


def admit(email: str) -> Person:
    """Let a person sign in, without a role; one who can already is found again."""
    return Person.objects.filter(email__iexact=email).first() or Person.objects.create_user(email)


@transaction.atomic
def invite(
    *, email: str, role: Role, organisation: str = "", job_title: str = "", valid_from: date
) -> Person:
    """Let a person sign in and give them a role. Doing it twice changes nothing. Raises InvitationRefused."""
    try:
        validate_email(email)
    except ValidationError as error:
        raise InvitationRefused(
            f"“{email}” is not an email address. Give one like name@example.org."
        ) from error
    if role in IN_AN_ORGANISATION and not organisation:
        raise InvitationRefused(
            f"A {ROLE_LABELS[role].lower()} needs the code of their organisation."
        )
    person = Person.objects.filter(email__iexact=email).first() or Person.objects.create_user(
        email, job_title=job_title
    )
    if role in APART:
        _check_apart(person, role, organisation, valid_from)
    _, made = RoleHolding.objects.get_or_create(
        person=person,
        role=role.value,
        organisation=organisation,
        valid_until=None,
        defaults={"valid_from": valid_from},
    )
    if made:
        record(
            "accounts.role.given", by=None, subject=name_in_trail(person), role=role,
            organisation=organisation,
        )  # fmt: skip
    return person


def _check_apart(person: Person, role: Role, organisation: str, day: date) -> None:
    """Raises InvitationRefused where the person has a role that checks this one, or is checked by it."""
    theirs = person.holdings.filter(role__in=APART - {role}, organisation=organisation)
    held = theirs.filter(Q(valid_until=None) | Q(valid_until__gt=day)).first()
    if held is not None:
        other = ROLE_LABELS[Role(held.role)].lower()
        raise InvitationRefused(
            f"{person.email} has the role of {other} in {organisation}, and one person cannot have that of "
            f"{ROLE_LABELS[role].lower()} there too, because one checks the other. Give the role to somebody else."
        )


def name_in_trail(person: Person) -> str:
    """What the permanent audit trail calls a person: a number, which an erasure leaves to nobody."""
    return f"person {person.pk}"


@transaction.atomic
def forget(*, person: Person, by: Person | None) -> str:
    """Take name, address and roles from a person's row, which stays for what refers to it; returns
    the address that stands in their place. They cannot sign in again.

    Raises ErasureRefused.
    """
    if has_edited(person):
        raise ErasureRefused(
            "They edited the register, and the permanent log of notices has their address. It is "
            "kept with the register."
        )
    today = clock.today()
    person.holdings.filter(valid_from__gte=today).delete()
    person.holdings.filter(Q(valid_until=None) | Q(valid_until__gt=today)).update(valid_until=today)
    address = f"erased-{person.pk}@erased.invalid"
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user_id=person.pk).delete()
    RecoveryCode.objects.filter(person=person).delete()
    WrongCode.objects.filter(person=person).delete()
    forget_address(person.email, address)
    person.email, person.job_title, person.is_active = address, "", False
    person.save(update_fields=["email", "job_title", "is_active"])
    record("accounts.person.erased", by=by, subject=name_in_trail(person))
    return address
