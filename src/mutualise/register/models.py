from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from mutualise.chronicle.models import Recorded


class Organisation(models.Model):
    """The identity of a body in the register; everything known about it is dated rows."""

    code = models.SlugField(max_length=60, unique=True)
    recorded_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.code


class OrganisationFact(Recorded):
    """A recorded fact about an organisation, with the source it was read from."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey("evidence.Source", on_delete=models.PROTECT, related_name="+")
    locator = models.CharField(max_length=500, default="")
    note = models.TextField(default="")

    class Meta(Recorded.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.organisation} {self._meta.verbose_name} {self.pk}"


class Entry(OrganisationFact):
    """What kind of body this is: one known row an organisation at a time.

    A row that brings an entry up to date says from which day, so that the row it replaces holds
    for the days before.
    """

    name = models.CharField(max_length=200)
    entry_class = models.CharField(max_length=20)
    legal_form = models.CharField(max_length=120, default="")
    sector = models.CharField(max_length=120, default="")
    region = models.CharField(max_length=40, default="")
    nation = models.CharField(max_length=20, default="")
    parent_body = models.CharField(max_length=200, default="")
    valid_from = models.DateField(null=True)

    class Meta(OrganisationFact.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(
                name="entry_recorded_once", fields=["organisation"], condition=Q(replaces=None)
            ),
        ]


class Name(OrganisationFact):
    """A name the body has or had."""

    name = models.CharField(max_length=200, db_index=True)
    kind = models.CharField(max_length=20)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    class Meta(OrganisationFact.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="name_ends_after_it_starts",
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_until__gt=F("valid_from")),
            ),
        ]


class Identifier(OrganisationFact):
    """The body's number in somebody else's list; schemes as in org-id.guide."""

    scheme = models.CharField(max_length=20)
    identifier = models.CharField(max_length=60, db_index=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    class Meta(OrganisationFact.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(
                name="identifier_belongs_to_one_body",
                fields=["scheme", "identifier"],
                condition=Q(replaces=None),
            ),
        ]


class LifeEvent(OrganisationFact):
    """Something that happened to the body, between two days (both included)."""

    kind = models.CharField(max_length=20)
    earliest = models.DateField(null=True)
    latest = models.DateField(null=True)
    period = models.CharField(max_length=40, default="")
    detail = models.TextField(default="")
    successor = models.CharField(max_length=200, default="")

    class Meta(OrganisationFact.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="lifeevent_earliest_with_latest_in_order",
                condition=Q(earliest=None, latest=None) | Q(latest__gte=F("earliest")),
            ),
        ]


class Stake(OrganisationFact):
    """Per cent of equity, votes or board seats a class of holders has from a day."""

    valid_from = models.DateField()
    instrument = models.CharField(max_length=12)
    holder = models.CharField(max_length=16)
    share = models.DecimalField(max_digits=6, decimal_places=3)

    class Meta(OrganisationFact.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="stake_share_is_a_percentage", condition=Q(share__gte=0, share__lte=100)
            ),
            models.UniqueConstraint(
                name="stake_recorded_once",
                fields=["organisation", "instrument", "holder", "valid_from"],
                condition=Q(replaces=None),
            ),
        ]


class ControlFact(OrganisationFact):
    """One kind of evidence of who controls the body, from a day if the day is known."""

    kind = models.CharField(max_length=30)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    share = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    wording = models.TextField(default="")

    class Meta(OrganisationFact.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="controlfact_ends_after_it_starts",
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_until__gt=F("valid_from")),
            ),
        ]


class Verdict(OrganisationFact):
    """An assessor's decision whether the body meets a definition on a day."""

    definition = models.CharField(max_length=20)
    outcome = models.CharField(max_length=16)
    decided_for = models.DateField()
    reasons = models.TextField()


class Amendment(models.Model):
    """A change to what the register says of a body that its representative asks for; an editor
    decides once. `cells` is what was typed, text by field of the form of that kind of fact."""

    class State(models.TextChoices):
        PROPOSED = "PROPOSED", "Waiting for an editor"
        ACCEPTED = "ACCEPTED", "Accepted"
        REFUSED = "REFUSED", "Refused"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, default="organisations")
    cells = models.JSONField(default=dict)
    reason = models.TextField()
    proposed_at = models.DateTimeField(default=timezone.now)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decision_reason = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="amendment_decided_at_with_decided_by",
                condition=Q(state="PROPOSED", decided_at=None, decided_by=None, decision_reason="")
                | (
                    ~Q(state="PROPOSED")
                    & Q(decided_at__isnull=False, decided_by__isnull=False)
                    & ~Q(decision_reason="")
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.kind}: {self.state}"
