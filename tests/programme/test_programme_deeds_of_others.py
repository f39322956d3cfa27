"""Deeds of the programme are refused by the deeds themselves, whatever page asks, to a stranger, to another
role, and to staff to whom the case is closed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from mutualise.accounts.rules.roles import Role
from mutualise.programme.actions import (
    application,
    awards,
    delivery,
    dispensations,
    extract,
    fund,
    officers,
    orders,
    outputs,
    people,
    proofs,
    suppliers,
    training,
)
from mutualise.programme.actions.reversals import reverse
from mutualise.programme.actions.subsidy import take_subsidy_step
from mutualise.programme.models import Objective, Proof, Recusal, SubsidyStep
from mutualise.programme.queries.delivery import milestones_of
from mutualise.programme.rules.milestones import Plan
from mutualise.programme.rules.states import State
from tests.programme.builders import award_of, case_at, holder, stranger
from tests.programme.test_advice import TODAY, compete, on_day, on_lot, place
from tests.programme.test_kept_support import mentor_of, places_of
from tests.programme.test_programme_deeds_refused import each_refused, lead_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock():
    with on_day(0):
        yield


def kept_from(person, case):
    """The same person, to whom the case is closed now."""
    Recusal.objects.create(person=person, case=case, origin="DECLARED", words="A relative")
    return person


def test_money_moves_by_its_own_role_and_not_in_a_closed_case(officer):
    award = award_of(case_at(State.DELIVERING, lead=stranger()), 20_000_00, kind="GRANT")
    SubsidyStep.objects.create(award=award, kind="CONFIRMED", by=officer)
    payer, decider = holder(Role.FINANCE_OFFICER), holder(Role.DECISION_MAKER)
    debt = fund.accrue(award=award, amount_pence=5_00, by=payer, on=TODAY, words="Due", key="d")
    closed = kept_from(holder(Role.FINANCE_OFFICER), award.case)
    recused = kept_from(holder(Role.DECISION_MAKER), award.case)
    stopped = award_of(case_at(State.STOPPED), 1_00)
    shut = kept_from(holder(Role.FINANCE_OFFICER), stopped.case)
    owed = {"award": award, "pence": 1_00, "words": "W", "key": "o"}
    paid = {"award": award, "pence": 1_00, "on": TODAY, "reference": "R", "key": "p"}
    given = {"case": award.case, "giver": "G", "given_on": TODAY, "amount_pence": 1}
    offer = {"case": case_at(State.DECIDING), "kind": "GRANT", "budget": award.budget, "amount_pence": 1, "purpose": "P", "words": "W"}  # fmt: skip
    each_refused(
        ("Only a ", lambda: awards.owe_award(**owed, by=officer)),
        ("closed to you", lambda: awards.owe_award(**owed, by=closed)),
        ("Only a ", lambda: awards.pay_award(**paid, by=officer)),
        ("closed to you", lambda: awards.pay_award(**paid, by=closed)),
        ("Only a ", lambda: awards.release_award(award=stopped, by=officer, words="W")),
        ("closed to you", lambda: awards.release_award(award=stopped, by=shut, words="W")),
        ("still in use", lambda: awards.release_award(award=award, by=payer, words="W")),
        ("Only a ", lambda: reverse(posting=debt, by=officer, words="W")),
        ("closed to you", lambda: reverse(posting=debt, by=closed, words="W")),
        ("Say why", lambda: reverse(posting=debt, by=payer, words=" ")),
        ("Only a decision maker", lambda: awards.vary_award(award=award, by=officer, pence=-1, words="W", key="v")),
        ("to whom the case is open", lambda: awards.vary_award(award=award, by=recused, pence=-1, words="W", key="v")),
        ("Only a decision maker", lambda: awards.make_award(**offer, by=officer)),
        ("to whom the case is open", lambda: awards.make_award(**offer, by=kept_from(holder(Role.DECISION_MAKER), offer["case"]))),
        ("varied until the launch", lambda: awards.vary_award(award=stopped, by=decider, pence=1, words="W", key="v")),
        ("Only the team", lambda: awards.add_assistance(**given, by=officer)),
        ("must not be in the future", lambda: awards.add_assistance(**given | {"given_on": TODAY + timedelta(days=1)}, by=lead_of(award))),
        ("Only the team", lambda: awards.confirm_subsidy(award=award, by=officer)),
        ("Only a programme officer", lambda: take_subsidy_step(award=award, by=lead_of(award), kind="GIVEN", words="W")),
        ("more than £100,000", lambda: take_subsidy_step(award=award, by=officer, kind="PUBLISHED", words="W")),
        ("Only a ", lambda: fund.allocate(by=officer, budget=award.budget, pence=1, words="W", key="a")),
        ("Only a ", lambda: fund.close_year(by=officer, budget=award.budget, into=None, words="W", key="c")),
        ("Only a ", lambda: extract.keep_extract(by=officer, fund=award.budget.fund, sha256="0" * 64, entries=[])),
    )  # fmt: skip


def test_advice_is_bought_by_officers_and_worked_by_its_own_adviser(officer):
    award = award_of(case_at(State.DELIVERING, lead=stranger()), 30_000_00)
    paid = award_of(case_at(State.DELIVERING), 1_000_00, kind="GRANT")
    firm, adviser = on_lot(officer, "first-law")
    on_lot(officer, "second-law")
    order, row = place(award, officer, firm), compete(award, officer)
    lead, closed = lead_of(award), kept_from(holder(Role.PROGRAMME_OFFICER), award.case)
    time = {"order": order, "on": TODAY, "minutes": 1, "note": "N"}
    each_refused(
        ("Only a programme officer", lambda: place(award, lead, firm, pence=1_00)),
        ("Only a programme officer", lambda: place(award, closed, firm, pence=1_00)),
        ("buys no advice", lambda: place(paid, officer, firm, pence=1_00)),
        ("Only a programme officer", lambda: compete(award, lead)),
        ("Only a programme officer", lambda: orders.withdraw_competition(competition=row, by=lead, words="W")),
        ("Only a programme officer", lambda: orders.finish_order(order=order, by=adviser, words="W")),
        ("Say why the rest", lambda: orders.finish_order(order=order, by=officer, words=" ")),
        ("between the order and today", lambda: outputs.log_time(**time | {"on": TODAY - timedelta(days=1)}, by=adviser)),
        ("Only a ", lambda: suppliers.add_supplier(by=lead, code="x", name="X", small=True)),
        ("Only a ", lambda: suppliers.add_fact(by=adviser, supplier=firm, kind="lots", given={"lot": "TAX", "valid_from": TODAY})),
    )  # fmt: skip


def test_training_mentoring_and_proofs_are_recorded_by_whose_they_are(officer):
    taught = award_of(case_at(State.DELIVERING, lead=stranger()), 5_000_00, kind="TRAINING")
    mentored = award_of(case_at(State.DELIVERING, lead=stranger()), 5_000_00, kind="MENTORING")
    back = award_of(case_at(State.DELIVERING, lead=stranger()), 5_000_00, kind="REIMBURSEMENT")
    kept, mentor = places_of(taught, officer), mentor_of(mentored, officer)
    proof = Proof.objects.create(award=back, kind="COMPLETION", words="W", shown_by=lead_of(back))
    arrange = {
        "title": "T",
        "venue": "V",
        "on": TODAY + timedelta(days=9),
        "places": 1,
        "place_pence": 1,
    }
    agree = {"award": mentored, "name": "N", "body": "B", "day_rate_pence": 2, "days": Decimal(1)}
    used = {"mentor": mentor, "on": TODAY, "half_days": 1, "words": "W"}
    each_refused(
        ("Only a ", lambda: training.arrange_session(**arrange, by=lead_of(taught))),
        ("must be in the future", lambda: training.arrange_session(**arrange | {"on": TODAY}, by=officer)),
        ("Only a programme officer", lambda: training.keep_places(award=taught, by=lead_of(taught), session=kept.session, places=1)),
        ("Only a programme officer", lambda: training.note_attendance(booking=kept, by=lead_of(taught), came=1)),
        ("has not been held", lambda: training.note_attendance(booking=kept, by=officer, came=1)),
        ("Only a ", lambda: training.cancel_session(session=kept.session, by=lead_of(taught), words="W")),
        ("Only a programme officer", lambda: training.release_places(booking=kept, by=lead_of(taught), words="W")),
        ("Only a programme officer", lambda: training.agree_mentor(**agree, by=lead_of(mentored))),
        ("Only the team", lambda: training.use_day(**used, by=officer)),
        ("Only a programme officer", lambda: training.end_mentor(mentor=mentor, by=lead_of(mentored), words="W")),
        ("Only the team", lambda: proofs.show_proof(award=back, by=officer, words="W")),
        ("Only a programme officer", lambda: proofs.decide_proof(proof=proof, by=lead_of(back), accepted=True, words="W")),
    )  # fmt: skip


def test_plans_teams_and_applications_are_their_own(officer):
    award, other = award_of(case_at(State.DELIVERING, lead=stranger()), 1_00), stranger()
    case, lead = award.case, lead_of(award)
    delivery.begin_plan(case=case, by=lead, launch_on=TODAY + timedelta(days=300))
    row = milestones_of(case)["OPTIONS"]
    change = {"case": case, "old": row, "note": "N"}
    risk = {"title": "R", "likelihood": 1, "impact": 1, "mitigation": "M", "owner": lead.pk, "review_on": TODAY}  # fmt: skip
    draft, sent = case_at(State.DRAFTING, lead=lead), case_at(State.SUBMITTED, lead=lead)
    goal = Objective(text="T", unit="U", start_value=9, start_on=TODAY, target_value=7, target_on=TODAY + timedelta(days=9))  # fmt: skip
    found = Recusal.objects.create(person=holder(Role.PROGRAMME_OFFICER), case=draft, origin="FOUND", ground="MAIL", words="F")  # fmt: skip
    far = TODAY + timedelta(days=365 * 30)
    each_refused(
        ("Only the team and programme officers", lambda: delivery.begin_plan(case=case, by=other, launch_on=far)),
        ("Only the team and programme officers", lambda: delivery.change_step(**change, by=other, plan=Plan("OPTIONS", row.starts, row.due))),
        ("Only the team and programme officers", lambda: delivery.add_risk(case=case, by=other, given=risk)),
        ("more than 20 years", lambda: delivery.change_step(**change, by=lead, plan=Plan("OPTIONS", row.starts, far))),
        ("cannot be in the future", lambda: delivery.change_step(**change, by=lead, plan=Plan("OPTIONS", row.starts, row.due, TODAY + timedelta(days=1)))),
        ("must not be in the past", lambda: delivery.add_risk(case=case, by=lead, given=risk | {"review_on": TODAY - timedelta(days=1)})),
        ("Only a programme officer", lambda: officers.check_eligibility(case=sent, by=lead, answers={})),
        ("Only", lambda: people.invite(case=draft, by=officer, email="d@example.org", part="COLLEAGUE")),
        ("Only", lambda: people.invite(case=draft, by=other, email="d@example.org", part="COLLEAGUE")),
        ("Only a programme officer", lambda: people.ask_to_lead(case=draft, by=lead, email="d@example.org")),
        ("Only", lambda: application.record_objective(case=draft, by=officer, row=goal)),
        ("Only", lambda: application.save_answer(case=draft, by=officer, question="services", text="T", over=0)),
        ("Only", lambda: application.send_message(case=draft, by=other, text="T", to_team=True)),
        ("", lambda: dispensations.ask(recusal=found, by=other, reason="R", until=TODAY + timedelta(days=9))),
    )  # fmt: skip
