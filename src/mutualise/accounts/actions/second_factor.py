"""Setting up, giving, changing and taking away the second factor of a person."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from mutualise.accounts.actions import name_in_trail, record
from mutualise.accounts.actions.security_letters import tell
from mutualise.accounts.actions.security_log import note
from mutualise.accounts.models import Person, RecoveryCode, WrongCode
from mutualise.accounts.permissions import needs_second_factor
from mutualise.accounts.rules.sealing import CannotBeRead, seal, unseal
from mutualise.accounts.rules.second_factor import (
    LONGEST,
    digest_of,
    may_try,
    new_recovery_codes,
)
from mutualise.accounts.rules.totp import DIGITS, step_proved
from mutualise.chronicle import clock

TOTP = Authenticator.Type.TOTP


class CodeRefused(Exception):
    """The code does not fit, or no code is looked at for now; the message says which."""


class NeededByRole(Exception):
    """The person holds a role that cannot do without a second factor."""


def sealed(text: str) -> str:
    """A text as it may lie in the database or a session."""
    return seal(text, _keys())


def unsealed(text: str) -> str:
    """The text again; "" when it was sealed under a key the site no longer has."""
    try:
        return unseal(text, _keys())
    except CannotBeRead:
        return ""


@transaction.atomic
def set_up(*, person: Person, secret: str, code: str) -> tuple[int, list[str]]:
    """Take a new app instead of any other, by a code it shows: the factor's number and new
    recovery codes. Every session of the person ends; the caller keeps its own.

    Raises CodeRefused.
    """
    person = _locked(person)
    now = clock.now()
    step = step_proved(secret, code, at=int(now.timestamp()))
    if step is None:
        raise CodeRefused("The code does not fit. Enter the one your app shows now.")
    replaced = bool(Authenticator.objects.filter(user_id=person.pk).delete()[0])
    factor = Authenticator.objects.create(
        user_id=person.pk, type=TOTP, data={"secret": sealed(secret), "step": step},
        created_at=now, last_used_at=now,
    )  # fmt: skip
    codes = _new_codes(person, now)
    WrongCode.objects.filter(person=person).delete()
    _end_sessions(person)
    event = "replaced" if replaced else "added"
    record(f"accounts.second_factor.{event}", by=person, subject=name_in_trail(person))
    tell(person, event)
    return int(factor.pk), codes


def prove(*, person: Person, code: str) -> int:
    """The number of the factor that a code of the app, or a recovery code, proves.

    A code is taken once. Raises CodeRefused; then the attempt is counted.
    """
    outcome = _tried(person, code)
    if isinstance(outcome, CodeRefused):
        raise outcome
    return outcome


@transaction.atomic
def renew_codes(*, person: Person) -> list[str]:
    """New recovery codes; those before work no longer. Raises CodeRefused without a factor."""
    person = _locked(person)
    if not Authenticator.objects.filter(user_id=person.pk, type=TOTP).exists():
        raise CodeRefused("Set up an authenticator app first.")
    codes = _new_codes(person, clock.now())
    record("accounts.second_factor.codes_made", by=person, subject=name_in_trail(person))
    tell(person, "codes_made")
    return codes


@transaction.atomic
def turn_off(*, person: Person) -> None:
    """Do without a second factor. Raises NeededByRole."""
    person = _locked(person)
    if needs_second_factor(person):
        raise NeededByRole("Your role needs a second factor. You can change to another app.")
    if _take_away(person):
        record("accounts.second_factor.removed", by=person, subject=name_in_trail(person))
        tell(person, "removed")


@transaction.atomic
def reset(*, person: Person, because: str) -> bool:
    """What an operator does for somebody who lost phone and codes: their factor goes and their
    sessions end. False, and nothing changed, when they had none."""
    person = _locked(person)
    if not _take_away(person):
        return False
    record(
        "accounts.second_factor.reset", by=None, subject=name_in_trail(person), because=because
    )  # fmt: skip
    tell(person, "reset")
    return True


@transaction.atomic
def sign_out_everywhere(*, person: Person, by: Person | None) -> None:
    """End every session of the person, this one too."""
    _end_sessions(_locked(person))
    record("accounts.sessions.ended", by=by, subject=name_in_trail(person))


def _locked(person: Person) -> Person:
    return Person.objects.select_for_update().get(pk=person.pk)


def _keys() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _new_codes(person: Person, now: datetime) -> list[str]:
    codes = new_recovery_codes()
    RecoveryCode.objects.filter(person=person).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(person=person, digest=digest_of(code), made_at=now) for code in codes
    )
    return codes


def _take_away(person: Person) -> bool:
    gone = bool(Authenticator.objects.filter(user_id=person.pk).delete()[0])
    RecoveryCode.objects.filter(person=person).delete()
    WrongCode.objects.filter(person=person).delete()
    if gone:
        _end_sessions(person)
    return gone


def _end_sessions(person: Person) -> None:
    """A session holds a digest of the (never usable) password; another one ends it."""
    person.set_unusable_password()
    person.save(update_fields=["password"])


@transaction.atomic
def _tried(person: Person, code: str) -> int | CodeRefused:
    now = clock.now()
    person = _locked(person)
    WrongCode.objects.filter(person=person, at__lte=now - LONGEST).delete()
    wrong = list(WrongCode.objects.filter(person=person).values_list("at", flat=True))
    if not may_try(wrong, now):
        note("second_factor_not_looked_at", person=person)
        return CodeRefused("Too many wrong codes were given. Wait for 15 minutes or longer.")
    factor = Authenticator.objects.filter(user_id=person.pk, type=TOTP).first()
    if factor is not None and _fits(factor, person, code, now):
        WrongCode.objects.filter(person=person).delete()
        return int(factor.pk)
    WrongCode.objects.create(person=person, at=now)
    note("second_factor_wrong", person=person)
    if not may_try([*wrong, now], now):
        record("accounts.second_factor.blocked", by=None, subject=name_in_trail(person))
        tell(person, "blocked")
    return CodeRefused("The code does not fit. Enter the one your app shows now.")


def _fits(factor: Authenticator, person: Person, code: str, now: datetime) -> bool:
    if len("".join(code.split())) > DIGITS:
        return _recovered(person, code, now)
    secret = unsealed(factor.data["secret"])
    after = factor.data["step"]
    step = step_proved(secret, code, at=int(now.timestamp()), after=after) if secret else None
    if step is None:
        return False
    # Sealed again, so that a change of the site's key reaches everybody who signs in.
    factor.data = {"secret": sealed(secret), "step": step}
    factor.last_used_at = now
    factor.save(update_fields=["data", "last_used_at"])
    return True


def _recovered(person: Person, code: str, now: datetime) -> bool:
    unused = RecoveryCode.objects.filter(person=person, used_at=None)
    if not unused.filter(digest=digest_of(code)).update(used_at=now):
        return False
    left = unused.count()
    record(
        "accounts.second_factor.recovery_code_used", by=person, subject=name_in_trail(person),
        left=left,
    )  # fmt: skip
    tell(person, "recovery_code_used", left=left)
    return True
