"""May this person open this page, and may they act for this organisation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.utils import timezone

from mutualise.accounts.models import Person
from mutualise.accounts.rules.roles import ROLE_LABELS, ROLES_OF, Access, Held, Role, has_role

View = TypeVar("View", bound=Callable[..., Any])


class NotAllowed(PermissionDenied):
    """The person may not do this; the message says what role is needed."""


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """People are invited by an administrator (`mutualise person`); nobody signs up alone."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False


def open_to(access: Access) -> Callable[[View], View]:
    """Mark a view with who may open it; the middleware refuses a view without a mark."""

    def mark(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]
        return view

    return mark


def read_roles_once(person: Any) -> None:
    """Keep the roles of a signed-in person with them, so that a page that asks twenty times what
    they may do asks the database once. For the length of one request."""
    if getattr(person, "is_authenticated", False):
        prefetch_related_objects([person], "holdings")


def _held(person: Person) -> list[Held]:
    return [
        Held(Role(row.role), row.organisation, row.valid_from, row.valid_until)
        for row in person.holdings.all()
    ]


def holds(person: Any, role: Role, *, organisation: str = "") -> bool:
    """Whether a signed-in person holds the role today. False for somebody not signed in."""
    if not getattr(person, "is_authenticated", False) or not person.is_active:
        return False
    return has_role(_held(person), role, organisation=organisation, on=timezone.localdate())


def holds_somewhere(person: Any, role: Role) -> bool:
    """Whether a signed-in person holds the role today, in any organisation or everywhere."""
    if not getattr(person, "is_authenticated", False) or not person.is_active:
        return False
    today = timezone.localdate()
    return any(each.role is role and each.holds_on(today) for each in _held(person))


def organisations_of(person: Any, role: Role) -> list[str]:
    """Codes of the organisations the person holds the role in today, in order."""
    if not getattr(person, "is_authenticated", False) or not person.is_active:
        return []
    today = timezone.localdate()
    return sorted(
        {h.organisation for h in _held(person) if h.role is role and h.holds_on(today)} - {""}
    )


def check_holds(person: Any, role: Role, *, organisation: str = "") -> None:
    """Raise NotAllowed unless the person holds the role today."""
    if not holds(person, role, organisation=organisation):
        where = f" of {organisation}" if organisation else ""
        raise NotAllowed(f"Only a {ROLE_LABELS[role].lower()}{where} may do this.")


def may_open(person: Any, access: Access) -> bool:
    if access is Access.ANYONE:
        return True
    if access is Access.SIGNED_IN:
        return bool(getattr(person, "is_authenticated", False))
    return any(
        holds_somewhere(person, role) for role in ROLES_OF.get(access) or (Role(access.value),)
    )
