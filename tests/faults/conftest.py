"""A database of its own for tests that kill processes or let them race."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from tests.conftest import on_server

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def own_database(tmp_path, request):
    """The environment of a process with an empty, migrated database of its own: a file, or one on
    the server the suite runs on."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        shutil.copyfile(request.getfixturevalue("migrated_file"), tmp_path / "own.sqlite3")
        yield _environment(tmp_path, f"sqlite:///{tmp_path / 'own.sqlite3'}")
        return
    name = f"own_{uuid4().hex[:12]}"
    on_server(f'CREATE DATABASE "{name}" TEMPLATE "{request.getfixturevalue("migrated_name")}"')
    try:
        yield _environment(tmp_path, f"{server.rsplit('/', 1)[0]}/{name}")
    finally:
        on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def _environment(folder: Path, address: str) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": address,
        "MUTUALISE_VAR": str(folder),
        "DJANGO_SETTINGS_MODULE": "mutualise.settings.local",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }


def run(env: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
