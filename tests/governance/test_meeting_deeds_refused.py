"""Each deed of a meeting or a resolution is refused to another body's secretary, and without what it needs."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date

import pytest

from mutualise.accounts.permissions import NotAllowed
from mutualise.chronicle import clock
from mutualise.governance.actions import attendance, meetings, notices, resolutions
from mutualise.governance.actions.adjournment import adjourn
from mutualise.governance.actions.meetings import Refused
from mutualise.governance.models import Resolution
from tests.governance.meeting_builders import at, body, held_and_written, secretary_of
from tests.governance.test_adjourned_meetings import HALL, moment, noticed

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 1)


@contextmanager
def refused(words: str, field: str | None = None):
    with pytest.raises(Refused, match=words) as refusal:
        yield
    assert refusal.value.field == field


def test_another_bodys_secretary_does_nothing_to_a_meeting_or_a_resolution():
    meeting, written = held_and_written()
    passed, other = meeting.resolutions.get(), secretary_of("another")
    register, told = meeting.register, {"numbers": [4], "received_on": date(2026, 3, 2)}
    new = {"kind": "company-ordinary", "title": "A", "text": "That."}
    deeds = [
        lambda: meetings.propose(meeting=meeting, by=other, **new),
        lambda: meetings.write_minutes(meeting=meeting, by=other, text="So."),
        lambda: notices.circulate(register=register, by=other, **new),
        lambda: resolutions.record_agreements(resolution=written, by=other, **told),
        lambda: resolutions.declare(resolution=written, by=other),
        lambda: resolutions.file_resolution(resolution=passed, by=other, filed_on=DAY),
    ]
    for deed in deeds:
        with at(2026, 4, 2), pytest.raises(NotAllowed):
            deed()


def test_a_meeting_is_called_with_a_time_a_place_and_a_quorum_and_opened_in_its_time():
    register, by = body(), secretary_of("care")
    given = {"register": register, "by": by, "kind": "GENERAL", "starts_at": moment(2026, 4, 1, 18)}
    with at(2026, 3, 2):
        with refused("in the future", "on"):
            meetings.call_meeting(**given | {"starts_at": clock.now()}, place="Hall")
        with refused("where the meeting is held", "place"):
            meetings.call_meeting(**given, place=" ")
        with refused("at least one person", "quorum"):
            meetings.call_meeting(**given, place="Hall", quorum=0)
        meeting = meetings.call_meeting(**given, place="Hall")
        put = {"meeting": meeting, "by": by, "kind": "company-ordinary"}
        for new in ({"title": " ", "text": "That."}, {"title": "A", "text": " "}):
            with refused("a title and its full text", "text"):
                meetings.propose(**put, **new)
        row = meetings.propose(**put, title="A", text="That.")
        with refused("Say why", "words"):
            meetings.take_off(resolution=row, by=by, words=" ")
        with refused("no more can have agreed", "agreed"):
            notices.give_notice(meeting=meeting, by=by, agreed=11)
        notices.give_notice(meeting=meeting, by=by)
    with at(2026, 4, 1, 17):
        attendance.record_attendance(meeting=meeting, by=by, numbers=[1, 2])
        with refused("before the time in its notice"):
            meetings.open_meeting(meeting=meeting, by=by)


def test_who_is_there_is_recorded_by_numbers_that_mean_somebody():
    meeting, by, _ = noticed(body())
    given = {"meeting": meeting, "by": by, "received_at": moment(2026, 3, 20)}
    with at(2026, 3, 20):
        for who, field in (
            ({"member": 99, "holder": 1}, "member"),
            ({"member": 1, "holder": 99}, "holder"),
        ):
            with refused("No member with number 99", field):
                attendance.appoint_proxy(**given, **who)
        for who in ({}, {"holder": 2, "holder_name": "A friend"}):
            with refused("Give the proxy", "holder"):
                attendance.appoint_proxy(**given, member=1, **who)
        attendance.appoint_proxy(**given, member=1, holder=2)
        with refused("Say why", "reason"):
            attendance.withdraw_proxy(meeting=meeting, by=by, member=1, reason=" ")
    with at(2026, 4, 1, 18), refused("not recorded as present", "number"):
        attendance.remove_attendance(meeting=meeting, by=by, number=3, reason="Misread")


def test_an_adjournment_has_a_place_a_quorum_a_reason_and_a_time_to_come():
    meeting, by, _ = noticed(body())
    given = HALL | {
        "meeting": meeting,
        "by": by,
        "starts_at": moment(2026, 4, 8, 18),
        "words": "Ill",
    }
    with at(2026, 4, 1, 18):
        for name, value, words in (
            ("place", " ", "where the meeting goes on"), ("quorum", 0, "at least one person"),
            ("words", " ", "Say why"),
        ):  # fmt: skip
            with refused(words, name):
                adjourn(**given | {name: value})
        with refused("time in the future", "on"):
            adjourn(**given | {"starts_at": clock.now()})


def test_votes_agreements_results_and_filings_are_recorded_once_and_in_their_time():
    meeting, written = held_and_written()
    by, passed = secretary_of("held"), meeting.resolutions.get()
    with at(2026, 4, 2):
        with refused("agreements, not votes"):
            resolutions.record_votes(
                resolution=written, by=by, method="POLL", votes_for=1, against=0
            )
        with refused("on no agenda"):
            meetings.take_off(resolution=written, by=by, words="No")
        with refused("decided at a meeting"):
            resolutions.record_agreements(resolution=passed, by=by, numbers=[1], received_on=DAY)
        with refused("filing is recorded already"):
            resolutions.file_resolution(resolution=passed, by=by, filed_on=DAY)
        with refused("does not have to be filed"):
            resolutions.file_resolution(resolution=written, by=by, filed_on=DAY)
        for draft, field in (
            ({"text": " "}, "text"), ({"text": "So.", "signed_on": DAY}, "signed_as"),
            ({"text": "So.", "signed_on": date(2026, 3, 31), "signed_as": "chair"}, "signed_on"),
            ({"text": "So.", "signed_on": date(2026, 4, 3), "signed_as": "chair"}, "signed_on"),
        ):  # fmt: skip
            with refused(".", field):
                meetings.write_minutes(meeting=meeting, by=by, **draft)
        for new in ({"title": " ", "text": "That."}, {"title": "A", "text": " "}):
            with refused("a title and its full text", "text"):
                notices.circulate(
                    register=meeting.register, by=by, kind="company-ordinary-written", **new
                )
    with at(2026, 4, 5):
        resolutions.declare(resolution=written, by=by)
        with refused("is declared already"):
            resolutions.declare(resolution=written, by=by)
        with refused("The result is declared"):
            resolutions.record_agreements(
                resolution=written, by=by, numbers=[4], received_on=date(2026, 3, 2)
            )


def test_a_resolution_is_filed_after_it_passed_and_its_votes_stand_once_declared():
    meeting, by, (row,) = noticed(body())
    with at(2026, 4, 1, 18):
        attendance.record_attendance(meeting=meeting, by=by, numbers=[1, 2, 4])
        meetings.open_meeting(meeting=meeting, by=by)
        votes = {"resolution": row, "by": by, "method": "POLL", "votes_for": 3, "against": 0}
        with refused("Only 3 votes were given", "in_advance"):
            resolutions.record_votes(**votes, in_advance=4)
        resolutions.record_votes(**votes)
        resolutions.declare(resolution=row, by=by)
        with refused("do not change"):
            resolutions.record_votes(**votes, reason="Again")
        for day in (date(2026, 3, 31), date(2026, 4, 2)):
            with refused("on or after the day it passed", "filed_on"):
                resolutions.file_resolution(resolution=row, by=by, filed_on=day)


def test_a_second_meeting_confirms_only_what_waits_for_one_in_its_own_body():
    meeting, by, (waits,) = noticed(
        body(form="COOPERATIVE"), "society-conversion", own_notice_days=14
    )
    elsewhere, its_secretary, _ = noticed(
        body("other", form="COOPERATIVE"), "society-ordinary", own_notice_days=14
    )
    with at(2026, 4, 1, 18):
        attendance.record_attendance(meeting=meeting, by=by, numbers=[1, 2, 3, 4, 5])
        meetings.open_meeting(meeting=meeting, by=by)
        resolutions.record_votes(resolution=waits, by=by, method="POLL", votes_for=5, against=0)
    for register, secretary, first in (
        (meeting.register, by, waits), (elsewhere.register, its_secretary, waits),
    ):  # fmt: skip
        with at(2026, 4, 1, 19):
            later = meetings.call_meeting(
                register=register, by=secretary, kind="GENERAL", place="Hall", own_notice_days=7,
                starts_at=moment(2026, 4, 20, 18),
            )  # fmt: skip
            with refused("does not wait for a second meeting", "confirms"):
                meetings.propose(
                    meeting=later, by=secretary, kind="", title="", text="", confirms=first
                )
            if register == meeting.register:
                resolutions.declare(resolution=waits, by=by)
    assert Resolution.objects.filter(confirms=waits).count() == 0
