"""Majorities that a body's own rules ask, as its company secretary recorded them."""

from __future__ import annotations

from django.db import models

from mutualise.chronicle.models import Recorded
from mutualise.governance.models.members import MemberRegister


class OwnMajority(Recorded):
    """One majority with the rule it stands in. Shares are whole numbers, top and bottom; no turnout
    asked: 0 of 1. A withdrawn one stays for the resolutions that were put under it."""

    class Over(models.TextChoices):
        CAST = "cast", "The valid votes, for and against"
        ELIGIBLE = "eligible", "The votes of everybody entitled"

    register = models.ForeignKey(
        MemberRegister, on_delete=models.PROTECT, related_name="own_majorities"
    )
    title = models.CharField(max_length=120)
    rule = models.CharField(max_length=120)
    top = models.PositiveIntegerField()
    bottom = models.PositiveIntegerField()
    strict = models.BooleanField()
    over = models.CharField(max_length=8, choices=Over)
    turnout_top = models.PositiveIntegerField(default=0)
    turnout_bottom = models.PositiveIntegerField(default=1)
    # What is passed by it has no effect until the authority has registered it.
    to_register = models.BooleanField(default=False)

    class Meta(Recorded.Meta):
        verbose_name_plural = "own majorities"
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="ownmajority_shares_of_at_most_all",
                condition=models.Q(
                    top__gt=0, top__lte=models.F("bottom"), turnout_bottom__gt=0,
                    turnout_top__lte=models.F("turnout_bottom"),
                ),
            ),
            models.CheckConstraint(
                name="ownmajority_more_than_half",
                condition=models.Q(bottom__lt=models.F("top") * 2)
                | models.Q(bottom=models.F("top") * 2, strict=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.register} {self.title}"
