"""The ledger of the fund: accounts that may not go below their floor, and postings between two.

A posting is one row from an account to an account, so it balances by its shape; it is never
changed, and undone only by a posting the other way that names it. Triggers keep each account's
balance and refuse a posting that would take one below its floor (`migrations/0002_triggers`), so
that two officers who spend the last pound at once cannot both succeed. Amounts are whole pence.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mutualise.chronicle import clock


class Fund(models.Model):
    """A pot of money with a ceiling nobody may pass; `ceiling_pence` is posted on opening."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    ceiling_pence = models.PositiveBigIntegerField()
    opens_on = models.DateField()
    closes_on = models.DateField()
    demonstration = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="fund_closes_after_it_opens", condition=Q(closes_on__gt=F("opens_on"))
            )
        ]

    def __str__(self) -> str:
        return self.name


class Budget(models.Model):
    """A part of the fund: one financial year, one lot or purpose."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="budgets")
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    # The year in which a financial year (1 April to 31 March) begins.
    year = models.PositiveSmallIntegerField()
    lot = models.CharField(max_length=20, default="")

    def __str__(self) -> str:
        return self.name


class Account(models.Model):
    """Where money stands. `balance_pence` is kept by the database from the postings alone."""

    class Kind(models.TextChoices):
        AUTHORITY = "AUTHORITY", "Granted to the fund"
        UNALLOCATED = "UNALLOCATED", "Not yet in a budget"
        AVAILABLE = "AVAILABLE", "Available in a budget"
        COMMITTED = "COMMITTED", "Committed to an award"
        ORDERED = "ORDERED", "Called off in a work order"
        ACCRUED = "ACCRUED", "Owed for accepted work"
        PAID = "PAID", "Paid"
        LAPSED = "LAPSED", "Given back at a year end"

    # What it is the account of, as `rules.ledger.account_code` writes it.
    code = models.CharField(max_length=120, unique=True)
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="accounts")
    budget = models.ForeignKey(Budget, null=True, on_delete=models.PROTECT, related_name="accounts")
    award = models.ForeignKey(
        "programme.Award", null=True, on_delete=models.PROTECT, related_name="accounts"
    )
    order = models.ForeignKey(
        "programme.WorkOrder", null=True, on_delete=models.PROTECT, related_name="accounts"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    floor_pence = models.BigIntegerField(default=0)
    balance_pence = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="account_not_below_its_floor",
                condition=Q(balance_pence__gte=F("floor_pence")),
            ),
            models.CheckConstraint(
                name="account_floor_only_of_authority",
                condition=Q(kind="AUTHORITY", floor_pence__lte=0)
                | (~Q(kind="AUTHORITY") & Q(floor_pence=0)),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def said(self) -> str:
        """What stands in it and whose it is, in words: "Committed to an award: PSM-0007"."""
        owner = self.code.split("/")[2:-1] or ([self.budget.name] if self.budget else [])
        return ": ".join([self.get_kind_display(), *owner[-1:]])


class Posting(models.Model):
    """An amount moved from one account to another, with its reason and its author."""

    class Kind(models.TextChoices):
        OPENING = "OPENING", "Opening of the fund"
        ALLOCATION = "ALLOCATION", "Allocation to a budget"
        COMMITMENT = "COMMITMENT", "Commitment to an award"
        VARIATION = "VARIATION", "Variation of an award"
        CALL_OFF = "CALL_OFF", "Work order"
        ACCRUAL = "ACCRUAL", "Accrual of accepted work"
        PAYMENT = "PAYMENT", "Payment"
        RELEASE = "RELEASE", "Release of what was not used"
        YEAR_END = "YEAR_END", "Year end"

    kind = models.CharField(max_length=12, choices=Kind)
    source = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="postings_out")
    target = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="postings_in")
    amount_pence = models.PositiveBigIntegerField()
    on = models.DateField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    words = models.TextField(default="")
    reference = models.CharField(max_length=60, default="")
    # Names one deed, so that a form sent twice or a retry posts once.
    key = models.CharField(max_length=80, unique=True)
    reverses = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reversed_by"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="posting_of_something", condition=Q(amount_pence__gt=0)),
            models.CheckConstraint(
                name="posting_between_two_accounts", condition=~Q(source=F("target"))
            ),
        ]
        indexes = [models.Index(name="posting_by_day", fields=["on"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_pence}"


class ExtractLine(models.Model):
    """One line of an uploaded extract of the finance system, to reconcile payments against."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="extract_lines")
    file_sha256 = models.CharField(max_length=64)
    line = models.PositiveIntegerField()
    reference = models.CharField(max_length=60)
    on = models.DateField()
    payee = models.CharField(max_length=200, default="")
    amount_pence = models.BigIntegerField()
    uploaded_at = models.DateTimeField(default=clock.now)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="extractline_loaded_once", fields=["fund", "file_sha256", "line"]
            ),
            models.CheckConstraint(
                name="extractline_uploaded_at_with_uploaded_by",
                condition=Q(uploaded_at__isnull=False) & Q(uploaded_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.amount_pence}"
