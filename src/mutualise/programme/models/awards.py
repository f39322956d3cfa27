"""The award of a case, and the other minimal financial assistance its recipient has had."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from mutualise.chronicle import clock
from mutualise.programme.models.cases import Case, CaseFact


class Award(models.Model):
    """What was offered. Its money is in the ledger: a variation is a posting, never an edit."""

    class Kind(models.TextChoices):
        ADVICE = "ADVICE", "Advice bought by the programme (in kind)"
        GRANT = "GRANT", "Grant"
        MATCH = "MATCH", "Match-funded award"
        REIMBURSEMENT = "REIMBURSEMENT", "Reimbursement on completion"
        TRAINING = "TRAINING", "Group training"
        MENTORING = "MENTORING", "Mentoring days"

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="award")
    kind = models.CharField(max_length=14, choices=Kind)
    budget = models.ForeignKey("programme.Budget", on_delete=models.PROTECT, related_name="awards")
    amount_pence = models.PositiveBigIntegerField()
    # Cash the recipient puts in beside a match-funded award.
    match_pence = models.PositiveBigIntegerField(default=0)
    purpose = models.TextField()
    conditions = models.TextField(default="")
    finish_by = models.DateField(null=True)
    decided_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="award_of_something", condition=Q(amount_pence__gt=0)),
            models.CheckConstraint(
                name="award_decided_at_with_decided_by",
                condition=Q(decided_at__isnull=False) & Q(decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="award_match_for_matched",
                condition=~Q(kind="MATCH") | Q(match_pence__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.kind}"


class Assistance(CaseFact):
    """Minimal financial assistance (Subsidy Control Act 2022, s.36) the recipient has had from
    somebody else; in-kind help at its gross cash equivalent."""

    giver = models.CharField(max_length=200)
    given_on = models.DateField()
    amount_pence = models.PositiveBigIntegerField()

    class Meta(CaseFact.Meta):
        constraints = [
            *CaseFact.Meta.constraints,
            models.CheckConstraint(name="assistance_of_something", condition=Q(amount_pence__gt=0)),
        ]


class SubsidyStep(models.Model):
    """A step of the notification of minimal financial assistance (s.37): the authority notifies,
    the enterprise confirms what it has had, the authority confirms the award."""

    class Kind(models.TextChoices):
        NOTIFIED = "NOTIFIED", "Notification sent"
        CONFIRMED = "CONFIRMED", "Confirmed by the team"
        GIVEN = "GIVEN", "Confirmation of the award sent"
        PUBLISHED = "PUBLISHED", "Entered on the public database"

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="subsidy_steps")
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="subsidystep_once", fields=["award", "kind"]),
        ]

    def __str__(self) -> str:
        return f"{self.award} {self.kind}"
