"""Advice bought for a team: competitions, work orders, time and outputs."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from mutualise.chronicle import clock
from mutualise.chronicle.models import Recorded
from mutualise.programme.models.application import Document
from mutualise.programme.models.awards import Award
from mutualise.programme.models.suppliers import Supplier


class Competition(models.Model):
    """A mini-competition among the suppliers of one lot."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="competitions")
    lot = models.CharField(max_length=20)
    brief = models.TextField()
    days = models.DecimalField(max_digits=7, decimal_places=2)
    opened_at = models.DateTimeField(default=clock.now)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    closes_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="competition_opened_at_with_opened_by",
                condition=Q(opened_at__isnull=False) & Q(opened_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award} {self.lot}"


class Quote(models.Model):
    """A supplier's offer in a competition; sealed until the competition closes."""

    competition = models.ForeignKey(Competition, on_delete=models.PROTECT, related_name="quotes")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="quotes")
    days = models.DecimalField(max_digits=7, decimal_places=2)
    price_pence = models.PositiveBigIntegerField()
    proposal = models.TextField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="quote_once", fields=["competition", "supplier"]),
        ]

    def __str__(self) -> str:
        return f"{self.competition} {self.supplier}"


class WorkOrder(models.Model):
    """What a supplier shall do for a team: scope, days and price, fixed once placed."""

    class Method(models.TextChoices):
        DIRECT = "DIRECT", "Direct call-off"
        COMPETITION = "COMPETITION", "Mini-competition"

    reference = models.CharField(max_length=30, unique=True)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="orders")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="orders")
    lot = models.CharField(max_length=20)
    scope = models.TextField()
    days = models.DecimalField(max_digits=7, decimal_places=2)
    price_pence = models.PositiveBigIntegerField()
    method = models.CharField(max_length=12, choices=Method)
    method_reason = models.TextField()
    quote = models.OneToOneField(Quote, null=True, on_delete=models.PROTECT, related_name="order")
    placed_at = models.DateTimeField(default=clock.now)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    due = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="workorder_has_a_price", condition=Q(price_pence__gt=0)),
            models.CheckConstraint(
                name="workorder_placed_at_with_placed_by",
                condition=Q(placed_at__isnull=False) & Q(placed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="workorder_quote_of_competition",
                condition=Q(method="COMPETITION", quote__isnull=False)
                | Q(method="DIRECT", quote=None),
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class TimeEntry(Recorded):
    """Time an adviser worked on an order on one day, in minutes; corrected by a newer row."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="time_entries")
    adviser = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=300)

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="timeentry_within_a_day", condition=Q(minutes__gt=0, minutes__lte=24 * 60)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.on} {self.minutes}"


class Output(models.Model):
    """A piece of finished work. The team accepts or disputes it before it can be paid."""

    class State(models.TextChoices):
        HANDED_IN = "HANDED_IN", "Waiting for the team"
        ACCEPTED = "ACCEPTED", "Accepted"
        DISPUTED = "DISPUTED", "Disputed"

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="outputs")
    title = models.CharField(max_length=200)
    summary = models.TextField()
    document = models.ForeignKey(
        Document, null=True, on_delete=models.PROTECT, related_name="outputs"
    )
    price_pence = models.PositiveBigIntegerField()
    confidential = models.BooleanField(default=False)
    handed_in_at = models.DateTimeField(default=clock.now)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.HANDED_IN)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decision_words = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="output_decided_at_with_decided_by",
                condition=Q(state="HANDED_IN", decided_at=None, decided_by=None)
                | (~Q(state="HANDED_IN") & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="output_disputed_with_words",
                condition=~Q(state="DISPUTED") | ~Q(decision_words=""),
            ),
            models.CheckConstraint(
                name="output_handed_in_at_with_handed_in_by",
                condition=Q(handed_in_at__isnull=False) & Q(handed_in_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.title}"
