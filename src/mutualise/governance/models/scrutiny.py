"""What the scrutineer, the trustees and the clerks do with a closed box."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from mutualise.chronicle import clock
from mutualise.governance.models.elections import Contest, Election


class Trustee(models.Model):
    """A holder of one of the three keys, by the public key. `held_here` marks a demonstration key."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="trustees")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    public_key = models.CharField(max_length=64)
    held_here = models.BooleanField(default=False)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="trustee_place_once", fields=["election", "number"]),
            models.UniqueConstraint(name="trustee_key_once", fields=["election", "public_key"]),
            models.CheckConstraint(name="trustee_of_three", condition=Q(number__in=(1, 2, 3))),
        ]

    def __str__(self) -> str:
        return f"{self.election} trustee {self.number}"


class OfferedKey(models.Model):
    """The public half of a signing key that the scrutineer made elsewhere; the last before the
    freeze of the roll is the contest's."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="offered_keys")
    # SubjectPublicKeyInfo in DER, in base64.
    public_key = models.TextField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.contest} offered key"


class SignaturesGiven(models.Model):
    """How many signatures the scrutineer's own machine gave, as its command said; the last stands."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="signatures_given")
    given = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "signatures given"

    def __str__(self) -> str:
        return f"{self.contest} signatures given"


class LayerList(models.Model):
    """What one trustee put out for one contest: the list after his layer, sorted."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="layers")
    trustee = models.PositiveSmallIntegerField()
    received = models.PositiveIntegerField()
    outputs = models.JSONField()
    dropped = models.JSONField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="layerlist_once", fields=["contest", "trustee"])
        ]

    def __str__(self) -> str:
        return f"{self.contest} layer {self.trustee}"


class SheetReading(models.Model):
    """How one clerk read one paper sheet. The sheet bears no name; two readings must agree."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="readings")
    sheet = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField()
    ranking = models.JSONField()
    spoiled = models.BooleanField(default=False)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="sheetreading_position_once", fields=["contest", "sheet", "position"]
            ),
            models.UniqueConstraint(
                name="sheetreading_by_different_clerks", fields=["contest", "sheet", "by"]
            ),
            models.CheckConstraint(
                name="sheetreading_three_looks_at_most", condition=Q(position__in=(1, 2, 3))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contest} sheet {self.sheet}"


class ContestCount(models.Model):
    """One count of one contest by both programs. The last is the one that is declared."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="counts")
    number = models.PositiveIntegerField()
    # The papers as counted, each with how often: [[papers, [first, second, …]], …], sorted.
    papers = models.JSONField()
    spoiled = models.PositiveIntegerField()
    first = models.JSONField()
    second = models.JSONField()
    # Where the programs first differ, in words; empty: they agree.
    difference = models.TextField(default="")
    lots = models.JSONField()
    # Whether the lot mattered, and what other rules would have done (rules/beside_the_count.py).
    beside = models.JSONField(null=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="contestcount_numbered_once", fields=["contest", "number"])
        ]

    def __str__(self) -> str:
        return f"{self.contest} count {self.number}"


class SignedReport(models.Model):
    """The scrutineer's report as signed: the content, and its hash."""

    election = models.OneToOneField(Election, on_delete=models.PROTECT, related_name="report")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    words = models.TextField(default="")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.election} report"
