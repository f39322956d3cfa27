"""The separate meeting of a class whose rights change has a quorum of its own (section 334(4))."""

from __future__ import annotations

from datetime import date

import pytest

from mutualise.governance.actions import attendance, meetings, resolutions
from mutualise.governance.actions.adjournment import adjourn
from mutualise.governance.actions.meetings import Refused
from mutualise.governance.models import Member, NoticeCopy, ShareClass, ShareMovement
from mutualise.governance.queries.invited import of_classes_alone
from mutualise.governance.rules.meetings import class_quorum_check
from tests.governance.meeting_builders import at, body, secretary_of
from tests.governance.test_adjourned_meetings import HALL, moment, noticed
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
SECTION = "Companies Act 2006 sections 334(4) and 335(4)"


def of_class(resolution, by, name, votes_for, against=0):
    return resolutions.record_votes(
        resolution=resolution,
        by=by,
        method="POLL",
        of_class=name,
        votes_for=votes_for,
        against=against,
    )


def test_two_persons_with_a_third_are_a_quorum_and_one_at_an_adjourned_meeting():
    given = {"in_shares": True, "section": SECTION}
    assert not class_quorum_check(1, 100, 100, adjourned=False, **given).holds
    assert not class_quorum_check(9, 33, 100, adjourned=False, **given).holds
    assert class_quorum_check(2, 3334, 10000, adjourned=False, **given).holds
    assert class_quorum_check(2, 1, 3, adjourned=False, **given).holds, "exactly a third"
    assert class_quorum_check(1, 1, 100, adjourned=True, **given).holds
    assert not class_quorum_check(0, 0, 100, adjourned=True, **given).holds
    words = class_quorum_check(2, 3300, 10000, adjourned=False, **given).words
    assert (
        "2 persons were present for the class, holding £33.00 of £100.00 in nominal value of it"
        in words
    )


def test_votes_of_a_class_without_its_quorum_are_refused_until_its_adjourned_meeting(client):
    """Nine users: two of them are fewer than a third."""
    meeting, by, (change,) = noticed(body(users=9), "company-class-rights")
    with at(2026, 4, 1, 18):
        attendance.record_attendance(meeting=meeting, by=by, numbers=[1, 2, 3, 4, 11, 12])
        meetings.open_meeting(meeting=meeting, by=by)
        assert "holding 4 of 10 votes" in of_class(change, by, "staff", 4).quorum
        with pytest.raises(
            Refused, match="holding 2 of 9 votes of it; two persons who hold at least a third"
        ):
            of_class(change, by, "users", 2)
        adjourn(
            meeting=meeting,
            by=by,
            starts_at=moment(2026, 4, 8, 18),
            words="No quorum of users",
            **HALL,
        )
    with at(2026, 4, 8, 18):
        attendance.record_attendance(meeting=meeting, by=by, numbers=[1, 2, 4, 11])
        meetings.open_meeting(meeting=meeting, by=by)
        of_class(change, by, "users", 1)
        resolutions.record_votes(resolution=change, by=by, method="POLL", votes_for=4, against=0)
        resolutions.declare(resolution=change, by=by)
        page = (
            sign_in(client, by)
            .get(f"/control/care/meetings/{meeting.reference.lower()}/")
            .content.decode()
        )
    assert (
        "Class “users”: 1 person was present for the class; one is a quorum of its adjourned meeting"
        in page
    )
    assert SECTION in page


