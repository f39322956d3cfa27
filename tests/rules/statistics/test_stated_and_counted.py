"""What the government said, and the register's own count set beside it."""

from datetime import date
from decimal import Decimal

import pytest
from made_readings import DAY, people, said, shipped

from mutualise.statistics.rules.evaluate import evaluate
from mutualise.statistics.rules.population import Member, Population
from mutualise.statistics.rules.question import Question
from mutualise.statistics.rules.readings import Readings


def official(kind, value, day, qualifier="=", **more):
    area = {"area": "england-and-wales", "quality": "STATED"}
    return said("sector", kind, value, day, qualifier, **area | more)


def asked(code, rows, population=None, **question):
    measure = shipped(code)
    nobody = people() if population is None else population
    return evaluate(measure, Readings.of(rows), nobody, Question(DAY, **question))


def test_latest_statement_on_or_before_the_day_counts():
    rows = [
        official("employees", 30_000, "2013-09-30"),
        official("employees", 35_000, "2014-07-23"),
        official("employees", 40_000, "2014-07-24"),
    ]
    found = asked("employees-stated", rows)
    assert (found.value, found.lower, found.upper) == (35_000, 35_000, 35_000)
    assert (found.area, found.base_count) == ("england-and-wales", 1)


def test_statement_older_than_two_years_is_no_answer():
    found = asked("employees-stated", [official("employees", 30_000, "2012-07-01")])
    assert not found.speaks
    assert "no official statement" in found.reason


@pytest.mark.parametrize(
    ("qualifier", "lower", "upper", "inclusive"),
    [(">", 3000, None, (False, True)), (">=", 3000, None, (True, True)),
     ("<", None, 3000, (True, False)), ("<=", None, 3000, (True, True))],
)  # fmt: skip
def test_stated_bound_stays_a_bound(qualifier, lower, upper, inclusive):
    found = asked(
        "additional-jobs-stated", [official("additional-jobs", 3000, "2014-07-01", qualifier)]
    )
    assert (found.value, found.lower, found.upper) == (None, lower, upper)
    assert (found.lower_inclusive, found.upper_inclusive) == inclusive
    assert found.range_kind == "bound"


def test_about_has_a_value_and_no_known_range():
    found = asked("live-mutuals-stated", [official("mutuals-live", 115, "2014-07-01", "~")])
    assert (found.value, found.lower, found.upper) == (115, None, None)


def test_statements_of_one_date_that_differ_give_the_range_they_span():
    rows = [official("mutuals-live", 66, "2014-04-30", source="one"),
            official("mutuals-live", 70, "2014-04-30", source="two")]  # fmt: skip
    found = asked("live-mutuals-stated", rows)
    assert (found.value, found.lower, found.upper) == (None, 66, 70)
    assert "differ" in found.notes[0]


def test_statement_for_another_area_is_not_an_answer():
    found = asked("employees-stated", [official("employees", 35_000, "2014-07-23")], area="wales")
    assert not found.speaks
    assert "england-and-wales" in found.reason


def test_what_could_be_said_no_more_holds_until_the_day_it_was_left_unsaid():
    cost, launches = "programme-cost-a-launch", "programme-launches-confirmed"
    rows = [said("support-programme", kind, value, day, unit=unit) for kind, value, day, unit in (
        (cost, 9_000, "2014-07-01", "GBP"), (launches, 1, "2014-07-01", "count"),
        (launches, 0, "2014-07-10", "count"), (cost, 8_000, "2014-07-23", "GBP"),
        (launches, 1, "2014-07-23", "count"))]  # fmt: skip

    def on(day):
        return evaluate(shipped(cost), Readings.of(rows), people(), Question(date(2014, 7, day)))

    assert [on(day).value for day in (1, 9, 10, 22, 23)] == [9_000, 9_000, None, None, 8_000]
    assert "said no more on 10 July 2014" in on(22).reason


def test_budget_holds_until_another_is_stated():
    rows = [said("programme", "programme-budget", 10_000_000, "2011-12-01", quality="STATED")]
    found = asked("programme-budget", rows)
    assert found.value == found.lower == found.upper == Decimal(10_000_000)


def test_claimed_figure_is_no_statement():
    rows = [official("mutuals-live", 100, "2014-07-23", quality="CLAIMED")]
    assert not asked("live-mutuals-stated", rows).speaks


def count_of(named, unclear, rows):
    members = [Member(f"in-{n}", True, None, "england") for n in range(named)]
    members += [Member(f"perhaps-{n}", False, None, "wales") for n in range(unclear)]
    return asked("live-mutuals", rows, Population.of("CO-2011", DAY, members))


def test_count_is_of_bodies_in_with_those_unclear_as_the_upper_end():
    found = count_of(90, 7, [official("mutuals-live", 100, "2014-07-23")])
    assert (found.value, found.lower, found.upper) == (90, 90, 97)
    assert found.range_kind == "definition"
    assert float(found.coverage_number) == 0.9
    assert found.speaks


def test_register_that_names_too_few_cannot_speak_for_the_whole():
    found = count_of(55, 0, [official("mutuals-live", 100, "2014-07-23")])
    assert not found.speaks
    assert found.reason == (
        "The register names 55 of the 100 officially stated (23 July 2014); "
        "the official list is not published."
    )
    assert found.value == 55


def test_official_count_of_more_than_a_number_is_set_beside_its_bound():
    found = count_of(55, 0, [official("mutuals-live", 100, "2014-07-01", ">")])
    assert "55 of the more than 100" in found.reason


def test_official_count_of_long_ago_silences_nobody():
    found = count_of(55, 5, [official("mutuals-live", 100, "2013-07-01")])
    assert found.speaks
    assert found.coverage_number == 55 / 60 or float(found.coverage_number) == 55 / 60


def test_empty_register_says_so():
    assert "names no body" in count_of(0, 0, []).reason


@pytest.mark.parametrize(
    ("first", "second", "ends"),
    [
        ((3000, ">"), (2000, "<"), (None, None)),
        ((3000, ">"), (3000, "<="), (None, None)),
        ((3000, ">="), (3000, "<="), (3000, 3000)),
        ((2000, ">"), (3000, "<"), (2000, 3000)),
        ((2500, "="), (3000, ">"), (2500, None)),
        ((2500, "="), (2000, "<"), (None, 2500)),
    ],
)
def test_statements_that_contradict_each_other_leave_open_the_end_they_differ_about(
    first, second, ends
):
    rows = [official("additional-jobs", value, "2014-07-01", sign, source=sign)
            for value, sign in (first, second)]  # fmt: skip
    found = asked("additional-jobs-stated", rows)
    assert (found.value, found.lower, found.upper) == (None, *ends)
