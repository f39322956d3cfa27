"""Two independent assessments of a case, and what a moderator made of a disagreement."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from mutualise.chronicle import clock
from mutualise.programme.models.cases import Case


class Assignment(models.Model):
    """An assessor asked to read a case in one round. A returned case starts a new round."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    round = models.PositiveIntegerField(default=1)
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    assigned_at = models.DateTimeField(default=clock.now)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    due = models.DateField()
    # The assessor's own word, before anything of the case is shown.
    no_conflict_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="assignment_once_a_round", fields=["case", "round", "assessor"]
            ),
            models.CheckConstraint(
                name="assignment_assigned_at_with_assigned_by",
                condition=Q(assigned_at__isnull=False) & Q(assigned_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} round {self.round} {self.assessor}"


class Assessment(models.Model):
    """An assessor's finished work: written once."""

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT)
    at = models.DateTimeField(default=clock.now)
    recommendation = models.CharField(
        max_length=10, choices=[("AWARD", "Award"), ("DEFER", "Defer"), ("REFUSE", "Refuse")]
    )
    words = models.TextField()
    # What the assessor would award at most; given with the recommendation to award.
    amount_pence = models.PositiveBigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.assignment} {self.recommendation}"


class Score(models.Model):
    """The score of one criterion with its reasons; scale in `rules.scoring`."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="scores")
    criterion = models.CharField(max_length=30)
    score = models.PositiveSmallIntegerField()
    reasons = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="score_once", fields=["assessment", "criterion"]),
            models.CheckConstraint(name="score_on_the_scale", condition=Q(score__lte=4)),
            models.CheckConstraint(name="score_has_reasons", condition=~Q(reasons="")),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} {self.criterion} {self.score}"


class ModeratedScore(models.Model):
    """The score that stands after moderation, in one round."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="moderated_scores")
    round = models.PositiveIntegerField()
    criterion = models.CharField(max_length=30)
    score = models.PositiveSmallIntegerField()
    reasons = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="moderatedscore_once", fields=["case", "round", "criterion"]
            ),
            models.CheckConstraint(name="moderatedscore_on_the_scale", condition=Q(score__lte=4)),
            models.CheckConstraint(name="moderatedscore_has_reasons", condition=~Q(reasons="")),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.criterion} {self.score}"
