"""A team that was refused, not eligible or withdrew applies again: a new round of the same case."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mutualise.accounts.permissions import NotAllowed
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.actions import application
from mutualise.programme.actions.assessment import assign
from mutualise.programme.actions.officers import check_eligibility
from mutualise.programme.actions.stages import move
from mutualise.programme.models import Assessment, Assignment, CaseEvent, CaseMember, Score
from mutualise.programme.queries import assessment, guards
from mutualise.programme.queries.application import certification, digest, latest_answers
from mutualise.programme.queries.cases import state_of
from mutualise.programme.queries.figures import figures
from mutualise.programme.queries.pipeline import eligibility
from mutualise.programme.rules.application import QUESTIONS
from mutualise.programme.rules.eligibility import QUESTIONS as ELIGIBILITY
from mutualise.programme.rules.guards import GuardsUnmet
from mutualise.programme.rules.states import State
from tests.programme.builders import case_at, holder, signed_in, stranger
from tests.programme.test_guards import assessed

pytestmark = pytest.mark.django_db


def lead_of(case):
    return case.members.get(part="LEAD").person


def apply_again(case, words: str = "The council has agreed a contract") -> None:
    move("apply_again", case=case, by=lead_of(case), words=words)


def appealed_in_vain(case) -> None:
    decider = holder(Role.DECISION_MAKER)
    move("appeal", case=case, by=lead_of(case), words="The contract was overlooked")
    move("dismiss_appeal", case=case, by=decider, words="It was read", code="SCORE_TOO_LOW")


def written(case) -> None:
    """Every answer, a sponsor's certificate and every eligibility question met."""
    lead, sponsor = lead_of(case), stranger()
    CaseMember.objects.create(case=case, person=sponsor, part="SPONSOR")
    for question in QUESTIONS:
        application.save_answer(case=case, by=lead, question=question.key, over=0, text="Words")
    certify(case, sponsor)


def certify(case, sponsor) -> None:
    application.certify(
        case=case,
        by=sponsor,
        given=True,
        words="",
        read=digest(case),
        name="A sponsor",
        post="Director",
    )


@pytest.mark.parametrize("state", [State.INELIGIBLE, State.WITHDRAWN])
def test_after_these_ends_the_team_applies_again_and_begins_as_an_enquiry(state):
    case = case_at(state)
    apply_again(case)
    assert state_of(case) is State.ENQUIRY


def test_a_refused_team_applies_again_once_its_appeal_is_dismissed():
    case = case_at(State.REFUSED)
    with pytest.raises(GuardsUnmet, match="Appeal first"):
        apply_again(case)
    appealed_in_vain(case)
    apply_again(case)
    assert state_of(case) is State.ENQUIRY


def test_nobody_but_the_team_applies_again():
    with pytest.raises(NotAllowed):
        move("apply_again", case=case_at(State.WITHDRAWN), by=holder(Role.PROGRAMME_OFFICER),
             words="x")  # fmt: skip


def test_a_new_round_may_be_appealed_once_more():
    case = case_at(State.REFUSED)
    appealed_in_vain(case)
    assert not guards.CHECKS[guards.Guard.NOT_APPEALED_BEFORE](case, lead_of(case))
    apply_again(case)
    assert guards.CHECKS[guards.Guard.NOT_APPEALED_BEFORE](case, lead_of(case))


def test_the_draft_stays_and_certificate_and_eligibility_are_asked_anew():
    case = case_at(State.DRAFTING)
    officer = holder(Role.PROGRAMME_OFFICER)
    written(case)
    sponsor = case.members.get(part="SPONSOR").person
    move("submit", case=case, by=lead_of(case))
    met = dict.fromkeys(ELIGIBILITY, (True, "Seen"))
    check_eligibility(case=case, by=officer, answers=met)
    move("find_ineligible", case=case, by=officer, code="OUTSIDE_AREA", words="Outside")
    with clock.at(clock.now() + timedelta(hours=1)):
        apply_again(case)
        move("invite", case=case, by=officer)
        assert len(latest_answers(case)) == len(QUESTIONS)
        assert certification(case) is None
        with pytest.raises(GuardsUnmet, match="must certify"):
            move("submit", case=case, by=lead_of(case))
        certify(case, sponsor)
        move("submit", case=case, by=lead_of(case))
        assert eligibility(case) == {}
        with pytest.raises(GuardsUnmet, match="eligibility"):
            move("accept", case=case, by=officer)
        check_eligibility(case=case, by=officer, answers=met)
        move("accept", case=case, by=officer)
    assert state_of(case) is State.ASSESSING


