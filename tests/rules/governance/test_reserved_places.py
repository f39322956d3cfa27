"""Both programs count reserved places alike, lots included, and keep the reservation."""

from __future__ import annotations

import random

import pytest

from mutualise.governance.rules.two_programs import Contested, count_both, cut_to_what_counted


def contest_of(seed: int, rule: str = "scottish"):
    """A small made-up contest with a reservation, its papers and a lot, the same each time."""
    chance = random.Random(seed)
    size = chance.randint(3, 7)
    seats = chance.randint(1, min(3, size - 1))
    members = frozenset(chance.sample(range(1, size + 1), chance.randint(1, size - 1)))
    least = chance.randint(0, min(seats, len(members)))
    found: dict[tuple[int, ...], int] = {}
    for _ in range(chance.randint(2, 20)):
        ranking = tuple(chance.sample(range(1, size + 1), chance.randint(1, size)))
        found[ranking] = found.get(ranking, 0) + chance.randint(1, 9)
    lot = chance.sample(range(1, size + 1), size)
    contest = Contested(
        tuple("ABCDEFG"[:size]), seats, rule, category="x", reserved=least,
        in_category=members,
    )  # fmt: skip
    return contest, sorted((n, ranking) for ranking, n in found.items()), lot


@pytest.mark.parametrize("rule", ["scottish", "ers97", "ni", "meek"])
def test_both_programs_agree_and_keep_the_reservation(rule):
    for seed in range(150):
        contest, papers, lot = contest_of(seed, rule)
        done = count_both(contest, papers, lot)
        assert done.difference == "", seed
        assert len(contest.in_category & set(done.first["elected"])) >= contest.reserved, seed


def test_some_of_the_reservations_bind():
    changed = 0
    for seed in range(200):
        contest, papers, lot = contest_of(seed)
        free = Contested(contest.names, contest.seats, "scottish")
        with_it = count_both(contest, papers, lot).first["elected"]
        changed += with_it != count_both(free, papers, lot).first["elected"]
    assert changed > 10, "a reservation that never binds proves nothing"


def test_the_papers_cut_to_what_was_counted_give_the_same_stages():
    shorter = 0
    for seed in range(100):
        contest, papers, lot = contest_of(seed)
        whole = count_both(contest, papers, lot).first
        lots = {"kind": "manual", "order": [f"candidate {each}" for each in lot]}
        cut = cut_to_what_counted(contest, papers, lots)
        assert count_both(contest, cut, lot).first["stages"] == whole["stages"], seed
        shorter += sum(n * len(r) for n, r in cut) < sum(n * len(r) for n, r in papers)
    assert shorter > 50
