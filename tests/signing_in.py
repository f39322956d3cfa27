"""Signing somebody in for a test, with the second factor their role needs."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from mutualise.accounts.actions.second_factor import sealed
from mutualise.accounts.models import Person
from mutualise.accounts.permissions import PROOF, SEEN, SINCE, needs_second_factor
from mutualise.accounts.rules.totp import code_at, new_secret
from mutualise.chronicle import clock

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def code_now(secret: str, later: int = 0) -> str:
    """The code an app shows now, or so many steps of half a minute later."""
    return code_at(secret, int(clock.now().timestamp()) // 30 + later)


def give_factor(person: Person, secret: str = "") -> Authenticator:
    """An authenticator app set up for the person, as a row."""
    data = {"secret": sealed(secret or new_secret()), "step": -1}
    return Authenticator.objects.get_or_create(
        user_id=person.pk, type=Authenticator.Type.TOTP, defaults={"data": data}
    )[0]


def sign_in(client: Client, person: Person) -> Client:
    """The client with a session of the person, in which they gave what their role needs."""
    client.force_login(person, backend=BACKEND)
    session, now = client.session, int(clock.now().timestamp())
    session[SINCE] = session[SEEN] = int(timezone.now().timestamp())
    if needs_second_factor(person):
        session[PROOF] = {"person": person.pk, "factor": give_factor(person).pk, "at": now}
    session.save()
    return client
