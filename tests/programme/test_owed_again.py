"""A debt for training places or a mentor's day that was reversed is owed again, once for each reversal."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mutualise.accounts.permissions import NotAllowed
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.actions import training
from mutualise.programme.actions.awards import vary_award
from mutualise.programme.actions.fund import PostingRefused
from mutualise.programme.actions.reversals import owe_again, reverse
from mutualise.programme.models import Posting, Recusal
from mutualise.programme.queries.awards import money_of
from tests.filled import filled
from tests.programme.builders import holder, signed_in
from tests.programme.test_advice import on_day
from tests.programme.test_kept_support import award, mentor_of, places_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock():
    with on_day(4):
        yield


@pytest.fixture
def debt():
    """£2,000 owed for four places of an award of £5,000."""
    officer, made = holder(Role.PROGRAMME_OFFICER), award("TRAINING")
    with on_day(0):
        booking = places_of(made, officer)
    training.note_attendance(booking=booking, by=officer, came=4)
    return Posting.objects.get(kind="ACCRUAL")


def again(debt, payer, **more):
    return owe_again(posting=debt, by=payer, words="It was right", on=clock.today(), **more)


def test_places_whose_debt_was_reversed_are_owed_for_again_on_the_page_of_the_posting(debt, payer):
    made, client = debt.target.award, signed_in(payer)
    page = f"/programme/fund/postings/{debt.pk}/"
    assert "Owe it again" not in client.get(page).content.decode()
    assert client.get(page + "again/").status_code == 404
    reverse(posting=debt, by=payer, words="Wrong team")
    assert "Owe it again" in client.get(page).content.decode()
    sent = filled(client.get(page + "again/")) | {"words": "It was right"}
    assert client.post(page + "again/", sent).status_code == 302
    assert (money_of(made).accrued, money_of(made).committed) == (2_000_00, 3_000_00)
    text = client.get(page).content.decode()
    assert "It is owed again by" in text
    assert "Owe it again" not in text


def test_a_debt_is_owed_again_once_for_each_reversal(debt, payer):
    with pytest.raises(PostingRefused, match="was not reversed"):
        again(debt, payer)
    reverse(posting=debt, by=payer, words="Wrong")
    second = again(debt, payer)
    with pytest.raises(PostingRefused, match="owed again already"):
        again(debt, payer)
    reverse(posting=second, by=payer, words="Wrong again")
    again(second, payer)
    assert money_of(debt.target.award).accrued == 2_000_00


def test_a_mentors_day_whose_debt_was_reversed_is_owed_again_and_not_recorded_twice(payer):
    made = award("MENTORING")
    mentor = mentor_of(made, holder(Role.PROGRAMME_OFFICER))
    day = training.use_day(mentor=mentor, by=made.case.members.get().person, on=clock.today(),
                           half_days=1, words="Board")  # fmt: skip
    posting = Posting.objects.get(key=f"mentoring-{day.pk}")
    reverse(posting=posting, by=payer, words="Wrong")
    again(posting, payer)
    assert (money_of(made).accrued, mentor.used.count()) == (250_00, 1)


def test_nothing_else_is_owed_again_here(debt, payer):
    put = Posting.objects.get(kind="COMMITMENT")
    with pytest.raises(PostingRefused, match="training places"):
        again(put, payer)


def test_what_is_kept_for_other_places_is_not_owed_again_away(debt, payer):
    made, officer = debt.target.award, holder(Role.PROGRAMME_OFFICER)
    reverse(posting=debt, by=payer, words="Wrong")
    vary_award(award=made, by=holder(Role.DECISION_MAKER), pence=-2_000_00, words="Less", key="v")
    places_of(made, officer)
    with pytest.raises(PostingRefused, match="has £1,000 that is not kept"):
        again(debt, payer)


def test_a_debt_is_owed_again_since_its_own_day_at_the_earliest_and_never_from_a_day_to_come(
    debt, payer
):
    reverse(posting=debt, by=payer, words="Wrong")
    for days in (-1, 1):
        with pytest.raises(PostingRefused, match="since that day, a later one or today"):
            owe_again(posting=debt, by=payer, words="Right", on=debt.on + timedelta(days=days))
    with pytest.raises(PostingRefused, match="Say why"):
        owe_again(posting=debt, by=payer, words=" ", on=debt.on)


def test_only_a_finance_officer_to_whom_the_case_is_open_owes_again(debt, payer):
    reverse(posting=debt, by=payer, words="Wrong")
    with pytest.raises(NotAllowed):
        again(debt, holder(Role.PROGRAMME_OFFICER))
    Recusal.objects.create(
        person=payer, case=debt.target.award.case, origin="DECLARED", words="A relative"
    )
    with pytest.raises(NotAllowed):
        again(debt, payer)
    assert money_of(debt.target.award).accrued == 0
