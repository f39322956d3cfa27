"""A claim changes when somebody states its figure anew, though nothing the figure is computed from does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from unittest import mock

import pytest

from mutualise.claims import actions
from mutualise.claims.queries.announcements import results
from mutualise.claims.queries.resolve import checked
from mutualise.evidence import actions as evidence
from mutualise.evidence.actions import digest_of
from mutualise.evidence.models import Observation, Source

pytestmark = pytest.mark.django_db
JOBS = "They made [over 5,000 additional jobs](claim:additional-jobs?at=2014-07-23&years=3&area=england-and-wales{})."


@pytest.fixture
def statement(editor):
    """Records that at most 5,000 jobs were made, as a minister might have said later on."""

    def record():
        on = date(2014, 7, 1)
        row = Observation(
            subject="sector", measure="additional-jobs", qualifier="<=", value=Decimal(5000),
            unit="people", quality="STATED", area="england-and-wales", valid_from=on,
            valid_until=on + timedelta(days=1), source=Source.objects.get(code="bbc-26030205"),
        )  # fmt: skip
        row.digest = digest_of(row)
        return evidence.record_observation(by=editor, row=row)

    return record


def on_the_day(day: int):
    noon = datetime(2027, 1, day, 12, tzinfo=UTC)
    return mock.patch("django.utils.timezone.now", return_value=noon)


def faults(text: str) -> list[str]:
    return [fault.code for claim in checked(text).claims for fault in claim.faults]


def test_a_new_statement_is_told_as_the_cause_and_the_letter_says_what_is_wrong_now(
    editor, statement
):
    kept = actions.keep(JOBS.format(""), by=editor)
    assert "changed-bound" not in faults(JOBS.format(""))
    row = statement()
    (changed,) = actions.recheck(kept)
    assert [cause["reference"] for cause in changed.causes] == [row.reference]
    (message,) = [f["message"] for f in changed.outcome["faults"] if f["code"] == "changed-bound"]
    letter = changed.notices.get().body
    assert f"New: {message}" in letter
    assert row.reference in letter
    evidence.withdraw_observation(by=editor, old=row, reason="It was misread.")
    (again,) = actions.recheck(kept)
    assert [cause["change"] for cause in again.causes] == ["WITHDRAWAL"]
    assert f"No longer: {message}" in again.notices.get().body
    assert len(results(kept)[1]) == 3


def test_a_statement_recorded_later_says_nothing_of_a_claim_as_known_before(editor, statement):
    with on_the_day(10):
        row = statement()
    with on_the_day(12):
        evidence.withdraw_observation(by=editor, old=row, reason="It was misread.")
        found = {day: faults(JOBS.format(f"&known_at=2027-01-{day}")) for day in ("09", "11", "12")}
    assert {day: "changed-bound" in codes for day, codes in found.items()} == {
        "09": False, "11": True, "12": False,
    }  # fmt: skip
