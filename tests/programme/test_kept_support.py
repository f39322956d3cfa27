"""Places and mentors' days that were promised keep their money until they are used or given back."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.actions import awards, training
from mutualise.programme.actions.officers import take_step
from mutualise.programme.actions.suppliers import Wrong
from mutualise.programme.models import CaseEvent
from mutualise.programme.queries.awards import money_of
from mutualise.programme.rules.guards import GuardsUnmet
from mutualise.programme.rules.stages import NotPermitted
from mutualise.programme.rules.states import State
from tests.programme.builders import award_of, case_at, holder, signed_in, stranger
from tests.programme.test_advice import on_day, on_lot, place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock():
    with on_day(0):
        yield


def award(kind: str):
    return award_of(case_at(State.DELIVERING, lead=stranger()), 5_000_00, kind=kind)


def places_of(made, officer):
    """Four places at £500 at a session on the third day."""
    session = training.arrange_session(
        by=officer, title="Costing", venue="Leeds", on=clock.today() + timedelta(days=3), places=9,
        place_pence=500_00,
    )  # fmt: skip
    return training.keep_places(award=made, by=officer, session=session, places=4)


def mentor_of(made, officer):
    """A mentor for four days at £500."""
    return training.agree_mentor(award=made, by=officer, name="A mentor", body="A mutual",
                                 days=Decimal(4), day_rate_pence=500_00)  # fmt: skip


def launched(made) -> None:
    number = CaseEvent.objects.filter(case=made.case).count() + 1
    CaseEvent.objects.create(case=made.case, number=number, name="launch", source="DELIVERING",
                             target="LAUNCHED", by=stranger())  # fmt: skip


def test_who_came_to_a_session_is_recorded_and_owed_for_also_after_the_launch(officer):
    made = award("TRAINING")
    booking = places_of(made, officer)
    with on_day(4):
        launched(made)
        address = f"/programme/training/{booking.session_id}/bookings/{booking.pk}/"
        assert signed_in(officer).post(address, {"came": "4"}).status_code == 302
    assert (money_of(made).accrued, money_of(made).committed) == (2_000_00, 3_000_00)


def test_a_mentor_agreed_before_the_launch_gives_the_rest_of_their_days_after_it(officer):
    made = award("MENTORING")
    mentor, lead = mentor_of(made, officer), made.case.members.get().person
    with on_day(4):
        launched(made)
        page = signed_in(lead).get(f"/support/cases/{made.case.reference}/").content.decode()
        assert "Record a day" in page
        training.use_day(mentor=mentor, by=lead, on=clock.today(), half_days=2, words="Budgets")
        with pytest.raises(NotPermitted, match="launch"):
            mentor_of(made, officer)
    assert money_of(made).accrued == 500_00


@pytest.mark.parametrize(("kind", "keep"), [("TRAINING", places_of), ("MENTORING", mentor_of)])
def test_money_that_is_kept_is_not_varied_or_released_away(officer, kind, keep):
    made, decider = award(kind), holder(Role.DECISION_MAKER)
    keep(made, officer)
    less = {"award": made, "by": decider, "words": "Less"}
    with pytest.raises(awards.AwardRefused, match="£2,000 of the award is kept"):
        awards.vary_award(**less, pence=-3_000_01, key="too-much")
    awards.vary_award(**less, pence=-3_000_00, key="less")
    launched(made)
    with pytest.raises(NotPermitted, match="£2,000 of the award is kept"):
        awards.release_award(award=made, by=holder(Role.FINANCE_OFFICER), words="Launched")
    assert money_of(made).committed == 2_000_00


def test_support_does_not_stop_while_places_or_days_are_kept(officer):
    trained, mentored = award("TRAINING"), award("MENTORING")
    booking, mentor = places_of(trained, officer), mentor_of(mentored, officer)
    stop = {"by": officer, "code": "OTHER", "words": "No longer wanted"}
    for made in (trained, mentored):
        with pytest.raises(GuardsUnmet, match="give the places back"):
            take_step("stop", case=made.case, **stop)
    training.release_places(booking=booking, by=officer, words="Stopping")
    training.end_mentor(mentor=mentor, by=officer, words="Stopping")
    for made in (trained, mentored):
        take_step("stop", case=made.case, **stop)


@pytest.mark.parametrize(("kind", "keep"), [("TRAINING", places_of), ("MENTORING", mentor_of)])
def test_advice_is_not_ordered_with_money_kept_for_places_or_a_mentor(officer, kind, keep):
    made = award(kind)
    firm, _ = on_lot(officer, "first-law")
    keep(made, officer)
    with pytest.raises(Wrong, match="£2,000 of the £5,000 left is kept"):
        place(made, officer, firm, pence=3_000_01)
    place(made, officer, firm, pence=3_000_00)
    assert money_of(made).committed == 2_000_00
