"""Deeds of the programme by whoever they are not for, at a stage they do not belong to, or left half said: what
assessors judge, conflicts and leave, the certificate, the plan, the team, proofs and files."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mutualise.accounts.rules.roles import Role
from mutualise.programme.actions import (
    application,
    assessment,
    awards,
    conflicts,
    delivery,
    diagnostics,
    dispensations,
    documents,
    fund,
    letters,
    officers,
    orders,
    people,
    proofs,
    subsidy,
    suppliers,
    training,
)
from mutualise.programme.actions.reversals import owe_again
from mutualise.programme.actions.stages import move
from mutualise.programme.models import (
    Baseline,
    Document,
    Letter,
    LotPlace,
    Posting,
    Recusal,
)
from mutualise.programme.queries.delivery import milestones_of
from mutualise.programme.rules.advice import LOTS
from mutualise.programme.rules.milestones import Plan
from mutualise.programme.rules.scoring import CODES
from mutualise.programme.rules.states import State
from tests.programme.builders import award_of, case_at, holder, member_of, stranger
from tests.programme.test_advice import TODAY, compete, offer, on_day, on_lot, place
from tests.programme.test_kept_support import places_of
from tests.programme.test_programme_deeds_refused import each_refused

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=9)
GOOD = dict.fromkeys(CODES, (3, "Good"))


@pytest.fixture(autouse=True)
def _clock():
    with on_day(0):
        yield


def hand(row, by, **more):
    given = {"scores": GOOD, "recommendation": "REFUSE", "words": "Not yet"} | more
    return assessment.hand_in(assignment=row, by=by, **given)


def test_an_assessor_is_asked_by_an_officer_while_the_case_is_assessed(officer):
    case, done = case_at(State.ASSESSING), case_at(State.DECIDING)
    ask = {"case": case, "by": officer, "assessor": holder(Role.ASSESSOR), "due": LATER}
    row = assessment.assign(**ask | {"assessor": holder(Role.ASSESSOR)})
    each_refused(
        ("Only a programme officer asks", lambda: assessment.assign(**ask | {"by": stranger()})),
        ("once a case is accepted for assessment", lambda: assessment.assign(**ask | {"case": done})),
        ("must be in the future", lambda: assessment.assign(**ask | {"due": TODAY})),
        ("Choose somebody else", lambda: assessment.assign(**ask | {"assessor": stranger()})),
        ("Only a programme officer asks", lambda: assessment.stop_asking(assignment=row, by=stranger(), words="x")),
    )  # fmt: skip
    assessment.stop_asking(assignment=row, by=officer, words="Away")
    each_refused(
        ("not asked any more", lambda: assessment.stop_asking(assignment=row, by=officer, words="x")),
    )  # fmt: skip


def test_an_assessment_is_its_assessors_own_in_its_round_while_nothing_ties_them(officer):
    case, mine = case_at(State.ASSESSING), holder(Role.ASSESSOR)
    row = assessment.assign(case=case, by=officer, assessor=mine, due=LATER)
    each_refused(
        ("not yours to declare", lambda: assessment.declare_none(assignment=row, by=holder(Role.ASSESSOR))),
        ("Declare that you have no conflict first", lambda: hand(row, mine)),
    )  # fmt: skip
    assessment.declare_none(assignment=row, by=mine)
    stale = type(row).objects.get(pk=row.pk)
    stale.round += 1
    each_refused(
        ("Declare that you have no conflict first", lambda: hand(row, holder(Role.ASSESSOR))),
        ("not open to you", lambda: hand(stale, mine)),
        ("Score every criterion", lambda: hand(row, mine, scores=GOOD | {"none": (3, "Good")})),
    )  # fmt: skip
    other = case_at(State.ASSESSING)
    theirs = assessment.assign(case=other, by=officer, assessor=mine, due=LATER)
    assessment.declare_none(assignment=theirs, by=mine)
    member_of(other, mine)
    each_refused(
        ("not open to you", lambda: hand(theirs, mine)),
        ("not yours to declare", lambda: assessment.declare_none(assignment=theirs, by=mine)),
    )  # fmt: skip
    move("withdraw", case=case, by=case.members.get().person, words="No", code="TOO_EARLY")
    each_refused(("not being assessed now", lambda: hand(row, mine)))
    assessment.stop_asking(assignment=row, by=officer, words="Withdrawn")
    row.refresh_from_db()
    each_refused(("Declare that you have no conflict first", lambda: hand(row, mine)))


def test_a_moderator_settles_criteria_there_are_within_the_scale(officer):
    case, code = case_at(State.MODERATING), min(CODES)
    settle = {"case": case, "by": officer, "words": "W"}
    each_refused(
        ("Score every criterion", lambda: assessment.moderate(**settle, scores=GOOD | {"none": (3, "Good")})),
        ("must be from 0", lambda: assessment.moderate(**settle, scores=GOOD | {code: (9, "Good")})),
    )  # fmt: skip
    interest = assessment.declare_interest(
        by=officer, kind="OTHER", organisation="A body", valid_from=TODAY, valid_until=None
    )
    each_refused(
        ("Say why", lambda: assessment.end_interest(by=officer, old=interest, reason=" ")),
    )  # fmt: skip


def test_a_conflict_is_lifted_and_leave_given_by_whoever_may_in_time_and_in_words(officer):
    case, decider = case_at(State.ASSESSING), holder(Role.DECISION_MAKER)
    found = Recusal.objects.create(person=holder(Role.PROGRAMME_OFFICER), case=case, origin="FOUND", ground="MAIL", words="F")  # fmt: skip
    second = holder(Role.FINANCE_OFFICER)
    leave = dispensations.ask(recusal=found, by=second, reason="R", until=LATER)
    each_refused(
        ("Only a programme officer to whom", lambda: conflicts.lift(recusal=found, by=stranger(), reason="x")),
        ("Say why the match is false", lambda: conflicts.lift(recusal=found, by=officer, reason=" ")),
        ("Say why", lambda: dispensations.agree(row=leave, by=decider, words=" ")),
        ("Say why", lambda: dispensations.end(row=leave, by=decider, words=" ")),
        ("Only staff of the programme", lambda: dispensations.end(row=leave, by=stranger(), words="x")),
    )  # fmt: skip
    with on_day(9):
        each_refused(
            ("not wait for an agreement", lambda: dispensations.agree(row=leave, by=decider, words="x")),
            ("ended already", lambda: dispensations.end(row=leave, by=decider, words="x")),
        )  # fmt: skip
    member_of(case, second)
    each_refused(
        ("has a conflict with the case by now", lambda: dispensations.agree(row=leave, by=decider, words="x")),
    )  # fmt: skip


def test_leave_is_not_agreed_once_enough_people_are_free(officer):
    case, decider = case_at(State.ASSESSING), holder(Role.DECISION_MAKER)
    found = Recusal.objects.create(person=holder(Role.PROGRAMME_OFFICER), case=case, origin="FOUND", ground="MAIL", words="F")  # fmt: skip
    leave = dispensations.ask(
        recusal=found, by=holder(Role.FINANCE_OFFICER), reason="R", until=LATER
    )
    holder(Role.PROGRAMME_OFFICER)
    each_refused(
        ("Enough people", lambda: dispensations.agree(row=leave, by=decider, words="x")),
    )  # fmt: skip


def test_the_sponsor_alone_certifies_a_draft_and_says_what_should_change(officer):
    lead, sponsor = stranger(), stranger()
    draft, sent = case_at(State.DRAFTING, lead=lead), case_at(State.SUBMITTED)
    for each in (draft, sent):
        member_of(each, sponsor, part="SPONSOR")
    say = {"case": draft, "by": sponsor, "given": True, "words": "", "read": application.digest(draft), "name": "N", "post": "P"}  # fmt: skip
    each_refused(
        ("Only the senior sponsor", lambda: application.certify(**say | {"by": lead})),
        ("between the invitation", lambda: application.certify(**say | {"case": sent, "read": application.digest(sent)})),
        ("Only the team", lambda: application.certify(**say | {"by": officer})),
        ("Say what should change", lambda: application.certify(**say | {"given": False})),
    )  # fmt: skip
    figure = {"kind": "HEADCOUNT", "value": 9, "unit": "people", "as_at": TODAY, "read_from": "R"}
    each_refused(
        ("not be in the future", lambda: application.record_baseline(case=draft, by=lead, row=Baseline(**figure | {"as_at": LATER}))),
        ("not be negative", lambda: application.record_baseline(case=draft, by=lead, row=Baseline(**figure | {"value": -1}))),
    )  # fmt: skip


def test_a_team_is_changed_by_the_team_and_led_by_one_who_may(officer):
    lead, colleague = stranger(), stranger()
    case = case_at(State.DRAFTING, lead=lead)
    theirs = member_of(case, colleague)
    ended = case_at(State.DECLINED, lead=lead)
    late = member_of(ended, stranger())
    file = Document.objects.create(case=case, name="a.txt", content_type="text/plain", size=1, sha256="1" * 64, by=lead)  # fmt: skip
    each_refused(
        ("Only the team", lambda: people.remove_member(case=case, by=officer, member=theirs)),
        ("has ended", lambda: people.remove_member(case=ended, by=lead, member=late)),
        ("Only the team lead can hand", lambda: people.hand_over(case=case, by=colleague, to=theirs)),
        ("Only the team", lambda: documents.remove_document(case=case, by=officer, document=file)),
    )  # fmt: skip
    case.members.filter(person=lead).update(part="COLLEAGUE")
    sponsor, invited = stranger(), stranger()
    member_of(case, sponsor, part="SPONSOR")
    member_of(case, invited, part="LEAD", joined_at=None)
    each_refused(
        ("A sponsor cannot lead", lambda: people.ask_to_lead(case=case, by=officer, email=sponsor.email)),
        ("asked already", lambda: people.ask_to_lead(case=case, by=officer, email=invited.email)),
    )  # fmt: skip


def test_the_way_to_launch_is_planned_by_whose_it_is_with_reasons(officer):
    lead = stranger()
    case = award_of(case_at(State.DELIVERING, lead=lead), 5_000_00).case
    early = case_at(State.DRAFTING, lead=lead)
    each_refused(
        ("must be in the future", lambda: delivery.begin_plan(case=case, by=lead, launch_on=TODAY)),
        ("between the award and the launch", lambda: delivery.begin_plan(case=early, by=lead, launch_on=LATER)),
    )  # fmt: skip
    delivery.begin_plan(case=case, by=lead, launch_on=TODAY + timedelta(days=300))
    steps = milestones_of(case)
    row = steps["OPTIONS"]
    given = {
        "title": "R", "likelihood": 2, "impact": 2, "mitigation": "M", "owner": lead.pk,
        "review_on": LATER, "reason": "Since",
    }  # fmt: skip
    risk = delivery.add_risk(case=case, by=lead, given=given)
    change = {"case": case, "by": lead, "old": risk}
    waivable = steps["ASSETS"]
    each_refused(
        ("Say why", lambda: delivery.change_step(case=case, by=lead, old=row, note=" ", plan=Plan("OPTIONS", row.starts, row.due + timedelta(days=1)))),
        ("done or not needed, not both", lambda: delivery.change_step(case=case, by=officer, old=waivable, note="N", plan=Plan("ASSETS", waivable.starts, waivable.due, TODAY, not_needed=True))),
        ("Say why", lambda: delivery.change_risk(**change, given=given | {"reason": " "})),
        ("cannot be in the future", lambda: delivery.change_risk(**change, given=given | {"closed_on": LATER})),
        ("Only the team and programme officers", lambda: delivery.change_risk(**change | {"by": stranger()}, given=given)),
    )  # fmt: skip


def test_support_and_its_proof_are_given_at_their_time_and_in_words(officer):
    lead, payer = stranger(), holder(Role.FINANCE_OFFICER)
    advice = award_of(case_at(State.DELIVERING, lead=lead), 5_000_00)
    match = award_of(
        case_at(State.DELIVERING, lead=lead), 5_000_00, kind="MATCH", match_pence=1_000_00
    )
    before = award_of(
        case_at(State.AWARDED, lead=lead), 5_000_00, kind="MATCH", match_pence=1_000_00
    )
    proof = proofs.show_proof(award=match, by=lead, words="W", amount_pence=1)
    told = awards.add_assistance(
        case=before.case, by=lead, giver="G", given_on=TODAY, amount_pence=1
    )
    kept = places_of(award_of(case_at(State.DELIVERING), 5_000_00, kind="TRAINING"), officer)
    taught = award_of(case_at(State.DELIVERING), 5_000_00, kind="TRAINING")
    made_up = award_of(case_at(State.DELIVERING, demonstration=True), 5_000_00, kind="TRAINING")
    keep = {"by": officer, "session": kept.session, "places": 1}
    each_refused(
        ("Advice is owed for when", lambda: awards.owe_award(award=advice, by=payer, pence=1, words="W", key="k")),
        ("asks for no proof now", lambda: proofs.show_proof(award=before, by=lead, words="W", amount_pence=1)),
        ("how much of the match", lambda: proofs.show_proof(award=match, by=lead, words="W", amount_pence=0)),
        ("Say what you looked at", lambda: proofs.decide_proof(proof=proof, by=officer, accepted=True, words=" ")),
        ("Only the team", lambda: awards.withdraw_assistance(row=told, by=officer, reason="x")),
        ("Say why", lambda: awards.withdraw_assistance(row=told, by=lead, reason=" ")),
        ("still to come", lambda: training.keep_places(award=made_up, **keep)),
    )  # fmt: skip
    with on_day(30):
        each_refused(("still to come", lambda: training.keep_places(award=taught, **keep)))


def test_an_offer_is_of_a_firm_of_ones_own_within_its_rates_and_a_placed_order_stands(officer):
    award = award_of(case_at(State.DELIVERING, lead=stranger()), 50_000_00)
    firm, adviser = on_lot(officer, "first-law")
    other, _ = on_lot(officer, "second-law")
    row = compete(award, officer)
    each_refused(
        ("Choose a supplier of yours", lambda: offer(row, adviser, other, 12_000_00)),
        ("rate", lambda: offer(row, adviser, firm, 90_000_00)),
        ("Only", lambda: suppliers.end_fact(by=stranger(), row=LotPlace.objects.get(supplier=firm), on=LATER, reason="x")),
    )  # fmt: skip
    best = offer(row, adviser, firm, 12_000_00)
    with on_day(11):
        orders.choose_offer(quote=best, by=officer, reason="x", fair="y", due=date(2027, 3, 1))
        each_refused(
            ("is placed already", lambda: orders.withdraw_competition(competition=row, by=officer, words="x")),
        )  # fmt: skip


def test_what_is_on_no_list_is_refused(officer):
    payer, firm = holder(Role.FINANCE_OFFICER), on_lot(officer, "first-law")[0]
    award, sent = award_of(case_at(State.DELIVERING), 5_000_00), case_at(State.SUBMITTED)
    of_a_lot = award_of(case_at(State.DELIVERING), 5_000_00)
    of_a_lot.budget.lot = next(each for each in LOTS if each != "LEGAL")
    letter = Letter.objects.create(to="a@example.org", subject="S", body="T", reason="R", key="k", template="t")  # fmt: skip
    granted = Posting.objects.filter(kind="ALLOCATION").first()
    each_refused(
        ("no such lot", lambda: fund.add_budget(by=payer, fund=award.budget.fund, code="b", name="B", year=2026, lot="NONE")),
        ("alone", lambda: place(of_a_lot, officer, firm)),
        ("no such question", lambda: officers.check_eligibility(case=sent, by=officer, answers={"NONE": (True, "N")})),
        ("records the confirmation or the publication", lambda: subsidy.take_subsidy_step(award=award, by=officer, kind="CONFIRMED")),
        ("", lambda: letters.send_again(by=stranger(), letter=letter)),
        ("closed to you", lambda: owe_again(posting=granted, by=payer, words="W", on=TODAY)),
    )  # fmt: skip
    token = diagnostics.begin()
    for question, given in (("none", "yes"), ("route", "none")):
        with pytest.raises(diagnostics.NoSuchAnswer):
            diagnostics.answer(token, question, given)