@pytest.fixture
def second_round():
    """A case that was assessed, refused and appealed in vain, and is being assessed again."""
    case = case_at(State.REFUSED)
    first = holder(Role.ASSESSOR)
    assessed(case, first, (1, 1))
    appealed_in_vain(case)
    apply_again(case)
    last = CaseEvent.objects.filter(case=case).latest("number").number
    for n, (name, source, target) in enumerate(
        [("invite", "ENQUIRY", "DRAFTING"), ("submit", "DRAFTING", "SUBMITTED"),
         ("accept", "SUBMITTED", "ASSESSING")], 1,
    ):  # fmt: skip
        CaseEvent.objects.create(
            case=case, number=last + n, name=name, source=source, target=target
        )
    return case


def test_earlier_assessments_and_decisions_stay_readable(second_round):
    officer = holder(Role.PROGRAMME_OFFICER)
    assert assessment.assessments(second_round) == []
    page = signed_in(officer).get(f"/programme/cases/{second_round.reference}/").content.decode()
    assert "round 2" in page
    assert "Assessment 1, of an earlier round" in page
    assert "1: x" in page
    assert "It was read" in page
    assert Assessment.objects.count() == 2
    assert Score.objects.exists()


def test_an_assessor_reads_the_earlier_round_only_after_their_own_is_in(second_round):
    officer, again = holder(Role.PROGRAMME_OFFICER), holder(Role.ASSESSOR)
    row = assign(case=second_round, by=officer, assessor=again, due=clock.today() + timedelta(days=9))  # fmt: skip
    Assignment.objects.filter(pk=row.pk).update(no_conflict_at=clock.now())
    page = signed_in(again).get(f"/programme/cases/{second_round.reference}/").content.decode()
    assert "of an earlier round" not in page
    assert "1: x" not in page


def test_what_was_asked_in_an_earlier_round_waits_for_nobody():
    case = case_at(State.ASSESSING)
    officer, assessor = holder(Role.PROGRAMME_OFFICER), holder(Role.ASSESSOR)
    due = clock.today() + timedelta(days=9)
    assign(case=case, by=officer, assessor=assessor, due=due)
    assert len(assessment.waiting_for(assessor)) == 1
    move("withdraw", case=case, by=lead_of(case), code="TOO_EARLY", words="Not yet")
    assert assessment.waiting_for(assessor) == []
    apply_again(case)
    assert assessment.waiting_for(assessor) == []
    assert assessment.round_of(case) == 2


def test_figures_count_the_case_once_a_round(second_round):
    found = figures(clock.today(), demonstration=False)
    reached = {stage.state: stage.reached for stage in found.stages}
    assert (reached[State.ENQUIRY], reached[State.SUBMITTED], reached[State.DECIDING]) == (2, 2, 1)
    assert [(end, n) for end, _, n in found.stopped] == [("Refused", 1)]
    assert sum(stage.waiting for stage in found.stages) == 1


def test_the_team_sees_one_way_on_at_a_time():
    case = case_at(State.REFUSED)
    page = f"/support/cases/{case.reference}/"
    client = signed_in(lead_of(case))
    first = client.get(page).content.decode()
    assert "steps/appeal/" in first
    assert "steps/apply-again/" not in first
    appealed_in_vain(case)
    second = client.get(page).content.decode()
    assert "steps/appeal/" not in second
    assert "steps/apply-again/" in second
    blank = client.post(page + "steps/apply-again/", {"words": " ", "seen": 99})
    assert blank.status_code == 422
    assert state_of(case) is State.REFUSED
    stale = client.post(page + "steps/apply-again/", {"words": "We have a contract", "seen": 1})
    assert "Somebody moved this case" in stale.content.decode()
    client.post(page + "steps/apply-again/", {"words": "We have a contract"})
    assert state_of(case) is State.ENQUIRY
    assert "round 2" in client.get(page).content.decode()


def test_an_application_that_was_reopened_is_assessed_anew_as_it_stands_then():
    case, officer = case_at(State.CHECKING), holder(Role.PROGRAMME_OFFICER)
    assessed(case, holder(Role.ASSESSOR))
    move("withdraw", case=case, by=lead_of(case), code="TOO_EARLY", words="Not yet")
    move("reopen", case=case, by=officer, words="The council has decided")
    last = CaseEvent.objects.filter(case=case).latest("number").number
    for n, (name, source, target) in enumerate(
        [("submit", "DRAFTING", "SUBMITTED"), ("accept", "SUBMITTED", "ASSESSING")], 1
    ):
        CaseEvent.objects.create(
            case=case, number=last + n, name=name, source=source, target=target
        )
    assert assessment.assessments(case) == []
    due = clock.today() + timedelta(days=9)
    for _ in range(2):
        assign(case=case, by=officer, assessor=holder(Role.ASSESSOR), due=due)
    page = signed_in(officer).get(f"/programme/cases/{case.reference}/").content.decode()
    assert "of an earlier round" in page
