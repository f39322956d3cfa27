"""Advice: suppliers on lots, orders inside the award, time, and outputs the team decides on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mutualise.accounts.actions import invite
from mutualise.accounts.permissions import NotAllowed
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.chronicle.refusals import NoLongerStands
from mutualise.programme.actions import orders, outputs, suppliers
from mutualise.programme.actions.assessment import declare_interest
from mutualise.programme.actions.fund import FundExhausted, pay
from mutualise.programme.actions.suppliers import Wrong
from mutualise.programme.models import (
    Competition,
    Interest,
    Letter,
    Output,
    Posting,
    Quote,
    Supplier,
    TimeEntry,
    WorkOrder,
)
from mutualise.programme.queries.awards import money_of, no_open_orders
from mutualise.programme.queries.library import find as library
from mutualise.programme.queries.orders import line, quotes_of
from mutualise.programme.queries.visible import competitions_for, orders_for, staff_cases
from mutualise.programme.rules.interests import key_of
from mutualise.programme.rules.stages import NotPermitted
from mutualise.programme.rules.states import State
from tests.filled import filled
from tests.programme.builders import award_of, case_at, holder, signed_in, stranger

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 2)


def on_day(later: int):
    return clock.at(datetime(2026, 11, 2, 12, tzinfo=UTC) + timedelta(days=later))


@pytest.fixture(autouse=True)
def _clock():
    with on_day(0):
        yield


@pytest.fixture
def lead():
    return stranger()


@pytest.fixture
def award(lead):
    return award_of(case_at(State.DELIVERING, lead=lead), 30_000_00)


def on_lot(officer, code: str, lot: str = "LEGAL", rate: int = 1_000_00, **more):
    """A supplier on a lot with a day rate, and one adviser of it."""
    made = suppliers.add_supplier(by=officer, code=code, name=code.title(), small=True, **more)
    since = {"valid_from": date(2026, 4, 1)}
    suppliers.add_fact(by=officer, supplier=made, kind="lots", given={"lot": lot} | since)
    suppliers.add_fact(
        by=officer, supplier=made, kind="rates",
        given={"lot": lot, "grade": "SENIOR", "day_rate_pence": rate} | since,
    )  # fmt: skip
    return made, holder(Role.ADVISER, code)


def place(award, officer, supplier, pence: int = 8_000_00, **more) -> WorkOrder:
    given = {
        "lot": "LEGAL", "scope": "Draft the articles", "days": Decimal(8), "price_pence": pence,
        "reason": "They know the sector", "due": TODAY + timedelta(days=60),
    } | more  # fmt: skip
    return orders.place_order(award=award, by=officer, supplier=supplier, **given)


def handed_in(order, adviser, pence: int = 8_000_00, **more) -> Output:
    given = {"title": "Articles", "summary": "Draft articles", "confidential": False} | more
    return outputs.hand_in(order=order, by=adviser, price_pence=pence, file=None, **given)


def test_an_order_takes_its_price_out_of_the_award_and_tells_the_supplier(award, officer):
    supplier, adviser = on_lot(officer, "first-law")
    order = place(award, officer, supplier)
    money = money_of(award)
    assert (money.committed, money.ordered) == (22_000_00, 8_000_00)
    assert Letter.objects.filter(to=adviser.email, template="order_placed").count() == 1
    assert order.reference == f"{award.case.reference}-01"


@pytest.mark.skipif(not connection.features.has_select_for_update, reason="locks no rows")
def test_an_order_holds_the_case_as_a_stop_does_so_that_neither_misses_the_other(award, officer):
    supplier, _ = on_lot(officer, "first-law")
    with CaptureQueriesContext(connection) as asked:
        place(award, officer, supplier)
    locked = [one["sql"] for one in asked if "FOR UPDATE" in one["sql"]]
    assert 'FROM "programme_case" ' in locked[0]


def test_orders_cannot_pass_the_award(award, officer):
    supplier, _ = on_lot(officer, "first-law")
    for _ in range(3):
        place(award, officer, supplier, 10_000_00, days=Decimal(10))
    with pytest.raises(FundExhausted):
        place(award, officer, supplier, 1_00)
    assert WorkOrder.objects.count() == 3


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"price_pence": 10_000_01, "days": Decimal(20)}, "price"),
        ({"price_pence": 8_000_01}, "price"),
        ({"reason": " "}, "reason"),
        ({"due": TODAY}, "due"),
        ({"lot": "TAX"}, "supplier"),
    ],
)
def test_an_order_against_the_frameworks_rule_is_refused(award, officer, given, field):
    supplier, _ = on_lot(officer, "first-law")
    on_lot(officer, "second-law")
    before = Posting.objects.count()
    with pytest.raises(Wrong) as refusal:
        place(award, officer, supplier, **given)
    assert refusal.value.field == field
    assert (WorkOrder.objects.count(), Posting.objects.count()) == (0, before)


def test_the_order_form_offers_only_who_may_have_it_and_says_why_not_the_others(award, officer):
    on_lot(officer, "first-law")
    on_lot(officer, "second-law", rate=100_00)
    suppliers.add_supplier(by=officer, code="no-lot", name="No lot at all", small=True)
    client, address = signed_in(officer), f"/programme/cases/{award.case.reference}/orders/add/"
    asked = client.post(address, {"lot": "LEGAL", "days": "2", "price": "2000"})
    assert asked.status_code == 302
    page = client.get(address + asked["Location"]).content.decode()
    assert ">First-Law</option>" in page
    assert ">Second-Law</option>" not in page
    assert "2 days at the supplier’s highest rate are £200" in page
    assert "No lot at all is not on the lot Legal today" in page
    assert ">No lot at all</option>" not in page
    too_much = client.post(address, {"lot": "LEGAL", "days": "20", "price": "10000.01"})
    assert too_much.status_code == 422
    assert "Open a mini-competition" in too_much.content.decode()
    left_out = Supplier.objects.get(code="no-lot")
    stale = client.post(address, {
        "lot": "LEGAL", "days": "2", "price": "2000", "supplier": left_out.pk, "scope": "S",
        "due_day": "1", "due_month": "3", "due_year": "2027", "reason": "R",
    })  # fmt: skip
    assert stale.status_code == 422
    assert "No lot at all is not on the lot Legal today" in stale.content.decode()
    assert not WorkOrder.objects.exists()


def test_the_only_supplier_of_a_lot_needs_no_competition(award, officer):
    supplier, _ = on_lot(officer, "first-law")
    assert place(award, officer, supplier, 20_000_00, days=Decimal(20)).price_pence == 20_000_00


def test_a_supplier_with_a_tie_to_the_parent_body_gets_no_work(award, officer):
    supplier, adviser = on_lot(officer, "first-law")
    group, _ = on_lot(officer, "law-group", consortium=True)
    suppliers.add_fact(by=officer, supplier=supplier, kind="consortia",
                       given={"consortium": group, "valid_from": date(2026, 4, 1)})  # fmt: skip
    suppliers.add_fact(
        by=officer, supplier=supplier, kind="interests",
        given={"organisation": award.case.parent_body.upper(), "nature": "Auditor",
               "valid_from": date(2026, 4, 1)},
    )  # fmt: skip
    for each in (supplier, group):
        with pytest.raises(Wrong, match="tie"):
            place(award, officer, each)


def test_only_an_officer_orders_and_only_while_the_case_is_delivered(officer):
    supplier, adviser = on_lot(officer, "first-law")
    award = award_of(case_at(State.DELIVERING), 10_000_00)
    with pytest.raises(NotAllowed):
        place(award, holder(Role.FINANCE_OFFICER), supplier)
    waiting = award_of(case_at(State.AWARDED), 10_000_00)
    with pytest.raises(NotPermitted):
        place(waiting, officer, supplier)


def compete(award, officer, **more) -> Competition:
    given = {"lot": "LEGAL", "brief": "Advice on the contract", "days": Decimal(15),
             "closes_on": TODAY + timedelta(days=10)} | more  # fmt: skip
    return orders.open_competition(award=award, by=officer, **given)


def offer(competition, adviser, supplier, pence: int, days: int = 15) -> Quote:
    return orders.make_offer(
        competition=competition, by=adviser, supplier=supplier, days=Decimal(days),
        price_pence=pence, proposal="A senior adviser and a day in person",
    )  # fmt: skip


def test_offers_are_sealed_until_a_competition_closes_and_one_becomes_the_order(award, officer):
    first, mine = on_lot(officer, "first-law")
    second, theirs = on_lot(officer, "second-law")
    row = compete(award, officer)
    assert {letter.to for letter in Letter.objects.filter(template="competition")} == {
        mine.email, theirs.email,
    }  # fmt: skip
    offer(row, mine, first, 14_000_00)
    best = offer(row, theirs, second, 12_000_00)
    assert quotes_of(row) == []
    with pytest.raises(NotPermitted, match="still open"):
        orders.choose_offer(quote=best, by=officer, reason="Cheaper", due=date(2027, 3, 1))
    with pytest.raises(Wrong, match="made its offer"):
        offer(row, mine, first, 11_000_00)
    with pytest.raises(NotAllowed):
        offer(row, holder(Role.ADVISER, "third"), first, 11_000_00)
    with on_day(11):
        assert [each.supplier for each in quotes_of(row)] == [second, first]
        with pytest.raises(NotPermitted, match="closed"):
            offer(row, mine, first, 1_00)
        made = orders.choose_offer(
            quote=best, by=officer, reason="Cheaper, and as good", due=date(2027, 3, 1)
        )
        with pytest.raises(NotPermitted, match="placed already"):
            orders.choose_offer(quote=best, by=officer, reason="Again", due=date(2027, 3, 1))
    assert (made.supplier, made.price_pence) == (second, 12_000_00)
    assert money_of(award).ordered == 12_000_00


def test_a_better_version_of_a_disputed_output_can_be_shared(award, officer, lead):
    supplier, adviser = on_lot(officer, "first-law")
    order = place(award, officer, supplier)
    first = handed_in(order, adviser, 3_000_00)
    outputs.decide_output(output=first, by=lead, accepted=False, words="No asset lock")
    again = f"/advice/orders/{order.reference}/outputs/add/?again={first.pk}"
    client = signed_in(adviser)
    assert client.post(again, filled(client.get(again))).status_code == 302
    better = Output.objects.get(state="HANDED_IN")
    page = f"/support/cases/{award.case.reference}/outputs/{better.pk}/"
    team = signed_in(lead)
    assert (
        team.post(
            page, filled(team.get(page)) | {"outcome": "accepted", "shared": "on"}
        ).status_code
        == 302
    )
    assert list(library()) == [better]


def test_the_team_is_not_asked_to_share_what_its_adviser_calls_confidential(award, officer, lead):
    supplier, adviser = on_lot(officer, "first-law")
    row = handed_in(place(award, officer, supplier), adviser, 3_000_00, confidential=True)
    page = f"/support/cases/{award.case.reference}/outputs/{row.pk}/"
    assert 'name="shared"' not in signed_in(lead).get(page).content.decode()


def test_an_adviser_sees_their_offer_and_what_became_of_it_and_nobody_elses(award, officer):
    first, mine = on_lot(officer, "first-law")
    second, theirs = on_lot(officer, "second-law")
    row = compete(award, officer)
    offer(row, mine, first, 14_000_33)
    best = offer(row, theirs, second, 12_000_00)

    def home(person):
        return signed_in(person).get("/advice/").content.decode()

    assert "Sealed until it closes" in home(mine)
    assert "£14,000.33" in home(mine)
    assert "£12,000" not in home(mine)
    assert f"/advice/competitions/{row.pk}/" not in home(mine)
    with on_day(11):
        assert "Waits for a decision" in home(mine)
        order = orders.choose_offer(quote=best, by=officer, reason="Cheaper", due=date(2027, 3, 1))
        assert "Another offer was chosen" in home(mine)
        assert f"Chosen: {order.reference}" in home(theirs)


def test_a_competition_nobody_answers_opens_the_way_to_one_supplier(award, officer):
    first, _ = on_lot(officer, "first-law")
    on_lot(officer, "second-law")
    compete(award, officer)
    with on_day(11):
        order = place(award, officer, first, 15_000_00, days=Decimal(15), due=date(2027, 3, 1))
    assert order.method == "DIRECT"


def test_a_competition_leaves_time_to_answer(award, officer):
    on_lot(officer, "first-law")
    with pytest.raises(Wrong, match="at least 7 days"):
        compete(award, officer, closes_on=TODAY + timedelta(days=6))
    with pytest.raises(Wrong, match="No supplier"):
        compete(award, officer, lot="PENSIONS")


def test_an_output_is_owed_only_when_the_team_accepts_it(award, officer, lead):
    supplier, adviser = on_lot(officer, "first-law")
    order = place(award, officer, supplier)
    first = handed_in(order, adviser, 3_000_00)
    assert Letter.objects.filter(to=lead.email, template="output_handed_in").count() == 1
    finance = holder(Role.FINANCE_OFFICER)
    with pytest.raises(FundExhausted):
        pay(award=award, order=order, amount_pence=1, by=finance, on=TODAY, reference="P1", key="k")
    with pytest.raises(NotAllowed):
        outputs.decide_output(output=first, by=officer, accepted=True, words="")
    with pytest.raises(Wrong, match="what is missing"):
        outputs.decide_output(output=first, by=lead, accepted=False, words="")
    outputs.decide_output(output=first, by=lead, accepted=False, words="No pensions chapter")
    assert money_of(award).accrued == 0
    again = handed_in(order, adviser, 3_000_00)
    outputs.decide_output(output=again, by=lead, accepted=True, words="", shared=True)
    assert (line(order).left, line(order).owed) == (5_000_00, 3_000_00)
    with pytest.raises(NoLongerStands):
        outputs.decide_output(output=again, by=lead, accepted=False, words="Changed my mind")
    pay(award=award, order=order, amount_pence=3_000_00, by=finance, on=TODAY, reference="P1",
        key="pay")  # fmt: skip
    assert (line(order).owed, line(order).paid) == (0, 3_000_00)
    assert not no_open_orders(award.case, officer)
    orders.finish_order(order=order, by=officer, words="The rest is not needed")
    assert no_open_orders(award.case, officer)
    assert (money_of(award).committed, money_of(award).ordered) == (27_000_00, 0)


def test_outputs_cannot_pass_the_price_of_their_order(award, officer):
    supplier, adviser = on_lot(officer, "first-law")
    order = place(award, officer, supplier)
    handed_in(order, adviser, 5_000_00)
    with pytest.raises(Wrong, match="£3,000 left"):
        handed_in(order, adviser, 3_000_01)
    with pytest.raises(NotPermitted, match="waits for the team"):
        orders.finish_order(order=order, by=officer, words="Enough")


def test_time_is_logged_by_its_own_adviser_and_corrected_in_the_open(award, officer):
    supplier, adviser = on_lot(officer, "first-law")
    order = place(award, officer, supplier)
    entry = outputs.log_time(order=order, by=adviser, on=TODAY, minutes=450, note="Articles")
    assert line(order).worked == Decimal(1)
    colleague = holder(Role.ADVISER, "first-law")
    with pytest.raises(NotAllowed):
        outputs.log_time(order=order, by=colleague, on=TODAY, minutes=60, note="x", old=entry,
                         reason="Wrong")  # fmt: skip
    with pytest.raises(NotAllowed):
        outputs.log_time(order=order, by=officer, on=TODAY, minutes=60, note="x")
    with pytest.raises(Wrong, match="16 hours and 30 minutes are left"):
        outputs.log_time(order=order, by=adviser, on=TODAY, minutes=1000, note="x")
    with pytest.raises(Wrong, match="between the order and today"):
        outputs.log_time(order=order, by=adviser, on=TODAY + timedelta(days=1), minutes=5, note="x")
    outputs.log_time(order=order, by=adviser, on=TODAY, minutes=225, note="Articles", old=entry,
                     reason="Half a day")  # fmt: skip
    assert line(order).worked == Decimal("0.5")
    with pytest.raises(NoLongerStands):
        outputs.log_time(order=order, by=adviser, on=TODAY, minutes=1, note="x", old=entry,
                         reason="Again")  # fmt: skip
    assert TimeEntry.objects.count() == 2


def test_days_over_the_plan_are_shown_as_such(award, officer):
    supplier, adviser = on_lot(officer, "first-law")
    order = place(award, officer, supplier, 1_000_00, days=Decimal(1))
    assert not line(order).over
    outputs.log_time(order=order, by=adviser, on=TODAY, minutes=460, note="Long day")
    assert line(order).over


def test_membership_of_a_consortium_is_dated(award, officer):
    group, _ = on_lot(officer, "law-group", consortium=True)
    firm = suppliers.add_supplier(by=officer, code="small-firm", name="Small firm", small=True)
    adviser = holder(Role.ADVISER, "small-firm")
    place_ = suppliers.add_fact(by=officer, supplier=firm, kind="consortia",
                                given={"consortium": group, "valid_from": date(2026, 10, 1)})  # fmt: skip
    order = place(award, officer, group)
    assert list(orders_for(adviser)) == [order]
    suppliers.end_fact(by=officer, row=place_, on=TODAY, reason="Left the consortium")
    assert list(orders_for(adviser)) == []


def test_the_same_lot_is_not_recorded_twice_for_the_same_time(officer):
    supplier, _ = on_lot(officer, "first-law")
    with pytest.raises(Wrong, match="already"):
        suppliers.add_fact(by=officer, supplier=supplier, kind="lots",
                           given={"lot": "LEGAL", "valid_from": TODAY})  # fmt: skip


def test_a_conflict_shuts_an_adviser_out_of_the_order_and_the_competition(award, officer):
    supplier, adviser = on_lot(officer, "first-law")
    order = place(award, officer, supplier)
    row = compete(award, officer)
    assert list(orders_for(adviser)) == [order]
    assert list(competitions_for(adviser)) == [row]
    Interest.objects.create(
        person=adviser, kind="EMPLOYER", organisation=award.case.parent_body,
        organisation_key=key_of(award.case.parent_body), valid_from=date(2020, 1, 1),
    )  # fmt: skip
    assert not orders_for(adviser).exists()
    assert not competitions_for(adviser).exists()
    with pytest.raises(NotAllowed):
        outputs.log_time(order=order, by=adviser, on=TODAY, minutes=5, note="x")


def test_whoever_advises_a_case_does_not_see_it_as_staff(award, officer):
    supplier, adviser = on_lot(officer, "first-law")
    both = holder(Role.PROGRAMME_OFFICER)
    assert award.case in staff_cases(both)
    invite(
        email=both.email, role=Role.ADVISER, organisation="first-law", valid_from=date(2026, 1, 1)
    )
    place(award, officer, supplier)
    assert award.case not in staff_cases(type(both).objects.get(pk=both.pk))


def test_advisers_declare_interests_too(award, officer):
    _, adviser = on_lot(officer, "first-law")
    row = declare_interest(by=adviser, kind="EMPLOYER", organisation="Exampleshire",
                           valid_from=TODAY, valid_until=None)  # fmt: skip
    assert row.person == adviser


@pytest.mark.parametrize(
    ("confidential", "shared", "in_library"),
    [(False, True, True), (True, True, False), (False, False, False)],
)
def test_the_library_has_what_adviser_and_team_both_share(
    award, officer, lead, confidential, shared, in_library
):
    supplier, adviser = on_lot(officer, "first-law")
    row = handed_in(place(award, officer, supplier), adviser, confidential=confidential)
    assert not library().exists()
    outputs.decide_output(output=row, by=lead, accepted=True, words="", shared=shared)
    assert library("draft articles", "LEGAL").exists() is in_library
    assert not library("pensions").exists()
