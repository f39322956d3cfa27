"""What is done to people and their roles, and the trail every room writes to."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from mutualise.accounts.models import AuditEntry, Person, RoleHolding
from mutualise.accounts.rules.roles import IN_AN_ORGANISATION, ROLE_LABELS, Role


class InvitationRefused(Exception):
    """The address or the role cannot be used; the message says why and what to do."""


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
    """Let a person sign in and give them a role. Doing it twice changes nothing."""
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
    _, made = RoleHolding.objects.get_or_create(
        person=person,
        role=role.value,
        organisation=organisation,
        valid_until=None,
        defaults={"valid_from": valid_from},
    )
    if made:
        record("accounts.role.given", by=None, subject=email, role=role, organisation=organisation)
    return person
