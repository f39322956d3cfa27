"""A body changes its legal form, or the form was entered wrongly: the law of its meetings follows."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.utils import timezone

from mutualise.accounts.permissions import NotAllowed
from mutualise.chronicle import clock
from mutualise.governance.actions import meetings, notices, shares
from mutualise.governance.actions.legal_form import state_form
from mutualise.governance.actions.meetings import Refused
from mutualise.governance.actions.members import RegisterRefused
from mutualise.governance.models import Member
from mutualise.governance.queries.electorate import electorate
from mutualise.governance.queries.members import form_of
from mutualise.governance.queries.ratios import ratios_of
from mutualise.governance.rules.statutory import LegalForm
from tests.governance.meeting_builders import SINCE, at, body, secretary_of
from tests.programme.builders import signed_in

pytestmark = pytest.mark.django_db
COMPANY = {"form": "CIC_GUARANTEE", "votes": "MEMBER", "guarantee_pence": 100}


def test_a_society_that_became_a_company_meets_and_decides_as_one_from_that_day():
    register, by = body(form="COOPERATIVE"), secretary_of("care")
    with at(2026, 3, 2):
        with pytest.raises(Refused, match="clear days of notice your rules ask for"):
            meetings.call_meeting(
                register=register, by=by, kind="GENERAL", place="Hall",
                starts_at=timezone.make_aware(datetime(2026, 4, 1, 18)),
            )  # fmt: skip
        state_form(
            by=by, register=register, on=date(2026, 3, 1), reason="Conversion registered", **COMPANY
        )
        notices.circulate(
            register=register, by=by, kind="company-ordinary-written", title="Auditor", text="That."
        )
    assert form_of(register, date(2026, 2, 28)) is LegalForm.COOPERATIVE
    assert form_of(register, date(2026, 3, 1)) is LegalForm.CIC_GUARANTEE


def test_a_form_entered_wrongly_is_put_right_for_the_whole_time_and_the_wrong_one_is_kept():
    register, by = body(form="COMPANY_SHARES"), secretary_of("care")
    ordinary = shares.add_share_class(
        by=by, register=register, code="a", name="A", nominal_pence=100
    )
    first = Member.objects.get(register=register, number=1)
    shares.move_shares(by=by, share_class=ordinary, quantity=10, on=SINCE, target=first)
    assert len(electorate("care", SINCE)) == 10
    published = clock.now()
    right = {"form": "COMPANY_SHARES", "votes": "SHARE", "guarantee_pence": None, "on": SINCE}
    state_form(by=by, register=register, reason="Misread articles", **right)
    assert {each.votes for each in electorate("care", SINCE).values()} == {10}
    assert ratios_of(register, SINCE).votes.whole == 10
    assert ratios_of(register, SINCE, published).votes.part("employees") == 10, (
        "as it was known then"
    )
    assert ratios_of(register, SINCE).votes.part("employees") == 10
    assert register.constitutions.count() == 2


def test_what_cannot_be_stated_is_refused_in_words():
    register, by = body(), secretary_of("care")
    given = {"by": by, "register": register, **COMPANY}
    with pytest.raises(RegisterRefused, match="began on 1 January 2025"):
        state_form(on=date(2024, 12, 31), reason="A mistake", **given)
    same = given | {"form": "COMPANY_GUARANTEE", "guarantee_pence": None}
    with pytest.raises(RegisterRefused, match="states this already"):
        state_form(on=date(2025, 6, 1), reason="A mistake", **same)
    body("other")
    with pytest.raises(NotAllowed):
        state_form(**given | {"by": secretary_of("other")}, on=SINCE, reason="A mistake")


def test_the_secretary_changes_it_on_a_page_and_reads_why_in_the_list_of_changes():
    register, by = body(form="COOPERATIVE"), secretary_of("care")
    page = signed_in(by)
    answer = page.post("/members/care/form/", {
        "form": "CIC_GUARANTEE", "votes": "MEMBER", "guarantee": "1.00", "on-day": "1", "on-month": "3",
        "on-year": "2026", "reason": "Conversion registered",
    })  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()[:2000]
    assert form_of(register, clock.today()) is LegalForm.CIC_GUARANTEE
    said = " ".join(page.get("/members/care/changes/").content.decode().split())
    assert "Co-operative society, one vote a member, from 1 January 2025 until 1 March 2026" in said
    assert (
        "CIC limited by guarantee, one vote a member, from 1 March 2026. Guarantee: £1.00" in said
    )
    assert "Conversion registered" in said
