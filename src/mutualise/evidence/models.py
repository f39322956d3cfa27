from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from mutualise.chronicle.models import Recorded


class Source(Recorded):
    """A document facts are read from. A correction is a new row with the same code."""

    code = models.CharField(max_length=100, db_index=True)
    title = models.CharField(max_length=500)
    publisher = models.CharField(max_length=200, default="")
    kind = models.CharField(max_length=40, default="")
    url = models.URLField(max_length=1000, default="")
    url_note = models.CharField(max_length=1000, default="")
    published_on = models.DateField(null=True)
    retrieved_on = models.DateField(null=True)
    licence = models.CharField(max_length=200, default="")
    sha256 = models.CharField(max_length=64, default="")

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(
                name="source_code_recorded_once", fields=["code"], condition=Q(replaces=None)
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Observation(Recorded):
    """One dated value read from a source, or a bound where the source gives only a bound."""

    QUALIFIERS: ClassVar = ["=", "~", ">", ">=", "<", "<="]

    subject = models.CharField(max_length=200)
    measure = models.CharField(max_length=60)
    qualifier = models.CharField(max_length=2, default="=")
    value = models.DecimalField(max_digits=18, decimal_places=4)
    unit = models.CharField(max_length=20)
    period = models.CharField(max_length=40, default="")
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    area = models.CharField(max_length=40, default="")
    quality = models.CharField(max_length=10)
    base = models.CharField(max_length=12, default="")
    base_count = models.PositiveIntegerField(null=True)
    population_count = models.PositiveIntegerField(null=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="observations")
    locator = models.CharField(max_length=500, default="")
    note = models.TextField(default="")
    digest = models.CharField(max_length=64)

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="observation_qualifier_known",
                condition=Q(qualifier__in=["=", "~", ">", ">=", "<", "<="]),
            ),
            models.CheckConstraint(
                name="observation_ends_after_it_starts",
                condition=Q(valid_from=None, valid_until=None) | Q(valid_until__gt=F("valid_from")),
            ),
            models.CheckConstraint(
                name="observation_base_no_larger_than_population",
                condition=Q(base_count=None)
                | Q(population_count=None)
                | Q(base_count__lte=F("population_count")),
            ),
            models.UniqueConstraint(
                name="observation_recorded_once", fields=["digest"], condition=Q(replaces=None)
            ),
        ]
        indexes = [
            models.Index(name="observation_measure_subject", fields=["measure", "subject"]),
            models.Index(name="observation_subject", fields=["subject"]),
            models.Index(name="observation_digest", fields=["digest"]),
        ]

    @property
    def reference(self) -> str:
        """The public name of this row, stable because the row never changes."""
        return f"obs-{self.pk}"

    def __str__(self) -> str:
        return f"{self.subject} {self.measure} {self.qualifier}{self.value} {self.unit}"
