"""What an officer asks for or promises can be ended with a reason, and whoever it concerns is told."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from mutualise.accounts.permissions import NotAllowed
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.actions import assessment, orders, outputs, training
from mutualise.programme.actions.letters import send_due
from mutualise.programme.actions.reminders import remind
from mutualise.programme.actions.suppliers import Wrong
from mutualise.programme.models import (
    Assignment,
    CaseMember,
    Interest,
    Letter,
    Mentor,
    Recusal,
)
from mutualise.programme.queries.awards import money_of
from mutualise.programme.queries.orders import called_off_directly, line, unanswered
from mutualise.programme.queries.support import free_places
from mutualise.programme.queries.visible import competitions_for
from mutualise.programme.rules.interests import key_of
from mutualise.programme.rules.stages import NotPermitted
from mutualise.programme.rules.states import State
from tests.programme.builders import award_of, case_at, holder, signed_in, stranger
from tests.programme.test_advice import compete, handed_in, offer, on_day, on_lot, place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock():
    with on_day(0):
        yield


@pytest.fixture
def lead():
    return stranger()


@pytest.fixture
def award(lead):
    return award_of(case_at(State.DELIVERING, lead=lead), 60_000_00)


def of_kind(lead, kind):
    return award_of(case_at(State.DELIVERING, lead=lead), 10_000_00, kind=kind)


def page_of(award) -> str:
    return f"/programme/cases/{award.case.reference}/"


def test_work_cut_into_pieces_below_the_limit_is_refused(award, officer):
    first, _ = on_lot(officer, "first-law")
    second, _ = on_lot(officer, "second-law")
    order = place(award, officer, first, 6_000_00)
    with pytest.raises(Wrong, match="£6,000 was ordered directly"):
        place(award, officer, second, 4_000_01)
    assert place(award, officer, second, 4_000_00).method == "DIRECT"
    orders.finish_order(order=order, by=officer, words="Nothing was done")
    assert called_off_directly(award.case, "LEGAL") == 4_000_00
    assert place(award, officer, first, 6_000_00).method == "DIRECT"


def test_a_competition_without_offers_opens_the_way_for_no_more_work_than_it_asked_for(
    award, officer
):
    first, _ = on_lot(officer, "first-law")
    on_lot(officer, "second-law")
    compete(award, officer, days=Decimal(2))
    with on_day(11):
        assert unanswered(award.case, "LEGAL", Decimal(2))
        with pytest.raises(Wrong, match="mini-competition"):
            place(award, officer, first, 15_000_00, days=Decimal(15))


def test_a_lone_offer_is_chosen_only_with_what_shows_its_price_is_fair(award, officer):
    first, mine = on_lot(officer, "first-law")
    on_lot(officer, "second-law")
    quote = offer(compete(award, officer), mine, first, 14_000_00)
    chosen = {"quote": quote, "by": officer, "reason": "Good", "due": clock.today() + timedelta(99)}
    address = f"{page_of(award)}competitions/{quote.competition_id}/"
    with on_day(11):
        with pytest.raises(Wrong, match="Only one of 2 suppliers"):
            orders.choose_offer(**chosen)
        client = signed_in(officer)
        assert "Only one of 2 suppliers made an offer" in client.get(address).content.decode()
        page = client.post(f"{address}offers/{quote.pk}/", {"reason": "Good", "due": "2027-03-01"})
        assert page.status_code == 422
        made = orders.choose_offer(**chosen, fair="As much a day as in the last two orders")
    assert "As much a day as in the last two orders" in made.method_reason


def test_those_whose_offers_were_not_chosen_are_told(award, officer):
    first, mine = on_lot(officer, "first-law")
    second, theirs = on_lot(officer, "second-law")
    row = compete(award, officer)
    offer(row, theirs, second, 14_000_00)
    best = offer(row, mine, first, 12_000_00)
    with on_day(11):
        orders.choose_offer(quote=best, by=officer, reason="Cheaper",
                            due=clock.today() + timedelta(99))  # fmt: skip
    assert [each.to for each in Letter.objects.filter(template="offer_not_chosen")] == [
        theirs.email
    ]


def test_letters_about_a_competition_are_not_in_the_log_of_whom_its_case_is_closed_to(
    award, officer
):
    first, mine = on_lot(officer, "first-law")
    second, theirs = on_lot(officer, "second-law")
    row, other = compete(award, officer), compete(award, officer)
    offer(row, theirs, second, 14_000_00)
    best = offer(row, mine, first, 12_000_00)
    offer(other, mine, first, 12_000_00)
    orders.withdraw_competition(competition=other, by=officer, words="The team of Zephyria left")
    with on_day(11):
        orders.choose_offer(quote=best, by=officer, reason="Cheaper",
                            due=clock.today() + timedelta(99))  # fmt: skip
    told = Letter.objects.filter(template__in=("competition", "competition_withdrawn", "offer_not_chosen"))  # fmt: skip
    assert told.count() == 7
    with on_day(11):
        send_due()
    assert not told.filter(sent_at=None).exists()
    tied = holder(Role.PROGRAMME_OFFICER)
    log = signed_in(tied).get("/programme/letters.csv").content.decode()
    assert "Competition withdrawn" in log
    Recusal.objects.create(person=tied, case=award.case, origin="DECLARED", words="A relative")
    log = signed_in(tied).get("/programme/letters.csv").content.decode()
    for said in ("Competition withdrawn", "Can you offer advice", "Another offer"):
        assert said not in log


def test_a_withdrawn_competition_takes_no_offer_opens_no_way_and_says_why(award, officer):
    first, mine = on_lot(officer, "first-law")
    on_lot(officer, "second-law")
    row = compete(award, officer)
    quote = offer(row, mine, first, 14_000_00)
    with pytest.raises(Wrong):
        orders.withdraw_competition(competition=row, by=officer, words=" ")
    with pytest.raises(NotAllowed):
        orders.withdraw_competition(competition=row, by=mine, words="No")
    page = signed_in(officer).post(
        f"{page_of(award)}competitions/{row.pk}/withdraw/", {"words": "The brief was wrong"}
    )
    assert page.status_code == 302
    assert not competitions_for(mine).exists()
    letters = Letter.objects.filter(template="competition_withdrawn")
    assert letters.count() == 2
    assert all("The brief was wrong" in each.body for each in letters)
    with on_day(11):
        assert not unanswered(award.case, "LEGAL", Decimal(1))
        with pytest.raises(NotPermitted, match="withdrawn"):
            orders.choose_offer(quote=quote, by=officer, reason="Good", fair="Fair",
                                due=clock.today() + timedelta(99))  # fmt: skip
        with pytest.raises(NotPermitted, match="already"):
            orders.withdraw_competition(competition=row, by=officer, words="Again")
        shown = signed_in(officer).get(f"{page_of(award)}competitions/{row.pk}/").content.decode()
    assert "The brief was wrong" in shown
    assert "14,000" not in shown


def test_no_order_goes_to_a_supplier_all_of_whose_advisers_have_a_conflict(award, officer):
    supplier, adviser = on_lot(officer, "first-law")
    Interest.objects.create(
        person=adviser, kind="EMPLOYER", organisation=award.case.parent_body,
        organisation_key=key_of(award.case.parent_body), valid_from=clock.today(),
    )  # fmt: skip
    with pytest.raises(Wrong, match="keeps every adviser"):
        place(award, officer, supplier)
    holder(Role.ADVISER, "first-law")
    assert place(award, officer, supplier).supplier == supplier


def test_days_over_the_plan_are_told_to_the_officer_once_and_the_price_stands(award, officer):
    supplier, adviser = on_lot(officer, "first-law")
    order = place(award, officer, supplier, 1_000_00, days=Decimal(1))
    for minutes in (460, 60):
        outputs.log_time(order=order, by=adviser, on=clock.today(), minutes=minutes, note="Long")
    letters = Letter.objects.filter(template="over_plan")
    assert [each.to for each in letters] == [officer.email]
    assert (line(order).left, line(order).over) == (1_000_00, True)


def test_a_disputed_output_is_handed_in_again_from_what_it_was(award, officer, lead):
    supplier, adviser = on_lot(officer, "first-law")
    order = place(award, officer, supplier)
    row = handed_in(order, adviser, 3_000_00)
    outputs.decide_output(output=row, by=lead, accepted=False, words="No pensions chapter")
    client = signed_in(adviser)
    assert (
        f"outputs/add/?again={row.pk}"
        in client.get(f"/advice/orders/{order.reference}/").content.decode()
    )
    page = client.get(f"/advice/orders/{order.reference}/outputs/add/?again={row.pk}")
    assert "No pensions chapter" in page.content.decode()
    assert 'value="3000.00"' in page.content.decode()


def test_a_team_is_reminded_weekly_of_an_output_it_has_not_decided_on_and_thrice_at_most(
    award, officer, lead
):
    supplier, adviser = on_lot(officer, "first-law")
    order = place(award, officer, supplier)
    decided = handed_in(order, adviser, 1_000_00)
    outputs.decide_output(output=decided, by=lead, accepted=True, words="")
    handed_in(order, adviser, 1_000_00, title="Rules")
    sent = Letter.objects.filter(template="reminder_output", to=lead.email)
    for later, letters in ((6, 0), (7, 1), (8, 1), (14, 2), (21, 3), (70, 3)):
        with on_day(later):
            remind(clock.today())
        assert sent.count() == letters, later
    assert all("Rules" in each.subject for each in sent)


def test_an_output_taken_out_of_the_library_is_found_nowhere(award, officer, lead, client):
    supplier, adviser = on_lot(officer, "first-law")
    row = handed_in(place(award, officer, supplier), adviser, title="Unmistakable articles")
    outputs.decide_output(output=row, by=lead, accepted=True, words="", shared=True)
    places = (
        "/library/?q=unmistakable",
        "/library.csv",
        "/library.json",
        "/search/?q=unmistakable",
    )
    assert "Unmistakable" in client.get("/library.csv").content.decode()
    with pytest.raises(NotAllowed):
        outputs.take_out(output=row, by=adviser)
    address = f"/support/cases/{award.case.reference}/outputs/{row.pk}/"
    assert f"{address}library/" in signed_in(lead).get(address).content.decode()
    assert signed_in(lead).post(f"{address}library/", {}).status_code == 302
    for place_ in places:
        assert "Unmistakable" not in client.get(place_, follow=True).content.decode()
    assert client.get(f"/library/{row.pk}/").status_code == 404
    assert client.get(f"/library/{row.pk}/file/").status_code == 404


def arranged(officer, award, places=6):
    session = training.arrange_session(
        by=officer, title="Boards", venue="Leeds", on=clock.today() + timedelta(days=9), places=10,
        place_pence=400_00,
    )  # fmt: skip
    return session, training.keep_places(award=award, by=officer, session=session, places=places)


def test_a_cancelled_session_gives_its_places_back_and_tells_everybody_booked(officer, lead):
    award = of_kind(lead, "TRAINING")
    colleague = CaseMember.objects.create(
        case=award.case, person=stranger(), part="COLLEAGUE"
    ).person
    session, booking = arranged(officer, award)
    assert signed_in(officer).post(
        f"/programme/training/{session.pk}/cancel/", {"words": "The trainer is ill"}
    ).status_code == 302  # fmt: skip
    told = Letter.objects.filter(template="training_cancelled")
    assert {each.to for each in told} == {lead.email, colleague.email}
    assert all("The trainer is ill" in each.body for each in told)
    with on_day(10), pytest.raises(NotPermitted, match="cancelled"):
        training.note_attendance(booking=booking, by=officer, came=1)
    with pytest.raises(Wrong, match="cancelled"):
        training.keep_places(award=award, by=officer, session=session, places=1)
    assert money_of(award).accrued == 0
    # The whole award is free again for another session.
    arranged_again = training.arrange_session(
        by=officer, title="Boards again", venue="Leeds", on=clock.today() + timedelta(days=20),
        places=25, place_pence=400_00,
    )  # fmt: skip
    training.keep_places(award=award, by=officer, session=arranged_again, places=25)
    for page in ("/programme/training/", f"/programme/training/{session.pk}/", page_of(award)):
        assert "Cancelled" in signed_in(officer).get(page).content.decode()


def test_a_session_that_was_held_is_not_cancelled(officer, lead):
    session, booking = arranged(officer, of_kind(lead, "TRAINING"))
    with on_day(10):
        training.note_attendance(booking=booking, by=officer, came=1)
        with pytest.raises(NotPermitted, match="was held"):
            training.cancel_session(session=session, by=officer, words="Too late")


def test_places_given_back_are_free_for_others_and_can_be_kept_anew(officer, lead):
    award = of_kind(lead, "TRAINING")
    session, booking = arranged(officer, award)
    assert signed_in(officer).post(
        f"{page_of(award)}training/{booking.pk}/release/", {"words": "Fewer can come"}
    ).status_code == 302  # fmt: skip
    assert free_places(session) == 10
    with pytest.raises(NotPermitted):
        training.release_places(booking=booking, by=officer, words="Again")
    training.keep_places(award=award, by=officer, session=session, places=2)
    assert free_places(session) == 8
    assert [each.to for each in Letter.objects.filter(template="training_cancelled")] == [
        lead.email
    ]


def test_a_mentor_whose_work_ended_gives_no_more_days_and_frees_the_rest(officer, lead):
    award = of_kind(lead, "MENTORING")
    given = {"award": award, "by": officer, "name": "Mentor", "body": "A mutual", "days": Decimal(10),
             "day_rate_pence": 1_000_00}  # fmt: skip
    mentor = training.agree_mentor(**given)
    training.use_day(mentor=mentor, by=lead, on=clock.today(), half_days=2, words="The plan")
    assert signed_in(officer).post(
        f"{page_of(award)}mentors/{mentor.pk}/end/", {"words": "Moved away"}
    ).status_code == 302  # fmt: skip
    with on_day(1), pytest.raises(NotPermitted, match="has ended"):
        training.use_day(mentor=mentor, by=lead, on=clock.today(), half_days=1, words="More")
    training.agree_mentor(**given | {"days": Decimal(9)})
    assert Mentor.objects.count() == 2
    assert (
        "Moved away"
        in signed_in(lead).get(f"/support/cases/{award.case.reference}/").content.decode()
    )


def test_an_assessor_who_does_not_answer_makes_room_for_another(officer):
    case = case_at(State.ASSESSING)
    people = [holder(Role.ASSESSOR) for _ in range(3)]
    due = clock.today() + timedelta(days=9)
    rows = [assessment.assign(case=case, by=officer, assessor=each, due=due) for each in people[:2]]
    with pytest.raises(assessment.Wrong, match="Two assessors"):
        assessment.assign(case=case, by=officer, assessor=people[2], due=due)
    address = f"/programme/cases/{case.reference}/"
    assert f"assessors/{rows[0].pk}/end/" in signed_in(officer).get(address).content.decode()
    page = signed_in(officer).post(f"{address}assessors/{rows[0].pk}/end/", {"words": "On leave"})
    assert page.status_code == 302
    assert not Assignment.objects.filter(pk=rows[0].pk, ended_at=None).exists()
    assert Letter.objects.filter(template="assessing_ended", to=people[0].email).count() == 1
    assessment.assign(case=case, by=officer, assessor=people[2], due=due)
