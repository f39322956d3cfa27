"""Meetings and written resolutions of a mutual, from the call to the filing."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from mutualise.accounts.models import AuditEntry
from mutualise.accounts.permissions import NotAllowed
from mutualise.governance.actions import (
    attendance,
    filing_reminders,
    meetings,
    notices,
    resolutions,
)
from mutualise.governance.actions.meetings import Refused
from mutualise.governance.models import Meeting, NoticeCopy, Resolution
from mutualise.governance.queries import meetings as found
from mutualise.governance.queries.electorate import electorate
from mutualise.governance.queries.notices import copies_of, to_post
from mutualise.governance.queries.sittings import attendances_of, proxies_of
from mutualise.governance.rules.meeting_steps import State
from tests.governance.meeting_builders import at, body, secretary_of

pytestmark = pytest.mark.django_db


def moment(*parts):
    return timezone.make_aware(datetime(*parts))


def called(register, *, on=(2026, 4, 1, 18), **more):
    """A meeting called on 2 March 2026, a Monday, for 1 April unless said otherwise."""
    by = secretary_of(register.code)
    with at(2026, 3, 2):
        return meetings.call_meeting(
            register=register,
            by=by,
            kind="GENERAL",
            starts_at=moment(*on),
            place="Town hall",
            **more,
        ), by


def propose(meeting, by, kind="company-special", **more):
    with at(2026, 3, 3):
        return meetings.propose(
            meeting=meeting, by=by, kind=kind, title="New articles",
            text="That the articles in the annex be adopted.", **more,
        )  # fmt: skip


def opened(register, kind="company-special", present=(), **more):
    """A meeting under way, with all members present unless said otherwise."""
    meeting, by = called(register, **more)
    resolution = propose(meeting, by, kind)
    with at(2026, 3, 4):
        notices.give_notice(meeting=meeting, by=by)
    with at(2026, 4, 1, 18):
        numbers = list(present) or sorted(electorate(register.code, date(2026, 4, 1)))
        attendance.record_attendance(meeting=meeting, by=by, numbers=numbers)
        meetings.open_meeting(meeting=meeting, by=by)
    return meeting, resolution, by


def test_only_the_secretary_of_the_very_body_calls_a_meeting():
    register = body("care")
    body("other")
    stranger = secretary_of("other")
    with at(2026, 3, 2), pytest.raises(NotAllowed):
        meetings.call_meeting(
            register=register,
            by=stranger,
            kind="GENERAL",
            starts_at=moment(2026, 4, 1, 18),
            place="Hall",
        )
    assert not Meeting.objects.exists()


def test_a_notice_holds_the_text_the_words_and_proxy_rights_and_goes_to_every_member_once():
    meeting, by = called(body())
    propose(meeting, by)
    with at(2026, 3, 4):
        notice = notices.give_notice(meeting=meeting, by=by)
        assert notices.send_due() == (7, 0)
        assert notices.send_due() == (0, 0)
        assert copies_of(notice) == {"sent": 7, "waiting": 0, "given up": 0, "to post": 3}
    assert to_post(notice) == [3, 6, 9]
    text = mail.outbox[0].body
    assert "pass as a special resolution:" in text
    assert "That the articles in the annex be adopted." in text
    assert "Companies Act 2006 section 324" in text
    assert "A proxy must be received by 30 March 2026 at 18:00" in text
    assert notice.given_on == date(2026, 3, 6)  # 48 working-day hours after Wednesday
    assert "25 clear days; 14 are needed" in notice.checks[0][0]
    assert found.state_of(meeting) is State.NOTICED


def test_a_late_notice_is_refused_and_nothing_is_sent_unless_nine_in_ten_agree():
    meeting, by = called(body())
    propose(meeting, by)
    with at(2026, 3, 20):
        with pytest.raises(Refused, match="7 clear days; 14 are needed"):
            notices.give_notice(meeting=meeting, by=by)
        with pytest.raises(
            Refused, match="8 of 10 members agreed to shorter notice; 90% are needed"
        ):
            notices.give_notice(meeting=meeting, by=by, agreed=8)
        assert not NoticeCopy.objects.exists()
        assert found.state_of(meeting) is State.CALLED
        notices.give_notice(meeting=meeting, by=by, agreed=9)
    assert found.state_of(meeting) is State.NOTICED


def test_a_director_is_removed_only_at_a_meeting_with_special_notice():
    register = body()
    meeting, by = called(register)
    propose(meeting, by, "company-remove-director")
    with at(2026, 3, 4), pytest.raises(Refused, match="none was received"):
        notices.give_notice(meeting=meeting, by=by)
    with at(2026, 3, 4), pytest.raises(Refused, match="may not be a written resolution"):
        notices.circulate(
            register=register, by=by, kind="company-remove-director", title="Removal", text="That …"
        )
    with at(2026, 3, 4), pytest.raises(Refused, match="decided in writing, not at a meeting"):
        propose(meeting, by, "company-special-written")


def test_a_meeting_without_a_quorum_does_not_open():
    meeting, by = called(body(), quorum=3)
    propose(meeting, by)
    with at(2026, 3, 4):
        notices.give_notice(meeting=meeting, by=by)
    with at(2026, 3, 30, 17):
        attendance.appoint_proxy(
            meeting=meeting,
            by=by,
            member=5,
            holder_name="A solicitor",
            received_at=moment(2026, 3, 30, 17),
        )
    with at(2026, 3, 31), pytest.raises(Refused, match="on the day of the meeting"):
        attendance.record_attendance(meeting=meeting, by=by, numbers=[1])
    with at(2026, 4, 1, 18):
        attendance.record_attendance(meeting=meeting, by=by, numbers=[1])
        with pytest.raises(Refused, match="1 qualifying person was present; 3 are a quorum"):
            meetings.open_meeting(meeting=meeting, by=by)  # the solicitor did not come yet
        with pytest.raises(Refused, match="is recorded for these numbers: 6"):
            attendance.record_attendance(meeting=meeting, by=by, numbers=[], proxies_for=[6])
        attendance.record_attendance(meeting=meeting, by=by, numbers=[], proxies_for=[5])
        with pytest.raises(Refused, match="2 qualifying persons were present; 3 are a quorum"):
            meetings.open_meeting(meeting=meeting, by=by)
        with pytest.raises(Refused, match="No member may vote with these numbers: 77"):
            attendance.record_attendance(meeting=meeting, by=by, numbers=[2, 77])
        assert attendance.record_attendance(meeting=meeting, by=by, numbers=[1, 2]) == 1
        meetings.open_meeting(meeting=meeting, by=by)
    assert found.state_of(meeting) is State.OPEN


def test_proxies_are_taken_until_48_working_hours_before_and_the_later_one_stands():
    meeting, by = called(body())
    propose(meeting, by)
    with at(2026, 3, 4):
        notices.give_notice(meeting=meeting, by=by)
    with at(2026, 3, 31):
        with pytest.raises(Refused, match="received by 18:00 on 30 March 2026"):
            attendance.appoint_proxy(
                meeting=meeting, by=by, member=5, holder=6, received_at=moment(2026, 3, 30, 18, 1)
            )
        for holder in (6, 7):
            attendance.appoint_proxy(
                meeting=meeting, by=by, member=5, holder=holder, received_at=moment(2026, 3, 30, 18)
            )
        with pytest.raises(Refused, match="their own proxy"):
            attendance.appoint_proxy(
                meeting=meeting, by=by, member=5, holder=5, received_at=moment(2026, 3, 30, 18)
            )
    assert [row.holder_number for row in proxies_of(meeting)] == [7]


def test_a_special_resolution_at_exactly_75_per_cent_is_declared_passed_minuted_and_filed():
    meeting, resolution, by = opened(body())
    with at(2026, 4, 1, 19):
        with pytest.raises(Refused, match="Record the votes first"):
            resolutions.declare(resolution=resolution, by=by)
        with pytest.raises(Refused, match="11 votes were given and only 10 may be"):
            resolutions.record_votes(
                resolution=resolution, by=by, method="POLL", votes_for=6, against=5
            )
        resolutions.record_votes(
            resolution=resolution,
            by=by,
            method="POLL",
            votes_for=6,
            against=2,
            abstained=1,
            spoiled=1,
        )
        with pytest.raises(Refused, match="Declare the result first of: New articles"):
            meetings.close_meeting(meeting=meeting, by=by)
        declared = resolutions.declare(resolution=resolution, by=by)
        assert declared.verdict == "passed"
        assert (
            "6 of 8 valid votes were for; at least three quarters are needed, which is 6"
            in declared.words
        )
        assert "Abstentions: 1. Spoiled papers: 1." in declared.words
        assert declared.file_by == date(2026, 4, 16)
        meetings.close_meeting(meeting=meeting, by=by)
    assert [row.resolution for row in found.to_file("care")] == [resolution]
    with at(2026, 4, 10):
        meetings.write_minutes(meeting=meeting, by=by, text="Draft")
        meetings.write_minutes(
            meeting=meeting, by=by, text="As held", signed_on=date(2026, 4, 9), signed_as="Chair"
        )
        with pytest.raises(Refused, match="do not change any more"):
            meetings.write_minutes(meeting=meeting, by=by, text="Otherwise")
        resolutions.file_resolution(resolution=resolution, by=by, filed_on=date(2026, 4, 10))
    assert found.to_file("care") == []
    assert found.minutes_of(meeting).text == "As held"


def test_a_recount_before_the_declaration_needs_a_reason_and_keeps_both():
    _meeting, resolution, by = opened(body())
    with at(2026, 4, 1, 19):
        for_5 = {"method": "HANDS", "votes_for": 5, "against": 2}
        resolutions.record_votes(resolution=resolution, by=by, **for_5)
        with pytest.raises(Refused, match="Say why they are counted anew"):
            resolutions.record_votes(
                resolution=resolution, by=by, method="HANDS", votes_for=6, against=2
            )
        resolutions.record_votes(
            resolution=resolution,
            by=by,
            method="HANDS",
            votes_for=6,
            against=2,
            reason="A hand missed",
        )
        assert resolutions.declare(resolution=resolution, by=by).verdict == "passed"
    assert resolution.counts.count() == 2


def test_a_written_resolution_with_a_majority_of_signatures_but_not_of_members_lapses():
    register = body(members=10)
    by = secretary_of("care")
    with at(2026, 3, 2):
        resolution = notices.circulate(
            register=register,
            by=by,
            kind="company-ordinary-written",
            title="Auditor",
            text="That …",
        )
        assert resolution.lapses_on == date(2026, 3, 29)
    with at(2026, 3, 9):
        given = {"resolution": resolution, "by": by, "received_on": date(2026, 3, 9)}
        assert resolutions.record_agreements(numbers=[1, 2, 3, 3], **given) == 3
        assert resolutions.record_agreements(numbers=[3, 4], **given) == 1
        with pytest.raises(Refused, match="Not eligible on the circulation date"):
            resolutions.record_agreements(numbers=[11], **given)
        with pytest.raises(Refused, match="Not passed yet: members may agree until 29 March 2026"):
            resolutions.declare(resolution=resolution, by=by)
    with at(2026, 3, 30):
        late = {"resolution": resolution, "by": by, "received_on": date(2026, 3, 30)}
        with pytest.raises(Refused, match="An agreement counts from 2 March 2026 to 29 March 2026"):
            resolutions.record_agreements(numbers=[5, 6], **late)
        declared = resolutions.declare(resolution=resolution, by=by)
    assert declared.verdict == "not passed"
    assert "4 of 10 votes of everybody entitled were for" in declared.words
    assert "Companies Act 2006 section 282(2)" in declared.words


def test_a_written_resolution_passes_on_the_day_of_the_signature_that_carries_it():
    register = body(members=10)
    by = secretary_of("care")
    with at(2026, 3, 2):
        resolution = notices.circulate(
            register=register, by=by, kind="company-special-written", title="Name", text="That …"
        )
    with at(2026, 3, 12):
        resolutions.record_agreements(
            resolution=resolution, by=by, numbers=list(range(1, 9)), received_on=date(2026, 3, 11)
        )
        declared = resolutions.declare(resolution=resolution, by=by)
    assert (declared.verdict, declared.decided_on) == ("passed", date(2026, 3, 11))
    assert declared.file_by == date(2026, 3, 26)


def test_only_a_private_company_decides_in_writing():
    register = body(form="COOPERATIVE")
    with at(2026, 3, 2), pytest.raises(Refused, match="Only a private company"):
        notices.circulate(
            register=register,
            by=secretary_of("care"),
            kind="company-ordinary-written",
            title="T",
            text="T",
        )


def test_a_society_conversion_passes_two_meetings_or_says_why_not():
    register = body(members=20, form="COMMUNITY_BENEFIT")
    with pytest.raises(Refused, match="clear days of notice your rules ask for"):
        called(register)
    meeting, resolution, by = opened(register, "society-conversion", own_notice_days=14)
    with at(2026, 4, 1, 19):
        resolutions.record_votes(
            resolution=resolution, by=by, method="POLL", votes_for=8, against=2
        )
        first = resolutions.declare(resolution=resolution, by=by)
        assert first.verdict == "awaits the second meeting"
        assert (first.second_from, first.second_until) == (date(2026, 4, 15), date(2026, 5, 1))
        too_late = meetings.call_meeting(
            register=register, by=by, kind="GENERAL", starts_at=moment(2026, 5, 2, 18), place="Hall",
            own_notice_days=14,
        )  # fmt: skip
        with pytest.raises(Refused, match="from 15 April 2026 to 1 May 2026"):
            meetings.propose(
                meeting=too_late, by=by, kind="", title="", text="", confirms=resolution
            )
        second = meetings.call_meeting(
            register=register, by=by, kind="GENERAL", starts_at=moment(2026, 4, 28, 18), place="Hall",
            own_notice_days=14,
        )  # fmt: skip
        confirming = meetings.propose(
            meeting=second, by=by, kind="", title="", text="", confirms=resolution
        )
    assert confirming.text == resolution.text
    with at(2026, 4, 2):
        notices.give_notice(meeting=second, by=by)
    with at(2026, 4, 28, 18):
        attendance.record_attendance(meeting=second, by=by, numbers=list(range(1, 10)))
        meetings.open_meeting(meeting=second, by=by)
        resolutions.record_votes(
            resolution=confirming, by=by, method="HANDS", votes_for=5, against=4
        )
        assert resolutions.declare(resolution=confirming, by=by).verdict == "passed"


def test_a_society_conversion_with_80_per_cent_for_and_45_per_cent_turnout_is_declared_not_passed():
    register = body(members=20, form="COOPERATIVE")
    _meeting, resolution, by = opened(register, "society-conversion", own_notice_days=14)
    with at(2026, 4, 1, 19):
        resolutions.record_votes(
            resolution=resolution, by=by, method="POLL", votes_for=7, against=2
        )
        declared = resolutions.declare(resolution=resolution, by=by)
    assert declared.verdict == "not passed"
    assert (
        "9 of 20 votes of everybody entitled were given; at least half are needed" in declared.words
    )
    assert "section 113(2)(b)" in declared.words


def test_a_double_majority_is_counted_class_by_class():
    register = body(members=8, users=4)
    _meeting, resolution, by = opened(register, "double-majority")
    with at(2026, 4, 1, 19):
        count = {"resolution": resolution, "by": by, "method": "HANDS"}
        resolutions.record_votes(votes_for=7, against=3, **count)
        with pytest.raises(Refused, match="Count each class: “staff”, “users” is missing"):
            resolutions.declare(resolution=resolution, by=by)
        resolutions.record_votes(votes_for=6, against=1, of_class="staff", **count)
        # A class that nobody counted would be outvoted.
        with pytest.raises(Refused, match="Count each class: “users” is missing"):
            resolutions.declare(resolution=resolution, by=by)
        resolutions.record_votes(votes_for=1, against=2, of_class="users", **count)
        with pytest.raises(Refused, match="has no member"):
            resolutions.record_votes(votes_for=1, against=2, of_class="friends", **count)
        declared = resolutions.declare(resolution=resolution, by=by)
    assert declared.verdict == "not passed"
    assert "1 of 3 valid votes of the class “users” were for" in declared.words


def test_who_may_vote_follows_the_register_on_the_day():
    register = body(members=3)
    assert sorted(electorate("care", date(2026, 4, 1))) == [1, 2, 3]
    assert electorate("care", date(2024, 12, 31)) == {}
    assert electorate("nowhere", date(2026, 4, 1)) == {}
    assert register.code == "care"


@pytest.mark.parametrize("table", ["meeting", "resolution", "notice", "votecount", "declaration"])
def test_the_database_itself_refuses_to_change_what_was_recorded(table):
    _meeting, resolution, by = opened(body())
    with at(2026, 4, 1, 19):
        resolutions.record_votes(
            resolution=resolution, by=by, method="HANDS", votes_for=6, against=2
        )
        resolutions.declare(resolution=resolution, by=by)
    name = f"governance_{table}"
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute(f"DELETE FROM {name}")


def test_every_deed_is_in_the_audit_trail_and_a_refused_one_leaves_nothing():
    meeting, resolution, by = opened(body())
    events = set(AuditEntry.objects.filter(by=by).values_list("event", flat=True))
    assert {
        "governance.meeting.call", "governance.resolution.propose", "governance.meeting.notice",
        "governance.attendance", "governance.meeting.open",
    } <= events  # fmt: skip
    before = AuditEntry.objects.count()
    with at(2026, 4, 1, 19), pytest.raises(Refused):
        meetings.propose(meeting=meeting, by=by, kind="company-ordinary", title="Late", text="Late")
    assert (AuditEntry.objects.count(), Resolution.objects.count()) == (before, 1)
    assert resolution.reference == "R-2026-0001"


def test_attendance_entered_by_mistake_is_taken_back_with_a_reason():
    meeting, _resolution, by = opened(body(), present=(1, 2, 4))
    with at(2026, 4, 1, 19):
        with pytest.raises(Refused, match="Say why"):
            attendance.remove_attendance(meeting=meeting, by=by, number=4, reason=" ")
        attendance.remove_attendance(meeting=meeting, by=by, number=4, reason="Misread")
    assert [row.member_number for row in attendances_of(meeting)] == [1, 2]


def test_the_secretary_is_reminded_of_a_filing_until_it_is_recorded(mailoutbox):
    _meeting, resolution, by = opened(body())
    with at(2026, 4, 1, 19):
        resolutions.record_votes(
            resolution=resolution, by=by, method="HANDS", votes_for=6, against=2
        )
        due = resolutions.declare(resolution=resolution, by=by).file_by
    assert due == date(2026, 4, 16)
    for day in (8, 9, 9, 16, 17, 18):
        with at(2026, 4, day):
            filing_reminders.remind(date(2026, 4, day))
            filing_reminders.send_due()
    assert [mail.subject.partition(" the")[0] for mail in mailoutbox] == ["File", "Late: file"]
    assert mailoutbox[0].to == [by.email]
    assert "Companies House by 16 April 2026" in mailoutbox[0].body
    assert f"/control/care/resolutions/{resolution.reference.lower()}/filing/" in mailoutbox[0].body
    with at(2026, 4, 24):
        assert filing_reminders.remind(date(2026, 4, 24)) == 1
        resolutions.file_resolution(resolution=resolution, by=by, filed_on=date(2026, 4, 24))
        assert filing_reminders.send_due() == (0, 0), "filed since it was written"
        assert filing_reminders.remind(date(2026, 5, 4)) == 0
    assert len(mailoutbox) == 2


def test_a_cancelled_meeting_takes_no_further_step():
    meeting, by = called(body())
    with at(2026, 3, 3):
        with pytest.raises(Refused, match="Say why"):
            meetings.cancel_meeting(meeting=meeting, by=by, words="")
        meetings.cancel_meeting(meeting=meeting, by=by, words="Hall lost")
        with pytest.raises(Refused, match="the meeting is cancelled"):
            propose(meeting, by)
