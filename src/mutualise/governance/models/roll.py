"""The roll of an election: its names, their marks and codes, objections, and its later versions.

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
from mutualise.governance.models.elections import Contest, Election


class RollEntryQuerySet(models.QuerySet["RollEntry"]):
    def in_force(self) -> RollEntryQuerySet:
        """Those that no accepted objection took off the roll before the poll opened."""
        return self.filter(removal=None)


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

    objects = RollEntryQuerySet.as_manager()

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
        TEXT = "TEXT", "Text message"

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


class CodeSent(models.Model):
    """That the mail or text with a code left: written once it has, without a time. A code of these ways
    without this row may have reached nobody."""

    code = models.OneToOneField(IssuedCode, on_delete=models.PROTECT, related_name="left")

    def __str__(self) -> str:
        return f"{self.code} has left"


class RollAmendment(models.Model):
    """A new version of the frozen roll of a contest: one name added or taken off, for an accepted
    objection, before the poll opened. The version before keeps its hash here."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="amendments")
    # The version this makes; the roll as it was frozen is version 1.
    version = models.PositiveSmallIntegerField()
    objection = models.ForeignKey(
        "governance.Objection", on_delete=models.PROTECT, related_name="amendments"
    )
    added = models.OneToOneField(
        RollEntry, null=True, on_delete=models.PROTECT, related_name="addition"
    )
    removed = models.OneToOneField(
        RollEntry, null=True, on_delete=models.PROTECT, related_name="removal"
    )
    before_sha256 = models.CharField(max_length=64)
    after_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="rollamendment_numbered_once", fields=["contest", "version"]
            ),
            models.UniqueConstraint(
                name="rollamendment_once_for_an_objection", fields=["contest", "objection"]
            ),
            models.CheckConstraint(
                name="rollamendment_adds_or_removes_one",
                condition=Q(added__isnull=True, removed__isnull=False)
                | Q(added__isnull=False, removed__isnull=True),
            ),
            models.CheckConstraint(
                name="rollamendment_is_a_later_version", condition=Q(version__gte=2)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contest} roll {self.version}"


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
