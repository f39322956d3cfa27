"""What holds of every count, whatever the papers."""

from __future__ import annotations

import ast
import itertools
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mutualise.governance.rules import counting, second_count
from mutualise.governance.rules.agreement import first_difference
from mutualise.governance.rules.counting import meek
from mutualise.governance.rules.counting.constraint import Guard

PACKAGE = Path(counting.__file__).parent
TRANSFERS = ["scottish", "ers97", "ni", "meek"]


@st.composite
def polls(draw, most=6):
    number = draw(st.integers(2, most))
    ranking = st.permutations(range(1, number + 1)).flatmap(
        lambda order: st.integers(1, number).map(lambda length: tuple(order[:length]))
    )
    papers = draw(st.lists(st.tuples(st.integers(1, 9), ranking), min_size=3, max_size=25))
    seats = draw(st.integers(1, max(1, number - 1)))
    names = tuple(f"Candidate {chr(64 + each)}" for each in range(1, number + 1))
    return counting.Poll(names, seats, tuple(papers))


def any_lots(poll):
    return counting.from_seed("any", poll)


def test_no_floating_point_stands_in_the_package():
    found = []
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            division = isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div)
            literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
            named = isinstance(node, ast.Name) and node.id == "float"
            numpy = isinstance(node, ast.Attribute) and node.attr in {
                "true_divide", "divide", "mean", "float16", "float32", "float64", "average",
            }  # fmt: skip
            # numpy's bincount adds in floating point when it is given weights.
            weighted = isinstance(node, ast.keyword) and node.arg == "weights"
            if division or literal or named or numpy or weighted:
                found.append(f"{path.name}:{node.lineno}")
    assert len(list(PACKAGE.rglob("*.py"))) > 15
    assert found == []


@pytest.mark.parametrize("rule", TRANSFERS)
@given(poll=polls())
@settings(max_examples=40, deadline=None)
def test_every_stage_adds_up_to_the_valid_papers_and_fills_the_places(rule, poll):
    done = counting.count(poll, rule, any_lots(poll))
    for stage in done.as_json()["stages"]:
        votes = sum(map(Decimal, stage["votes"].values()))
        assert votes + Decimal(stage["non_transferable"]) == done.valid
    assert len(set(done.elected)) == min(poll.seats, len(poll.candidates))
    assert [each for stage in done.stages for each in stage.elected] == list(done.elected)


@pytest.mark.parametrize("rule", counting.RULES)
@given(poll=polls(), data=st.data())
@settings(max_examples=40, deadline=None)
def test_the_order_of_papers_and_candidates_changes_nothing(rule, poll, data):
    order = data.draw(st.permutations(range(1, len(poll.candidates) + 1)))  # old number, by place
    place = {old: new for new, old in enumerate(order, start=1)}
    shuffled = data.draw(st.permutations(list(poll.papers)))
    split = [
        (1, tuple(place[each] for each in ranking))
        for number, ranking in shuffled
        for _ in range(number)
    ]
    other = counting.Poll(tuple(poll.name(old) for old in order), poll.seats, tuple(split))

    def named(poll, lots):
        try:
            done = counting.count(poll, rule, lots(poll))  # lots go by name
        except counting.LotNeeded as needed:
            return sorted(poll.name(each) for each in needed.tied)
        stages = [
            (
                stage.kind, sorted(poll.name(each) for each in stage.subjects),
                [poll.name(each) for each in stage.elected],
                sorted((poll.name(each), votes) for each, votes in stage.votes.items()),
                stage.non_transferable,
            )
            for stage in done.stages
        ]  # fmt: skip
        return stages, [poll.name(each) for each in done.elected]

    for lots in any_lots, lambda _: None:
        assert named(poll, lots) == named(other, lots)


