"""A fault planted in either result is found, at the right stage; like results agree."""

import copy
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualise.governance.rules.agreement import first_difference
from mutualise.governance.rules.second_count import count_again
from tests.rules.governance.second_count_cases import ward

PLACES = {"scottish": 5, "ers97": 2, "ni": 2, "meek": 9}


def results():
    (candidates, seats, papers), _ = ward("aberdeen_2017_ward2")
    return {rule: count_again(candidates, seats, papers, rule) for rule in PLACES}


RESULTS = results()


@pytest.mark.parametrize("rule", PLACES)
def test_a_result_agrees_with_its_copy_and_with_the_same_values_written_otherwise(rule):
    result = RESULTS[rule]
    other = copy.deepcopy(result)
    for stage in other["stages"]:
        stage["votes"] = {
            who: str(Fraction(vote)) for who, vote in stage["votes"].items() if Fraction(vote)
        }
        del stage["quota"]
    assert first_difference(result, other) is None
    assert first_difference(other, result) is None


@pytest.mark.parametrize("rule", PLACES)
@pytest.mark.parametrize("planted_in", ["first", "second"])
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_the_smallest_wrong_figure_is_found_at_its_stage(rule, planted_in, data):
    sound, faulty = RESULTS[rule], copy.deepcopy(RESULTS[rule])
    number = data.draw(st.integers(1, len(faulty["stages"])))
    stage = faulty["stages"][number - 1]
    slot = data.draw(st.sampled_from([*stage["votes"], "non_transferable", "quota"]))
    figures = stage["votes"] if slot in stage["votes"] else stage
    by = data.draw(st.integers(-1000, 1000).filter(bool))
    wrong = Fraction(figures[slot]) + Fraction(by, 10 ** PLACES[rule])
    figures[slot] = str(wrong)
    pair = (faulty, sound) if planted_in == "first" else (sound, faulty)
    difference = first_difference(*pair)
    assert difference.stage == number
    assert (f"candidate {slot}" if slot.isdigit() else slot.replace("_", "-")) in difference.figure
    assert f"At stage {number} " in difference.sentence
    planted = difference.first if planted_in == "first" else difference.second
    assert Fraction(planted) == wrong


@pytest.mark.parametrize("rule", PLACES)
@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_a_wrong_name_or_action_is_found_at_its_stage(rule, data):
    faulty = copy.deepcopy(RESULTS[rule])
    number = data.draw(st.integers(1, len(faulty["stages"])))
    stage = faulty["stages"][number - 1]
    slot = data.draw(st.sampled_from(["elected", "excluded", "action"]))
    stage[slot] = "surplus of 99" if slot == "action" else [*stage[slot], 99]
    difference = first_difference(RESULTS[rule], faulty)
    assert difference.stage == number and slot in difference.figure
    assert "99" in difference.sentence


def test_the_earliest_of_several_differences_is_named():
    faulty = copy.deepcopy(RESULTS["scottish"])
    for stage in faulty["stages"][2:]:
        stage["votes"]["1"] = "1.00000"
    assert first_difference(RESULTS["scottish"], faulty).stage == 3


@pytest.mark.parametrize("cut", [first_difference, lambda a, b: first_difference(b, a)])
def test_a_stage_too_many_is_named(cut):
    shorter = copy.deepcopy(RESULTS["scottish"])
    del shorter["stages"][-1]
    assert cut(RESULTS["scottish"], shorter).stage == len(RESULTS["scottish"]["stages"])


@pytest.mark.parametrize(
    ("key", "value"), [("elected", [1]), ("quota", "9"), ("seats", 9), ("rule", "ni")]
)
def test_a_wrong_whole_is_named_without_a_stage(key, value):
    faulty = RESULTS["scottish"] | {key: value}
    difference = first_difference(RESULTS["scottish"], faulty)
    assert difference.stage == 0 and difference.sentence.startswith("For the whole count ")
