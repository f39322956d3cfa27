"""Answers to the readiness diagnostic, kept without saying whose they are."""

from __future__ import annotations

from django.db import models

from mutualise.chronicle import clock
from mutualise.programme.models.cases import Case


class Diagnostic(models.Model):
    """One run of the diagnostic; reached by a link whose digest alone is kept."""

    token_sha256 = models.CharField(max_length=64, unique=True)
    answers = models.JSONField(default=dict)
    begun_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    case = models.OneToOneField(
        Case, null=True, on_delete=models.PROTECT, related_name="diagnostic"
    )

    def __str__(self) -> str:
        return f"Diagnostic {self.pk}"
