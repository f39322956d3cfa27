"""A place that falls vacant: countback and the next candidate, from the papers of the election."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualise.governance.rules import two_programs
from mutualise.governance.rules.two_programs import Contested, count_both
from mutualise.governance.rules.vacancies import NOBODY, Places, countback, next_in_line
from tests.rules.governance.second_count_cases import WARDS, ward

RULES = ("scottish", "ers97", "ni", "meek")
# Two places. Ana 6, Ben 4, Cai 3 + Ana's next choices, Dee 1.
NAMES = ("Ana", "Ben", "Cai", "Dee")
PAPERS = [(6, (1, 3)), (4, (2, 1)), (3, (3, 4)), (1, (4, 2))]
STAFF = Contested(NAMES, 2, "scottish")


def places(sitting, left, unavailable=()):
    return Places(frozenset(sitting), frozenset(left), frozenset(unavailable))


def test_the_papers_of_whoever_left_pass_to_their_next_choices():
    assert count_both(STAFF, PAPERS).first["elected"] == [1, 2]
    filled = countback(STAFF, PAPERS, places({2}, {1}))
    # Ana's six papers say Cai, who has nine with them.
    assert filled.winner == 3
    assert filled.counts.first["withdrawn"] == [1]


def test_whoever_does_not_wish_to_serve_is_passed_over_too():
    assert countback(STAFF, PAPERS, places({2}, {1}, {3})).winner == 4


def test_nobody_who_sits_loses_the_place_by_a_countback():
    # Without Ana the count elects Cai and Dee, but Ben sits and stays.
    papers = [(6, (1, 4)), (2, (2,)), (4, (3,)), (5, (4,))]
    filled = countback(replace(STAFF, rule="meek"), papers, places({2}, {1}))
    assert sorted(filled.counts.first["elected"]) == [3, 4]
    assert filled.winner == filled.counts.first["elected"][0] == 4


@pytest.mark.parametrize("numbers", [(1, 2, 3, 4), (1, 2, 4, 3), (4, 3, 2, 1)])
def test_of_two_elected_alike_the_order_of_the_voting_paper_chooses_none(numbers):
    # Without Ana the count elects Cai and Dee with five votes each; Ben sits and stays.
    ana, ben, cai, dee = numbers
    papers = [(2, (ana, cai)), (2, (ana, dee)), (2, (ben,)), (3, (cai,)), (3, (dee,))]
    named = dict(zip(numbers, NAMES, strict=True))
    contest = replace(STAFF, names=tuple(named[number] for number in sorted(named)))
    filled = countback(contest, papers, places({ben}, {ana}))
    assert sorted(filled.counts.first["elected"]) == sorted((cai, dee))
    assert filled.winner is None and "with the same votes at every stage" in filled.why
    both_left = countback(contest, papers, places(set(), {ana, ben}))
    assert both_left.winner in (cai, dee), "each of them takes one of the two places"


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("numbers", [(1, 2, 3, 4, 5), (1, 2, 4, 3, 5), (5, 4, 3, 2, 1)])
def test_equals_whose_surpluses_pass_in_turn_are_not_chosen_by_the_voting_paper(rule, numbers):
    # Three places. Without A the count elects C and D at once with a surplus each; B and E sit.
    a, b, c, d, e = numbers
    papers = [(5, (a, c, b)), (5, (a, d, b)), (5, (c, b)), (5, (d, b)), (4, (b,)), (3, (e,))]
    named = dict(zip(numbers, "ABCDE", strict=True))
    contest = Contested(tuple(named[number] for number in sorted(named)), 3, rule)
    # The lot says only whose surplus goes first.
    filled = countback(contest, papers, places({b, e}, {a}), (c, d, b, e, a))
    assert {c, d} < set(filled.counts.first["elected"])
    assert filled.winner is None and "with the same votes at every stage" in filled.why


def test_where_nobody_is_left_or_no_paper_says_anything_nobody_fills_the_place():
    assert countback(STAFF, PAPERS, places({2}, {1}, {3, 4})).why == NOBODY
    assert countback(STAFF, [(5, (1,))], places({2}, {1})).why == NOBODY
    assert countback(STAFF, PAPERS, places(set(), {1, 2}, {3, 4})).why == NOBODY


def test_a_reserved_place_goes_to_somebody_of_its_category_or_to_nobody():
    reserved = replace(STAFF, category="a clinician", reserved=1, in_category=frozenset({1, 4}))
    assert countback(reserved, PAPERS, places({2}, {1})).winner == 4
    assert countback(reserved, PAPERS, places({2}, {1}, {4})).why == NOBODY
    assert countback(reserved, PAPERS, places({1}, {2})).winner == 3


def test_a_fault_planted_in_one_program_chooses_nobody(monkeypatch):
    real = two_programs._second

    def faulty(*given):
        found = real(*given)
        return {**found, "elected": list(reversed(found["elected"]))}

    monkeypatch.setattr(two_programs, "_second", faulty)
    filled = countback(STAFF, PAPERS, places({2}, {1}))
    assert filled.winner is None and "The two counting programs differ." in filled.why


def test_the_next_candidate_is_who_stayed_in_the_count_longest():
    result = count_both(STAFF, PAPERS).first
    assert result["elected"] == [1, 2]
    assert next_in_line(STAFF, result, places({2}, {1})).winner == 3
    assert next_in_line(STAFF, result, places({2}, {1}, {3})).winner == 4
    assert next_in_line(STAFF, result, places({2}, {1}, {3, 4})).why == NOBODY


def test_two_who_stood_equal_are_named_and_nobody_is_chosen():
    one = replace(STAFF, seats=1, rule="plurality")
    papers = [(6, (1,)), (2, (2,)), (2, (3,)), (1, (4,))]
    filled = next_in_line(one, count_both(one, papers).first, places(set(), {1}))
    assert filled.winner is None
    assert filled.why.startswith("Ben and Cai stood equal")


@pytest.mark.parametrize("rule", RULES)
@given(
    papers=st.lists(
        st.tuples(st.integers(1, 9), st.permutations((1, 2, 3, 4, 5)).map(lambda p: tuple(p[:3]))),
        min_size=3, max_size=9,
    ),
    gone=st.integers(0, 4), unwilling=st.sets(st.integers(1, 5), max_size=1),
)  # fmt: skip
@settings(max_examples=25, deadline=None)
def test_whoever_fills_a_place_did_not_sit_did_not_leave_and_is_willing(
    rule, papers, gone, unwilling
):
    contest = Contested(("A", "B", "C", "D", "E"), 2, rule)
    order = (1, 2, 3, 4, 5)
    elected = count_both(contest, papers, order).first["elected"]
    left = elected[gone % len(elected)]
    sitting = frozenset(elected) - {left}
    filled = countback(contest, papers, places(sitting, {left}, unwilling - sitting), order)
    if filled.winner is None:
        assert filled.why
    else:
        assert filled.winner not in {left, *sitting, *(unwilling - sitting)}
        assert not filled.counts.difference


@pytest.mark.parametrize("rule", RULES)
def test_a_real_ward_is_counted_back_alike_by_both_programs_for_each_seat(rule):
    (count, seats, papers), _ = ward(WARDS[0])
    contest = Contested(tuple(f"Candidate {n}" for n in range(1, count + 1)), seats, rule)
    elected = count_both(contest, papers).first["elected"]
    for left in elected:
        filled = countback(contest, papers, places(set(elected) - {left}, {left}))
        assert filled.counts.difference == ""
        assert filled.winner not in elected
        assert filled.counts.first["elected"][0] != left