def test_a_class_of_shares_is_measured_by_nominal_value_and_proxies_hold_for_theirs():
    register = body("shares", form="COMPANY_SHARES")
    share = ShareClass.objects.create(
        register=register, code="b-shares", name="B shares", nominal_pence=100
    )
    numbers = {each.number: each for each in Member.objects.filter(register=register)}
    for member, quantity in ((1, 60), (2, 10), (4, 20), (5, 10)):
        ShareMovement.objects.create(
            register=register,
            share_class=share,
            target_member=numbers[member],
            quantity=quantity,
            on=date(2025, 2, 1),
        )
    meeting, by, (change,) = noticed(register, "company-class-rights")
    with at(2026, 3, 20):
        attendance.appoint_proxy(
            meeting=meeting, by=by, member=4, holder=2, received_at=moment(2026, 3, 20)
        )
    with at(2026, 4, 1, 18):
        attendance.record_attendance(meeting=meeting, by=by, numbers=[2, 3, 7])
        meetings.open_meeting(meeting=meeting, by=by)
        with pytest.raises(
            Refused, match="1 person was present for the class, holding £30.00 of £100.00"
        ):
            of_class(change, by, "b-shares", 30)
        attendance.record_attendance(meeting=meeting, by=by, numbers=[5])
        row = of_class(change, by, "b-shares", 40)
    assert "2 persons were present for the class, holding £40.00 of £100.00" in row.quorum
    assert row.eligible == 100


def test_holders_of_shares_without_a_vote_have_notice_and_count_at_the_meeting_of_their_class_alone():
    """Members 1 to 4 hold the votes; members 5 to 7 preference shares without one, and 8 to 10 none."""
    register = body("pref", form="COMPANY_SHARES", votes="SHARE")
    numbers = {each.number: each for each in Member.objects.filter(register=register)}
    for code, votes, holders in (("ordinary", 1, (1, 2, 3, 4)), ("preference", 0, (5, 6, 7))):
        share = ShareClass.objects.create(
            register=register, code=code, name=code, nominal_pence=100, votes_per_share=votes
        )
        for number in holders:
            ShareMovement.objects.create(
                register=register, share_class=share, target_member=numbers[number], quantity=10,
                on=date(2025, 2, 1),
            )  # fmt: skip
    with at(2026, 3, 2):
        plain = meetings.call_meeting(
            register=register, by=secretary_of("pref"), kind="GENERAL", place="Elsewhere",
            starts_at=moment(2026, 4, 1, 18),
        )  # fmt: skip
        assert of_classes_alone(plain, {}) == {}, "nothing on its agenda is decided by class"
    meeting, by, (change,) = noticed(register, "company-class-rights")
    told = NoticeCopy.objects.filter(notice__meeting=meeting).values_list("member_number", "votes")
    assert dict(told) == {1: 10, 2: 10, 3: 10, 4: 10, 5: 0, 6: 0, 7: 0}
    with at(2026, 4, 1, 18):
        with pytest.raises(Refused, match="these numbers: 8. Correct them"):
            attendance.record_attendance(meeting=meeting, by=by, numbers=[5, 8])
        attendance.record_attendance(meeting=meeting, by=by, numbers=[1, 5, 6, 7])
        with pytest.raises(Refused, match="1 qualifying person was present; 3 are a quorum"):
            meetings.open_meeting(meeting=meeting, by=by)
        attendance.record_attendance(meeting=meeting, by=by, numbers=[2, 3])
        meetings.open_meeting(meeting=meeting, by=by)
        with pytest.raises(Refused, match="The classes are: staff, users, ordinary, preference"):
            of_class(change, by, "pref", 1)
        with pytest.raises(Refused, match="have 30. Record who else"):
            of_class(change, by, "", 40)
        row = of_class(change, by, "preference", 20, 10)
        assert (row.eligible, "3 persons were present for the class" in row.quorum) == (30, True)
        hands = resolutions.record_votes(
            resolution=change, by=by, method="HANDS", of_class="preference", votes_for=3, against=0,
            reason="By hands",
        )  # fmt: skip
        assert hands.eligible == 3
        declared = resolutions.declare(resolution=change, by=by)
        assert declared.verdict == "passed"
        assert "3 of 3 valid votes of the class “preference” were for" in declared.words


def test_other_kinds_and_votes_of_everybody_ask_no_quorum_of_a_class():
    meeting, by, (both,) = noticed(body(users=9), "double-majority")
    with at(2026, 4, 1, 18):
        attendance.record_attendance(meeting=meeting, by=by, numbers=[1, 2, 11])
        meetings.open_meeting(meeting=meeting, by=by)
        assert of_class(both, by, "users", 1).quorum == ""
