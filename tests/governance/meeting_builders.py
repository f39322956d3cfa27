"""A body with a member register, made for tests of meetings."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from mutualise.accounts.actions import invite
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.governance.actions import attendance, meetings, notices, resolutions
from mutualise.governance.models import (
    Constituency,
    Constitution,
    Member,
    MemberRegister,
    Membership,
    Particulars,
)
from mutualise.register.models import Organisation

SINCE = date(2025, 1, 1)


def at(year, month, day, hour=10):
    """Let everything inside happen at ten on that day."""
    return clock.at(timezone.make_aware(datetime(year, month, day, hour)))


def secretary_of(code):
    email = f"secretary-{code}@example.org"
    return invite(email=email, role=Role.COMPANY_SECRETARY, organisation=code, valid_from=SINCE)


def body(code="care", members=10, form="COMPANY_GUARANTEE", users=0, votes="MEMBER"):
    """A body of `members` staff and `users` users, one vote each; every third has no address."""
    register = MemberRegister.objects.create(
        organisation=Organisation.objects.get_or_create(code=code)[0]
    )
    Constitution.objects.create(register=register, form=form, votes=votes, valid_from=SINCE)
    kinds = {"staff": "STAFF", "users": "USERS"}
    classes = {
        each: Constituency.objects.create(register=register, code=each, name=each, kind=kind)
        for each, kind in kinds.items()
    }
    for number in range(1, members + users + 1):
        member = Member.objects.create(register=register, number=number)
        email = "" if number % 3 == 0 else f"member-{number}@example.org"
        Particulars.objects.create(
            member=member, name=f"Member {number}", email=email, valid_from=SINCE
        )
        of_class = classes["staff" if number <= members else "users"]
        Membership.objects.create(
            register=register, member=member, constituency=of_class,
            employee=number <= members, valid_from=SINCE,
        )  # fmt: skip
    return register


def held_and_written():
    """A meeting held, minuted and filed, and a written resolution agreed to: one row of each."""
    register = body("held")
    by = secretary_of("held")
    starts = timezone.make_aware(datetime(2026, 4, 1, 18))
    with at(2026, 3, 2):
        meeting = meetings.call_meeting(
            register=register, by=by, kind="ANNUAL", starts_at=starts, place="Town hall"
        )
        special = meetings.propose(
            meeting=meeting, by=by, kind="company-special", title="New articles",
            text="That the articles in the annex be adopted.",
        )  # fmt: skip
        notices.give_notice(meeting=meeting, by=by)
        written = notices.circulate(
            register=register, by=by, kind="company-ordinary-written", title="Auditor", text="That."
        )
        resolutions.record_agreements(
            resolution=written, by=by, numbers=[1, 2], received_on=date(2026, 3, 2)
        )
    with at(2026, 3, 20):
        attendance.appoint_proxy(
            meeting=meeting, by=by, member=5, holder=1, received_at=clock.now()
        )
    with at(2026, 4, 1, 18):
        attendance.record_attendance(meeting=meeting, by=by, numbers=[1, 2, 4, 6])
        meetings.open_meeting(meeting=meeting, by=by)
        resolutions.record_votes(
            resolution=special, by=by, method="POLL", votes_for=3, against=1, abstained=1
        )
        resolutions.declare(resolution=special, by=by)
        meetings.close_meeting(meeting=meeting, by=by)
        meetings.write_minutes(meeting=meeting, by=by, text="The meeting opened at 18:00.")
        resolutions.file_resolution(resolution=special, by=by, filed_on=date(2026, 4, 1))
    return meeting, written
