"""Evidence read in bulk is the same, value for value, as evidence read row by row."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from mutualise.evidence import actions
from mutualise.evidence.models import Observation
from mutualise.evidence.queries import bulk, columns
from mutualise.statistics.rules.bulk import readings_of
from mutualise.statistics.rules.readings import Columns, Readings, Row

pytestmark = pytest.mark.django_db


def test_both_ways_give_the_same_columns(editor):
    rows = list(Observation.objects.known_at(None).exclude(valid_from=None)[:6])
    actions.withdraw_observation(by=editor, old=rows[0], reason="Not about the body.")
    for row, value in zip(rows[1:], ("12345678901234", "0.0001", "99999999999.9999", "-5.25", "0"), strict=True):  # fmt: skip
        changed = Observation(**row.content() | {"value": value, "note": "changed"})
        changed.digest = actions.digest_of(changed)
        actions.replace_observation(
            by=editor, old=row, row=changed, change="CORRECTION", reason="Misread."
        )
    one = readings_of(bulk.batches(), replaced=bulk.replaced(), sources=bulk.sources())
    other = Readings.of([Row(*row) for row in columns.rows()])
    assert len(one) == len(other) > 500
    for name in ("subjects", "kinds", "areas", "bases", "sources"):
        assert getattr(one, name) == getattr(other, name)
    for each in fields(Columns):
        mine, theirs = getattr(one.columns, each.name), getattr(other.columns, each.name)
        assert mine.dtype == theirs.dtype, each.name
        assert np.array_equal(mine, theirs), each.name


def test_no_evidence_gives_no_readings():
    assert len(readings_of([], replaced=[], sources=[])) == 0
