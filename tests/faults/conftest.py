"""A database of its own for tests that kill processes or let them race."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def migrated(tmp_path_factory, migrated_file):
    """An empty, migrated database to copy: the address of a file, or of one on the server the
    suite runs on."""
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        yield f"sqlite:///{migrated_file}"
        return
    with _created(tmp_path_factory.mktemp("migrated")) as address:
        run(_environment(tmp_path_factory.mktemp("var"), address), "-m", "django", "migrate")
        yield address


@pytest.fixture
def own_database(tmp_path, migrated):
    """The environment of a process with an empty, migrated database of its own."""
    with _created(tmp_path, like=migrated) as address:
        yield _environment(tmp_path, address)


@contextmanager
def _created(folder: Path, like: str = ""):
    """Address of a new database, a copy of the one at `like` if that is given."""
    server_address = os.environ.get("DATABASE_URL", "")
    if not server_address.startswith("postgres"):
        file = folder / "own.sqlite3"
        if like:
            shutil.copyfile(like.removeprefix("sqlite:///"), file)
        yield f"sqlite:///{file}"
        return
    import psycopg

    name = f"own_{uuid4().hex[:12]}"
    with psycopg.connect(server_address, autocommit=True) as server:
        template = f' TEMPLATE "{like.rsplit("/", 1)[1]}"' if like else ""
        server.execute(f'CREATE DATABASE "{name}"{template}')
        try:
            yield server_address.rsplit("/", 1)[0] + f"/{name}"
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


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
