"""The day on which a written resolution passed or lapsed, from which its filing is counted."""

from __future__ import annotations

from datetime import date

import pytest

from mutualise.governance.actions import notices, resolutions
from tests.governance.meeting_builders import at, body, secretary_of

pytestmark = pytest.mark.django_db


def circulated():
    register, by = body(members=10), secretary_of("care")
    with at(2026, 3, 2):
        made = notices.circulate(
            register=register, by=by, kind="company-special-written", title="Name", text="That …"
        )
    return made, by


def agree(resolution, by, numbers, day):
    resolutions.record_agreements(resolution=resolution, by=by, numbers=numbers, received_on=day)


def test_it_passed_when_enough_had_agreed_and_not_when_the_last_did():
    resolution, by = circulated()
    with at(2026, 3, 25):
        agree(resolution, by, [9, 10], date(2026, 3, 24))
        agree(resolution, by, [1, 2, 3, 4, 5], date(2026, 3, 3))
        agree(resolution, by, [6, 7, 8], date(2026, 3, 4))
        declared = resolutions.declare(resolution=resolution, by=by)
    assert (declared.verdict, declared.decided_on) == ("passed", date(2026, 3, 4))
    assert declared.file_by == date(2026, 3, 19)
    assert "10 of 10 votes of everybody entitled were for" in declared.words


def test_one_that_lapsed_was_decided_on_its_last_day():
    resolution, by = circulated()
    with at(2026, 4, 5):
        agree(resolution, by, [1, 2], date(2026, 3, 3))
        declared = resolutions.declare(resolution=resolution, by=by)
    assert (declared.verdict, declared.decided_on) == ("not passed", date(2026, 3, 29))
