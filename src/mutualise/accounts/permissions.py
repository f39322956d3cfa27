"""May this person open this page, and may they act for this organisation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.utils import timezone

from mutualise.accounts.models import Person
from mutualise.accounts.rules.roles import ROLE_LABELS, ROLES_OF, Access, Held, Role, has_role
from mutualise.accounts.rules.second_factor import Step, needs_it, step_before
from mutualise.accounts.rules.sessions import NOTED_EVERY, is_over
from mutualise.chronicle import clock

# Where a session keeps when it began, when it was last used, and which second factor it gave, when.
SINCE, SEEN, PROOF = "since", "seen", "second-factor"

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


def needs_second_factor(person: Person) -> bool:
    """Whether a role the person holds today needs a second factor."""
    return needs_it(_held(person), timezone.localdate())


def step_before_pages(request: Any) -> Step:
    """What a signed-in person does before they open a page, in this session."""
    person = request.user
    factor = (
        Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.TOTP)
        .values_list("pk", flat=True)
        .first()
    )
    proof = request.session.get(PROOF) or {}
    proved = proof.get("factor") if proof.get("person") == person.pk else None
    return step_before(needed=needs_second_factor(person), factor=factor, proved=proved)


def remember_proof(request: Any, person: Any, factor: int) -> None:
    """Note in the session that a code of this factor was given now."""
    at = int(clock.now().timestamp())
    request.session[PROOF] = {"person": person.pk, "factor": factor, "at": at}


def proved_within(request: Any, length: timedelta) -> bool:
    """Whether this session gave a code of a second factor within the time."""
    at = (request.session.get(PROOF) or {}).get("at")
    return at is not None and clock.now() - datetime.fromtimestamp(at, UTC) < length


def still_open(request: Any) -> bool:
    """Whether the session of somebody signed in goes on; notes its beginning and its use."""
    now = int(timezone.now().timestamp())
    began = request.session.setdefault(SINCE, now)
    seen = request.session.setdefault(SEEN, now)
    if is_over(began, seen, now):
        return False
    if now - seen >= NOTED_EVERY:
        request.session[SEEN] = now
    return True


def began_within(request: Any, length: timedelta) -> bool:
    """Whether this session began within the time."""
    began = request.session.get(SINCE)
    return began is not None and timezone.now() - datetime.fromtimestamp(began, UTC) < length


def network_of(request: Any) -> str:
    """The address a request came from, past as many proxies as are our own (MUTUALISE_PROXIES)."""
    return str(get_client_ip(request) or "")
