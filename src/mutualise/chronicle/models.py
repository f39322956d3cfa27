"""A row that is written once: the two time lines every recorded fact has.

A fact has a time when it was true (each table names its own dates) and a time when we
learnt it (`recorded_at`). It is never changed. A later row may *replace* it, saying why;
a replacement with `withdrawn` set says that nothing stands in its place.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from mutualise.chronicle import clock

# What belongs to one row and not to the fact it records.
OF_ONE_ROW = {
    "id", "recorded_at", "recorded_by_id", "replaces_id", "change", "reason", "withdrawn",
}  # fmt: skip


class Change(models.TextChoices):
    """Why a row was written: the causes a revision is split by."""

    NEW = "NEW", "New"
    UPDATE = "UPDATE", "Newer information"
    CORRECTION = "CORRECTION", "Correction of a mistake"
    WITHDRAWAL = "WITHDRAWAL", "Withdrawal"


Row = TypeVar("Row", bound="Recorded")


class RecordedQuerySet(models.QuerySet[Row]):
    def known_at(self, moment: datetime | None) -> Self:
        """Rows we held at `moment`; None means now. Withdrawn and replaced rows are left out."""
        if moment is None:
            return self.filter(withdrawn=False, replaced_by=None)
        return self.filter(withdrawn=False, recorded_at__lte=moment).exclude(
            replaced_by__recorded_at__lte=moment
        )

    def update(self, **values: object) -> int:
        raise RecordIsPermanent(self.model)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise RecordIsPermanent(self.model)


class RecordIsPermanent(Exception):
    """A recorded row was about to be changed or deleted."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__(
            f"A recorded {model._meta.verbose_name} is never changed or deleted. "
            "Record a correction, a newer row or a withdrawal that replaces it."
        )


class Recorded(models.Model):
    """Base of every append-only table; the database itself refuses UPDATE and DELETE."""

    recorded_at = models.DateTimeField(default=clock.now, db_index=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    replaces = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    change = models.CharField(max_length=10, choices=Change, default=Change.NEW)
    reason = models.TextField(default="")
    withdrawn = models.BooleanField(default=False)

    objects: ClassVar[Any] = RecordedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_replaces_with_a_change_and_reason",
                condition=Q(replaces=None, change="NEW", withdrawn=False)
                | (Q(replaces__isnull=False) & ~Q(change="NEW") & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="%(class)s_withdrawn_with_withdrawal",
                condition=Q(withdrawn=True, change="WITHDRAWAL")
                | (Q(withdrawn=False) & ~Q(change="WITHDRAWAL")),
            ),
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is not None and not self._state.adding:
            raise RecordIsPermanent(type(self))
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise RecordIsPermanent(type(self))

    def content(self) -> dict[str, Any]:
        """What the row says, without what a replacement says for itself."""
        return {
            field.attname: getattr(self, field.attname)
            for field in self._meta.concrete_fields
            if field.attname not in OF_ONE_ROW
        }
