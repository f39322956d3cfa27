"""An election: its notice, contests and candidates, its roll, and what happened to it.

Who voted stands here; what was voted stands in `models.ballot_box`, which points at nothing here.
A mark on the roll bears no time, no row number of its own and no person who made it, and is written
over a blank that lay there since the roll was frozen, so that the order of marks cannot be laid
beside the order of the board.
"""

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


class RollEntry(models.Model):
    """A name on the frozen roll, as the member register had it at the cut-off."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="roll")
    member_number = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    email = models.EmailField(default="")
    # Keeps the published hash of a name from being found by trial: `rules.ballot_box.roll`.
    salt = models.CharField(max_length=64)
    # The leaf this row had when the roll was frozen, in hexadecimal; None on older rolls.
    leaf = models.CharField(max_length=64, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="rollentry_once", fields=["contest", "member_number"])
        ]

    def __str__(self) -> str:
        return f"{self.contest} {self.member_number}"


class MarkQuerySet(models.QuerySet["RollMark"]):
    def made(self) -> MarkQuerySet:
        """Those of names that had their voting paper."""
        return self.exclude(kind=RollMark.Kind.BLANK)


class RollMark(models.Model):
    """Whether a name had its voting paper, and for which blinded messages: one row a name.

    The row is made blank when the roll is frozen and is changed once, in its place, by
    `actions.marks`. Every column has one length, so that SQLite writes it over where it lies. The
    database lets a blank row be marked, and nothing else. No time, no person, no number of its own.

    A blinded message is a random number to whoever did not make it, so its hash says nothing about
    the token inside.
    """

    class Kind(models.TextChoices):
        BLANK = "-", "No voting paper yet"
        BLIND = "B", "Online, with a token the platform cannot see"
        ASSISTED = "A", "Online, with a token the platform can work out"
        PAPER = "P", "On paper"

    NOTHING = "0" * 64

    entry = models.OneToOneField(
        RollEntry, primary_key=True, on_delete=models.PROTECT, related_name="mark"
    )
    kind = models.CharField(max_length=1, choices=Kind, default=Kind.BLANK)
    blinded_sha256 = models.CharField(max_length=64, default=NOTHING)

    objects = MarkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="rollmark_blinded_only_when_blind",
                condition=Q(kind="B") & ~Q(blinded_sha256="0" * 64)
                | Q(kind__in=("-", "A", "P"), blinded_sha256="0" * 64),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}"


class IssuedCode(models.Model):
    """A one-time code sent to a name, by its hash alone. The last of a name is the one that works."""

    class Channel(models.TextChoices):
        LETTER = "LETTER", "Letter"
        MAIL = "MAIL", "Email"

    entry = models.ForeignKey(RollEntry, on_delete=models.PROTECT, related_name="codes")
    number = models.PositiveSmallIntegerField()
    code_sha256 = models.CharField(max_length=64, unique=True)
    channel = models.CharField(max_length=10, choices=Channel)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="issuedcode_numbered_once", fields=["entry", "number"])
        ]

    def __str__(self) -> str:
        return f"code {self.number}"


class Objection(models.Model):
    """A member's objection to the roll, accepted or refused before the poll opens."""

    class Kind(models.TextChoices):
        OMITTED = "OMITTED", "Somebody is missing from the roll"
        ENTRY = "ENTRY", "An entry on the roll is wrong"

    class Outcome(models.TextChoices):
        ACCEPTED = "ACCEPTED", "Accepted"
        REFUSED = "REFUSED", "Refused"

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="objections")
    # Empty in objections made before kinds were told apart.
    kind = models.CharField(max_length=8, choices=Kind, default="")
    about = models.CharField(max_length=120, default="")
    text = models.TextField()
    # Member number of who objects; empty where staff entered what somebody told them.
    objector = models.CharField(max_length=60, default="")
    at = models.DateTimeField(default=clock.now)
    outcome = models.CharField(max_length=8, choices=Outcome, default="")
    answer = models.TextField(default="")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="objection_decided_at_with_decided_by",
                condition=Q(decided_at=None, decided_by=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="objection_outcome_only_when_decided",
                condition=Q(outcome="") | Q(decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.election} objection {self.pk}"
