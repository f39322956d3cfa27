"""What a signed-in person is and holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db.models import CharField, EmailField, Q, QuerySet
from django.utils import timezone

from mutualise.accounts.models import AuditEntry, Mail, Person, RecoveryCode, RoleHolding
from mutualise.accounts.permissions import holds
from mutualise.accounts.rules.roles import Role


def is_editor(person: Any) -> bool:
    return holds(person, Role.REGISTER_EDITOR)


def organisations_represented(person: Any) -> list[str]:
    """Codes of the organisations this person represents today."""
    if not getattr(person, "is_authenticated", False):
        return []
    codes = {row.organisation for row in person.holdings.filter(role=Role.REPRESENTATIVE.value)}
    return sorted(c for c in codes if holds(person, Role.REPRESENTATIVE, organisation=c))


def trail_of(subject: str) -> list[AuditEntry]:
    """The audit trail of one subject, newest first."""
    return list(AuditEntry.objects.filter(subject=subject).select_related("by").order_by("-id"))


def entries_called(subject: str, events: Sequence[str]) -> QuerySet[AuditEntry]:
    """Lines of the audit trail of one subject that say one of some events."""
    rows = AuditEntry.objects.filter(subject=subject, event__in=list(events))
    return rows.select_related("by")


def mail_log(most: int) -> list[Mail]:
    """The mail the site sent or tried to send, newest first."""
    return list(Mail.objects.order_by("-pk")[:most])


def person_with_address(email: str) -> Person | None:
    return Person.objects.filter(email__iexact=email, is_active=True).first()


def person_called(number: int) -> Person | None:
    return Person.objects.filter(pk=number, is_active=True).first()


def holders_of(role: Role, organisations: Sequence[str]) -> list[Person]:
    """Who holds a role today in one of the organisations, by address."""
    today = timezone.localdate()
    held = RoleHolding.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=today), role=role.value,
        organisation__in=organisations, valid_from__lte=today, person__is_active=True,
    )  # fmt: skip
    found = Person.objects.filter(pk__in=held.values("person")).order_by("email")
    return list(found)


@dataclass(frozen=True)
class SecondFactor:
    """The app a person gives codes of, and how many recovery codes they have left."""

    number: int
    added_at: datetime
    last_used_at: datetime | None
    codes_left: int


def second_factor_of(person: Any) -> SecondFactor | None:
    row = Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.TOTP).first()
    if row is None:
        return None
    left = RecoveryCode.objects.filter(person_id=person.pk, used_at=None).count()
    return SecondFactor(row.pk, row.created_at, row.last_used_at, left)


@dataclass(frozen=True)
class Personal:
    """The columns of a table that name a person: by a reference to them, or by their address."""

    people: Sequence[str]
    addresses: Sequence[str]


# Addresses are found by what a column is called or made for, so that a new table is not forgotten.
ADDRESS_NAMES = ("email", "to", "sent_to")


def personal_columns() -> dict[Any, Personal]:
    """Every table of every room, and of the sign-in library, that can name a person."""
    found = {}
    for model in apps.get_models():
        if model is Person:
            continue
        columns = model._meta.concrete_fields
        people = [f.name for f in columns if f.related_model is Person]
        addresses = [
            f.name
            for f in columns
            if isinstance(f, EmailField) or (f.name in ADDRESS_NAMES and isinstance(f, CharField))
        ]
        if people or addresses:
            found[model] = Personal(people, addresses)
    return found


def held_on(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Every row of every room that names the person, by table: shape {table: [{column: value}]}.

    Rows are found by their references to the person and by the address; texts that only mention
    them are not.
    """
    found: dict[str, list[dict[str, Any]]] = {
        "accounts.Person": [_row(person)],
    }
    for model, columns in personal_columns().items():
        wanted = Q(
            *((name, person) for name in columns.people),
            *((f"{name}__iexact", person.email) for name in columns.addresses),
            _connector=Q.OR,
        )
        rows = [_row(row) for row in model._base_manager.filter(wanted).order_by("pk")]
        if rows:
            found[model._meta.label] = rows
    return found


def has_edited(person: Person) -> bool:
    """Whether the person was ever a register editor, whose address is in notices that stay."""
    return person.holdings.filter(role=Role.REGISTER_EDITOR.value).exists()


# What opens the sign-in is given to nobody, not even to the person as a file.
SECRETS = {
    "Person": "password",
    "Authenticator": "data",
    "RecoveryCode": "digest",
    "RollEntry": "salt",
}


def _row(row: Any) -> dict[str, Any]:
    return {
        field.attname: field.value_from_object(row)
        for field in row._meta.concrete_fields
        if field.name != SECRETS.get(row._meta.object_name)
    }
