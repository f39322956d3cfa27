"""What must hold of any count, on small made elections: totals, order, withdrawal, lots."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualise.governance.rules.second_count import RULES, LotNeeded, count_again

STAGED = ("scottish", "ers97", "ni", "meek")


@st.composite
def elections(draw, most_candidates=6):
    candidates = draw(st.integers(1, most_candidates))
    seats = draw(st.integers(1, 4))
    everybody = range(1, candidates + 1)
    ranking = st.permutations(everybody).flatmap(
        lambda order: st.integers(0, candidates).map(lambda length: tuple(order[:length]))
    )
    papers = draw(st.lists(st.tuples(st.integers(0, 9), ranking), max_size=25))
    lots = draw(st.permutations(everybody))
    withdrawn = frozenset(draw(st.sets(st.sampled_from(everybody), max_size=2)))
    return candidates, seats, papers, list(lots), withdrawn


@pytest.mark.parametrize("rule", RULES)
@given(elections())
@settings(max_examples=25, deadline=None)
def test_fills_every_seat_it_can_and_counts_every_vote(rule, election):
    candidates, seats, papers, lots, withdrawn = election
    result = count_again(candidates, seats, papers, rule, lots, withdrawn)
    standing = set(range(1, candidates + 1)) - withdrawn
    assert len(result["elected"]) == len(set(result["elected"])) == min(seats, len(standing))
    assert set(result["elected"]) <= standing
    assert [who for stage in result["stages"] for who in stage["elected"]] == result["elected"]
    valid = sum(n for n, ranking in papers if set(ranking) - withdrawn)
    for stage in result["stages"] if rule in STAGED else ():
        votes = [Decimal(vote) for vote in stage["votes"].values()]
        assert sum(votes) + Decimal(stage["non_transferable"]) == valid
        assert min(votes) >= 0 and Decimal(stage["non_transferable"]) >= 0


@pytest.mark.parametrize("rule", RULES)
@given(elections(), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_listing_papers_or_candidates_otherwise_changes_nothing(rule, election, random):
    candidates, seats, papers, lots, withdrawn = election
    result = count_again(candidates, seats, papers, rule, lots, withdrawn)
    shuffled = [(1, ranking) for n, ranking in papers for _ in range(n)]
    random.shuffle(shuffled)
    assert count_again(candidates, seats, shuffled, rule, lots, withdrawn) == result
    numbers = list(range(1, candidates + 1))
    random.shuffle(numbers)
    renamed = dict(enumerate(numbers, start=1))
    other = count_again(
        candidates, seats,
        [(n, tuple(renamed[who] for who in ranking)) for n, ranking in papers], rule,
        [renamed[who] for who in lots], {renamed[who] for who in withdrawn},
    )  # fmt: skip
    assert other["elected"] == [renamed[who] for who in result["elected"]]
    assert len(other["stages"]) == len(result["stages"])
    for theirs, ours in zip(other["stages"], result["stages"], strict=True):
        for who, vote in ours["votes"].items():
            assert theirs["votes"][str(renamed[int(who)])] == vote


@pytest.mark.parametrize("rule", RULES)
@given(elections())
@settings(max_examples=25, deadline=None)
def test_a_withdrawn_candidate_might_as_well_not_be_on_the_paper(rule, election):
    candidates, seats, papers, lots, withdrawn = election
    crossed_out = [
        (n, tuple(who for who in ranking if who not in withdrawn)) for n, ranking in papers
    ]
    assert count_again(candidates, seats, papers, rule, lots, withdrawn) == count_again(
        candidates, seats, crossed_out, rule, lots, withdrawn
    )


@pytest.mark.parametrize("rule", RULES)
@given(elections())
@settings(max_examples=25, deadline=None)
def test_without_an_order_of_lots_the_count_is_the_same_or_asks_for_one(rule, election):
    candidates, seats, papers, lots, withdrawn = election
    decided = count_again(candidates, seats, papers, rule, lots, withdrawn)
    by_lot = [note for note in decided["ties"] if note["by"] == "lot"]
    try:
        undecided = count_again(candidates, seats, papers, rule, None, withdrawn)
    except LotNeeded as needed:
        assert by_lot and list(needed.tied) == by_lot[0]["tied"]
    else:
        assert not by_lot and set(undecided["elected"]) == set(decided["elected"])
        assert [each["votes"] for each in undecided["stages"]] == [
            each["votes"] for each in decided["stages"]
        ]


@pytest.mark.parametrize("rule", RULES)
@given(elections(), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_without_a_lot_those_elected_are_told_by_name_and_not_by_number(rule, election, random):
    candidates, seats, papers, _, withdrawn = election
    names = [f"Candidate {chr(65 + place)}" for place in range(candidates)]
    numbers = list(range(1, candidates + 1))
    random.shuffle(numbers)
    renamed = dict(enumerate(numbers, start=1))
    moved = sorted(renamed, key=lambda who: renamed[who])
    try:
        result = count_again(candidates, seats, papers, rule, None, withdrawn, names=names)
    except LotNeeded:
        return
    other = count_again(
        candidates, seats,
        [(n, tuple(renamed[who] for who in ranking)) for n, ranking in papers], rule, None,
        {renamed[who] for who in withdrawn}, names=[names[who - 1] for who in moved],
    )  # fmt: skip
    assert other["elected"] == [renamed[who] for who in result["elected"]]


def test_ers97_lowers_the_quota_while_nobody_is_elected():
    """5.4.8: six papers of two excluded candidates are lost before anybody is elected."""
    papers = [(9, (1,)), (8, (2,)), (7, (3,)), (3, (4,)), (3, (5,))]
    stages = count_again(5, 2, papers, "ers97")["stages"]
    assert [stage["quota"] for stage in stages] == ["10.00", "8.00"]
    assert [stage["elected"] for stage in stages] == [[], [1, 2]]


def test_northern_ireland_one_vacancy_is_won_by_half_the_votes_at_once():
    """52(2): as many votes as all the others together."""
    result = count_again(3, 1, [(5, (1,)), (3, (2,)), (2, (3,))], "ni")
    assert result["elected"] == [1] and len(result["stages"]) == 1


def test_northern_ireland_transfers_nothing_when_an_exclusion_fills_the_places():
    """52(3): the papers of 3 stay where they are, though they would go to 2."""
    papers = [(15, (1,)), (14, (2,)), (13, (3, 2)), (10, (4,)), (8, (5,))]
    result = count_again(5, 2, papers, "ni")
    assert result["elected"] == [1, 2]
    assert result["stages"][-1]["action"] == "exclusion of 3"
    assert result["stages"][-1]["votes"]["3"] == "13.00"


def test_scottish_ignores_the_remainder_paper_by_paper():
    """Rule 48(3): a surplus of 2 on 7 papers goes on at 0.28571 each; the rest is lost."""
    papers = [(7, (1, 2)), (2, (2,)), (2, (3,)), (1, (4,))]
    stages = count_again(4, 2, papers, "scottish")["stages"]
    assert stages[1]["action"] == "surplus of 1"
    assert stages[1]["votes"]["2"] == "3.99997"
    assert stages[1]["non_transferable"] == "0.00003"


def test_meek_defeats_nobody_by_number_when_votes_are_equal():
    with pytest.raises(LotNeeded, match="2, 3"):
        count_again(3, 1, [(2, (1,)), (1, (2,)), (1, (3,))], "meek")


def test_a_poll_by_plurality_reads_first_choices_and_by_approval_all():
    papers = [(3, (1, 2)), (2, (2, 3)), (2, (3, 2))]
    assert count_again(3, 1, papers, "plurality")["elected"] == [1]
    assert count_again(3, 1, papers, "approval")["elected"] == [2]
