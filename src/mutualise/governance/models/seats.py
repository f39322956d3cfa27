"""From an election to the register of directors: who took which seat by it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from mutualise.chronicle import clock
from mutualise.governance.models.directors import DirectorTerm
from mutualise.governance.models.elections import Election, Nomination


class Office(models.Model):
    """What the notice of an election says of the time after the result; empty where it is silent."""

    election = models.OneToOneField(Election, on_delete=models.PROTECT, related_name="office")
    term_begins_on = models.DateField(null=True)
    term_ends_on = models.DateField(null=True)
    # One of `rules.seats.Vacancies`.
    vacancies = models.CharField(max_length=12, default="")

    def __str__(self) -> str:
        return f"{self.election} office"


class Seating(models.Model):
    """That a candidate took a seat, by the term it began. A candidate takes one seat, once."""

    nomination = models.OneToOneField(Nomination, on_delete=models.PROTECT, related_name="seating")
    term = models.OneToOneField(DirectorTerm, on_delete=models.PROTECT, related_name="seating")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.nomination} seated"


class Vacancy(models.Model):
    """That somebody an election chose holds their place no longer. A candidate leaves it once."""

    nomination = models.OneToOneField(Nomination, on_delete=models.PROTECT, related_name="vacancy")
    on = models.DateField()
    # One of `rules.vacancies.Cause`.
    cause = models.CharField(max_length=10)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.nomination} left"


class Filling(models.Model):
    """What the scrutineer found for a vacant place; the last of a vacancy stands."""

    vacancy = models.ForeignKey(Vacancy, on_delete=models.PROTECT, related_name="fillings")
    number = models.PositiveIntegerField()
    # The way of the notice: COUNTBACK or NEXT of `rules.seats.Vacancies`.
    way = models.CharField(max_length=12)
    # Numbers of candidates who cannot or do not wish to serve.
    unavailable = models.JSONField()
    winner = models.ForeignKey(
        Nomination, null=True, on_delete=models.PROTECT, related_name="fillings"
    )
    # Why nobody; empty where there is a winner.
    why = models.TextField(default="")
    # Both counts of a countback; empty for the next candidate.
    first = models.JSONField()
    second = models.JSONField()
    lots = models.JSONField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="filling_numbered_once", fields=["vacancy", "number"])
        ]

    def __str__(self) -> str:
        return f"{self.vacancy} filling {self.number}"
