"""Meetings that are adjourned, and who counts as there: proxies, the chair, votes in the room."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.utils import timezone

from mutualise.governance.actions import attendance, meetings, notices, resolutions
from mutualise.governance.actions.adjournment import adjourn
from mutualise.governance.actions.meetings import Refused
from mutualise.governance.presenters.meetings import rows
from mutualise.governance.queries import meetings as found
from mutualise.governance.queries.notices import proxies_close
from mutualise.governance.queries.sittings import attendances_of, day_of, earlier_sittings
from mutualise.governance.rules.meeting_steps import State
from mutualise.governance.rules.meetings import CHAIR
from tests.governance.meeting_builders import at, body, secretary_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
HALL = {"place": "Town hall", "quorum": 3}


def moment(*parts):
    return timezone.make_aware(datetime(*parts))


def noticed(register, kind="company-special", titles=("New articles",), **more):
    """A meeting on 1 April 2026, with notice given, and the resolutions on its agenda."""
    by = secretary_of(register.code)
    with at(2026, 3, 2):
        meeting = meetings.call_meeting(
            register=register, by=by, kind="GENERAL", starts_at=moment(2026, 4, 1, 18),
            place="Town hall", quorum=3, **more,
        )  # fmt: skip
        put = [
            meetings.propose(
                meeting=meeting, by=by, kind=kind, title=title,
                text="That by special resolution the text in the annex be adopted.",
            )
            for title in titles
        ]  # fmt: skip
        notices.give_notice(meeting=meeting, by=by)
    return meeting, by, put


def vote(resolution, by, votes_for, against, **more):
    resolutions.record_votes(
        resolution=resolution, by=by, method="POLL", votes_for=votes_for, against=against, **more
    )
    return resolutions.declare(resolution=resolution, by=by)


def test_a_meeting_without_a_quorum_is_adjourned_and_decides_on_the_day_it_goes_on():
    meeting, by, (special,) = noticed(body())
    with at(2026, 3, 20):
        attendance.appoint_proxy(
            meeting=meeting, by=by, member=8, holder=1, received_at=moment(2026, 3, 20)
        )
        with pytest.raises(Refused, match="has not begun"):
            adjourn(meeting=meeting, by=by, starts_at=moment(2026, 4, 8, 18), words="Ill", **HALL)
    with at(2026, 4, 1, 19):
        attendance.record_attendance(meeting=meeting, by=by, numbers=[1, 2])
        with pytest.raises(Refused, match="2 qualifying persons were present; 3 are a quorum"):
            meetings.open_meeting(meeting=meeting, by=by)
        with pytest.raises(
            Refused, match="until 15 April 2026, 14 days from today. For a later day send"
        ):
            adjourn(meeting=meeting, by=by, starts_at=moment(2026, 4, 16, 18), words="No", **HALL)
        assert found.state_of(meeting) is State.NOTICED and not earlier_sittings(meeting)
        adjourn(
            meeting=meeting, by=by, starts_at=moment(2026, 4, 15, 18), words="No quorum", **HALL
        )
    assert day_of(meeting) == date(2026, 4, 15)
    assert proxies_close(meeting) == moment(2026, 4, 13, 18)
    assert [(row.words, there) for row, there in earlier_sittings(meeting)] == [("No quorum", 2)]
    with at(2026, 4, 14), pytest.raises(Refused, match="on the day of the meeting"):
        attendance.record_attendance(meeting=meeting, by=by, numbers=[1])
    with at(2026, 4, 15, 18):
        assert attendances_of(meeting) == []  # recorded anew for each sitting
        with pytest.raises(Refused, match="0 qualifying persons were present"):
            meetings.open_meeting(meeting=meeting, by=by)
        attendance.record_attendance(meeting=meeting, by=by, numbers=[1, 2, 4])
        with pytest.raises(Refused, match="A quorum is present. Open the meeting first"):
            adjourn(meeting=meeting, by=by, starts_at=moment(2026, 4, 20), words="No", **HALL)
        meetings.open_meeting(meeting=meeting, by=by)
        passed = vote(special, by, 3, 1)  # the proxy for member 8 stands
        assert (passed.verdict, passed.decided_on) == ("passed", date(2026, 4, 15))
        assert passed.file_by == date(2026, 4, 30)
        meetings.close_meeting(meeting=meeting, by=by)


def test_what_was_passed_before_an_adjournment_keeps_its_day_and_votes_are_declared_first():
    meeting, by, (first, second) = noticed(
        body(form="COOPERATIVE"), "society-conversion", ("Conversion", "Another"),
        own_notice_days=14,
    )  # fmt: skip
    with at(2026, 4, 1, 18):
        attendance.record_attendance(meeting=meeting, by=by, numbers=[1, 2, 3, 4, 5])
        meetings.open_meeting(meeting=meeting, by=by)
        waits = vote(first, by, 5, 0)
        resolutions.record_votes(resolution=second, by=by, method="POLL", votes_for=1, against=0)
        with pytest.raises(Refused, match="Declare the result first of: Another"):
            adjourn(meeting=meeting, by=by, starts_at=moment(2026, 4, 8, 18), words="Late", **HALL)
        resolutions.declare(resolution=second, by=by)
        adjourn(meeting=meeting, by=by, starts_at=moment(2026, 4, 8, 18), words="Late", **HALL)
        later = meetings.call_meeting(
            register=meeting.register, by=by, kind="GENERAL", starts_at=moment(2026, 4, 30, 18),
            place="Hall", own_notice_days=14, quorum=3,
        )  # fmt: skip
        confirming = meetings.propose(
            meeting=later, by=by, kind="", title="", text="", confirms=first
        )
        notices.give_notice(meeting=later, by=by)
    assert waits.second_until == date(2026, 5, 1)
    with at(2026, 4, 30, 19):
        with pytest.raises(Refused, match="“Conversion” must be confirmed by 1 May 2026"):
            adjourn(meeting=later, by=by, starts_at=moment(2026, 5, 4, 18), words="No", **HALL)
        adjourn(meeting=later, by=by, starts_at=moment(2026, 5, 1, 18), words="No quorum", **HALL)
    with at(2026, 5, 1, 18):
        attendance.record_attendance(meeting=later, by=by, numbers=[1, 2, 3])
        meetings.open_meeting(meeting=later, by=by)
        done = vote(confirming, by, 2, 1)
    assert done.verdict == "passed", done.words
    assert "it may be held from 15 April 2026 to 1 May 2026" in done.words


def test_a_cancelled_second_meeting_leaves_the_resolution_to_be_put_to_another():
    meeting, by, (first,) = noticed(
        body(form="COOPERATIVE"), "society-conversion", own_notice_days=14
    )
    calls = {"register": meeting.register, "by": by, "kind": "GENERAL", "place": "Hall"}
    with at(2026, 4, 1, 18):
        attendance.record_attendance(meeting=meeting, by=by, numbers=[1, 2, 3, 4, 5])
        meetings.open_meeting(meeting=meeting, by=by)
        vote(first, by, 5, 0)
        one, two = (
            meetings.call_meeting(starts_at=moment(2026, 4, day, 18), own_notice_days=14, **calls)
            for day in (28, 29)
        )
        put = {"by": by, "kind": "", "title": "", "text": "", "confirms": first}
        meetings.propose(meeting=one, **put)
        assert found.to_confirm("care") == []
        with pytest.raises(Refused, match="was called for this resolution already"):
            meetings.propose(meeting=two, **put)
        meetings.cancel_meeting(meeting=one, by=by, words="Hall lost")
        assert found.to_confirm("care") == [first]
        meetings.propose(meeting=two, **put)


def test_a_meeting_that_decided_and_never_went_on_is_minuted_and_its_decision_stands():
    meeting, by, (first, second) = noticed(
        body(form="COOPERATIVE"), "society-conversion", ("Conversion", "Another"),
        own_notice_days=14,
    )  # fmt: skip
    with at(2026, 4, 1, 18):
        attendance.record_attendance(meeting=meeting, by=by, numbers=[1, 2, 3, 4, 5])
        meetings.open_meeting(meeting=meeting, by=by)
        vote(first, by, 5, 0)
        adjourn(meeting=meeting, by=by, starts_at=moment(2026, 4, 8, 18), words="Late", **HALL)
        later = meetings.call_meeting(
            register=meeting.register, by=by, kind="GENERAL", starts_at=moment(2026, 4, 28, 18),
            place="Hall", own_notice_days=14, quorum=3,
        )  # fmt: skip
        put = {"by": by, "kind": "", "title": "", "text": "", "confirms": first}
        confirming = meetings.propose(meeting=later, **put)
        notices.give_notice(meeting=later, by=by)
    with at(2026, 4, 8, 19):
        meetings.cancel_meeting(meeting=meeting, by=by, words="No quorum again")
        meetings.write_minutes(meeting=meeting, by=by, text="Conversion was passed.")
    assert [row["held_on"] for row in rows([meeting], [])] == [date(2026, 4, 1), date(2026, 4, 8)]
    with at(2026, 4, 28, 18):
        attendance.record_attendance(meeting=later, by=by, numbers=[1, 2, 3])
        meetings.open_meeting(meeting=later, by=by)
        assert vote(confirming, by, 3, 0).verdict == "passed"
        adjourn(meeting=later, by=by, starts_at=moment(2026, 4, 30, 18), words="Late", **HALL)
        meetings.cancel_meeting(meeting=later, by=by, words="Nothing left")
    assert found.to_confirm("care") == [], "it is confirmed, whatever became of the rest"
    assert found.minutes_of(meeting).text == "Conversion was passed."
    with at(2026, 4, 29):
        third = meetings.call_meeting(
            register=meeting.register, by=by, kind="GENERAL", starts_at=moment(2026, 5, 20, 18),
            place="Hall", own_notice_days=14,
        )  # fmt: skip
        meetings.cancel_meeting(meeting=third, by=by, words="Not needed")
        with pytest.raises(Refused, match="it was never held"):
            meetings.write_minutes(meeting=third, by=by, text="Nothing")


def test_no_more_votes_are_taken_than_those_in_the_room_have_but_in_advance_on_a_poll():
    meeting, by, (special,) = noticed(body())
    with at(2026, 3, 20):
        for member, who in (
            (7, {"holder_name": CHAIR}), (8, {"holder": 9}), (10, {"holder_name": "A solicitor"}),
        ):  # fmt: skip
            attendance.appoint_proxy(
                meeting=meeting, by=by, member=member, received_at=moment(2026, 3, 20), **who
            )
    with at(2026, 4, 1, 18):
        attendance.record_attendance(meeting=meeting, by=by, numbers=[1, 2])
        # The chair is one of the two already, member 9 and the solicitor did not come.
        with pytest.raises(Refused, match="2 qualifying persons were present"):
            meetings.open_meeting(meeting=meeting, by=by)
        attendance.record_attendance(meeting=meeting, by=by, numbers=[], proxies_for=[10])
        meetings.open_meeting(meeting=meeting, by=by)
        given = {"resolution": special, "by": by, "votes_for": 4, "against": 1}
        with pytest.raises(Refused, match="5 votes were given at the meeting, .* have 4"):
            resolutions.record_votes(method="POLL", **given)
        with pytest.raises(Refused, match="on a poll only"):
            resolutions.record_votes(method="HANDS", in_advance=1, **given)
        resolutions.record_votes(method="POLL", in_advance=1, **given)
        assert resolutions.declare(resolution=special, by=by).verdict == "passed"


def test_a_proxy_is_withdrawn_until_the_meeting_begins():
    meeting, by, _put = noticed(body())
    with at(2026, 3, 20):
        attendance.appoint_proxy(
            meeting=meeting, by=by, member=7, holder=1, received_at=moment(2026, 3, 20)
        )
        with pytest.raises(Refused, match="Member 6 has no proxy"):
            attendance.withdraw_proxy(meeting=meeting, by=by, member=6, reason="Letter")
    with at(2026, 4, 1, 18), pytest.raises(Refused, match="before the meeting begins"):
        attendance.withdraw_proxy(meeting=meeting, by=by, member=7, reason="Letter")
    with at(2026, 4, 1, 17):
        attendance.withdraw_proxy(meeting=meeting, by=by, member=7, reason="Letter")
    with at(2026, 4, 1, 18):
        attendance.record_attendance(meeting=meeting, by=by, numbers=[1, 2])
        with pytest.raises(Refused, match="2 qualifying persons"):
            meetings.open_meeting(meeting=meeting, by=by)


def test_a_resolution_is_taken_off_the_agenda_before_notice_and_a_body_uses_its_own_kinds():
    register = body()
    by = secretary_of("care")
    with at(2026, 3, 2):
        meeting = meetings.call_meeting(
            register=register, by=by, kind="GENERAL", starts_at=moment(2026, 4, 1, 18), place="Hall"
        )
        with pytest.raises(Refused, match="is not for a body of this legal form"):
            meetings.propose(meeting=meeting, by=by, kind="society-conversion", title="A", text="A")
        put = {"meeting": meeting, "by": by, "kind": "company-ordinary"}
        wrong = meetings.propose(title="Acounts", text="That.", **put)
        meetings.propose(title="Accounts", text="That.", **put)
        meetings.take_off(resolution=wrong, by=by, words="Misspelt")
        with pytest.raises(Refused, match="off the agenda already"):
            meetings.take_off(resolution=wrong, by=by, words="Misspelt")
        notice = notices.give_notice(meeting=meeting, by=by)
    assert "Accounts" in notice.text and "Acounts" not in notice.text
    assert found.resolution_called("care", wrong.reference) is None


def test_the_same_form_sent_twice_calls_proposes_and_circulates_once():
    register = body()
    by = secretary_of("care")
    call = {"register": register, "by": by, "kind": "GENERAL", "place": "Hall"}
    put = {"by": by, "kind": "company-ordinary", "title": "Accounts", "text": "That."}
    sent = put | {"register": register, "kind": "company-ordinary-written"}
    with at(2026, 3, 2):
        meeting = meetings.call_meeting(starts_at=moment(2026, 4, 1, 18), **call)
        meetings.propose(meeting=meeting, **put)
        notices.circulate(**sent)
        with pytest.raises(Refused, match="M-2026-0001 is called for this time and place already"):
            meetings.call_meeting(starts_at=moment(2026, 4, 1, 18), **call)
        with pytest.raises(Refused, match="R-2026-0001 on this agenda has the same title"):
            meetings.propose(meeting=meeting, **put)
        with pytest.raises(
            Refused, match="R-2026-0002 with the same title and text is circulating"
        ):
            notices.circulate(**sent)
        meetings.cancel_meeting(meeting=meeting, by=by, words="Hall lost")
        meetings.call_meeting(starts_at=moment(2026, 4, 1, 18), **call)
    with at(2026, 3, 30):  # lapsed since 29 March
        notices.circulate(**sent)


def test_a_secretary_adjourns_withdraws_and_corrects_on_the_pages(client):
    meeting, by, _put = noticed(body())
    sign_in(client, by)
    one = f"/control/care/meetings/{meeting.reference.lower()}/"
    with at(2026, 3, 20):
        day = {"on-day": "20", "on-month": "3", "on-year": "2026", "hour": "09:00"}
        nobody = client.post(f"{one}proxies/", day | {"member": "7"})
        assert "Say who the proxy is" in nobody.content.decode()
        assert (
            client.post(f"{one}proxies/", day | {"member": "7", "chair": "on"}).status_code == 302
        )
        assert CHAIR in client.get(one).content.decode()
        gone = {"member": "7", "reason": "By letter"}
        assert client.post(f"{one}proxies/withdraw/", gone).status_code == 302
    with at(2026, 4, 1, 19):
        client.post(f"{one}present/", {"numbers": "1 2 3"})
        back = {"number": "3", "reason": "Misread"}
        assert client.post(f"{one}present/take-back/", back).status_code == 302
        empty = client.post(f"{one}present/", {"numbers": ""})
        assert "Enter the numbers of those present" in empty.content.decode()
        given = {
            "words": "No quorum within half an hour", "on-day": "8", "on-month": "4",
            "on-year": "2026", "hour": "18:00", "place": "Library", "quorum": "2",
        }  # fmt: skip
        assert client.post(f"{one}adjourn/", given).status_code == 422  # not ticked
        assert client.post(f"{one}adjourn/", given | {"sure": "on"}).status_code == 302
        page = client.get(one).content.decode()
    assert "Adjourned" in page and "Library" in page and "8 April 2026" in page
    assert "adjourned on 1 April 2026 with 2 members present in person" in page
    rows = client.get("/control/care/meetings.json").json()["rows"]
    assert rows[0]["held_on"] == "2026-04-08"
