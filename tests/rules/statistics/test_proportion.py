"""Staff who feel trusted: the interval against published tables, and what silence can hide."""

from decimal import Decimal
from fractions import Fraction
from math import comb

import pytest
from made_readings import DAY, people, said, shipped

from mutualise.statistics.rules.evaluate import evaluate
from mutualise.statistics.rules.interval import nonresponse_bounds, t_95, wilson
from mutualise.statistics.rules.question import Question
from mutualise.statistics.rules.readings import Readings


def trusted(*rows):
    question = Question(DAY, subject="chcp")
    return evaluate(shipped("staff-feel-trusted"), Readings.of(rows), people(), question)


def survey(value, day="2013-05-01", qualifier="=", **more):
    return said("chcp", "staff-feel-trusted", value, day, qualifier, unit="per cent", **more)


# Newcombe, Statistics in Medicine 17 (1998), table I, score method without correction.
@pytest.mark.parametrize(
    ("yes", "asked", "lower", "upper"),
    [
        (81, 263, "0.2553", "0.3662"),
        (15, 148, "0.0624", "0.1605"),
        (0, 20, "0.0000", "0.1611"),
        (1, 29, "0.0061", "0.1718"),
    ],
)
def test_interval_is_that_of_the_published_table(yes, asked, lower, upper):
    low, high = wilson(Fraction(yes, asked), asked=asked, population=None)
    assert (f"{float(low):.4f}", f"{float(high):.4f}") == (lower, upper)


def test_complete_census_has_no_interval_and_a_larger_share_a_narrower_one():
    share = Fraction(9, 10)
    assert wilson(share, asked=50, population=50) == (share, share)
    widths = [
        high - low
        for low, high in (wilson(share, asked=50, population=n) for n in (60, 100, 1000, None))
    ]
    assert widths == sorted(widths)


@pytest.mark.parametrize("asked", [30, 100, 200])
def test_interval_holds_the_truth_in_the_share_of_samples_it_promises(asked):
    staff, yes = 350, 322
    held = Fraction(0)
    for found in range(max(0, asked - staff + yes), min(yes, asked) + 1):
        low, high = wilson(Fraction(found, asked), asked=asked, population=staff)
        if low <= Fraction(yes, staff) <= high:
            held += Fraction(
                comb(yes, found) * comb(staff - yes, asked - found), comb(staff, asked)
            )
    assert 0.92 <= held <= 0.98


@pytest.mark.parametrize(
    ("degrees", "point"), [(1, 12.706), (30, 2.042), (40, 2.021), (60, 2.000), (120, 1.980)]
)
def test_t_points_are_those_of_printed_tables(degrees, point):
    assert round(t_95(degrees), 3) == point


def test_result_of_a_survey_has_interval_response_rate_and_the_bounds_of_silence():
    found = trusted(survey(91, base="respondents", base_count=700, population_count=1400))
    assert (found.value, found.lower, found.upper) == (91, Decimal("89.4"), Decimal("92.4"))
    assert found.coverage_number == Fraction(1, 2)
    assert found.denominator == "those who answered"
    assert found.parts["if_all_silent_said_no"] == Decimal("45.5")
    assert found.parts["if_all_silent_said_yes"] == Decimal("95.5")
    assert (found.base_count, found.population_count) == (700, 1400)


def test_bounds_of_silence_need_no_assumption():
    low, high = nonresponse_bounds(Fraction(1, 2), answered=10, population=100)
    assert (low, high) == (Fraction(5, 100), Fraction(95, 100))


def test_result_whose_number_of_answers_is_not_published_has_no_range():
    found = trusted(survey(91))
    assert (found.value, found.lower, found.upper, found.speaks) == (91, None, None, True)
    assert "number asked is not published" in found.notes[0]


def test_small_base_and_low_response_are_said():
    found = trusted(survey(90, base="respondents", base_count=20, population_count=100))
    assert "Small base: 20 answers." in found.notes
    assert "Only 20% of those asked answered." in found.notes


def test_announcement_saying_over_ninety_is_no_survey():
    found = trusted(survey(90, qualifier=">", quality="CLAIMED"))
    assert not found.speaks
    assert "own assertion" in found.reason


def test_bound_in_a_report_stays_a_bound():
    found = trusted(survey(90, qualifier=">", quality="OBSERVED"))
    assert (found.value, found.lower, found.lower_inclusive) == (None, 90, False)


def test_survey_of_long_ago_is_no_answer():
    assert "No survey result" in trusted(survey(91, "2010-01-01")).reason


def test_body_must_be_named():
    found = evaluate(shipped("staff-feel-trusted"), Readings.of([]), people(), Question(DAY))
    assert "which organisation" in found.reason
