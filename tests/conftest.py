"""What every test may use: the shipped register, an editor and a representative."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]
settings.register_profile(
    "suite",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors],
)
settings.load_profile("suite")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Load the shipped register once; every test rolls back to it."""
    from mutualise.evidence.ingest.tables import read_paths
    from mutualise.register.ingest.load import ALL_COLUMNS, load

    with django_db_blocker.unblock():
        for folder in ("data/register", "data/ons"):
            load(read_paths([ROOT / folder], ALL_COLUMNS))


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
        facts._by_code, facts._all_facts, population._counted, search._listing,
        evidence._population, figure._estimate, revisions._revisions,
        polls.contest_numbered, polls._key_of, polls.box_numbered, polls.standing,
        polls.trustee_keys, polls.paper_of,
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
