"""The register of directors: who chose them, for how long, and what ties they declared; and who
asked to inspect the register of members."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from mutualise.chronicle import clock
from mutualise.governance.models.members import (
    Constituency,
    Member,
    MemberRegister,
    RegisterFact,
)
from mutualise.governance.rules.directors import CHOSEN_LABELS


class Director(models.Model):
    """A person on the board, by name; the member they are, if they are one."""

    register = models.ForeignKey(MemberRegister, on_delete=models.PROTECT, related_name="directors")
    name = models.CharField(max_length=200)
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.register} director {self.pk}"


class DirectorTerm(RegisterFact):
    """One term of a director. `term_ends_on` is when it ends by the rules, `valid_until` when it
    did end."""

    director = models.ForeignKey(Director, on_delete=models.PROTECT, related_name="terms")
    chosen = models.CharField(max_length=12, choices=list(CHOSEN_LABELS.items()))
    constituency = models.ForeignKey(
        Constituency, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # The election or the appointment it rests on.
    by_what = models.CharField(max_length=200, default="")
    term_ends_on = models.DateField(null=True)
    ended = models.CharField(max_length=20, default="")


class DirectorInterest(RegisterFact):
    """A tie of a director to another body, declared under Companies Act 2006 ss.177 and 182."""

    director = models.ForeignKey(Director, on_delete=models.PROTECT, related_name="interests")
    nature = models.CharField(max_length=300)


class Inspection(models.Model):
    """A request to inspect or copy the register of members (Companies Act 2006 s.116)."""

    class Outcome(models.TextChoices):
        WAITING = "WAITING", "Waiting"
        GIVEN = "GIVEN", "Inspected or copied"
        COURT = "COURT", "Taken to court"

    register = models.ForeignKey(
        MemberRegister, on_delete=models.PROTECT, related_name="inspections"
    )
    name = models.CharField(max_length=200)
    address = models.TextField()
    purpose = models.TextField()
    shared_with = models.TextField(default="")
    received_on = models.DateField()
    due_on = models.DateField()
    requested_at = models.DateTimeField(default=clock.now)
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.WAITING)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="inspection_decided_at_with_decided_by",
                condition=Q(outcome="WAITING", decided_at=None, decided_by=None)
                | (~Q(outcome="WAITING") & Q(decided_at__isnull=False, decided_by__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.register} inspection {self.pk}"
