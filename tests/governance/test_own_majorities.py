"""A society records the majority its own rules ask, and its resolutions are decided and printed by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from mutualise.accounts.permissions import NotAllowed
from mutualise.governance.actions import (
    attendance,
    filing_reminders,
    meetings,
    notices,
    own_majorities,
    resolutions,
)
from mutualise.governance.actions.meetings import Refused
from mutualise.governance.queries.kinds import kind_called, own_kinds
from mutualise.governance.rules.own_majority import MajorityUnfit, OwnMajority, read_share
from mutualise.governance.rules.resolution_kinds import Over
from tests.governance.election_builders import mutual
from tests.governance.meeting_builders import at, body, secretary_of
from tests.governance.test_adjourned_meetings import moment
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
CHANGE = OwnMajority(
    "Change of our rules", "rule 12.3", Fraction(3, 4), False, Over.CAST, Fraction(1, 2)
)


def put(register, by, kind, place="Hall"):
    """A resolution of that kind on the agenda of an open meeting with eight members present."""
    with at(2026, 3, 2):
        meeting = meetings.call_meeting(
            register=register, by=by, kind="GENERAL", starts_at=moment(2026, 4, 1, 18), place=place,
            own_notice_days=14,
        )  # fmt: skip
        row = meetings.propose(
            meeting=meeting, by=by, kind=kind, title="New rules", text="That the rules be changed."
        )
        notice = notices.give_notice(meeting=meeting, by=by)
    with at(2026, 4, 1, 18):
        attendance.record_attendance(meeting=meeting, by=by, numbers=list(range(1, 9)))
        meetings.open_meeting(meeting=meeting, by=by)
    return row, notice


@pytest.mark.parametrize(("votes_for", "against", "verdict", "why"), [
    (6, 2, "passed", "6 of 8 valid votes were for; at least three quarters are needed, which is 6 (rule 12.3 of the body’s own rules)."),
    (5, 2, "not passed", "5 of 7 valid votes were for; at least three quarters are needed, which is 6 (rule 12.3 of the body’s own rules)."),
    (4, 0, "not passed", "4 of 10 votes of everybody entitled were given; at least half are needed, which is 5 (rule 12.3 of the body’s own rules)."),
])  # fmt: skip
def test_the_rule_of_the_society_decides_and_is_named_as_the_source(
    votes_for, against, verdict, why
):
    register, by = body(form="COOPERATIVE"), secretary_of("care")
    own_majorities.record_majority(register=register, by=by, asked=CHANGE)
    (code,) = own_kinds(register)
    row, notice = put(register, by, code)
    assert "Change of our rules (rule 12.3 of the body’s own rules)." in notice.text
    assert "pass by this majority: At least three quarters of the valid votes for it" in notice.text
    assert "as an ordinary resolution" not in notice.text
    with at(2026, 4, 1, 18):
        resolutions.record_votes(
            resolution=row, by=by, method="POLL", votes_for=votes_for, against=against
        )
        declared = resolutions.declare(resolution=row, by=by)
    assert declared.verdict == verdict and why in declared.words


def test_a_change_of_rules_is_reminded_of_until_it_is_sent_to_be_registered(mailoutbox):
    register, by = body(form="COOPERATIVE"), secretary_of("care")
    for asked in (CHANGE, replace(CHANGE, title="Change of rules, to register", to_register=True)):
        own_majorities.record_majority(register=register, by=by, asked=asked)
    for number, code in enumerate(own_kinds(register)):
        row, _ = put(register, by, code, f"Hall {number}")
        with at(2026, 4, 1, 18):
            resolutions.record_votes(resolution=row, by=by, method="POLL", votes_for=8, against=0)
            declared = resolutions.declare(resolution=row, by=by)
        assert declared.file_by == (date(2026, 4, 15) if number else None)
    assert "It takes effect only when they have registered it." in declared.words
    assert "are a reminder and no day of that section" in declared.words
    with at(2026, 4, 9):
        assert filing_reminders.remind(date(2026, 4, 9)) == 1
        filing_reminders.send_due()
    assert "no effect until it is registered" in mailoutbox[0].body


def test_more_than_two_thirds_of_everybody_is_kept_exactly():
    register, by = body(form="COMMUNITY_BENEFIT"), secretary_of("care")
    asked = OwnMajority("Dissolution", "rule 40", Fraction(2, 3), True, Over.ELIGIBLE)
    own_majorities.record_majority(register=register, by=by, asked=asked)
    row, _ = put(register, by, next(iter(own_kinds(register))))
    with at(2026, 4, 1, 18):
        resolutions.record_votes(resolution=row, by=by, method="POLL", votes_for=6, against=0)
        words = resolutions.declare(resolution=row, by=by).words
    assert (
        "6 of 10 votes of everybody entitled were for; more than two thirds are needed, which is 7"
        in words
    )


def test_a_withdrawn_majority_is_offered_no_more_and_stays_for_what_was_put_under_it():
    register, by = body(form="COOPERATIVE"), secretary_of("care")
    made = own_majorities.record_majority(register=register, by=by, asked=CHANGE)
    code = next(iter(own_kinds(register)))
    row, _ = put(register, by, code)
    own_majorities.withdraw_majority(row=made, by=by, reason="Rule changed")
    assert own_kinds(register) == {} and kind_called(code).title == CHANGE.title
    with at(2026, 3, 2):
        later = meetings.call_meeting(
            register=register, by=by, kind="GENERAL", starts_at=moment(2026, 5, 1, 18), place="Hall",
            own_notice_days=14,
        )  # fmt: skip
        with pytest.raises(Refused, match="was withdrawn"):
            meetings.propose(meeting=later, by=by, kind=code, title="A", text="A")
    with at(2026, 4, 1, 18):
        resolutions.record_votes(resolution=row, by=by, method="POLL", votes_for=6, against=2)
        assert resolutions.declare(resolution=row, by=by).verdict == "passed"
    with pytest.raises(Refused, match="withdrawn already"):
        own_majorities.withdraw_majority(row=made, by=by, reason="Again")


def test_what_cannot_be_a_majority_is_refused_in_words_and_so_are_companies_and_strangers():
    register, by = body(form="COOPERATIVE"), secretary_of("care")
    for share, strict, words in (
        ("1/2", False, "more than a half"),
        ("40%", True, "more than a half"),
        ("100%", True, "Nobody has more than all"),
    ):
        with pytest.raises(Refused, match=words):
            own_majorities.record_majority(
                register=register,
                by=by,
                asked=OwnMajority("A", "rule 1", read_share(share), strict, Over.CAST),
            )
    for wrong in ("", "0.75", "three quarters", "4/3", "0/4", "120%"):
        with pytest.raises(MajorityUnfit):
            read_share(wrong)
    own_majorities.record_majority(register=register, by=by, asked=CHANGE)
    with pytest.raises(Refused, match="One with this name"):
        own_majorities.record_majority(register=register, by=by, asked=CHANGE)
    with pytest.raises(NotAllowed):
        own_majorities.record_majority(register=register, by=mutual().secretary, asked=CHANGE)
    other = body("firm")
    with pytest.raises(Refused, match="Companies Act sets"):
        own_majorities.record_majority(register=other, by=secretary_of("firm"), asked=CHANGE)
    own_society = body("another", form="COOPERATIVE")
    with pytest.raises(Refused, match="not one of the body’s own rules"):
        put(own_society, secretary_of("another"), next(iter(own_kinds(register))))


def test_the_secretary_records_chooses_and_withdraws_it_on_pages(client):
    register, by = body(form="COOPERATIVE"), secretary_of("care")
    sign_in(client, by)
    given = {
        "title": "Change of our rules",
        "rule": "rule 12.3",
        "bound": "least",
        "share": "75%",
        "over": "cast",
        "turnout": "a half",
    }
    add = "/control/care/majorities/add/"
    wrong = client.post(add, given)
    assert wrong.status_code == 422 and "Write a share like 3/4 or 75%" in wrong.content.decode()
    assert client.post(add, given | {"turnout": "1/2"}).status_code == 302
    listed = client.get("/control/care/meetings/").content.decode()
    assert (
        "At least three quarters of the valid votes for it, where at least half of all votes are given."
        in listed
    )
    with at(2026, 3, 2):
        meeting = meetings.call_meeting(
            register=register,
            by=by,
            kind="GENERAL",
            starts_at=moment(2026, 4, 1, 18),
            place="Hall",
            own_notice_days=14,
        )
        choose = client.get(
            f"/control/care/meetings/{meeting.reference.lower()}/resolutions/add/"
        ).content.decode()
    assert "Change of our rules (rule 12.3 of the body’s own rules)" in choose
    number = next(iter(own_kinds(register))).removeprefix("own-")
    assert (
        client.post(
            f"/control/care/majorities/{number}/withdraw/", {"words": "Changed"}
        ).status_code
        == 302
    )
    assert "None is recorded" in client.get("/control/care/meetings/").content.decode()
    body("firm")
    sign_in(client, secretary_of("firm"))
    for address in (
        "firm/majorities/add/",
        "care/majorities/add/",
        f"care/majorities/{number}/withdraw/",
    ):
        assert client.get(f"/control/{address}").status_code == 404
