"""What every test may use: the shipped register, an editor and a representative."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]
settings.register_profile(
    "suite",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors],
)
settings.load_profile("suite")


def pytest_addoption(parser):
    parser.addoption(
        "--database-only", action="store_true", help="leave out tests that use no database"
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """The longest come first, so that no process is left alone with one at the end; those with a
    browser come last, as its driver keeps an event loop beside which Django opens no database."""
    if config.getoption("--database-only"):
        left_out = [each for each in items if not _uses_database(each)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [each for each in items if _uses_database(each)]
    journeys = [each for each in items if each.path.parent.name == "journeys"]
    others = [each for each in items if each.path.parent.name != "journeys"]
    others.sort(key=lambda test: test.path.parent.name != "faults")
    items[:] = others + _dealt_out(journeys)


# The longest first. The first needs no demonstration, which another process fills meanwhile.
LONG_JOURNEYS = (
    "test_whole_programme.py", "test_election.py", "test_every_page.py", "test_own_machine.py",
    "test_signing_in_with_a_second_factor.py",
)  # fmt: skip


def _dealt_out(journeys: list[pytest.Item]) -> list[pytest.Item]:
    """The long journeys with as many short ones after each: a process is given several tests at once,
    and one that is given two long ones works at the end while the others have nothing to do."""
    long = [each for each in journeys if each.path.name in LONG_JOURNEYS]
    long.sort(key=lambda test: LONG_JOURNEYS.index(test.path.name))
    short = [each for each in journeys if each.path.name not in LONG_JOURNEYS]
    # The pages of rare states take a second each, and leave nobody behind at the end.
    short.sort(key=lambda test: test.path.name == "test_rare_pages.py")
    placed = [(place / len(long), each) for place, each in enumerate(long)]
    placed += [((place + 0.5) / len(short), each) for place, each in enumerate(short)]
    return [each for _, each in sorted(placed, key=lambda pair: pair[0])]


def _uses_database(test: pytest.Item) -> bool:
    asked = {"db", "transactional_db", "own_database"} & set(getattr(test, "fixturenames", ()))
    return bool(asked or test.get_closest_marker("django_db"))


def made_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """A folder filled by the first process of a run that needs it; the others wait for it."""
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            making = folder.with_suffix(".making")
            # What a process that failed has left is made anew, so that each says why it fails.
            shutil.rmtree(making, ignore_errors=True)
            making.mkdir()
            make(making)
            making.rename(folder)
    return folder


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory) -> Path:
    """A folder that all processes of one run of the suite see."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own


@pytest.fixture(scope="session")
def migrated_file(shared_folder) -> Path:
    """The SQLite file of an empty, migrated database: made once for all processes of a run, to be
    copied. Migrating takes longer than most of what is then done with a copy."""
    return made_once(shared_folder / "migrated", _migrate_file) / "made.sqlite3"


@pytest.fixture(scope="session")
def migrated_name(shared_folder) -> str:
    """The same on the PostgreSQL server the suite runs on: the name of a database to copy."""
    return (made_once(shared_folder / MIGRATED_ON_SERVER, _migrate_on_server) / "name").read_text()


MIGRATED_ON_SERVER = "migrated-on-server"


def _migrate_file(making: Path) -> None:
    _migrate(f"sqlite:///{making / 'made.sqlite3'}", making)


def _migrate_on_server(making: Path) -> None:
    name, server = f"migrated_{uuid4().hex[:12]}", os.environ["DATABASE_URL"]
    on_server(f'CREATE DATABASE "{name}"')
    try:
        _migrate(f"{server.rsplit('/', 1)[0]}/{name}", making)
    except BaseException:
        on_server(f'DROP DATABASE "{name}" WITH (FORCE)')
        raise
    (making / "name").write_text(name)


MIGRATING = pytest.StashKey[threading.Thread]()


