"""Both counting engines give the same result, figure by figure, under every rule.

The first counts with arrays, the second was written apart from the rule's text; see
docs/decisions/0023-two-engines-or-no-result.md. A difference found here was settled by the words of
the rule, and stands below as a case of its own.
"""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualise.governance.rules import counting, second_count
from mutualise.governance.rules.agreement import first_difference

BALLOTS = Path(__file__).resolve().parents[2] / "data/ballots"
WARDS = sorted((BALLOTS / "wards").glob("*.blt"))
TIES = sorted((BALLOTS / "ties").glob("*.blt"))
RULES = ("scottish", "ers97", "ni", "meek", "plurality", "approval")


def difference(poll, rule, order=None):
    """The first figure that differs, in words; None where both agree, or both need the same lot."""
    lots = None if order is None else counting.Order(tuple(order))
    try:
        first = counting.count(poll, rule, lots).as_json()
    except counting.LotNeeded as needed:
        with pytest.raises(second_count.LotNeeded) as also:
            again(poll, rule, order)
        assert also.value.tied == tuple(sorted(needed.tied))
        return None
    found = first_difference(first, again(poll, rule, order))
    return found and found.sentence


def again(poll, rule, order, constraint=()):
    return second_count.count_again(
        len(poll.candidates), poll.seats, poll.papers, rule, order, poll.withdrawn, constraint,
        poll.candidates,
    )  # fmt: skip


def made(seats, papers, candidates=None, withdrawn=()):
    number = candidates or max(max(ranking, default=1) for _, ranking in papers)
    names = tuple(f"C{each}" for each in range(1, number + 1))
    return counting.Poll(names, seats, tuple(papers), frozenset(withdrawn))


def test_both_engines_know_the_same_rules():
    assert set(counting.RULES) == set(second_count.RULES) == set(RULES)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("path", WARDS, ids=lambda path: path.stem)
def test_every_ward(path, rule):
    assert difference(counting.read(path.read_bytes(), path.name), rule) is None


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("path", TIES, ids=lambda path: path.stem)
def test_every_tie_with_and_without_lots(path, rule):
    poll = counting.read(path.read_bytes(), path.name)
    numbers = list(range(1, len(poll.candidates) + 1))
    for order in (None, numbers, numbers[::-1], numbers[1:]):
        assert difference(poll, rule, order) is None


def test_ers97_papers_in_hand_during_an_exclusion_still_count_as_active():
    """6.20: "plus any votes awaiting transfer". The batches still to come keep up what is needed.

    The first engine once left them out, and elected candidate 4 of this ward a batch too early.
    """
    path = BALLOTS / "wards" / "inverclyde_2017_ward2.blt"
    poll = counting.read(path.read_bytes(), path.name)
    last = counting.count(poll, "ers97").as_json()["stages"][-1]
    assert last["elected"] == [4]
    assert (last["votes"]["2"], last["votes"]["4"]) == ("678.20", "813.20")


def test_northern_ireland_an_exclusion_that_fills_the_places_is_a_stage():
    """51(4) makes it a stage; by 52(1) and (3) the rest are elected and no paper moves."""
    poll = made(2, [(15, (1,)), (14, (2,)), (13, (3, 2)), (10, (4,)), (8, (5,))])
    last = counting.count(poll, "ni").as_json()["stages"][-1]
    assert last["action"] == "exclusion of 3"
    assert (last["elected"], last["excluded"]) == ([1, 2], [3])
    assert last["votes"]["3"] == "13.00"


def test_northern_ireland_a_quota_for_the_only_vacancy_waits_for_an_exclusion():
    """48(3) and 51(1) to (3): after the first preferences of an excluded candidate have moved."""
    papers = [(8, (1,)), (6, (2,)), (3, (3, 1)), (1, (4, 3, 1)), (1, (4, 2))]
    poll = made(1, papers)
    assert counting.count(poll, "ni").elected == (1,)
    assert difference(poll, "ni") is None


@pytest.mark.parametrize("rule", RULES)
def test_a_lot_falls_on_the_first_drawn_in_both(rule):
    """Who is drawn is excluded, or is transferred first, or takes the last place of a poll."""
    poll = made(1, [(2, (1,)), (2, (2,)), (2, (3,))])
    winner = {"plurality": 2, "approval": 2}.get(rule, 1)
    assert counting.count(poll, rule, counting.Order((2, 3, 1))).elected == (winner,)
    assert again(poll, rule, [2, 3, 1])["elected"] == [winner]


@st.composite
def elections(draw, most_candidates, most_rows, most_papers):
    number = draw(st.integers(1, most_candidates))
    everybody = range(1, number + 1)
    ranking = st.permutations(everybody).flatmap(
        lambda order: st.integers(1, number).map(lambda length: tuple(order[:length]))
    )
    papers = draw(
        st.lists(st.tuples(st.integers(1, most_papers), ranking), min_size=1, max_size=most_rows)
    )
    withdrawn = draw(st.sets(st.sampled_from(everybody), max_size=2))
    poll = made(draw(st.integers(1, 5)), papers, number, withdrawn)
    return poll, draw(st.permutations(everybody))


def has_valid_papers(poll):
    return any(set(ranking) - poll.withdrawn for _, ranking in poll.papers)


@pytest.mark.parametrize("rule", RULES)
@given(st.one_of(elections(5, 12, 3), elections(8, 40, 2), elections(7, 20, 500)))
@settings(max_examples=60, deadline=None)
def test_made_elections_with_withdrawals_and_lots(rule, election):
    poll, order = election
    if has_valid_papers(poll):
        assert difference(poll, rule, order) is None
        assert difference(poll, rule) is None


@st.composite
def limited_elections(draw):
    poll, order = draw(elections(8, 15, 9))
    everybody = range(1, len(poll.candidates) + 1)
    limits = []
    for _ in range(draw(st.integers(1, 3))):
        among = frozenset(draw(st.sets(st.sampled_from(everybody), min_size=1)))
        least = draw(st.integers(0, 2))
        limits.append((among, least, draw(st.one_of(st.none(), st.integers(least, 3)))))
    return poll, order, limits


@given(limited_elections())
@settings(max_examples=150, deadline=None)
def test_made_elections_with_up_to_three_overlapping_categories(election):
    """Guard and doom: kinds of candidates in the first engine, every set of them in the second."""
    poll, order, limits = election
    if not has_valid_papers(poll):
        return
    categories = tuple(counting.Category(str(at), *limit) for at, limit in enumerate(limits))
    try:
        first = counting.count(
            poll, "scottish", counting.Order(tuple(order)), counting.Constraint(categories)
        ).as_json()
    except counting.NoFeasibleOutcome:
        with pytest.raises(second_count.NoFeasibleSet):
            again(poll, "scottish", order, limits)
        return
    assert first_difference(first, again(poll, "scottish", order, limits)) is None
    for among, least, most in limits:
        assert least <= len(among & set(first["elected"])) <= (9 if most is None else most)
