"""Resolutions: their text, votes or agreements, the declared outcome, and the filing.

Facts are recorded once; a count or a declaration is corrected by a row that replaces it.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from mutualise.chronicle import clock
from mutualise.chronicle.models import Recorded
from mutualise.governance.models.meetings import Meeting
from mutualise.governance.models.members import MemberRegister


class Resolution(models.Model):
    """A text put to the members, at a meeting or, without one, circulated in writing.

    `confirms` names the resolution of a first meeting that this one, at a second, confirms.
    """

    reference = models.CharField(max_length=20, unique=True)
    register = models.ForeignKey(
        MemberRegister, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    meeting = models.ForeignKey(
        Meeting, null=True, on_delete=models.PROTECT, related_name="resolutions"
    )
    confirms = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="confirmed_by"
    )
    kind = models.CharField(max_length=40)
    kind_version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    text = models.TextField()
    special_notice_on = models.DateField(null=True)
    # Only in writing: the day of circulation, and the last day on which agreement counts.
    circulated_on = models.DateField(null=True)
    lapses_on = models.DateField(null=True)
    # Only in writing: who is eligible on the circulation date, fixed then (section 289).
    eligible = models.PositiveIntegerField(null=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="resolution_at_a_meeting_or_circulated",
                condition=Q(meeting__isnull=False, circulated_on=None, lapses_on=None, eligible=None)
                | Q(
                    meeting=None, circulated_on__isnull=False, lapses_on__isnull=False,
                    eligible__isnull=False, lapses_on__gte=models.F("circulated_on"),
                ),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.reference


class TakenOff(models.Model):
    """That a resolution was taken off the agenda before notice was given."""

    resolution = models.OneToOneField(
        Resolution, on_delete=models.PROTECT, related_name="taken_off"
    )
    words = models.TextField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.resolution} taken off the agenda"


class VoteCount(Recorded):
    """Votes on a resolution as the chair counted them; `of_class` empty: of everybody."""

    class Method(models.TextChoices):
        HANDS = "HANDS", "Show of hands"
        POLL = "POLL", "Poll"

    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="counts")
    method = models.CharField(max_length=5, choices=Method)
    of_class = models.CharField(max_length=60, default="")
    votes_for = models.PositiveIntegerField()
    against = models.PositiveIntegerField()
    abstained = models.PositiveIntegerField(default=0)
    spoiled = models.PositiveIntegerField(default=0)
    eligible = models.PositiveIntegerField()
    # Of all these, given before the meeting, where the articles allow it on a poll.
    in_advance = models.PositiveIntegerField(default=0)
    # Of a class whose meeting needs a quorum of its own: how it had one, in words with the section.
    quorum = models.TextField(default="")

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="votecount_not_more_than_may_vote",
                condition=Q(
                    eligible__gte=models.F("votes_for") + models.F("against")
                    + models.F("abstained") + models.F("spoiled")
                ),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.resolution}: {self.votes_for} for, {self.against} against"


class Agreement(models.Model):
    """A member's agreement to a written resolution; once given it stays (section 296(3))."""

    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="agreements")
    member_number = models.PositiveIntegerField()
    received_on = models.DateField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="agreement_once_a_member", fields=["resolution", "member_number"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_number} agrees to {self.resolution}"


class Declaration(Recorded):
    """The outcome as it was declared: verdict, words and integers, worked out by the rule."""

    resolution = models.ForeignKey(
        Resolution, on_delete=models.PROTECT, related_name="declarations"
    )
    verdict = models.CharField(max_length=30)
    words = models.TextField()
    clauses = models.JSONField()
    decided_on = models.DateField()
    file_by = models.DateField(null=True)
    second_from = models.DateField(null=True)
    second_until = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.resolution}: {self.verdict}"


class FilingReminder(models.Model):
    """One mail that reminds a company secretary of a filing; `occasion` lets it go out once."""

    declaration = models.ForeignKey(Declaration, on_delete=models.PROTECT, related_name="reminders")
    occasion = models.CharField(max_length=12)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=200)
    text = models.TextField()
    written_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=clock.now)
    last_error = models.TextField(default="")
    # Why it is not sent any more; empty: it is, or was.
    held_back = models.CharField(max_length=100, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="filingreminder_once_an_occasion", fields=["declaration", "occasion", "person"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.declaration.resolution} {self.occasion}"

    @property
    def to(self) -> str:
        """The person's address now."""
        return self.person.email


class Filing(models.Model):
    """That a copy of a resolution was sent to the registrar or the authority."""

    resolution = models.OneToOneField(Resolution, on_delete=models.PROTECT, related_name="filing")
    filed_on = models.DateField()
    receipt = models.CharField(max_length=120, default="")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.resolution} filed {self.filed_on}"
