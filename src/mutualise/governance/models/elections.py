"""An election: its notice, contests and candidates, and what happened to it. Its roll: `models.roll`."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from mutualise.chronicle import clock
from mutualise.governance.rules.election_stages import TRANSITIONS


class Election(models.Model):
    """An election as its notice called it. Nothing in the notice changes afterwards."""

    reference = models.CharField(max_length=20, unique=True)
    organisation = models.ForeignKey(
        "register.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(max_length=120)
    rule = models.CharField(max_length=12)
    timetable = models.CharField(max_length=14)
    notice_on = models.DateField()
    nominations_close_on = models.DateField()
    withdrawals_until = models.DateField()
    opens_on = models.DateField()
    closes_on = models.DateField()
    # The notice as it was hashed: `rules.notice`.
    notice = models.TextField()
    notice_sha256 = models.CharField(max_length=64)
    # Why a class under ten voters is accepted; empty: it is refused.
    small_class_accepted = models.TextField(default="")
    demonstration = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.reference


class ElectionEvent(models.Model):
    """One step of an election. Two people who make a step at once get one number: one is refused."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=30)
    source = models.CharField(max_length=12, default="")
    target = models.CharField(max_length=12)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(default="")
    detail = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="electionevent_numbered_once", fields=["election", "number"]
            ),
            models.CheckConstraint(
                name="electionevent_is_a_permitted_transition",
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

    def __str__(self) -> str:
        return f"{self.election} {self.number} {self.name}"


class Contest(models.Model):
    """Places that one constituency fills; `reserved` of them for a category."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="contests")
    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=120)
    # The code of the constituency in the member register; empty: every member votes.
    constituency = models.CharField(max_length=60, default="")
    seats = models.PositiveSmallIntegerField()
    reserved = models.PositiveSmallIntegerField(default=0)
    category = models.CharField(max_length=80, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="contest_code_once", fields=["election", "code"]),
            models.CheckConstraint(
                name="contest_reserves_no_more_than_it_has",
                condition=Q(reserved__lte=models.F("seats"), seats__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.election}/{self.code}"


class Nomination(models.Model):
    """Somebody who stands. The number is the one votes are cast for."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="nominations")
    number = models.PositiveSmallIntegerField()
    member_number = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    statement = models.TextField(default="")
    # The photograph by its digest, in the folder of files; empty: none.
    photograph_sha256 = models.CharField(max_length=64, default="")
    photograph_kind = models.CharField(max_length=20, default="")
    in_category = models.BooleanField(default=False)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="nomination_number_once", fields=["contest", "number"]),
            models.UniqueConstraint(
                name="nomination_stands_once", fields=["contest", "member_number"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contest} {self.number}"


class NominationDecision(models.Model):
    """That a nomination is valid, is not, or was withdrawn."""

    class Kind(models.TextChoices):
        VALID = "VALID", "Valid"
        INVALID = "INVALID", "Not valid"
        WITHDRAWN = "WITHDRAWN", "Withdrawn"

    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=10, choices=Kind)
    words = models.TextField(default="")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="nominationdecision_once", fields=["nomination", "kind"])
        ]

    def __str__(self) -> str:
        return f"{self.nomination} {self.kind}"
