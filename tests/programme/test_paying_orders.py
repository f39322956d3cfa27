"""The page that pays a work order: once for two who press at once, and again after a reversal."""

from __future__ import annotations

import pytest

from mutualise.accounts.rules.roles import Role
from mutualise.programme.actions import outputs
from mutualise.programme.actions.reversals import reverse
from mutualise.programme.models import Posting
from mutualise.programme.queries.orders import line
from mutualise.programme.rules.states import State
from tests.filled import filled
from tests.programme.builders import award_of, case_at, holder, signed_in, stranger
from tests.programme.test_advice import TODAY, handed_in, on_day, on_lot, place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock():
    with on_day(0):
        yield


@pytest.fixture
def order():
    """An order of which £8,000 is owed."""
    lead, officer = stranger(), holder(Role.PROGRAMME_OFFICER)
    award = award_of(case_at(State.DELIVERING, lead=lead), 30_000_00)
    supplier, adviser = on_lot(officer, "first-law")
    made = place(award, officer, supplier)
    outputs.decide_output(output=handed_in(made, adviser), by=lead, accepted=True, words="")
    return made


def page_of(order) -> str:
    return f"/programme/cases/{order.award.case.reference}/orders/{order.reference}/pay/"


def opened(client, order) -> dict[str, str]:
    return filled(client.get(page_of(order)))


def send(client, order, form: dict[str, str], pounds: str, reference: str):
    return client.post(page_of(order), form | {"amount": pounds, "reference": reference})


def test_an_order_whose_payment_was_reversed_is_paid_again_on_its_page(order, payer):
    client = signed_in(payer)
    assert send(client, order, opened(client, order), "8000", "AP-1").status_code == 302
    reverse(posting=Posting.objects.get(kind="PAYMENT"), by=payer, words="The bank sent it back")
    assert (line(order).owed, line(order).paid) == (8_000_00, 0)
    assert send(client, order, opened(client, order), "8000", "AP-2").status_code == 302
    assert (line(order).owed, line(order).paid) == (0, 8_000_00)


def test_a_payment_typed_wrongly_and_reversed_is_recorded_right(order, payer):
    client = signed_in(payer)
    send(client, order, opened(client, order), "800", "AP-1")
    reverse(posting=Posting.objects.get(kind="PAYMENT"), by=payer, words="A nought was missing")
    assert send(client, order, opened(client, order), "8000", "AP-1").status_code == 302
    assert line(order).paid == 8_000_00


def test_two_officers_whose_pages_were_open_at_once_record_one_payment(order, payer):
    one, other = signed_in(payer), signed_in(holder(Role.FINANCE_OFFICER))
    first, second = opened(one, order), opened(other, order)
    send(one, order, first, "3000", "AP-1")
    send(other, order, second, "3000", "AP-1")
    assert line(order).paid == 3_000_00
    assert Posting.objects.get(kind="PAYMENT").on == TODAY
