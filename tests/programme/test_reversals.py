"""A posting that was wrong is undone by another, from its own day or from a later one; both stay."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mutualise.accounts.permissions import NotAllowed
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.actions import fund
from mutualise.programme.actions.reversals import reverse
from mutualise.programme.models import Account, Posting, Recusal
from mutualise.programme.queries import books
from mutualise.programme.queries.awards import headroom_of, money_of
from mutualise.programme.queries.counting import end_of, money_by
from mutualise.programme.queries.fund import paid_by_month, position
from mutualise.programme.rules.reconciliation import Entry, Finding
from mutualise.programme.rules.states import State
from tests.programme.builders import award_of, budget_of, case_at, holder, signed_in

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def grant_of(payer, owed: int, day: date = DAY):
    """A grant of £1,000 of which so much is owed since a day."""
    award = award_of(case_at(State.DELIVERING), 1_000_00, kind="GRANT")
    fund.accrue(award=award, amount_pence=owed, by=payer, on=day, words="Due", key=f"o{award.pk}")
    return award


def paid(award, payer, pence: int, on: date, reference: str = "AP-1"):
    return fund.pay(
        award=award, amount_pence=pence, by=payer, on=on, reference=reference, key=reference
    )


def paid_on(award, day: date, known: datetime | None = None) -> int:
    return position(award.budget.fund, day, known).whole["PAID"]


def test_a_payment_entered_wrongly_never_was_and_the_right_one_has_its_true_day(payer):
    award, paid_day, learnt = grant_of(payer, 500_00), date(2026, 6, 15), date(2026, 8, 3)
    with clock.at(noon(paid_day)):
        wrong = paid(award, payer, 500_00, paid_day)
    with clock.at(noon(learnt)):
        undone = reverse(posting=wrong, by=payer, words="£50 was paid, not £500")
        paid(award, payer, 50_00, paid_day, "AP-1b")
    assert (undone.on, undone.at.date()) == (paid_day, learnt)
    assert [paid_on(award, day) for day in (paid_day - timedelta(days=1), paid_day, learnt)] == [
        0,
        50_00,
        50_00,
    ]
    # What was known before it was learnt is still there to be asked for.
    assert paid_on(award, paid_day, noon(learnt - timedelta(days=1))) == 500_00
    assert money_of(award).accrued == 450_00
    # Burn-down, forecast, figures and reconciliation follow.
    assert {month: out for month, _, out in paid_by_month(award.budget.fund)}[
        date(2026, 6, 1)
    ] == 50_00
    assert [found.least for _, found in books.forecasts(award.budget.fund)] == [500_00]
    assert money_by(end_of(paid_day), demonstration=False)["paid"][award.pk] == 50_00
    pairs = books.reconciled(award.budget.fund, [Entry(1, "AP-1b", paid_day, 50_00)])
    assert [pair.finding for pair in pairs] == [Finding.MATCHED]


def test_a_payment_the_bank_sent_back_was_paid_until_that_day(payer):
    award, back = grant_of(payer, 500_00), date(2026, 7, 1)
    wrong = paid(award, payer, 500_00, date(2026, 6, 15))
    reverse(posting=wrong, by=payer, words="Account closed", on=back)
    assert paid_on(award, back - timedelta(days=1)) == 500_00
    assert paid_on(award, back) == 0


def test_a_posting_is_not_undone_before_its_day_nor_in_the_future(payer):
    award = grant_of(payer, 500_00)
    wrong = paid(award, payer, 500_00, date(2026, 6, 15))
    for on, said in ((date(2026, 6, 14), "The posting is of 15 June 2026"),
                     (clock.today() + timedelta(days=1), "must not be in the future")):  # fmt: skip
        with pytest.raises(fund.PostingRefused, match=said):
            reverse(posting=wrong, by=payer, words="Wrong", on=on)
    with pytest.raises(DatabaseError, match="not before it was moved"), transaction.atomic():
        Posting.objects.create(kind="PAYMENT", source=wrong.target, target=wrong.source, amount_pence=500_00,
                               on=date(2026, 6, 14), key="x", reverses=wrong)  # fmt: skip
    assert money_of(award).paid == 500_00


def test_a_debt_that_was_paid_is_undone_only_after_its_payment(payer):
    award = grant_of(payer, 500_00)
    debt, payment = Posting.objects.get(kind="ACCRUAL"), paid(award, payer, 1_00, date(2026, 6, 15))
    with pytest.raises(fund.PostingRefused, match="a payment before its debt"):
        reverse(posting=debt, by=payer, words="Not due")
    reverse(posting=payment, by=payer, words="Sent back", on=date(2026, 7, 1))
    with pytest.raises(fund.PostingRefused, match="stands free from 1 July 2026 on"):
        reverse(posting=debt, by=payer, words="Not due")
    reverse(posting=debt, by=payer, words="Not due", on=date(2026, 7, 1))
    assert money_of(award).committed == 1_000_00


def test_money_spent_from_a_budget_is_not_taken_out_of_it_by_a_reversal(payer):
    budget = budget_of(900_00)
    put = Posting.objects.get(kind="ALLOCATION")
    award_of(case_at(), 1_00, budget)
    with pytest.raises(fund.PostingRefused, match="an award before its budget"):
        reverse(posting=put, by=payer, words="Wrong budget")
    assert position(budget.fund).whole["AVAILABLE"] == 899_00


def test_what_was_released_or_taken_out_in_error_comes_back_after_the_year_only_from_its_own_day(
    payer,
):
    budget = budget_of(5_000_00, 2026)
    award = award_of(case_at(State.STOPPED), 1_000_00, budget)
    with clock.at(noon(date(2027, 3, 1))):
        released = fund.release(award=award, by=payer, words="Stopped")
        taken = fund.allocate(by=payer, budget=budget, pence=-500_00, words="Not needed", key="t")
    with clock.at(noon(date(2027, 4, 20))):
        for posting in (released, taken):
            with pytest.raises(fund.PostingRefused, match="year or fund was over by then"):
                reverse(posting=posting, by=payer, words="Wrong", on=date(2027, 4, 1))
            reverse(posting=posting, by=payer, words="Wrong")
    line = position(budget.fund, date(2027, 3, 1)).whole
    assert (line["COMMITTED"], line["AVAILABLE"]) == (1_000_00, 4_000_00)


def test_a_release_undone_after_its_money_was_given_back_says_so(payer):
    budget = budget_of(1_000_00, 2026)
    award = award_of(case_at(State.STOPPED), 1_000_00, budget)
    with clock.at(noon(date(2027, 3, 1))):
        released = fund.release(award=award, by=payer, words="Stopped")
    with clock.at(noon(date(2027, 4, 20))):
        closed = fund.close_year(by=payer, budget=budget, into=None, words="Year end", key="c")
        with pytest.raises(fund.PostingRefused, match="has moved on since"):
            reverse(posting=released, by=payer, words="Wrong")
        reverse(posting=closed, by=payer, words="Closed too early")
        reverse(posting=released, by=payer, words="Wrong")
    assert money_of(award).committed == 1_000_00


def test_a_release_undone_counts_again_as_assistance_to_the_recipient(payer):
    award = award_of(case_at(State.STOPPED), 200_000_00)
    before = headroom_of(award.case)
    released = fund.release(award=award, by=payer, words="Stopped")
    assert headroom_of(award.case) == before + 200_000_00
    reverse(posting=released, by=payer, words="It was not stopped")
    assert headroom_of(award.case) == before


def test_a_debt_and_its_reversal_leave_assistance_as_it_was(payer):
    award = grant_of(payer, 500_00)
    before = headroom_of(award.case)
    reverse(posting=paid(award, payer, 5_00, DAY), by=payer, words="Wrong")
    assert headroom_of(award.case) == before


def test_a_finance_officer_from_whom_a_case_is_kept_undoes_nothing_of_it(payer):
    award = grant_of(payer, 500_00)
    payment = paid(award, payer, 5_00, DAY)
    Recusal.objects.create(person=payer, case=award.case, origin="DECLARED", words="A relative")
    with pytest.raises(NotAllowed):
        reverse(posting=payment, by=payer, words="Wrong")
    assert money_of(award).paid == 5_00


def test_the_ledger_shows_a_posting_and_its_reversal_and_when_each_was_recorded(payer):
    award = grant_of(payer, 500_00)
    payment, client = paid(award, payer, 500_00, date(2026, 6, 15)), signed_in(payer)
    page = f"/programme/fund/postings/{payment.pk}/"
    assert "From 15 June 2026, its own day" in client.get(page).content.decode()
    sent = {"on-day": 1, "on-month": 7, "on-year": 2026, "words": "Sent back"}
    for wrong, said in ((sent, "Select"), ({"when": "since", "words": "x"}, "Enter the day from which"),
                        (sent | {"when": "since", "on-month": 5}, "The posting is of 15 June 2026"),
                        (sent | {"when": "since", "words": ""}, "Say why")):  # fmt: skip
        refused = client.post(page, wrong)
        assert refused.status_code == 422
        assert said in refused.content.decode()
    assert client.post(page, sent | {"when": "since"}).status_code == 302
    undone = Posting.objects.get(reverses=payment)
    assert undone.on == date(2026, 7, 1)
    assert "counts no longer from 1 July 2026" in client.get(page).content.decode()
    at = f"?q={award.case.reference}"
    text = client.get(f"/programme/fund/{at}").content.decode()
    assert f"(reversed by {undone.pk})" in text
    assert f"(reverses {payment.pk})" in text
    rows = {row["posting"]: row for row in csv.DictReader(io.StringIO(client.get(f"/programme/fund.csv{at}").content.decode()))}  # fmt: skip
    assert rows[str(payment.pk)]["reversed_by"] == str(undone.pk)
    assert rows[str(undone.pk)]["reverses"] == str(payment.pk)
    assert rows[str(undone.pk)]["on"] == "2026-07-01"
    assert rows[str(undone.pk)]["recorded_at"].startswith(clock.today().isoformat())


def test_the_position_of_the_fund_is_shown_as_it_was_known_on_a_day(payer):
    award, client = grant_of(payer, 500_00, date(2026, 6, 1)), signed_in(payer)
    with clock.at(noon(date(2026, 6, 15))):
        wrong = paid(award, payer, 500_00, date(2026, 6, 15))
    reverse(posting=wrong, by=payer, words="Typed twice")
    now = client.get("/support/fund.json?as_at=2026-06-30").json()["rows"][-1]
    then = client.get("/support/fund.json?as_at=2026-06-30&as_known_at=2026-06-30").json()["rows"][
        -1
    ]
    assert (now["paid"], then["paid"]) == ("0.00", "500.00")
    page = client.get("/support/fund/?as_at=2026-06-30&as_known_at=2026-06-30").content.decode()
    assert "as known at 30 June 2026" in page


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["owe", "pay", "undo", "undo later"]), st.integers(1, 400_00), st.integers(0, 60)
    ),
    max_size=20,
)  # fmt: skip


@settings(max_examples=25)
@given(steps=STEPS)
@example(steps=[("owe", 1_00, 0), ("pay", 1_00, 10), ("undo later", 1, 40), ("undo", 2, 0)])
def test_whatever_is_undone_from_whatever_day_no_day_shows_less_than_nothing(steps):
    payer = holder(Role.FINANCE_OFFICER)
    award = award_of(case_at(State.DELIVERING), 1_000_00, kind="GRANT")
    made: list[Posting] = []
    for number, (verb, pence, days) in enumerate(steps):
        on, key = DAY + timedelta(days=days), f"{award.pk}-{number}"
        with suppress(fund.FundExhausted, fund.PostingRefused), transaction.atomic():
            if verb == "owe":
                made.append(
                    fund.accrue(
                        award=award, amount_pence=pence, by=payer, on=on, words="x", key=key
                    )
                )
            elif verb == "pay":
                made.append(
                    fund.pay(
                        award=award, amount_pence=pence, by=payer, on=on, reference=key, key=key
                    )
                )
            elif made:
                later = on if verb == "undo later" else None
                reverse(posting=made[pence % len(made)], by=payer, words="x", on=later)
    _no_day_below_nothing(award)


def _no_day_below_nothing(award) -> None:
    for account in Account.objects.filter(award=award, kind__in=("ACCRUED", "PAID")):
        moved = [(p.on, p.amount_pence) for p in Posting.objects.filter(target=account)]
        moved += [(p.on, -p.amount_pence) for p in Posting.objects.filter(source=account)]
        for day in {on for on, _ in moved}:
            assert sum(pence for on, pence in moved if on <= day) >= 0, (account.kind, day)
        assert sum(pence for _, pence in moved) == account.balance_pence