@pytest.mark.parametrize("rule", counting.RULES)
def test_equals_elected_together_are_told_as_the_lot_was_drawn_and_else_by_name(rule):
    equal = counting.Poll(
        ("Cai", "Ana", "Ben", "Dee"), 3, ((4, (1,)), (4, (2,)), (4, (3,)), (1, (4,)))
    )
    orders = {(): (2, 3, 1), (3, 1, 2, 4): (3, 1, 2), (4, 1): (1, 2, 3)}
    for drawn, told in orders.items():
        done = counting.count(equal, rule, counting.Order(drawn) if drawn else None)
        again = second_count.count_again(
            4, 3, list(equal.papers), rule, drawn or None, names=equal.candidates
        )
        assert done.elected == tuple(again["elected"]) == told


@pytest.mark.parametrize("rule", [*TRANSFERS, "plurality"])
@given(poll=polls())
@settings(max_examples=40, deadline=None)
def test_the_published_papers_give_the_same_stages(rule, poll):
    lots = any_lots(poll)
    cut = counting.sufficient(poll, rule, lots)
    assert cut.matrix.total == poll.matrix.total
    assert counting.count(cut, rule, lots).stages == counting.count(poll, rule, lots).stages
    again = counting.read(counting.as_blt(cut), "cut.blt")
    assert counting.count(again, rule, lots).elected == counting.count(poll, rule, lots).elected


def test_approval_papers_cannot_be_cut():
    poll = counting.Poll(("Ann", "Bea"), 1, ((3, (1, 2)),))
    with pytest.raises(counting.RuleUnfit):
        counting.sufficient(poll, "approval")


def test_few_voters_or_a_small_class_publish_no_papers():
    def poll(voters):
        return counting.Poll(("Ann", "Bea", "Cem"), 1, ((voters - 1, (1, 2, 3)), (1, (2, 3, 1))))

    assert counting.publication(poll(199), "scottish").poll is None
    shown = counting.publication(poll(200), "scottish", classes=[150, 50])
    assert list(shown.poll.papers) == [(199, (1,)), (1, (2,))]
    assert (shown.unique_full, shown.unique_kept, shown.papers) == (1, 1, 200)
    assert counting.publication(poll(200), "scottish", classes=[151, 49]).poll is None


