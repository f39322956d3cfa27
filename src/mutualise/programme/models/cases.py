"""A case from its enquiry on: what happened to it, who is in it, what it promised to change."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery

from mutualise.chronicle import clock
from mutualise.chronicle.models import Recorded
from mutualise.programme.rules.stages import TRANSITIONS


class CaseQuerySet(models.QuerySet["Case"]):
    def with_state(self) -> Self:
        """Each case with `state` and `since`: the end and the moment of its last event."""
        last = CaseEvent.objects.filter(case=OuterRef("pk")).order_by("-number")
        return self.annotate(
            state=Subquery(last.values("target")[:1]), since=Subquery(last.values("at")[:1])
        )


class Case(models.Model):
    """A team and the service it would take out. Its state is the end of its last event."""

    reference = models.CharField(max_length=20, unique=True)
    team = models.CharField(max_length=120)
    service = models.CharField(max_length=200)
    sector = models.CharField(max_length=120)
    region = models.CharField(max_length=40)
    parent_body = models.CharField(max_length=200)
    # The parent body as conflicts of interest are looked for: `rules.interests.key_of`.
    parent_key = models.CharField(max_length=200, db_index=True)
    employees = models.PositiveIntegerField(null=True)
    opened_at = models.DateTimeField(default=clock.now, db_index=True)
    demonstration = models.BooleanField(default=False)
    # Who looks after the case at the programme; what happened to it is in the audit trail.
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # The body in the register, once it was launched; three facts stay apart: that it exists, that
    # it was supported, and that it was launched after support.
    organisation = models.OneToOneField(
        "register.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[models.Manager[Case]] = CaseQuerySet.as_manager()

    def __str__(self) -> str:
        return self.reference


class CaseEvent(models.Model):
    """One step of a case. Two people who make a step at once get one number: one is refused."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=30)
    source = models.CharField(max_length=12, default="")
    target = models.CharField(max_length=12)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    code = models.CharField(max_length=30, default="")
    words = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="caseevent_numbered_once", fields=["case", "number"]),
            models.CheckConstraint(
                name="caseevent_is_a_permitted_transition",
                condition=Q(
                    *(
                        Q(name=each.name, source=source or "", target=each.target.value)
                        for each in TRANSITIONS
                        for source in each.sources
                    ),
                    _connector=Q.OR,
                ),
            ),
        ]
        # With where the case stands and since when in it, a list of cases reads no event's row.
        indexes = [
            models.Index(name="caseevent_standing", fields=["case", "-number", "target", "at"])
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.number} {self.name}"


class CaseMember(models.Model):
    """Somebody of the team: its lead, a colleague or its senior sponsor. Whoever is only invited, or
    named as the lead by an enquiry, has not joined: a name somebody else wrote closes nothing to them and
    opens nothing."""

    class Part(models.TextChoices):
        LEAD = "LEAD", "Team lead"
        COLLEAGUE = "COLLEAGUE", "Colleague"
        SPONSOR = "SPONSOR", "Senior sponsor"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=10, choices=Part)
    joined_at = models.DateTimeField(null=True, default=clock.now)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="casemember_in_the_team_once",
                fields=["case", "person"],
                condition=Q(left_at=None),
            ),
            models.UniqueConstraint(
                name="casemember_one_sponsor",
                fields=["case"],
                condition=Q(left_at=None, part="SPONSOR"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.part} {self.person}"


class CaseFact(Recorded):
    """A dated fact about a case; corrected by a newer row, never overwritten."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="%(class)ss")

    class Meta(Recorded.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.case} {self._meta.verbose_name} {self.pk}"


class Objective(CaseFact):
    """What shall be different, by how much, by when; measured from a dated start."""

    text = models.CharField(max_length=300)
    unit = models.CharField(max_length=60)
    start_value = models.DecimalField(max_digits=18, decimal_places=4)
    start_on = models.DateField()
    target_value = models.DecimalField(max_digits=18, decimal_places=4)
    target_on = models.DateField()

    class Meta(CaseFact.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="objective_target_after_start",
                condition=Q(target_on__gt=models.F("start_on")),
            ),
            models.CheckConstraint(
                name="objective_changes_something",
                condition=~Q(target_value=models.F("start_value")),
            ),
        ]


class Baseline(CaseFact):
    """One figure of the service on one day, before it leaves; money in pounds."""

    class Kind(models.TextChoices):
        HEADCOUNT = "HEADCOUNT", "Employees (headcount)"
        COST = "COST", "Cost a year (£)"
        ACTIVITY = "ACTIVITY", "Activity a year"
        QUALITY = "QUALITY", "Quality"
        ABSENCE = "ABSENCE", "Sickness absence (days an employee a year)"

    kind = models.CharField(max_length=10, choices=Kind)
    value = models.DecimalField(max_digits=18, decimal_places=4)
    unit = models.CharField(max_length=60)
    as_at = models.DateField()
    read_from = models.CharField(max_length=300)

    class Meta(CaseFact.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(name="baseline_not_negative", condition=Q(value__gte=0)),
            models.UniqueConstraint(
                name="baseline_kind_once", fields=["case", "kind"], condition=Q(replaces=None)
            ),
        ]


class EligibilityCheck(CaseFact):
    """An officer's answer to one eligibility question about a case."""

    question = models.CharField(max_length=30)
    met = models.BooleanField()
    note = models.TextField(default="")

    class Meta(CaseFact.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(
                name="eligibilitycheck_answered_once",
                fields=["case", "question"],
                condition=Q(replaces=None),
            ),
        ]


class Message(models.Model):
    """A letter or a note on a case; the team sees those meant for it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    text = models.TextField()
    to_team = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.case} {self.at:%Y-%m-%d %H:%M}"
