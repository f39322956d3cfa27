"""People of the programme office, for the tests of the room."""

from __future__ import annotations

import pytest

from mutualise.accounts.rules.roles import Role
from tests.programme.builders import holder


@pytest.fixture
def officer():
    return holder(Role.PROGRAMME_OFFICER)


@pytest.fixture
def payer():
    return holder(Role.FINANCE_OFFICER)
