"""Additional jobs: transferred staff are none, and the parts of a headcount must balance."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_readings import DAY, bodies, lenient, people, said, shipped

from mutualise.statistics.rules.balance import Headcount, UnbalancedHeadcount, balance
from mutualise.statistics.rules.evaluate import evaluate
from mutualise.statistics.rules.population import Member, Population
from mutualise.statistics.rules.question import Question
from mutualise.statistics.rules.readings import Readings
from mutualise.statistics.rules.versions import as_version

START, END = "2011-07-23", "2014-07-23"


def jobs(rows, population, measure=None, before=None, **asked):
    question = Question(DAY, years=3, **asked)
    measure = measure or lenient("additional-jobs")
    return evaluate(measure, Readings.of(rows), population, question, before=before)


def ends(code, start, end):
    return [said(code, "employees", start, START), said(code, "employees", end, END)]


def test_growth_made_of_transferred_staff_is_no_additional_job():
    rows = [*ends("a", 100, 370), said("a", "staff-transferred-in", 571, "2012-04-01")]
    found = jobs(rows, people("a"), shipped("additional-jobs"))
    assert found.value == -301
    assert (found.parts["stock_change"], found.parts["transfers"]) == (270, 571)


def test_staff_transferred_out_are_not_jobs_lost():
    rows = [*ends("a", 100, 80), said("a", "staff-transferred-out", 30, "2013-04-01")]
    assert jobs(rows, people("a")).value == 10


def test_change_runs_from_launch_where_that_is_later():
    launched = date(2013, 4, 1)
    rows = [
        said("a", "employees", 900, START),
        said("a", "employees", 100, "2013-04-10"),
        said("a", "staff-transferred-in", 100, "2013-04-01"),
        said("a", "employees", 130, END),
    ]
    population = Population.of("CO-2011", DAY, [Member("a", True, launched, "england")])
    assert jobs(rows, population).value == 30


def test_transfer_of_the_first_day_or_after_the_end_is_outside_the_window():
    rows = [
        *ends("a", 100, 130),
        said("a", "staff-transferred-in", 7, START),
        said("a", "staff-transferred-in", 11, "2014-07-24"),
    ]
    assert jobs(rows, people("a")).value == 30


def test_body_measured_once_is_imputed_by_the_change_of_the_others():
    rows = [each for code in bodies(10) for each in ends(code, 100, 110)]
    rows.append(said("once", "employees", 100, END))
    found = jobs(rows, people("once", *bodies(10)), shipped("additional-jobs"))
    assert found.value == 110
    assert found.imputed == ("once",)
    assert found.coverage_number == Fraction(10, 11)


def test_body_never_measured_adds_nothing_to_the_value_and_its_share_to_the_range():
    rows = [each for code in bodies(10) for each in ends(code, 100, 110)]
    found = jobs(rows, people("never", *bodies(10)))
    assert (found.value, found.lower, found.upper) == (100, 100, 110)


def test_too_few_bodies_measured_at_both_ends_is_silence_with_the_parts_shown():
    rows = [*ends("body-000", 100, 110)]
    found = jobs(rows, people(*bodies(10)), shipped("additional-jobs"))
    assert (found.value, found.speaks) == (None, False)
    assert "1 of the 10 bodies were measured at both ends" in found.reason
    assert found.parts["organic"] == 10


def test_one_reading_near_both_ends_is_no_change():
    rows = [said("a", "employees", 100, "2011-09-01"), *ends("b", 10, 12)]
    assert jobs(rows, people("a", "b")).base_count == 1


def test_bodies_that_closed_are_shown_beside_the_figure():
    rows = [*ends("a", 100, 110), said("gone", "employees", 60, START)]
    found = jobs(rows, people("a"), before=people("a", "gone", on=date(2011, 7, 23)))
    assert found.value == 10
    assert found.parts["closed_since_start"] == 60
    assert "left the population during the window: 1 body" in found.notes[-1]


def flows(code, hires, leavers):
    window = ("2011-07-24", "2014-07-24")
    return [said(code, "hires", hires, window), said(code, "leavers", leavers, window)]


def test_body_whose_parts_do_not_balance_is_refused_with_the_reason():
    rows = [*ends("a", 100, 130), *flows("a", 50, 20), *ends("b", 100, 130), *flows("b", 50, 21)]
    found = jobs(rows, people("a", "b"))
    assert found.parts["organic"] == 30
    assert found.base_count == 1
    assert "b: the end headcount is 1 more than" in found.notes[0]


def test_parts_given_for_some_of_the_window_are_not_held_to_balance():
    some = said("a", "hires", 5, ("2012-01-01", "2013-01-01"))
    left = said("a", "leavers", 1, ("2012-01-01", "2013-01-01"))
    assert jobs([*ends("a", 100, 130), some, left], people("a")).value == 30


PEOPLE = st.integers(0, 10_000).map(Fraction)


@given(PEOPLE, PEOPLE, PEOPLE, PEOPLE, PEOPLE)
def test_identity_holds_for_the_end_it_defines_and_for_no_other(start, came, went, hires, left):
    end = start + came - went + hires - left
    whole = Headcount(start, end, came, went, hires, left)
    balance("a", whole)
    assert whole.organic_change == hires - left
    with pytest.raises(UnbalancedHeadcount) as refused:
        balance("a", Headcount(start, end + 3, came, went, hires, left))
    assert refused.value.gap == 3


def test_headcount_without_hires_or_leavers_has_nothing_to_balance():
    balance("a", Headcount(Fraction(1), Fraction(5)))


YEAR = ("2012-04-01", "2013-04-01")


def launched_in_april(start, end, *rows):
    """Ten bodies launched on 1 April 2012 with what they returned for the year from that day."""
    members = [Member(code, True, date(2012, 4, 1), "england") for code in bodies(10)]
    given = [
        said(code, kind, value, period, qualifier)
        for code in bodies(10)
        for kind, value, period, qualifier in (
            ("employees", start, "2012-04-01", "="), ("employees", end, "2014-04-01", "="), *rows,
        )
    ]  # fmt: skip
    return given, Population.of("CO-2011", DAY, members)


def test_staff_transferred_in_a_year_that_begins_at_launch_are_no_additional_jobs():
    transferred = ("staff-transferred-in", 50, YEAR, "=")
    found = jobs(*launched_in_april(100, 150, transferred), shipped("additional-jobs"))
    assert (found.value, found.lower, found.upper) == (0, 0, 0)


def test_earlier_versions_take_a_flow_by_its_first_day_as_they_did():
    transferred = ("staff-transferred-in", 50, YEAR, "=")
    given, population = launched_in_april(100, 150, transferred)
    for version in (1, 2):
        measure = as_version(shipped("additional-jobs"), version)
        assert jobs(given, population, measure).value == 500


def test_period_that_reaches_out_of_the_window_counts_by_its_longer_part_and_widens_the_range():
    mostly_inside = ("staff-transferred-in", 50, ("2012-03-01", "2013-03-01"), "=")
    found = jobs(*launched_in_april(100, 150, mostly_inside))
    assert (found.value, found.lower, found.upper) == (0, 0, 500)
    mostly_before = ("staff-transferred-out", 50, ("2011-05-01", "2012-05-01"), "=")
    found = jobs(*launched_in_april(100, 150, mostly_before))
    assert (found.value, found.lower, found.upper) == (500, 500, 1000)


def test_hires_of_the_year_of_launch_are_held_to_balance():
    flows = [(kind, number, ("2012-04-01", "2014-04-01"), "=") for kind, number in
             (("staff-transferred-in", 40), ("hires", 100), ("leavers", 70))]  # fmt: skip
    assert jobs(*launched_in_april(500, 570, *flows)).base_count == 10
    unbalanced = jobs(*launched_in_april(500, 560, *flows))
    assert unbalanced.base_count == 0
    assert "10 fewer than" in unbalanced.notes[0]


def test_transfers_on_which_sources_differ_give_a_range():
    rows = [*ends("a", 100, 300)]
    rows += [said("a", "staff-transferred-in", each, "2012-07-01", source=f"s{each}")
             for each in (100, 180)]  # fmt: skip
    found = jobs(rows, people("a"))
    assert (found.value, found.lower, found.upper) == (60, 20, 100)
    assert found.range_kind == "bound"


def test_hires_known_by_a_bound_refuse_only_a_body_they_cannot_fit():
    window = ("2011-07-24", "2014-07-24")
    given = [said("a", "leavers", 80, window), said("a", "hires", 100, window, ">=")]
    assert jobs([*ends("a", 100, 130), *given], people("a")).base_count == 1


def test_transfers_known_by_a_bound_give_jobs_known_by_a_bound():
    moved = said("a", "staff-transferred-in", 150, "2012-07-01", ">")
    found = jobs([*ends("a", 100, 300), moved], people("a"))
    assert (found.value, found.lower, found.upper) == (None, None, 50)
