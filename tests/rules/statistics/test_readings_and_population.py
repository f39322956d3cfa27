"""Columns of readings, windows of days, and who belongs to a population."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from made_readings import DAY, LATER, RECORDED, said

from mutualise.statistics.rules import amounts, days
from mutualise.statistics.rules.population import Member, Population, lies_in
from mutualise.statistics.rules.question import Question
from mutualise.statistics.rules.readings import Readings


def test_reading_is_known_from_recording_until_it_is_replaced():
    row = said("a", "employees", 5, DAY, known_until=LATER)
    table = Readings.of([row]).of_kind("employees")
    known = {
        moment: bool(table.known_at(days.microseconds(moment))[0])
        for moment in (
            RECORDED - timedelta(microseconds=1), RECORDED, LATER - timedelta(microseconds=1), LATER
        )
    }  # fmt: skip
    assert list(known.values()) == [False, True, True, False]
    assert not table.known_at(None)[0]


def test_undated_reading_is_never_used():
    row = said("a", "employees", 5, DAY)._replace(valid_from=None, valid_until=None)
    assert len(Readings.of([row])) == 0


def test_no_readings_at_all_make_empty_columns():
    assert len(Readings.of([]).of_kind("employees")) == 0


def test_moment_without_a_zone_is_refused():
    with pytest.raises(days.MomentWithoutZone):
        Readings.of([said("a", "employees", 5, DAY, recorded_at=datetime(2014, 8, 1))])


def test_figure_finer_than_an_observation_is_refused():
    with pytest.raises(amounts.FigureTooFine):
        amounts.scaled(Decimal("0.00001"))


def test_sum_past_the_room_of_a_column_is_exact():
    column = np.full(40, 2**60, dtype=np.int64)
    assert amounts.exact_sum(column) == 40 * 2**60
    assert amounts.summed_by_run(column, np.array([0, 30])).tolist() == [30 * 2**60, 10 * 2**60]


@pytest.mark.parametrize(
    ("number", "places", "text"),
    [("1/2", 0, "0"), ("3/2", 0, "2"), ("-5/2", 0, "-2"), ("1/3", 4, "0.3333"), ("1/8", 2, "0.12")],
)
def test_published_numbers_are_rounded_half_to_even(number, places, text):
    assert str(amounts.rounded(Fraction(number), places)) == text


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2014, 3, 31), 1, date(2014, 2, 28)),
        (date(2016, 3, 31), 1, date(2016, 2, 29)),
        (date(2014, 1, 15), 13, date(2012, 12, 15)),
        (date(2014, 7, 23), 0, date(2014, 7, 23)),
        (date(2014, 11, 30), -3, date(2015, 2, 28)),
    ],
)
def test_months_before_a_day(day, months, before):
    assert days.months_before(day, months) == before


def test_area_holds_its_parts_and_not_its_neighbours():
    assert lies_in("london", "england-and-wales")
    assert lies_in("wales", "england-and-wales")
    assert not lies_in("scotland", "england-and-wales")
    assert not lies_in("england-and-wales", "wales")


def test_member_of_unknown_area_is_unclear_in_a_part_and_in_the_whole_country_sure():
    members = [Member("a", True, None, "london"), Member("b", True, None, ""),
               Member("c", True, None, "scotland")]  # fmt: skip
    population = Population.of("CO-2011", DAY, members)
    part = population.within("england-and-wales")
    assert (part.codes, part.sure.codes) == (("a", "b"), ("a",))
    assert population.within("united-kingdom").sure.codes == ("a", "b", "c")


def test_member_listed_twice_counts_once():
    population = Population.of("x", DAY, [Member("a", False), Member("a", True)])
    assert population.sure.codes == ("a",)


def test_population_and_question_survive_being_written_down():
    population = Population.of(
        "CO-2011", DAY, [Member("a", True, DAY, "london"), Member("b", False)],
        closures=1, body_years=Fraction(7, 3),
    )  # fmt: skip
    again = Population.from_dict(population.to_dict())
    assert (again, again.digest) == (population, population.digest)
    question = Question(DAY, RECORDED, "wales", "a", DAY, None, 3, DAY, "CO-2011")
    assert Question.from_dict(question.to_dict()) == question
