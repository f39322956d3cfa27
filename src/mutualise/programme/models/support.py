"""Kinds of support beside advice and money: proofs before payment, group training, mentoring days."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from mutualise.chronicle import clock
from mutualise.programme.models.application import Document
from mutualise.programme.models.awards import Award


def _by() -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )


def _bound(table: str, stem: str) -> models.CheckConstraint:
    """A moment and the person of it are both known."""
    return models.CheckConstraint(
        name=f"{table}_{stem}_at_with_{stem}_by",
        condition=Q(**{f"{stem}_at__isnull": False}) & Q(**{f"{stem}_by__isnull": False}),
    )


class Proof(models.Model):
    """What a team shows before it is paid: that its match is there, or that the work is complete."""

    class Kind(models.TextChoices):
        MATCH = "MATCH", "The cash match"
        COMPLETION = "COMPLETION", "Completion"

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="proofs")
    kind = models.CharField(max_length=10, choices=Kind)
    words = models.TextField()
    # Cash shown to be there; nothing for a proof of completion.
    amount_pence = models.PositiveBigIntegerField(default=0)
    document = models.ForeignKey(
        Document, null=True, on_delete=models.PROTECT, related_name="proofs"
    )
    shown_at = models.DateTimeField(default=clock.now)
    shown_by = _by()

    class Meta:
        constraints = [
            _bound("proof", "shown"),
            models.CheckConstraint(
                name="proof_of_a_match_has_an_amount",
                condition=Q(kind="MATCH", amount_pence__gt=0)
                | Q(kind="COMPLETION", amount_pence=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award} {self.kind}"


class ProofVerdict(models.Model):
    """An officer's word on a proof, given once."""

    proof = models.OneToOneField(Proof, on_delete=models.PROTECT, related_name="verdict")
    accepted = models.BooleanField()
    words = models.TextField()
    decided_at = models.DateTimeField(default=clock.now)
    decided_by = _by()

    class Meta:
        constraints = [_bound("proofverdict", "decided")]

    def __str__(self) -> str:
        return f"{self.proof} {'accepted' if self.accepted else 'sent back'}"


class TrainingSession(models.Model):
    """A day of training for several teams: how many places it has and what one costs."""

    title = models.CharField(max_length=200)
    venue = models.CharField(max_length=200)
    on = models.DateField()
    places = models.PositiveSmallIntegerField()
    place_pence = models.PositiveIntegerField()
    demonstration = models.BooleanField(default=False)
    arranged_at = models.DateTimeField(default=clock.now)
    arranged_by = _by()

    class Meta:
        constraints = [
            _bound("trainingsession", "arranged"),
            models.CheckConstraint(
                name="trainingsession_has_places_at_a_cost",
                condition=Q(places__gt=0, place_pence__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.on}"


class TrainingBooking(models.Model):
    """Places kept for a team at a session."""

    session = models.ForeignKey(TrainingSession, on_delete=models.PROTECT, related_name="bookings")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="bookings")
    places = models.PositiveSmallIntegerField()
    kept_at = models.DateTimeField(default=clock.now)
    kept_by = _by()

    class Meta:
        constraints = [
            _bound("trainingbooking", "kept"),
            models.CheckConstraint(name="trainingbooking_of_places", condition=Q(places__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.award} at {self.session}"


class Attendance(models.Model):
    """How many of a team came to a session; with it the places kept are owed for."""

    booking = models.OneToOneField(
        TrainingBooking, on_delete=models.PROTECT, related_name="attendance"
    )
    came = models.PositiveSmallIntegerField()
    noted_at = models.DateTimeField(default=clock.now)
    noted_by = _by()

    class Meta:
        constraints = [_bound("attendance", "noted")]

    def __str__(self) -> str:
        return f"{self.booking}: {self.came}"


class Mentor(models.Model):
    """A mentor agreed with a team: for how many days at most, at which rate."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="mentors")
    name = models.CharField(max_length=120)
    body = models.CharField(max_length=200)
    days = models.DecimalField(max_digits=5, decimal_places=1)
    day_rate_pence = models.PositiveIntegerField()
    agreed_at = models.DateTimeField(default=clock.now)
    agreed_by = _by()

    class Meta:
        constraints = [
            _bound("mentor", "agreed"),
            models.CheckConstraint(
                name="mentor_for_days_at_a_rate", condition=Q(days__gt=0, day_rate_pence__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} for {self.award}"


class MentoringDay(models.Model):
    """A half or whole day a mentor gave; it is owed for at the mentor's rate."""

    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="used")
    on = models.DateField()
    half_days = models.PositiveSmallIntegerField()
    words = models.TextField()
    noted_at = models.DateTimeField(default=clock.now)
    noted_by = _by()

    class Meta:
        constraints = [
            _bound("mentoringday", "noted"),
            models.UniqueConstraint(name="mentoringday_once", fields=["mentor", "on"]),
            models.CheckConstraint(
                name="mentoringday_half_or_whole", condition=Q(half_days__gte=1, half_days__lte=2)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor} on {self.on}"
