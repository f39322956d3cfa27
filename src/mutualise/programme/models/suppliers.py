"""Suppliers of advice on the framework: their lots, consortia and rates, each dated."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from mutualise.chronicle import clock
from mutualise.chronicle.models import Recorded


class Supplier(models.Model):
    """A body that sells advice. Its people hold the role of adviser in it, by its code."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    # As `rules.interests.key_of` makes it, for conflicts of interest.
    name_key = models.CharField(max_length=200)
    # Fewer than 250 employees and within the money limits (Procurement Act 2023, s.123).
    small = models.BooleanField()
    consortium = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.name


class SupplierFact(Recorded):
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="%(class)ss")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta(Recorded.Meta):
        abstract = True
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="%(class)s_ends_after_it_starts",
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier} {self._meta.verbose_name} from {self.valid_from}"


class LotPlace(SupplierFact):
    """A supplier's place on one lot of the framework (`rules.lots`)."""

    lot = models.CharField(max_length=20)


class ConsortiumPlace(SupplierFact):
    """A supplier's place in a consortium, which is a supplier too."""

    consortium = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="places")


class Rate(SupplierFact):
    """The most a supplier may charge for a day of one grade on one lot."""

    lot = models.CharField(max_length=20)
    grade = models.CharField(max_length=20)
    day_rate_pence = models.PositiveIntegerField()


class SupplierInterest(SupplierFact):
    """A tie of a supplier to an organisation: no work for a team of that body goes to it."""

    organisation = models.CharField(max_length=200)
    organisation_key = models.CharField(max_length=200, db_index=True)
    nature = models.CharField(max_length=200)
