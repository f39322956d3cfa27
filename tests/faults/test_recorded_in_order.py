"""Evidence becomes visible in the order of its numbers, however long a writer takes to commit."""

from __future__ import annotations

from tests.faults.conftest import run


def test_a_row_committed_late_is_not_missed_by_who_has_read_the_rows_after_it(own_database):
    assert run(own_database, "-m", "tests.faults.evidence_deeds").strip() == "quick,slow"
