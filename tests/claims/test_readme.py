"""The verdicts printed in the README are those the shipped evidence gives."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mutualise.claims.queries.resolve import checked

ROOT = Path(__file__).resolve().parents[2]
ROWS = re.findall(
    r"^\| (?!the words|---)([^|]+) \| [^|]+ \| ([^|]+) \| \*\*([a-z ]+)\*\*",
    (ROOT / "README.md").read_text(),
    re.M,
)


@pytest.mark.django_db
def test_the_readme_tells_the_verdicts_of_the_shipped_evidence():
    text = (ROOT / "data/announcements/2014-07-23-hundred-mutuals.md").read_text()
    found = {claim.text: claim for claim in checked(text).claims}
    assert len(ROWS) == 3
    for words, _, verdict in ROWS:
        assert str(found[words].verdict) == verdict
    first = found[ROWS[0][0]]
    assert f"names {first.lower}, or {first.upper} with the unclear" in ROWS[0][1]
