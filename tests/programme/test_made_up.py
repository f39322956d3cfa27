"""The demonstration has every stage and kind of support, the rarest of them by plan."""

from __future__ import annotations

import pytest

from mutualise.programme.ingest import demonstration
from mutualise.programme.models import (
    Achievement,
    Attendance,
    Award,
    Case,
    CaseEvent,
    Letter,
    MentoringDay,
    Posting,
    ProofVerdict,
)
from mutualise.programme.rules.states import State


@pytest.mark.django_db
def test_the_rare_stages_and_kinds_are_told_from_beginning_to_end(monkeypatch):
    monkeypatch.setattr(demonstration, "ENDS", [State.LAUNCHED])
    assert demonstration.fill() == 7
    states = set(Case.objects.with_state().values_list("state", flat=True))
    assert {"MODERATING", "CHECKING", "APPEALED", "DELIVERING", "LAUNCHED"} <= states
    assert {"MATCH", "TRAINING", "MENTORING"} <= set(Award.objects.values_list("kind", flat=True))
    assert CaseEvent.objects.filter(name="moderate").count() == 1
    assert Attendance.objects.count() == 1
    assert MentoringDay.objects.count() == 2
    assert ProofVerdict.objects.filter(accepted=True).exists()
    assert Achievement.objects.filter(confirmed=True).exists()
    # The match is paid for after it was evidenced, not before.
    shown = ProofVerdict.objects.get(proof__kind="MATCH")
    paid = Posting.objects.filter(kind="PAYMENT", source__award=shown.proof.award)
    assert paid.exists()
    assert all(each.at >= shown.decided_at for each in paid)
    assert not Letter.objects.exclude(subject__startswith="Demonstration: ").exists()
