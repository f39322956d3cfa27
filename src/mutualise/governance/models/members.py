"""The register of members: who is a member, since when, in which class. Personal data stands in a
table of its own, so that it can be erased while the dated facts that figures rest on stay."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from mutualise.chronicle import clock
from mutualise.chronicle.models import Recorded
from mutualise.governance.rules.membership import KIND_LABELS
from mutualise.governance.rules.statutory import FORM_LABELS, VOTES_LABELS


class MemberRegister(models.Model):
    """The register of one body. Its row is locked while anything in the register is changed."""

    organisation = models.OneToOneField(
        "register.Organisation", to_field="code", on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(default=clock.now)
    demonstration = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        return str(self.organisation_id)


class RegisterFact(Recorded):
    """A recorded fact about a body's members, from a day until one that is not included."""

    register = models.ForeignKey(
        MemberRegister, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta(Recorded.Meta):
        abstract = True
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="%(class)s_ends_after_it_starts",
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk} from {self.valid_from}"


class Constitution(RegisterFact):
    """The legal form and what it means for members: a vote each or by share; the guarantee."""

    form = models.CharField(max_length=30, choices=list(FORM_LABELS.items()))
    votes = models.CharField(max_length=10, choices=list(VOTES_LABELS.items()))
    guarantee_pence = models.PositiveIntegerField(null=True)


class Constituency(models.Model):
    """A class of members that may have seats and a vote of its own. A name may be put right."""

    register = models.ForeignKey(
        MemberRegister, on_delete=models.PROTECT, related_name="constituencies"
    )
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=list(KIND_LABELS.items()))

    class Meta:
        constraints = [
            models.UniqueConstraint(name="constituency_code_once", fields=["register", "code"])
        ]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """A number in the register, never used again. What is known of its holder is dated rows."""

    register = models.ForeignKey(MemberRegister, on_delete=models.PROTECT, related_name="members")
    number = models.PositiveIntegerField()
    entered_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="member_number_once", fields=["register", "number"])
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.number}"


class Particulars(models.Model):
    """Name, address and mobile number of a member from a day. A change is a new row; erasure empties the row.

    The mobile number is no part of the register that the law asks for: it is for the member's code to
    vote alone, and may be emptied at any time.
    """

    PERSONAL: ClassVar = ("name", "employee_number", "email", "address", "mobile", "reason")

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="particulars")
    name = models.CharField(max_length=200)
    employee_number = models.CharField(max_length=40, default="", db_index=True)
    email = models.EmailField(max_length=254, default="")
    address = models.TextField(default="")
    # In E.164, as `rules.mobile` reads it.
    mobile = models.CharField(max_length=13, default="")
    valid_from = models.DateField()
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(default="")
    erased_at = models.DateTimeField(null=True)
    erased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="particulars_erased_at_with_erased_by_and_empty",
                condition=(Q(erased_at=None, erased_by=None) & ~Q(name=""))
                | Q(
                    erased_at__isnull=False, erased_by__isnull=False, name="",
                    employee_number="", email="", address="", mobile="", reason="",
                ),
            ),
            models.CheckConstraint(
                name="particulars_mobile_is_of_the_uk",
                condition=Q(mobile="") | Q(Exact(Length("mobile"), 13), mobile__startswith="+447"),
            ),
        ]  # fmt: skip
        indexes = [models.Index(name="particulars_latest", fields=["member", "-id"])]

    def __str__(self) -> str:
        return f"{self.member} particulars {self.pk}"


class Membership(RegisterFact):
    """One time a member was in one class. `employee` says whether they worked for the body then.

    Admission is the first row of an unbroken run, cessation the end of the last; a change of
    class ends one row and begins another on the same day.
    """

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="memberships")
    constituency = models.ForeignKey(Constituency, on_delete=models.PROTECT, related_name="+")
    employee = models.BooleanField()
    # Why it ended, from a short list: no words about a person.
    ended = models.CharField(max_length=20, default="")

    class Meta(RegisterFact.Meta):
        constraints = [
            *RegisterFact.Meta.constraints,
            models.CheckConstraint(
                name="membership_ended_with_valid_until",
                condition=Q(valid_until=None, ended="") | (Q(valid_until__isnull=False) & ~Q(ended="")),
            ),
        ]  # fmt: skip
        indexes = [models.Index(name="membership_in_force", fields=["register", "valid_from"])]
