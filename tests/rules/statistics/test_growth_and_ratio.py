"""Growth of a series by vintage, of one body's output, and headcounts in times."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from made_readings import DAY, people, said, shipped

from mutualise.statistics.rules.evaluate import evaluate
from mutualise.statistics.rules.question import Question
from mutualise.statistics.rules.readings import Readings

SERIES = "ons:total-public-services"
YEARS = {"window_from": date(1997, 1, 1), "window_to": date(2010, 12, 31)}
FIRST_RELEASE, SECOND_RELEASE = date(2013, 4, 24), date(2014, 2, 27)


def asked(code, rows, on=DAY, **question):
    return evaluate(shipped(code), Readings.of(rows), people(), Question(on, **question))


def average(value, published, **more):
    given = {"quality": "STATED", "source_published": published,
             "source": f"release-{published}"}  # fmt: skip
    period = ("1997-01-01", "2011-01-01")
    return said(SERIES, "public-service-productivity-growth", value, period, **given | more)


def productivity(rows, **question):
    return asked("public-service-productivity-growth", rows, **YEARS | question)


def test_flat_growth_is_nought_give_or_take_its_rounding():
    found = productivity([average("0.0", FIRST_RELEASE)])
    assert (found.value, found.lower, found.upper) == (0, Decimal("-0.05"), Decimal("0.05"))
    assert found.range_kind == "rounding"


def test_claim_is_judged_by_the_vintage_it_names():
    rows = [average("0.0", FIRST_RELEASE), average("0.2", SECOND_RELEASE)]
    assert productivity(rows).value == Decimal("0.2")
    named = productivity(rows, vintage=date(2013, 12, 31))
    assert named.value == 0
    assert named.parts == {"vintage 2013-04-24": 0, "vintage 2014-02-27": Decimal("0.2")}
    assert "the release of 24 April 2013" in named.notes[0]


def test_release_not_yet_out_says_nothing():
    found = productivity([average("0.0", FIRST_RELEASE)], vintage=date(2013, 4, 23))
    assert not found.speaks
    assert "later ones did" in found.reason


def test_growth_of_other_years_is_not_the_growth_asked_about():
    assert not productivity([average("0.1", FIRST_RELEASE)], window_to=date(2012, 12, 31)).speaks


def index(year, value, published=FIRST_RELEASE, source="index-release"):
    period = (f"{year}-01-01", f"{year + 1}-01-01")
    kind = "public-service-productivity-index"
    return said(SERIES, kind, value, period, quality="STATED", source=source,
                source_published=published)  # fmt: skip


def test_index_of_one_release_gives_the_average_where_none_was_published():
    found = productivity([index(1997, 100), index(2010, "113.8")])
    assert found.value == Decimal("1.0")
    assert found.lower < found.value < found.upper
    assert (found.parts["start"], found.parts["end"]) == (100, Decimal("113.8"))


def test_index_values_of_two_releases_are_never_mixed():
    rows = [index(1997, 100, source="one"), index(2010, "113.8", source="two")]
    assert not productivity(rows).speaks


def test_average_without_a_window_asks_for_one():
    assert "from which year" in asked("public-service-productivity-growth", []).reason


def output(value, day, **more):
    return said("mycsp", "output-per-employee", value, day, **more)


def staff_growth(rows, **question):
    window = {"window_from": date(2012, 3, 31), "window_to": date(2014, 3, 31)}
    return asked("staff-productivity-growth", rows, subject="mycsp", **window | question)


def test_fifteen_per_cent_a_year_for_two_years():
    found = staff_growth([output(100, "2012-03-31"), output("132.25", "2014-03-31")])
    assert found.value == found.lower == found.upper == Decimal("15.0")


def test_growth_asserted_by_the_announcement_alone_is_no_evidence():
    rows = [said("mycsp", "staff-productivity-growth", 15, ("2012-01-01", "2015-01-01"),
                 quality="CLAIMED")]  # fmt: skip
    found = staff_growth(rows)
    assert not found.speaks
    assert found.reason == (
        "The only source is the announcement's own assertion; no method is published."
    )


def test_growth_published_with_its_method_counts():
    rows = [said("mycsp", "staff-productivity-growth", 12, ("2012-01-01", "2015-01-01"),
                 quality="OBSERVED")]  # fmt: skip
    assert staff_growth(rows).value == 12


def test_one_level_is_no_growth():
    assert not staff_growth([output(100, "2012-03-31")]).speaks


def test_contradicting_levels_give_a_range():
    rows = [output(100, "2012-03-31"), output(121, "2014-03-31", source="one"),
            output(144, "2014-03-31", source="two")]  # fmt: skip
    found = staff_growth(rows)
    assert (found.value, found.lower, found.upper) == (None, 10, 20)


@pytest.mark.parametrize("code", ["staff-productivity-growth", "headcount-ratio"])
def test_measure_of_one_body_asks_which(code):
    assert "which organisation" in asked(code, []).reason


def headcount(value, day, qualifier="=", **more):
    return said("bit", "employees", value, day, qualifier, **more)


def times(rows, **question):
    window = {"window_from": date(2014, 2, 5), "window_to": date(2014, 8, 5)}
    return asked("headcount-ratio", rows, on=date(2014, 12, 31), subject="bit", **window | question)


def test_ratio_shows_the_base_it_starts_from():
    found = times([headcount(16, "2014-02-05"), headcount(34, "2014-08-01")])
    assert found.value == found.lower == found.upper == Decimal("2.12")
    assert (found.parts["base_value"], found.parts["end_value"]) == (16, 34)
    assert "Small base: it starts from 16." in found.notes


def test_headcounts_of_launch_that_differ_give_the_range_between_the_extremes():
    rows = [headcount(13, "2014-02-05", source="one"), headcount(16, "2014-02-05", source="two"),
            headcount(32, "2014-08-05")]  # fmt: skip
    found = times(rows)
    assert (found.value, found.lower, found.upper) == (None, 2, Decimal("2.46"))


def test_headcount_too_far_from_an_end_does_not_count():
    found = times([headcount(16, "2014-02-05"), headcount(34, "2014-12-30")])
    assert "within 92 days of the end" in found.reason


def test_one_headcount_is_not_both_ends():
    found = times([headcount(16, "2014-05-05")])
    assert "same reading" in found.reason


def test_ratio_asserted_by_the_announcement_alone_is_no_evidence():
    rows = [headcount(16, "2014-02-05", quality="CLAIMED"),
            headcount(34, "2014-08-01", quality="CLAIMED")]  # fmt: skip
    assert "own assertion" in times(rows).reason


def test_about_gives_a_ratio_with_no_known_range():
    found = times([headcount(16, "2014-02-05", "~"), headcount(34, "2014-08-01")])
    assert (found.value, found.lower, found.upper) == (Decimal("2.12"), None, None)


def test_end_known_only_by_a_bound_gives_no_ratio():
    found = times([headcount(16, "2014-02-05"), headcount(30, "2014-08-01", ">")])
    assert not found.speaks


def test_ratio_is_kept_unrounded_beside_what_is_published():
    found = times([headcount(250, "2014-02-05"), headcount(499, "2014-08-01")])
    assert found.value == found.lower == found.upper == Decimal("2.00")
    assert set(found.exact) == {Fraction(499, 250)}
