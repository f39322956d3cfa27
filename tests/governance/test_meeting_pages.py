"""The pages of meetings: what the secretary does, what a member reads, what a stranger does not."""

from __future__ import annotations

import pytest

from mutualise.accounts.actions import admit
from mutualise.governance.models import Meeting, NoticeCopy, Resolution
from tests.governance.meeting_builders import at, body, held_and_written, secretary_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
DAY = {"on-day": "1", "on-month": "4", "on-year": "2026", "hour": "18:00"}


def test_a_secretary_calls_notices_holds_and_files_a_meeting_on_the_pages(client):
    body("care")
    sign_in(client, secretary_of("care"))
    home = "/control/care/meetings/"
    with at(2026, 3, 2):
        assert "No meeting was called yet." in client.get(home).content.decode()
        given = DAY | {"kind": "GENERAL", "place": "Town hall", "quorum": "2"}
        wrong = client.post(f"{home}call/", given | {"hour": "6 pm"})
        assert wrong.status_code == 422
        assert "Enter the time in 24 hours, like 18:00" in wrong.content.decode()
        one = f"{home}m-2026-0001/"
        assert client.post(f"{home}call/", given)["Location"] == one
        text = {
            "kind": "company-special",
            "title": "New articles",
            "text": "That the articles be adopted.",
        }
        assert client.post(f"{one}resolutions/add/", text).status_code == 302
        ask = client.get(f"{one}notice/").content.decode()
        assert "pass as a special resolution" in ask and "14 are needed" in ask
        assert client.post(f"{one}notice/", {"agreed": ""}).status_code == 422  # not confirmed
        assert not NoticeCopy.objects.exists()
        assert client.post(f"{one}notice/", {"sure": "on"}).status_code == 302
    with at(2026, 4, 1, 18):
        refused = client.post(f"{one}present/", {"numbers": "1, 2, x9"})
        assert "These are no member numbers: x9" in refused.content.decode()
        client.post(f"{one}present/", {"numbers": "1, 2\n4 5"})
        assert client.post(f"{one}open/").status_code == 302
        votes = {"method": "POLL", "votes_for": "3", "against": "1"}
        resolution = "/control/care/resolutions/r-2026-0001/"
        assert client.post(f"{resolution}votes/", votes).status_code == 302
        assert client.post(f"{resolution}result/").status_code == 302
        assert client.post(f"{one}close/").status_code == 302
        signed = {
            "text": "As held",
            "signed_on-day": "1",
            "signed_on-month": "4",
            "signed_on-year": "2026",
        }
        assert client.post(f"{one}minutes/", signed | {"signed_as": "Chair"}).status_code == 302
        page = client.get(one).content.decode()
        assert "3 of 4 valid votes were for; at least three quarters are needed, which is 3" in page
        assert "Signed on 1 April 2026. Who signed: Chair." in page
        assert "due on 16 April 2026" in client.get(home).content.decode()
        filed = {"filed_on-day": "1", "filed_on-month": "4", "filed_on-year": "2026"}
        assert client.post(f"{resolution}filing/", filed).status_code == 302
    rows = client.get("/control/care/meetings.json").json()["rows"]
    assert [(row["votes_for"], row["result"]) for row in rows] == [(3, "passed")]
    assert b"R-2026-0001" in client.get("/control/care/meetings.csv").content
    assert b"As held" in client.get(f"{one}minutes.txt").content


def test_a_member_reads_and_does_nothing_and_a_stranger_finds_nothing(client):
    meeting, written = held_and_written()
    pages = [
        "/control/held/meetings/",
        f"/control/held/meetings/{meeting.reference.lower()}/",
        f"/control/held/meetings/{meeting.reference.lower()}/notice.txt",
        f"/control/held/resolutions/{written.reference.lower()}/",
    ]
    deed = f"/control/held/meetings/{meeting.reference.lower()}/minutes/"
    sign_in(client, admit("member-1@example.org"))
    assert [client.get(page).status_code for page in pages] == [200] * 4
    member = client.get(pages[1]).content.decode()
    assert "Who was there" not in member and "What you can do now" not in member
    # A draft of the minutes is the secretary's own.
    assert client.get(f"{pages[1]}minutes.txt").status_code == 404
    assert client.get(deed).status_code == 403
    body("other")
    for stranger in (admit("nobody@example.org"), secretary_of("other")):
        sign_in(client, stranger)
        assert [client.get(page).status_code for page in pages] == [404] * 4
    assert client.get(deed).status_code == 404
    assert client.post(deed, {"text": "Mine"}).status_code == 404
    assert (Meeting.objects.count(), Resolution.objects.count()) == (1, 2)


def test_the_page_of_members_leads_to_the_meetings(client):
    body("care")
    sign_in(client, secretary_of("care"))
    assert 'href="/control/care/meetings/"' in client.get("/members/care/").content.decode()


def test_a_written_resolution_is_sent_only_when_the_secretary_is_sure(client):
    body("care")
    sign_in(client, secretary_of("care"))
    with at(2026, 3, 2):
        given = {"kind": "company-ordinary-written", "title": "Auditor", "text": "That."}
        assert client.post("/control/care/resolutions/circulate/", given).status_code == 422
        assert not Resolution.objects.exists()
        assert (
            client.post("/control/care/resolutions/circulate/", given | {"sure": "on"}).status_code
            == 302
        )
        one = "/control/care/resolutions/r-2026-0001/"
        signed = {
            "numbers": "1 2 3 4 5 6",
            "received_on-day": "2",
            "received_on-month": "3",
            "received_on-year": "2026",
        }
        assert client.post(f"{one}agreements/", signed).status_code == 302
        assert client.post(f"{one}result/").status_code == 302
        assert "6 of 10 votes of everybody entitled were for" in client.get(one).content.decode()
