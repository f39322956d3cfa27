"""What a page says of a resolution on the very edge: the number, what was needed, and the section."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.utils import timezone

from mutualise.governance.actions import attendance, meetings, notices, resolutions
from tests.governance.meeting_builders import at, body, secretary_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

# Kind, form, members, for, against, whether it passed, and what the page must say of why.
EDGES = [
    ("company-special", "COMPANY_GUARANTEE", 100, 75, 25, True,
     "75 of 100 valid votes were for; at least three quarters are needed, which is 75 "
     "(Companies Act 2006 section 283(4) and (5))."),
    ("company-special", "COMPANY_GUARANTEE", 100, 74, 25, False,
     "74 of 99 valid votes were for; at least three quarters are needed, which is 75 "
     "(Companies Act 2006 section 283(4) and (5))."),
    ("company-ordinary", "COMPANY_GUARANTEE", 100, 50, 50, False,
     "50 of 100 valid votes were for; more than half are needed, which is 51 "
     "(Companies Act 2006 section 282(3) and (4))."),
    ("company-ordinary", "COMPANY_GUARANTEE", 100, 51, 49, True,
     "51 of 100 valid votes were for; more than half are needed, which is 51 "
     "(Companies Act 2006 section 282(3) and (4))."),
    ("society-conversion", "COOPERATIVE", 100, 36, 9, False,
     "45 of 100 votes of everybody entitled were given; at least half are needed, which is 50 "
     "(Co-operative and Community Benefit Societies Act 2014 section 113(2)(b))."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "form", "members", "votes_for", "against", "passes", "why"), EDGES
)
def test_the_page_says_why_a_resolution_passed_or_not_with_the_section(
    client, kind, form, members, votes_for, against, passes, why
):
    register, by = body("edge", members=members, form=form), secretary_of("edge")
    starts = timezone.make_aware(datetime(2026, 4, 1, 18))
    with at(2026, 3, 2):
        meeting = meetings.call_meeting(
            register=register, by=by, kind="GENERAL", starts_at=starts, place="Hall",
            own_notice_days=14,
        )  # fmt: skip
        row = meetings.propose(meeting=meeting, by=by, kind=kind, title="A", text="That it be so.")
        notices.give_notice(meeting=meeting, by=by)
    with at(2026, 4, 1, 18):
        attendance.record_attendance(meeting=meeting, by=by, numbers=list(range(1, members + 1)))
        meetings.open_meeting(meeting=meeting, by=by)
        resolutions.record_votes(
            resolution=row, by=by, method="POLL", votes_for=votes_for, against=against
        )
        resolutions.declare(resolution=row, by=by)
        sign_in(client, by)
        page = client.get(f"/control/edge/meetings/{meeting.reference.lower()}/").content.decode()
    assert why in page
    assert (": passed." in page) is passes
    assert (": not passed." in page) is not passes


def test_the_page_of_a_written_resolution_counts_whoever_was_silent_as_not_for(client):
    """60% of those who answered agreed, which is 40% of the members."""
    register, by = body("edge", members=100), secretary_of("edge")
    with at(2026, 3, 2):
        row = notices.circulate(
            register=register, by=by, kind="company-ordinary-written", title="A", text="That."
        )
        resolutions.record_agreements(
            resolution=row, by=by, numbers=list(range(1, 41)), received_on=date(2026, 3, 2)
        )
    with at(2026, 5, 1):
        resolutions.declare(resolution=row, by=by)
        sign_in(client, by)
        page = client.get(f"/control/edge/resolutions/{row.reference.lower()}/").content.decode()
    assert ": not passed." in page
    assert (
        "40 of 100 votes of everybody entitled were for; more than half are needed, which is 51; "
        "whoever did not sign counts as not for (Companies Act 2006 section 282(2))." in page
    )
