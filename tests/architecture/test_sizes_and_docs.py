"""Small files, short functions, and documents that say what is true."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [
    path
    for path in (ROOT / "src/mutualise").rglob("*.py")
    if "migrations" not in path.parts and "static" not in path.parts
]
LONGEST_FILE, LONGEST_FUNCTION = 300, 60


def test_files_stay_small():
    assert SOURCES
    long = {
        str(path.relative_to(ROOT)): lines
        for path in SOURCES
        if (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_functions_stay_short():
    long = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_no_drawer_modules():
    assert not [p for p in SOURCES if p.stem in {"utils", "helpers", "services", "common", "misc"}]


def test_decision_records_have_numbers_of_their_own():
    numbers = [path.name[:4] for path in (ROOT / "docs/decisions").glob("*.md")]
    assert numbers
    assert sorted(numbers) == sorted(set(numbers))


def test_every_setting_is_documented():
    text = "".join(p.read_text() for p in (ROOT / "src/mutualise").rglob("*.py"))
    read = set(re.findall(r'"(MUTUALISE_[A-Z_]+)"', text)) | {"DATABASE_URL"}
    documented = set(
        re.findall(
            r"`((?:MUTUALISE|DATABASE)_[A-Z_]+)`", (ROOT / "docs/reference/settings.md").read_text()
        )
    )
    assert read == documented


def test_templates_of_rooms_extend_only_the_shared_layout():
    templates = list((ROOT / "src/mutualise").rglob("*.html"))
    assert templates
    extended = {
        found
        for path in templates
        for found in re.findall(r'{% extends "([^"]+)" %}', path.read_text())
    }
    assert extended == {"govuk/layout.html"}


def test_documents_name_scripts_that_exist():
    readme = (ROOT / "README.md").read_text()
    for script in re.findall(r"\bbin/[a-z]+", readme):
        assert (ROOT / script).exists(), script
