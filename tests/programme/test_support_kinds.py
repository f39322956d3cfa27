"""Kinds of support beside advice: proof before payment, training, mentoring, and the law's letters."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from mutualise.chronicle import clock
from mutualise.programme.actions import awards, fund, proofs, training
from mutualise.programme.actions.subsidy import notify, take_subsidy_step
from mutualise.programme.actions.suppliers import Wrong
from mutualise.programme.models import Letter, SubsidyStep
from mutualise.programme.queries.awards import money_of
from mutualise.programme.queries.support import days_used, free_places
from mutualise.programme.rules.stages import NotPermitted
from mutualise.programme.rules.states import State
from tests.programme.builders import award_of, case_at, signed_in, stranger

pytestmark = pytest.mark.django_db


def award(kind: str, **more):
    made = award_of(case_at(State.DELIVERING, lead=stranger()), 10_000_00, kind=kind, **more)
    SubsidyStep.objects.create(award=made, kind="CONFIRMED", by=stranger())
    return made


def lead_of(made):
    return made.case.members.get(part="LEAD").person


def owe(made, payer, pence=1_000_00, key="owe"):
    return awards.owe_award(award=made, by=payer, pence=pence, words="Due", key=key)


def test_a_matched_award_is_paid_only_once_the_whole_match_is_evidenced(officer, payer):
    made = award("MATCH", match_pence=5_000_00)
    for pence, accepted in ((2_000_00, True), (3_000_00, False), (2_999_99, True)):
        shown = proofs.show_proof(award=made, by=lead_of(made), words="Statement", amount_pence=pence)  # fmt: skip
        proofs.decide_proof(proof=shown, by=officer, accepted=accepted, words="Read")
        with pytest.raises(NotPermitted, match="match"):
            owe(made, payer)
    shown = proofs.show_proof(award=made, by=lead_of(made), words="Statement", amount_pence=1)
    proofs.decide_proof(proof=shown, by=officer, accepted=True, words="Read")
    owe(made, payer)
    awards.pay_award(award=made, by=payer, pence=1_000_00, on=clock.today(), reference="R", key="p")
    assert money_of(made).paid == 1_000_00


def test_a_reimbursement_waits_for_the_acceptance_of_completion_even_when_it_is_owed(
    officer, payer
):
    made = award("REIMBURSEMENT")
    with pytest.raises(NotPermitted, match="completion"):
        owe(made, payer)
    fund.accrue(award=made, amount_pence=100, by=payer, on=clock.today(), words="x", key="x")
    shown = proofs.show_proof(award=made, by=lead_of(made), words="Report")
    page = signed_in(payer).post(f"/programme/cases/{made.case.reference}/pay/", {
        "amount": "1", "on": str(clock.today()), "reference": "R"})  # fmt: skip
    assert page.status_code == 422
    assert "no proof of completion is accepted yet" in page.content.decode()
    proofs.decide_proof(proof=shown, by=officer, accepted=True, words="Read")
    awards.pay_award(award=made, by=payer, pence=100, on=clock.today(), reference="R", key="p")
    assert Letter.objects.filter(template="proof_decided", to=lead_of(made).email).count() == 1


def test_training_keeps_no_more_places_than_there_are_and_draws_their_cost_from_the_award(officer):
    made, other = award("TRAINING"), award("TRAINING")
    session = training.arrange_session(
        by=officer, title="Boards", venue="Leeds", on=clock.today() + timedelta(days=1), places=10,
        place_pence=400_00,
    )  # fmt: skip
    kept = training.keep_places(award=made, by=officer, session=session, places=6)
    with pytest.raises(Wrong, match="4 places left"):
        training.keep_places(award=other, by=officer, session=session, places=5)
    assert free_places(session) == 4
    with pytest.raises(NotPermitted):
        training.note_attendance(booking=kept, by=officer, came=5)
    assert money_of(made).accrued == 0
    with clock.at(clock.now() + timedelta(days=2)):
        with pytest.raises(Wrong):
            training.note_attendance(booking=kept, by=officer, came=7)
        training.note_attendance(booking=kept, by=officer, came=5)
    assert money_of(made).accrued == 6 * 400_00
    assert "Boards" in signed_in(lead_of(made)).get(f"/support/cases/{made.case.reference}/").content.decode()  # fmt: skip


def test_places_that_wait_are_not_promised_twice(officer):
    made = award("TRAINING")
    on = clock.today() + timedelta(days=1)
    for title in "AB":
        session = training.arrange_session(
            by=officer, title=title, venue="V", on=on, places=100, place_pence=1_000_00
        )
        if title == "A":
            training.keep_places(award=made, by=officer, session=session, places=6)
    with pytest.raises(Wrong, match=r"£4,000 left"):
        training.keep_places(award=made, by=officer, session=session, places=5)


def test_mentoring_days_are_used_up_and_owed_for_at_the_mentors_rate(officer):
    made = award("MENTORING")
    with pytest.raises(Wrong, match="left"):
        training.agree_mentor(award=made, by=officer, name="A", body="B", days=Decimal(21),
                              day_rate_pence=500_00)  # fmt: skip
    mentor = training.agree_mentor(
        award=made, by=officer, name="A", body="B", days=Decimal("1.5"), day_rate_pence=500_00
    )
    today, lead = clock.today(), lead_of(made)
    training.use_day(mentor=mentor, by=lead, on=today, half_days=2, words="Board")
    with clock.at(clock.now() + timedelta(days=2)):
        with pytest.raises(Wrong, match="used"):
            training.use_day(mentor=mentor, by=lead, on=clock.today(), half_days=2, words="Board")
        training.use_day(mentor=mentor, by=lead, on=clock.today(), half_days=1, words="Board")
    assert days_used(mentor) == Decimal("1.5")
    assert money_of(made).accrued == 750_00


def test_a_day_rate_that_does_not_halve_to_whole_pence_is_refused(officer):
    with pytest.raises(Wrong, match="even number of pence") as refusal:
        training.agree_mentor(award=award("MENTORING"), by=officer, name="A", body="B", days=Decimal(2),
                              day_rate_pence=333_33)  # fmt: skip
    assert refusal.value.field == "day_rate_pence"


def test_the_notice_and_the_confirmation_of_a_subsidy_are_letters_with_what_the_act_asks(officer):
    offered = award_of(case_at(State.AWARDED, lead=stranger()), 12_345_00)
    notify(award=offered, by=officer)
    notice = Letter.objects.get(template="subsidy_notice", to=lead_of(offered).email)
    assert "£12,345" in notice.body
    assert "confirm in writing" in notice.body
    with pytest.raises(NotPermitted):
        take_subsidy_step(award=offered, by=officer, kind="GIVEN", words="Given")
    given = award("GRANT")
    take_subsidy_step(award=given, by=officer, kind="GIVEN", words="Good luck")
    letter = Letter.objects.get(template="subsidy_given", to=lead_of(given).email)
    taken = given.case.events.get(name="accept_offer").at
    assert f"{taken:%-d %B %Y}" in letter.body
    assert "£10,000" in letter.body


def test_a_team_that_read_something_else_does_not_confirm_it():
    offered = award_of(case_at(State.AWARDED, lead=stranger()), 12_345_00)
    client = signed_in(lead_of(offered))
    address = f"/support/cases/{offered.case.reference}/subsidy/"
    page = client.post(address, {"confirm": "yes", "read": "0-0-0"})
    assert page.status_code == 422
    assert "changed meanwhile" in page.content.decode()
    assert not SubsidyStep.objects.filter(award=offered).exists()
    read = (
        client.get(address).content.decode().partition('name="read" value="')[2].partition('"')[0]
    )
    assert client.post(address, {"confirm": "yes", "read": read}).status_code == 302
    assert SubsidyStep.objects.filter(award=offered, kind="CONFIRMED").exists()
