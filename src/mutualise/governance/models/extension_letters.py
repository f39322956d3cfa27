"""The mails that tell voters that a poll was extended, until they have left."""

from __future__ import annotations

from django.db import models

from mutualise.chronicle import clock
from mutualise.governance.models.elections import ElectionEvent
from mutualise.governance.models.roll import RollEntry


class ExtensionLetter(models.Model):
    """One mail to a name on the roll about one extension. Its text follows from the extension.

    Written for everybody with an address, whoever has voted, in one transaction with the extension: the
    rows say nothing about votes.
    """

    event = models.ForeignKey(ElectionEvent, on_delete=models.PROTECT, related_name="letters")
    entry = models.ForeignKey(RollEntry, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=clock.now)
    last_error = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="extensionletter_once_a_name", fields=["event", "entry"])
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.pk}"

    @property
    def to(self) -> str:
        """The address on the roll."""
        return self.entry.email
