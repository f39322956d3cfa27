from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from mutualise.chronicle import clock


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, **fields: Any) -> Person:
        person = Person(email=self.normalize_email(email), **fields)
        person.set_unusable_password()
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who can sign in, by a code sent to their address. No passwords are kept."""

    email = models.EmailField(unique=True, max_length=254)
    job_title = models.CharField(max_length=200, default="")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = PersonManager()

    def __str__(self) -> str:
        return self.email

    @property
    def called(self) -> str:
        """What they do there; their address where nobody said."""
        return self.job_title or self.email


class RoleHolding(models.Model):
    """A role a person holds from a day, everywhere or in one organisation (by its code)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="holdings")
    role = models.CharField(max_length=30)
    organisation = models.CharField(max_length=60, default="")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="roleholding_ends_after_it_starts",
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
            ),
            models.CheckConstraint(
                name="roleholding_representative_of_somebody",
                condition=~Q(role="REPRESENTATIVE") | ~Q(organisation=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.role} {self.organisation}".strip()


class RecoveryCode(models.Model):
    """Stands in once for a code of the person's app; the code itself is kept nowhere."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=clock.now)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="recoverycode_once", fields=["person", "digest"])
        ]

    def __str__(self) -> str:
        return f"recovery code {self.pk} of person {self.person_id}"


class WrongCode(models.Model):
    """A code that did not fit at the second step of signing in; kept for a day."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} person {self.person_id}"


class Mail(models.Model):
    """One mail of the site: to whom, why, and whether it left. `body` is kept only until then, and
    only where no other table has it (`kept`); a secret is never kept."""

    # Empty where the log is not to say who got it.
    to = models.EmailField(max_length=254, blank=True, default="", db_index=True)
    kind = models.CharField(max_length=30)
    reason = models.CharField(max_length=200)
    subject = models.CharField(max_length=200, default="")
    body = models.TextField(default="")
    kept = models.BooleanField(default=True)
    written_at = models.DateTimeField(default=clock.now, db_index=True)
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, db_index=True)
    last_error = models.CharField(max_length=100, default="")
    # Names one occasion, so that it is written once; none for a secret, which is never written again.
    key = models.CharField(max_length=120, null=True, unique=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.written_at:%Y-%m-%d}"


class AuditEntry(models.Model):
    """What somebody did, to what, when. Written in the transaction of the deed itself."""

    at = models.DateTimeField(default=clock.now, db_index=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    event = models.CharField(max_length=80)
    subject = models.CharField(max_length=120, db_index=True)
    detail = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.event} {self.subject}"
