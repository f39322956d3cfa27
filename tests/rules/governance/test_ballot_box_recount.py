"""The verification counts with the product's own counting programs."""

from __future__ import annotations

import pytest

from mutualise.governance.rules import counting
from mutualise.governance.rules.ballot_box import lots, recount, verification
from mutualise.governance.rules.ballot_box.checks import Outcome
from tests.rules.governance import ballot_box_archives as cases
from tests.rules.governance.ballot_box_cases import election


def verified(files):
    checks = verification.verify(files, engines=recount.ENGINES)
    return {check.name: check for check in checks}


def test_a_scottish_count_is_repeated_from_what_is_published():
    held = cases.cast_votes(30)
    files = cases.files(held, rule="scottish", count=recount.count_first, full=True)
    checks = verified(files)
    assert checks["count"].outcome is checks["full count"].outcome is Outcome.PASSED


def test_a_tie_is_decided_by_the_published_lot_again():
    held = election()
    for ranking in ([1], [2], [3]):
        held.cast(ranking)
    files = cases.files(held, rule="scottish", count=recount.count_first)
    checks = verified(files)
    assert checks["lots"].outcome is checks["count"].outcome is Outcome.PASSED
    without = cases.changed(
        files, "staff/lots.json", lambda lot: (lot.clear(), lot.update(kind="none"))
    )
    assert "needs a lot" in verified(without)["count"].faults[0]


@pytest.mark.parametrize("start", [b"a" * 32, b"b" * 32])
def test_the_lot_is_the_one_the_counting_library_draws_from_the_seed(start):
    seed = lots.seed("2026-board", "staff", b"h" * 32, start)
    ids = ["c1", "c2", "c3", "c4"]
    poll = counting.Poll(("A", "B", "C", "D"), 1, ((1, (1,)),))
    drawn = counting.from_seed(seed.hex(), poll, ids)
    assert [ids[number - 1] for number in drawn.order] == lots.order(seed, ids)


def test_a_contest_with_reserved_places_is_counted_by_both_programs():
    held = cases.cast_votes(30)
    files = cases.files(held, rule="scottish", count=recount.count_first)

    def reserve(content):
        content["options"] = {"require": ["clinician: at least 1 of 3"]}

    check = verified(cases.changed(files, "staff/count.json", reserve))["count"]
    # Candidate 3 must now be elected, so the published result is wrong, and found to be.
    assert check.outcome is Outcome.FAILED
    assert [fault.split(",")[0].split(":")[0] for fault in check.faults] == [
        "the first counting program", "the second",
    ]  # fmt: skip
