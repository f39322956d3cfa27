"""Deeds of the programme that are refused for what they ask, by the deeds themselves and not by their pages
alone: money, advice, training, files, people, plans. Each is tried in a case where only that is wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from mutualise.accounts.actions import ErasureRefused
from mutualise.accounts.permissions import NotAllowed
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle.refusals import NoLongerStands
from mutualise.programme.actions import (
    application,
    assessment,
    awards,
    confirmations,
    delivery,
    dispensations,
    documents,
    fund,
    handling,
    officers,
    orders,
    outputs,
    people,
    proofs,
    suppliers,
    training,
)
from mutualise.programme.actions.privacy import erase
from mutualise.programme.actions.reversals import reverse
from mutualise.programme.actions.suppliers import Wrong
from mutualise.programme.models import (
    CaseMember,
    Document,
    LotPlace,
    Objective,
    Posting,
    Recusal,
    SubsidyStep,
)
from mutualise.programme.queries.confirmations import Due
from mutualise.programme.queries.delivery import milestones_of
from mutualise.programme.rules.milestones import Plan
from mutualise.programme.rules.scoring import CRITERIA
from mutualise.programme.rules.stages import NotPermitted
from mutualise.programme.rules.states import State
from tests.programme.builders import (
    award_of,
    case_at,
    holder,
    member_of,
    stranger,
    supplier,
)
from tests.programme.test_advice import TODAY, compete, handed_in, offer, on_day, on_lot, place
from tests.programme.test_kept_support import launched, mentor_of, places_of

pytestmark = pytest.mark.django_db
REFUSALS = (
    NotAllowed, NotPermitted, NoLongerStands, Wrong, application.Wrong, assessment.Wrong, ErasureRefused, fund.PostingRefused, fund.FundExhausted,
    awards.AwardRefused, delivery.Refused, confirmations.AnswerIncomplete, confirmations.AnsweredAlready,
)  # fmt: skip


@pytest.fixture(autouse=True)
def _clock():
    with on_day(0):
        yield


@pytest.fixture
def decider():
    return holder(Role.DECISION_MAKER)


def each_refused(*deeds: tuple[str, Callable[[], object]]) -> None:
    """Each deed is refused with its words; what was done nevertheless is taken back and named."""
    astray = []
    for words, deed in deeds:
        try:
            with transaction.atomic():
                deed()
                transaction.set_rollback(True)
        except REFUSALS as refusal:
            if words not in str(refusal):
                astray.append((words, str(refusal)))
        else:
            astray.append((words, "it was done"))
    assert not astray, astray


def lead_of(award):
    return award.case.members.get().person


def test_money_that_may_not_move_does_not(payer, decider):
    grant = award_of(case_at(State.DELIVERING, lead=stranger()), 20_000_00, kind="GRANT")
    debt = fund.accrue(award=grant, amount_pence=5_00, by=payer, on=TODAY, words="Due", key="d")
    undone = reverse(posting=debt, by=payer, words="Wrong")
    free, set_aside = Posting.objects.get(kind="COMMITMENT").source, Posting.objects.get(kind="COMMITMENT").target  # fmt: skip
    opens = {"by": payer, "code": "new", "name": "New", "opens_on": TODAY}
    deciding = case_at(State.DECIDING)
    award = {"case": deciding, "by": decider, "budget": grant.budget, "purpose": "P", "words": "W"}
    each_refused(
        ("must first confirm what other assistance", lambda: awards.owe_award(award=grant, by=payer, pence=1_00, words="x", key="o")),
        ("needs a ceiling over nothing", lambda: fund.open_fund(**opens, ceiling_pence=0, closes_on=TODAY + timedelta(days=9))),
        ("closes after it opens", lambda: fund.open_fund(**opens, ceiling_pence=1_00, closes_on=TODAY)),
        ("Give the reference of the payment", lambda: fund.pay(award=grant, amount_pence=1_00, by=payer, on=TODAY, reference=" ", key="p")),
        ("more than nothing", lambda: fund.post("COMMITMENT", free, set_aside, 0, by=payer, words="x", key="n")),
        ("reversed already", lambda: reverse(posting=debt, by=payer, words="Again")),
        ("is itself a reversal", lambda: reverse(posting=undone, by=payer, words="Again")),
        ("at most £25,000", lambda: awards.vary_award(award=grant, by=decider, pence=5_000_01, words="More", key="v")),
        ("at most £25,000", lambda: awards.make_award(**award, kind="GRANT", amount_pence=25_000_01)),
        ("Say what the award is for", lambda: awards.make_award(**award | {"purpose": " "}, kind="GRANT", amount_pence=1_00)),
    )  # fmt: skip


def test_nothing_is_released_twice_nor_given_past_the_limit_on_assistance(payer):
    lead = stranger()
    stopped = award_of(case_at(State.STOPPED, lead=lead), 200_000_00)
    released = awards.release_award(award=stopped, by=payer, words="Stopped")
    offered = award_of(case_at(State.AWARDED, lead=lead), 20_000_00)
    awards.add_assistance(
        case=offered.case, by=lead, giver="The council", given_on=TODAY, amount_pence=300_000_00
    )
    each_refused(
        ("nothing left to release", lambda: awards.release_award(award=stopped, by=payer, words="x")),
        ("would pass the limit", lambda: awards.confirm_subsidy(award=offered, by=lead)),
    )  # fmt: skip
    awards.add_assistance(
        case=stopped.case, by=lead, giver="Another", given_on=TODAY, amount_pence=300_000_00
    )
    each_refused(("would pass the limit", lambda: reverse(posting=released, by=payer, words="x")))


def test_advice_is_ordered_and_offered_only_where_it_may_be(officer):
    award = award_of(case_at(State.DELIVERING, lead=stranger()), 50_000_00)
    firm, adviser = on_lot(officer, "first-law")
    on_lot(officer, "second-law")
    row = compete(award, officer)
    made = offer(row, adviser, firm, 12_000_00)
    again = compete(award, officer)
    with on_day(11):
        orders.withdraw_competition(competition=again, by=officer, words="Not needed")
        late = {"by": officer, "due": date(2027, 3, 1), "reason": "Good", "fair": "As before"}
        each_refused(
            ("Say why this supplier", lambda: place(award, officer, firm, reason=" ")),
            ("is not on the lot Tax", lambda: place(award, officer, firm, lot="TAX")),
            ("due must be in the future", lambda: place(award, officer, firm, due=TODAY)),
            ("No supplier on the lot HR", lambda: compete(award, officer, lot="HR", closes_on=TODAY + timedelta(days=30))),
            ("withdrawn already", lambda: orders.withdraw_competition(competition=again, by=officer, words="x")),
            ("Say why: the suppliers are told", lambda: orders.withdraw_competition(competition=row, by=officer, words=" ")),
            ("Say why this offer", lambda: orders.choose_offer(quote=made, **late | {"reason": " "})),
            ("Only one of 2 suppliers", lambda: orders.choose_offer(quote=made, **late | {"fair": " "})),
        )  # fmt: skip
        orders.withdraw_competition(competition=row, by=officer, words="Not needed")
        each_refused(("was withdrawn", lambda: orders.choose_offer(quote=made, **late)))


def test_after_the_launch_no_advice_is_offered_or_ordered(officer):
    award = award_of(case_at(State.DELIVERING, lead=stranger()), 50_000_00)
    firm, adviser = on_lot(officer, "first-law")
    other, theirs = on_lot(officer, "second-law")
    row = compete(award, officer)
    made = offer(row, adviser, firm, 12_000_00)
    launched(award)
    each_refused(("No more advice is bought", lambda: offer(row, theirs, other, 11_000_00)))
    with on_day(11):
        each_refused(
            ("between the team’s acceptance of its award and the launch",
             lambda: orders.choose_offer(quote=made, by=officer, reason="x", fair="y", due=date(2027, 3, 1))),
            ("between the team’s acceptance", lambda: place(award, officer, firm, due=date(2027, 3, 1))),
        )  # fmt: skip


def test_time_and_outputs_are_the_advisers_own_and_of_a_day_that_has_24_hours(officer):
    award = award_of(case_at(State.DELIVERING, lead=stranger()), 50_000_00)
    firm, adviser = on_lot(officer, "first-law")
    colleague = holder(Role.ADVISER, "first-law")
    order, second = place(award, officer, firm), place(award, officer, firm, pence=1_000_00)
    time = {"order": order, "on": TODAY, "minutes": 60, "note": "N"}
    entry = outputs.log_time(**time, by=adviser)
    orders.finish_order(order=second, by=officer, words="Not needed")
    waiting = handed_in(order, adviser, 1_00)
    each_refused(
        ("no more time goes on it", lambda: outputs.log_time(**time | {"order": second}, by=adviser)),
        ("Everybody corrects their own", lambda: outputs.log_time(**time, by=colleague, old=entry, reason="x")),
        ("Say what was wrong", lambda: outputs.log_time(**time, by=adviser, old=entry)),
        ("more than 24 hours", lambda: outputs.log_time(**time | {"minutes": 23 * 60 + 1}, by=adviser)),
        ("Only an adviser of the order’s supplier", lambda: outputs.log_time(**time, by=holder(Role.ADVISER, "other"))),
        ("Only an adviser of the order’s supplier", lambda: handed_in(order, stranger(), 1_00)),
        ("An output waits for the team", lambda: orders.finish_order(order=order, by=officer, words="x")),
        ("it is finished", lambda: orders.finish_order(order=second, by=officer, words="x")),
        ("Only the team says", lambda: outputs.decide_output(output=waiting, by=adviser, accepted=True, words="")),
        ("is not in the library", lambda: outputs.take_out(output=waiting, by=lead_of(award))),
        ("Only the team or a programme officer", lambda: outputs.take_out(output=waiting, by=stranger())),
    )  # fmt: skip


def test_training_and_mentoring_give_what_is_there_and_once(officer):
    taught, lead = award_of(case_at(State.DELIVERING), 5_000_00, kind="TRAINING"), stranger()
    mentored = award_of(case_at(State.DELIVERING, lead=lead), 5_000_00, kind="MENTORING")
    kept, mentor = places_of(taught, officer), mentor_of(mentored, officer)
    session = kept.session
    same = {"title": "Costing", "venue": "Leeds", "on": session.on, "places": 1, "place_pence": 1}
    agree = {"award": mentored, "by": officer, "name": "Other", "body": "B", "day_rate_pence": 2}
    used = {"mentor": mentor, "by": lead, "on": TODAY, "half_days": 1, "words": "W"}
    ended = mentor_of(award_of(case_at(State.DELIVERING), 5_000_00, kind="MENTORING"), officer)
    training.end_mentor(mentor=ended, by=officer, words="Left")
    other = award_of(case_at(State.DELIVERING), 5_000_00, kind="TRAINING")
    each_refused(
        ("arranged already", lambda: training.arrange_session(by=officer, **same)),
        ("has 5 places left", lambda: training.keep_places(award=other, by=officer, session=session, places=6)),
        ("has places at this session already", lambda: training.keep_places(award=taught, by=officer, session=session, places=1)),
        ("of another kind", lambda: training.keep_places(award=mentored, by=officer, session=session, places=1)),
        ("whole or half", lambda: training.agree_mentor(**agree, days=Decimal("1.3"))),
        ("agreed already", lambda: training.agree_mentor(**agree | {"name": "A mentor", "body": "A mutual"}, days=Decimal(1))),
        ("Say what the mentor did", lambda: training.use_day(**used | {"words": " "})),
        ("between the agreement and today", lambda: training.use_day(**used | {"on": TODAY - timedelta(days=1)})),
        ("has ended", lambda: training.use_day(**used | {"mentor": ended, "by": ended.award.case.members.get().person})),
        ("has ended already", lambda: training.end_mentor(mentor=ended, by=officer, words="x")),
        ("Say why: the reason stays", lambda: training.end_mentor(mentor=mentor, by=officer, words=" ")),
        ("Say why: the teams are told", lambda: training.cancel_session(session=session, by=officer, words=" ")),
        ("Say why: the team is told", lambda: training.release_places(booking=kept, by=officer, words=" ")),
    )  # fmt: skip
    with on_day(4):
        each_refused(
            ("The session has been held", lambda: training.release_places(booking=kept, by=officer, words="x")),
            ("The team kept 4 places", lambda: training.note_attendance(booking=kept, by=officer, came=5)),
        )  # fmt: skip
        training.note_attendance(booking=kept, by=officer, came=4)
        each_refused(
            ("recorded who came already", lambda: training.note_attendance(booking=kept, by=officer, came=4)),
            ("the session was held", lambda: training.cancel_session(session=session, by=officer, words="x")),
        )  # fmt: skip


def test_what_was_cancelled_or_given_back_is_not_used(officer):
    award = award_of(case_at(State.DELIVERING), 5_000_00, kind="TRAINING")
    kept = places_of(award, officer)
    training.cancel_session(session=kept.session, by=officer, words="The teacher is ill")
    each_refused(
        ("is cancelled. Choose another", lambda: training.keep_places(award=award, by=officer, session=kept.session, places=1)),
        ("cancelled already", lambda: training.cancel_session(session=kept.session, by=officer, words="x")),
        ("given back already", lambda: training.release_places(booking=kept, by=officer, words="x")),
    )  # fmt: skip
    with on_day(4):
        each_refused(("these places were given back", lambda: training.note_attendance(booking=kept, by=officer, came=1)))  # fmt: skip


def test_a_proof_is_of_an_award_that_asks_for_one_and_says_something(officer):
    advice = award_of(case_at(State.DELIVERING, lead=stranger()), 5_000_00)
    back = award_of(case_at(State.DELIVERING, lead=stranger()), 5_000_00, kind="REIMBURSEMENT")
    SubsidyStep.objects.create(award=back, kind="CONFIRMED", by=officer)
    each_refused(
        ("asks for no proof", lambda: proofs.show_proof(award=advice, by=lead_of(advice), words="W")),
        ("Say what it shows", lambda: proofs.show_proof(award=back, by=lead_of(back), words=" ")),
    )  # fmt: skip


def test_a_suppliers_facts_follow_one_another_and_only_firms_join_a_consortium(officer):
    firm, _ = on_lot(officer, "first-law")
    group, second = supplier(consortium=True), supplier(consortium=True)
    fact, since = {"by": officer, "supplier": firm}, {"valid_from": TODAY}
    lot = LotPlace.objects.get(supplier=firm)
    each_refused(
        ("recorded for that time already", lambda: suppliers.add_fact(**fact, kind="lots", given={"lot": "LEGAL"} | since)),
        ("after the start", lambda: suppliers.add_fact(**fact, kind="lots", given={"lot": "TAX", "valid_until": TODAY} | since)),
        ("A firm joins a consortium", lambda: suppliers.add_fact(**fact, kind="consortia", given={"consortium": supplier()} | since)),
        ("does not join another", lambda: suppliers.add_fact(by=officer, supplier=group, kind="consortia", given={"consortium": second} | since)),
        ("after the start", lambda: suppliers.end_fact(by=officer, row=lot, on=lot.valid_from, reason="x")),
        ("Say why", lambda: suppliers.end_fact(by=officer, row=lot, on=TODAY, reason=" ")),
    )  # fmt: skip


def test_people_come_into_a_team_and_leave_it_only_as_they_may(officer):
    lead = stranger()
    case = case_at(State.DRAFTING, lead=lead)
    over, sponsor = case_at(State.DECLINED, lead=lead), stranger()
    asked = member_of(case, sponsor, part="SPONSOR", joined_at=None)
    late = member_of(over, sponsor, part="COLLEAGUE", joined_at=None)
    each_refused(
        ("must be somebody other than you", lambda: people.invite(case=case, by=lead, email=lead.email, part="SPONSOR")),
        ("has a sponsor already", lambda: people.invite(case=case, by=lead, email="b@example.org", part="SPONSOR")),
        ("cannot be removed", lambda: people.remove_member(case=case, by=lead, member=CaseMember.objects.get(case=case, person=lead))),
        ("This case has ended", lambda: people.join(case=over, by=sponsor)),
        ("no such invitation", lambda: people.join(case=case, by=stranger())),
        ("Choose a colleague who is in the team", lambda: people.hand_over(case=case, by=lead, to=asked)),
        ("The case has a lead", lambda: people.ask_to_lead(case=case, by=officer, email="c@example.org")),
        ("This case has ended", lambda: people.ask_to_lead(case=over, by=officer, email="c@example.org")),
    )  # fmt: skip
    assert late.joined_at is None
    gone = stranger()
    erase(person=gone, by=gone)
    each_refused(("erased already", lambda: erase(person=gone, by=None)))


def test_an_assessment_is_whole_and_leave_is_given_by_two(officer, decider):
    case = case_at(State.ASSESSING)
    readers = [holder(Role.ASSESSOR) for _ in range(3)]
    rows = [assessment.assign(case=case, by=officer, assessor=each, due=TODAY + timedelta(days=9)) for each in readers[:2]]  # fmt: skip
    assessment.declare_none(assignment=rows[0], by=readers[0])
    marks = {each.code: (3, "Good") for each in CRITERIA}
    one = CRITERIA[0].code
    given = {"assignment": rows[0], "by": readers[0], "scores": marks, "words": "W", "recommendation": "AWARD", "amount_pence": 1_00}  # fmt: skip
    recusal = Recusal.objects.create(person=holder(Role.PROGRAMME_OFFICER), case=case, origin="FOUND", ground="MAIL", words="F")  # fmt: skip
    until = TODAY + timedelta(days=30)
    leave = dispensations.ask(recusal=recusal, by=decider, reason="R", until=until)
    each_refused(
        ("Two assessors are asked already", lambda: assessment.assign(case=case, by=officer, assessor=readers[2], due=TODAY + timedelta(days=9))),
        ("Select what you recommend", lambda: assessment.hand_in(**given | {"recommendation": "MAYBE"})),
        ("Say why you recommend it", lambda: assessment.hand_in(**given | {"words": " "})),
        ("only with an award", lambda: assessment.hand_in(**given | {"recommendation": "REFUSE"})),
        ("Score every criterion", lambda: assessment.hand_in(**given | {"scores": {one: (3, "Good")}})),
        ("must be from 0", lambda: assessment.hand_in(**given | {"scores": marks | {one: (9, "Good")}})),
        ("Give the reasons", lambda: assessment.hand_in(**given | {"scores": marks | {one: (3, " ")}})),
        ("the assessor is told", lambda: assessment.stop_asking(assignment=rows[1], by=officer, words=" ")),
        ("Say what the conflict is", lambda: assessment.recuse(case=case, by=officer, words=" ")),
        ("somebody else has to agree", lambda: dispensations.agree(row=leave, by=decider, words="x")),
        ("Only", lambda: dispensations.agree(row=leave, by=stranger(), words="x")),
    )  # fmt: skip
    assessment.hand_in(**given)
    dispensations.end(row=leave, by=decider, words="Not needed")
    each_refused(
        ("Their assessment is in", lambda: assessment.stop_asking(assignment=rows[0], by=officer, words="x")),
        ("ended already", lambda: dispensations.end(row=leave, by=decider, words="x")),
        ("not wait for an agreement", lambda: dispensations.agree(row=leave, by=holder(Role.DECISION_MAKER), words="x")),
    )  # fmt: skip


def test_a_plan_and_an_application_make_sense(officer):
    lead = stranger()
    award = award_of(case_at(State.DELIVERING, lead=lead), 5_000_00)
    delivery.begin_plan(case=award.case, by=lead, launch_on=TODAY + timedelta(days=300))
    row = milestones_of(award.case)["OPTIONS"]
    change = {"case": award.case, "by": lead, "old": row, "note": "N"}
    draft = case_at(State.DRAFTING, lead=lead)
    goal = {"text": "T", "unit": "U", "start_value": 9, "start_on": TODAY, "target_value": 7, "target_on": TODAY + timedelta(days=9)}  # fmt: skip
    each_refused(
        ("on or after the start", lambda: delivery.change_step(**change, plan=Plan("OPTIONS", row.due, row.due - timedelta(days=1)))),
        ("always needed", lambda: delivery.change_step(**change, plan=Plan("OPTIONS", row.starts, row.due, None, not_needed=True))),
        ("has a plan already", lambda: delivery.begin_plan(case=award.case, by=lead, launch_on=TODAY + timedelta(days=9))),
        ("no such question", lambda: application.save_answer(case=draft, by=lead, question="x", text="T", over=0)),
        ("after the day it is measured from", lambda: application.record_objective(case=draft, by=lead, row=Objective(**goal | {"target_on": TODAY}))),
        ("differ from the value", lambda: application.record_objective(case=draft, by=lead, row=Objective(**goal | {"target_value": 9}))),
        ("Write the message first", lambda: application.send_message(case=draft, by=lead, text=" ", to_team=True)),
    )  # fmt: skip


def test_files_officers_and_interests_are_of_those_they_belong_to(officer):
    lead = stranger()
    draft, gone = case_at(State.DRAFTING, lead=lead), case_at(State.DECLINED, lead=lead)
    file = {"name": "a.txt", "content_type": "text/plain", "sha256": "0" * 64, "content": b"a"}
    of_another = Document.objects.create(case=gone, name="b.txt", content_type="text/plain", size=1, sha256="1" * 64, by=lead)  # fmt: skip
    said = {"kind": "OTHER", "organisation": "A body", "valid_from": TODAY, "valid_until": None}
    mine = assessment.declare_interest(by=officer, **said)
    decide = {"by": officer, "answers": {}}
    each_refused(
        ("Files are added while", lambda: documents.add_document(case=gone, by=lead, **file)),
        ("Only the team adds", lambda: documents.add_document(case=draft, by=officer, **file)),
        ("not with the case", lambda: documents.remove_document(case=draft, by=lead, document=of_another)),
        ("may not look after", lambda: handling.hand_to(case=draft, by=officer, officer=lead)),
        ("Only a programme officer", lambda: handling.hand_to(case=draft, by=lead, officer=officer)),
        ("Say which sector", lambda: handling.name_sector(case=draft, by=officer, sector=" ")),
        ("when an application has been submitted", lambda: officers.check_eligibility(case=draft, **decide)),
        ("declared by staff and advisers", lambda: assessment.declare_interest(by=lead, **said)),
        ("Write the name", lambda: assessment.declare_interest(by=officer, **said | {"organisation": "-"})),
        ("after the start", lambda: assessment.declare_interest(by=officer, **said | {"valid_until": TODAY})),
        ("Only the person who declared", lambda: assessment.end_interest(by=lead, old=mine, reason="x")),
    )  # fmt: skip
    kept = [Document(case=draft, name=f"{n}.txt", content_type="text/plain", size=1, sha256=f"{n:064}", by=lead) for n in range(documents.MOST_FILES)]  # fmt: skip
    Document.objects.bulk_create(kept)
    each_refused(("at most 50 files", lambda: documents.add_document(case=draft, by=lead, **file | {"sha256": "f" * 64})))  # fmt: skip


def test_a_question_on_outcomes_is_answered_once_and_whole():
    asked = confirmations.ask(Due(case_at(State.LAUNCHED), 6))
    answer = {
        "asked": asked,
        "by": stranger(),
        "confirmed": True,
        "counterfactual": "LATER",
        "words": "",
    }
    each_refused(
        ("what would have happened", lambda: confirmations.answer(**answer | {"counterfactual": "x"})),
        ("Say what is not right", lambda: confirmations.answer(**answer | {"confirmed": False})),
    )  # fmt: skip
    confirmations.answer(**answer)
    each_refused(("has been answered", lambda: confirmations.answer(**answer)))
