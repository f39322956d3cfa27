"""The import contracts are kept, and each is shown to bite."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "contracts"
]
NAMES = {each["id"]: each["name"] for each in CONTRACTS}
PLANTED = [
    ("rooms", "evidence/presenters.py", "from mutualise.claims.rules import check"),
    ("places", "register/rules/life.py", "from mutualise.register import presenters"),
    ("pure", "claims/rules/verdict.py", "import django"),
    ("views-reach-no-tables", "register/views/entry.py", "from mutualise.register import models"),
    ("tables-of-evidence", "statistics/presenters.py", "from mutualise.evidence import models"),
    ("tables-of-register", "claims/presenters.py", "from mutualise.register import models"),
    ("tables-of-programme", "web/middleware.py", "from mutualise.programme import models"),
    ("tables-of-claims", "web/home.py", "from mutualise.claims import models"),
    ("tables-of-governance", "web/middleware.py", "from mutualise.governance import models"),
    (
        "governance-stands-apart",
        "governance/rules/days.py",
        "import mutualise.programme.rules.money",
    ),
    ("who-uses-statistics", "register/presenters.py", "import mutualise.statistics.presenters"),
]


def lint_imports(folder: Path) -> str:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program, "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    return " ".join(done.stdout.split())


@pytest.fixture(scope="module")
def broken(tmp_path_factory) -> str:
    """The verdicts on a copy of the source with one violation of every contract."""
    folder = tmp_path_factory.mktemp("planted")
    shutil.copytree(
        ROOT / "src",
        folder / "src",
        ignore=shutil.ignore_patterns("static", "__pycache__", "*.egg-info"),
    )
    shutil.copy(ROOT / "pyproject.toml", folder)
    for _, file, line in PLANTED:
        with (folder / "src/mutualise" / file).open("a") as opened:
            opened.write(f"\n{line}\n")
    return lint_imports(folder)


@pytest.mark.parametrize("contract", [row[0] for row in PLANTED])
def test_contract_finds_its_planted_violation(broken, contract):
    assert f"{' '.join(NAMES[contract].split())} BROKEN" in broken


def test_every_contract_has_a_planted_violation():
    assert {row[0] for row in PLANTED} == set(NAMES)
