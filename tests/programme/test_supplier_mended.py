"""What suppliers and their advisers recorded is named as they gave it, and a mistake is taken back."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from mutualise.accounts.permissions import NotAllowed
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle.refusals import NoLongerStands
from mutualise.programme.actions import suppliers
from mutualise.programme.actions.suppliers import Wrong
from mutualise.programme.models import Rate, TimeEntry
from mutualise.programme.queries.suppliers import facts, on_lot, rates_of
from mutualise.programme.rules.states import State
from tests.programme.builders import award_of, case_at, holder, order_of, signed_in, supplier

pytestmark = pytest.mark.django_db
RATE = {"lot": "LEGAL", "grade": "SENIOR", "day_rate_pence": 90_000, "valid_from": date(2020, 1, 1)}


@pytest.fixture
def firm():
    return supplier()


def recorded(officer, firm):
    return suppliers.add_fact(by=officer, supplier=firm, kind="rates", given=RATE)


def test_the_page_of_an_end_names_what_ends(officer, firm):
    row = recorded(officer, firm)
    for name in ("end-supplier-fact", "withdraw-supplier-fact"):
        where = reverse(name, kwargs={"code": firm.code, "kind": "rates", "number": row.pk})
        page = signed_in(officer).get(where).content.decode()
        assert "Legal, Senior adviser: at most £900 a day, from 1 January 2020" in page


def test_a_rate_recorded_in_error_never_held_and_stays_in_the_record(officer, firm):
    row = recorded(officer, firm)
    where = reverse("withdraw-supplier-fact", kwargs={"code": firm.code, "kind": "rates", "number": row.pk})  # fmt: skip
    assert signed_in(officer).post(where, {"reason": "Wrong lot"}).status_code == 302
    assert rates_of(firm, "LEGAL") == []
    assert facts(firm, "rates") == []
    assert [(each.reason, each.withdrawn) for each in Rate.objects.order_by("pk")] == [
        ("", False), ("Wrong lot", True)]  # fmt: skip
    recorded(officer, firm)
    assert rates_of(firm, "LEGAL") == [90_000]


def test_taking_back_needs_a_reason_an_officer_and_what_still_stands(officer, firm):
    row = recorded(officer, firm)
    with pytest.raises(Wrong, match="Say what was wrong"):
        suppliers.withdraw_fact(by=officer, row=row, reason=" ")
    with pytest.raises(NotAllowed):
        suppliers.withdraw_fact(by=holder(Role.DECISION_MAKER), row=row, reason="R")
    suppliers.withdraw_fact(by=officer, row=row, reason="R")
    with pytest.raises(NoLongerStands):
        suppliers.withdraw_fact(by=officer, row=row, reason="R")


def test_a_lot_taken_back_is_a_lot_the_supplier_is_not_on(officer, firm):
    row = suppliers.add_fact(by=officer, supplier=firm, kind="lots",
                             given={"lot": "TAX", "valid_from": date(2020, 1, 1)})  # fmt: skip
    assert on_lot("TAX") == 1
    suppliers.withdraw_fact(by=officer, row=row, reason="R")
    assert on_lot("TAX") == 0


def test_hours_are_shown_as_they_were_entered(firm):
    adviser = holder(Role.ADVISER, firm.code)
    order = order_of(award_of(case_at(State.DELIVERING), 100_00), firm)
    for minutes, said in ((600, "10"), (57, "0.95"), (440, "7.33")):
        TimeEntry.objects.create(order=order, adviser=adviser, on=localdate(), minutes=minutes,
                                 note=said, recorded_by=adviser)  # fmt: skip
        page = signed_in(adviser).get(f"/advice/orders/{order.reference}/").content.decode()
        assert f">{said}</td>" in page.replace(" ", "")


def test_what_was_taken_back_of_a_supplier_is_on_its_page_with_why_and_by_whom(officer, firm):
    row, page = recorded(officer, firm), signed_in(officer)
    where = f"/programme/suppliers/{firm.code}/"
    assert "Taken back" not in page.get(where).text
    suppliers.withdraw_fact(by=officer, row=row, reason="That is the rate of another lot")
    told = page.get(where).text.partition("Taken back")[2]
    assert "Legal, Senior adviser: at most £900 a day, from 1 January 2020" in told
    assert "That is the rate of another lot" in told and officer.email in told
