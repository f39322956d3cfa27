"""On a show of hands a proxy raises one hand, however many appointed them; on a poll all votes count."""

from __future__ import annotations

import pytest

from mutualise.governance.actions import attendance, meetings, resolutions
from mutualise.governance.actions.meetings import Refused
from mutualise.governance.rules.meetings import CHAIR
from tests.governance.meeting_builders import at, body
from tests.governance.test_adjourned_meetings import moment, noticed

pytestmark = pytest.mark.django_db


def under_way(form="COMPANY_GUARANTEE", kind="company-special", **more):
    """Members 1 to 3 came, the chair stands for five others and member 1 for one."""
    meeting, by, (resolution,) = noticed(body(form=form), kind, **more)
    with at(2026, 3, 20):
        for member in (5, 6, 7, 8, 9, 10):
            who = {"holder": 1} if member == 10 else {"holder_name": CHAIR}
            attendance.appoint_proxy(
                meeting=meeting, by=by, member=member, received_at=moment(2026, 3, 20), **who
            )
    with at(2026, 4, 1, 18):
        attendance.record_attendance(meeting=meeting, by=by, numbers=[1, 2, 3])
        meetings.open_meeting(meeting=meeting, by=by)
    return {"resolution": resolution, "by": by}


def test_in_a_company_five_proxies_in_one_hand_do_not_carry_a_show_of_hands():
    given = under_way()
    with at(2026, 4, 1, 19):
        with pytest.raises(
            Refused, match=r"have 6 on a show of hands: .* \(.* section 285\)\. .* take a poll"
        ):
            resolutions.record_votes(method="HANDS", votes_for=6, against=3, **given)
        # Three members; member 1 once more as a proxy; the chair one for and one against.
        resolutions.record_votes(method="HANDS", votes_for=4, against=2, **given)
        resolutions.record_votes(method="POLL", votes_for=7, against=2, reason="A poll", **given)
        assert (
            resolutions.declare(resolution=given["resolution"], by=given["by"]).verdict == "passed"
        )


def test_in_a_society_every_member_who_stands_in_the_room_has_a_vote_as_its_rules_say():
    given = under_way("COOPERATIVE", "society-ordinary", own_notice_days=14)
    with at(2026, 4, 1, 19):
        resolutions.record_votes(method="HANDS", votes_for=6, against=3, **given)
        assert (
            resolutions.declare(resolution=given["resolution"], by=given["by"]).verdict == "passed"
        )
