"""The box: sealed ballots in the order of the public board. It points at no other table.

No user, no address, no time finer than the hour. The order of the rows is the order of the board,
which is public. A ballot is tied to the roll by nothing: its token's hash is known to whoever holds
the token, and a token signed blind was never seen by the platform.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Box(models.Model):
    """The box of one contest, by the contest's name; locked while an entry is added."""

    reference = models.CharField(max_length=80, unique=True)
    opening_head = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.reference


class BoardEntry(models.Model):
    """One accepted ballot: the sealed bytes, and the head of the chain after it."""

    box = models.ForeignKey(Box, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    token_hash = models.CharField(max_length=64)
    counter = models.PositiveIntegerField()
    sealed = models.BinaryField()
    mode = models.CharField(max_length=10)
    head = models.CharField(max_length=64)
    # The whole hour in which it was accepted.
    hour = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="boardentry_numbered_once", fields=["box", "number"]),
            models.UniqueConstraint(
                name="boardentry_one_ballot_a_turn", fields=["box", "token_hash", "counter"]
            ),
            models.CheckConstraint(
                name="boardentry_counter_from_one", condition=Q(counter__gte=1, number__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.box} {self.number}"


class IssuerKey(models.Model):
    """The public key of one issuer of a contest's tokens, as it was fixed with the roll."""

    box = models.ForeignKey(Box, on_delete=models.PROTECT, related_name="issuer_keys")
    issuer = models.CharField(max_length=12)
    # SubjectPublicKeyInfo in DER, in base64.
    public_key = models.TextField()
    # Who keeps the secret half: the platform, or the scrutineer.
    held_by = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="issuerkey_once", fields=["box", "issuer"]),
            models.CheckConstraint(
                name="issuerkey_of_two", condition=Q(issuer__in=("roll", "scrutineer"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.box} {self.issuer}"


class SignedToken(models.Model):
    """A token under which a ballot sealed in a browser was cast, with both issuers' signatures.

    Written with the first ballot of the token, so the order of the rows is the board's. Published
    after the poll. Nobody can vote with what stands here: a ballot is signed with the secret half.
    """

    box = models.ForeignKey(Box, on_delete=models.PROTECT, related_name="tokens")
    token = models.CharField(max_length=64)
    # {"roll": {"prefix": hex, "value": base64}, "scrutineer": the same}, as they are published.
    signatures = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="signedtoken_once", fields=["box", "token"]),
        ]

    def __str__(self) -> str:
        return f"{self.box} token {self.token[:12]}"


class BallotSignature(models.Model):
    """The signature of a ballot sealed in a browser, made with its token's secret half."""

    entry = models.OneToOneField(
        BoardEntry, primary_key=True, on_delete=models.PROTECT, related_name="signature"
    )
    value = models.BinaryField()

    objects: ClassVar[models.Manager[BallotSignature]]

    def __str__(self) -> str:
        return f"{self.entry} signature"
