"""The examples in the docstrings of the rules, and of every other module, are true."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src"
WITH_EXAMPLES = sorted(
    ".".join(path.relative_to(SOURCE).with_suffix("").parts)
    for path in (SOURCE / "mutualise").rglob("*.py")
    if ">>> " in path.read_text()
)


def test_the_search_for_examples_finds_them():
    assert len(WITH_EXAMPLES) >= 10
    assert "mutualise.govuk.searching" in WITH_EXAMPLES


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples_are_true(name):
    assert doctest.testmod(import_module(name)).failed == 0
