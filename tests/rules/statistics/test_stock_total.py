"""People employed: planted truths for what is fresh, old, missing, a bound, or in conflict."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from made_readings import DAY, LATER, bodies, lenient, people, said, shipped

from mutualise.statistics.rules.amounts import Amounts
from mutualise.statistics.rules.evaluate import evaluate
from mutualise.statistics.rules.imputation import Donors, impute
from mutualise.statistics.rules.population import Member, Population
from mutualise.statistics.rules.question import Question
from mutualise.statistics.rules.readings import Readings


def employed(rows, population, measure=None, **asked):
    return evaluate(
        measure or lenient("employees"), Readings.of(rows), population, Question(DAY, **asked)
    )


def staff(code, value, day="2014-03-31", qualifier="=", **more):
    return said(code, "employees", value, day, qualifier, **more)


def test_every_body_fresh_is_an_exact_total_with_full_coverage():
    found = employed([staff("a", 100), staff("b", 900)], people("a", "b"), shipped("employees"))
    assert (found.value, found.lower, found.upper) == (1000, 1000, 1000)
    assert found.coverage_number == found.coverage_weight == 1
    assert (found.largest, found.largest_share) == ("b", Fraction(9, 10))
    assert found.imputed_share == 0
    assert found.evidence_until == date(2014, 3, 31)
    assert (found.speaks, found.range_kind) == (True, "none")


def test_newest_reading_on_or_before_the_day_counts():
    rows = [staff("a", 90, "2014-01-01"), staff("a", 100), staff("a", 500, "2014-07-24")]
    assert employed(rows, people("a")).value == 100


def test_reading_of_a_year_still_running_counts_on_the_day():
    rows = [staff("a", 90, "2013-12-31"), staff("a", 120, ("2014-01-01", "2015-01-01"))]
    assert employed(rows, people("a")).value == 120


def test_conflicting_readings_of_a_day_give_their_mean_and_the_range_between():
    rows = [staff("a", 550, source="one"), staff("a", 650, source="two")]
    found = employed(rows, people("a"))
    assert (found.value, found.lower, found.upper) == (600, 550, 650)
    assert found.range_kind == "bound"


def test_better_quality_beats_a_conflict():
    rows = [staff("a", 550, quality="OBSERVED"), staff("a", 650, quality="AUDITED")]
    found = employed(rows, people("a"))
    assert (found.value, found.lower, found.upper) == (650, 650, 650)


@pytest.mark.parametrize("quality", ["CLAIMED", "STATED", "RUMOUR"])
def test_assertion_or_official_total_is_no_measurement_of_a_body(quality):
    rows = [staff("a", 100), staff("a", 650, "2014-06-30", quality=quality)]
    assert employed(rows, people("a")).value == 100


def test_more_than_gives_a_total_no_single_value_and_leaves_its_range_open_above():
    found = employed([staff("a", 1500, qualifier=">"), staff("b", 100)], people("a", "b"))
    assert (found.value, found.lower, found.upper) == (None, 1600, None)
    assert "open above" in found.notes[0]


def test_fewer_than_runs_from_nothing_to_its_bound():
    found = employed([staff("a", 50, qualifier="<"), staff("b", 100)], people("a", "b"))
    assert (found.value, found.lower, found.upper) == (None, 100, 150)


def test_old_reading_grows_as_those_measured_both_times():
    old, donors = staff("old", 1000, "2013-03-31"), []
    for code in bodies(10):
        donors += [staff(code, 1000, "2013-03-31"), staff(code, 1100)]
    found = employed([old, *donors], people("old", *bodies(10)))
    assert found.value == 11 * 1100
    assert (found.lower, found.upper) == (found.value, found.value)
    assert found.imputed == ("old",)
    assert found.imputed_share == Fraction(1, 11)


def test_donors_are_of_the_same_size():
    rows = [staff("small", 40, "2013-03-31"), staff("large", 400, "2013-03-31")]
    for code in bodies(5):
        rows += [staff(code, 20, "2013-03-31"), staff(code, 10)]
        rows += [staff(code + "-l", 1000, "2013-03-31"), staff(code + "-l", 1100)]
    codes = [*bodies(5), *(code + "-l" for code in bodies(5))]
    found = employed(rows, people("small", "large", *codes))
    assert found.value == 5 * 10 + 5 * 1100 + 20 + 440


def test_silent_bodies_close_as_often_as_the_register_has_seen():
    rows = [staff("old", 1000, "2013-03-31")]
    for code in bodies(10):
        rows += [staff(code, 1000, "2013-03-31"), staff(code, 1000)]
    found = employed(rows, people("old", *bodies(10), closures=2, body_years=Fraction(100)))
    assert found.value == 10_000 + 980
    assert found.lower < found.value < found.upper


def test_reading_past_the_carrying_limit_is_as_good_as_none():
    rows = [staff("a", 100), staff("ancient", 5000, "2007-01-01")]
    found = employed(rows, people("a", "ancient"))
    assert found.missing == ("ancient",)
    assert found.value == 200


def test_never_measured_body_counts_with_the_median_or_nothing_as_the_measure_says():
    rows = [staff("a", 10), staff("b", 20), staff("c", 900)]
    population = people("a", "b", "c", "never")
    found = employed(rows, population)
    assert (found.value, found.lower, found.upper) == (950, 930, 1240)
    nothing = employed(rows, population, lenient("employees", never_measured="nothing"))
    assert (nothing.value, nothing.lower, nothing.upper) == (930, 930, 1240)


def test_below_the_rule_the_total_cannot_speak_and_says_both_shares():
    rows = [staff(code, 100) for code in bodies(5)]
    found = employed(rows, people(*bodies(10)), shipped("employees"))
    assert (found.value, found.speaks) == (None, False)
    assert "5 of the 10 bodies (50%)" in found.reason
    assert "the rule is 60% of the bodies and 75% of the total" in found.reason
    assert found.parts["respondents_total"] == 500
    assert found.used


def test_below_the_rule_the_largest_share_is_of_the_figures_in_use():
    rows = [staff("a", 100), staff("b", 300), staff("c", 12_000, "2010-03-31")]
    found = employed(rows, people(*"abcdefgh"), shipped("employees"))
    assert not found.speaks
    assert (found.largest, found.largest_share) == ("b", Fraction(3, 4))


def test_unclear_bodies_are_left_out_and_said_to_be():
    members = [Member("a", True, None, "england"), Member("b", False, None, "england")]
    population = Population.of("CO-2011", DAY, members)
    found = employed([staff("a", 10), staff("b", 20)], population)
    assert found.value == 10
    assert found.notes[-1].endswith("standing: 1 body.")


def test_no_population_and_no_evidence_are_silence_not_an_error():
    assert "No body is known" in employed([], people()).reason
    assert not employed([], people("a")).speaks


def test_lineage_does_not_change_with_the_moment_of_asking():
    rows = [staff("a", 100)]
    now = employed(rows, people("a"))
    later = employed(rows, people("a"), as_known_at=LATER)
    assert now.lineage == later.lineage
    assert now.lineage != employed(rows, people("a", "b")).lineage


def test_stratum_with_too_few_donors_borrows_from_all():
    then = Amounts(*_columns([10, 10, 1000, 1000, 1000, 1000, 1000]))
    now = Amounts(*_columns([20, 20, 1000, 1000, 1000, 1000, 1000]))
    silent = Amounts(*_columns([30]))
    found = impute(Donors(then, now), silent, strata=(Decimal(50),), fewest=5)
    assert found.ratios == (Fraction(5040, 5020),)


def test_nobody_to_match_carries_the_old_figure_and_says_how_much():
    none = Amounts(*_columns([]))
    found = impute(Donors(none, none), Amounts(*_columns([30])), strata=(Decimal(50),), fewest=5)
    assert (found.total, found.unmatched, found.variance) == (30, 30, 0.0)


def _columns(numbers):
    import numpy as np

    column = np.array(numbers, dtype=np.int64) * 10_000
    return column, np.ones_like(column)


def test_older_figure_that_is_only_a_bound_opens_the_range():
    rows = [staff(code, 100) for code in bodies(9)]
    rows.append(staff("large", 5000, "2012-07-01", ">"))
    found = employed(rows, people("large", *bodies(9)))
    assert (found.value, found.lower, found.upper) == (None, 900, None)


def test_about_so_many_is_that_many_give_or_take_a_twentieth():
    found = employed([staff("a", 100, qualifier="~"), staff("b", 50)], people("a", "b"))
    assert (found.value, found.lower, found.upper) == (150, 145, 155)


def test_about_so_many_beside_the_number_itself_is_the_number():
    rows = [staff("a", 100), staff("a", 100, qualifier="~", source="another")]
    found = employed(rows, people("a"))
    assert (found.value, found.lower, found.upper) == (100, 100, 100)
