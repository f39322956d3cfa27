"""The value of services a year: each double count taken off where the waterfall says so."""

from made_readings import DAY, lenient, people, said

from mutualise.statistics.rules.evaluate import evaluate
from mutualise.statistics.rules.question import Question
from mutualise.statistics.rules.readings import Readings

CONTRACT = {"source": "contract-notice"}


def value(rows, *codes):
    return evaluate(lenient("services-value"), Readings.of(rows), people(*codes), Question(DAY))


def contract(code, pounds, years, begun="2013-04-01", **more):
    value_of_life = said(code, "contract-value", pounds, begun, **CONTRACT, **more)
    if years is None:
        return [value_of_life]
    return [value_of_life, said(code, "contract-length-years", years, begun, **CONTRACT)]


def test_yearly_contract_value_beats_turnover_which_beats_a_contract_over_its_life():
    rows = [
        said("a", "contract-value-annual", 10_000_000, "2014-01-01"),
        said("a", "turnover", 12_000_000, "2014-01-01"),
        said("b", "turnover", 7_000_000, "2014-01-01"),
        *contract("a", 90_000_000, 3),
        *contract("b", 90_000_000, 3),
        *contract("c", 90_000_000, 3),
    ]
    assert value(rows, "a", "b", "c").value == 10_000_000 + 7_000_000 + 30_000_000


def test_contract_counts_while_it_runs_and_not_a_day_longer():
    running = contract("a", 6_000_000, 3, "2011-07-24")
    ended = contract("a", 6_000_000, 3, "2011-07-22")
    other = [said("b", "turnover", 1_000_000, "2014-01-01")]
    assert value([*running, *other], "a", "b").parts["respondents_total"] == 3_000_000
    assert value([*ended, *other], "a", "b").parts["respondents_total"] == 1_000_000


def test_contract_without_its_length_or_with_another_source_for_it_is_left_out():
    bare = contract("a", 6_000_000, None)
    foreign = [*bare, said("a", "contract-length-years", 3, "2013-04-01", source="press")]
    other = [said("b", "turnover", 1_000_000, "2014-01-01")]
    for rows in (bare, foreign):
        assert value([*rows, *other], "a", "b").parts["respondents_total"] == 1_000_000


def test_length_of_the_contract_is_part_of_the_lineage():
    rows = contract("a", 6_000_000, 3)
    assert len(value(rows, "a").used) == 2


def test_waterfall_takes_off_each_double_count_in_turn():
    rows = [
        said("a", "turnover", 10_000_000, "2013-12-31"),
        said("a", "turnover", 9_000_000, "2012-12-31"),
        said("a", "contract-value-annual", 8_000_000, "2013-12-31"),
        *contract("b", 90_000_000, 3),
        said("c", "turnover", 5_000_000, "2006-12-31"),
    ]
    found = value(rows, "a", "b", "c")
    assert [step.amount for step in found.waterfall[:5]] == [
        122_000_000,  # every figure
        -9_000_000,  # a's older turnover
        -60_000_000,  # two of the three years of b's contract
        -10_000_000,  # a's turnover beside its contract
        -5_000_000,  # c's figure of 2006
    ]
    assert found.parts["respondents_total"] == 38_000_000
    assert sum(step.amount for step in found.waterfall) == found.value


def test_thirds_of_a_pound_are_exact_until_the_last_step():
    rows = [each for code in "abc" for each in contract(code, 10, 3)]
    assert value(rows, "a", "b", "c").value == 10


def test_euros_are_never_added_to_pounds_and_are_said_to_be_left_out():
    rows = [
        said("a", "turnover", 5_000_000, "2014-01-01", unit="EUR"),
        said("b", "turnover", 1_000_000, "2014-01-01", unit="GBP"),
    ]
    found = value(rows, "a", "b")
    assert found.parts["respondents_total"] == 1_000_000
    assert len(found.used) == 1
    assert found.missing == ("a",)
    assert "Left out because they are not in pounds: 1 figure." in found.notes


def test_contract_that_a_second_source_confirms_keeps_its_value():
    rows = contract("a", 10_000_000, 5)
    again = said("a", "contract-value", 10_000_000, "2013-04-01", source="z-register")
    assert value([*rows, again], "a").value == 2_000_000
    elsewhere = said("a", "contract-length-years", 5, "2013-04-01", source="z-register")
    assert value([rows[0], again, elsewhere], "a").value == 2_000_000
