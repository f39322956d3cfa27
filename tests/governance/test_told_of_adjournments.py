"""Members are told where and when an adjourned meeting goes on, and have notice of a distant day."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core import mail
from django.test import Client

from mutualise.governance.actions import attendance, meetings, notices
from mutualise.governance.actions.adjournment import adjourn
from mutualise.governance.actions.meetings import Refused
from mutualise.governance.models import NoticeCopy
from mutualise.governance.queries.sittings import day_of
from mutualise.governance.rules.adjournment import adjournment_check
from mutualise.governance.rules.days import deemed_given
from tests.governance.meeting_builders import at, body, secretary_of
from tests.governance.test_adjourned_meetings import HALL, moment, noticed, vote
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
WHY = "No quorum within half an hour"
LATER = {"starts_at": moment(2026, 5, 1, 18), "words": WHY, "place": "Library", "quorum": 2}


def test_every_member_is_told_of_the_new_time_by_the_outbox_or_by_post():
    meeting, by, _put = noticed(body())
    notices.send_due()
    mail.outbox.clear()
    with at(2026, 4, 1, 18):
        row = adjourn(meeting=meeting, by=by, tell=True, **LATER)
        assert notices.send_due() == (7, 0)
    assert [copy.member_number for copy in row.notice.copies.filter(to="")] == [3, 6, 9]
    letter = mail.outbox[0]
    assert letter.subject.startswith("A meeting goes on at another time")
    for words in (
        "NOTICE OF THE ADJOURNED GENERAL MEETING", "When: 1 May 2026 at 18:00", "Where: Library",
        "The meeting was called for 1 April 2026. It was adjourned on 1 April 2026", WHY,
        "That by special resolution the text in the annex be adopted.", "A proxy must be received by 29 April 2026",
        "A proxy you have given already stands.",
    ):  # fmt: skip
        assert words in letter.body, words
    assert row.notice.given_on == date(2026, 4, 7), "two working days after Maundy Thursday's eve"
    assert row.notice.checks[0][0].startswith(
        "Notice given on 7 April 2026 for 1 May 2026 is 23 clear days; 7 are needed"
    )


def test_beyond_fourteen_days_a_meeting_goes_on_only_with_notice_to_every_member():
    meeting, by, (special,) = noticed(body())
    with at(2026, 4, 1, 18):
        with pytest.raises(Refused, match="until 15 April 2026.*send every member the new time"):
            adjourn(meeting=meeting, by=by, **LATER)
        adjourn(meeting=meeting, by=by, tell=True, **LATER)
    assert day_of(meeting) == date(2026, 5, 1)
    with at(2026, 5, 1, 18):
        attendance.record_attendance(meeting=meeting, by=by, numbers=[1, 2])
        meetings.open_meeting(meeting=meeting, by=by)
        assert vote(special, by, 2, 0).decided_on == date(2026, 5, 1)


def test_seven_clear_days_are_counted_from_the_day_notice_is_taken_to_be_given():
    """Sent on Christmas Eve it is taken to be given on 30 December: two working days later."""
    day = date(2026, 12, 24)
    given = deemed_given(datetime(2026, 12, 24, 18)).date()
    assert given == date(2026, 12, 30)
    assert adjournment_check(day, date(2027, 1, 8), given).holds
    late = adjournment_check(day, date(2027, 1, 8), date(2027, 1, 1))
    assert not late.holds and "6 clear days; 7 are needed" in late.words
    assert late.words.endswith("so choose 9 January 2027 or a later day")


def test_within_fourteen_days_the_secretary_may_leave_it():
    meeting, by, _put = noticed(body())
    before = NoticeCopy.objects.count()
    with at(2026, 4, 1, 18):
        adjourn(meeting=meeting, by=by, starts_at=moment(2026, 4, 15, 18), words=WHY, **HALL)
    assert NoticeCopy.objects.count() == before


def test_what_was_decided_before_is_not_in_the_letter():
    meeting, by, (first, _second) = noticed(body(), titles=("Articles", "Name"))
    with at(2026, 4, 1, 18):
        attendance.record_attendance(meeting=meeting, by=by, numbers=[1, 2, 4])
        meetings.open_meeting(meeting=meeting, by=by)
        vote(first, by, 3, 0)
        row = adjourn(meeting=meeting, by=by, tell=True, **LATER)
    assert "1. Name" in row.notice.text and "Articles" not in row.notice.text


def test_the_secretary_sends_it_with_the_adjournment_and_members_read_it(client):
    meeting, by, _put = noticed(body())
    sign_in(client, by)
    one = f"/control/care/meetings/{meeting.reference.lower()}/"
    given = {
        "words": WHY, "on-day": "1", "on-month": "5", "on-year": "2026", "hour": "18:00", "place": "Library",
        "quorum": "2", "sure": "on",
    }  # fmt: skip
    with at(2026, 4, 1, 19):
        assert 'name="tell" type="checkbox" value="on" checked' in " ".join(
            client.get(f"{one}adjourn/").content.decode().split()
        )
        refused = client.post(f"{one}adjourn/", given)
        assert (
            refused.status_code == 422
            and "send every member the new time" in refused.content.decode()
        )
        assert client.post(f"{one}adjourn/", given | {"tell": "on"}).status_code == 302
        page = " ".join(client.get(one).content.decode().split())
        assert "Copies by mail: 0 sent, 7 waiting" in page and "to members 3, 6, 9" in page
        letter = client.get(f"{one}adjournments/1/notice.txt").content.decode()
        assert "THE ADJOURNED GENERAL MEETING" in letter
        assert client.get(f"{one}adjournments/2/notice.txt").status_code == 404
    assert Client().get(f"{one}adjournments/1/notice.txt").status_code == 302, "to the sign-in"
    body("other")
    sign_in(client, secretary_of("other"))
    assert client.get(f"{one}adjournments/1/notice.txt").status_code == 404
