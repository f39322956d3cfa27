"""Every form in which sources give dates becomes one half-open interval."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualise.evidence.rules import period
from mutualise.evidence.rules.period import Precision

READ = [
    ("2014", "2014-01-01", "2015-01-01", Precision.YEAR),
    ("2014-07", "2014-07-01", "2014-08-01", Precision.MONTH),
    ("2014-12", "2014-12-01", "2015-01-01", Precision.MONTH),
    ("2014-07-23", "2014-07-23", "2014-07-24", Precision.DAY),
    (" 2014-07-23 ", "2014-07-23", "2014-07-24", Precision.DAY),
    ("2012-02-29", "2012-02-29", "2012-03-01", Precision.DAY),
    ("2013 or 2014", "2013-01-01", "2015-01-01", Precision.EITHER),
    ("2012-13", "2012-04-01", "2013-04-01", Precision.FINANCIAL_YEAR),
    ("1999-00", "1999-04-01", "2000-04-01", Precision.FINANCIAL_YEAR),
    ("2011-12", "2011-12-01", "2012-01-01", Precision.MONTH),
    ("2011/12", "2011-04-01", "2012-04-01", Precision.FINANCIAL_YEAR),
    ("FY2011-12", "2011-04-01", "2012-04-01", Precision.FINANCIAL_YEAR),
    ("FY2021", "2020-04-01", "2021-04-01", Precision.FINANCIAL_YEAR),
    ("1997-2010", "1997-01-01", "2011-01-01", Precision.SPAN),
    ("1997\u20132010", "1997-01-01", "2011-01-01", Precision.SPAN),
    ("2011-04/2011-12", "2011-04-01", "2012-01-01", Precision.SPAN),
    ("2014-02-05/2014-08-05", "2014-02-05", "2014-08-06", Precision.SPAN),
    ("2014-07-23/2014", "2014-07-23", "2015-01-01", Precision.SPAN),
]


@pytest.mark.parametrize(("text", "valid_from", "valid_until", "precision"), READ)
def test_period_is_read_in_every_form_of_the_sources(text, valid_from, valid_until, precision):
    read = period.parse_period(text)
    assert (read.valid_from.isoformat(), read.valid_until.isoformat()) == (
        valid_from,
        valid_until,
    )
    assert read.precision is precision


@pytest.mark.parametrize(
    "text",
    [
        "2014-13-01",
        "2014-02-30",
        "2013-02-29",
        "2012-14",
        "14",
        "July",
        "undated",
        "2014-",
        "/2014",
        "2014/",
        "2014-7-3",
        "1789",
        "2300",
        "20141",
        "2014-07-23T10:00",
        "FY14",
        "٢٠١٤",
    ]
    + [
        "2013 or",
        "2013 and 2014",
        "3 years to 2014-07",
        "2" * 5000,
        "2014\n2015",
        "2010-2300",
    ],
)
def test_period_is_refused_with_a_remedy_when_it_is_no_period(text):
    with pytest.raises(period.PeriodUnreadable) as refusal:
        period.parse_period(text)
    assert refusal.value.remedy
    assert refusal.value.remedy in str(refusal.value)
    assert len(str(refusal.value)) < 300


def test_an_empty_period_is_refused_because_an_undated_fact_has_none():
    with pytest.raises(period.PeriodUnreadable, match="undated"):
        period.parse_period("  ")


@pytest.mark.parametrize("text", ["2014 or 2013", "2010-1997", "2014-07/2014-06", "2015/2014"])
def test_period_that_ends_before_it_starts_is_refused(text):
    with pytest.raises(period.PeriodEndsBeforeItStarts, match="earlier date first"):
        period.parse_period(text)


def test_event_lies_between_the_first_and_the_last_day_of_its_text():
    assert period.parse_date_range("2013 or 2014") == (
        date(2013, 1, 1),
        date(2014, 12, 31),
    )
    assert period.parse_date_range("2016-10") == (date(2016, 10, 1), date(2016, 10, 31))
    assert period.parse_date_range("2019-01-31") == (
        date(2019, 1, 31),
        date(2019, 1, 31),
    )


days = st.dates(min_value=date(1800, 1, 1), max_value=date(2199, 12, 30))


@given(days)
def test_a_day_covers_itself_and_neither_neighbour(day):
    read = period.parse_period(day.isoformat())
    assert read.covers(day)
    assert not read.covers(day - timedelta(days=1))
    assert not read.covers(day + timedelta(days=1))


@given(days)
def test_month_and_year_of_a_day_cover_it_and_hold_one_another(day):
    month, year = (period.parse_period(day.isoformat()[:size]) for size in (7, 4))
    assert year.valid_from <= month.valid_from <= day < month.valid_until <= year.valid_until


@given(days, days)
def test_an_interval_runs_from_its_first_day_to_its_last_in_either_order_of_asking(one, other):
    first, last = sorted((one, other))
    read = period.parse_period(f"{first}/{last}")
    assert (read.valid_from, read.last_day) == (first, last)
    if first != last:
        with pytest.raises(period.PeriodEndsBeforeItStarts):
            period.parse_period(f"{last}/{first}")


@given(st.integers(1801, 2198))
def test_financial_years_follow_one_another_without_gap_or_overlap(year):
    this, following = (
        period.parse_period(f"FY{year}"),
        period.parse_period(f"FY{year + 1}"),
    )
    assert this.valid_until == following.valid_from
    assert period.parse_period(f"{year - 1}/{year % 100:02}") == this


@given(st.text(max_size=30))
def test_any_text_is_a_period_or_refused_with_a_remedy(text):
    try:
        read = period.parse_period(text)
    except (period.PeriodUnreadable, period.PeriodEndsBeforeItStarts) as refusal:
        assert refusal.remedy
    else:
        assert read.valid_from < read.valid_until
