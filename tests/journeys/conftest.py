"""A real server with the shipped data, and a real browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.conftest import made_once

ROOT = Path(__file__).resolve().parents[2]
MUTUALISE = Path(sys.executable).with_name("mutualise")
# The rules of WCAG 2.2 at levels A and AA; nothing is excluded.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def chromium() -> str | None:
    names = (os.environ.get("MUTUALISE_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if name and (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {
        "executable_path": chromium(),
        "args": [
            "--no-sandbox", "--disable-gpu", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--no-first-run",
        ],
    }  # fmt: skip


@pytest.fixture(scope="session")
def browser_context_args():
    return {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB"}


@pytest.fixture(scope="session")
def site(tmp_path_factory, shared_folder, migrated_file):
    """Address of a server of its own, on a SQLite database prepared as `bin/demo` prepares it:
    prepared once for all the processes of a run, and copied."""

    def prepare(making: Path) -> None:
        shutil.copyfile(migrated_file, database_in(making))
        run_command(["demo", "--no-serve"], environment(making, MUTUALISE_DEMONSTRATION="yes"))

    prepared = made_once(shared_folder / "prepared", prepare)
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(prepared, folder, dirs_exist_ok=True)
    with served(folder, MUTUALISE_DEMONSTRATION="yes") as found:
        yield found


@pytest.fixture(scope="module")
def new_site(tmp_path_factory, migrated_file):
    """A server on an empty record, as a programme begins; sign-in is by emailed code."""
    folder = tmp_path_factory.mktemp("new")
    shutil.copyfile(migrated_file, database_in(folder))
    with served(folder) as found:
        yield found


def database_in(folder: Path) -> Path:
    return folder / "mutualise.sqlite3"


def environment(folder: Path, **more: str) -> dict[str, str]:
    """What a process of the product needs to keep its record in `folder`."""
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | more
    return env | {
        "MUTUALISE_VAR": str(folder),
        "DJANGO_SETTINGS_MODULE": "mutualise.settings.local",
        "MUTUALISE_EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend",
        "PYTHONUNBUFFERED": "1",
    }


def run_command(arguments: list[str], env: dict[str, str]) -> str:
    """What the product's own command says. Fails when the command does."""
    return subprocess.run(
        [MUTUALISE, *arguments], cwd=ROOT, env=env, check=True, capture_output=True, text=True
    ).stdout


@contextmanager
def served(folder: Path, **more: str):
    """A server process on the database in `folder`, stopped afterwards."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
    env = environment(folder, **more)
    log = (folder / "server.log").open("w")
    server = subprocess.Popen(
        [MUTUALISE, "serve", "--port", str(port), "--workers", "1"],
        cwd=ROOT, env=env, stdout=log, stderr=log,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    # A busy machine may need half a minute to start it.
    for _ in range(600):
        try:
            urlopen(address + "/definitions.json", timeout=5)
            break
        except (URLError, OSError):
            time.sleep(0.1)
    yield Site(address, folder / "server.log", env)
    server.terminate()
    server.wait(timeout=20)
    log.close()


class Site:
    def __init__(self, address: str, log: Path, env: dict[str, str]) -> None:
        self.address, self.log, self.env = address, log, env

    def run(self, *arguments: str) -> str:
        """What the product's own command says beside the server."""
        return run_command(list(arguments), self.env)

    def __call__(self, path: str) -> str:
        return self.address + path


@pytest.fixture
def accessible():
    """Fails when a page breaks a rule of WCAG 2.2 AA, naming the rule and the elements."""

    def check(page) -> None:
        # Only what is wrong is described element by element, and told to us: what is right takes longer.
        options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
        page.evaluate(AXE_SCRIPT)
        violations = page.evaluate(
            "options => axe.run(options).then(found => found.violations)", options
        )
        told = [
            f"{each['id']}: {[node['html'][:120] for node in each['nodes'][:3]]}"
            for each in violations
        ]
        assert told == [], "\n".join(told)

    return check
