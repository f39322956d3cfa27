"""The shipped announcement binds every figure it states, and says where and how long."""

from pathlib import Path

import pytest

from mutualise.claims.rules.document import read_document
from mutualise.claims.rules.quantities import find_quantities

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "data" / "announcements" / "2014-07-23-hundred-mutuals.md"
MEASURES = [
    "live-mutuals",
    "employees",
    "services-value",
    "additional-jobs",
    "programme-budget",
    "public-service-productivity-growth",
    "staff-productivity-growth",
    "staff-feel-trusted",
    "headcount-ratio",
]


@pytest.fixture(scope="module")
def announcement():
    return read_document(FILE.read_text(encoding="utf-8"))


def test_the_announcement_makes_nine_claims_each_of_a_measure_that_exists(announcement):
    claims = [link.reference for piece in announcement.pieces for link in piece.links]
    assert [claim.measure for claim in claims] == MEASURES
    for claim in claims:
        assert (ROOT / "definitions" / "measures" / f"{claim.measure}.yaml").exists()
        assert claim.params["at"] >= "2014-07-23"


def test_no_figure_of_the_announcement_is_unbound(announcement):
    figures = 0
    for piece in announcement.pieces:
        for found in find_quantities(piece.text):
            figures += 1
            assert any(
                link.start <= found.start and found.end <= link.end for link in piece.links
            ), found.text
    assert figures >= 9


def test_the_words_a_reader_may_change_to_see_a_fault_are_there():
    text = FILE.read_text(encoding="utf-8")
    (sentence,) = [line for line in text.splitlines() if "employing 35,000" in line]
    assert "in England and Wales" in sentence
    assert "£1.5 billion" in text
    assert "more than 3,000 additional jobs in three years]" in text
    assert "in six months]" in text
