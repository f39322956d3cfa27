"""Shares of a body and who holds them; how many people work for it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from mutualise.chronicle.models import Recorded
from mutualise.governance.models.members import Member, MemberRegister


class ShareClass(models.Model):
    """A class of shares: the value in its name, in pence, and the votes one share gives."""

    register = models.ForeignKey(
        MemberRegister, on_delete=models.PROTECT, related_name="share_classes"
    )
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    nominal_pence = models.PositiveIntegerField()
    votes_per_share = models.PositiveIntegerField(default=1)
    withdrawable = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="shareclass_code_once", fields=["register", "code"])
        ]

    def __str__(self) -> str:
        return self.name


class ShareMovement(Recorded):
    """Shares allotted (no seller), transferred, or withdrawn and cancelled (no buyer) on a day."""

    register = models.ForeignKey(
        MemberRegister, on_delete=models.PROTECT, related_name="share_movements"
    )
    share_class = models.ForeignKey(ShareClass, on_delete=models.PROTECT, related_name="movements")
    source_member = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="shares_out"
    )
    target_member = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="shares_in"
    )
    quantity = models.PositiveIntegerField()
    on = models.DateField()
    # Paid or agreed to be considered as paid on each share (Companies Act 2006, s.113(3)(b)).
    paid_pence = models.PositiveIntegerField(default=0)

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(name="sharemovement_moves_shares", condition=Q(quantity__gt=0)),
            models.CheckConstraint(
                name="sharemovement_from_or_to_somebody",
                condition=(Q(source_member__isnull=False) | Q(target_member__isnull=False))
                & ~Q(source_member=models.F("target_member")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.share_class} on {self.on}"


class Workforce(Recorded):
    """How many people the body employed on a day, members or not: a headcount, and of what."""

    register = models.ForeignKey(
        MemberRegister, on_delete=models.PROTECT, related_name="workforces"
    )
    on = models.DateField()
    employees = models.PositiveIntegerField()
    read_from = models.CharField(max_length=300)

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(
                name="workforce_counted_once", fields=["register", "on"], condition=Q(replaces=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.employees} on {self.on}"
