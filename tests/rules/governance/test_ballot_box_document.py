"""docs/security/ballots.md promises nothing without a test of that name."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
DOCUMENT = (ROOT / "docs/security/ballots.md").read_text()


def test_every_test_that_the_document_names_exists():
    named = set(re.findall(r"`(test_\w+)`", DOCUMENT))
    assert len(named) > 20
    written = "".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    assert {name for name in named if f"def {name}(" not in written} == set()


def test_every_file_that_the_document_names_exists():
    files = set(re.findall(r"`((?:tests|benchmarks)/[\w/]+\.py)`", DOCUMENT))
    assert files and all((ROOT / file).exists() for file in files)


def test_the_document_says_that_nobody_has_reviewed_it():
    assert "independent cryptographer has **not** reviewed" in DOCUMENT
    assert "Assisted and paper votes are not verifiable" in DOCUMENT
