"""The board and each officer's queue: whose case it is, how old against the standard, and no more."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mutualise.accounts.models import AuditEntry
from mutualise.accounts.permissions import NotAllowed
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.actions.assessment import recuse
from mutualise.programme.actions.handling import hand_to
from mutualise.programme.actions.suppliers import Wrong
from mutualise.programme.models import Case, Recusal
from mutualise.programme.queries import board, pipeline
from mutualise.programme.queries.board import SHOWN
from mutualise.programme.queries.visible import staff_cases
from mutualise.programme.rules.next_steps import NEXT
from mutualise.programme.rules.states import OPEN, STATE_LABELS, State
from tests.programme.builders import case_at, holder, signed_in

pytestmark = pytest.mark.django_db


def opened(moment: date, state: State = State.SUBMITTED, **fields: object) -> Case:
    with clock.at(clock.now().replace(year=moment.year, month=moment.month, day=moment.day)):
        return case_at(state, **fields)


def test_a_queue_is_mine_first_then_unassigned_each_from_the_oldest(officer):
    other = holder(Role.PROGRAMME_OFFICER)
    newer_mine = opened(date(2026, 3, 2), officer=officer)
    older_mine = opened(date(2026, 3, 1), officer=officer)
    newer_free, older_free = opened(date(2026, 2, 2)), opened(date(2026, 2, 1))
    opened(date(2026, 1, 1), officer=other)
    checked_by_a_second = opened(date(2026, 1, 1), State.CHECKING, officer=other)
    opened(date(2026, 1, 1), State.DRAFTING, officer=officer)
    wanted = pipeline.Wanted(mine=True)
    expected = [older_mine, newer_mine, older_free, newer_free, checked_by_a_second]
    visible = staff_cases(officer)
    assert list(pipeline.find(officer, wanted, visible)) == expected
    assert pipeline.overview(officer, visible).queue() == len(expected)
    column = next(c for c in board.board(officer, wanted, visible) if c.state is State.SUBMITTED)
    assert [card.case for card in column.cards] == expected[:4]


def test_the_board_shows_the_oldest_of_each_stage_its_age_and_officer(officer):
    officer.job_title = "Programme officer North"
    officer.save()
    cases = [opened(date(2026, 5, day), team=f"Team {day}") for day in range(1, SHOWN + 3)]
    Case.objects.filter(pk=cases[0].pk).update(officer=officer)
    closed = opened(date(2026, 1, 1), team="Closed team")
    Recusal.objects.create(person=officer, case=closed, origin="DECLARED", words="A friend")
    page = signed_in(officer).get("/programme/board/").text
    shown = re.findall(r">(PSM-T\d+)</a>", re.search(r"mutualise-board.*", page, re.DOTALL)[0])
    assert shown == [case.reference for case in cases[:SHOWN]]
    assert f"{STATE_LABELS[State.SUBMITTED]}: {SHOWN + 2}" in page
    assert re.search(r"\d+ of 10 working days", page)
    assert "Programme officer North" in page
    assert "Nobody looks after it yet" in page
    assert "Closed team" not in page
    assert f"?state={State.SUBMITTED}" in page


def test_the_board_asks_the_same_number_of_questions_for_many_cases(officer):
    client, asked = signed_in(officer), []
    for more in (2, 20):
        for _ in range(more):
            case_at(officer=officer)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/programme/board/?mine=yes").status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] < 15


def test_an_officer_takes_a_case_gives_it_on_and_puts_it_back(officer):
    case, other = case_at(), holder(Role.PROGRAMME_OFFICER)
    client, address = signed_in(officer), f"/programme/cases/{case.reference}/officer/"
    for chosen, stands in ((officer.pk, officer), (other.pk, other), ("nobody", None)):
        assert client.post(address, {"officer": chosen}).status_code == 302
        assert Case.objects.get(pk=case.pk).officer == stands
    assert client.post(address, {"officer": "x"}).status_code == 422
    assert AuditEntry.objects.filter(event="programme.case.handed").count() == 3


def test_a_case_goes_to_nobody_who_may_not_see_it(officer):
    case, tied = case_at(officer=officer), holder(Role.PROGRAMME_OFFICER)
    Recusal.objects.create(person=tied, case=case, origin="DECLARED", words="A friend")
    for person in (tied, holder(Role.ASSESSOR)):
        with pytest.raises(Wrong):
            hand_to(case=case, by=officer, officer=person)
    with pytest.raises(NotAllowed):
        hand_to(case=case, by=tied, officer=tied)
    recuse(case=case, by=officer, words="A friend")
    assert Case.objects.get(pk=case.pk).officer is None


def test_the_clock_of_an_enquiry_runs_from_the_day_it_was_confirmed():
    waits, slow, prompt = (opened(date(2026, 3, 2), State.ENQUIRY) for _ in range(3))
    waits.members.update(joined_at=None)
    slow.members.update(joined_at=datetime(2026, 3, 16, 12, tzinfo=UTC))
    prompt.members.update(joined_at=datetime(2026, 3, 2, 12, tzinfo=UTC))
    with clock.at(datetime(2026, 3, 18, 12, tzinfo=UTC)):
        shown = pipeline.lines([waits, slow, prompt])
    assert [(each.age, each.overdue) for each in shown] == [
        ("12 working days", False), ("2 of 10 working days", False), ("12 of 10 working days", True),
    ]  # fmt: skip
    assert [each.since.day for each in shown] == [2, 16, 2]


def test_the_standards_of_every_stage_are_a_public_page(client):
    page = client.get("/support/standards/").text
    for state in OPEN:
        assert STATE_LABELS[state] in page
        if NEXT[state].days:
            assert f"{NEXT[state].days} working days" in page
