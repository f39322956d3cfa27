from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class Announcement(models.Model):
    """A document of claims, kept word for word. A changed text is another announcement."""

    code = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=300)
    date = models.DateField(null=True)
    text = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    shipped = models.BooleanField(default=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.code


class Handover(models.Model):
    """Somebody else answers for an announcement from here on. The latest row counts."""

    announcement = models.ForeignKey(
        Announcement, on_delete=models.PROTECT, related_name="handovers"
    )
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.announcement} handed over"


class ClaimResult(models.Model):
    """What one claim came to at one check. A later row for the same claim says what changed."""

    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="results")
    position = models.PositiveSmallIntegerField()
    checked_at = models.DateTimeField(default=timezone.now, db_index=True)
    # The claim as `mutualise check --json` prints it: text, test, value, range, verdict, faults.
    outcome = models.JSONField()
    verdict = models.CharField(max_length=14)
    # Why it differs from the row before: rows recorded since, each with change and reason.
    causes = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="claimresult_once_a_moment",
                fields=["announcement", "position", "checked_at"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.announcement} claim {self.position}: {self.verdict}"


class Notice(models.Model):
    """A mail sent to the owner of a claim that changed: what was sent, to whom, when."""

    result = models.ForeignKey(ClaimResult, on_delete=models.PROTECT, related_name="notices")
    sent_to = models.EmailField(max_length=254)
    sent_at = models.DateTimeField(default=timezone.now)
    subject = models.CharField(max_length=300)
    body = models.TextField()

    def __str__(self) -> str:
        return f"{self.sent_to}: {self.subject}"
