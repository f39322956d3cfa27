"""Money of the fund as officers move it: the ledger always agrees with itself."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualise.accounts.permissions import NotAllowed
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.actions import awards, fund, reversals
from mutualise.programme.models import Account, CaseEvent, Letter, Posting
from mutualise.programme.queries.awards import money_of
from mutualise.programme.queries.fund import position
from mutualise.programme.rules.stages import Guard
from mutualise.programme.rules.states import State
from tests.programme.builders import (
    award_of,
    budget_of,
    case_at,
    give_objectives_and_baseline,
    holder,
    stranger,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


@pytest.fixture
def decided_by_another(monkeypatch):
    from mutualise.programme.queries import guards

    monkeypatch.setitem(guards.CHECKS, Guard.DECIDED_BY_ANOTHER, lambda *_: True)


def ready_case():
    case = case_at(State.DECIDING)
    give_objectives_and_baseline(case)
    return case


def make(case, budget, pence, **more):
    given_ = {"kind": "ADVICE", "purpose": "Legal advice", "words": "Strong case"} | more
    return awards.make_award(
        case=case, by=holder(Role.DECISION_MAKER), budget=budget, amount_pence=pence, **given_
    )


def test_a_fund_opens_with_its_ceiling_and_is_allocated(payer):
    made = fund.open_fund(
        by=payer, code="msp", name="Mutuals Support Programme", ceiling_pence=10_000_000_00,
        opens_on=DAY, closes_on=date(2029, 3, 31),
    )  # fmt: skip
    budget = fund.add_budget(by=payer, fund=made, code="msp-2026", name="2026 to 2027", year=2026)
    fund.allocate(by=payer, budget=budget, pence=3_000_000_00, words="First year", key="a")
    fund.allocate(by=payer, budget=budget, pence=-1_000_000_00, words="Too much", key="b")
    with pytest.raises(fund.FundExhausted, match="£8,000,000;"):
        fund.allocate(by=payer, budget=budget, pence=9_000_000_00, words="More", key="c")
    line = position(made).whole
    assert line["UNALLOCATED"] == 8_000_000_00
    assert line["AVAILABLE"] == 2_000_000_00
    assert line.total == made.ceiling_pence


def test_only_a_finance_officer_moves_money():
    budget = budget_of(100_00)
    for person in (stranger(), holder(Role.PROGRAMME_OFFICER)):
        with pytest.raises(NotAllowed):
            fund.allocate(by=person, budget=budget, pence=-1_00, words="x", key="k")


def test_each_deed_of_money_is_refused_to_whoever_lacks_its_role():
    budget, officer = budget_of(100_00), holder(Role.PROGRAMME_OFFICER)
    award = award_of(case_at(State.DELIVERING), 10_00, budget)
    posting, day = Posting.objects.filter(target__award=award).get(), date(2026, 6, 1)
    deeds = {
        "open a fund": lambda by: fund.open_fund(
            by=by, code="f", name="F", ceiling_pence=1, opens_on=day, closes_on=date(2027, 1, 1)),
        "add a budget": lambda by: fund.add_budget(by=by, fund=budget.fund, code="b", name="B", year=2026),
        "close a year": lambda by: fund.close_year(by=by, budget=budget, into=None, words="x", key="y"),
        "pay": lambda by: fund.pay(
            award=award, amount_pence=1, by=by, on=day, reference="R", key="p"),
        "reverse": lambda by: reversals.reverse(posting=posting, by=by, words="x"),
        "vary": lambda by: fund.vary(award=award, amount_pence_change=-1, by=by, words="x", key="v"),
    }  # fmt: skip
    before = Posting.objects.count()
    for name, deed in deeds.items():
        # Not even the other role of the money may: a finance officer varies no award.
        other = Role.FINANCE_OFFICER if name == "vary" else Role.DECISION_MAKER
        for person in (stranger(), officer, holder(other)):
            with pytest.raises(NotAllowed):
                deed(person)
    assert Posting.objects.count() == before


def test_a_fund_without_a_ceiling_or_that_closes_before_it_opens_is_refused():
    payer, day = holder(Role.FINANCE_OFFICER), date(2026, 6, 1)
    for ceiling, closes in ((0, date(2027, 1, 1)), (-1, date(2027, 1, 1)), (1, day)):
        with pytest.raises(fund.PostingRefused, match="ceiling over nothing"):
            fund.open_fund(by=payer, code="f", name="F", ceiling_pence=ceiling, opens_on=day, closes_on=closes)  # fmt: skip


@pytest.mark.usefixtures("decided_by_another")
def test_an_award_commits_its_money_and_moves_the_case_or_does_neither():
    budget, case = budget_of(50_000_00), ready_case()
    with pytest.raises(fund.FundExhausted, match="£50,000"):
        make(case, budget, 50_000_01)
    assert not CaseEvent.objects.filter(case=case, name="award").exists()
    award = make(case, budget, 50_000_00)
    assert money_of(award).committed == 50_000_00
    assert position(budget.fund).whole["AVAILABLE"] == 0


@pytest.mark.usefixtures("decided_by_another")
def test_the_team_is_told_of_its_award_with_reasons_amount_and_next_step():
    case = ready_case()
    with pytest.raises(fund.FundExhausted):
        make(case, budget_of(1_00), 12_500_00)
    assert not Letter.objects.filter(case=case).exists()
    make(case, budget_of(12_500_00), 12_500_00, words="It scored best of its round",
         conditions="Consult the staff first", finish_by=date(2027, 3, 31))  # fmt: skip
    letter = Letter.objects.get(case=case, template="awarded")
    assert (letter.to, letter.template) == (case.members.get().person.email, "awarded")
    for said in ("£12,500", "Legal advice", "It scored best of its round", "31 March 2027",
                 "Consult the staff first", "accept the award"):  # fmt: skip
        assert said in letter.body


@pytest.mark.usefixtures("decided_by_another")
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "GRANT", "pence": 25_000_01}, "amount"),
        ({"kind": "MATCH"}, "match"),
        ({"match_pence": 1}, "match"),
        ({"kind": "GIFT"}, "kind"),
        ({"purpose": " "}, "purpose"),
        ({"finish_by": date(2020, 1, 1)}, "finish_by"),
    ],
)
def test_an_award_against_the_limits_of_its_kind_is_refused(change, field):
    pence = change.pop("pence", 1_000_00)
    with pytest.raises(awards.AwardRefused) as refusal:
        make(ready_case(), budget_of(100_000_00), pence, **change)
    assert [name for name, _ in refusal.value.faults] == [field]


@pytest.mark.usefixtures("decided_by_another")
def test_an_award_past_the_limit_on_minimal_financial_assistance_is_refused():
    from mutualise.programme.rules.guards import GuardsUnmet

    case = ready_case()
    awards.add_assistance(
        case=case, by=case.members.get().person, giver="The council", given_on=DAY,
        amount_pence=300_000_00,
    )  # fmt: skip
    with pytest.raises(GuardsUnmet, match="minimal financial assistance"):
        make(case, budget_of(100_000_00), 15_000_01)
    make(case, budget_of(100_000_00), 15_000_00)


def test_an_award_is_accepted_only_within_the_limit_with_what_the_team_told_of_since():
    from mutualise.programme.actions.stages import move
    from mutualise.programme.rules.guards import GuardsUnmet

    cases = [case_at(State.AWARDED) for _ in range(2)]
    for case, others in zip(cases, (215_000_01, 215_000_00), strict=True):
        lead, award = case.members.get().person, award_of(case, 100_000_00)
        awards.confirm_subsidy(award=award, by=lead)
        awards.add_assistance(
            case=case, by=lead, giver="The council", given_on=DAY, amount_pence=others
        )
    over, within = cases
    with pytest.raises(GuardsUnmet, match="minimal financial assistance"):
        move("accept_offer", case=over, by=over.members.get().person)
    move("accept_offer", case=within, by=within.members.get().person)


def test_the_same_deed_twice_posts_once_and_another_under_its_key_is_refused(payer):
    award = award_of(case_at(), 100_00)
    first = fund.accrue(award=award, amount_pence=40_00, by=payer, on=DAY, words="Part", key="k")
    again = fund.accrue(award=award, amount_pence=40_00, by=payer, on=DAY, words="Part", key="k")
    assert again == first
    with pytest.raises(fund.PostingRefused):
        fund.accrue(award=award, amount_pence=41_00, by=payer, on=DAY, words="Part", key="k")
    assert money_of(award).accrued == 40_00


def test_a_payment_is_reversed_by_another_posting_and_once(payer):
    award = award_of(case_at(), 100_00)
    fund.accrue(award=award, amount_pence=40_00, by=payer, on=DAY, words="Part", key="k")
    paid = fund.pay(award=award, amount_pence=40_00, by=payer, on=DAY, reference="P1", key="p")
    with pytest.raises(fund.PostingRefused, match="why"):
        reversals.reverse(posting=paid, by=payer, words=" ")
    reversals.reverse(posting=paid, by=payer, words="Paid to the wrong account")
    assert money_of(award).paid == 0
    with pytest.raises(fund.PostingRefused, match="already"):
        reversals.reverse(posting=paid, by=payer, words="Again")


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["allocate", "unallocate", "commit", "vary", "accrue", "pay", "release", "reverse", "year"]),
        st.integers(min_value=1, max_value=700_00),
    ),
    max_size=25,
)  # fmt: skip


@settings(max_examples=30)
@given(deeds=DEEDS)
def test_any_sequence_of_deeds_leaves_a_ledger_that_agrees_with_itself(deeds):
    payer, decider = holder(Role.FINANCE_OFFICER), holder(Role.DECISION_MAKER)
    budget = budget_of(1_000_00)
    award = award_of(case_at(), 300_00, budget)
    for number, (verb, pence) in enumerate(deeds):
        key = f"{award.pk}-{number}"
        with (
            suppress(fund.FundExhausted, fund.PostingRefused, IntegrityError),
            transaction.atomic(),
        ):
            do(verb, pence, key, budget, award, payer, decider)
        agrees(budget.fund)


def do(verb, pence, key, budget, award, payer, decider):
    if verb in ("allocate", "unallocate"):
        sign = 1 if verb == "allocate" else -1
        fund.allocate(by=payer, budget=budget, pence=sign * pence, words="x", key=key)
    elif verb == "commit":
        award_of(case_at(), pence, budget)
    elif verb == "vary":
        change = pence if pence % 2 else -pence
        fund.vary(award=award, amount_pence_change=change, by=decider, words="x", key=key)
    elif verb == "accrue":
        fund.accrue(award=award, amount_pence=pence, by=payer, on=DAY, words="x", key=key)
    elif verb == "pay":
        fund.pay(award=award, amount_pence=pence, by=payer, on=DAY, reference="P", key=key)
    elif verb == "release":
        fund.release(award=award, by=payer, words="x")
    elif verb == "year":
        with clock.at(datetime(budget.year + 1, 4, 1, 12, tzinfo=UTC)):
            fund.close_year(by=payer, budget=budget, into=None, words="x", key=key)
    else:
        last = Posting.objects.filter(source__fund=budget.fund).order_by("-pk").first()
        reversals.reverse(posting=last, by=payer, words="x")


def agrees(of) -> None:
    accounts = list(Account.objects.filter(fund=of))
    for account in accounts:
        there = sum(p.amount_pence for p in Posting.objects.filter(target=account))
        away = sum(p.amount_pence for p in Posting.objects.filter(source=account))
        assert account.balance_pence == there - away >= account.floor_pence
    assert sum(account.balance_pence for account in accounts) == 0
    now, then = position(of), position(of, date(2100, 1, 1))
    assert now.whole.total == of.ceiling_pence
    assert now.whole.held == then.whole.held


def test_a_finance_officer_opens_a_fund_through_the_pages():
    from tests.filled import filled
    from tests.programme.builders import signed_in

    client = signed_in(holder(Role.FINANCE_OFFICER))
    assert "Open one" in client.get("/programme/fund/").content.decode()
    days = {"opens_on-day": 1, "opens_on-month": 4, "opens_on-year": 2026,
            "closes_on-day": 31, "closes_on-month": 3, "closes_on-year": 2029}  # fmt: skip
    sound = {"name": "Support fund", "code": "support", "ceiling": "10,000,000"} | days
    for wrong in ({"code": "Not a code"}, {"ceiling": "much"}, {"ceiling": "0"}, {"closes_on-year": 2025}):  # fmt: skip
        assert client.post("/programme/fund/open/", sound | wrong).status_code == 422
    assert client.post("/programme/fund/open/", sound).status_code == 302
    assert client.post("/programme/fund/open/", sound).status_code == 422
    budget = {"name": "2026 to 2027", "code": "support-2026", "year": "2026"}
    assert client.post("/programme/fund/budgets/add/", budget).status_code == 302
    address = "/programme/fund/budgets/support-2026/allocate/"
    given = filled(client.get(address)) | {"amount": "1,000,000.50", "words": "First year"}
    for _ in range(2):
        assert client.post(address, given).status_code == 302
    over = filled(client.get(address)) | {"amount": "9,500,000", "words": "More"}
    assert "Ask for less" in client.post(address, over).content.decode()
    assert "£1,000,000.50" in client.get("/support/fund/").content.decode()
