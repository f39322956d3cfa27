"""What was asked for or promised and is not wanted any more: each ended once, with its reason."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from mutualise.chronicle import clock
from mutualise.programme.models.orders import Competition
from mutualise.programme.models.support import Mentor, TrainingBooking, TrainingSession


class Ending(models.Model):
    """Who ended it, when and why; it is never taken back."""

    words = models.TextField()
    ended_at = models.DateTimeField(default=clock.now)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_ended_at_with_ended_by_and_words",
                condition=Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(words=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.ended_at:%Y-%m-%d}"


class CompetitionWithdrawal(Ending):
    """A mini-competition withdrawn before an offer of it was chosen."""

    competition = models.OneToOneField(
        Competition, on_delete=models.PROTECT, related_name="withdrawal"
    )


class SessionCancellation(Ending):
    """A session of training that is not held; nothing is owed for the places kept at it."""

    session = models.OneToOneField(
        TrainingSession, on_delete=models.PROTECT, related_name="cancellation"
    )


class BookingRelease(Ending):
    """The places of one team at a session given back, so that others can have them."""

    booking = models.OneToOneField(
        TrainingBooking, on_delete=models.PROTECT, related_name="release"
    )


class MentorEnd(Ending):
    """The end of a mentor's work for a team: the days not used go back to the award."""

    mentor = models.OneToOneField(Mentor, on_delete=models.PROTECT, related_name="end")