def pytest_sessionstart(session):
    """In a run of the whole suite the process that starts the others migrates while they collect."""
    config = session.config
    whole = config.args_source is config.ArgsSource.TESTPATHS and not config.option.collectonly
    if hasattr(config, "workerinput") or not whole:
        return
    base = config._tmp_path_factory.getbasetemp()
    made = (base / "migrated", _migrate_file)
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        made = (base / MIGRATED_ON_SERVER, _migrate_on_server)
    config.stash[MIGRATING] = threading.Thread(target=made_once, args=made)
    config.stash[MIGRATING].start()


def _migrate(address: str, var: Path) -> None:
    env = os.environ | {
        "DATABASE_URL": address,
        "MUTUALISE_VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "mutualise.settings.local",
    }
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=env, check=True)


def on_server(statement: str) -> None:
    """Run one statement on the PostgreSQL server the suite runs on."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(statement)


def pytest_sessionfinish(session):
    """The database to copy goes with the process that started the others."""
    if hasattr(session.config, "workerinput"):
        return
    if MIGRATING in session.config.stash:
        session.config.stash[MIGRATING].join()
    named = session.config._tmp_path_factory.getbasetemp() / MIGRATED_ON_SERVER / "name"
    if named.exists():
        on_server(f'DROP DATABASE IF EXISTS "{named.read_text()}" WITH (FORCE)')


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, request):
    """The migrated database is copied, so the tests' own is not migrated."""
    from django.db import connection

    connection.settings_dict["TEST"]["MIGRATE"] = False
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = request.getfixturevalue("migrated_name")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, request):
    """Load the shipped register once; every test rolls back to it."""
    from django.db import connection

    from mutualise.evidence.ingest.tables import read_paths
    from mutualise.register.ingest.load import ALL_COLUMNS, load

    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            with sqlite3.connect(request.getfixturevalue("migrated_file")) as migrated:
                migrated.backup(connection.connection)
        for folder in ("data/register", "data/ons"):
            load(read_paths([ROOT / folder], ALL_COLUMNS))


@pytest.fixture(scope="session", autouse=True)
def _static_files_found_once():
    """Each of some thousand clients would look for all static files anew."""
    from whitenoise.middleware import WhiteNoiseMiddleware as Static

    look, found = Static.add_files_from_finders, {}

    def known(server: Static) -> None:
        if not found:
            look(server)
            found.update(server.files)
        server.files |= found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Static, "add_files_from_finders", known)
        yield


@pytest.fixture(autouse=True)
def _fresh_memory():
    """What was kept for one test's record must not answer for another's."""
    yield
    from django.core.cache import cache

    cache.clear()
    from mutualise.governance.queries import polls
    from mutualise.register.queries import facts, population, search
    from mutualise.statistics.queries import evidence, figure, revisions

    for kept in (
        facts._by_code, facts._all_facts, population._counted, search._choices, search._listing,
        evidence._population, figure._estimate, revisions._revisions,
        polls.contest_numbered, polls._key_of, polls.box_numbered, polls.standing,
        polls.trustee_keys, polls.keys_all_here, polls.paper_of,
    ):  # fmt: skip
        kept.cache_clear()
    evidence.forget()


@pytest.fixture
def editor(db):
    from mutualise.accounts.actions import invite
    from mutualise.accounts.rules.roles import Role

    return invite(
        email="editor@example.org", role=Role.REGISTER_EDITOR, valid_from=date(2014, 1, 1)
    )


@pytest.fixture
def representative(db):
    from mutualise.accounts.actions import invite
    from mutualise.accounts.rules.roles import Role

    return invite(
        email="secretary@example.org",
        role=Role.REPRESENTATIVE,
        organisation="chcp",
        valid_from=date(2014, 1, 1),
    )


@pytest.fixture
def as_editor(client, editor):
    from tests.signing_in import sign_in

    sign_in(client, editor)
    return client


@pytest.fixture
def as_representative(client, representative):
    from tests.signing_in import sign_in

    sign_in(client, representative)
    return client
