"""How often the office's pages ask the database: as often for much as for little."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mutualise.accounts.rules.roles import Role
from mutualise.programme.models import (
    Answer,
    Assessment,
    Assignment,
    CaseMember,
    Competition,
    Message,
    Output,
    Quote,
    Risk,
    Score,
)
from mutualise.programme.queries import pipeline
from mutualise.programme.queries.visible import staff_cases
from mutualise.programme.rules.application import QUESTIONS
from mutualise.programme.rules.scoring import CRITERIA
from mutualise.programme.rules.states import State
from tests.programme.builders import (
    award_of,
    case_at,
    give_objectives_and_baseline,
    holder,
    order_of,
    signed_in,
    stranger,
    supplier,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)


def questions_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_pipeline_asks_the_same_number_of_questions_for_many_cases():
    client, asked = signed_in(holder(Role.PROGRAMME_OFFICER)), []
    for more in (2, 30, 60):
        for _ in range(more):
            case_at()
        asked.append(questions_of(client, "/programme/"))
    assert asked[0] == asked[1] == asked[2] <= 10


def fill(case, award, lead) -> None:
    """More of everything that a case can have many of."""
    for _ in range(2):
        row = Competition.objects.create(
            award=award, lot="LEGAL", brief="Advice", days=2, opened_by=lead, closes_at=NOW
        )
        offered = Quote.objects.create(
            competition=row, supplier=supplier(), days=Decimal(2), price_pence=1_00, proposal="x",
            by=lead,
        )  # fmt: skip
        order = order_of(award, offered.supplier, quote=offered, method="COMPETITION")
        for _ in range(2):
            Output.objects.create(
                order=order, title="Articles", summary="Draft", price_pence=1_00,
                handed_in_by=lead, handed_in_at=NOW,
            )  # fmt: skip
        Message.objects.create(case=case, by=stranger(), text="How is it", to_team=True)
        CaseMember.objects.create(case=case, person=stranger(), part="COLLEAGUE")
        Risk.objects.create(
            case=case, title="Late", likelihood=2, impact=3, owner=stranger(), mitigation="Begin",
            review_on=date(2027, 1, 1),
        )  # fmt: skip


def test_a_case_whole_asks_the_same_number_of_questions_however_much_is_in_it():
    lead = stranger()
    case = case_at(State.DELIVERING, lead=lead)
    award = award_of(case, 30_000_00)
    give_objectives_and_baseline(case)
    for question in QUESTIONS:
        Answer.objects.create(case=case, question=question.key, number=1, by=lead, text="So")
    for _ in range(2):
        asked = Assignment.objects.create(
            case=case, assessor=stranger(), due=date(2027, 1, 1), assigned_by=lead
        )
        done = Assessment.objects.create(
            assignment=asked, recommendation="AWARD", words="Yes", amount_pence=1_00
        )
        for criterion in CRITERIA:
            Score.objects.create(assessment=done, criterion=criterion.code, score=3, reasons="Why")
    fill(case, award, lead)
    office, team = signed_in(holder(Role.PROGRAMME_OFFICER)), signed_in(lead)
    pages = (
        (office, f"/programme/cases/{case.reference}/"),
        (team, f"/support/cases/{case.reference}/"),
    )
    few = [questions_of(client, address) for client, address in pages]
    for _ in range(3):
        fill(case, award, lead)
    assert [questions_of(client, address) for client, address in pages] == few
    assert max(few) <= 52


def test_counting_by_filter_says_what_the_list_itself_holds():
    for state, sector, region in (
        (State.ENQUIRY, "Health", "wales"), (State.ENQUIRY, "Youth", "london"),
        (State.DECIDING, "Health", "london"), (State.REFUSED, "Youth", "wales"),
    ):  # fmt: skip
        case_at(state, sector=sector, region=region)
    officer = holder(Role.PROGRAMME_OFFICER)
    case_at(officer=officer)
    case_at(sector="Youth", officer=holder(Role.PROGRAMME_OFFICER))
    visible = staff_cases(officer)
    seen = pipeline.overview(officer, visible)
    for wanted in (
        pipeline.Wanted(), pipeline.Wanted(state="ENQUIRY"), pipeline.Wanted(sector="Health"),
        pipeline.Wanted(region="wales", state="REFUSED"), pipeline.Wanted(mine=True),
        pipeline.Wanted(mine=True, sector="Youth"), pipeline.Wanted(state="LAUNCHED"),
    ):  # fmt: skip
        assert seen.matching(wanted) == pipeline.find(officer, wanted, visible).count(), wanted