@given(total=st.integers(1, 400), classes=st.lists(st.integers(1, 400), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_no_class_under_fifty_and_no_count_under_two_hundred_ever_publishes_papers(total, classes):
    poll = counting.Poll(("Ann", "Bea"), 1, ((total, (1, 2)),))
    shown = counting.publication(poll, "scottish", classes=classes).poll
    assert (shown is not None) == (total >= 200 and min(classes) >= 50)


@given(rest=st.permutations([2, 3, 4, 5, 6, 7, 8]))
@settings(max_examples=30, deadline=None)
def test_a_pattern_somebody_was_told_to_vote_is_cut_off_before_anything_is_published(rest):
    """ "Rank me first, then 7, 3, 9, 2": whoever bought the vote would look for the tail."""
    names = tuple(f"C{each}" for each in range(1, 10))
    marked = (1, *rest, 9)
    poll = counting.Poll(names, 1, ((150, (1,)), (1, marked), (60, (9, 1))))
    shown = counting.publication(poll, "scottish", classes=[211])
    assert {ranking for _, ranking in shown.poll.papers} == {(1,), (9,)}


@given(poll=polls())
@settings(max_examples=30, deadline=None)
def test_meek_in_unbounded_integers_is_the_same(poll):
    lots = any_lots(poll)
    most = meek._MOST_IN_64_BITS
    bounded = counting.count(poll, "meek", lots)
    try:
        meek._MOST_IN_64_BITS = 0
        assert counting.count(poll, "meek", lots).stages == bounded.stages
    finally:
        meek._MOST_IN_64_BITS = most


@pytest.mark.parametrize("rule", TRANSFERS)
def test_very_many_papers_are_added_exactly(rule):
    many = 2**60 + 1
    poll = counting.Poll(("Ann", "Bea", "Cem"), 1, ((many, (1, 2)), (many + 1, (2,)), (5, (3, 1))))
    done = counting.count(poll, rule)
    assert done.valid == 2 * many + 6
    first = done.stages[0]
    assert first.votes[1] == many * counting.RULES[rule].unit
    assert sum(first.votes.values()) + first.non_transferable == done.valid * done.unit
    assert done.elected == (1,)


# Lots -------------------------------------------------------------------------------------------


def test_a_lot_nobody_drew_stops_the_count_and_every_branch_is_counted():
    poll = counting.Poll(("Ann", "Bea", "Cem"), 1, ((5, (1,)), (5, (2,)), (1, (3,))))
    with pytest.raises(counting.LotNeeded) as stopped:
        counting.count(poll, "scottish")
    assert (stopped.value.tied, stopped.value.purpose) == ((1, 2), "exclude")
    branches = counting.every_branch(poll, "scottish")
    assert branches.matters and branches.complete
    assert dict(branches.outcomes) == {(1,): 1, (2,): 1}
    assert counting.count(poll, "scottish", counting.Order((2, 1))).elected == (1,)
    assert counting.count(poll, "scottish", counting.Order((1,))).elected == (2,)


def test_a_lot_that_makes_no_difference_is_told():
    poll = counting.Poll(("Ann", "Bea", "Cem"), 1, ((9, (1,)), (1, (2,)), (1, (3,)), (9, (2, 1))))
    branches = counting.every_branch(
        counting.Poll(("Ann", "Bea", "Cem"), 1, ((5, (1,)), (3, (2, 1)), (3, (3, 1)))), "scottish"
    )
    assert not branches.matters and branches.always == (1,)
    assert counting.every_branch(poll, "scottish").counted == 1


def test_branches_stop_at_the_limit_and_say_so():
    names = tuple(f"C{each}" for each in range(1, 9))
    poll = counting.Poll(names, 2, tuple((1, (each,)) for each in range(1, 9)))
    branches = counting.every_branch(poll, "scottish", limit=20)
    assert not branches.complete and branches.counted <= 20


@given(poll=polls(), seed=st.text(min_size=1, max_size=8))
@settings(max_examples=12, deadline=None)
def test_a_seed_gives_one_of_the_branches(poll, seed):
    branches = counting.every_branch(poll, "scottish", limit=100)
    assume(branches.complete)
    elected = counting.count(poll, "scottish", counting.from_seed(seed, poll)).elected
    assert tuple(sorted(elected)) in branches.outcomes


# Constraints ------------------------------------------------------------------------------------


def completions(poll, constraint, elected=(), hopeful=None):
    """Every feasible way of filling the places, by looking at all of them."""
    hopeful = set(poll.standing) if hopeful is None else hopeful
    number = min(poll.seats - len(elected), len(hopeful))
    for added in itertools.combinations(sorted(hopeful), number):
        whole = {*elected, *added}
        if all(
            each.least
            <= len(whole & each.members)
            <= (poll.seats if each.most is None else each.most)
            for each in constraint.categories
        ):
            yield whole


@st.composite
def constrained(draw):
    poll = draw(polls(most=8))
    everybody = range(1, len(poll.candidates) + 1)
    categories = []
    for number in range(draw(st.integers(1, 3))):
        members = frozenset(draw(st.sets(st.sampled_from(everybody), min_size=1)))
        least = draw(st.integers(0, 2))
        most = draw(st.none() | st.integers(least, 3))
        categories.append(counting.Category(f"category {number}", members, least, most))
    return poll, counting.Constraint(tuple(categories))


@given(case=constrained())
@settings(max_examples=80, deadline=None)
def test_guarded_and_doomed_agree_with_looking_at_every_way(case):
    poll, constraint = case
    ways = list(completions(poll, constraint))
    guard = Guard(constraint)
    if not ways:
        with pytest.raises(counting.NoFeasibleOutcome):
            guard.check((), poll.standing, poll.seats)
        return
    hopeful = set(poll.standing)
    assert guard.guarded((), hopeful, poll.seats) == set.intersection(hopeful, *ways)
    assert guard.doomed((), hopeful, poll.seats) == hopeful - set.union(*ways)


TRANSFERABLE = ("scottish", "ers97", "ni", "meek")


@pytest.mark.parametrize("rule", TRANSFERABLE)
@given(case=constrained())
@settings(max_examples=50, deadline=None)
def test_a_constrained_count_is_feasible_and_else_the_plain_one(rule, case):
    poll, constraint = case
    lots = any_lots(poll)
    ways = list(completions(poll, constraint))
    if not ways:
        with pytest.raises(counting.NoFeasibleOutcome, match="No way of filling"):
            counting.count(poll, rule, lots, constraint)
        return
    done = counting.count(poll, rule, lots, constraint)
    assert set(done.elected) in ways
    limits = [(each.members, each.least, each.most) for each in constraint.categories]
    again = second_count.count_again(
        len(poll.candidates), poll.seats, poll.papers, rule, lots.order, poll.withdrawn, limits
    )
    assert first_difference(done.as_json(), again) is None
    plain = counting.count(poll, rule, lots)
    if not touched(poll, constraint, plain):
        # ERS97 parts no equals without votes under a constraint, so a stage can become two.
        assert done.elected == plain.elected
        assert rule == "ers97" or done.stages == plain.stages


@pytest.mark.parametrize("rule", TRANSFERABLE)
def test_equals_of_whom_only_one_can_be_elected_are_no_matter_of_their_numbers(rule):
    """Two places, one of them for candidate 3: of the equals 1 and 2 only one can have the other."""
    poll = counting.Poll(("Ann", "Bea", "Cem"), 2, ((50, (1,)), (50, (2,)), (3, (3,))))
    constraint = counting.read_constraint(["clinician: at least 1 of 3"])
    with pytest.raises(counting.LotNeeded) as stopped:
        counting.count(poll, rule, None, constraint)
    assert stopped.value.tied == (1, 2)
    branches = counting.every_branch(poll, rule, constraint)
    assert set(branches.outcomes) == {(1, 3), (2, 3)}


def test_a_poll_without_transfers_takes_no_constraint():
    poll = counting.Poll(("Ann", "Bea"), 1, ((1, (1,)),))
    with pytest.raises(counting.RuleUnfit, match="a rule with transfers only"):
        counting.count(poll, "plurality", None, counting.read_constraint(["x: at least 1 of 2"]))


def touched(poll, constraint, plain):
    """Whether anyone was guarded or doomed (by brute force) at any stage of the plain count."""
    elected, hopeful = [], set(poll.standing)
    for new, gone in [((), ()), *((stage.elected, stage.excluded) for stage in plain.stages)]:
        for each in [*gone, *new]:
            hopeful.discard(each)
            elected += [each] if each in new else []
            if len(elected) == poll.seats or not hopeful:
                return not list(completions(poll, constraint, elected, hopeful))
            ways = list(completions(poll, constraint, elected, hopeful))
            if not ways or hopeful - set.union(*ways) or hopeful & set.intersection(*ways):
                return True
        ways = list(completions(poll, constraint, elected, hopeful))
        if not ways or hopeful - set.union(*ways) or hopeful & set.intersection(*ways):
            return True
    return False


def test_a_guarded_clinician_outlasts_better_placed_candidates():
    poll = counting.Poll(
        ("Ann", "Bea", "Cem"), 2, ((60, (1,)), (30, (2,)), (5, (3, 2)))
    )  # Cem is the only clinician
    assert counting.count(poll, "scottish").elected == (1, 2)
    constraint = counting.read_constraint(["clinician: at least 1 of 3"])
    done = counting.count(poll, "scottish", None, constraint)
    assert set(done.elected) == {1, 3}
    assert any(
        "constraint leaves no place" in remark for stage in done.stages for remark in stage.remarks
    )


@pytest.mark.parametrize("text", ["clinician 1 of 3", "clinician: at least of 3", ""])
def test_an_unreadable_constraint_says_how_to_write_one(text):
    with pytest.raises(ValueError, match="at least 1 of"):
        counting.read_constraint([text])
