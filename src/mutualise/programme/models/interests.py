"""Interests people declare, and the cases that are closed to them for it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from mutualise.chronicle import clock
from mutualise.chronicle.models import Recorded
from mutualise.programme.models.cases import Case
from mutualise.programme.rules.interests import Ground


class Interest(Recorded):
    """A person's tie to an organisation, from a day. Every case of that organisation is closed to
    them while it lasts, without anybody's decision."""

    class Kind(models.TextChoices):
        EMPLOYER = "EMPLOYER", "Works there"
        FORMER_EMPLOYER = "FORMER_EMPLOYER", "Worked there"
        OFFICE = "OFFICE", "Holds an office there"
        FINANCIAL = "FINANCIAL", "Money or shares"
        FAMILY = "FAMILY", "Somebody close works there"
        OTHER = "OTHER", "Another tie"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind)
    organisation = models.CharField(max_length=200)
    organisation_key = models.CharField(max_length=200, db_index=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="interest_ends_after_it_starts",
                condition=models.Q(valid_until=None)
                | models.Q(valid_until__gt=models.F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.kind} {self.organisation}"


class Recusal(models.Model):
    """A case closed to a person, because they said so or a record was found. What somebody said of
    themselves is never lifted; what was found is, as a false match, by a `Lifting`."""

    class Origin(models.TextChoices):
        DECLARED = "DECLARED", "Declared by the person"
        FOUND = "FOUND", "Found from a record"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="recusals")
    origin = models.CharField(max_length=10, choices=Origin)
    # What it was found from (`rules.interests.Ground`); empty for what the person declared.
    ground = models.CharField(
        max_length=10, default="", choices=[(g.value, g.value) for g in Ground]
    )
    words = models.TextField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="recusal_once", fields=["person", "case", "ground"]),
            models.CheckConstraint(
                name="recusal_found_from_a_ground",
                condition=models.Q(origin="DECLARED", ground="")
                | (models.Q(origin="FOUND") & ~models.Q(ground="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} closed to {self.case}"


class Lifting(models.Model):
    """An officer's word that a conflict found from a record is none, and why."""

    recusal = models.OneToOneField(Recusal, on_delete=models.PROTECT, related_name="lifting")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(name="lifting_with_a_reason", condition=~models.Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.recusal}, lifted"


class Dispensation(models.Model):
    """Leave for one person to work on one case in spite of a conflict found from a shared employer,
    where nobody without one could: asked for by one person, agreed to by another, until a day. It is in
    force from the agreement; the reasons and both names stay in the decision pack."""

    recusal = models.ForeignKey(Recusal, on_delete=models.PROTECT, related_name="dispensations")
    reason = models.TextField()
    until = models.DateField()
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    agreed_words = models.TextField(default="")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_words = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="dispensation_by_two", condition=~models.Q(agreed_by=models.F("asked_by"))
            ),
            models.CheckConstraint(
                name="dispensation_with_reasons",
                condition=~models.Q(reason="")
                & (models.Q(agreed_at=None) | ~models.Q(agreed_words=""))
                & (models.Q(ended_at=None) | ~models.Q(ended_words="")),
            ),
            models.CheckConstraint(
                name="dispensation_asked_at_with_asked_by",
                condition=models.Q(asked_at__isnull=False) & models.Q(asked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="dispensation_agreed_at_with_agreed_by",
                condition=models.Q(agreed_at=None, agreed_by=None)
                | models.Q(agreed_at__isnull=False, agreed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="dispensation_ended_at_with_ended_by",
                condition=models.Q(ended_at=None, ended_by=None)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recusal}, until {self.until}"
