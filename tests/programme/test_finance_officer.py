"""What a finance officer asks of the ledger: what to pay, from which fund, undone by whom, on which day."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.actions import awards, fund, reversals
from mutualise.programme.models import ExtractLine, Letter, Posting, Recusal
from mutualise.programme.queries.awards import money_of
from mutualise.programme.queries.fund import position
from mutualise.programme.rules.forecast import financial_year
from mutualise.programme.rules.states import State
from tests.filled import filled
from tests.programme.builders import (
    award_of,
    budget_of,
    case_at,
    give_objectives_and_baseline,
    holder,
    order_of,
    signed_in,
    supplier,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


def owe(award, payer, pence, on=DAY, order=None):
    return fund.accrue(award=award, order=order, amount_pence=pence, by=payer, on=on, words="Due",
                       key=f"{award.pk}-{pence}-{on}")  # fmt: skip


def last_year() -> int:
    return financial_year(clock.today()) - 1


def test_no_award_is_made_from_a_budget_whose_year_is_over():
    case, decider = case_at(State.DECIDING), holder(Role.DECISION_MAKER)
    give_objectives_and_baseline(case)
    old = budget_of(50_000_00, last_year())
    with pytest.raises(awards.AwardRefused, match="whose year is not over") as refusal:
        awards.make_award(case=case, by=decider, kind="ADVICE", budget=old, amount_pence=1_00,
                          purpose="Advice", words="Good")  # fmt: skip
    assert [field for field, _ in refusal.value.faults] == ["budget"]
    page = signed_in(decider).get(f"/programme/cases/{case.reference}/award/").content.decode()
    assert old.code not in page
    assert "no budget to award from" in page


def test_an_award_of_a_year_that_is_over_is_made_smaller_and_not_larger():
    award, decider = award_of(case_at(State.DELIVERING), 100_00, budget_of(200_00, last_year())), holder(Role.DECISION_MAKER)  # fmt: skip
    with pytest.raises(fund.PostingRefused, match="smaller, not larger"):
        awards.vary_award(award=award, by=decider, pence=1_00, words="More", key="m")
    awards.vary_award(award=award, by=decider, pence=-1_00, words="Less", key="l")
    assert money_of(award).awarded == 99_00


def test_money_leaves_a_budget_whose_year_is_over_and_does_not_enter_it(payer):
    budget = budget_of(100_00, last_year())
    fund.allocate(by=payer, budget=budget, pence=-40_00, words="Back", key="a")
    with pytest.raises(fund.PostingRefused, match="minus sign"):
        fund.allocate(by=payer, budget=budget, pence=40_00, words="Again", key="b")


def test_a_budget_of_a_year_in_which_its_fund_is_not_open_is_refused(payer):
    budget = budget_of(100_00)
    client, given = signed_in(payer), {"name": "N", "code": "far"}
    far = client.post("/programme/fund/budgets/add/", given | {"year": budget.year + 9})
    assert far.status_code == 422
    assert "The fund’s first year is" in far.content.decode()


def test_the_list_of_what_to_pay_names_payee_and_age_and_adds_up_to_the_ledger(payer):
    budget = budget_of(100_000_00)
    grant = award_of(case_at(State.DELIVERING), 5_000_00, budget, kind="GRANT")
    advice = award_of(case_at(State.DELIVERING), 9_000_00, budget)
    order = order_of(advice, supplier(name="Lawyers & Partners"), 3_000_33)
    fund.call_off(order, payer)
    owe(advice, payer, 1_000_11, order=order)
    owe(grant, payer, 200_00, DAY)
    owe(grant, payer, 300_00, DAY + timedelta(days=30))
    fund.pay(award=grant, amount_pence=200_00, by=payer, on=DAY, reference="P", key="p")
    client = signed_in(payer)
    page = client.get("/programme/fund/owed/").content.decode()
    for said in ("£1,300.11 is owed", "Lawyers &amp; Partners", grant.case.team, "1 July 2026",
                 f"/programme/cases/{advice.case.reference}/orders/{order.reference}/pay/",
                 f"/programme/cases/{grant.case.reference}/pay/"):  # fmt: skip
        assert said in page
    rows = list(csv.DictReader(io.StringIO(client.get("/programme/fund/owed.csv").content.decode("utf-8-sig"))))  # fmt: skip
    assert [(r["since"], r["amount"]) for r in rows] == [("2026-06-01", "1000.11"), ("2026-07-01", "300.00")]  # fmt: skip
    assert "To pay: £1,300.11" in client.get("/programme/fund/").content.decode()


def test_what_is_owed_in_a_closed_case_is_not_listed_and_said_to_be_left_out(payer):
    award = award_of(case_at(State.DELIVERING), 5_000_00, kind="GRANT")
    owe(award, payer, 200_00)
    Recusal.objects.create(person=payer, case=award.case, origin="DECLARED", words="A relative")
    page = signed_in(payer).get("/programme/fund/owed/").content.decode()
    assert award.case.reference not in page
    assert "closed to you is left out" in page


def test_every_fund_has_its_ledger_also_after_a_newer_one_was_opened(payer):
    old = budget_of(100_000_00)
    award = award_of(case_at(State.DELIVERING), 1_234_56, old)
    client = signed_in(payer)
    newer = fund.open_fund(by=payer, code="newer", name="Newer fund", ceiling_pence=1_00,
                           opens_on=clock.today() + timedelta(days=1), closes_on=date(2040, 1, 1))  # fmt: skip
    assert newer.name in client.get("/programme/fund/").content.decode()
    at = f"?fund={old.fund.code}"
    assert at in client.get("/programme/fund/").content.decode()
    for address in ("", "owed/", "forecast/", "extracts/"):
        assert old.fund.name in client.get(f"/programme/fund/{address}{at}").content.decode()
        assert client.get(f"/programme/fund/{address}?fund=none").status_code == 404
    assert "1234.56" in client.get(f"/programme/fund.csv{at}").content.decode()
    case = client.get(f"/programme/cases/{award.case.reference}/").content.decode()
    assert f"/programme/fund/{at}&amp;q={award.case.reference}" in case
    assert "£1,234.56" in client.get(f"/support/fund/{at}").content.decode()
    sent = {"name": "Next", "code": "next-old", "year": old.year}
    done = client.post(f"/programme/fund/budgets/add/{at}", sent)
    assert done["Location"] == f"/programme/fund/{at}"
    assert old.fund.budgets.filter(code="next-old").exists()


@pytest.mark.parametrize("kind", ["OPENING", "COMMITMENT", "VARIATION", "CALL_OFF"])
def test_what_follows_from_somebody_elses_deed_is_not_undone_by_a_reversal(payer, kind):
    award = award_of(case_at(State.DELIVERING), 5_000_00, budget_of(9_000_00))
    awards.vary_award(award=award, by=holder(Role.DECISION_MAKER), pence=-1_000_00, words="Less", key="v")  # fmt: skip
    fund.call_off(order_of(award), payer)
    posting = Posting.objects.get(kind=kind)
    with pytest.raises(fund.PostingRefused):
        reversals.reverse(posting=posting, by=payer, words="Wrong")
    page = signed_in(payer).get(f"/programme/fund/postings/{posting.pk}/").content.decode()
    assert "It is not reversed here" in page
    assert "Reverse this posting" not in page


def test_a_release_is_not_undone_past_the_limit_on_minimal_financial_assistance(payer):
    first = award_of(case_at(State.STOPPED), 200_000_00)
    fund.release(award=first, by=payer, words="Stopped")
    released = Posting.objects.get(kind="RELEASE")
    second = case_at(State.DELIVERING, parent_body=first.case.parent_body)
    award_of(second, 200_000_00)
    with pytest.raises(fund.PostingRefused, match="minimal financial assistance"):
        reversals.reverse(posting=released, by=payer, words="Wrong")


@pytest.mark.skipif(not connection.features.has_select_for_update, reason="locks no rows")
def test_the_recipient_is_locked_before_the_limit_is_asked_of_a_release_undone(payer):
    award = award_of(case_at(State.STOPPED), 200_00)
    fund.release(award=award, by=payer, words="Stopped")
    with CaptureQueriesContext(connection) as asked:
        reversals.reverse(posting=Posting.objects.get(kind="RELEASE"), by=payer, words="Wrong")
    assert any("programme_case" in one["sql"] and "FOR UPDATE" in one["sql"] for one in asked)


def test_a_release_undone_already_is_said_to_be_so_also_where_the_limit_would_be_passed(payer):
    first = award_of(case_at(State.STOPPED), 200_000_00)
    fund.release(award=first, by=payer, words="Stopped")
    released = Posting.objects.get(kind="RELEASE")
    reversals.reverse(posting=released, by=payer, words="Wrong")
    with pytest.raises(fund.PostingRefused, match="reversed already"):
        reversals.reverse(posting=released, by=payer, words="Again")


def test_the_page_of_a_posting_says_what_undid_it_and_offers_no_second_time(payer):
    award = award_of(case_at(State.DELIVERING), 100_00, kind="GRANT")
    owed = owe(award, payer, 40_00)
    client = signed_in(payer)
    page = f"/programme/fund/postings/{owed.pk}/"
    assert "goes back to where it came from" in client.get(page).content.decode()
    assert client.post(page, {"when": "never", "words": "Not due"}).status_code == 302
    undone = Posting.objects.get(reverses=owed)
    for number, said in ((owed.pk, f"Posting {undone.pk}"), (undone.pk, f"Posting {owed.pk}")):
        shown = client.get(f"/programme/fund/postings/{number}/").content.decode()
        assert said in shown
        assert award.case.reference in shown
        assert "Reverse this posting" not in shown
    assert client.post(page, {"when": "never", "words": "Again"}).status_code == 422


def test_a_payment_is_of_a_day_between_the_debt_and_today(payer):
    award = award_of(case_at(State.DELIVERING), 100_00, kind="GRANT")
    owe(award, payer, 40_00, DAY)
    client, page = signed_in(payer), f"/programme/cases/{award.case.reference}/pay/"
    for on, said in ((clock.today() + timedelta(days=1), "must not be in the future"),
                     (DAY - timedelta(days=1), "owed from 1 June 2026")):  # fmt: skip
        given = filled(client.get(page)) | {
            "amount": "40", "reference": "P", "on-day": on.day, "on-month": on.month, "on-year": on.year,
        }  # fmt: skip
        refused = client.post(page, given)
        assert refused.status_code == 422
        assert said in refused.content.decode()
    assert money_of(award).paid == 0


def test_no_day_shows_more_paid_than_was_owed_by_then(payer):
    award, later = (
        award_of(case_at(State.DELIVERING), 100_00, kind="GRANT"),
        DAY + timedelta(days=30),
    )
    owe(award, payer, 40_00, DAY)
    fund.pay(award=award, amount_pence=40_00, by=payer, on=DAY, reference="P1", key="a")
    owe(award, payer, 10_00, later)
    with pytest.raises(fund.PostingRefused, match="owed from 1 July 2026"):
        fund.pay(award=award, amount_pence=10_00, by=payer, on=later - timedelta(days=1), reference="P2", key="b")  # fmt: skip
    fund.pay(award=award, amount_pence=10_00, by=payer, on=later, reference="P2", key="c")
    # The same payment sent again is the one that was made.
    fund.pay(award=award, amount_pence=40_00, by=payer, on=DAY, reference="P1", key="a")
    assert money_of(award).paid == 50_00


def test_a_payment_corrected_by_reversal_leaves_no_day_with_more_paid_than_was_owed(payer):
    award, fixed = (
        award_of(case_at(State.DELIVERING), 100_00, kind="GRANT"),
        DAY + timedelta(days=30),
    )
    owe(award, payer, 100_00, DAY)
    wrong = fund.pay(award=award, amount_pence=100_00, by=payer, on=DAY + timedelta(days=14),
                     reference="Typed wrongly", key="a")  # fmt: skip
    with clock.at(datetime(fixed.year, fixed.month, fixed.day, 12, tzinfo=UTC)):
        reversals.reverse(posting=wrong, by=payer, words="Sent back by the bank", on=fixed)
        again = {"award": award, "amount_pence": 100_00, "by": payer, "reference": "P1", "key": "b"}
        with pytest.raises(fund.PostingRefused, match="owed from 1 July 2026"):
            fund.pay(**again, on=wrong.on)
        fund.pay(**again, on=fixed)
    for number in range(32):
        line = position(award.budget.fund, DAY + timedelta(days=number)).whole
        assert line["ACCRUED"] >= 0
        assert line["PAID"] <= 100_00


def test_a_debt_is_recorded_since_a_day_between_the_acceptance_and_today(payer):
    award = award_of(case_at(State.DELIVERING), 100_00, kind="GRANT")
    awards.confirm_subsidy(award=award, by=award.case.members.get().person)
    for day in (clock.today() + timedelta(days=1), clock.today() - timedelta(days=1)):
        with pytest.raises(awards.Wrong, match="The team accepted the award on"):
            awards.owe_award(award=award, by=payer, pence=1_00, words="x", key="a", on=day)
    owed = awards.owe_award(award=award, by=payer, pence=1_00, words="x", key="b", on=clock.today())
    assert owed.on == clock.today()


def test_nothing_is_owed_since_a_day_when_so_much_of_the_award_was_not_left(payer):
    accepted = datetime(2026, 6, 1, 12, tzinfo=UTC)
    with clock.at(accepted):
        award = award_of(case_at(State.DELIVERING), 100_00, budget_of(200_00), kind="GRANT", decided_at=accepted)  # fmt: skip
        awards.confirm_subsidy(award=award, by=award.case.members.get().person)
    with clock.at(accepted + timedelta(days=30)):
        awards.vary_award(award=award, by=holder(Role.DECISION_MAKER), pence=50_00, words="More", key="v")  # fmt: skip
        due = {"award": award, "by": payer, "words": "Due"}
        with pytest.raises(awards.Wrong, match="left of the award from 1 July 2026"):
            awards.owe_award(**due, pence=100_01, on=DAY, key="a")
        awards.owe_award(**due, pence=100_00, on=DAY, key="b")
        awards.owe_award(**due, pence=50_00, key="c")
        # The same debt sent again is the one that was recorded.
        awards.owe_award(**due, pence=100_00, on=DAY, key="b")
    assert money_of(award).accrued == 150_00


def test_a_refusal_for_want_of_money_names_the_budget_and_no_code(payer):
    budget = budget_of(100_00)
    with pytest.raises(fund.FundExhausted) as refusal:
        fund.allocate(by=payer, budget=budget, pence=-200_00, words="x", key="k")
    assert str(refusal.value).startswith(f"Available in a budget: {budget.name} has £100;")
    assert "AVAILABLE" not in str(refusal.value)


def test_the_team_is_told_that_its_award_was_varied_and_why():
    award = award_of(case_at(State.DELIVERING), 100_00, budget_of(300_00))
    awards.vary_award(award=award, by=holder(Role.DECISION_MAKER), pence=50_50, words="More lawyers", key="v")  # fmt: skip
    letter = Letter.objects.get(template="award_varied")
    assert letter.to == award.case.members.get().person.email
    for said in ("£150.50", "larger by £50.50", "More lawyers"):
        assert said in letter.body


def extract_of(rows: str, name: str = "e.csv", content: bytes | None = None):
    sent = content or ("reference,date,payee,amount\n" + rows).encode()
    return {"file": SimpleUploadedFile(name, sent)}


@pytest.mark.parametrize(
    "content",
    [
        b'\xef\xbb\xbfreference,date,payee,amount\r\nAP-1,31/10/2026,A team,"\xc2\xa31,234.50"\r\nAP-2,1/11/2026,A,(20.00)\r\n',
        b"reference,date,payee,amount\nAP-1,2026-10-31,A team,1234.5\nAP-2,2026-11-01,A,-20\n",
        b"payee,amount,date,reference\nA team,1234.50,31-10-2026,AP-1\nA,20.00-,01.11.2026,AP-2\n",
    ],
)
def test_an_extract_is_read_as_finance_systems_write_it(payer, content):
    budget_of(1_00)
    done = signed_in(payer).post("/programme/fund/extracts/", extract_of("", content=content))
    assert done.status_code == 302
    assert list(ExtractLine.objects.order_by("reference").values_list("reference", "on", "amount_pence")) == [
        ("AP-1", date(2026, 10, 31), 1_234_50), ("AP-2", date(2026, 11, 1), -20_00),
    ]  # fmt: skip


def test_a_workbook_with_dates_and_numbers_in_its_cells_is_read(payer):
    budget_of(1_00)
    book, kept = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["reference", "date", "payee", "amount"])
    book.active.append(["AP-1", datetime(2026, 10, 31), "A team", 1234.56])  # noqa: DTZ001 - a cell
    book.save(kept)
    sent = extract_of("", "e.xlsx", kept.getvalue())
    assert signed_in(payer).post("/programme/fund/extracts/", sent).status_code == 302
    assert ExtractLine.objects.get().amount_pence == 1_234_56


@pytest.mark.parametrize("day", ["31/02/2026", "2026-02-31", "10/31/2026", "yesterday"])
def test_a_day_there_is_not_is_refused_with_its_row(payer, day):
    budget_of(1_00)
    page = signed_in(payer).post("/programme/fund/extracts/", extract_of(f"AP-1,{day},A,1\n"))
    assert page.status_code == 422
    assert "row 2, column date" in page.content.decode()
    assert "the day first" in page.content.decode()


def test_a_long_extract_is_shown_a_page_at_a_time_and_downloaded_whole(payer):
    budget_of(1_00)
    client = signed_in(payer)
    rows = "".join(f"AP-{n},2026-10-31,A,1\n" for n in range(120))
    address = client.post("/programme/fund/extracts/", extract_of(rows))["Location"]
    first = client.get(address).content.decode()
    assert first.count("<tr") < 100
    assert "page=3" in first
    assert client.get(address.rstrip("/") + ".csv").content.decode().count("\n") == 121


def test_a_year_with_nothing_free_is_said_to_have_nothing_to_close(payer):
    budget = budget_of(100_00, last_year())
    fund.close_year(by=payer, budget=budget, into=None, words="Year end", key="a")
    # The same closing sent again is the one that was made.
    again = fund.close_year(by=payer, budget=budget, into=None, words="Year end", key="a")
    assert again == Posting.objects.get(kind="YEAR_END")
    with pytest.raises(fund.PostingRefused, match="nothing to close"):
        fund.close_year(by=payer, budget=budget, into=None, words="Year end", key="b")
    page = signed_in(payer).get("/programme/fund/").content.decode()
    assert "Year over" in page
    assert f"/budgets/{budget.code}/" not in page


def test_a_year_is_closed_from_its_last_day_on(payer):
    budget = budget_of(100_00)
    last = datetime(budget.year + 1, 3, 31, 12, tzinfo=UTC)
    with pytest.raises(fund.PostingRefused, match="on that day or after"):
        fund.close_year(by=payer, budget=budget, into=None, words="x", key="a")
    with clock.at(last):
        fund.close_year(by=payer, budget=budget, into=None, words="x", key="b")
