"""Minimal financial assistance adds up over the body that has it, not over one case (s.36)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.chronicle.refusals import NoLongerStands
from mutualise.programme.actions import fund, orders
from mutualise.programme.actions.awards import (
    confirm_subsidy,
    make_award,
    vary_award,
    withdraw_assistance,
)
from mutualise.programme.actions.stages import move
from mutualise.programme.actions.suppliers import Wrong
from mutualise.programme.models import (
    Account,
    Assistance,
    Award,
    Budget,
    Case,
    Posting,
    SubsidyStep,
)
from mutualise.programme.queries import guards
from mutualise.programme.queries.awards import headroom_of
from mutualise.programme.rules.guards import GuardsUnmet
from mutualise.programme.rules.stages import Guard, NotPermitted
from mutualise.programme.rules.states import State
from mutualise.programme.rules.subsidy import LIMIT_PENCE, window_starts
from tests.filled import filled
from tests.programme.builders import (
    award_of,
    budget_of,
    case_at,
    give_objectives_and_baseline,
    holder,
    signed_in,
)

pytestmark = pytest.mark.django_db
COUNCIL = "Exampleshire Council"


def of_council(state: State = State.DECIDING, name: str = COUNCIL) -> Case:
    case = case_at(state, parent_body=name)
    give_objectives_and_baseline(case)
    return case


def had(case: Case, pence: int, giver: str = "Combined authority", on: date | None = None) -> None:
    Assistance.objects.create(
        case=case, giver=giver, given_on=on or clock.today(), amount_pence=pence
    )


def test_awards_and_declared_aid_of_every_team_of_one_body_add_up():
    mine, second = of_council(), of_council(State.AWARDED, "The EXAMPLESHIRE council")
    other = of_council(State.AWARDED, "Elsewhere Council")
    award_of(second, 100_000_00)
    award_of(other, 50_000_00)
    had(second, 10_000_00)
    had(mine, 5_000_00)
    assert headroom_of(mine) == LIMIT_PENCE - 115_000_00


def test_aid_two_teams_both_tell_of_counts_once_and_old_aid_not_at_all():
    mine, second = of_council(), of_council()
    had(mine, 5_000_00, "The Combined Authority")
    had(second, 5_000_00, "combined authority")
    had(second, 9_000_00, on=window_starts(clock.today()).replace(month=3, day=31))
    assert headroom_of(mine) == LIMIT_PENCE - 5_000_00
    had(second, 5_000_00)
    assert headroom_of(mine) == LIMIT_PENCE - 10_000_00


def at(day: date):
    return clock.at(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


def offered(case: Case, pence: int, on: date) -> Award:
    """An award as it was offered on a day."""
    budget = budget_of(LIMIT_PENCE * 2, on.year)
    with at(on):
        award = Award.objects.create(case=case, kind="ADVICE", budget=budget, amount_pence=pence,
                                     purpose="Advice", decided_by=holder(Role.DECISION_MAKER))  # fmt: skip
        fund.commit(award=award, by=None)
    return award


def test_an_award_is_given_in_the_year_in_which_the_team_accepts_it():
    case = of_council(State.AWARDED)
    award = offered(case, 300_000_00, date(2025, 3, 30))
    SubsidyStep.objects.create(award=award, kind="CONFIRMED", by=holder(Role.DECISION_MAKER))
    with at(date(2025, 4, 2)):
        move("accept_offer", case=case, by=case.members.get().person)
    with at(date(2028, 3, 31)):
        assert headroom_of(case) == LIMIT_PENCE - 300_000_00
    with at(date(2028, 4, 1)):
        assert headroom_of(case) == LIMIT_PENCE


def test_what_is_offered_and_not_accepted_counts_whenever_the_limit_is_asked():
    case = of_council(State.AWARDED)
    offered(case, 300_000_00, date(2025, 3, 30))
    with at(date(2028, 5, 1)):
        assert headroom_of(case) == LIMIT_PENCE - 300_000_00


def test_a_variation_is_given_in_its_own_year_and_what_is_taken_back_comes_off_the_oldest():
    with at(date(2025, 5, 1)):
        case = of_council(State.DELIVERING)
    award, decider = offered(case, 100_000_00, date(2025, 5, 1)), holder(Role.DECISION_MAKER)
    with at(date(2025, 6, 1)):
        vary_award(award=award, by=decider, pence=50_000_00, words="More", key="first")
    with at(date(2026, 5, 1)):
        vary_award(award=award, by=decider, pence=-30_000_00, words="Less", key="less")
        assert headroom_of(case) == LIMIT_PENCE - 120_000_00
    varied(award, 20_000_00, date(2026, 6, 1))
    with at(date(2028, 3, 31)):
        assert headroom_of(case) == LIMIT_PENCE - 140_000_00
    with at(date(2028, 4, 1)):
        assert headroom_of(case) == LIMIT_PENCE - 20_000_00


def varied(award: Award, pence: int, on: date) -> None:
    """A variation of a day, as a posting."""
    held = Account.objects.get(award=award, kind="COMMITTED")
    free = Account.objects.get(budget=award.budget, kind="AVAILABLE")
    Posting.objects.create(kind="VARIATION", source=free, target=held, amount_pence=pence, on=on, key="late")  # fmt: skip


def test_a_second_team_of_a_body_is_not_awarded_past_the_limit(monkeypatch):
    monkeypatch.setitem(guards.CHECKS, Guard.DECIDED_BY_ANOTHER, lambda *_: True)
    budget = budget_of(900_000_00)
    award_of(of_council(State.DELIVERING), 300_000_00, budget)
    case, decider = of_council(), holder(Role.DECISION_MAKER)
    given = {"case": case, "by": decider, "kind": "ADVICE", "budget": budget, "purpose": "Advice",
             "words": "It scored well"}  # fmt: skip
    with pytest.raises(GuardsUnmet):
        make_award(**given, amount_pence=15_000_01)
    assert not Award.objects.filter(case=case).exists()
    make_award(**given, amount_pence=15_000_00)
    assert headroom_of(case) == 0


def test_a_budget_of_one_lot_is_made_shown_and_kept_to():
    budget = budget_of(100_000_00)
    payer = signed_in(holder(Role.FINANCE_OFFICER))
    given = {"name": "Legal 2026", "code": "legal-2026", "year": "2026", "lot": "LEGAL"}
    assert payer.post("/programme/fund/budgets/add/", given | {"lot": "X"}).status_code == 422
    assert payer.post("/programme/fund/budgets/add/", given).status_code == 302
    made = Budget.objects.get(code="legal-2026")
    assert (made.lot, made.fund) == ("LEGAL", budget.fund)
    assert "<td" in (page := payer.get("/programme/fund/").text) and "Legal" in page
    award = award_of(case_at(State.DELIVERING), 1_000_00, budget)
    award.budget.lot = "LEGAL"
    with pytest.raises(Wrong, match="Legal alone"):
        orders.open_competition(
            award=award, by=holder(Role.PROGRAMME_OFFICER), lot="TAX", brief="Advice", days=2,
            closes_on=date(2100, 1, 1),
        )  # fmt: skip


def test_aid_told_of_by_mistake_is_taken_back_and_stays_on_record_with_its_reason():
    case = of_council(State.AWARDED)
    lead = signed_in(case.members.get().person)
    had(case, 300_000_00)
    row, page = Assistance.objects.get(), f"/support/cases/{case.reference}/subsidy/"
    assert f"{page}{row.pk}/withdraw/" in lead.get(page).content.decode()
    assert lead.post(f"{page}{row.pk}/withdraw/", {"reason": " "}).status_code == 422
    assert headroom_of(case) == LIMIT_PENCE - 300_000_00
    assert (
        lead.post(f"{page}{row.pk}/withdraw/", {"reason": "A nought too many"}).status_code == 302
    )
    assert headroom_of(case) == LIMIT_PENCE
    assert [each.reason for each in Assistance.objects.order_by("pk")] == ["", "A nought too many"]
    assert lead.get(f"{page}{row.pk}/withdraw/").status_code == 404
    assert (
        signed_in(holder(Role.DECISION_MAKER)).get(f"{page}{row.pk}/withdraw/").status_code == 404
    )


def test_what_a_team_confirmed_is_not_taken_back_by_it():
    case = of_council(State.AWARDED)
    award, team = award_of(case, 1_000_00), case.members.get().person
    had(case, 5_000_00)
    row = Assistance.objects.get()
    confirm_subsidy(award=award, by=team)
    page = f"/support/cases/{case.reference}/subsidy/"
    assert "Take back" not in signed_in(team).get(page).content.decode()
    refused = signed_in(team).post(f"{page}{row.pk}/withdraw/", {"reason": "Not ours"})
    assert refused.status_code == 422
    assert "Write to the programme office" in refused.content.decode()
    assert headroom_of(case) == LIMIT_PENCE - 6_000_00


def test_a_row_put_in_place_of_another_is_not_confirmed_unread():
    case = of_council(State.AWARDED)
    award, team = award_of(case, 1_000_00), case.members.get().person
    had(case, 5_000_00)
    client, page = signed_in(team), f"/support/cases/{case.reference}/subsidy/"
    read = filled(client.get(page))["read"]
    withdraw_assistance(row=Assistance.objects.get(), by=team, reason="Not ours")
    had(case, 300_000_00)
    refused = client.post(page, {"confirm": "yes", "read": read})
    assert refused.status_code == 422
    assert "changed meanwhile" in refused.content.decode()
    with pytest.raises(NoLongerStands):
        confirm_subsidy(award=award, by=team, read=read)
    confirm_subsidy(award=award, by=team, read=filled(client.get(page))["read"])


def test_a_team_does_not_confirm_what_is_past_the_limit_and_is_told_by_how_much():
    case = of_council(State.AWARDED)
    award_of(case, 100_000_00)
    had(case, 220_000_50)
    lead, page = signed_in(case.members.get().person), f"/support/cases/{case.reference}/subsidy/"
    shown = lead.get(page).content.decode()
    assert "The limit is passed by £5,000.50 with this award" in shown
    assert "I confirm" not in shown
    with pytest.raises(NotPermitted, match="make this one smaller"):
        confirm_subsidy(award=case.award, by=case.members.get().person)


def test_aid_of_a_day_to_come_is_refused():
    case = of_council(State.AWARDED)
    lead, day = signed_in(case.members.get().person), clock.today() + timedelta(days=1)
    sent = {"giver": "G", "amount": "5", "given_on-day": day.day, "given_on-month": day.month, "given_on-year": day.year}  # fmt: skip
    refused = lead.post(f"/support/cases/{case.reference}/subsidy/", sent)
    assert refused.status_code == 422
    assert "must not be in the future" in refused.content.decode()
    assert not Assistance.objects.exists()
