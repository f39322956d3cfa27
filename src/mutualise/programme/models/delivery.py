"""From award to launch and after: milestones, risks, and what the mutual says of the support."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mutualise.chronicle import clock
from mutualise.programme.models.cases import Case, CaseFact, Objective


class Milestone(CaseFact):
    """One step to launch (`rules.milestones`): planned from and to, and done or not needed.

    A changed plan is a newer row, so that slippage can be read.
    """

    step = models.CharField(max_length=30)
    starts = models.DateField()
    due = models.DateField()
    done_on = models.DateField(null=True)
    # A step that does not apply, with the reason in `note`.
    not_needed = models.BooleanField(default=False)
    note = models.TextField(default="")

    class Meta(CaseFact.Meta):
        constraints = [
            *CaseFact.Meta.constraints,
            models.CheckConstraint(
                name="milestone_due_after_start", condition=Q(due__gte=F("starts"))
            ),
            models.CheckConstraint(
                name="milestone_done_or_not_needed", condition=Q(not_needed=False) | Q(done_on=None)
            ),
            models.CheckConstraint(
                name="milestone_not_needed_says_why", condition=Q(not_needed=False) | ~Q(note="")
            ),
            models.UniqueConstraint(
                name="milestone_step_once", fields=["case", "step"], condition=Q(replaces=None)
            ),
        ]


class Risk(CaseFact):
    """Something that may go wrong, with an owner; likelihood and impact from 1 to 5."""

    title = models.CharField(max_length=200)
    likelihood = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    mitigation = models.TextField()
    review_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta(CaseFact.Meta):
        constraints = [
            *CaseFact.Meta.constraints,
            models.CheckConstraint(
                name="risk_on_the_scale",
                condition=Q(likelihood__gte=1, likelihood__lte=5, impact__gte=1, impact__lte=5),
            ),
        ]


class Confirmation(models.Model):
    """What a launched mutual says, months later, of what the support achieved.

    Asked by a link (its digest is kept, never the link); answered once. An outcome nobody
    confirmed never counts in a claim.
    """

    class Counterfactual(models.TextChoices):
        NOT_AT_ALL = "NOT_AT_ALL", "It would not have happened"
        LATER = "LATER", "It would have happened later"
        SMALLER = "SMALLER", "It would have been smaller"
        ANYWAY = "ANYWAY", "It would have happened anyway"
        NOT_KNOWN = "NOT_KNOWN", "We cannot tell"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="confirmations")
    months = models.PositiveSmallIntegerField()
    token_sha256 = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField(default=clock.now)
    statement = models.TextField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed = models.BooleanField(null=True)
    counterfactual = models.CharField(max_length=12, choices=Counterfactual, default="")
    words = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="confirmation_once", fields=["case", "months"]),
            models.CheckConstraint(
                name="confirmation_answered_at_with_answered_by",
                condition=Q(answered_at=None, answered_by=None, confirmed=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False, confirmed__isnull=False),
            ),
            models.CheckConstraint(
                name="confirmation_disputed_with_words",
                condition=~Q(confirmed=False) | ~Q(words=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} after {self.months} months"


class Achievement(models.Model):
    """What a mutual says of one objective when it is asked: the value reached on a day, and whether
    the support had a part in it. It comes with the answer and is never changed."""

    confirmation = models.ForeignKey(
        Confirmation, on_delete=models.PROTECT, related_name="achievements"
    )
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="achievements")
    value = models.DecimalField(max_digits=18, decimal_places=4)
    on = models.DateField()
    confirmed = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="achievement_once", fields=["confirmation", "objective"]),
        ]

    def __str__(self) -> str:
        return f"{self.confirmation}: {self.objective.text}"
