"""Evidence read in bulk is the same, value for value, as evidence read row by row."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import numpy as np
import pytest
from django.db import transaction

from mutualise.evidence import actions
from mutualise.evidence.models import Observation, Source
from mutualise.evidence.queries import columns
from mutualise.statistics.queries import evidence
from mutualise.statistics.rules.bulk import readings_of
from mutualise.statistics.rules.readings import Columns, Readings, Row

pytestmark = pytest.mark.django_db


def change_some(editor, notes):
    """One row withdrawn and some corrected, with values at the ends of what a column holds."""
    rows = list(Observation.objects.known_at(None).exclude(valid_from=None)[: len(notes) + 1])
    actions.withdraw_observation(by=editor, old=rows[0], reason="Not about the body.")
    for row, (value, note) in zip(rows[1:], notes, strict=True):
        changed = Observation(**row.content() | {"value": value, "note": note})
        changed.digest = actions.digest_of(changed)
        actions.replace_observation(
            by=editor, old=row, row=changed, change="CORRECTION", reason="Misread."
        )


def add_bodies(editor):
    """Rows with a kind, a subject, an area and a source nobody used before."""
    for at, subject in enumerate(("aa-first-in-the-alphabet", "mmm", "zz-last")):
        row = Observation(
            subject=subject, measure=f"{subject[0]}-new", value=at + 1, unit="people",
            valid_from=date(2020, 1, 1), valid_until=date(2021, 1, 1), area=f"{subject[0]}-area",
            quality="STATED", base=f"{subject[0]} base", source=Source.objects.order_by("-code")[at],
            locator="row 1",
        )  # fmt: skip
        row.digest = actions.digest_of(row)
        actions.record_observation(by=editor, row=row)


def same(one, other):
    for name in ("subjects", "kinds", "areas", "bases", "sources"):
        assert getattr(one, name) == getattr(other, name)
    for each in fields(Columns):
        mine, theirs = getattr(one.columns, each.name), getattr(other.columns, each.name)
        assert mine.dtype == theirs.dtype, each.name
        assert np.array_equal(mine, theirs), each.name


EXTREMES = [
    (value, "changed") for value in ("12345678901234", "0.0001", "99999999999.9999", "-5.25", "0")
]


def test_both_ways_give_the_same_columns(editor):
    change_some(editor, EXTREMES)
    one = evidence.readings()
    assert len(one) > 500
    same(one, Readings.of([Row(*row) for row in columns.rows()]))


def test_rows_recorded_since_are_read_alone_and_give_what_reading_everything_gives(
    editor, django_assert_max_num_queries
):
    before = evidence.readings()
    change_some(editor, EXTREMES)
    add_bodies(editor)
    change_some(editor, [("7", "changed again"), ("8", "changed again")])
    newest = Observation.objects.order_by("-id")[0].id
    with django_assert_max_num_queries(4) as asked:
        after = evidence.readings()
    (rows,) = [each["sql"] for each in asked if "o.digest" in each["sql"]]
    assert f"o.id <= {newest}" in rows and "o.id > 0 " not in rows
    assert len(after) > len(before)
    evidence.forget()
    same(after, evidence.readings())


def test_record_put_back_from_a_copy_is_read_anew(editor):
    with transaction.atomic():
        add_bodies(editor)
        assert "zz-last" in evidence.readings().subjects
        transaction.set_rollback(True)
    assert "zz-last" not in evidence.readings().subjects


def test_no_evidence_gives_no_readings():
    assert len(readings_of([], replaced=[], sources=[])) == 0
