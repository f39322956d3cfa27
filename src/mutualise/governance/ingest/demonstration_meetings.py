"""Meetings of made-up bodies: one of each kind of result, held by the deeds that people use.

At the staff mutual a special resolution with exactly three quarters passes, an ordinary one with
exactly half fails, and one in writing fails because silence counts as no. A small society, made for
this alone, votes on its conversion and fails for want of turnout.
"""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from mutualise.accounts.models import Person
from mutualise.chronicle import clock
from mutualise.governance import models
from mutualise.governance.actions import attendance, meetings, members, notices, resolutions
from mutualise.governance.actions.payroll import fingerprint, preview, take_in
from mutualise.governance.ingest.made_up import SOCIETY
from mutualise.governance.rules.membership import Kind
from mutualise.governance.rules.payroll import Paid
from mutualise.governance.rules.statutory import LegalForm, Votes

SOCIETY_MEMBERS = 100
CALLED, HELD, WRITTEN, LAPSED = (
    date(2026, 5, 11), date(2026, 6, 16), date(2026, 6, 22), date(2026, 7, 21),
)  # fmt: skip
PLACE = "Head office, Demonstration Street 1"
MINUTES = """Minutes of a demonstration: this meeting was made up.

The chair opened the meeting once a quorum was recorded, and took the notice as read. Each resolution was put to a poll. The results and the figures are those declared on the record of the meeting.

There was no other business."""
FILED = "Demonstration: nothing was sent"


def moment(day: date, hour: int = 10) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


def hold_at_the_mutual(by: Person, register: models.MemberRegister) -> None:
    """The annual meeting with four resolutions, its minutes, and a resolution in writing."""
    with clock.at(moment(CALLED)):
        meeting = meetings.call_meeting(
            register=register, by=by, kind="ANNUAL", starts_at=moment(HELD, 18), place=PLACE,
            joining="By video link", quorum=10,
        )  # fmt: skip
        put = [
            meetings.propose(
                meeting=meeting, by=by, kind=kind, title=title, text=text,
                special_notice_on=CALLED if kind == "company-remove-director" else None,
            )
            for kind, title, text in (
                ("company-special", "New articles of association",
                 "That the articles in the annex be adopted in place of those in force."),
                ("company-ordinary", "A second trust director",
                 "That the employee trust may choose a second director."),
                ("company-ordinary", "Accounts of the first year",
                 "That the accounts in the annex be received."),
                ("company-remove-director", "Removal of Director 5",
                 "That Director 5 be removed from office."),
            )
        ]  # fmt: skip
    _give_notice(meeting, by, date(2026, 5, 14))
    with clock.at(moment(date(2026, 6, 10))):
        for member, holder in ((41, 3), (42, 3), (43, 4)):
            attendance.appoint_proxy(
                meeting=meeting, by=by, member=member, holder=holder, received_at=clock.now()
            )
    # Votes for, against and abstained: three quarters; half; nearly all; a minority.
    _decide(meeting, by, put, [3, *range(4, 41)],
            [(30, 10, 1), (20, 20, 1), (39, 1, 1), (12, 27, 2)])  # fmt: skip
    with clock.at(moment(date(2026, 6, 18))):
        resolutions.file_resolution(
            resolution=put[0], by=by, filed_on=date(2026, 6, 18), receipt=FILED
        )
    _decide_in_writing(by, register)


def _decide_in_writing(by: Person, register: models.MemberRegister) -> None:
    """Of 282 members 112 agree, and silence counts as no: it lapses."""
    with clock.at(moment(WRITTEN)):
        asked = notices.circulate(
            register=register, by=by, kind="company-ordinary-written", title="Auditor",
            text="That the auditor named in the annex be appointed.",
        )  # fmt: skip
        _sent(asked.circulation)
        agreed = list(asked.circulation.copies.order_by("member_number")[:112])
        resolutions.record_agreements(
            resolution=asked, by=by, numbers=[copy.member_number for copy in agreed],
            received_on=WRITTEN,
        )  # fmt: skip
    with clock.at(moment(LAPSED)):
        resolutions.declare(resolution=asked, by=by)


def hold_at_the_society(by: Person) -> None:
    """A society of a hundred members, and its vote on becoming a company: 36 for, 9 against."""
    with clock.at(moment(date(2026, 1, 5))):
        register = members.open_register(
            by=by, code=SOCIETY, form=LegalForm.COOPERATIVE, votes=Votes.MEMBER,
            guarantee_pence=None, on=date(2026, 1, 5), demonstration=True,
        )  # fmt: skip
        members.add_constituency(by=by, register=register, code="workers", name="Workers", kind=Kind.STAFF)  # fmt: skip
        listed = [
            Paid(
                row=number + 1, employee_number=f"S{number:03d}", name=f"Worker {number:03d}",
                email=f"worker-{number:03d}@example.org", address="Demonstration Street 2",
                constituency="workers", member=True,
            )
            for number in range(1, SOCIETY_MEMBERS + 1)
        ]  # fmt: skip
        take_in(
            by=by, register=register, listed=listed, on=date(2026, 1, 5), answers={},
            read_from="demonstration-society.csv",
            seen=fingerprint(preview(register, listed, date(2026, 1, 5))),
        )  # fmt: skip
    with clock.at(moment(CALLED)):
        meeting = meetings.call_meeting(
            register=register, by=by, kind="GENERAL", starts_at=moment(HELD, 17), place=PLACE,
            own_notice_days=14, quorum=20,
        )  # fmt: skip
        put = [
            meetings.propose(meeting=meeting, by=by, kind=kind, title=title, text=text)
            for kind, title, text in (
                ("society-conversion", "Conversion into a company",
                 "That, by special resolution, the society be converted into a company."),
                ("society-ordinary", "Report of the committee", "That the report be received."),
            )
        ]  # fmt: skip
    _give_notice(meeting, by, date(2026, 5, 14))
    _decide(meeting, by, put, list(range(1, 46)), [(36, 9, 0), (44, 0, 1)])


def _give_notice(meeting: models.Meeting, by: Person, on: date) -> None:
    with clock.at(moment(on)):
        _sent(notices.give_notice(meeting=meeting, by=by))


def _decide(
    meeting: models.Meeting, by: Person, put: list[models.Resolution], present: list[int],
    votes: list[tuple[int, int, int]],
) -> None:  # fmt: skip
    """Open the meeting, take a poll on each resolution, close, and sign the minutes a week later."""
    with clock.at(meeting.starts_at):
        attendance.record_attendance(meeting=meeting, by=by, numbers=present)
        meetings.open_meeting(meeting=meeting, by=by)
        for resolution, (votes_for, against, abstained) in zip(put, votes, strict=True):
            resolutions.record_votes(
                resolution=resolution, by=by, method="POLL", votes_for=votes_for,
                against=against, abstained=abstained,
            )  # fmt: skip
            resolutions.declare(resolution=resolution, by=by)
        meetings.close_meeting(meeting=meeting, by=by)
    signed = date(2026, 6, 23)
    with clock.at(moment(signed)):
        meetings.write_minutes(
            meeting=meeting, by=by, text=MINUTES, signed_on=signed, signed_as="Chair of the meeting"
        )


def _sent(notice: models.Notice) -> None:
    """Nobody is written to: the copies are marked as if they had left."""
    notice.copies.update(sent_at=clock.now(), tries=1)
