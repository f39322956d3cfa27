"""Letters that go out by mail: written with the deed they tell of, sent afterwards."""

from __future__ import annotations

from django.db import models

from mutualise.chronicle import clock
from mutualise.programme.models.cases import Case


class Letter(models.Model):
    """One mail: to whom, why, what it says, and whether it left. A failed one is tried again."""

    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="letters")
    to = models.EmailField(max_length=254)
    template = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    # Why it was sent, in words for the log.
    reason = models.CharField(max_length=200)
    written_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=clock.now, db_index=True)
    last_error = models.TextField(default="")
    # Names one occasion, so that a reminder goes out once.
    key = models.CharField(max_length=120, unique=True)

    def __str__(self) -> str:
        return f"{self.template} {self.written_at:%Y-%m-%d}"
