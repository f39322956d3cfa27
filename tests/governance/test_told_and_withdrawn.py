"""Whom a notice goes to besides the members who vote, and what is withdrawn once they had it."""

from __future__ import annotations

from datetime import date

import pytest

from mutualise.accounts.permissions import NotAllowed
from mutualise.governance.actions import attendance, meetings, notices, resolutions
from mutualise.governance.actions.adjournment import adjourn
from mutualise.governance.actions.directors import begin_term, declare, end_interest
from mutualise.governance.actions.meetings import Refused
from mutualise.governance.actions.members import RegisterRefused
from mutualise.governance.models import DirectorInterest, Member, NoticeCopy, NoticeToDirector
from mutualise.governance.presenters.meetings import rows
from mutualise.governance.queries.meetings import meeting_called
from mutualise.governance.rules.directors import Chosen
from tests.governance.meeting_builders import at, body, secretary_of
from tests.governance.test_adjourned_meetings import HALL, moment, noticed
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def test_directors_who_are_no_members_are_listed_until_the_secretary_wrote_to_them(client):
    register, by = body(), secretary_of("care")
    member = Member.objects.get(register=register, number=1)
    with at(2026, 2, 2):
        for name, who in (("A member", member), ("An outsider", None)):
            begin_term(
                by=by, register=register, name=name, chosen=Chosen.BOARD, on=date(2026, 1, 1), member=who
            )  # fmt: skip
    meeting, by, _ = noticed(register)
    assert NoticeCopy.objects.filter(notice__meeting=meeting).count() == 10, "members once each"
    [row] = NoticeToDirector.objects.all()
    assert row.director.name == "An outsider"
    page = f"/control/care/meetings/{meeting.reference.lower()}/"
    with at(2026, 3, 4):
        told = f"{page}notice/directors/{row.pk}/"
        shown = sign_in(client, by).get(page).content.decode()
        assert told in shown and "section 310" in shown and "A member:" not in shown
        for wrong in (date(2026, 3, 1), date(2026, 3, 5)):
            with pytest.raises(Refused, match="from that of the notice until today"):
                notices.mark_director_told(row=row, by=by, on=wrong)
        assert (
            client.post(told, {"on-day": "3", "on-month": "3", "on-year": "2026"}).status_code
            == 302
        )
        assert "An outsider: sent on 3 March 2026" in " ".join(
            client.get(page).content.decode().split()
        )
        with pytest.raises(NotAllowed):
            notices.mark_director_told(row=row, by=secretary_of("other"), on=date(2026, 3, 3))
        with pytest.raises(Refused, match="recorded already"):
            notices.mark_director_told(row=row, by=by, on=date(2026, 3, 3))
        assert client.get(told).status_code == 404


def test_a_directors_tie_ends_on_a_day_or_never_was_and_both_stay_in_the_list_of_changes(client):
    register, by = body(), secretary_of("care")
    with at(2026, 3, 2):
        term = begin_term(
            by=by, register=register, name="An outsider", chosen=Chosen.BOARD, on=date(2026, 1, 1)
        )
        given = {"by": by, "director": term.director, "on": date(2026, 2, 1)}
        for nature in ("Supplier of food", "Supplier of fuel"):
            declare(nature=nature, **given)
        with pytest.raises(RegisterRefused, match="ended after it was declared"):
            end_interest(
                by=by, interest=DirectorInterest.objects.first(), reason="Sold", on=date(2026, 2, 1)
            )
        food, fuel = DirectorInterest.objects.order_by("pk")
        sign_in(client, by)
        for tie, sent in (
            (food, {"on-day": "1", "on-month": "3", "on-year": "2026", "reason": "Sold"}),
            (fuel, {"reason": "Another person's"}),
        ):
            end = f"/members/care/directors/ties/{tie.pk}/end/"
            assert client.post(end, {"reason": " "}).status_code == 422
            assert client.post(end, sent).status_code == 302
            assert client.get(end).status_code == 404
        page = client.get("/members/care/directors/").content.decode()
        assert "Supplier of food" in page and "1 March 2026" in page
        assert "Supplier of fuel" not in page
        changes = client.get("/members/care/changes/").content.decode()
        assert changes.count("Supplier of fuel") == 2


def test_whoever_moves_a_resolution_withdraws_it_until_the_meeting_begins(client):
    meeting, by, (first, second) = noticed(body(), titles=("New articles", "Another"))
    page = f"/control/care/meetings/{meeting.reference.lower()}/"
    with at(2026, 3, 20):
        sign_in(client, by)
        take_off = f"/control/care/resolutions/{first.reference.lower()}/take-off/"
        assert "Until the meeting begins whoever moves it" in client.get(take_off).content.decode()
        assert client.post(take_off, {"words": " "}).status_code == 422
        assert client.post(take_off, {"words": "The board thinks again."}).status_code == 302
        shown = client.get(page).content.decode()
        assert "Withdrawn: New articles" in shown
        assert "before the meeting began. The board thinks again." in shown
    with at(2026, 4, 1, 18):
        attendance.record_attendance(meeting=meeting, by=by, numbers=[1, 2, 4])
        meetings.open_meeting(meeting=meeting, by=by)
        resolutions.record_votes(resolution=second, by=by, method="POLL", votes_for=3, against=0)
        with pytest.raises(Refused, match="Votes on it are recorded"):
            meetings.take_off(resolution=second, by=by, words="No")
        resolutions.declare(resolution=second, by=by)
        meetings.close_meeting(meeting=meeting, by=by)
        with pytest.raises(Refused, match="the meeting was held"):
            meetings.take_off(resolution=second, by=by, words="No")
    found = rows([meeting_called("care", meeting.reference)], [])
    assert [(each["title"], each["result"]) for each in found] == [
        ("Another", "passed"), ("New articles", "withdrawn"),
    ]  # fmt: skip


def test_once_it_has_begun_only_the_meeting_itself_lets_a_resolution_go(client):
    meeting, by, (first, second) = noticed(body(), titles=("New articles", "Another"))
    with at(2026, 4, 1, 18):
        attendance.record_attendance(meeting=meeting, by=by, numbers=[1, 2, 4])
        meetings.open_meeting(meeting=meeting, by=by)
        meetings.take_off(resolution=first, by=by, words="The board asked, and nobody was against.")
        page = f"/control/care/meetings/{meeting.reference.lower()}/"
        assert "with the leave of the meeting" in sign_in(client, by).get(page).content.decode()
        adjourn(meeting=meeting, by=by, starts_at=moment(2026, 4, 8, 18), words="Late", **HALL)
        with pytest.raises(Refused, match="it alone can agree to this, once it goes on"):
            meetings.take_off(resolution=second, by=by, words="No")
