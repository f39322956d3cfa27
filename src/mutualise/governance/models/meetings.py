"""Meetings: what was called, sent, who was there, and what was minuted.

Members stand here by their number in the member register, which alone holds names. Facts are
recorded once; a correction is a new row that replaces one and says why.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from mutualise.chronicle import clock
from mutualise.chronicle.models import Recorded
from mutualise.governance.models.directors import Director
from mutualise.governance.models.members import MemberRegister
from mutualise.governance.rules.meeting_steps import STEPS
from mutualise.governance.rules.meetings import Form


class Meeting(models.Model):
    """A meeting as it was called. Another day or place is another meeting: cancel and call anew."""

    class Kind(models.TextChoices):
        GENERAL = "GENERAL", "General meeting"
        ANNUAL = "ANNUAL", "Annual general meeting"

    reference = models.CharField(max_length=20, unique=True)
    register = models.ForeignKey(
        MemberRegister, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    kind = models.CharField(max_length=8, choices=Kind)
    form = models.CharField(max_length=16, choices=[(f.value, f.value) for f in Form])
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    joining = models.CharField(max_length=300, default="")
    # Clear days the articles or rules ask for; 0: they ask for no more than the law.
    own_notice_days = models.PositiveSmallIntegerField(default=0)
    quorum = models.PositiveSmallIntegerField(default=2)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.reference


class MeetingEvent(models.Model):
    """One step of a meeting. Two people who make a step at once get one number: one is refused."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=10)
    source = models.CharField(max_length=10, default="")
    target = models.CharField(max_length=10)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="meetingevent_numbered_once", fields=["meeting", "number"]
            ),
            models.CheckConstraint(
                name="meetingevent_is_a_permitted_step",
                condition=Q(
                    *(
                        Q(name=name, source=source, target=target.value)
                        for name, (sources, target) in STEPS.items()
                        for source in sources
                    ),
                    _connector=Q.OR,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} {self.number} {self.name}"


class Adjournment(models.Model):
    """That a meeting goes on at another time, with the same business. Its notice, where members were
    told, is a row of Notice.

    Who was present is recorded anew for each sitting; proxies stand.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="adjournments")
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    joining = models.CharField(max_length=300, default="")
    quorum = models.PositiveSmallIntegerField()
    words = models.TextField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.meeting} adjourned to {self.starts_at:%Y-%m-%d}"


class Notice(models.Model):
    """The text members were sent, with its digest; copies are its rows in NoticeCopy."""

    meeting = models.OneToOneField(
        Meeting, null=True, on_delete=models.PROTECT, related_name="notice"
    )
    resolution = models.OneToOneField(
        "Resolution", null=True, on_delete=models.PROTECT, related_name="circulation"
    )
    adjournment = models.OneToOneField(
        Adjournment, null=True, on_delete=models.PROTECT, related_name="notice"
    )
    subject = models.CharField(max_length=200)
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    sent_at = models.DateTimeField(default=clock.now)
    given_on = models.DateField()
    # What was found in order before it was sent, in words with sections.
    checks = models.JSONField(default=list)
    short_notice_agreed_by = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="notice_of_a_meeting_or_a_resolution",
                condition=Q(meeting=None, resolution__isnull=False, adjournment=None)
                | Q(meeting__isnull=False, resolution=None, adjournment=None)
                | Q(meeting=None, resolution=None, adjournment__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"Notice of {self.meeting or self.resolution or self.adjournment}"


class NoticeCopy(models.Model):
    """One member's copy: by mail, or on paper where the register has no address (`to` empty). `votes` is 0
    for who is sent it as a director, or votes at the meeting of a class alone."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="copies")
    member_number = models.PositiveIntegerField()
    to = models.CharField(max_length=254, default="")
    # The votes of the member on that day.
    votes = models.PositiveIntegerField(default=1)
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=clock.now, db_index=True)
    last_error = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="noticecopy_once_a_member", fields=["notice", "member_number"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.notice} to {self.member_number}"


class NoticeToDirector(models.Model):
    """A director whom the register of members cannot write to: the secretary sends the notice, and marks
    the day once."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="to_directors")
    director = models.ForeignKey(Director, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField(null=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="noticetodirector_once_a_director", fields=["notice", "director"]
            ),
            models.CheckConstraint(
                name="noticetodirector_sent_on_with_marked_by",
                condition=Q(sent_on=None, marked_by=None)
                | Q(sent_on__isnull=False, marked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice} to director {self.director_id}"


class Proxy(Recorded):
    """Who stands for a member at one meeting: another member, or somebody by name."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="proxies")
    member_number = models.PositiveIntegerField()
    holder_number = models.PositiveIntegerField(null=True)
    holder_name = models.CharField(max_length=120, default="")
    received_at = models.DateTimeField()
    instructions = models.TextField(default="")

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="proxy_is_a_member_or_somebody_named",
                condition=(Q(holder_number=None) & ~Q(holder_name=""))
                | (Q(holder_number__isnull=False) & Q(holder_name="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.holder_number or self.holder_name} for {self.member_number}"


class Attendance(Recorded):
    """A member who was present in person or, `as_proxy`, for whom a proxy came who is no member.

    `replaces` takes back what was entered by mistake.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    member_number = models.PositiveIntegerField()
    as_proxy = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.member_number} at {self.meeting}"


class Minutes(Recorded):
    """The minutes of a meeting: drafts replace one another, the signed text is the last."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes")
    text = models.TextField()
    signed_on = models.DateField(null=True)
    signed_as = models.CharField(max_length=120, default="")

    def __str__(self) -> str:
        return f"Minutes of {self.meeting}"
