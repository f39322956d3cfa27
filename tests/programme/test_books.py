"""Forecast, burn-down, year end, variation and reconciliation: to the penny of the ledger."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.chronicle.rules.months import months_after
from mutualise.programme.actions import awards, reversals
from mutualise.programme.actions import fund as doing
from mutualise.programme.actions.subsidy import take_subsidy_step
from mutualise.programme.models import Account, ExtractLine, Posting, Recusal, SubsidyStep
from mutualise.programme.queries import books
from mutualise.programme.queries import fund as queries
from mutualise.programme.queries.awards import goes_public, money_of
from mutualise.programme.rules.forecast import Promise, financial_year, forecast
from mutualise.programme.rules.reconciliation import Entry, Finding, reconcile
from mutualise.programme.rules.stages import NotPermitted
from mutualise.programme.rules.states import State
from mutualise.web.cli.commands import app
from tests.filled import filled
from tests.programme.builders import award_of, budget_of, case_at, holder, order_of, signed_in

DAY = date(2026, 11, 2)
ENTRIES = st.lists(
    st.builds(
        Entry, number=st.integers(1, 99), reference=st.sampled_from(["A1", "a 1", "B2", "C3"]),
        on=st.just(DAY), pence=st.integers(1, 3),
    ),
    max_size=8,
)  # fmt: skip


@given(ENTRIES, ENTRIES)
def test_every_payment_is_paired_once_and_the_differences_sum(ledger, extract):
    pairs = reconcile(ledger, extract)
    assert sorted(p.ledger.number for p in pairs if p.ledger) == sorted(e.number for e in ledger)
    assert sorted(p.extract.number for p in pairs if p.extract) == sorted(e.number for e in extract)
    assert sum(p.difference for p in pairs) == sum(e.pence for e in extract) - sum(
        e.pence for e in ledger
    )
    for pair in pairs:
        if pair.finding is Finding.MATCHED:
            assert pair.ledger.pence == pair.extract.pence


def entry(number: int, reference: str, pence: int) -> Entry:
    return Entry(number, reference, DAY, pence)


@pytest.mark.parametrize(
    ("ledger", "extract", "findings"),
    [
        ([entry(1, "A1", 5)], [entry(1, "a 1", 5)], [Finding.MATCHED]),
        ([entry(1, "A1", 5)], [entry(1, "A1", 6)], [Finding.AMOUNT]),
        ([entry(1, "A1", 5)], [], [Finding.LEDGER_ONLY]),
        ([], [entry(1, "A1", 5)], [Finding.EXTRACT_ONLY]),
        ([entry(1, "A1", 5)], [entry(1, "A1", 5), entry(2, "A1", 5)],
         [Finding.MATCHED, Finding.TWICE]),
        ([entry(1, "A1", 5), entry(2, "A1", 7)], [entry(1, "A1", 7), entry(2, "A1", 5)],
         [Finding.MATCHED, Finding.MATCHED]),
    ],
)  # fmt: skip
def test_each_difference_has_its_name(ledger, extract, findings):
    assert [pair.finding for pair in reconcile(ledger, extract)] == findings


@given(
    st.integers(0, 10**9), st.integers(0, 10**9),
    st.lists(st.tuples(st.integers(0, 10**9), st.none() | st.dates())), st.integers(0, 10**9),
)  # fmt: skip
def test_a_forecast_is_ordered_and_spends_no_more_than_is_promised(paid, owed, promises, free):
    listed = [Promise(pence, due) for pence, due in promises]
    made = forecast(paid=paid, owed=owed, promised=listed, available=free, year=2026)
    assert made.least <= made.expected <= made.most
    assert made.most == paid + owed + sum(p.pence for p in listed)


@pytest.fixture
def payer(db):
    return holder(Role.FINANCE_OFFICER)


def paid_grant(payer, pence: int = 1_000_00, reference: str = "AP-1"):
    award = award_of(case_at(State.DELIVERING), 5_000_00)
    doing.accrue(award=award, amount_pence=pence, by=payer, on=DAY, words="Due", key=f"o{award.pk}")
    doing.pay(award=award, amount_pence=pence, by=payer, on=DAY, reference=reference,
              key=f"p{award.pk}")  # fmt: skip
    return award


@pytest.mark.django_db
def test_the_forecast_of_a_fund_is_its_ledger(payer):
    award = paid_grant(payer)
    order = order_of(award, pence=300_00)
    doing.call_off(order, payer)
    fund = award.budget.fund
    [(budget, made)] = books.forecasts(fund)
    position = queries.position(fund).whole
    assert (made.least, made.expected) == (1_000_00, 1_300_00)
    assert made.most == position.promised == 5_000_00
    assert made.idle == position["AVAILABLE"] == 0
    page = signed_in(payer).get("/programme/fund/forecast/").content.decode()
    assert "£1,300" in page
    rows = signed_in(payer).get("/programme/fund/forecast.csv").content.decode()
    assert "1000.00,1300.00,5000.00,0.00" in rows
    [(_, promised, paid)] = [m for m in queries.paid_by_month(fund) if m[0] == date(2026, 11, 1)]
    assert (promised, paid) == (position.promised, position["PAID"])


CSV = "reference,date,payee,amount\nAP-1,2026-11-02,A team,1000.00\nAP-9,2026-11-03,Other,5.5\n"


def upload(person, text: str, name: str = "payments.csv"):
    sent = SimpleUploadedFile(name, text.encode())
    return signed_in(person).post("/programme/fund/extracts/", {"file": sent}, follow=True)


@pytest.mark.django_db
def test_an_extract_is_kept_once_and_shown_beside_the_ledger(payer):
    paid_grant(payer)
    page = upload(payer, CSV)
    assert page.status_code == 200
    text = page.content.decode()
    assert "In the extract only" in text and "AP-9" in text and "£5.50" in text
    assert upload(payer, CSV).status_code == 200
    assert ExtractLine.objects.count() == 2
    address = page.redirect_chain[-1][0].rstrip("/")
    rows = signed_in(payer).get(f"{address}.csv").content.decode().splitlines()
    assert [line.split(",")[0] for line in rows[1:]] == ["The same in both", "In the extract only"]
    only = signed_in(payer).get(f"{address}.csv?finding=EXTRACT_ONLY").content.decode()
    assert only.count("\n") == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("reference,date,payee,amount\nAP-1,2026-13-02,A,1\n", "row 2, column date"),
        ("reference,date,payee,amount\nAP-1,2026-11-02,A,1.005\n", "parts of a penny"),
        ("reference,date,payee,amount\n,2026-11-02,A,1\n", "column reference"),
        ("reference,date,payee,amount\n", "no payment"),
        ("ref,date,amount\nx,2026-11-02,1\n", "is not a header"),
        ("", "empty"),
    ],
)
def test_a_wrong_extract_changes_nothing_and_says_where(payer, text, said):
    paid_grant(payer)
    page = upload(payer, text)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not ExtractLine.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("reversed_since", [False, True])
def test_a_payment_of_a_closed_case_is_left_out_of_the_comparison_and_counted(
    payer, reversed_since
):
    award = paid_grant(payer)
    if reversed_since:
        payment = Posting.objects.get(kind="PAYMENT")
        reversals.reverse(posting=payment, by=payer, words="Wrong account")
    address = upload(payer, CSV).redirect_chain[-1][0].rstrip("/")
    recused, other = signed_in(payer), signed_in(holder(Role.FINANCE_OFFICER))
    Recusal.objects.create(person=payer, case=award.case, origin="DECLARED", words="A relative")
    for ending in ("/", ".csv", ".json"):
        sent = recused.get(address + ending)
        assert "AP-9" in sent.content.decode()
        for secret in ("AP-1", "1000.00", "£1,000"):
            assert secret not in sent.content.decode()
        assert "AP-1" in other.get(address + ending).content.decode()
    assert "1 payment is left out" in recused.get(f"{address}/").content.decode()
    assert "left out: 1" in recused.get(f"{address}.json").content.decode()
    assert "1-left-out" in recused.get(f"{address}.csv")["Content-Disposition"]


@pytest.mark.django_db
def test_a_reversed_payment_is_not_looked_for_in_the_extract(payer):
    award = paid_grant(payer)
    reversals.reverse(posting=Posting.objects.get(kind="PAYMENT"), by=payer, words="Wrong account")
    pairs = books.reconciled(award.budget.fund, [entry(2, "AP-1", 1_000_00)])
    assert [pair.finding for pair in pairs] == [Finding.EXTRACT_ONLY]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "status"),
    [(CSV, 1), (CSV.rpartition("AP-9")[0], 0), ("reference,date,payee,amount\nx,y,z,1\n", 2)],
)
def test_the_command_says_by_its_status_whether_all_is_the_same(payer, tmp_path, text, status):
    paid_grant(payer)
    path = tmp_path / "payments.csv"
    path.write_text(text)
    ran = CliRunner().invoke(app, ["reconcile", str(path)])
    assert ran.exit_code == status, ran.output
    assert not ExtractLine.objects.exists()


@pytest.mark.django_db
def test_a_decision_maker_varies_an_award_within_its_budget(payer):
    award = award_of(case_at(State.DELIVERING), 5_000_00, budget_of(6_000_00))
    decider = holder(Role.DECISION_MAKER)
    page = f"/programme/cases/{award.case.reference}/award/vary/"
    client = signed_in(decider)
    once = filled(client.get(page)) | {"amount": "1000", "words": "More pensions advice"}
    assert client.post(page, once).status_code == 302
    assert client.post(page, once).status_code == 302, "the same form again is the same deed"
    assert money_of(award).awarded == 6_000_00
    again = filled(client.get(page)) | {"amount": "0.01", "words": "A penny more"}
    refused = client.post(page, again)
    assert refused.status_code == 422
    assert "has £0" in refused.content.decode()
    less = filled(client.get(page)) | {"amount": "-2000", "words": "Less is needed"}
    assert client.post(page, less).status_code == 302
    assert money_of(award).awarded == 4_000_00
    assert signed_in(payer).get(page).status_code == 403


@pytest.mark.django_db
def test_a_grant_is_not_varied_over_the_limit_of_its_kind():
    award = award_of(case_at(State.DELIVERING), 20_000_00, budget_of(60_000_00), kind="GRANT")
    client = signed_in(holder(Role.DECISION_MAKER))
    page = f"/programme/cases/{award.case.reference}/award/vary/"
    sent = filled(client.get(page)) | {"amount": "5000.01", "words": "More"}
    refused = client.post(page, sent)
    assert (refused.status_code, money_of(award).awarded) == (422, 20_000_00)
    assert "at most £25,000" in refused.content.decode()


@pytest.mark.django_db
def test_the_rest_of_an_award_is_released_after_the_case_stopped(payer):
    used = award_of(case_at(State.DELIVERING), 5_000_00)
    page = "/programme/cases/{}/award/release/"
    client = signed_in(payer)
    early = client.post(page.format(used.case.reference), {"words": "Not needed"})
    assert early.status_code == 422
    stopped = award_of(case_at(State.STOPPED), 5_000_00)
    done = client.post(page.format(stopped.case.reference), {"words": "The case stopped"})
    assert done.status_code == 302
    assert (money_of(used).committed, money_of(stopped).committed) == (5_000_00, 0)
    assert queries.available(stopped.budget) == 5_000_00


@pytest.mark.django_db
def test_a_year_is_closed_into_the_next_or_given_back(payer):
    this = financial_year(clock.today())
    budget = budget_of(9_000_00, this - 1)
    award_of(case_at(State.DELIVERING), 5_000_00, budget)
    nxt = doing.add_budget(by=payer, fund=budget.fund, code="next", name="Next", year=this)
    client = signed_in(payer)
    page = f"/programme/fund/budgets/{budget.code}/close/"
    sent = filled(client.get(page)) | {"into": "next", "words": "Carried with consent"}
    assert client.post(page, sent).status_code == 302
    assert (queries.available(budget), queries.available(nxt)) == (0, 4_000_00)
    nothing = filled(client.get(page)) | {"into": "-", "words": "Again"}
    assert client.post(page, nothing).status_code == 422
    page = "/programme/fund/budgets/next/close/"
    sent = filled(client.get(page)) | {"into": "-", "words": "Given back"}
    early = client.post(page, sent)
    assert early.status_code == 422
    assert "Close it on that day or after" in early.content.decode()
    with clock.at(datetime(this + 1, 4, 1, 12, tzinfo=UTC)):
        assert client.post(page, sent).status_code == 302
    assert Account.objects.get(kind="LAPSED").balance_pence == 4_000_00


@pytest.mark.django_db
def test_only_awards_over_a_hundred_thousand_pounds_go_to_the_public_database():
    client = signed_in(holder(Role.PROGRAMME_OFFICER))
    small = award_of(case_at(State.DELIVERING), 100_000_00)
    large = award_of(case_at(State.DELIVERING), 100_000_01)
    page = "/programme/cases/{}/award/subsidy/{}/"
    assert client.get(page.format(small.case.reference, "published")).status_code == 404
    for verb in ("given", "published"):
        sent = client.post(page.format(large.case.reference, verb), {"words": "Done today"})
        assert sent.status_code == 302
    assert set(SubsidyStep.objects.values_list("award", "kind")) == {
        (large.pk, "GIVEN"), (large.pk, "PUBLISHED"),
    }  # fmt: skip


@pytest.mark.django_db
def test_advice_is_owed_for_only_by_its_work_orders(payer):
    award = award_of(case_at(State.DELIVERING), 5_000_00)
    client = signed_in(payer)
    page = f"/programme/cases/{award.case.reference}/owe/"
    refused = client.post(page, filled(client.get(page)) | {"amount": "1", "words": "Advice"})
    assert refused.status_code == 422
    assert "work orders" in refused.content.decode()
    assert money_of(award).accrued == 0


@pytest.mark.django_db
def test_the_public_database_is_asked_of_an_award_as_it_was_varied_not_as_it_was_made():
    officer, decider = holder(Role.PROGRAMME_OFFICER), holder(Role.DECISION_MAKER)
    client = signed_in(officer)
    grown, shrunk = (
        award_of(case_at(State.DELIVERING), pence, budget_of(200_000_00))
        for pence in (90_000_00, 120_000_00)
    )
    for award, change in ((grown, 10_000_01), (shrunk, -20_000_00)):
        awards.vary_award(award=award, by=decider, pence=change, words="More", key=f"v{award.pk}")
    page = "/programme/cases/{}/award/subsidy/published/"
    assert client.get(page.format(grown.case.reference)).status_code == 200
    assert client.get(page.format(shrunk.case.reference)).status_code == 404
    case = client.get(f"/programme/cases/{grown.case.reference}/").content.decode()
    three_months = months_after(timezone.localdate(grown.decided_at), 3)
    assert f"Must be entered by {three_months:%-d %B %Y}" in case
    with pytest.raises(NotPermitted, match="more than £100,000"):
        take_subsidy_step(award=shrunk, by=officer, kind="PUBLISHED", words="Entered")
    doing.release(award=grown, by=officer, words="Not used")
    assert goes_public(grown)


@pytest.mark.django_db
@pytest.mark.parametrize("state", [State.AWARDED, State.STOPPED])
def test_nothing_is_owed_before_the_award_is_accepted_or_after_a_stop(payer, state):
    award = award_of(case_at(state), 5_000_00, kind="GRANT")
    SubsidyStep.objects.create(award=award, kind="CONFIRMED", by=payer)
    with pytest.raises(NotPermitted, match="before the team accepts"):
        awards.owe_award(award=award, by=payer, pence=1_00, words="Due", key="o")
    assert money_of(award).accrued == 0


@pytest.mark.django_db
def test_a_grant_is_owed_once_the_team_has_confirmed_its_other_assistance(payer):
    award = award_of(case_at(State.DELIVERING), 5_000_00, kind="GRANT")
    with pytest.raises(NotPermitted, match="confirm"):
        awards.owe_award(award=award, by=payer, pence=1_00, words="Due", key="o")
    awards.confirm_subsidy(award=award, by=award.case.members.get().person)
    awards.owe_award(award=award, by=payer, pence=1_00, words="Due", key="o")
    assert money_of(award).accrued == 1_00
