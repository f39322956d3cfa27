"""A budget is for one financial year: after it nothing new is promised from it."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mutualise.programme.rules.annuality import (
    allocation_fault,
    budget_fault,
    closing_fault,
    growth_fault,
    is_over,
    promise_fault,
)
from mutualise.programme.rules.forecast import financial_year, year_end

OPENS, CLOSES = date(2025, 4, 1), date(2028, 3, 31)
DAYS = st.dates(OPENS, CLOSES)


@given(DAYS, st.integers(2025, 2027))
def test_a_year_is_over_exactly_when_a_later_one_runs(day, year):
    assert is_over(year, day) == (financial_year(day) > year)


@given(DAYS, st.integers(2025, 2027))
def test_what_may_be_promised_may_be_allocated_for_and_is_not_closed(day, year):
    """On no day but the last of a year can a budget both promise and be closed."""
    promises = promise_fault(year, OPENS, CLOSES, day) is None
    assert promises == (allocation_fault(year, day) is None)
    assert promises == (growth_fault(year, OPENS, CLOSES, day) is None)
    closes = closing_fault(year, day, None) is None
    assert promises != closes or day == year_end(year)


def test_the_last_day_of_the_year_is_the_last_on_which_an_award_is_made():
    assert promise_fault(2025, OPENS, CLOSES, date(2026, 3, 31)) is None
    said = promise_fault(2025, OPENS, CLOSES, date(2026, 4, 1))
    assert said is not None
    assert "ended on 31 March 2026" in said
    assert "whose year is not over" in said


def test_nothing_is_promised_before_the_fund_opens_or_after_it_closes():
    early = promise_fault(2025, OPENS, CLOSES, OPENS - timedelta(days=1))
    late = promise_fault(2027, OPENS, date(2027, 9, 30), date(2027, 10, 1))
    assert early is not None and "opens on 1 April 2025" in early
    assert late is not None and "closed on 30 September 2027" in late


def test_what_is_free_is_carried_into_a_later_year_that_runs_or_is_to_come():
    day = date(2027, 4, 2)
    assert closing_fault(2025, day, 2027) is None
    assert closing_fault(2025, day, 2028) is None
    for into in (2024, 2025, 2026):
        assert closing_fault(2025, day, into) is not None


def test_a_fund_has_budgets_of_the_years_it_is_open_in_alone():
    assert [year for year in range(2020, 2032) if budget_fault(year, OPENS, CLOSES) is None] == [
        2025, 2026, 2027,
    ]  # fmt: skip
