"""The application: answers kept in every version, files, and the sponsor's certificate."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from mutualise.chronicle import clock
from mutualise.programme.models.cases import Case


class Answer(models.Model):
    """One saved version of the answer to one question. Who saves over a version that is no longer
    the last gets its number, which is taken."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="answer_numbered_once", fields=["case", "question", "number"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.question} {self.number}"


class Document(models.Model):
    """A file of a case; `path` is under the folder of kept files, named by its digest."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.case} {self.name}"


class Certification(models.Model):
    """What the senior sponsor said of one exact state of the application."""

    class Outcome(models.TextChoices):
        GIVEN = "GIVEN", "Certified"
        DECLINED = "DECLINED", "Not certified"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="certifications")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    outcome = models.CharField(max_length=10, choices=Outcome)
    words = models.TextField(default="")
    # SHA-256 of the answers, objectives, baseline and files that were read.
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.case} {self.outcome} {self.at:%Y-%m-%d}"

    @property
    def signed(self) -> str:
        """Name and post of who signed; what they are called where these were not asked for yet."""
        return str(getattr(self, "signature", None) or self.by.called)


class Signature(models.Model):
    """Under which name and in which post a sponsor certified or declined; a certificate from before
    these were asked for has none. It stands beside the certificate, so that it can be erased while
    the certificate stays."""

    certification = models.OneToOneField(
        Certification, on_delete=models.PROTECT, related_name="signature"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    post = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="signature_of_a_named_post", condition=~Q(name="") & ~Q(post="")
            ),
        ]

    def __str__(self) -> str:
        # Once for both where they are the same, as after an erasure.
        return ", ".join(dict.fromkeys([self.name, self.post]))
