"""What a signed-in person is and holds."""

from __future__ import annotations

from typing import Any

from mutualise.accounts.models import AuditEntry, Person
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


def person_with_address(email: str) -> Person | None:
    return Person.objects.filter(email__iexact=email, is_active=True).first()


def person_called(number: int) -> Person | None:
    return Person.objects.filter(pk=number, is_active=True).first()
