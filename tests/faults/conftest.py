"""A database of its own for tests that kill processes or let them race."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def own_database(tmp_path):
    """The environment of a process with an empty, migrated database: a file, or one on the server
    the suite runs on."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        yield _migrated(tmp_path, f"sqlite:///{tmp_path / 'own.sqlite3'}")
        return
    import psycopg

    name = f"own_{uuid4().hex[:12]}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield _migrated(tmp_path, address.rsplit("/", 1)[0] + f"/{name}")
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _migrated(folder: Path, address: str) -> dict[str, str]:
    env = os.environ | {
        "DATABASE_URL": address,
        "MUTUALISE_VAR": str(folder),
        "DJANGO_SETTINGS_MODULE": "mutualise.settings.local",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    run(env, "-m", "django", "migrate", "--verbosity=0")
    return env


def run(env: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
